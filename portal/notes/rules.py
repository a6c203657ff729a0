"""When a note may go out, and who sends it."""

from dataclasses import dataclass

from portal.accounts.rules import STAFF
from portal.agencies.rules import APPROVAL, RECRUITER
from portal.drafts.rules import field_faults, find_placeholders

SUBJECT_LENGTH = 200
BODY_LENGTH = 20_000
SEND, ASK, HAND_OVER = "send", "ask", "hand_over"
ADDRESS_CHANGED, ADDRESS_GONE = "address_changed", "address_gone"


@dataclass(frozen=True)
class NoteFault:
    """Why a note cannot go out yet: the field, a code, the text it is about, and the merge field probably meant.

    The code is `no_subject`, `empty`, `leftover`, or of a merge field `unknown`, `half_open` or `no_value`.
    """

    field: str
    code: str
    text: str = ""
    near: str | None = None


def sending_route(role: str | None, sender: str, *, approved: bool = False) -> str:
    """What somebody of this role does with a note that is ready, where `sender` sends (docs/rules.md#approval).

    Staff always send, and so does a candidate what was `approved` as it reads; what is passed on they never send.
    """
    if role in STAFF or (approved and sender == APPROVAL):
        return SEND
    return {APPROVAL: ASK, RECRUITER: HAND_OVER}.get(sender, SEND)


def address_problem(given: str, known: str | None) -> str | None:
    """Why a note given to be sent to one address does not go out where another is known by now, or none is."""
    if known is None:
        return ADDRESS_GONE
    return ADDRESS_CHANGED if given != known else None


def find_faults(subject: str, body: str) -> tuple[NoteFault, ...]:
    """Everything that must be mended before a note goes out (docs/rules.md#notes)."""
    found = []
    if not subject.strip():
        found.append(NoteFault("subject", "no_subject"))
    if not body.strip():
        found.append(NoteFault("body", "empty"))
    for field, text in (("subject", subject), ("body", body)):
        found += [_placeholder_fault(field, left) for left in find_placeholders(text)]
    return tuple(found)


def _placeholder_fault(field: str, text: str) -> NoteFault:
    """What is left of a merge field says what is wrong with it: in a note none has a value any more."""
    for fault in field_faults(field, text, values={}):
        return NoteFault(field, fault.code, fault.text, fault.near)
    return NoteFault(field, "leftover", text)
