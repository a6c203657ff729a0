"""People's names as other programs write them: what is a name, how it is written, and what a greeting uses.

The same rules serve every reader (calendars, contact cards, signatures), names guessed from addresses, and greetings.
"""

import re
import unicodedata

MAX_LENGTH = 500
# Words before a name that are not part of it, in lower case and without periods.
TITLES = frozenset(
    {"dr", "mr", "mrs", "ms", "mx", "miss", "prof", "professor", "sir", "madam", "doctor", "engr", "herr",
     "frau", "dipl", "pd", "priv", "doz", "ddr", "dkfm", "mme", "mlle", "monsieur", "madame", "mademoiselle",
     "maître", "docteur", "professeur", "sra", "srta", "doña", "señor", "señora", "dra", "profa", "sres",
     "sigra", "signor", "signora", "dott", "dottssa", "avv", "dhr", "mevr", "mevrouw", "meneer", "drs", "pani",
     "mgr", "inż", "inz", "mudr", "judr", "phdr", "rndr", "paeddr", "fru", "frk", "shri", "smt"}
)  # fmt: skip

# Titles only where they end with a period, because without one they are names too: Mag. Eva Huber.
_SHORTENED_TITLES = frozenset(
    {"hr", "fr", "mag", "ing", "sr", "don", "lic", "sig", "arch", "geom", "ir", "rev", "hon", "capt", "col",
     "lt", "sgt", "maj", "gen", "cand"}
)  # fmt: skip

# Words that continue a title and are not titles by themselves: Dr. med. univ., Dipl.-Ing. (FH).
_TITLE_CONTINUATIONS = frozenset(
    {"med", "univ", "phil", "jur", "rer", "nat", "oec", "pol", "habil", "hc", "h", "c", "mult", "vet", "dent",
     "theol", "fh", "tu", "wirt", "inf", "kfm", "ing"}
)  # fmt: skip

# What German letters print before the name of a person who signs on behalf of another: i. A., i. V., ppa.
_SURNAMES_LIKE_SUFFIXES = ("ma", "ba", "pe")
_SIGNING_PREFIX = re.compile(r"^(?:i\.\s?[av]\.|ppa\.?)\s+", re.IGNORECASE)

# Words after a name that are not part of it, in lower case and without periods.
SUFFIXES = frozenset(
    {"jr", "sr", "ii", "iii", "iv", "phd", "dphil", "mba", "md", "cpa", "esq", "msc", "bsc", "ma", "ba", "pe",
     "pmp", "phr", "sphr", "shrm-cp", "shrm-scp", "cfa", "llm", "llb", "meng", "beng", "dds", "rn", "edd",
     "scd", "cissp"}
)  # fmt: skip

_DEPARTMENT = re.compile(
    r"\b(?:hr|human resources|recruit\w*|talent|people (?:team|operations|ops)|department|dept|division|team|sales|"
    r"marketing|engineering|finance|legal|procurement|purchasing|it|abteilung|personal\w*|vertrieb|einkauf|service|"
    r"ressources humaines|rh|office|external|extern|contractor|consultant|inc|llc|ltd|gmbh|ag|corp|company|group)\b",
    re.IGNORECASE,
)
_BRACKETED = re.compile(r"\([^()]*\)|\[[^\[\]]*\]|\{[^{}]*\}|<[^<>]*>")
_ADDRESS = re.compile(r"\S*[^\s@]@[^\s@]\S*")
_SEPARATOR = re.compile(r"\s+[|/•·–—-]\s+|\s*\|\s*|\s+(?:via|on behalf of|im auftrag von)\s+", re.IGNORECASE)
_QUOTES = "\"'“”„’«»`\u2018\u00b4"
_PARTICLES = frozenset(
    {"van", "von", "der", "den", "de", "da", "di", "del", "della", "la", "le", "dos", "das", "du", "ten", "ter",
     "zu", "zur", "zum", "vom", "af", "av", "bin", "ibn", "al", "el", "y", "e", "do"}
)  # fmt: skip


def person_name(written: str) -> str | None:
    """Return the person's name as it should be written ("Hansen, Sune" is "Sune Hansen"); None where it is no name.

    Brackets, departments and addresses are left out; titles and credentials stay. An address is not a name, nor are
    signs.
    """
    text = _without_surroundings(written)
    before, comma, after = text.partition(",")
    if comma:
        text = _in_order(before.strip(), after.strip())
    name = " ".join(_surname_last(text.split())).strip(" ,;:-")
    return name if any(sign.isalpha() for sign in name) else None


def name_without_titles(written: str) -> str | None:
    """Return the person's name without titles and credentials; None where it is no name."""
    name, _, _ = (person_name(written) or "").partition(",")
    words = _without_suffixes(_without_titles(name.split()))
    return " ".join(words) or None


