"""Emails as programs write them, for tests of the reader."""

TO = "From: {sender}\nTo: notes@portal.example\nSubject: {subject}\nMessage-ID: <1@mx.example>\n"
DAEMON = "Return-Path: <>\n" + TO.format(sender="MAILER-DAEMON@mx.example", subject="Undelivered Mail")


def report(*blocks: str, kind: str = "delivery-status", text: str = "Your message could not be delivered.") -> bytes:
    """A multipart/report with these blocks of fields, one for each recipient."""
    fields = "\n\n".join(("Reporting-MTA: dns; mx.example", *blocks))
    return (
        f"{DAEMON}MIME-Version: 1.0\nAuto-Submitted: auto-replied\n"
        f'Content-Type: multipart/report; report-type={kind}; boundary="b"\n\n'
        f"--b\nContent-Type: text/plain\n\n{text}\n"
        f"--b\nContent-Type: message/{kind}\n\n{fields}\n"
        "--b\nContent-Type: message/rfc822\n\nFrom: notes@portal.example\nTo: other@acme.example\n"
        "Subject: Thank you\n\nThe interview was delayed, and I enjoyed it.\n--b--\n"
    ).encode()


def recipient(address: str = "dana@acme.example", status: str = "5.1.1", action: str = "failed", more: str = "") -> str:
    return f"Final-Recipient: rfc822; {address}\nAction: {action}\nStatus: {status}{more}"


def notice(text: str, headers: str = DAEMON) -> bytes:
    """A bounce in words alone."""
    return f"{headers}\n{text}\n".encode()


def message(text: str = "Thanks, see you Monday.", *headers: str, subject: str = "Re: Thank you") -> bytes:
    """An email from a person, with more headers."""
    lines = "".join(f"{header}\n" for header in headers)
    return f"{lines}{TO.format(sender='Dana Ruiz <dana@acme.example>', subject=subject)}\n{text}\n".encode()


def html_message(html: str) -> bytes:
    return message(html, "MIME-Version: 1.0", "Content-Type: text/html; charset=utf-8")
