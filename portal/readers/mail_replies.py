"""What the writer of an email wrote: without quoted emails, their announcements, and the signature."""

import re

from portal.readers.quoted_mail import strip_quoted

MAX_SIGNATURE_LINES = 12
_DELIMITER = re.compile(r"^(?:--|—|–|__+|==+|\*\*+|~~+|##+|\+\++|-{3,}|ᐧ)\s*$")
_SIGNATURE = re.compile(r"^(?:--|—|__+)\s*$")
_SENT_FROM = re.compile(
    r"^(?:sent (?:from|via) (?:my|the|an?|outlook|mail|yahoo|samsung|proton|iphone|ipad|blackberry|windows)\b|"
    r"get outlook for |envoyé (?:de|depuis) mon |von meinem .+ gesendet|gesendet (?:von|mit) |"
    r"enviado desde (?:mi|el) |enviado do meu |inviato da |verzonden (?:vanaf|met) mijn |skickat från min |"
    r"sendt fra min |wysłane z |отправлено |надіслано )",
    re.IGNORECASE,
)


def visible_text(text: str) -> str:
    """Return the text of a reply that its writer typed, without quotes, signature, and a phone's closing line."""
    lines = [line.rstrip() for line in strip_quoted(text.splitlines())]
    return "\n".join(_without_end(_without_signature(lines))).strip()


def _without_signature(lines: list[str]) -> list[str]:
    for place, line in enumerate(lines):
        is_end = len([rest for rest in lines[place + 1 :] if rest.strip()]) <= MAX_SIGNATURE_LINES
        if is_end and any(map(str.strip, lines[:place])) and (_SIGNATURE.match(line) or _SENT_FROM.match(line.strip())):
            return lines[:place]
    return lines


def _without_end(lines: list[str]) -> list[str]:
    """Leave out empty lines and lines of dashes at the end."""
    end = len(lines)
    while end and (not lines[end - 1].strip() or _DELIMITER.match(lines[end - 1].strip())):
        end -= 1
    return lines[:end]
