"""What becomes of each pasted address: a table of what is known of it, and the verdict."""

import uuid

import pytest

from portal.staff.invitation_verdicts import (
    ADDRESS_LIMIT,
    AGENCY_LIMIT,
    ALREADY_INVITED,
    BROKEN,
    FORMER,
    GOOD,
    HERE,
    MOST_AT_ONCE,
    OF_CANDIDATE,
    TOO_MANY,
    TWICE,
    AddressFacts,
    KnownAccount,
    judge,
    left_in_field,
)
from portal.staff.pasted_addresses import read_addresses

ADA = "ada@x.example"


def account(role: str = "recruiter", state: str = "active", *, withdrawn: bool = False) -> AddressFacts:
    return AddressFacts({ADA: KnownAccount(uuid.uuid4(), "Ada Lin", role, state, withdrawn)})


def codes(text: str, known: AddressFacts | None = None) -> list[str]:
    return [verdict.code for verdict in judge(read_addresses(text), known or AddressFacts())]


@pytest.mark.parametrize(
    ("known", "code"),
    [
        (AddressFacts(), GOOD),
        (account(), HERE),
        (account("owner"), HERE),
        (account(state="invited"), ALREADY_INVITED),
        (account(state="deactivated"), FORMER),
        (account(state="deactivated", withdrawn=True), GOOD),
        (account("candidate"), OF_CANDIDATE),
        (account("candidate", "deactivated"), OF_CANDIDATE),
        (AddressFacts(of_candidates=frozenset({ADA})), OF_CANDIDATE),
        (AddressFacts(over_limit=frozenset({ADA})), ADDRESS_LIMIT),
        (AddressFacts(left=0), AGENCY_LIMIT),
    ],
)
def test_an_address_is_invited_or_left_out_for_a_reason(known: AddressFacts, code: str) -> None:
    assert codes("ADA@X.example", known) == [code]


def test_equal_addresses_are_invited_once_and_broken_ones_are_told_apart() -> None:
    assert codes(f"{ADA}, Ada@x.example, wes, bob") == [GOOD, TWICE, BROKEN, BROKEN]


def test_only_as_many_are_good_as_the_agency_may_send_and_as_fit_in_one_go() -> None:
    many = "\n".join(f"person{number}@x.example" for number in range(MOST_AT_ONCE + 2))
    assert codes(many, AddressFacts(left=2))[:4] == [GOOD, GOOD, AGENCY_LIMIT, AGENCY_LIMIT]
    assert codes(many, AddressFacts(left=300))[-3:] == [GOOD, TOO_MANY, TOO_MANY]


def test_what_is_left_stays_in_the_field_as_it_was_named() -> None:
    verdicts = judge(
        read_addresses(f"Ada Lin <{ADA}>, new@x.example, new@x.example, Eve Stone <eve@mcgrath>"), account()
    )
    assert left_in_field(verdicts) == f"Ada Lin <{ADA}>\nEve Stone <eve@mcgrath>"
