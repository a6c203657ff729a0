"""The general draft: a candidate's own, or written with them by their recruiter."""

import uuid
from dataclasses import dataclass

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask_babel import gettext
from werkzeug.wrappers import Response

from portal.accounts import permissions
from portal.candidates import queries as candidates
from portal.candidates.models import Candidate
from portal.core import access
from portal.core.db import db
from portal.drafts import actions, queries
from portal.drafts.edit_conflicts import LetterText, has_conflict
from portal.drafts.models import GeneralDraft
from portal.drafts.questionnaire import compose_draft
from portal.web.drafts import presenter as draft_presenter
from portal.web.drafts.forms import MAX_FILE_BYTES, DraftFileForm, DraftForm, DraftQuestionsForm
from portal.web.shared import formatting, merge_fields, request_cycle, uploads
from portal.web.shared.choices import parse_id
from portal.web.shared.letter_diffs import diff_words
from portal.web.shared.responses import ViewResponse

blueprint = Blueprint("drafts", __name__)
BLANK = "blank"
"""The choice to start with an empty draft."""


@dataclass(frozen=True)
class DraftPage:
    """The candidate who has the draft, the URL of its page, and where to go after saving."""

    candidate: Candidate
    here: str
    questions: str
    back: str


@blueprint.route("/drafts", methods=["GET", "POST"])
@access.requires(permissions.USE_CANDIDATE_PAGES)
@uploads.accepts_files(MAX_FILE_BYTES)
def own_draft() -> ViewResponse:
    return _edit(_own_page())


@blueprint.route("/drafts/questions", methods=["GET", "POST"])
@access.requires(permissions.USE_CANDIDATE_PAGES)
def own_questions() -> ViewResponse:
    return _questions_page(_own_page())


@blueprint.route("/candidates/<uuid:candidate_id>/draft", methods=["GET", "POST"])
@access.requires(permissions.EDIT_CANDIDATES)
@uploads.accepts_files(MAX_FILE_BYTES)
def candidate_draft(candidate_id: uuid.UUID) -> ViewResponse:
    return _edit(_candidate_page(candidate_id))


@blueprint.route("/candidates/<uuid:candidate_id>/draft/questions", methods=["GET", "POST"])
@access.requires(permissions.EDIT_CANDIDATES)
def candidate_questions(candidate_id: uuid.UUID) -> ViewResponse:
    return _questions_page(_candidate_page(candidate_id))


def _own_page() -> DraftPage:
    candidate = candidates.candidate_of_account(db.session(), request_cycle.viewer())
    return DraftPage(candidate, url_for("drafts.own_draft"), url_for("drafts.own_questions"), url_for("today.index"))


def _candidate_page(candidate_id: uuid.UUID) -> DraftPage:
    candidate = candidates.get_candidate(db.session(), request_cycle.viewer(), candidate_id)
    here, questions, back = (
        url_for(endpoint, candidate_id=candidate.id)
        for endpoint in ("drafts.candidate_draft", "drafts.candidate_questions", "candidates.detail")
    )
    return DraftPage(candidate, here, questions, back)


def _edit(whose: DraftPage) -> ViewResponse:
    """Show the draft to edit it, and save it; without a draft or `?from=`, show the ways to start one."""
    standing = queries.find_general_draft(db.session(), whose.candidate.id)
    if request.method == "GET" and standing is None and "from" not in request.args:
        return render_template("drafts/start.html", whose=whose, **_starting_points(whose.candidate))
    form = _form(standing)
    if request.form.get("autosave"):
        return _autosave(whose, form)
    if request.form.get("then") == "let_go" and standing is not None:
        actions.discard_autosaved(request_cycle.command(), standing)
        return redirect(whose.here)
    if draft_presenter.is_preview_requested():
        return _render(form, whose, standing)
    if form.file.data:
        read = form.read_file()
        return _render(form, whose, standing, taken="file") if read else (_render(form, whose, standing), 422)
    if form.accepts(lambda: _save(whose, form)):
        flash(gettext("Draft saved and ready.") if form.ready.data else gettext("Saved."), "success")
        return redirect(whose.back)
    if request.method == "POST":
        return _render(form, whose, standing, elsewhere=_has_conflict(form, standing)), 422
    return _render(form, whose, standing, taken="template" if request.args.get("from", BLANK) != BLANK else "")


