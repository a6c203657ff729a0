"""How a process goes on or ends: what the employer said, a closure, a placement; and the page that says what now."""

import uuid
from collections.abc import Sequence
from typing import Any

from flask import Blueprint, flash, redirect, render_template, url_for
from flask_babel import gettext
from flask_babel import lazy_gettext as _
from werkzeug.wrappers import Response

from portal.accounts import rules
from portal.core import access
from portal.core.db import db
from portal.core.errors import Missing
from portal.interviews import outcomes
from portal.interviews import queries as interviews
from portal.interviews.models import Interview
from portal.notes import queries as notes
from portal.processes import actions, queries
from portal.processes.models import Answer, Closure, Process
from portal.web import edge, openings, submissions
from portal.web.answers import Page
from portal.web.forms.endings import NEXT_ROUND, AnswerForm, ClosureForm, placement_form
from portal.web.processes import load, shown
from portal.web.timelines import people_of

blueprint = Blueprint("endings", __name__, url_prefix="/processes/<uuid:process_id>")
Endings = list[Answer | Closure | None]
"""What one form recorded: nothing while it is to be mended, None where an interview ahead stays."""
OFFERS = 3
KIND_WORDS = {
    "offer": _(
        "An offer: congratulations. Talk it through with your recruiter before you answer, they know the terms."
    ),
    "refusal": _(
        "It was not to be this time. You met them "
        "well prepared, thanked everyone and asked once more: that is remembered."
    ),
    "answer": _("They wrote. Nothing more is asked of you here until there is a next round."),
    "no_answer": _(
        "No answer is an answer too. You thanked everyone and followed up once: there is nothing left undone."
    ),
    "withdrawn": _("You decided that this is not for you. That is a good reason to stop, and your recruiter knows."),
    "placed": _("You got the job: congratulations, and all the best on the first day."),
    "elsewhere": _("You found your place elsewhere, so this one rests."),
    "lapsed": _("The second follow-up was not sent in its time, so this one rests. The next will go better."),
    "closing": _(
        "You followed up and heard nothing. Often that is the answer; "
        "it says little about you. Let it rest, and look ahead."
    ),
    "active": _("This process is under way. When it ends, this page says what now."),
}
"""What is said at the end, by how it ended; for candidates and, over their shoulder, for recruiters."""
KIND_WORDS["by_itself"] = KIND_WORDS["no_answer"]


@blueprint.get("/closing")
@access.requires(rules.MEMBER)
def closing(process_id: uuid.UUID) -> Page:
    """What was done, what the agency sees, and what now: before the end, and after it."""
    process = load(process_id)
    rounds = interviews.of_process(db.session(), process.id)
    held = [row for row in rounds if row.status == "planned" and row.ends_at <= edge.now()]
    return render_template(
        "endings/closing.html",
        process=process,
        held=held,
        **_done(held),
        **_ended(process),
        answer_form=AnswerForm(),
        offers=openings.offered(process.candidate, OFFERS) if edge.viewer().is_candidate else None,
    )


@blueprint.post("/answer")
@access.requires(rules.ACT)
@submissions.creates
def answer(process_id: uuid.UUID) -> Page:
    """Heard back: what was pending stops. An invitation to the next round is that interview, and nothing has ended."""
    process, form, by, now = load(process_id), AnswerForm(), edge.viewer().by, edge.now()
    if form.kind.data == NEXT_ROUND:
        flash(gettext("Good news. Record when it is: its own plan begins, and open thank-yous stay."), "success")
        return redirect(url_for("interviews.new", process_id=process.id))
    made: Endings = []
    form.accepts(
        lambda: made.append(
            outcomes.heard_back(
                db.session(), process, form.kind.data, form.words.data, ahead=form.ahead.data, at=now, by=by, now=now
            )
        )
    )
    return _on(process, gettext("Recorded. What was pending has stopped."), made, answer_form=form)


@blueprint.post("/closure")
@access.requires(rules.ACT)
@submissions.creates_by_button
def close(process_id: uuid.UUID) -> Page:
    process, form, by, now = load(process_id), ClosureForm(), edge.viewer().by, edge.now()
    made: Endings = []
    form.accepts(
        lambda: made.append(
            outcomes.close(db.session(), process, form.kind.data, ahead=form.ahead.data, by=by, now=now)
        )
    )
    return _on(process, gettext("Closed. There will be no more prompts for it."), made, closure_form=form)


@blueprint.post("/placement")
@access.requires(rules.MANAGE)
@submissions.creates_by_button
def place(process_id: uuid.UUID) -> Page:
    process, by, now = load(process_id), edge.viewer().by, edge.now()
    form = placement_form(queries.others_under_way(db.session(), process))
    made: Endings = []
    form.accepts(
        lambda: made.append(
            outcomes.placed(db.session(), process, ending=form.ending.data, ahead=form.ahead.data, by=by, now=now)
        )
    )
    return _on(process, gettext("Congratulations! They are placed, and prompts stop."), made, placement_form=form)


@blueprint.post("/endings/<uuid:ending_id>/removal")
@access.requires(rules.ACT)
def take_back(process_id: uuid.UUID, ending_id: uuid.UUID) -> Response:
    """An answer or a closure that was recorded by mistake."""
    process = load(process_id)
    rows: list[Answer | Closure] = [*process.answers, *process.closures]
    found = next((row for row in rows if row.id == ending_id), None)
    if found is None:
        raise Missing("ending")
    actions.take_back(db.session(), found, by=edge.viewer().by, now=edge.now())
    flash(gettext("Taken back. The plan is as it was."), "success")
    return redirect(url_for("processes.one", process_id=process.id))


def _done(held: Sequence[Interview]) -> dict[str, Any]:
    """The people met and what was sent after these interviews."""
    return {
        "people": [met for met in people_of(db.session(), held, ()) if met.person.met is not False],
        "followed_up": [done for row in held for done in row.completions if done.kind == "follow_up"],
        "answered": notes.answer(db.session(), held[-1].id) if held else None,
    }


def _ended(process: Process) -> dict[str, Any]:
    """How it ended last, if it has, and what is said to that."""
    endings = sorted([*process.answers, *process.closures], key=lambda row: row.at)
    ending = endings[-1] if endings and not process.under_way else None
    return {"ending": ending, "kind_words": str(KIND_WORDS[_said(process, endings)])}


def _said(process: Process, endings: Sequence[Answer | Closure]) -> str:
    """The code of what is said: how it ended last, or how far it is."""
    if not process.ended:
        return process.state
    return endings[-1].kind if endings else "by_itself"


def _on(process: Process, said: str, made: Endings, **forms: object) -> Page:
    """On to what now; or the page of the process again with what is to be mended."""
    if not made:
        return shown(process, **forms), 422
    if made[0] is None:
        flash(gettext("The interview stays, so nothing has ended: what they wrote was an invitation."), "info")
        return redirect(url_for("processes.one", process_id=process.id))
    flash(said, "success")
    return redirect(url_for("endings.closing", process_id=process.id))
