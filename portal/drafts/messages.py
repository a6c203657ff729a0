"""Messages for merge fields and templates that are not valid."""

from portal.core.errors import N_, ActionRefused
from portal.drafts.rules import STAGES, FieldFault, TemplateText, letter_faults

MESSAGES = {
    "unknown": N_("There is no field “%(text)s”. Pick one from the list."),
    "near": N_("There is no field “%(text)s”. Did you mean {{ %(near)s }}?"),
    "misplaced": N_("“%(text)s” has no place here: take it out, or pick another field."),
    "half_open": N_("“%(text)s” is half a field. A field has two braces on each side, as {{ employer }} has."),
    "half_open_near": N_("“%(text)s” is half a field. Did you mean {{ %(near)s }}?"),
    "no_value": N_("Nothing is known for “%(text)s” here: write it yourself, or take it out."),
}
"""The message for each code of a fault."""


def message_for(fault: FieldFault) -> str:
    """Return the message in English, with `%(text)s` and perhaps `%(near)s` still to be filled in."""
    code = {"unknown": "near", "half_open": "half_open_near"}.get(fault.code, fault.code) if fault.near else fault.code
    return MESSAGES[code]


def refuse_invalid_template(wording: TemplateText) -> None:
    """Raise `ActionRefused` at the first field of the template that is not valid."""
    if not wording.subject.strip():
        raise ActionRefused(N_("Give it a subject."), field="subject")
    if not wording.body.strip():
        raise ActionRefused(N_("Write a few sentences first."), field="body")
    if wording.stage is not None and wording.stage not in STAGES[wording.kind]:
        raise ActionRefused(N_("A template of this kind has no such stage."), field="stage")
    refuse_invalid_fields(wording.subject, wording.body, wording.kind)


def refuse_invalid_fields(subject: str, body: str, kind: str) -> None:
    """Raise `ActionRefused` at the field with the first merge field that is not valid in this kind of letter."""
    for fault in letter_faults(subject, body, kind)[:1]:
        raise ActionRefused(message_for(fault), field=fault.field, text=fault.text, near=fault.near)
