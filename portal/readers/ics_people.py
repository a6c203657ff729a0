"""The people, rooms and lists that a calendar event names."""

import re
from dataclasses import dataclass
from urllib.parse import unquote

from portal.names.rules import person_name
from portal.readers import ics_text
from portal.readers.ics_lines import ContentLine

MAX_NAME_LENGTH = 5_000
_ADDRESS = re.compile(r"[^\s@<>()\[\]\"',;:]+@[^\s@<>()\[\]\"',;:/?]+")
_INNER = re.compile(r"([^<>]*)<\s*(?:mailto:)?([^<>\s]+)\s*>", re.IGNORECASE)
_NO_REPLY = re.compile(
    r"(?:^|[-_.+])(?:no|do[-_.]?not)[-_.]?reply|^(?:mailer-daemon|postmaster|calendar-notification)$"
)
# Addresses that a calendar vendor creates for each invitation: email to them reaches the calendar, not a mailbox.
_RELAY = re.compile(
    r"@(?:imip\.|icloud-relay\.|(?:[a-z0-9-]+\.)*calendar\.google\.com$|privaterelay\.appleid\.com$|"
    r"calendar-server\.|(?:[a-z0-9-]+\.)*calendar\.(?:yahoo|outlook|icloud)\.)|^\d_[a-z0-9]{8,}@|^[0-9a-f-]{32,}@",
    re.IGNORECASE,
)


@dataclass(frozen=True)
class Attendee:
    """A person or thing that an event names.

    `name` is a person's name as it should be written. `cutype` is RFC 5545's, `INDIVIDUAL` where it says nothing;
    `status` is its PARTSTAT in capitals, such as `DECLINED`, None where it says nothing.
    """

    name: str | None
    email: str | None
    cutype: str = "INDIVIDUAL"
    status: str | None = None

    @property
    def is_no_reply(self) -> bool:
        """Return whether no one reads email sent to it."""
        return bool(_NO_REPLY.search((self.email or "").partition("@")[0].lower()))


def parse_attendee(row: ContentLine) -> Attendee:
    """Return who an ATTENDEE or ORGANIZER line names.

    A directory's path, a URN or a phone number is no address. `EMAIL=` is the person's address where the value is a
    relay of the calendar's vendor (RFC 7986).
    """
    value, name = row.text.strip(), row.params.get("CN", "")
    inner = _INNER.search(value)
    if inner is not None:
        name, value = name or inner[1], inner[2]
    address, said = _address(value), _address(row.params.get("EMAIL", ""))
    if said and (address is None or _RELAY.search(address)):
        address = said
    cutype = row.params.get("CUTYPE", "INDIVIDUAL").upper()[:40]
    shown = " ".join(ics_text.strip_controls(name).split()).strip("\"' ")[:MAX_NAME_LENGTH]
    person = person_name(shown) if cutype not in ("ROOM", "RESOURCE", "GROUP") else shown
    return Attendee(person or None, address, cutype, row.params.get("PARTSTAT", "").upper()[:40] or None)


def _address(value: str) -> str | None:
    value = unquote(value.strip().strip("\"'"))
    value = value[7:] if value.lower().startswith("mailto:") else value
    value = value.partition("?")[0].strip().strip("\"'<>")
    return value if len(value) <= 254 and value.isprintable() and _ADDRESS.fullmatch(value) else None
