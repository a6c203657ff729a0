"""A candidate's timeline: who asked for contact info, who reviewed notes, and whose candidate it was."""

from datetime import timedelta

from sqlalchemy import select

from portal.agencies import queries as agencies
from portal.approvals import actions as approvals
from portal.approvals.models import Approval
from portal.candidates import actions as candidates
from portal.contacts.models import ContactRequest
from portal.core.command import Actor
from portal.history.timeline import CHANGES, EMAILS, History, load_events
from portal.interviews import contact_info
from portal.interviews.models import Interview
from portal.notes import actions as notes
from tests.factories.firm import Firm

HELD = -timedelta(hours=4)


def happened(firm: Firm, interview: Interview, view: str) -> list[tuple[str, str | None, str | None, str | None]]:
    """What the timeline has of this candidate, the earliest first: source, code, name, and words."""
    firm.session.flush()
    application = interview.application
    whose = History(application.candidate_id, application.candidate.account_id, [application.id])
    rows, _earlier = load_events(firm.session, whose, view)
    return [(row.source, row.code, row.name, row.words) for row in reversed(rows)]


def test_contact_requests_are_named_from_asking_to_looking_again(firm: Firm) -> None:
    interview = firm.interview(starts_in=HELD, people=("Lee Park", "Dana Ruiz <d@acme.example>"))
    firm.debriefed(interview)
    firm.commit()
    request = firm.session.scalars(select(ContactRequest)).one()
    later = firm.now() + timedelta(minutes=1)
    contact_info.mark_not_available(firm.command(now=later), request, "left_employer")
    contact_info.undo_closing(firm.command(now=later + timedelta(minutes=1)), request)
    assert [row for row in happened(firm, interview, CHANGES) if row[0] in ("request", "requested", "again")] == [
        ("request", None, "Lee Park", None),
        ("requested", "not_available", "Lee Park", "left_employer"),
        ("again", None, "Lee Park", None),
    ]
    other = firm.interview(starts_in=HELD, people=("Lee Park",))
    assert [row for row in happened(firm, other, CHANGES) if "request" in row[0]] == []


def test_reviews_of_notes_are_named_with_what_was_decided(firm: Firm) -> None:
    agencies.profile(firm.session).note_sending = "approval"
    interview = firm.interview(starts_in=HELD, people=("Dana Ruiz <d@acme.example>",))
    firm.debriefed(interview)
    writer = Actor("account", firm.account_of(interview.application.candidate).id, "candidate")
    note = notes.begin(firm.command(by=writer), interview.people[0], "thank", {})
    for minute, decide in enumerate((approvals.withdraw, approvals.approve)):
        at = firm.now() + timedelta(minutes=2 * minute)
        notes.save(firm.command(), note, "Thank you", "Dear Dana,\n\nThank you for the tour of the press shop.\n\nAnn")
        approvals.send_or_submit(firm.command(by=writer, now=at), note, None)
        row = firm.session.scalars(select(Approval).where(Approval.decided_at.is_(None))).one()
        decide(firm.command(now=at + timedelta(minutes=1)), row)
    assert [row[:3] for row in happened(firm, interview, EMAILS) if row[0].startswith("review")] == [
        ("review", None, "Dana Ruiz"),
        ("reviewed", "withdrawn", "Dana Ruiz"),
        ("review", None, "Dana Ruiz"),
        ("reviewed", "approved", "Dana Ruiz"),
    ]


def test_a_change_of_recruiter_says_whose_the_candidate_was(firm: Firm) -> None:
    interview = firm.interview()
    person = interview.application.candidate
    for minute, to in enumerate((firm.owner.id, None)):
        candidates.assign(firm.command(now=firm.now() + timedelta(minutes=minute)), person, to)
    assert [row for row in happened(firm, interview, CHANGES) if row[0] == "recruiter"] == [
        ("recruiter", None, "Olga Owner", firm.recruiter.name),
        ("recruiter", None, None, "Olga Owner"),
    ]
