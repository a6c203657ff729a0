"""Merge fields as people read and type them: each is its label in square brackets, such as `[their first name]`."""

import re
from collections.abc import Mapping
from difflib import get_close_matches

from portal.contacts.details import MERGE_DETAILS
from portal.core.errors import N_, Term
from portal.drafts.rules import FIELD_PATTERN, FieldFault

FIELD_LABELS: Mapping[str, str] = {
    "contact_first_name": N_("their first name"),
    **{f"contact_{detail.name}": detail.merge_label for detail in MERGE_DETAILS},
    "employer": N_("company"),
    "opening": N_("job title"),
    "interview_day": N_("interview date"),
    "decision_day": N_("decision date"),
    "my_name": N_("my name"),
    "my_phone": N_("my phone number"),
    "my_email": N_("my email address"),
}
"""The label of each merge field, in English and in the order in which the fields are offered."""

_BRACKETS = re.compile(r"\[([^\[\]\n]{1,80})\]")
_NEAR_ENOUGH = 0.75


def show_labels(text: str, labels: Mapping[str, str] = FIELD_LABELS) -> str:
    """Return the text with the label of each merge field in brackets; what is no merge field stays as it is."""
    return FIELD_PATTERN.sub(
        lambda found: f"[{labels[found.group(1)]}]" if found.group(1) in labels else found.group(0), text
    )


def read_labels(text: str, labels: Mapping[str, str] = FIELD_LABELS) -> str:
    """Return the text with the merge field of each label in brackets, in `labels` or in English; case is ignored."""
    names = {_normalize(label): name for known in (FIELD_LABELS, labels) for name, label in known.items()}

    def field(found: re.Match[str]) -> str:
        name = names.get(_normalize(found.group(1)))
        return f"{{{{ {name} }}}}" if name else found.group(0)

    return _BRACKETS.sub(field, text)


def split_at_labels(text: str, labels: Mapping[str, str] = FIELD_LABELS) -> tuple[tuple[str, bool], ...]:
    """Return the text in pieces, each with whether it is the label of a merge field, then without its brackets."""
    shown = show_labels(text, labels)
    known = {_normalize(label) for label in labels.values()}
    pieces, at = [], 0
    for found in _BRACKETS.finditer(shown):
        if _normalize(found.group(1)) in known:
            pieces += [(shown[at : found.start()], False), (found.group(1), True)]
            at = found.end()
    return tuple(piece for piece in [*pieces, (shown[at:], False)] if piece[0])


def misspelled_labels(field: str, text: str, labels: Mapping[str, str] = FIELD_LABELS) -> tuple[FieldFault, ...]:
    """Return the words in brackets that are almost a label, in order, each with the merge field probably meant."""
    names = {_normalize(label): name for name, label in labels.items()}
    found = []
    for written in _BRACKETS.finditer(text):
        words = _normalize(written.group(1))
        near = get_close_matches(words, names, 1, _NEAR_ENOUGH) if words not in names else []
        found += [FieldFault(field, "misspelled", written.group(1), names[label]) for label in near]
    return tuple(found)


def fault_values(fault: FieldFault) -> dict[str, str | None]:
    """Return the words of a fault for its message: labels where a merge field exists, else what was typed."""
    written = fault.text.strip("{} \t\u00a0")
    return {
        "text": Term(FIELD_LABELS[written]) if written in FIELD_LABELS else written or fault.text,
        "near": Term(FIELD_LABELS[fault.near]) if fault.near else None,
    }


def _normalize(label: str) -> str:
    return " ".join(label.split()).casefold()
