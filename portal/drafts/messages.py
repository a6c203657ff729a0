"""Messages for merge fields and templates that are not valid."""

from portal.core.errors import N_, ActionRefused
from portal.drafts.field_labels import fault_values
from portal.drafts.rules import STAGES, FieldFault, TemplateText, letter_faults

MESSAGES = {
    "unknown": N_("We don’t have a detail called “%(text)s”. Pick one from the list."),
    "near": N_("We don’t have a detail called “%(text)s”. Did you mean “%(near)s”?"),
    "misplaced": N_("“%(text)s” can’t be used here. Remove it, or pick another detail."),
    "half_open": N_("“%(text)s” is incomplete. Remove it, then pick the detail from the list."),
    "half_open_near": N_("“%(text)s” is incomplete. Did you mean “%(near)s”?"),
    "no_value": N_("We have nothing to fill in for “%(text)s” here. Write it yourself, or remove it."),
}
"""The message for each code of a fault."""


def message_for(fault: FieldFault) -> str:
    """Return the message in English, with `%(text)s` and perhaps `%(near)s` still to be filled in."""
    near = {"unknown": "near", "misspelled": "near", "half_open": "half_open_near"} if fault.near else {}
    return MESSAGES[near.get(fault.code, fault.code)]


def refuse_invalid_template(wording: TemplateText) -> None:
    """Raise `ActionRefused` at the first field of the template that is not valid."""
    if not wording.subject.strip():
        raise ActionRefused(N_("Add a subject."), field="subject")
    if not wording.body.strip():
        raise ActionRefused(N_("Write a few sentences first."), field="body")
    if wording.stage is not None and wording.stage not in STAGES[wording.kind]:
        raise ActionRefused(N_("This kind of template doesn’t have that stage."), field="stage")
    refuse_invalid_fields(wording.subject, wording.body, wording.kind)


def refuse_invalid_fields(subject: str, body: str, kind: str) -> None:
    """Raise `ActionRefused` at the field with the first merge field that is not valid in this kind of letter."""
    for fault in letter_faults(subject, body, kind)[:1]:
        raise ActionRefused(message_for(fault), field=fault.field, **fault_values(fault))
