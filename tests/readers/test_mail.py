"""What an incoming email is: a bounce, an automatic answer, a report, or a message."""

import pytest

from portal.readers import mail
from portal.readers.mail import IncomingMail
from tests.readers.mails import DAEMON, TO, html_message, message, notice, recipient, report

DANA, LEE = "dana@acme.example", "lee@acme.example"
QMAIL = """Hi. This is the qmail-send program at mx.example.
I'm afraid I wasn't able to deliver your message to the following addresses.
This is a permanent error; I've given up. Sorry it didn't work out.

<dana@acme.example>:
Sorry, no mailbox here by that name. (#5.1.1)

--- Below this line is a copy of the message.

To: other@acme.example
Subject: Thank you
"""
OFFICE = """Delivery has failed to these recipients or groups:

dana@acme.example<mailto:dana@acme.example>
The email address wasn't found at the destination domain.

Original message headers:
Received: from mail.portal.example
To: other@acme.example
"""
DELAYED = "Your message to dana@acme.example has been delayed. We will keep trying for 3 days."
JAPANESE = "Could not be delivered to: <dana@acme.example>\nAs their mailbox is full."
FROM_A_PROGRAM = TO.format(sender="no-reply@acme.example", subject="メールエラー通知")


@pytest.mark.parametrize(
    ("data", "recipients", "permanent"),
    [
        (report(recipient()), [DANA], True),
        (report(recipient("DANA@Acme.example")), [DANA], True),
        (report(recipient(), recipient(LEE)), [DANA, LEE], True),
        (report(recipient(), recipient(LEE, "2.0.0", "delivered")), [DANA], True),
        (report(recipient(action="delayed", status="4.4.1")), [DANA], False),
        (report(recipient(status="4.2.0")), [DANA], False),
        (report(recipient(status="5.2.2")), [DANA], False),
        (report(recipient(status="5.7.1")), [DANA], False),
        (report(recipient(status="5.4.4")), [DANA], True),
        (report(recipient(action="error", status="5.0.0")), [DANA], True),
        (report(recipient(status="5.0.0", more="\nDiagnostic-Code: smtp; 552 5.2.2 mailbox full")), [DANA], False),
        (report("Original-Recipient: rfc822;dana@acme.example\nAction: failed\nStatus: 5.1.1"), [DANA], True),
        (report(text=OFFICE), [DANA], True),
        (notice(QMAIL), [DANA], True),
        (notice(QMAIL.replace("permanent error; I've given up", "delay; it will be retried")), [DANA], False),
        (notice("It bounced.", f"X-Failed-Recipients: {LEE}\n{DAEMON}"), [LEE], True),
        (notice(OFFICE), [DANA], True),
        (notice(DELAYED), [DANA], False),
        (notice("550 unknown user <dana@acme.example>"), [DANA], True),
        (notice("450 try later <dana@acme.example>"), [DANA], False),
        (notice(JAPANESE, FROM_A_PROGRAM), [DANA], False),
        (notice("Your message cannot be delivered.\nNo address can be read."), [], True),
    ],
)
def test_bounces(data: bytes, recipients: list[str], permanent: bool | None) -> None:
    assert mail.read(data) == IncomingMail("bounce", tuple(recipients), permanent)


@pytest.mark.parametrize(
    "data",
    [
        report(recipient(action="delivered", status="2.0.0")),
        report(recipient(action="relayed", status="2.0.0")),
        report(
            "Final-Recipient: rfc822; dana@acme.example\nDisposition: manual; displayed",
            kind="disposition-notification",
        ),
        report("Feedback-Type: abuse", kind="feedback-report", text="This is an email abuse report."),
    ],
)
def test_reports_are_no_bounces(data: bytes) -> None:
    assert mail.read(data) == IncomingMail("report")


@pytest.mark.parametrize(
    "data",
    [
        message("I am away.", "Auto-Submitted: auto-replied"),
        message("I am away.", "Auto-Submitted: auto-replied; owner-email=x@acme.example"),
        message("I am away.", "Precedence: auto_reply"),
        message("I am away.", "X-Autoreply: yes"),
        message("I am away.", "X-Auto-Response-Suppress: All"),
        message("I am away.", "Return-Path: <>"),
        message("News", "List-Id: <news.acme.example>"),
        message("I am away.", subject="Automatic reply: Thank you"),
        message("I am away.", subject="Out of office Re: Thank you"),
        message("I am away.", subject="=?utf-8?q?R=C3=A9ponse_automatique?="),
        message("I am away.", subject="Abwesenheitsnotiz: Danke"),
        message("I am away.", subject="自動返信"),
    ],
)
def test_automatic_answers(data: bytes) -> None:
    assert mail.read(data) == IncomingMail("automatic")


@pytest.mark.parametrize(
    ("data", "text"),
    [
        (message(), "Thanks, see you Monday."),
        (message("Yes.", "Auto-Submitted: no"), "Yes."),
        (message("Yes.", subject="Re: Out of office"), "Yes."),
        (
            message("Could you send it again? It could not be delivered."),
            "Could you send it again? It could not be delivered.",
        ),
        (
            message("Your reminder about the delivery report is late."),
            "Your reminder about the delivery report is late.",
        ),
        (message("Yes.\n\nOn Mon, Dec 7, 2026 at 9:00 AM Ann Lee <notes@portal.example> wrote:\n> Thank you"), "Yes."),
        (message("Yes.\n\n--\nDana Ruiz\nAcme"), "Yes."),
        (message("Yes.\n\nSent from my iPhone"), "Yes."),
        (message("Yes.\n________________________________"), "Yes."),
        (message("--\nOnly a signature"), "--\nOnly a signature"),
        (html_message("<p>Yes.</p><blockquote>Thank you</blockquote>"), "Yes."),
        (html_message("<div>One<br>two</div><div class='gmail_quote'>On Mon wrote</div>"), "One\ntwo"),
    ],
)
def test_messages_have_what_their_writer_typed(data: bytes, text: str) -> None:
    assert mail.read(data) == IncomingMail("message", visible_text=text)


@pytest.mark.parametrize("data", [b"", b"\n\nno headers", b"\x00\xff" * 50, b"x" * (mail.MAX_BYTES + 1)])
def test_what_is_no_email_says_so(data: bytes) -> None:
    found = mail.read(data)
    assert not found.ok
    assert found.problems


def test_an_email_in_an_email_in_an_email_ends() -> None:
    deep = b"".join(b'Content-Type: multipart/mixed; boundary="%d"\n\n--%d\n' % (n, n) for n in range(3000))
    assert mail.read(b"From: a@b.example\nMIME-Version: 1.0\n" + deep).problems


def test_a_body_alone_is_a_message() -> None:
    assert mail.read_body(b"Ja, gern.\r\n\r\n> Danke") == IncomingMail("message", visible_text="Ja, gern.")
