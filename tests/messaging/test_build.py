"""What goes over the wire: nothing that could start another header, and names and addresses of the whole world."""

from contextlib import AbstractContextManager

import pytest

from portal.messaging import test_mail
from portal.messaging.build import build_mail
from portal.messaging.headers import BadHeader
from portal.messaging.kinds import Content, MailKind
from portal.messaging.models import OutgoingMessage
from tests.fixtures.services import with_kind
from tests.messaging.catching import Catcher
from tests.messaging.conftest import SENDER, Outbox
from tests.messaging.misbehaving import Misbehaving, hangs_up

INJECTED = (
    "x\r\nBcc: spy@example.com",
    "x\nBcc: spy@example.com",
    "x\rBcc: spy@example.com",
    "x\x00",
    "x\x0bBcc: y",
    "x\u2028Bcc: y",
    "\u202exe.tac",
)


SAID = "said"
"""A kind of mail that says what `saying` is given."""


def saying(outbox: Outbox, content: Content) -> AbstractContextManager[None]:
    kind = MailKind(SAID, "account", test_mail.KINDS[0].recheck, lambda *_facts: content)
    return with_kind(outbox.firm.app, kind)


@pytest.mark.parametrize("value", INJECTED)
@pytest.mark.parametrize("field", ["subject", "from_name", "reply_name", "reply_address", "to_name", "to_email", "url"])
def test_a_value_that_could_start_a_header_is_refused(outbox: Outbox, field: str, value: str) -> None:
    values = {
        "subject": "Hello",
        "from_name": "McGrath",
        "reply_name": "Rita",
        "reply_address": "rita@example.com",
        "to_name": "Ann",
        "to_email": "ann@example.com",
        "url": "https://example.com/u",
    }
    bad = f"{value}@example.com" if field in ("reply_address", "to_email") else value
    values[field] = bad
    message = OutgoingMessage(id=outbox.firm.id, kind="test", to_name=values["to_name"], to_email=values["to_email"])
    message.message_id = "a" * 40
    reply_to = (values["reply_name"], values["reply_address"])
    content = Content(values["subject"], "Text", None, values["from_name"], reply_to, values["url"])
    with pytest.raises(BadHeader):
        build_mail(message, content, SENDER, outbox.firm.now())


def test_a_refused_header_fails_that_mail_alone(outbox: Outbox, catcher: Catcher) -> None:
    bad, good = outbox.put(kind=SAID), outbox.put("good@example.com")
    with saying(outbox, Content("Hi\nBcc: spy@example.com", "Text", None, "McGrath")):
        outbox.send()
    assert [outbox.row(mail).state for mail in (bad, good)] == ["failed", "sent"]
    assert [to for to, _ in catcher.mails] == ["good@example.com"]


@pytest.mark.parametrize(
    "to", ["nobody", "@example.com", "a@", "a b@example.com", "a,b@example.com", "jö,rg@example.com"]
)
def test_what_is_no_address_fails_visibly(outbox: Outbox, catcher: Catcher, to: str) -> None:
    mail = outbox.put(to)
    outbox.send()
    assert outbox.row(mail).state == "failed"
    assert catcher.mails == []


def test_names_and_subjects_of_any_script_arrive_as_written_in_seven_bits(outbox: Outbox, server: Misbehaving) -> None:
    text = "Grüße an 王 – " + "ü" * 300 + "\n"
    mail = outbox.put("ann@müller.example", name='Jörg, "der" Größte', kind=SAID)
    with saying(outbox, Content("Grüße, 王 " * 12, text, f"<p>{text}</p>", 'Zoë "Z" O’Neil, 王')):
        outbox.send()
    assert outbox.fate(mail) == ("sent", None)
    (sent,) = server.texts
    assert sent.isascii()
    assert max(len(line) for line in sent.splitlines()) <= 998
    assert b"ann@xn--mller-kva.example" in sent


def test_what_was_written_is_what_is_read(outbox: Outbox, catcher: Catcher) -> None:
    content = Content("Grüße, 王", "Guten Tag\n.\nEnde\n", None, 'Zoë "Z" O’Neil, 王', ("Ann, 王", "ann@example.org"))
    outbox.put("joerg@müller.example", name='Jörg, "der" Größte', kind=SAID)
    with saying(outbox, content):
        outbox.send()
    ((to, mail),) = catcher.mails
    assert to == "joerg@xn--mller-kva.example"
    assert mail["To"].addresses[0].display_name == 'Jörg, "der" Größte'
    assert mail["To"].addresses[0].addr_spec == "joerg@xn--mller-kva.example"
    assert mail["From"].addresses[0].display_name == 'Zoë "Z" O’Neil, 王'
    assert mail["Reply-To"].addresses[0].addr_spec == "ann@example.org"
    assert mail["Subject"] == "Grüße, 王"
    assert mail.get_content().replace("\r\n", "\n") == "Guten Tag\n.\nEnde\n"


@pytest.mark.parametrize("to", ["ann@example.com", "jörg@example.com"])
def test_the_link_that_ends_the_mails_stands_whole_on_one_line(outbox: Outbox, server: Misbehaving, to: str) -> None:
    server.extensions = ("SMTPUTF8",)
    link = "https://mcgrath.example.com/stop-mails/" + "a.b-c_D" * 30
    outbox.put(to, kind=SAID)
    with saying(outbox, Content("Hello", "Text", None, "McGrath", unsubscribe_url=link)):
        outbox.send()
    (sent,) = server.texts
    assert f"List-Unsubscribe: <{link}>".encode() in sent.splitlines()


def test_an_address_that_needs_smtputf8_fails_clearly_where_the_server_has_none(
    outbox: Outbox, server: Misbehaving
) -> None:
    mail, after = outbox.put("jörg@example.com"), outbox.put()
    outbox.send()
    assert outbox.fate(mail) == ("failed", "no_smtputf8")
    assert outbox.fate(after) == ("sent", None)
    server.extensions = ("SMTPUTF8",)
    again = outbox.put("jörg@example.com")
    outbox.send()
    assert outbox.fate(again) == ("sent", None)
    assert "<jörg@example.com>".encode() in server.texts[-1]


def test_a_mail_tried_again_has_the_same_identifier(outbox: Outbox, server: Misbehaving) -> None:
    mail = outbox.put()
    server.deeds["text"] = lambda talk: talk.say("451 4.3.0 later")
    outbox.send()
    server.deeds.clear()
    outbox.due_again(mail)
    outbox.send()
    first, second = ([line for line in text.splitlines() if line.startswith(b"Message-ID")] for text in server.texts)
    assert first == second != []
    assert outbox.row(mail).message_id.encode() in first[0]


def test_a_server_that_hangs_up_at_the_goodbye_has_taken_the_mail(outbox: Outbox, server: Misbehaving) -> None:
    server.deeds["quit"] = hangs_up
    mail = outbox.put()
    outbox.send()
    assert outbox.fate(mail) == ("sent", None)
    assert server.steps[-2:] == ["quit", "hung up"]
