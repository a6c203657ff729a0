"""Find where the email that a reply quotes begins, in the languages and forms of common mail programs."""

import re

_I = re.IGNORECASE
MAX_LINE_LENGTH = 500
MAX_ATTRIBUTION_LINES = 3

# "wrote", "schrieb", "a écrit", ... as mail programs write it above the email that they quote.
_WROTE = re.compile(
    r"\b(?:wrote|writes|schrieb|schreibt|a écrit|écrivait|escribi(?:ó|o)|ha scritto|scrisse|escreveu|schreef|skrev|"
    r"kirjoitti|napisał(?:\(a\)|a)?|napsal(?:\(a\)|a)?|napísal(?:\(a\)|a)?|пише|пишет|написа[вл](?:\(?\u0430\)?)?|írta|"
    r"yazd\u0131|a scris)(?!\w)|写道|寫道|작성|のメール|wrote$",
    _I,
)
_ADDRESSED = re.compile(r"<[^<>\s]*\s?[^<>\s@]+@[^<>\s]+\s*>?\s*:?\s*$")
_DATED = re.compile(
    r"^(?:\d{4}[-/.]\d{1,2}[-/.]\d{1,2}|\d{1,2}[-/.]\d{1,2}[-/.]\d{2,4}|(?:on|le|am|il|el|em|op)\b.*\d)", _I
)
_FROM = re.compile(
    r"^(?:from|von|de|da|van|från|fra|od|lähettäjä|от|від|expéditeur|absender|mittente|remitente|feladó|kimden|"
    r"发件人|寄件者|差出人|보낸 ?사람)\s*[:\uff1a]\s*\S",
    _I,
)
_HEADER = re.compile(
    r"^(?:sent|to|date|subject|cc|bcc|reply-to|organization|importance|gesendet|an|datum|betreff|kopie|envoyé|à|objet|"
    r"enviado(?: el| em)?|para|fecha|asunto|assunto|inviato|a|data|oggetto|risposta|verzonden|aan|onderwerp|skickat|"
    r"till|ämne|sendt|til|dato|emne|kopi|wysłano|do|temat|odesláno|komu|předmět|lähetetty|vastaanottaja|aihe|"
    r"отправлено|дата|кому|тема|надіслано|发送时间|收件人|主题|送信日時|宛先|件名|"
    r"보낸 ?날짜|받는 ?사람|제목)\s*[:\uff1a]",
    _I,
)
_SEPARATOR = re.compile(
    r"^(?:[-_*]{2,}\s?(?:original(?:e|nachricht)?|ursprüngliche|forwarded|weitergeleitete|message|mensaje|messaggio|"
    r"mensagem|oorspronkelijk|ursprungligt|oprindelig|opprinnelig|původní|wiadomość|исходное|пересылаемое|"
    r"alkuperäinen)\b.*[-_*]{2,}|begin forwarded message:?|anfang der weitergeleiteten nachricht:?|"
    r"début du message (?:transféré|réexpédié)\s?:?|-{2,}\s?on .{5,200} wrote\s?-{2,})$",
    _I,
)


def strip_quoted(lines: list[str]) -> list[str]:
    """Return the lines that the writer of an email wrote, without the emails that it quotes.

    Headers above the text are left out. Where every line is quoted, the quotation marks are removed instead; where the
    quoted email comes first, the lines below it that are not quoted count.
    """
    lines = _after_headers([line[:MAX_LINE_LENGTH] for line in lines])
    written = [line for line in lines if line.strip()]
    if written and all(line.lstrip().startswith(">") for line in written):
        return [line.lstrip().removeprefix(">") for line in lines]
    for place in range(len(lines)):
        length = _quote_header_length(lines, place)
        if length:
            above = _unquoted(lines[:place])
            return above if any(map(str.strip, above)) else _unquoted(lines[place + length :])
    return _unquoted(lines)


def _unquoted(lines: list[str]) -> list[str]:
    return [line for line in lines if not line.lstrip().startswith(">")]


def _after_headers(lines: list[str]) -> list[str]:
    """Return the lines after the headers that the whole text begins with, where it was copied with them."""
    begin = next((place for place, line in enumerate(lines) if line.strip()), 0)
    if not _is_header_block(lines, begin):
        return lines
    end = next((place for place in range(begin, len(lines)) if not lines[place].strip()), len(lines))
    return lines[end:]


def _quote_header_length(lines: list[str], place: int) -> int:
    """Return how many lines from here announce a quoted email; 0 where none do."""
    line = _without_markers(lines[place])
    if not line:
        return 0
    if _SEPARATOR.match(line) or _is_header_block(lines, place):
        return 1
    return _attribution_length(lines, place)


def _is_header_block(lines: list[str], place: int) -> bool:
    """Return whether a sender and, within three lines, another email header are named from here on."""
    if place >= len(lines) or not _FROM.match(_without_markers(lines[place])):
        return False
    return any(_HEADER.match(_without_markers(line)) for line in lines[place + 1 : place + 4])


def _attribution_length(lines: list[str], place: int) -> int:
    """Return how many lines, at most three, say who wrote what follows: On Tue, ... Dana Ruiz wrote:"""
    whole = ""
    for length, line in enumerate(lines[place : place + MAX_ATTRIBUTION_LINES], start=1):
        if not line.strip():
            return 0
        whole = f"{whole} {_without_markers(line)}".strip()
        wrote = _WROTE.search(whole)
        ends = wrote and (whole.endswith((":", "\uff1a")) or wrote.end() == len(whole))
        if (ends and _says_when_or_where(whole)) or (_DATED.match(whole) and _ADDRESSED.search(whole)):
            # Lines above an attribution are not part of it, even if the whole matches as one.
            begins = length == 1 or _DATED.match(_without_markers(lines[place]))
            later = range(place + 1, place + length)
            return length if begins or not any(_attribution_length(lines, line) for line in later) else 0
    return 0


def _says_when_or_where(text: str) -> bool:
    return bool(re.search(r"\d{1,4}\D+\d|@", text))


def _without_markers(line: str) -> str:
    return line.strip(" \t>*").replace("*", "")
