"""What becomes of a mail after each outcome, and what a server's answer means."""

from datetime import UTC, datetime, timedelta

import pytest

from portal.messaging.rules import (
    RETRY_AFTER,
    Next,
    Outcome,
    Refused,
    Sent,
    Unknown,
    Unreachable,
    after,
    forbidden_sign,
    refusal,
)

NOW = datetime(2026, 3, 5, 12, tzinfo=UTC)
LAST = len(RETRY_AFTER)


@pytest.mark.parametrize(
    ("case", "outcome", "attempts", "expected"),
    [
        ("taken", Sent(), 1, Next("sent", None, None)),
        ("the answer was lost", Unknown("timed_out"), 1, Next("unknown", None, "timed_out")),
        ("refused for good", Refused("550", permanent=True), 1, Next("failed", None, "550")),
        ("refused for now", Refused("450", False), 1, Next("queued", NOW + timedelta(minutes=1), "450")),
        ("nobody there", Unreachable("refused"), 2, Next("queued", NOW + timedelta(minutes=5), "refused")),
        ("the last wait", Unreachable("refused"), LAST, Next("queued", NOW + timedelta(hours=4), "refused")),
        ("and then no more", Unreachable("refused"), LAST + 1, Next("failed", None, "refused")),
        ("nor after a refusal", Refused("450", False), LAST + 1, Next("failed", None, "450")),
    ],
)
def test_what_becomes_of_a_mail(case: str, outcome: Outcome, attempts: int, expected: Next) -> None:
    assert after(outcome, attempts, NOW) == expected, case


@pytest.mark.parametrize(
    ("code", "words", "permanent"),
    [
        (550, "5.1.1 no such user", True),
        (450, "4.2.0 try later", False),
        (552, " 5.2.2 mailbox full", False),
        (554, "5.4.4 no route", False),
        (553, "5.3.1 server full", False),
    ],
)
def test_a_refusal_is_for_good_but_for_those_that_only_sound_so(code: int, words: str, permanent: bool) -> None:
    assert refusal(code, words) == Refused(f"{code} {words.strip()}", permanent)


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ("Dana Ruiz", False),
        ("Dana\nBcc: x", True),
        ("Dana\u2028", True),
        ("\u202eDana", True),
        ("Jos\u00e9 \U0001f600", False),
    ],
)
def test_a_header_holds_no_sign_that_could_start_another(value: str, expected: bool) -> None:
    assert forbidden_sign(value) is expected
