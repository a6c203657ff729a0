"""Who acts for a candidate: the recruiter, the substitute of one who is away, or an owner."""

import uuid
from datetime import UTC, date, datetime, timedelta

import pytest

from portal.accounts import acting, rules
from portal.accounts.rules import ACTS_OWNER, ACTS_RECRUITER, ACTS_SUBSTITUTE, Availability
from portal.agencies import queries as agencies
from portal.agencies.emails import ReplyReader
from tests.factories.firm import Firm

HERE, AWAY, GONE = Availability(True), Availability(True, is_away=True), Availability(False)
BLIND, AWAY_AND_GONE = Availability(True, may_see=False), Availability(False, is_away=True)
NEW_YORK, BOSTON = uuid.UUID(int=1), uuid.UUID(int=2)


@pytest.mark.parametrize(
    ("recruiter", "substitute", "expected"),
    [
        (HERE, None, ACTS_RECRUITER),
        (HERE, HERE, ACTS_RECRUITER),
        (None, None, ACTS_OWNER),
        (GONE, HERE, ACTS_OWNER),
        (AWAY_AND_GONE, HERE, ACTS_OWNER),
        (AWAY, HERE, ACTS_SUBSTITUTE),
        (AWAY, None, ACTS_OWNER),
        (AWAY, AWAY, ACTS_OWNER),
        (AWAY, GONE, ACTS_OWNER),
        (AWAY, BLIND, ACTS_OWNER),
    ],
)
def test_who_acts(recruiter: Availability | None, substitute: Availability | None, expected: str) -> None:
    assert rules.who_acts(recruiter, substitute) == expected


@pytest.mark.parametrize(
    ("zone", "now", "away"),
    [
        ("America/New_York", datetime(2026, 12, 7, 4, 59, tzinfo=UTC), True),
        ("America/New_York", datetime(2026, 12, 7, 5, 0, tzinfo=UTC), False),
        ("Asia/Tokyo", datetime(2026, 12, 6, 14, 59, tzinfo=UTC), True),
        ("Asia/Tokyo", datetime(2026, 12, 6, 15, 0, tzinfo=UTC), False),
        ("Asia/Tokyo", datetime(2026, 11, 30, 14, 59, tzinfo=UTC), False),
        ("Asia/Tokyo", datetime(2026, 11, 30, 15, 0, tzinfo=UTC), True),
    ],
)
def test_someone_is_away_from_the_first_day_to_the_beginning_of_the_last_where_they_are(
    zone: str, now: datetime, away: bool
) -> None:
    assert rules.is_away(date(2026, 12, 1), date(2026, 12, 7), zone, now) is away
    assert not rules.is_away(None, None, zone, now)


@pytest.mark.parametrize(
    ("role", "visibility", "office", "expected"),
    [
        ("recruiter", "agency", None, True),
        ("recruiter", "office", NEW_YORK, True),
        ("recruiter", "office", BOSTON, False),
        ("recruiter", "office", None, False),
        ("recruiter", "own", NEW_YORK, False),
        ("owner", "own", BOSTON, True),
    ],
)
def test_a_substitute_sees_a_candidate_as_far_as_the_agency_allows(
    role: str, visibility: str, office: uuid.UUID | None, expected: bool
) -> None:
    assert rules.may_see_candidate(role, visibility, office, NEW_YORK) is expected


def test_no_office_is_nobodys_office() -> None:
    assert not rules.may_see_candidate("recruiter", "office", None, None)


def test_replies_reach_the_substitute_until_the_recruiter_is_back(firm: Firm) -> None:
    ann, now = firm.candidate("Ann Lee"), firm.now()
    firm.stranger.office_id = ann.office_id
    first, last = (now - timedelta(days=1)).date(), (now + timedelta(days=7)).date()
    firm.recruiter.away_from, firm.recruiter.back_on, firm.recruiter.substitute_id = first, last, firm.stranger.id
    firm.session.flush()
    assert acting.acting_colleague(firm.session, ann, now) == firm.stranger
    reader = acting.reply_reader(firm.session, ann, now)
    assert reader == ReplyReader("Stan Stranger", firm.stranger.email, "Rita Recruiter", firm.stranger.phone)
    later = acting.reply_reader(firm.session, ann, now + timedelta(days=8))
    assert later == ReplyReader("Rita Recruiter", firm.recruiter.email, None, firm.recruiter.phone)


def test_an_owner_acts_where_the_substitute_cannot(firm: Firm) -> None:
    ann, now = firm.candidate("Ann Lee"), firm.now()
    first, last = (now - timedelta(days=1)).date(), (now + timedelta(days=7)).date()
    firm.recruiter.away_from, firm.recruiter.back_on, firm.recruiter.substitute_id = first, last, firm.stranger.id
    firm.session.flush()
    assert acting.acting_colleague(firm.session, ann, now) == firm.owner, "Stan is of another office"
    agencies.profile(firm.session).visibility = "agency"
    firm.session.flush()
    assert acting.acting_colleague(firm.session, ann, now) == firm.stranger


def test_an_away_owner_comes_after_the_recruiter_who_is_away_too(firm: Firm) -> None:
    ann, now = firm.candidate("Ann Lee"), firm.now()
    for account in (firm.recruiter, firm.owner):
        account.back_on = (now + timedelta(days=7)).date()
    firm.session.flush()
    assert acting.acting_colleague(firm.session, ann, now) == firm.recruiter
    firm.recruiter.deactivated_at = now
    assert acting.acting_colleague(firm.session, ann, now) == firm.owner, "someone has to"


def test_nothing_is_read_while_everyone_is_here(firm: Firm, statements: list[str]) -> None:
    people = [firm.candidate(f"Ann {name}") for name in ("Abel", "Brook")]
    assert all(row.recruiter for row in people)
    statements.clear()
    acting.acting_colleagues(firm.session, people, datetime.now(UTC))
    assert statements == []
