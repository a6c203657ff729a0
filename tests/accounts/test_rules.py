"""How addresses are compared, how far one sees, how long a sign-in lasts."""

from datetime import UTC, datetime, timedelta

import pytest

from portal.accounts import rules

NOON = datetime(2026, 3, 5, 12, tzinfo=UTC)


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("Ann@Example.org", " ann@example.ORG ", True),
        ("u\u0308@x.org", "\u00fc@x.org", True),
        ("ann@example.org", "ann+1@example.org", False),
        ("ann@example.org", "a.nn@example.org", False),
    ],
)
def test_two_spellings_of_one_address_are_one(one: str, other: str, same: bool) -> None:
    assert (rules.email_key(one) == rules.email_key(other)) is same


@pytest.mark.parametrize(
    ("role", "widest", "chosen", "seen"),
    [
        ("recruiter", "own", None, "own"),
        ("recruiter", "own", "agency", "own"),
        ("recruiter", "office", "own", "own"),
        ("recruiter", "office", "agency", "office"),
        ("recruiter", "agency", "everything", "agency"),
        ("viewer", "office", None, "office"),
        ("owner", "own", None, "agency"),
        ("owner", "own", "office", "office"),
    ],
)
def test_nobody_sees_further_than_the_agency_allows(role: str, widest: str, chosen: str | None, seen: str) -> None:
    assert rules.effective_scope(role, widest, chosen) == seen


@pytest.mark.parametrize(
    ("seen_after", "ends_after"),
    [
        (timedelta(0), timedelta(days=30)),
        (timedelta(days=29), timedelta(days=59)),
        (timedelta(days=160), timedelta(days=180)),
    ],
)
def test_a_sign_in_lasts_while_it_is_used_and_not_for_ever(seen_after: timedelta, ends_after: timedelta) -> None:
    assert rules.session_expiry(NOON, NOON + seen_after) == NOON + ends_after


@pytest.mark.parametrize(
    ("minutes", "used", "tries", "state"),
    [
        (0, False, 0, "open"),
        (9, False, 4, "open"),
        (9, False, 5, "tried"),
        (10, False, 0, "expired"),
        (10, False, 5, "expired"),
        (0, True, 0, "used"),
        (11, True, 5, "used"),
    ],
)
def test_an_emailed_code_works_once_for_ten_minutes_and_five_tries(
    minutes: int, used: bool, tries: int, state: str
) -> None:
    made = {"expires_at": NOON + rules.CODE_LIFETIME, "used_at": NOON if used else None, "tries": tries}
    assert rules.code_state(NOON + timedelta(minutes=minutes), **made) == state  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("role", "gone", "may"),
    [
        ("candidate", None, True),
        ("candidate", NOON, False),
        ("owner", None, False),
        ("recruiter", None, False),
        ("viewer", None, False),
    ],
)
def test_only_candidates_sign_in_by_code(role: str, gone: datetime | None, may: bool) -> None:
    assert rules.may_use_code(role, gone) is may
