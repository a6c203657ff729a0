"""Patterns that recognize the parts of a signature: in English, German and French, as mail programs leave them."""

import re
import unicodedata
from collections.abc import Iterator

from portal.names.rules import name_without_titles

_I = re.IGNORECASE

EMAIL = re.compile(r"[A-Za-z0-9][A-Za-z0-9._%+'-]{0,63}@(?:[A-Za-z0-9](?:[A-Za-z0-9-]{0,62})\.){1,6}[A-Za-z]{2,24}")
_HIDDEN_AT = re.compile(r"\s?[\[({]\s?(?:at|ät)\s?[\])}]\s?", _I)
_HIDDEN_DOT = re.compile(r"\s?[\[({]\s?(?:dot|punkt|point)\s?[\])}]\s?", _I)
LINK = re.compile(r"(?:https?://|www\.)\S+", _I)

_SMALL_PRINT = re.compile(
    r"confidential|disclaimer|intended (?:solely|only|recipient)|privileged|this (?:e-?mail|message|communication)|"
    r"please (?:consider|think).{0,30}environment|vertraulich|diese (?:e-?mail|nachricht)|"
    r"bitte denken sie an die umwelt|ce (?:message|courriel|mail)|confidentiel|pensez à l.environnement|n'imprimez|"
    r"^(?:sent|get outlook|von meinem|gesendet|envoyé|télécharger outlook)\b.{0,60}|"
    r"unsubscribe|gesetzliche pflichtangaben",
    _I,
)
_FAREWELL = re.compile(
    r"^(?:(?:with |many |my )?(?:best|kind|warm|warmest|kindest)?\s?(?:regards|wishes)|best|cheers|"
    r"sincerely(?: yours)?|yours (?:sincerely|faithfully|truly)|thanks(?: again)?|thank you|"
    r"many thanks|thanks and regards|"
    r"(?:mit )?(?:freundlichen?|besten?|herzlichen?|vielen?|liebe[nr]?|schöne[nr]?)\s"
    r"(?:grüßen?|grüssen?|gruß|gruss|dank)|"
    r"viele grüße|viele grüsse|mfg|lg|vg|gruß|grüße|hochachtungsvoll|"
    r"(?:bien )?(?:cordialement|amicalement)(?: vôtre)?|(?:sincères |meilleures )?salutations(?: distinguées)?|"
    r"bien à vous|merci(?: d'avance)?|à bientôt)\s*[,.!]?\s*",
    _I,
)
_DIVIDER = re.compile(r"^(?:--+|__+|==+|~~+|—+|–+)$")

_BETWEEN = re.compile(r"\s+[|•·●▪‖/–—~]+\s+|\s*[|•●▪‖]\s*|\t+|\s{3,}|\s+-\s+|;\s+")
_ORGANIZATION = re.compile(
    r"\b(?:gmbh|ag|kg|kgaa|ohg|ug|e\.\s?v\.|se|inc|llc|llp|ltd|limited|plc|corp|corporation|company|co|sarl|sas|sasu|"
    r"s\.a\.(?:s\.|r\.l\.)?|sa|group|groupe|gruppe|holding|university|universität|université|hospital|klinikum|bank|"
    r"solutions|systems|technologies|industries|consulting|partners)\b\.?",
    _I,
)
_TITLE = re.compile(
    r"\b(?:manager\w*|director|head|chief|officer|president|vp|svp|evp|ceo|cto|cfo|coo|cio|chro|engineer\w*|lead|"
    r"supervisor|recruiter|partner|analyst|specialist|coordinator|consultant|developer|architect|designer|assistant|"
    r"associate|administrator|representative|executive|owner|founder|co-founder|foreman|planner|accountant|"
    r"attorney|counsel|professor of|technician|secretary|receptionist|buyer|generalist|advisor|adviser|scientist|"
    r"human resources|talent acquisition|operations|people partner|"
    r"(?:\w*)leit(?:er|erin|ung)|geschäftsführ\w+|\w*referent\w*|sachbearbeiter\w*|ingenieur\w*|\w*entwickler\w*|"
    r"vorstand\w*|prokurist\w*|berater\w*|assistent\w*|inhaber\w*|meister\w*|personal\w*|vertrieb\w*|"
    r"direct(?:eur|rice)\w*|responsable|chef(?:fe)?|ingénieure?|chargée?|président\w*|gérante?|assistante|"
    r"conseill\w+|comptable|recruteu\w+|adjointe?)\b",
    _I,
)
_CREDENTIALS = re.compile(
    r"(?:,\s*|\s+)(?:ph\.?\s?d|mba|m\.?\s?sc|b\.?\s?sc|m\.?\s?eng|b\.?\s?a|m\.?\s?a|ll\.?\s?m|pmp|cpa|phr|sphr|"
    r"shrm-\w+|p\.?\s?e|md|esq|jr|sr|cfa|ba|ma)\.?(?=,|\s|$)",
    _I,
)
_BEFORE_NAME = re.compile(
    r"^(?:i\.\s?[av]\.|ppa\.?|dipl\.?-?\s?(?:ing|kfm|inf|wirt)\w*\.?(?:\s?\(fh\))?|name|contact|from|von|de)\s*:?\s+",
    _I,
)
_PRONOUNS = re.compile(r"\s*[\[(](?:she|he|they|sie|er|elle|il|pronouns)\b[^\])]{0,40}(?:[\])]|$)", _I)
_PARTICLE = re.compile(
    r"von|van|der|den|de|del|della|di|da|dos|le|la|du|des|bin|al|el|zu|zur|ter|ten|y|e|van't|mc|o'|"
    r"st\.|dr\.|prof\.|mr\.|mrs\.|ms\.|mme|m\.|mlle|herr|frau",
    _I,
)
_NAME_WORD = re.compile(r"^(?:[^\W\d_]\.|[^\W\d_]+(?:['’.-][^\W\d_]+)*\.?)$")
_NO_NAME = re.compile(
    r"best|kind|warm|regards|thanks|thank|cheers|sincerely|hello|hi|dear|office|mobile|phone|email|mail|web|website|"
    r"street|tel|the|and|und|et|our|your|meeting|team|department|abteilung|service|linkedin|twitter|facebook|"
    r"instagram|xing|new|york|london|paris|berlin|sent|from|follow|us|visit|book|call|page",
    _I,
)

