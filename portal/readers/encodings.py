"""How calendars and contact cards say that a value is encoded, in any spelling."""

import re


def is_quoted_printable(spelling: str) -> bool:
    """Return whether ENCODING means quoted-printable: QUOTED-PRINTABLE, Quoted_Printable, QUOTED, QP, or Q."""
    return _letters(spelling) in ("Q", "QP", "QUOTED", "QUOTEDPRINTABLE", "QUOTEDPRINTABLES", "QUOTEPRINTABLE")


def is_base64(spelling: str) -> bool:
    """Return whether ENCODING means base64: B, BASE64, Base-64, or BASE."""
    return _letters(spelling) in ("B", "BASE", "BASE64")


def declares_quoted_printable(line: str) -> bool:
    """Return whether the part of a line before its first colon declares quoted-printable."""
    head = line[:300].partition(":")[0]
    return any(is_quoted_printable(value.rpartition("=")[2]) for value in head.split(";")[1:] if _may_encode(value))


def _may_encode(parameter: str) -> bool:
    name, equals, _ = parameter.partition("=")
    return not equals or name.strip().upper() == "ENCODING"


def _letters(spelling: str) -> str:
    return re.sub(r"[^A-Z0-9]", "", spelling.upper())
