"""What becomes of a mail after each outcome, and what a server's answer means."""

from datetime import UTC, datetime, timedelta

import pytest

from portal.messaging.rules import (
    RETRY_AFTER,
    NextState,
    Outcome,
    Rejected,
    Sent,
    SmtpStage,
    Unknown,
    Unreachable,
    code_of,
    has_forbidden_character,
    next_state,
    outcome_of_reply,
    outcome_without_reply,
    shared_failure,
)

NOW = datetime(2026, 3, 5, 12, tzinfo=UTC)
LAST = len(RETRY_AFTER)


@pytest.mark.parametrize(
    ("case", "outcome", "attempts", "expected"),
    [
        ("taken", Sent(), 1, NextState("sent", None, None)),
        ("the answer was lost", Unknown("timed_out"), 1, NextState("unknown", None, "timed_out")),
        ("refused for good", Rejected("550", permanent=True, certain=True), 1, NextState("failed", None, "550")),
        ("perhaps for good", Rejected("554", True), 1, NextState("queued", NOW + timedelta(minutes=1), "554")),
        ("perhaps for good", Rejected("554", True), 2, NextState("queued", NOW + timedelta(minutes=5), "554")),
        ("believed the third time", Rejected("554", True), 3, NextState("failed", None, "554")),
        ("refused for now", Rejected("450", False), 1, NextState("queued", NOW + timedelta(minutes=1), "450")),
        ("nobody there", Unreachable("gone"), 2, NextState("queued", NOW + timedelta(minutes=1), "gone", is_try=False)),
        ("the last wait", Rejected("450", False), LAST, NextState("queued", NOW + timedelta(hours=4), "450")),
        ("and then no more", Rejected("450", False), LAST + 1, NextState("failed", None, "450")),
    ],
)
def test_what_becomes_of_a_mail(case: str, outcome: Outcome, attempts: int, expected: NextState) -> None:
    assert next_state(outcome, attempts, NOW) == expected, case


@pytest.mark.parametrize(
    ("step", "code", "words", "outcome"),
    [
        ("data", 250, "OK", Sent()),
        ("rcpt", 550, "5.1.1 no such user", Rejected("550 5.1.1 no such user", permanent=True, certain=True)),
        ("rcpt", 550, "5.2.1 closed", Rejected("550 5.2.1 closed", permanent=True, certain=True)),
        ("rcpt", 552, " 5.2.2 mailbox full", Rejected("552 5.2.2 mailbox full", permanent=False, certain=True)),
        ("rcpt", 450, "4.2.0 try later", Rejected("450 4.2.0 try later", permanent=False)),
        ("rcpt", 554, "5.4.4 no route", Rejected("554 5.4.4 no route", permanent=False)),
        ("rcpt", 554, "5.7.1 no", Rejected("554 5.7.1 no", permanent=True)),
        ("data", 550, "5.1.1 too late to say so", Rejected("550 5.1.1 too late to say so", permanent=True)),
        ("data", 553, "5.3.1 server full", Rejected("553 5.3.1 server full", permanent=False)),
        ("mail", 550, "5.7.1 not you", Unreachable("server_refused 550 5.7.1 not you")),
        ("mail", 451, "4.7.1 later", Unreachable("server_refused 451 4.7.1 later")),
    ],
)
def test_what_a_servers_answer_means(step: SmtpStage, code: int, words: str, outcome: Outcome) -> None:
    assert outcome_of_reply(step, code, words) == outcome


@pytest.mark.parametrize(
    ("step", "text_given", "outcome"),
    [
        ("mail", False, Unreachable("gone")),
        ("rcpt", False, Rejected("no_answer gone", permanent=False)),
        ("data", False, Rejected("no_answer gone", permanent=False)),
        ("data", True, Unknown("gone")),
    ],
)
def test_what_it_means_that_no_answer_came(step: SmtpStage, text_given: bool, outcome: Outcome) -> None:
    assert outcome_without_reply(step, "gone", text_given=text_given) == outcome


def test_an_answer_is_the_same_for_another_recipient_and_says_nothing_of_either_in_the_log() -> None:
    first, second = (
        Rejected(f"554 5.7.1 <{address}>: no relay here, {number}", permanent=True)
        for address, number in (("a@one.example", 17), ("b@two.example", 18))
    )
    assert shared_failure(first) == shared_failure(second)
    assert shared_failure(first) != shared_failure(Rejected("554 5.7.2 no relay here", permanent=True))
    assert code_of(first.code) == "554 5.7.1"
    assert code_of("server_refused 554 5.7.1 a@b.example") == "server_refused 554 5.7.1"
    assert code_of("not_written 123abc") == "not_written 123abc"


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
    assert has_forbidden_character(value) is expected
