"""Compares two texts line by line or word by word, to show how they differ."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from rapidfuzz.distance import Indel

Block = tuple[list[str], list[str]]
BLANK: Block = ([" "], [" "])


@dataclass(frozen=True)
class DiffLine:
    """A line of two compared texts: in both (`same`), only in the earlier (`gone`), or only in the later (`new`).

    `parts` are runs of its words, each with whether it changed; empty if none of the line changed, or all of it.
    """

    kind: str
    text: str
    parts: tuple[tuple[str, bool], ...] = ()


@dataclass(frozen=True)
class DiffPart:
    """A piece of the difference between two texts: `same`, `gone`, or `new`."""

    kind: str
    text: str


@dataclass(frozen=True)
class LetterDiff:
    """Two letters compared line by line; `subject` is empty if it did not change."""

    subject: tuple[DiffLine, ...]
    body: tuple[DiffLine, ...]


def diff_letters(old: tuple[str, str], new: tuple[str, str]) -> LetterDiff | None:
    """Return how two letters, each a subject and a body, differ; None if they do not."""
    if old == new:
        return None
    return LetterDiff(diff_lines(old[0], new[0]) if old[0] != new[0] else (), diff_lines(old[1], new[1]))


def diff_lines(old: str, new: str) -> tuple[DiffLine, ...]:
    """Return two texts compared line by line, deleted lines before those that replace them."""
    return tuple(_diff_lines(old.split("\n"), new.split("\n")))


def _diff_lines(old: list[str], new: list[str]) -> Iterator[DiffLine]:
    for before, after in diff_blocks(old, new):
        if before == after:
            yield from (DiffLine("same", text) for text in before)
        else:
            pairs = [_diff_line(*pair) for pair in zip(before, after, strict=False)]
            yield from (gone for gone, _ in pairs)
            yield from (DiffLine("gone", text) for text in before[len(pairs) :])
            yield from (came for _, came in pairs)
            yield from (DiffLine("new", text) for text in after[len(pairs) :])


def _diff_line(old: str, new: str) -> tuple[DiffLine, DiffLine]:
    """Return a changed line before and after, with the words that differ."""
    found = list(diff_blocks(*(re.findall(r"\S+\s*", text) for text in (old, new))))
    if not any(gone == came for gone, came in found):
        return DiffLine("gone", old), DiffLine("new", new)
    gone = [("".join(went), went != came) for went, came in found if went]
    came = [("".join(came), went != came) for went, came in found if came]
    return DiffLine("gone", old, tuple(gone)), DiffLine("new", new, tuple(came))


def diff_words(old: str, new: str) -> tuple[DiffPart, ...]:
    """Return the words deleted, added, and kept from `old` to `new`; together, the parts make both texts."""
    before, after = (re.findall(r"\S+|\s+", text) for text in (old, new))
    parts = []
    for gone, came in _join_adjacent(diff_blocks(before, after)):
        if gone == came:
            parts.append(DiffPart("same", "".join(gone)))
        else:
            parts += [DiffPart("gone", "".join(gone)), DiffPart("new", "".join(came))]
    return tuple(part for part in parts if part.text)


def _join_adjacent(found: Iterable[Block]) -> list[Block]:
    """Return the blocks with adjacent changed words joined, although the space between them is the same."""
    joined: list[Block] = []
    for gone, came in found:
        if gone != came and joined[-1:] == [BLANK] and len(joined) > 1 and joined[-2][0] != joined[-2][1]:
            joined.pop()
            before, after = joined.pop()
            joined.append(([*before, " ", *gone], [*after, " ", *came]))
        else:
            joined.append((gone, came))
    return joined


def diff_blocks(old: Sequence[str], new: Sequence[str]) -> Iterator[tuple[list[str], list[str]]]:
    """Yield two texts block by block, each as its old and its new pieces: either equal, or without a piece in common.

    As many pieces as possible are kept. Two texts of thousands of words take some hundredths of a second.
    """
    gone: list[str] = []
    came: list[str] = []
    for step in Indel.opcodes(old, new):
        gone += old[step.src_start : step.src_end] if step.tag == "delete" else []
        came += new[step.dest_start : step.dest_end] if step.tag == "insert" else []
        if step.tag == "equal":
            yield from [(gone, came)] if gone or came else []
            gone, came = [], []
            same = list(old[step.src_start : step.src_end])
            yield same, same
    yield from [(gone, came)] if gone or came else []
