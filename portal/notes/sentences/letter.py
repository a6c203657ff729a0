"""Where built sentences go in a letter: in place of the words it asks for, else at the end of its first paragraph."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from portal.notes.sentences.build import BuiltSentence
from portal.notes.sentences.facts import TALKED_ABOUT

_SLOT = re.compile(r"\babout (?P<asked>\[[^\]\n]{1,200}\])")
_TOLD_BY_READER = re.compile(r"\b(?:you (?:said|told|shared|explained)|hearing|learning)\b", re.IGNORECASE)
_GREETING = re.compile(
    r"\s*(?:(?:dear|hi|hello|hey|good (?:morning|afternoon|evening|day))\b[^\n]*|[^\n.!?]{1,60},[ \t]*(?=\n))\n*",
    re.IGNORECASE,
)
_CLOSING = re.compile(
    r"(?:with )?(?:kind|best|warm|many|sincere|yours|sincerely|respectfully|cordially|thanks|cheers)\b"
    r"[^.!?\n]{0,30}\n\S",
    re.IGNORECASE,
)
_SENTENCE_START = re.compile(r"(?:[.!?]\s+|\n\s*)(?=\S)")
_SENTENCE_END = re.compile(r"[.!?]+(?=\s|$)|(?=\n)|$")


@dataclass(frozen=True)
class PlacedSentence:
    """A sentence as it stands in the letter, and what it was built from."""

    built: BuiltSentence
    text: str


def place_sentences(body: str, built: Sequence[BuiltSentence]) -> tuple[str, tuple[PlacedSentence, ...]]:
    """Return the letter with these sentences in it, and each as it stands there.

    The topic of the first one about the conversation replaces the first `about [words in brackets]`.
    """
    placed: list[PlacedSentence] = []
    end = None
    slot = _SLOT.search(body)
    talked = next((one for one in built if one.fact.field == TALKED_ABOUT), None)
    if slot and talked:
        body, text, end = _fill(body, slot, talked)
        placed.append(PlacedSentence(talked, text))
    rest = [one for one in built if not (placed and one is talked)]
    if rest:
        body = _append(body, " ".join(one.text for one in rest), end)
        placed += [PlacedSentence(one, one.text) for one in rest]
    return body, tuple(placed)


def _fill(body: str, slot: re.Match[str], built: BuiltSentence) -> tuple[str, str, int]:
    """Return the letter with the topic in place of the words it asks for, the sentence there, and where that ends."""
    starts = [found.end() for found in _SENTENCE_START.finditer(body, 0, slot.start()) if found.end() <= slot.start()]
    start = starts[-1] if starts else 0
    found = _SENTENCE_END.search(body, slot.end("asked"))
    end = found.end() if found else len(body)
    around = body[start : slot.start("asked")], body[slot.end("asked") : end]
    fits = built.topic and not (built.is_about_writer and _TOLD_BY_READER.search(around[0]))
    text = f"{around[0]}{built.topic}{around[1]}" if fits else built.text
    return body[:start] + text + body[end:], text, start + len(text)


def _append(body: str, sentences: str, after: int | None) -> str:
    """Return the letter with the sentences at the end of the paragraph that `after` is in, or of its first one."""
    greeting = _GREETING.match(body)
    begin = greeting.end() if greeting and after is None else after or 0
    if after is None and (not body[begin:].strip() or _CLOSING.match(body, begin)):
        return _as_paragraph(body, begin, sentences)
    at = body.find("\n\n", begin)
    at = len(body.rstrip()) if at < 0 else at
    paragraph = body[:at].rstrip()
    gap = "" if not paragraph.strip() else " " if paragraph[-1] in '.!?”"' else "\n\n"
    return paragraph + gap + sentences + body[at:]


def _as_paragraph(body: str, at: int, sentences: str) -> str:
    before, following = body[:at].rstrip(), body[at:].lstrip("\n")
    return "\n\n".join(part for part in (before, sentences, following) if part)


def append_words(body: str, words: str) -> str:
    """Return the letter with these words at the end of its first paragraph."""
    return _append(body, words, None)


def find_sentence(body: str, sentence: str) -> int:
    """Return where the sentence begins in the letter; -1 if it is no longer there, word for word."""
    return body.find(sentence)


def take_out(body: str, sentence: str) -> str:
    """Return the letter without this sentence and the space that it leaves; unchanged if it is not there."""
    at = find_sentence(body, sentence)
    if at < 0:
        return body
    before, after = body[:at], body[at + len(sentence) :]
    if not before.strip() or before.endswith("\n"):
        after = after.lstrip(" ")
        if before.endswith("\n\n") and (not after or after.startswith("\n")):
            before = before.rstrip("\n")
    else:
        before = before.rstrip(" ") if not after or after[0] in " \n" else before
    return before + after
