"""Claims hold only under a condition. These are the ones that no other test holds to theirs:

- “We asked your recruiter”, “1 of 2 people thanked”: `tests/web/true_sentences/test_pages.py`, rows 9 and 11
- “Reminders are on”: `tests/web/true_sentences/test_saved_messages.py`
- “Approve and send”: `tests/web/notes/test_sending.py`
"""

import re
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta

import pytest

from portal.agencies import queries as agencies
from portal.applications import actions as applications
from portal.approvals import queries as approvals
from portal.candidates import actions as candidates
from portal.contacts import queries as contacts
from portal.followups.queries import load_facts, steps_of_application
from portal.followups.rules.plan import plan
from portal.interviews import outcomes
from portal.openings import actions as openings
from portal.openings.actions import OpeningDetails
from portal.web.shared import formatting
from tests.factories.firm import Firm
from tests.fixtures.app import Browse
from tests.fixtures.marked import sentences
from tests.web.notes.test_sending import words_of
from tests.web.true_sentences import situations
from tests.web.true_sentences.situations import Scene

PROMISES = re.compile(
    r"you’ll get an email|we’ll email you|\bnotif(y|ies|ied)\b|at most one|one email a day at most", re.IGNORECASE
)


def test_no_sentence_promises_an_email_or_a_limit_without_exceptions() -> None:
    assert [said for said in sentences() if PROMISES.search(said)] == []


def test_the_account_page_says_that_more_emails_can_come(firm: Firm, browse: Browse) -> None:
    page = words_of(browse(firm.account_of(firm.candidate())).get("/me/account").text)
    assert "Usually one email a day" in page and "can come on top" in page


def test_an_application_is_said_to_close_on_the_day_of_its_plan(firm: Firm, browse: Browse) -> None:
    scene = situations.time_to_close(firm)
    close = next(row for row in steps_of_application(firm.session, scene.application.id) if row.kind == "close")
    facts = load_facts(firm.session, [scene.application.id], firm.now())[scene.application.id]
    closes_on = close.due_at + timedelta(days=facts.policy.close_by_itself_after_days)
    for side in (firm.recruiter, firm.account_of(scene.candidate)):
        page = words_of(browse(side).get(scene.path("closing")).text)
        with firm.app.test_request_context():
            day = formatting.day(closes_on, side.time_zone)
        assert f"Without an answer, it closes automatically on {day}." in page
    states = [plan(replace(facts, now=closes_on + timedelta(hours=hours))).state for hours in (-2, 2)]
    assert states == ["closing", "closed"]


def has_other_application(firm: Firm, scene: Scene) -> None:
    firm.application(scene.candidate)


def has_an_offer(firm: Firm, scene: Scene) -> None:
    other = firm.application(scene.candidate)
    applications.record_response(firm.command(), other, "offer", None, at=firm.now())


def was_placed(firm: Firm, scene: Scene) -> None:
    outcomes.record_placement(firm.command(), firm.application(scene.candidate), ending=(), ahead=None)


def was_deactivated(firm: Firm, scene: Scene) -> None:
    candidates.suppress_reminders(firm.command(), scene.candidate, "deactivated")


def nothing_else(_firm: Firm, _scene: Scene) -> None:
    """Only that one application, which has ended."""


@pytest.mark.parametrize(
    ("what_else", "is_available"),
    [
        (nothing_else, True),
        (has_other_application, False),
        (has_an_offer, False),
        (was_placed, False),
        (was_deactivated, False),
    ],
)
def test_available_again_is_only_who_has_nothing_else(
    firm: Firm, browse: Browse, what_else: Callable[[Firm, Scene], None], is_available: bool
) -> None:
    scene = situations.closed_with_one_of_two_thanked(firm)
    what_else(firm, scene)
    firm.commit()
    assert ("Available again" in browse(firm.recruiter).get("/today").text) is is_available


@pytest.mark.parametrize(
    ("hr_email", "postal_address", "says", "offers"),
    [
        (
            "hr@acme.example",
            "1 Main Street",
            "other ways to send",
            ("Write a card instead", "Write through HR instead"),
        ),
        ("hr@acme.example", None, "other ways to send", ("Write through HR instead",)),
        (None, "1 Main Street", "other ways to send", ("Write a card instead",)),
        (None, None, "sees that it isn’t available", ()),
    ],
)
def test_only_ways_that_the_employer_has_are_named(
    firm: Firm,
    browse: Browse,
    hr_email: str | None,
    postal_address: str | None,
    says: str,
    offers: tuple[str, ...],
) -> None:
    scene = situations.contact_info_requested(firm)
    assert scene.interview is not None
    employer = scene.application.employer
    employer.hr_email, employer.postal_address = hr_email, postal_address
    row = contacts.open_request_of(firm.session, scene.interview.people[0].contact_id)
    assert row is not None
    recruiter = browse(firm.recruiter)
    closed = recruiter.post(
        f"/contact-requests/{row.id}/not-available", {"reason": "not_given_out"}, follow_redirects=True
    )
    assert says in closed.text
    page = browse(firm.account_of(scene.candidate)).get(scene.path("address")).text
    shown = [way for way in ("Write a card instead", "Write through HR instead") if way in page]
    assert tuple(shown) == offers


def test_an_application_that_was_added_is_not_said_to_be_submitted(firm: Firm, browse: Browse) -> None:
    candidate, field = firm.candidate(), agencies.job_fields(firm.session)[0]
    details = OpeningDetails("Shift lead", field.id, firm.now().date() + timedelta(days=9), firm.employer().id)
    opening = openings.create(firm.command(), details)
    said = openings.respond(firm.command(), opening, candidate, "put_forward", today=firm.now().date())
    page = words_of(browse(firm.recruiter).post(f"/interests/{said.id}/process", follow_redirects=True).text)
    assert "Application added for Ann Lee. Add the interview once it’s scheduled." in page
    assert "submitted" not in page


@pytest.mark.parametrize(("has_recruiter", "who"), [(True, "recruiter"), (False, "agency")])
def test_a_candidate_without_a_recruiter_reads_about_the_agency(
    firm: Firm, browse: Browse, has_recruiter: bool, who: str
) -> None:
    scene = situations.note_with_the_recruiter(firm)
    assert scene.note is not None
    if not has_recruiter:
        scene.candidate.recruiter_id = None
    own = browse(firm.account_of(scene.candidate))
    other = {"recruiter": "agency", "agency": "recruiter"}[who]
    page = words_of(own.get(f"/notes/{scene.note.id}").text)
    assert f"With the {who}" in page and f"With the {other}" not in page
    waiting = approvals.open_approval_of(firm.session, scene.note.id)
    assert waiting is not None
    assert own.post(f"/approvals/{waiting.id}/withdrawal").status_code == 302
    page = words_of(own.get(f"/notes/{scene.note.id}/sending").text)
    assert f"Your {who} reviews it first" in page and f"our {other}" not in page
    refused = own.post(f"/notes/{scene.note.id}/sending/by-oneself")
    assert f"Your {who} reviews notes to" in refused.text and f"our {other}" not in refused.text
