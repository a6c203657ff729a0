"""The agency's people: who works here, what they are called, and what they may do. For owners."""

import uuid
from collections import Counter
from dataclasses import dataclass
from types import SimpleNamespace
from urllib.parse import urlencode

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask_babel import gettext
from flask_babel import lazy_gettext as _

from portal.accounts import permissions
from portal.accounts import queries as accounts
from portal.accounts.models import Account
from portal.core import access
from portal.core.db import db
from portal.staff import actions, directory, queries, workload
from portal.staff.rules import account_state
from portal.web.settings.forms import ColleagueForm
from portal.web.shared import choices, request_cycle
from portal.web.shared.edit_conflict_forms import edit_form
from portal.web.shared.responses import ViewResponse, render_form
from portal.web.shared.search_words import search_words

blueprint = Blueprint("staff", __name__, url_prefix="/settings/people")
COLUMNS = (
    ("name", _("Name")),
    ("role", _("Role")),
    ("office", _("Office")),
    ("candidates", _("Candidates")),
    ("factor", _("Two-step")),
    ("signed_in", _("Last sign-in")),
    ("state", _("State")),
)


@dataclass(frozen=True)
class Column:
    """One column of the list: its label, the URL that sorts by it, and its `aria-sort`, None where it does not sort."""

    label: str
    name: str
    url: str
    order: str | None = None


@blueprint.get("")
@access.requires(permissions.EDIT_PEOPLE)
def index() -> ViewResponse:
    everyone, words = directory.load_directory(db.session()), search_words()
    column, descending = request.args.get("sort", "name"), request.args.get("order") == "down"
    return render_template(
        "settings/staff.html",
        people=directory.sorted_by(directory.matching(everyone, words), column, descending=descending),
        counts=Counter(row.state for row in everyone),
        search_text=words,
        columns=columns(column, descending=descending, words=words),
        order=[(name, request.args[name]) for name in ("sort", "order") if name in request.args],
        now=request_cycle.now(),
    )


@blueprint.route("/<uuid:account_id>", methods=["GET", "POST"])
@access.requires(permissions.EDIT_PEOPLE, recent=True)
def detail(account_id: uuid.UUID) -> ViewResponse:
    session, account = db.session(), _load(account_id)
    form = edit_form(ColleagueForm, account, known=lambda: _known_values(account))
    form.office_id.choices = choices.office_choices(session, form.office_id.object_data)
    if form.accepts(lambda: _save(form, account)):
        flash(gettext("Saved."), "success")
        return redirect(url_for("staff.index"))
    return render_form(
        "settings/colleague.html",
        form,
        account=account,
        second_factor=accounts.has_second_factor(session, account.id),
        state=account_state(account.accepted_at, account.deactivated_at),
        invited_until=queries.invitation_expiries(session).get(account.id),
        holds=workload.load_workload(session, account).counts,
        now=request_cycle.now(),
    )


def columns(sorted_by: str, *, descending: bool, words: str) -> list[Column]:
    """Return the columns of the list, each with the URL that sorts by it, or the other way round."""
    current = sorted_by if sorted_by in directory.SORT_KEYS else "name"
    order = "descending" if descending else "ascending"
    return [
        Column(str(label), name, _sorted_url(name, not descending, words), order)
        if name == current
        else Column(str(label), name, _sorted_url(name, False, words))
        for name, label in COLUMNS
    ]


def _sorted_url(column: str, down: bool, words: str) -> str:
    """Return the list's URL, without what it does anyway."""
    said = {"q": words, "sort": "" if column == "name" and not down else column, "order": "down" if down else ""}
    query = urlencode({name: value for name, value in said.items() if value})
    return url_for("staff.index") + (f"?{query}" if query else "")


def _known_values(account: Account) -> SimpleNamespace:
    """Return what the form shows: no name where there is only the address in its place."""
    name = account.name if account.is_named else None
    return SimpleNamespace(name=name, role=account.role, office_id=account.office_id)


def _save(form: ColleagueForm, account: Account) -> None:
    command = request_cycle.command()
    actions.rename(command, account, form.name.data)
    actions.change_role(command, account, form.role.data, form.office_id.data)


def _load(account_id: uuid.UUID) -> Account:
    return queries.get_colleague(db.session(), account_id)
