"""Who gets which candidate: by office and field, by last name, or evenly."""

import uuid
from collections.abc import Iterable

import pytest

from portal.staff.split import BY_FIELD, BY_NAME, EVENLY, Held, Successor, split

NEW_YORK, BOSTON = uuid.UUID(int=101), uuid.UUID(int=102)
ENGINEERING, IT, SALES = (uuid.UUID(int=number) for number in (201, 202, 203))
RITA, SAM, LENA = (uuid.UUID(int=number) for number in (1, 2, 3))
NAMES = {RITA: "Rita", SAM: "Sam", LENA: "Lena"}


def held(*rows: tuple[str, uuid.UUID | None, uuid.UUID | None, int]) -> list[Held]:
    return [Held(uuid.UUID(int=1000 + place), *row) for place, row in enumerate(rows)]


def people(names: str) -> list[Held]:
    return held(*((name, None, None, 0) for name in names.split()))


def outcome(rows: Iterable[Held], successors: Iterable[Successor], how: str) -> dict[str, list[str]]:
    """Return the last names of the candidates that each successor gets."""
    given = split(rows, list(successors), how)
    got: dict[str, list[str]] = {}
    for row in rows:
        if row.id in given:
            got.setdefault(NAMES[given[row.id]], []).append(row.last_name)
    return got


@pytest.mark.parametrize(
    ("names", "takers", "expected"),
    [
        ("Abel Brook Cole Dorn", (RITA, SAM), {"Rita": ["Abel", "Brook"], "Sam": ["Cole", "Dorn"]}),
        ("Dorn Abel Cole Brook", (RITA, SAM), {"Rita": ["Abel", "Brook"], "Sam": ["Dorn", "Cole"]}),
        ("Abel Lee lee Zorn", (RITA, SAM), {"Rita": ["Abel", "Lee", "lee"], "Sam": ["Zorn"]}),
        ("Lee Lee Lee Lee", (RITA, SAM), {"Rita": ["Lee"] * 4}),
        ("Abel", (RITA, SAM), {"Sam": ["Abel"]}),
        ("Abel Brook Cole", (RITA, SAM, LENA), {"Rita": ["Abel"], "Sam": ["Brook"], "Lena": ["Cole"]}),
        ("", (RITA, SAM), {}),
        ("Abel Brook", (), {}),
        ("Abel Brook", (RITA,), {"Rita": ["Abel", "Brook"]}),
    ],
)
def test_by_last_name_cuts_the_alphabet_and_keeps_namesakes_together(
    names: str, takers: tuple[uuid.UUID, ...], expected: dict[str, list[str]]
) -> None:
    assert outcome(people(names), [Successor(one) for one in takers], BY_NAME) == expected


@pytest.mark.parametrize(("number", "takers", "expected"), [(80, 2, [40, 40]), (7, 3, [2, 2, 3]), (2, 3, [0, 1, 1])])
def test_evenly_gives_each_the_same_number_give_or_take_one(number: int, takers: int, expected: list[int]) -> None:
    rows = people(" ".join(f"Name{place:03}" for place in range(number)))
    given = split(rows, [Successor(one) for one in (RITA, SAM, LENA)[:takers]], EVENLY)
    assert sorted(list(given.values()).count(one) for one in (RITA, SAM, LENA)[:takers]) == expected


def test_evenly_spreads_the_tasks_too() -> None:
    rows = held(*((name, None, None, tasks) for name, tasks in zip("ABCDEF", (3, 0, 3, 0, 0, 0), strict=True)))
    given = split(rows, [Successor(RITA), Successor(SAM)], EVENLY)
    assert {given[rows[0].id], given[rows[2].id]} == {RITA, SAM}


FIELDS = [
    ("the office comes before the field", [(NEW_YORK, SALES)], [(RITA, NEW_YORK, ()), (SAM, BOSTON, (SALES,))], "Rita"),
    (
        "in the office, who knows the field",
        [(NEW_YORK, SALES)],
        [(RITA, NEW_YORK, ()), (SAM, NEW_YORK, (SALES,))],
        "Sam",
    ),
    ("without an office, who knows the field", [(None, SALES)], [(RITA, NEW_YORK, ()), (SAM, BOSTON, (SALES,))], "Sam"),
    ("no one in the office: anyone", [(BOSTON, None)], [(RITA, NEW_YORK, ()), (SAM, None, ())], "Rita"),
]


@pytest.mark.parametrize(("why", "rows", "takers", "expected"), FIELDS, ids=[row[0] for row in FIELDS])
def test_an_office_and_field_goes_to_who_is_nearest(
    why: str,
    rows: list[tuple[uuid.UUID | None, uuid.UUID | None]],
    takers: list[tuple[uuid.UUID, uuid.UUID | None, tuple[uuid.UUID, ...]]],
    expected: str,
) -> None:
    candidates = held(*(("Lee", office, field, 0) for office, field in rows))
    assert set(outcome(candidates, [Successor(*taker) for taker in takers], BY_FIELD)) == {expected}, why


def test_a_field_of_an_office_stays_whole_and_the_largest_are_dealt_first() -> None:
    rows = held(
        *[("Eng", NEW_YORK, ENGINEERING, 0)] * 3, *[("It", NEW_YORK, IT, 0)] * 2, *[("Sales", NEW_YORK, SALES, 0)] * 2
    )
    everyone = [Successor(one, NEW_YORK, (ENGINEERING, IT, SALES)) for one in (RITA, SAM)]
    assert outcome(rows, everyone, BY_FIELD) == {"Rita": ["Eng"] * 3, "Sam": ["It"] * 2 + ["Sales"] * 2}
