"""Phone numbers as people write them: the number, its extension, and what kind of phone answers."""

import re
from dataclasses import dataclass

_EXTENSION = (
    r"[\s,;/|–—-]*\(?(?<![a-z])(?:(?:extension|extn|ext|x|poste|durchwahl|dw|app|apparat|nebenstelle|klappe|interno|int|"
    r"anexo|ramal|toestel|wew)(?![a-z])|#)\s*[.:]?\s*-?\s*(\d{1,7})\)?"
)
_TRAILING_EXTENSION = re.compile(_EXTENSION + "$", re.IGNORECASE)
_LEADING_EXTENSION = re.compile(_EXTENSION + r"(?!\d)", re.IGNORECASE)


@dataclass(frozen=True)
class Phone:
    """A number as written, without its extension; `extension` in digits; `kind` is `voice`, `cell` or None."""

    number: str
    extension: str | None = None
    kind: str | None = None

    @property
    def written(self) -> str:
        """The number with its extension, as an American reader dials it."""
        return f"{self.number} ext. {self.extension}" if self.extension else self.number


def parse_phone(text: str, kind: str | None = None) -> Phone:
    """Return the phone number in the text, with its extension apart."""
    found = _TRAILING_EXTENSION.search(text)
    if found is None or not re.search(r"\d", text[: found.start()]):
        return Phone(text.strip(), None, kind)
    return Phone(text[: found.start()].rstrip(" ,;-–(/").strip(), found[1], kind)


def leading_extension(text: str) -> str | None:
    """Return the extension with which the text begins, such as " – poste 204"; None where it begins with none."""
    found = _LEADING_EXTENSION.match(text)
    return found[1] if found else None
