"""What counts in a figure and what doesn't, one case at a time (docs/rules.md#insight)."""

from collections.abc import Callable
from datetime import timedelta

import pytest

from portal.contacts.models import ContactRequest
from portal.insight import queries
from portal.insight.queries import ReportFilter
from portal.insight.rules import Share
from portal.interviews import actions as interviews
from portal.interviews import contact_info, outcomes
from portal.interviews.models import Interview
from tests.factories.firm import Firm
from tests.insight.test_figures import every, viewer_of

HOUR, DAY, SECOND = timedelta(hours=1), timedelta(days=1), timedelta(seconds=1)
KNOWN, UNKNOWN = "Dana Ruiz <dana@acme.example>", "Lee Park"


def share(firm: Firm, figure: str, chosen: ReportFilter | None = None) -> Share:
    firm.commit()
    chosen = chosen or every(viewer_of(firm.owner, "agency"), firm.now())
    return queries.load_shares(firm.session, chosen, [chosen.start, chosen.end])[figure][0]


def held(firm: Firm, *people: str, hours: int = -60) -> Interview:
    """An interview of an hour that began so long ago, and was known before."""
    made = firm.interview(starts_in=timedelta(hours=hours), people=people)
    made.recorded_at -= 9 * DAY
    for row in made.people:
        if row.contact.reachable_at:
            row.contact.reachable_at = made.starts_at - DAY
    firm.session.flush()
    return made


def thank(firm: Firm, interview: Interview, after: timedelta) -> None:
    person = interview.people[0]
    interviews.complete_step(
        firm.command(), interview, "thank", means="told", at=interview.ends_at + after, person=person
    )


@pytest.mark.parametrize(("after", "met"), [(HOUR, 1), (DAY, 1), (DAY + SECOND, 0)])
def test_a_thank_you_is_in_time_for_a_day_after_the_end(firm: Firm, after: timedelta, met: int) -> None:
    thank(firm, held(firm, KNOWN), after)
    assert share(firm, "thanked") == Share(met, 1)


def _canceled(firm: Firm, row: Interview) -> None:
    interviews.set_status(firm.command(), row, "cancelled", None)


def _missed(firm: Firm, row: Interview) -> None:
    interviews.set_status(firm.command(), row, "no_show", None)


def _imported(_firm: Firm, row: Interview) -> None:
    row.imported = True


def _not_met(_firm: Firm, row: Interview) -> None:
    row.people[0].met = False


@pytest.mark.parametrize("what", [_canceled, _missed, _imported, _not_met])
def test_who_was_not_met_need_not_be_thanked(firm: Firm, what: Callable[[Firm, Interview], None]) -> None:
    row = held(firm, KNOWN)
    assert share(firm, "thanked") == Share(0, 1)
    what(firm, row)
    interviews.touch_contact(firm.session, row.people[0].contact_id)
    assert share(firm, "thanked") == Share(0, 0)


@pytest.mark.parametrize(("hours", "counted"), [(-24, 0), (-26, 1)])
def test_who_can_still_be_thanked_in_time_does_not_count_yet(firm: Firm, hours: int, counted: int) -> None:
    held(firm, KNOWN, hours=hours)
    assert share(firm, "thanked") == Share(0, counted)


@pytest.mark.parametrize(("people", "complete"), [((KNOWN,), 1), ((KNOWN, UNKNOWN), 0), ((UNKNOWN,), 0), ((), 0)])
def test_contacts_are_complete_if_everyone_met_can_be_reached(
    firm: Firm, people: tuple[str, ...], complete: int
) -> None:
    held(firm, *people)
    assert share(firm, "contacts") == Share(complete, 1)


@pytest.mark.parametrize(("after", "complete"), [(timedelta(), 1), (SECOND, 0)])
def test_contact_info_counts_that_was_there_when_the_interview_began(
    firm: Firm, after: timedelta, complete: int
) -> None:
    row = held(firm, KNOWN)
    row.people[0].contact.reachable_at = row.starts_at + after
    assert share(firm, "contacts") == Share(complete, 1)


def test_an_interview_counts_once_it_is_over(firm: Firm) -> None:
    firm.interview(starts_in=-HOUR / 2, people=(KNOWN,))
    assert share(firm, "contacts") == Share(0, 0)


def _asked(firm: Firm, *, target_in: timedelta) -> ContactRequest:
    firm.debriefed(held(firm, UNKNOWN))
    firm.commit()
    row = firm.session.query(ContactRequest).one()
    row.target_at = firm.now() + target_in
    return row


@pytest.mark.parametrize(
    ("outcome", "closed", "undone", "expected"),
    [
        ("answered", -SECOND, False, Share(1, 1)),
        ("answered", SECOND, False, Share(0, 1)),
        ("not_available", -SECOND, False, Share(1, 1)),
        ("not_available", -SECOND, True, Share(0, 0)),
        ("not_needed", -SECOND, False, Share(0, 0)),
        ("not_needed", SECOND, False, Share(0, 1)),
        (None, None, False, Share(0, 1)),
    ],
)
def test_a_request_is_on_time_if_it_is_answered_by_its_target(
    firm: Firm, outcome: str | None, closed: timedelta | None, undone: bool, expected: Share
) -> None:
    row = _asked(firm, target_in=-HOUR)
    row.outcome, row.closed_at = outcome, row.target_at + closed if closed is not None else None
    row.undone_at = firm.now() if undone else None
    assert share(firm, "requests") == expected


def test_a_request_counts_once_its_target_has_passed(firm: Firm) -> None:
    row = _asked(firm, target_in=HOUR)
    assert share(firm, "requests") == Share(0, 0)
    contact_info.mark_not_available(firm.command(), row, "not_given_out")
    assert share(firm, "requests") == Share(0, 0)


@pytest.mark.parametrize(("how", "met"), [("answer", 1), ("no_answer", 0)])
@pytest.mark.parametrize("thanked", [True, False])
def test_an_application_counts_by_whether_someone_was_thanked_before_it_ended(
    firm: Firm, how: str, met: int, thanked: bool
) -> None:
    row = held(firm, KNOWN)
    if thanked:
        thank(firm, row, HOUR)
    if how == "answer":
        outcomes.record_response(firm.command(), row.application, how, None, ahead=None, at=firm.now())
    else:
        outcomes.close_application(firm.command(), row.application, how, ahead=None)
    figures = ["heard-with-thank-yous", "heard-without-thank-yous"]
    expected = [Share(met, 1), Share(0, 0)] if thanked else [Share(0, 0), Share(met, 1)]
    assert [share(firm, figure) for figure in figures] == expected


def test_an_application_that_was_withdrawn_does_not_count(firm: Firm) -> None:
    outcomes.close_application(firm.command(), held(firm, KNOWN).application, "withdrawn", ahead=None)
    assert share(firm, "heard-without-thank-yous") == Share(0, 0)


def test_a_recruiter_counts_their_own_and_an_office_its_own(firm: Firm) -> None:
    held(firm, KNOWN)
    firm.commit()
    other = viewer_of(firm.stranger, "own")
    assert share(firm, "thanked", every(viewer_of(firm.recruiter, "own"), firm.now())).counted == 1
    assert share(firm, "thanked", every(other, firm.now())).counted == 0
    owner, now = viewer_of(firm.owner, "agency"), firm.now()
    for office_id, counted in ((firm.recruiter.office_id, 1), (firm.stranger.office_id, 0)):
        chosen = every(owner, now)
        chosen = ReportFilter(owner, chosen.start, chosen.end, now, office_id)
        assert share(firm, "thanked", chosen).counted == counted
