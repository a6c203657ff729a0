"""Who an email is from and to, what it is about, and which emails it answers."""

import re
from dataclasses import dataclass
from email.message import Message
from email.utils import getaddresses

from portal.readers.mail_parts import header_text, header_texts

MAX_REFERENCES = 50
_ID = re.compile(r"<([^<>\s]{1,250})>")


@dataclass(frozen=True)
class MailHeaders:
    """The headers that say whose email this is. Addresses are in lower case; `answers` has Message-IDs without `<>`."""

    from_name: str = ""
    from_email: str = ""
    subject: str = ""
    to_emails: tuple[str, ...] = ()
    answers: tuple[str, ...] = ()


def read_headers(message: Message) -> MailHeaders:
    """Return the headers of an email; what it lacks is empty."""
    senders = getaddresses(header_texts(message, "From"))
    name, email = next((one for one in senders if one[1]), ("", ""))
    named = f"{header_text(message, 'In-Reply-To')} {header_text(message, 'References')}"
    to = getaddresses([*header_texts(message, "To"), *header_texts(message, "Cc")])
    return MailHeaders(
        from_name=name,
        from_email=email.lower(),
        subject=header_text(message, "Subject"),
        to_emails=tuple(address.lower() for _, address in to if address),
        answers=tuple(dict.fromkeys(_ID.findall(named)))[:MAX_REFERENCES],
    )
