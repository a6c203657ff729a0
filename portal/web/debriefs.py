"""The debrief: did it take place, whom did you meet, what was said. The same page by phone for a recruiter."""

import uuid

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask_babel import gettext
from werkzeug.datastructures import MultiDict
from werkzeug.wrappers import Response

from portal.accounts import rules
from portal.contacts.rules import Details
from portal.core import access
from portal.core.db import db
from portal.debriefs import actions, queries
from portal.debriefs.rules import HELD, MOVED, Answers, Told
from portal.interviews import queries as interviews
from portal.interviews.models import Interview
from portal.web import edge, words
from portal.web.answers import Page
from portal.web.forms.debriefs import DebriefForm, PersonForm

blueprint = Blueprint("debriefs", __name__)
NOT_TYPED = ("csrf_token", "autosave", "another")


@blueprint.get("/interviews/<uuid:interview_id>/debrief")
@access.requires(rules.MEMBER)
def page(interview_id: uuid.UUID) -> Page:
    interview = interviews.one(db.session(), edge.viewer(), interview_id)
    return _shown(interview, _form(interview))


@blueprint.post("/interviews/<uuid:interview_id>/debrief")
@access.requires(rules.ACT)
def finish(interview_id: uuid.UUID) -> Page:
    interview = interviews.one(db.session(), edge.viewer(), interview_id)
    form, by, now = DebriefForm(), edge.viewer().by, edge.now()
    if request.form.get("autosave"):
        _keep(interview)
        return Response(status=204, headers={"X-Saved-At": words.clock(now)})
    if request.form.get("another"):
        return _one_more(interview, form)
    if form.took_place.data == MOVED:
        return redirect(url_for("interviews.edit", interview_id=interview.id))
    if form.took_place.data != HELD:
        return _not_held(interview, form)
    if form.accepts(lambda: actions.finish(db.session(), interview, _answers(form), by=by, now=now)):
        flash(gettext("Thank you. Here is whom to thank, and what happens next."), "success")
        return redirect(url_for("processes.one", process_id=interview.process_id))
    return _shown(interview, form), 422


def _not_held(interview: Interview, form: DebriefForm) -> Page:
    by, now = edge.viewer().by, edge.now()
    if form.took_place.validate(form):
        actions.not_held(db.session(), interview, form.took_place.data, form.why.data, by=by, now=now)
        flash(gettext("Recorded. Nothing more is asked about this interview."), "success")
        return redirect(url_for("processes.one", process_id=interview.process_id))
    return _shown(interview, form), 422


def _keep(interview: Interview, **more: str) -> None:
    """What is typed is kept as it is typed, and becomes facts only when sent."""
    typed = {name: value[:2000] for name, value in request.form.items() if name not in NOT_TYPED}
    actions.save(db.session(), interview, typed | more, by=edge.viewer().by, now=edge.now())


def _one_more(interview: Interview, form: DebriefForm) -> Response:
    """The page has room for one more person; with what was typed so far kept, reloading it loses nothing."""
    place = len(form.people)
    if place < form.people.max_entries:
        _keep(interview, **{f"people-{place}-name": ""})
    return redirect(f"{request.path}#people-{place}-name")


def _form(interview: Interview) -> DebriefForm:
    """What was typed before, or else one part for each person expected."""
    kept = queries.of_interview(db.session(), interview.id)
    if kept is not None and kept.answers:
        return DebriefForm(formdata=MultiDict(kept.answers))
    form = DebriefForm()
    for person in interview.people:
        form.people.append_entry(
            {
                "person_id": str(person.id),
                "name": person.contact.name,
                "email": None if person.contact.email_is_guess else person.contact.email,
                "phone": person.contact.phone,
                "title": person.contact.title,
                "met": "no" if person.met is False else "yes",
                "talked_about": person.talked_about,
                "clarify": person.clarify,
            }
        )
    form.pace.form.show_pace(interview)
    return form


def _answers(form: DebriefForm) -> Answers:
    told = [_told(part.form) for part in form.people if part.form.name.data]
    return Answers(tuple(told), form.pace.form.pace())


def _told(part: PersonForm) -> Told:
    return Told(
        person_id=part.person_id.data,
        details=Details(part.name.data, part.title.data, part.email.data, part.phone.data),
        met=part.met.data != "no",
        talked_about=part.talked_about.data,
        clarify=part.clarify.data,
    )


def _shown(interview: Interview, form: DebriefForm) -> str:
    kept = queries.of_interview(db.session(), interview.id)
    return render_template(
        "debriefs/page.html",
        interview=interview,
        form=form,
        finished=kept is not None and kept.finished_at is not None,
        ended=interview.ends_at <= edge.now(),
    )
