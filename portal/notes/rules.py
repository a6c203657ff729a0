"""When a note may go out, and who sends it."""

from dataclasses import dataclass
from datetime import timedelta

from portal.accounts.rules import STAFF
from portal.agencies.rules import APPROVAL, RECRUITER
from portal.drafts.rules import field_faults, find_placeholders

UNDO_PERIOD = timedelta(seconds=20)
"""How long a note that was just sent waits, so that its writer can stop it."""

SUBJECT_LENGTH = 200
BODY_LENGTH = 20_000
SEND, ASK, HAND_OVER = "send", "ask", "hand_over"
ADDRESS_CHANGED, ADDRESS_GONE = "address_changed", "address_gone"


@dataclass(frozen=True)
class NoteFault:
    """Why a note cannot go out yet: the field, a code, the text at fault, and the merge field probably meant.

    The code is `no_subject`, `empty`, `leftover`, or for a merge field `unknown`, `half_open`, or `no_value`.
    """

    field: str
    code: str
    text: str = ""
    near: str | None = None


def sending_route(role: str | None, sender: str, *, approved: bool = False) -> str:
    """Return what a person with this role does with a finished note, given who sends (docs/rules.md#approval).

    Staff always send. A candidate sends a text that was `approved`, but never a note that recruiters pass on.
    """
    if role in STAFF or (approved and sender == APPROVAL):
        return SEND
    return {APPROVAL: ASK, RECRUITER: HAND_OVER}.get(sender, SEND)


def address_problem(given: str, known: str | None) -> str | None:
    """Return why a note queued for address `given` does not go out, if the known address is another or missing."""
    if known is None:
        return ADDRESS_GONE
    return ADDRESS_CHANGED if given != known else None


def find_faults(subject: str, body: str) -> tuple[NoteFault, ...]:
    """Return everything that must be fixed before a note goes out (docs/rules.md#notes)."""
    found = []
    if not subject.strip():
        found.append(NoteFault("subject", "no_subject"))
    if not body.strip():
        found.append(NoteFault("body", "empty"))
    for field, text in (("subject", subject), ("body", body)):
        found += [_placeholder_fault(field, left) for left in find_placeholders(text)]
    return tuple(found)


def _placeholder_fault(field: str, text: str) -> NoteFault:
    """Return the fault of a merge field left in a note, where no merge field has a value any more."""
    for fault in field_faults(field, text, values={}):
        return NoteFault(field, fault.code, fault.text, fault.near)
    return NoteFault(field, "leftover", text)
