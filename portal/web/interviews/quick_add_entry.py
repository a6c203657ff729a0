"""What the quick form asks before it saves, and what it saves."""

from babel.lists import format_list
from flask import url_for
from flask_babel import get_locale, gettext, ngettext
from markupsafe import Markup, escape

from portal.applications import queries as applications
from portal.candidates.actions import CandidateProfile
from portal.candidates.models import Candidate
from portal.contacts.actions import EmployerDetails
from portal.core.db import db
from portal.core.errors import ActionRefused
from portal.interviews import quick_add
from portal.interviews.quick_add import QuickEntry, QuickResult
from portal.reminders import candidate_invitations
from portal.web.interviews.quick_add_fill import read_record
from portal.web.interviews.quick_add_form import QuickAddForm
from portal.web.interviews.quick_add_known import KnownThings, find_known
from portal.web.shared import duplicate_questions, formatting, request_cycle, slot_questions
from portal.web.shared.questions import Question

MAX_NAMED = 2
PARTS = ("candidate", "employer", "application", "people", "interview")


class Asked:
    """What is asked before the form is saved, by the part of the page that shows it."""

    def __init__(self) -> None:
        self.parts: dict[str, list[Question]] = {name: [] for name in PARTS}

    def ask(self, form: QuickAddForm) -> list[Question]:
        """Return what is asked about the valid form, and keep it by part."""
        self.parts = questions_by_part(form, find_known(form))
        return [question for part in self.parts.values() for question in part]


def questions_by_part(form: QuickAddForm, known: KnownThings) -> dict[str, list[Question]]:
    """Return what is asked before a valid form is saved, by the part of the page that shows it."""
    candidate, name = form.picked.candidate, form.text_of("candidate_name")
    employer, company = form.picked.employer, form.text_of("employer_name")
    return {
        "candidate": [] if candidate else duplicate_questions.candidate_questions(name),
        "employer": [] if employer else duplicate_questions.employer_questions(company),
        "application": [] if form.picked.application else _application_questions(form),
        "people": _people_questions(known),
        "interview": slot_questions.questions_about_slot(candidate.id if candidate else None, form.slot()),
    }


def save(form: QuickAddForm) -> QuickResult:
    """Save all of the valid form; raise `ActionRefused` at its field, and then nothing of it is saved.

    Within a savepoint: the page that is shown again finds nothing that was only about to be added.
    """
    with db.session().begin_nested():
        saved = quick_add.add_everything(request_cycle.command(), _entry(form))
        if form.invite.data and may_invite(saved.candidate):
            _invite(saved.candidate)
    return saved


def saved_message(saved: QuickResult, *, invited: bool, leaves: bool) -> Markup:
    """Return what was created, with links, and whether the candidate is invited.

    `leaves` is whether the page after saving is another one than the interview's, which is then a link, too.
    """
    interview = gettext("the interview on %(when)s", when=formatting.dated_moment(saved.interview.starts_at))
    there = url_for("interviews.detail", interview_id=saved.interview.id)
    things = [*_created(saved), _link(interview, there) if leaves else escape(interview)]
    places = [f"%(thing{number})s" for number, _ in enumerate(things)]
    sentence = gettext("Created %(things)s.", things=format_list(places, locale=get_locale() or "en"))
    named = escape(sentence) % {f"thing{number}": thing for number, thing in enumerate(things)}
    return Markup(" ").join(part for part in (named, escape(_invitation_sentence(saved.candidate, invited))) if part)


def _created(saved: QuickResult) -> list[Markup]:
    """Return what is new beside the interview, each a link; contacts as a number if there are several."""
    found = []
    if saved.new_candidate:
        found.append(_link(saved.candidate.name, url_for("candidates.detail", candidate_id=saved.candidate.id)))
    if saved.new_employer:
        found.append(_link(saved.employer.name, url_for("employers.detail", employer_id=saved.employer.id)))
    contacts = saved.new_contacts
    if len(contacts) > MAX_NAMED:
        found.append(escape(ngettext("1 contact", "%(num)s contacts", len(contacts))))
    else:
        found += [_link(row.name, url_for("contacts.detail", contact_id=row.id)) for row in contacts]
    return found


def _link(label: str, url: str) -> Markup:
    return Markup('<a class="link" href="{}">{}</a>').format(url, label)


def _invitation_sentence(candidate: Candidate, invited: bool) -> str:
    if invited:
        return gettext("Sending the invitation to %(name)s.", name=candidate.name)
    return gettext("%(name)s isn’t invited yet.", name=candidate.name) if may_invite(candidate) else ""


def may_invite(candidate: Candidate | None) -> bool:
    """Return whether saving can send an invitation: to a new candidate, or one who has none yet."""
    return candidate is None or candidate.invited_at is None


def _entry(form: QuickAddForm) -> QuickEntry:
    picked, viewer = form.picked, request_cycle.viewer()
    record = read_record({"filled": form.filled.data})
    return QuickEntry(
        candidate=picked.candidate
        or CandidateProfile(
            form.candidate_name.data,
            form.candidate_email.data,
            form.candidate_time_zone.data,
            form.candidate_phone.data,
            office_id=viewer.office_id,
            recruiter_id=viewer.account_id,
        ),
        employer=picked.employer or EmployerDetails(form.employer_name.data),
        application=picked.application,
        opening_title=form.text_of("opening_title"),
        slot=form.slot(),
        round_details=form.round_details(),
        people=form.expected(),
        calendar=record.key if record else None,
    )


def _invite(candidate: Candidate) -> None:
    try:
        candidate_invitations.invite(request_cycle.command(), candidate)
    except ActionRefused as refused:
        raise ActionRefused(refused.sentence, field="invite", **refused.values) from refused


def _application_questions(form: QuickAddForm) -> list[Question]:
    """Return the question about a new application with an employer that the candidate has one with."""
    candidate, employer = form.picked.candidate, form.picked.employer
    if candidate is None or employer is None:
        return []
    rows = [row for row in applications.applications_of(db.session(), candidate.id) if row.employer_id == employer.id]
    if not rows:
        return []
    values = {"name": candidate.name, "employer": employer.name}
    links = tuple((row.opening_title, url_for("applications.detail", application_id=row.id)) for row in rows[:5])
    return [Question(gettext("%(name)s has an application with %(employer)s already:", **values), links)]


def _people_questions(known: KnownThings) -> list[Question]:
    found = []
    for row in known.people:
        if row.alike:
            links = tuple((one.name, url_for("contacts.detail", contact_id=one.row_id)) for one in row.alike)
            sentence = gettext("“%(name)s” is similar to a contact you already have there:", name=row.name)
            found.append(Question(sentence, links))
    return found