_STREET = re.compile(
    r"^(?:.{0,40},\s*)?\d{1,6}[a-z]?(?:[\s-]\d+)?,?\s+[\w.'’\- ]{2,40}?\b(?:street|st|avenue|ave|road|rd|"
    r"boulevard|blvd|drive|dr|lane|ln|way|court|ct|plaza|square|sq|parkway|pkwy|highway|hwy|place|broadway|terrace|"
    r"close|row|gardens|quay)\b|"
    r"^\d{1,5}\s+broadway\b|"
    r"\b(?:[\w.’'-]{2,40}|[\w.’'-]{2,40}[ -])(?:straße|strasse|str\.|weg|platz|allee|gasse|ring|damm|ufer|graben)"
    r"\s+\d{1,4}\s?[a-z]?(?![\w@])|"
    r"\b\d{1,4}(?:\s?(?:bis|ter|quater))?,?\s+(?:rue|avenue|av\.|boulevard|bd|place|quai|chemin|allée|allées|impasse|"
    r"cours|route|square|passage)\s+\w|"
    r"\b(?:p\.?\s?o\.?\s?box|postfach|boîte postale|bp)\s+\d",
    _I,
)
_PLACE = re.compile(
    r"\b[A-ZÀ-Þ][\w.'’\- ]{1,40},?\s+[A-Z]{2}\.?\s+\d{5}(?:-\d{4})?\b|"  # New York, NY 10001
    r"\b[A-ZÀ-Þ][\w.'’\- ]{1,40},?\s+[A-Z]{2}\s+[A-Z]\d[A-Z]\s?\d[A-Z]\d\b|"  # Toronto, ON M5V 2T6
    r"\b[A-Z]{1,2}\d[A-Z\d]?\s?\d[A-Z]{2}\b|"  # London SW1A 1AA
    r"(?:^|,\s*|\b[DAF]-|\bCH-)\s*\d{4,5}\s+[A-ZÀ-Þ][^\W\d]+"  # 10115 Berlin, 8001 Zürich, 75002 Paris
)
_COUNTRY = re.compile(
    r"^(?:germany|deutschland|france|austria|österreich|switzerland|schweiz|suisse|usa|u\.s\.a\.|"
    r"united states(?: of america)?|united kingdom|uk|england|canada|belgium|belgique|luxembourg|netherlands)$",
    _I,
)
_UNIT = re.compile(
    r"^(?:suite|floor|level|building|gebäude|bâtiment|bât\.?|étage|etage|room|unit|\d+(?:st|nd|rd|th) floor)\b", _I
)
_SENTENCE = re.compile(r"[a-zß-ÿ]{3}[.!?]$|\b(?:is|are|was|please|you|we|at half)\b", _I)
_ADDRESS_LABEL = re.compile(r"^(?:address|adresse|anschrift|office|büro|postanschrift|a)\s*:\s*", _I)


def normalize_text(text: str) -> str:
    """Return the text with one spelling of each sign, no control characters, and disguised addresses restored."""
    text = unicodedata.normalize("NFC", text).replace("\xa0", " ").replace("\r\n", "\n").replace("\r", "\n")
    text = "".join(sign for sign in text if sign in "\n\t" or sign.isprintable())
    text = _HIDDEN_DOT.sub(".", _HIDDEN_AT.sub("@", text))
    return re.sub(r"<?mailto:([^>\s]+)>?", r" \1 ", text, flags=_I)


