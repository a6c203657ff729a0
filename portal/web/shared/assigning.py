"""Work that waits, handed to a colleague from its row or its page, and that undone."""

import uuid
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Self

from flask import request
from flask_babel import gettext
from flask_babel import lazy_gettext as _
from wtforms import SelectField

from portal.accounts import queries as accounts
from portal.accounts.models import Account
from portal.core.db import db
from portal.names.rules import first_name
from portal.web.shared import request_cycle
from portal.web.shared.choices import named_choices, parse_id, recruiter_of
from portal.web.shared.done_rows import DoneRow, respond, respond_refused, respond_undone
from portal.web.shared.fields import Form
from portal.web.shared.responses import ViewResponse


def colleagues() -> list[Account]:
    """Return the colleagues to whom the viewer can hand work."""
    found = accounts.recruiters(db.session())
    return [account for account in found if account.id != request_cycle.viewer().account_id]


class AssignmentForm(Form):
    """The colleague who gets it."""

    id_prefix = "assign"
    colleague = SelectField(_("Colleague"), coerce=parse_id)

    def offer(self, found: Iterable[Account]) -> Self:
        """Return the form with these colleagues to choose from."""
        self.colleague.choices = named_choices(found)
        return self


@dataclass(frozen=True)
class Assignable:
    """Work that can be handed over: its row's name, who it is about, who is on it, its page, and where it is undone.

    `assign` takes the colleague; `undo` takes the id of who got it, and who had it before.
    """

    row: str
    who: str
    claimed_by_id: uuid.UUID | None
    page: str
    undo_url: str
    assign: Callable[[Account], None]
    undo: Callable[[uuid.UUID, Account | None], None]


def respond_assigned(work: Assignable) -> ViewResponse:
    """Give the work to the chosen colleague, who gets an email about it."""
    form = AssignmentForm().offer(colleagues())
    to, before = recruiter_of(db.session(), form.colleague.data), work.claimed_by_id
    if to is None or not form.accepts(lambda: work.assign(to)):
        return respond_refused(form, work.page)
    said = gettext("%(name)s is on it now, and gets an email.", name=first_name(to.name))
    values = {"colleague": [to.id], "before": [before or ""]}
    return respond(DoneRow(work.row, work.who, said, work.undo_url, values), work.page)


def respond_unassigned(work: Assignable) -> ViewResponse:
    """Give the work back to who had it before, or to no one."""
    form = AssignmentForm().offer(colleagues())
    before = recruiter_of(db.session(), request.form.get("before"))
    if form.accepts(lambda: work.undo(form.colleague.data, before)):
        return respond_undone(gettext("Undone."), work.page)
    return respond_refused(form, work.page)
