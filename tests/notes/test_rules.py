"""When a note may go out, and who sends it (docs/rules.md#notes)."""

from datetime import UTC, datetime, timedelta

import pytest

from portal.notes.rules import (
    ADDRESS_CHANGED,
    ADDRESS_GONE,
    ASK,
    HAND_OVER,
    REFUSED,
    SCHEDULED,
    SEND,
    SENDING,
    SENT,
    STOPPED,
    UNCONFIRMED,
    WAITING,
    address_problem,
    delivery_stage,
    find_faults,
    sending_route,
)

NOW = datetime(2026, 11, 30, 15, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    ("case", "subject", "body", "expected"),
    [
        ("whole", "Thank you", "Dear Dana, thank you.", []),
        ("no subject", " ", "Dear Dana", [("subject", "no_subject", "")]),
        ("no text", "Thank you", "\n", [("body", "empty", "")]),
        ("neither", "", "", [("subject", "no_subject", ""), ("body", "empty", "")]),
        ("a field without a value", "Thank you", "Call {{ my_phone }}", [("body", "no_value", "{{ my_phone }}")]),
        ("no field at all", "Thank you", "Dear {{ nam }}", [("body", "unknown", "{{ nam }}")]),
        ("is incomplete", "Thank you", "Dear {{ contact_name", [("body", "half_open", "{{ contact_name")]),
        ("a prompt left in the text", "Thank you", "Dear [name]", [("body", "leftover", "[name]")]),
        ("something left in the subject", "Thank you, ____", "Dear Dana", [("subject", "leftover", "____")]),
    ],
)
def test_a_note_goes_out_only_when_it_is_whole(
    case: str, subject: str, body: str, expected: list[tuple[str, str, str]]
) -> None:
    assert [(fault.field, fault.code, fault.text) for fault in find_faults(subject, body)] == expected, case


@pytest.mark.parametrize(
    ("role", "sender", "approved", "expected"),
    [
        ("candidate", "candidate", False, SEND),
        ("candidate", "approval", False, ASK),
        ("candidate", "approval", True, SEND),
        ("candidate", "recruiter", False, HAND_OVER),
        ("candidate", "recruiter", True, HAND_OVER),
        ("recruiter", "approval", False, SEND),
        ("owner", "recruiter", False, SEND),
        (None, "approval", False, ASK),
    ],
)
def test_a_candidate_sends_what_was_approved_and_never_what_is_passed_on_and_staff_always_send(
    role: str | None, sender: str, approved: bool, expected: str
) -> None:
    assert sending_route(role, sender, approved=approved) == expected


@pytest.mark.parametrize(
    ("known", "expected"),
    [("dana@acme.example", None), ("d.ruiz@acme.example", ADDRESS_CHANGED), (None, ADDRESS_GONE)],
)
def test_a_note_does_not_go_out_to_an_address_that_is_another_by_now(known: str | None, expected: str | None) -> None:
    assert address_problem("dana@acme.example", known) == expected


@pytest.mark.parametrize(
    ("state", "due_in", "tried", "expected"),
    [
        ("queued", 20, False, SENDING),
        ("queued", 1, False, SENDING),
        ("queued", 0, False, WAITING),
        ("queued", -5, False, WAITING),
        ("queued", 21, False, SCHEDULED),
        ("queued", 10, True, WAITING),
        ("claimed", -1, True, WAITING),
        ("handed_over", -1, True, WAITING),
        ("sent", -1, True, SENT),
        ("unknown", -1, True, UNCONFIRMED),
        ("failed", -1, True, REFUSED),
        ("lapsed", -1, True, REFUSED),
        ("dropped", 15, False, STOPPED),
    ],
)
def test_a_note_is_said_to_be_sent_only_once_a_server_took_it(
    state: str, due_in: int, tried: bool, expected: str
) -> None:
    assert delivery_stage(state, NOW + timedelta(seconds=due_in), NOW, tried=tried) == expected
