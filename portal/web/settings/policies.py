"""The policies of the plan: set with a preview, who changed them, and undoing the last change."""

import uuid

from flask import Blueprint, flash, redirect, render_template, request, url_for

from portal.accounts import permissions
from portal.agencies import queries as agencies
from portal.core import access
from portal.core.db import db, lock_row
from portal.policies import actions, previews, queries
from portal.policies.values import stored_policy
from portal.web.settings import policy_page, policy_words
from portal.web.settings.policy_form import PolicyForm, shown_values
from portal.web.shared import request_cycle
from portal.web.shared.edit_conflict_forms import edit_form
from portal.web.shared.responses import PAGE_SIZE, ViewResponse, paginate, render_form

blueprint = Blueprint("policies", __name__, url_prefix="/settings/policies")


@blueprint.route("", methods=["GET", "POST"])
@access.requires(permissions.EDIT_POLICIES, recent=True)
def edit() -> ViewResponse:
    profile = agencies.profile(db.session())
    form = edit_form(PolicyForm, profile, lambda: shown_values(profile))
    if saved := form.accepts(lambda: actions.save(request_cycle.command(), profile, form.values())):
        _tell(saved.value)
        return redirect(url_for("policies.edit"))
    return render_form("settings/policies.html", form, **policy_page.context(form, profile))


@blueprint.post("/preview")
@access.requires(permissions.EDIT_POLICIES)
def preview() -> ViewResponse:
    """Show the page with what was typed and what that would do; nothing is saved."""
    profile = agencies.profile(db.session())
    form = PolicyForm(obj=shown_values(profile))
    form.put_default(request.form.get("default", ""))
    row = None
    if form.validate() and form.values() != vars(shown_values(profile)):
        row = previews.advance(request_cycle.command(), profile, stored_policy(form.values()))
    return render_template("settings/policies.html", form=form, **policy_page.context(form, profile, row))


@blueprint.get("/tasks")
@access.requires(permissions.EDIT_POLICIES)
def tasks() -> ViewResponse:
    """List every task that the viewer's last preview changes, the late ones first."""
    row = queries.preview_of(db.session(), request_cycle.viewer().account_id)
    found = previews.task_changes(row) if row else []
    first = (min(max(request.args.get("page", 1, type=int), 1), 10_000) - 1) * PAGE_SIZE
    return render_template(
        "settings/policy_tasks.html",
        preview=row,
        impact=previews.impact_of(row) if row else None,
        shown=policy_page.with_steps(found[first : first + PAGE_SIZE]),
        is_cut=len(found) == previews.MAX_LISTED,
        next_url=url_for("policies.tasks", page=first // PAGE_SIZE + 2) if found[first + PAGE_SIZE :] else None,
        words=policy_words,
    )


@blueprint.get("/changes")
@access.requires(permissions.EDIT_POLICIES)
def changes() -> ViewResponse:
    session, last = db.session(), queries.last_change(db.session())
    events, next_url = paginate(queries.change_events())
    found = queries.with_details(session, events)
    return render_template(
        "settings/policy_changes.html", changes=found, last=last, next_url=next_url, words=policy_words
    )


@blueprint.get("/progress")
@access.requires(permissions.EDIT_POLICIES)
def progress() -> ViewResponse:
    """Return how many applications are still to be planned by the saved policies."""
    last = queries.last_change(db.session())
    waiting = queries.waiting_to_replan(db.session(), last.at) if last else 0
    return render_template("settings/_policy_progress.html", waiting=waiting, is_polling=True)


@blueprint.post("/undo")
@access.requires(permissions.EDIT_POLICIES, recent=True)
def undo() -> ViewResponse:
    profile = agencies.profile(db.session())
    lock_row(db.session(), profile)
    _tell(actions.undo(request_cycle.command(), profile, request.form.get("event", type=uuid.UUID)))
    return redirect(url_for("policies.changes"))


def _tell(saved: actions.SavedPolicies) -> None:
    flash(policy_page.saved_message(saved.changed, is_replanning=saved.is_replanning), "success")
