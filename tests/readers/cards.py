"""Contact cards as programs write them, small and our own."""

from portal.readers import vcard
from portal.readers.vcard import VCard


def card(*lines: str, version: str = "3.0") -> bytes:
    return "\r\n".join(["BEGIN:VCARD", f"VERSION:{version}", *lines, "END:VCARD", ""]).encode()


def only(data: bytes) -> VCard:
    found = vcard.read(data)
    assert len(found.cards) == 1, found
    return found.cards[0]
