"""What becomes of each address of a pasted list: invited, or left out and why. Pure decisions."""

import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from portal.accounts.rules import CANDIDATE, email_key
from portal.staff.pasted_addresses import PastedAddress
from portal.staff.rules import ACTIVE, DEACTIVATED, INVITED

MOST_AT_ONCE = 100
GOOD = "good"
HERE, ALREADY_INVITED, FORMER, OF_CANDIDATE = "here", "already_invited", "former", "of_candidate"
TWICE, BROKEN = "twice", "broken"
ADDRESS_LIMIT, AGENCY_LIMIT, TOO_MANY = "address_limit", "agency_limit", "too_many"

_BY_STATE = {ACTIVE: HERE, INVITED: ALREADY_INVITED, DEACTIVATED: FORMER}


@dataclass(frozen=True)
class KnownAccount:
    """An account that has the address; `withdrawn` where it is what is left of a withdrawn invitation."""

    id: uuid.UUID
    name: str
    role: str
    state: str
    withdrawn: bool = False


@dataclass(frozen=True)
class AddressFacts:
    """What is known of the list's addresses, by `email_key`, and how many more invitations the agency may send."""

    accounts: Mapping[str, KnownAccount] = field(default_factory=dict)
    of_candidates: frozenset[str] = frozenset()
    over_limit: frozenset[str] = frozenset()
    left: int = MOST_AT_ONCE


@dataclass(frozen=True)
class InvitationVerdict:
    """One address of the list with what becomes of it, and who has it already."""

    entry: PastedAddress
    code: str
    account: KnownAccount | None = None


def judge(entries: Sequence[PastedAddress], known: AddressFacts) -> list[InvitationVerdict]:
    """Return the verdict on each entry, in the list's order; the first of several equal addresses counts."""
    seen: set[str] = set()
    verdicts: list[InvitationVerdict] = []
    good = 0
    for entry in entries:
        key = email_key(entry.email or "")
        code = TWICE if entry.email and key in seen else _verdict(entry, key, known)
        if code == GOOD:
            code = TOO_MANY if good >= MOST_AT_ONCE else AGENCY_LIMIT if good >= known.left else GOOD
            good += code == GOOD
        seen.add(key)
        verdicts.append(InvitationVerdict(entry, code, known.accounts.get(key)))
    return verdicts


def left_in_field(verdicts: Sequence[InvitationVerdict]) -> str:
    """Return what stays in the field once the good addresses are invited, one a line; doubles are settled with them."""
    left = [verdict.entry for verdict in verdicts if verdict.code not in (GOOD, TWICE)]
    return "\n".join(f"{entry.name} <{entry.written}>" if entry.name else entry.written for entry in left)


def _verdict(entry: PastedAddress, key: str, known: AddressFacts) -> str:
    account = known.accounts.get(key)
    if entry.email is None:
        return BROKEN
    if key in known.of_candidates or (account is not None and account.role == CANDIDATE):
        return OF_CANDIDATE
    code = GOOD if account is None or account.withdrawn else _BY_STATE[account.state]
    return ADDRESS_LIMIT if code == GOOD and key in known.over_limit else code