def _form(standing: GeneralDraft | None) -> DraftForm:
    """Return the form with the current draft, or with the text of the template that `?from=` names."""
    ready = standing is not None and standing.ready_at is not None
    wanted = request.args.get("from")
    if request.method == "POST" or wanted is None:
        return DraftForm(data=_latest_values(standing) | {"ready": ready})
    if wanted == BLANK:
        return DraftForm(ready=ready)
    try:
        return DraftForm(obj=queries.get_template(db.session(), parse_id(wanted) or uuid.UUID(int=0)), ready=ready)
    except ValueError:
        return DraftForm(data=_latest_values(standing) | {"ready": ready})


def _latest_values(standing: GeneralDraft | None) -> dict[str, object]:
    subject, body = _latest(standing)
    return {"subject": subject, "body": body}


def _latest(standing: GeneralDraft | None) -> LetterText:
    return standing.latest if standing else ("", "")


def _autosave(whose: DraftPage, form: DraftForm) -> ViewResponse:
    """Save what is typed as it is; answer 409 if another window saved first."""
    if not form.validate_on_submit():
        return Response(status=422)
    letter, window = form.letter(), form.window()
    if not form.takes(
        lambda: actions.autosave_general_draft(request_cycle.command(), whose.candidate.id, letter, window)
    ):
        return Response(status=409)
    return Response(status=204, headers=formatting.saved_at_header(request_cycle.now()))


def _save(whose: DraftPage, form: DraftForm) -> None:
    ready = bool(form.ready.data)
    actions.save_general_draft(
        request_cycle.command(), whose.candidate.id, *form.letter(), ready=ready, window=form.window()
    )


def _has_conflict(form: DraftForm, standing: GeneralDraft | None) -> bool:
    window = form.window()
    return window is not None and has_conflict(
        _latest(standing), standing.typed_in_tab if standing else None, window, form.letter()
    )


def _questions_page(whose: DraftPage) -> ViewResponse:
    """Show three questions, and make a draft of the answers; save it at once if there is none yet."""
    session, form = db.session(), DraftQuestionsForm()
    if not form.validate_on_submit():
        body = render_template("drafts/questions.html", form=form, whose=whose)
        return (body, 422) if request.method == "POST" else body
    subject, text = compose_draft(form.answers())
    standing = queries.find_general_draft(session, whose.candidate.id)
    if standing is not None:
        made = DraftForm(formdata=None, data={"subject": subject, "body": text, "ready": standing.ready_at is not None})
        return _render(made, whose, standing, taken="answers")
    actions.save_general_draft(request_cycle.command(), whose.candidate.id, subject, text, ready=False)
    flash(gettext("Here’s your draft. Read it, make it yours, then mark it as ready."), "success")
    return redirect(whose.here)


def _starting_points(candidate: Candidate) -> dict[str, object]:
    """Return the templates to start from, for the candidate's field first, then for every field."""
    rows = [
        row for row in queries.templates_of_kind(db.session(), "thank") if row.field_id in (None, candidate.field_id)
    ]
    offered = sorted(rows, key=lambda row: row.field_id is None)
    return {"offered": offered, "blank": BLANK, "draft_file_form": DraftFileForm(formdata=None)}


def _render(
    form: DraftForm, whose: DraftPage, standing: GeneralDraft | None, *, taken: str = "", elsewhere: bool = False
) -> str:
    """Return the page.

    `taken` is `file` or `template` if unsaved text comes from there; `elsewhere` is true if another window saved
    other text since.
    """
    if elsewhere or not form.read.data:
        form.open(*_latest(standing))
    seen = draft_presenter.preview_context(*form.letter(), "thank", whose.candidate)
    return render_template(
        "drafts/page.html",
        form=form,
        whose=whose,
        standing=standing,
        taken=taken,
        elsewhere=diff_words(_latest(standing)[1], form.body.data or "") if elsewhere else (),
        unsaved=standing is not None and bool(standing.typed) and not taken,
        here=whose.here,
        offered_fields=merge_fields.offered_fields("thank"),
        **_starting_points(whose.candidate),
        **seen,
    )
