"""A note as a file or a link for one's own mail program says what was typed, and nothing else."""

from email import message_from_bytes, policy
from email.header import decode_header, make_header
from email.utils import parseaddr
from types import SimpleNamespace
from typing import cast

import pytest
from hypothesis import example, given

from portal.messaging.headers import BadHeader
from portal.notes import mail_client
from portal.notes.models import Note
from tests.factories.typed import INJECTED, LINES


def note(subject: str, to_name: str = "Dana Ruiz", to_email: str | None = "dana@acme.example") -> Note:
    said = SimpleNamespace(subject=subject, to_name=to_name, to_email=to_email, body="Dear Dana,\n\nthank you.")
    return cast(Note, said)


@given(LINES, LINES, LINES)
@example(INJECTED, INJECTED, INJECTED)
def test_a_draft_says_what_was_typed(subject: str, to_name: str, from_name: str) -> None:
    data = mail_client.unsent_draft(note(subject, to_name), from_name, "omar@example.com")
    read = message_from_bytes(data, policy=policy.compat32)
    assert read.keys()[:4] == ["From", "To", "Subject", "X-Unsent"]
    assert all(name.startswith(("Content-", "MIME-")) for name in read.keys()[4:])
    said = {name: str(read[name]).replace("\r\n", "") for name in ("From", "To", "Subject")}
    assert str(make_header(decode_header(said["Subject"]))) == " ".join(subject.split())
    for header, name, address in (("From", from_name, "omar@example.com"), ("To", to_name, "dana@acme.example")):
        phrase, found = parseaddr(said[header])
        assert (str(make_header(decode_header(phrase))), found) == (name, address)
    assert data.partition(b"\r\n\r\n")[2] == b"Dear Dana,\r\n\r\nthank you.\r\n"


@pytest.mark.parametrize("line", ["Dana\u202e", "Dana\r\nBcc: spy@example.com"])
def test_a_name_that_no_header_can_hold_is_refused(line: str) -> None:
    with pytest.raises(BadHeader):
        mail_client.unsent_draft(note("Thank you", line), "Omar", "omar@example.com")


def test_a_subject_that_a_mail_program_may_decode_is_in_no_link() -> None:
    assert mail_client.mailto_url(note("Thank you")) is not None
    assert mail_client.mailto_url(note(INJECTED)) is None
    link = mail_client.build_mailto_url("hr@acme.example", INJECTED, "Hello")
    assert link == "mailto:hr@acme.example?body=Hello"