def first_name(written: str) -> str:
    """Return what pages and greetings call this person: the first name, else "Dr. Ruiz" or whatever the name says."""
    name = name_without_titles(written)
    if name is None:
        return written.strip(" ,;") if not _ADDRESS.search(written) else ""
    words = name.split()
    if len(words) == 1:
        title = _title_before(written)
        return f"{title} {name}" if title else name
    whole = [word for word in words[:-1] if not _is_initial(word) and word.casefold() not in _PARTICLES]
    return whole[0] if whole else name


def guess_name_from_email(email: str) -> str | None:
    """Return the name that an address such as dana.ruiz@acme.example suggests, for a person to confirm; else None."""
    words = re.split(r"[._]", email.rpartition("@")[0])
    whole = len(words) == 2 and all(len(word) > 1 and word.isalpha() for word in words)
    return " ".join(word.capitalize() for word in words) if whole else None


def split_name(written: str) -> tuple[str, str] | None:
    """Return the first name, and the last one with its particles joined; None where there are not two."""
    words = (name_without_titles(written) or "").split()
    if len(words) < 2:
        return None
    start = len(words) - 1
    while start > 1 and words[start - 1].casefold() in _PARTICLES:
        start -= 1
    return words[0], "".join(words[start:])


def is_title(word: str) -> bool:
    """Return whether the word before a name is a title, such as Dr., Dr.-Ing., Mag. or Mme."""
    parts = [part for part in re.split(r"[.-]+", word.casefold()) if part]
    plain = word.casefold().replace(".", "")
    return (
        plain in TITLES
        or (plain in _SHORTENED_TITLES and word.endswith("."))
        or (
            bool(parts) and parts[0] in TITLES and all(part in TITLES or part in _TITLE_CONTINUATIONS for part in parts)
        )
    )


def _without_surroundings(written: str) -> str:
    """Return the text without quotes, brackets, addresses, and what follows a bar or a dash."""
    text = unicodedata.normalize("NFC", written[:MAX_LENGTH])
    text = "".join(sign for sign in text if sign.isprintable() or sign.isspace())
    for _ in range(3):  # brackets within brackets
        text = _BRACKETED.sub(" ", text)
    text = _ADDRESS.sub(" ", text)
    text = _SEPARATOR.split(" ".join(text.split()), maxsplit=1)[0]
    text = re.split(r"[(\[{<]", text, maxsplit=1)[0]
    return _SIGNING_PREFIX.sub("", text.strip(f"{_QUOTES} ,;:-"))


def _in_order(before: str, after: str) -> str:
    """Return the name in order where it is "Last, First", or has credentials or a department after the comma."""
    first, *more = [part.strip() for part in re.split("[,;]", after)]
    if not first:
        return before
    if all(map(_is_suffix, first.split())):
        return f"{before}, {after}" if all(map(_is_suffix, " ".join(more).split())) else f"{before}, {first}"
    if _DEPARTMENT.search(first) and len(before.split()) > 1:
        return before
    given = _DEPARTMENT.split(first, maxsplit=1)[0].strip() or first
    if all(is_title(word) for word in given.split()):
        return f"{given} {before}"
    credentials = [part for part in more if all(map(_is_suffix, part.split()))]
    return ", ".join([f"{given} {before}", *credentials])


def _without_titles(words: list[str]) -> list[str]:
    at = 0
    while at < len(words) and is_title(words[at]) and (at + 1 < len(words)):
        at += 1
        while at + 1 < len(words) and words[at].endswith(".") and _continues_title(words[at]):
            at += 1
    return words[at:]


def _continues_title(word: str) -> bool:
    return all(part in _TITLE_CONTINUATIONS for part in re.split(r"[.-]+", word.casefold()) if part)


def _title_before(written: str) -> str | None:
    """Return the title before a name of one word."""
    words = _without_surroundings(written).split()
    return words[0] if len(words) > 1 and is_title(words[0]) else None


def _without_suffixes(words: list[str]) -> list[str]:
    """Return the words without credentials; two letters without a comma or periods are a surname, as in Jack Ma."""
    while len(words) > 1 and _is_suffix(words[-1]) and words[-1].casefold() not in _SURNAMES_LIKE_SUFFIXES:
        words = words[:-1]
    return words


def _is_suffix(word: str) -> bool:
    return word.strip(" .,").replace(".", "").casefold() in SUFFIXES


def _is_initial(word: str) -> bool:
    return len(word.strip(".")) == 1 and word[:1].isalpha()


def _surname_last(words: list[str]) -> list[str]:
    """Return the words with a leading surname in capitals, as in French and Asian directories, moved to the end."""
    capitals = [word for word in words if len(word) > 2 and word.isupper()]
    if not capitals or len(capitals) == len(words) or words[: len(capitals)] != capitals:
        return words
    rest = words[len(capitals) :]
    return (
        [*rest, *capitals]
        if any(len(word) > 1 and word[0].isupper() and not word.isupper() for word in rest)
        else words
    )
