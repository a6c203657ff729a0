"""When a note may go out, and who sends it."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from portal.accounts.rules import STAFF
from portal.agencies.rules import APPROVAL, RECRUITER
from portal.drafts.rules import field_faults, find_placeholders

UNDO_PERIOD = timedelta(seconds=20)
"""How long a note that was just sent waits, so that its writer can stop it."""

SUBJECT_LENGTH = 200
BODY_LENGTH = 20_000
SEND, ASK, HAND_OVER = "send", "ask", "hand_over"
ADDRESS_CHANGED, ADDRESS_GONE = "address_changed", "address_gone"
NOT_HELD, NOT_MET = "not_held", "not_met"

SENDING, SCHEDULED, WAITING, SENT, UNCONFIRMED, STOPPED, REFUSED = (
    "sending", "scheduled", "waiting", "sent", "unconfirmed", "stopped", "refused"
)  # fmt: skip
"""What its writer reads about a note that was given to the portal to send (`delivery_stage`)."""
TO_WRITE, UNREACHABLE, REVIEW, WITH_AGENCY, DONE = "to_write", "unreachable", "review", "with_agency", "done"
"""The stages of a thank-you without such an email: to write, no address known, with a recruiter, a card that the agency
mails, or done by other means."""
_ENDED_STAGES = {"sent": SENT, "unknown": UNCONFIRMED, "failed": REFUSED, "lapsed": REFUSED, "dropped": STOPPED}


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


def delivery_stage(state: str, due_at: datetime, now: datetime, *, tried: bool) -> str:
    """Return what may be said of a note whose email is in this state.

    `SENDING` only while it can still be stopped, `SENT` only once a mail server accepted it, `WAITING` in between, and
    where it was `tried` before.
    """
    if state in _ENDED_STAGES:
        return _ENDED_STAGES[state]
    if state != "queued" or tried or due_at <= now:
        return WAITING
    return SENDING if due_at <= now + UNDO_PERIOD else SCHEDULED


def address_problem(given: str, known: str | None) -> str | None:
    """Return why a note queued for address `given` does not go out, if the known address is another or missing."""
    if known is None:
        return ADDRESS_GONE
    return ADDRESS_CHANGED if given != known else None


def thank_you_obstacle(kind: str, *, is_held: bool, met: bool | None) -> str | None:
    """Return why a thank-you is not called for any more: no interview took place, or the person was not met."""
    if kind != "thank":
        return None
    if not is_held:
        return NOT_HELD
    return NOT_MET if met is False else None


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