def is_small_print(line: str) -> bool:
    """Return whether what follows is no longer about the person."""
    return len(line) < 2000 and bool(_SMALL_PRINT.search(line))


def is_farewell(line: str) -> bool:
    """Return whether this line ends a letter."""
    return bool(_FAREWELL.match(line)) and len(after_farewell(line)) < 120


def after_farewell(line: str) -> str:
    """Return what follows the farewell on the same line: often the name."""
    found = _FAREWELL.match(line)
    rest = line[found.end() :].strip(" ,|-–") if found else ""
    return rest if found and (found.group().rstrip().endswith((",", ".", "!")) or not rest or "|" in line) else ""


def is_divider(line: str) -> bool:
    """Return whether this is a line of dashes."""
    return bool(_DIVIDER.match(line))


def find_emails(text: str) -> list[str]:
    """Return the email addresses, except those that no one reads."""
    found = [match.group() for match in EMAIL.finditer(text)]
    return [email for email in found if not re.match(r"no-?reply|do-?not-?reply|unsubscribe", email, _I)]


def split_line(line: str) -> Iterator[str]:
    """Yield the parts of a line that says several things, without links and email addresses."""
    for part in _BETWEEN.split(LINK.sub("", EMAIL.sub("", line))):
        piece = part.strip(" ,;:<>()[]|-–•\t")
        if piece:
            yield piece


def classify_address_part(piece: str) -> str | None:
    """Return which part of a postal address this is: `street`, `place`, `unit`, `country`; None for none."""
    bare = without_label(piece)
    if len(bare) > 150 or len(bare.split()) > 14 or _SENTENCE.search(bare):
        return None
    if _STREET.search(bare):
        return "street"
    if _PLACE.search(bare):
        return "place"
    if _UNIT.match(bare):
        return "unit"
    return "country" if _COUNTRY.match(bare) else None


def is_address(lines: list[str]) -> bool:
    """Return whether a street or a place is named, not only a floor or a country."""
    return any(_PLACE.search(line) or _STREET.search(line) for line in lines)


def without_label(piece: str) -> str:
    """Return the piece without the word that labels an address."""
    return _ADDRESS_LABEL.sub("", piece)


def is_organization(piece: str) -> bool:
    """Return whether this is a company rather than a person or a job title."""
    short = len(piece) < 80 and not re.search(r"\d{4}", piece)
    return short and bool(_ORGANIZATION.search(piece)) and not _has_title(piece)


def _has_title(piece: str) -> bool:
    """Return whether it names a job title, and no company by its legal form."""
    return bool(_TITLE.search(piece)) and not re.search(r"\b(?:gmbh|inc|llc|ltd|sarl|kg|ag|sas)\b", piece, _I)


def name_and_title(piece: str) -> tuple[str | None, str | None]:
    """Return the name, the job title, or both from a piece such as “Dana Ruiz, Head of Robots”."""
    bare = _PRONOUNS.sub("", _BEFORE_NAME.sub("", _BEFORE_NAME.sub("", piece)))
    without = _CREDENTIALS.sub("", bare).strip(" ,")
    if "," not in without:
        without = name_without_titles(without) or without
    if _is_name(without):
        return without, None
    first, comma, rest = without.partition(",")
    if comma and _is_name(first.strip()) and _TITLE.search(rest):
        return first.strip(), rest.strip()
    return None, piece if _is_title(piece) else None


def name_in_reverse(piece: str) -> str | None:
    """Return the name of a piece such as “Ruiz, Dana”; None for anything else."""
    name = name_without_titles(piece) if piece.count(",") == 1 else None
    return name if name and _is_name(name) and not is_organization(piece) else None


def _is_title(piece: str) -> bool:
    sentence = piece.endswith((".", "!", "?")) or len(piece.split()) > 9
    return bool(_TITLE.search(piece)) and not sentence and not re.search(r"\d{3}|@|:", piece)


def _is_name(text: str) -> bool:
    words = text.split()
    if not 2 <= len(words) <= 6 or len(text) > 60 or _TITLE.search(text) or _ORGANIZATION.search(text):
        return False
    own = [word for word in words if not _PARTICLE.fullmatch(word)]
    return len(own) >= 2 and all(map(_is_name_word, own))


def _is_name_word(word: str) -> bool:
    return bool(_NAME_WORD.match(word)) and word[:1].isupper() and not _NO_NAME.fullmatch(word.strip("."))


def is_first_name(piece: str) -> bool:
    """Return whether this is one word that could be a first name in a sign-off."""
    return " " not in piece and len(piece) > 1 and _is_name_word(piece) and not _TITLE.search(piece) and piece.isalpha()
