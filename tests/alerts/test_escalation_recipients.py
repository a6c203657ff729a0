"""Who else is told of a request that nobody took: the office, or the owners."""

import uuid

import pytest

from portal.alerts.escalation_recipients import Colleague, escalation_recipients

HERE, THERE = uuid.uuid4(), uuid.uuid4()
RITA, SAM, STAN, OLGA = (uuid.uuid4() for _ in range(4))
ALL = (
    Colleague(RITA, False, HERE),
    Colleague(SAM, False, HERE),
    Colleague(STAN, False, THERE),
    Colleague(OLGA, True, THERE),
)


@pytest.mark.parametrize(
    ("case", "colleagues", "asked", "offices", "visibility", "expected"),
    [
        ("the office, but not who was asked", ALL, {RITA}, {HERE}, "office", (SAM,)),
        ("the same where all see all", ALL, {RITA}, {HERE}, "agency", (SAM,)),
        ("the owner, where each sees only their own", ALL, {RITA}, {HERE}, "own", (OLGA,)),
        ("an owner of the office, where each sees only their own", ALL, {STAN}, {THERE}, "own", (OLGA,)),
        ("the owner, where the office has nobody else", ALL[:1] + ALL[2:], {RITA}, {HERE}, "office", (OLGA,)),
        ("the owner, where the candidate has no office", ALL, {RITA}, set(), "office", (OLGA,)),
        ("the whole office, where nobody looks after them", ALL, set(), {HERE}, "office", (RITA, SAM)),
        ("both offices, where both wait", ALL, {RITA, OLGA}, {HERE, THERE}, "office", (SAM, STAN)),
        ("nobody, where there is nobody else", ALL[:1], {RITA}, {HERE}, "office", ()),
    ],
)
def test_others_are_told(
    case: str,
    colleagues: tuple[Colleague, ...],
    asked: set[uuid.UUID],
    offices: set[uuid.UUID],
    visibility: str,
    expected: tuple[uuid.UUID, ...],
) -> None:
    assert escalation_recipients(colleagues, asked, offices, visibility) == expected, case
