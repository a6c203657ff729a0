"""Every header says what was typed, and nothing else, to any reader: encoded words in it are text."""

import ast
import email._header_value_parser as library
from dataclasses import replace
from datetime import UTC, datetime
from email import message_from_bytes, policy
from email.header import decode_header, make_header
from email.message import EmailMessage, Message
from email.policy import EmailPolicy
from email.utils import parseaddr
from pathlib import Path
from typing import NoReturn
from uuid import UUID

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from portal.messaging import headers
from portal.messaging.build import build_mail
from portal.messaging.headers import CONTENT_POLICY, BadHeader, Headers
from portal.messaging.kinds import Content
from portal.messaging.models import OutgoingMessage as Row
from portal.messaging.rules import has_forbidden_character
from tests.factories.typed import INJECTED, LINES, WORDED
from tests.messaging.catching import Catcher
from tests.messaging.conftest import SENDER, Outbox
from tests.messaging.test_build import SAID, saying

NOW = datetime(2026, 3, 1, tzinfo=UTC)
OWN = ["From", "To", "Subject", "Date", "Message-ID", "X-Portal-Kind", "Reply-To", "Auto-Submitted"]
OF_CONTENT = ["Content-Type", "Content-Transfer-Encoding", "MIME-Version"]


def built(subject: str, from_name: str, to_name: str, reply_name: str, text: str = "Text\n") -> bytes:
    row = Row(id=UUID(int=1), kind="test", to_name=to_name, to_email="ann@example.com", message_id="a" * 40)
    content = Content(subject, text, None, from_name, (reply_name, "rita@example.com"))
    return build_mail(row, content, SENDER, NOW).data


def lenient(data: bytes) -> "Message[str, str]":
    """The mail as a reader takes it that decodes nothing."""
    return message_from_bytes(data, policy=policy.compat32)


def named(header: str) -> str:
    """The name before an address, as RFC 2047 reads it."""
    return str(make_header(decode_header(parseaddr(header.replace("\r\n", ""))[0])))


def unspaced(name: str) -> str:
    """A name without its spaces: Python 3.11.7 puts one between the two words that a long name takes."""
    return name.replace(" ", "")


@given(LINES, LINES, LINES, LINES)
@example(INJECTED, INJECTED, INJECTED, INJECTED)
@example("", "", "", "")
@example("a" * 2000, "b" * 2000, " ", "  a")
def test_what_is_typed_is_what_every_header_says(subject: str, from_name: str, to_name: str, reply_name: str) -> None:
    data = built(subject, from_name, to_name, reply_name)
    assert lenient(data).keys() == OWN + OF_CONTENT
    assert data.partition(b"\r\n\r\n")[2] == b"Text\r\n"
    assert data.isascii()
    assert max(len(line) for line in data.split(b"\r\n")) <= 998


@given(WORDED, WORDED)
@example(INJECTED, INJECTED)
def test_an_encoded_word_shows_as_it_was_typed(subject: str, name: str) -> None:
    data = built(subject, name, name, name)
    read = message_from_bytes(data, policy=policy.default)
    assert isinstance(read, EmailMessage)
    assert read["Subject"] == subject
    for header in ("From", "To", "Reply-To"):
        assert named(str(lenient(data)[header])) == name
        [address] = read[header].addresses
        assert address.addr_spec in ("portal@example.com", "ann@example.com", "rita@example.com")
        assert unspaced(address.display_name) == unspaced(name)


def test_the_library_never_parses_what_was_typed(monkeypatch: pytest.MonkeyPatch) -> None:
    def parsed(*_arguments: object) -> NoReturn:
        raise AssertionError("what this does depends on Python's patch level")

    for name in ("get_encoded_word", "get_unstructured", "get_address_list"):
        monkeypatch.setattr(library, name, parsed)
    store = EmailPolicy.header_store_parse

    def stores(self: EmailPolicy, name: str, value: str) -> tuple[str, str]:
        assert name.lower().startswith(("content-", "mime-"))
        return store(self, name, value)

    monkeypatch.setattr(EmailPolicy, "header_store_parse", stores)
    assert b"Bcc" not in built(INJECTED, INJECTED, INJECTED, INJECTED)


@given(st.text(max_size=20))
def test_a_line_that_holds_a_control_is_refused_and_no_other(value: str) -> None:
    refused = has_forbidden_character(value) or any("\ud800" <= sign <= "\udfff" for sign in value)
    try:
        built(value, "McGrath", value, "Rita")
    except BadHeader:
        assert refused
    else:
        assert not refused


@pytest.mark.parametrize(
    "address",
    [f"{INJECTED}@example.com", f'"{INJECTED}"@example.com', "ann@=?utf-8?q?x?=.example", "ann@example.com>\u2028"],
)
def test_an_address_with_an_encoded_word_is_refused(address: str) -> None:
    with pytest.raises(BadHeader):
        Headers().add_mailbox("To", "Ann", address)


class _Broken(Headers):
    """Headers whose finished block was written by a careless hand."""

    def spoil(self, written: str) -> None:
        self._fields[-1] = replace(self._fields[-1], written=written)


@pytest.mark.parametrize(
    "written",
    [
        "Thanks\r\nBcc: spy@example.com",
        "Thanks\r\n\r\nbody",
        "Thanks\nBcc: spy@example.com",
        "Thanks\r\n \r\n more",
        "Thank you",
        INJECTED,
        "Thanks" + "s" * 1000,
    ],
)
def test_a_block_that_reads_back_differently_does_not_go_out(written: str) -> None:
    broken, content = _Broken(), EmailMessage(policy=CONTENT_POLICY)
    broken.add_mailbox("To", "Ann", "ann@example.com")
    broken.add_text("Subject", "Thanks")
    content.set_content("Text")
    assert b"Subject: Thanks\r\n" in broken.join(content)
    broken.spoil(written)
    with pytest.raises(BadHeader):
        broken.join(content)


def test_a_header_that_is_there_twice_does_not_go_out() -> None:
    twice, content = Headers(), EmailMessage(policy=CONTENT_POLICY)
    twice.add_text("Subject", "Thanks")
    twice.add_text("subject", "Thanks")
    content.set_content("Text")
    with pytest.raises(BadHeader):
        twice.join(content)


def test_encoded_words_are_delivered_as_text(outbox: Outbox, catcher: Catcher) -> None:
    content = Content(INJECTED, "Text\n", None, INJECTED, (INJECTED, "rita@example.com"))
    outbox.put("ann@example.com", name=INJECTED, kind=SAID)
    with saying(outbox, content):
        outbox.send()
    [(to, mail)] = catcher.mails
    assert to == "ann@example.com"
    assert "Bcc" not in mail
    assert mail["Subject"] == INJECTED
    assert {unspaced(mail[name].addresses[0].display_name) for name in ("From", "To", "Reply-To")} == {INJECTED}
    assert mail.get_content().split() == ["Text"]


def test_no_other_module_gives_a_message_its_headers() -> None:
    makers = []
    for path in Path(headers.__file__).parents[1].rglob("*.py"):
        tree = list(ast.walk(ast.parse(path.read_text())))
        names = {getattr(node, "id", getattr(node, "attr", "")) for node in tree}
        stores = any(isinstance(node, ast.Subscript) and isinstance(node.ctx, ast.Store) for node in tree)
        if "add_header" in names or ("EmailMessage" in names and stores):
            makers.append(path.name)
    assert makers == []
