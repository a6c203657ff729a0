"""How two letters differ, as people read them: with labels for merge fields."""

from portal.drafts import diff
from portal.drafts.diff import DiffLine, DiffPart, LetterDiff
from portal.drafts.edit_conflicts import LetterText
from portal.web.shared.letter_fields import show_labels


def diff_words(old: str, new: str) -> tuple[DiffPart, ...]:
    """Return the words deleted, added, and kept from `old` to `new`."""
    return diff.diff_words(show_labels(old), show_labels(new))


def diff_lines(old: str, new: str) -> tuple[DiffLine, ...]:
    """Return two texts compared line by line."""
    return diff.diff_lines(show_labels(old), show_labels(new))


def diff_letters(old: LetterText, new: LetterText) -> LetterDiff | None:
    """Return how two letters differ; None if they do not."""
    return diff.diff_letters((show_labels(old[0]), show_labels(old[1])), (show_labels(new[0]), show_labels(new[1])))
