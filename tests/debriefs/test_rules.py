"""Which question comes when, and whom a debrief is of."""

from dataclasses import replace
from uuid import UUID

import pytest

from portal.contacts.details import ContactDetails
from portal.debriefs.rules import (
    DETAIL_FIELDS,
    PACE,
    PEOPLE,
    START,
    DebriefScreen,
    PersonEntry,
    is_same_person,
    list_screens,
    load_entries,
    next_screen,
    progress,
    serialize_entries,
    shares,
)

DANA = PersonEntry(UUID(int=1), known=ContactDetails("Dana Ruiz", email="dana@acme.example"))
LEE = PersonEntry(UUID(int=2), known=ContactDetails("Lee Park", title="Planner"))
GUESS = PersonEntry(UUID(int=5), known=ContactDetails("Gus Moss", email="g@acme.example", email_is_guess=True))
POST = PersonEntry(UUID(int=3), known=ContactDetails("Pat Post", postal_address="1 Main St"))
NEW = PersonEntry(UUID(int=4), said={"name": "Nina Quist", "email": "nina@acme.example"})


def asked(*people: PersonEntry, here: DebriefScreen = START) -> list[str]:
    names = {entry.id: entry.name.split()[0] for entry in people}
    return [f"{one.kind} {names[one.of]}" if one.of else one.kind for one in list_screens(people, here)]


@pytest.mark.parametrize(
    ("people", "questions"),
    [
        ((), ["start", "people", "pace"]),
        ((DANA,), ["start", "people", "talk Dana", "pace"]),
        ((POST,), ["start", "people", "talk Pat", "pace"]),
        ((GUESS,), ["start", "people", "details Gus", "talk Gus", "pace"]),
        ((LEE,), ["start", "people", "details Lee", "talk Lee", "pace"]),
        ((NEW, LEE), ["start", "people", "details Nina", "details Lee", "talk Nina", "talk Lee", "pace"]),
        ((replace(LEE, met=False), DANA), ["start", "people", "talk Dana", "pace"]),
    ],
)
def test_who_was_met_is_asked_about_and_how_to_reach_them_only_where_unknown(
    people: tuple[PersonEntry, ...], questions: list[str]
) -> None:
    assert asked(*people) == questions


def test_a_question_that_would_be_passed_over_can_be_gone_to() -> None:
    assert asked(DANA, here=DebriefScreen("details", DANA.id)) == [
        "start",
        "people",
        "details Dana",
        "talk Dana",
        "pace",
    ]


@pytest.mark.parametrize(
    ("here", "by", "there"),
    [
        (START, 1, PEOPLE),
        (START, -1, START),
        (PEOPLE, 1, DebriefScreen("talk", DANA.id)),
        (DebriefScreen("talk", DANA.id), -1, PEOPLE),
        (PACE, 1, PACE),
        (DebriefScreen("talk", LEE.id), 0, START),
    ],
)
def test_one_goes_on_and_back_and_from_nowhere_to_the_first(here: DebriefScreen, by: int, there: DebriefScreen) -> None:
    assert next_screen(list_screens((DANA,)), here, by) == there


@pytest.mark.parametrize(
    ("people", "here", "done"),
    [
        ((DANA,), START, [0.5, 0, 0, 0]),
        ((DANA,), PEOPLE, [1, 0.5, 0, 0]),
        ((DANA, LEE), DebriefScreen("details", LEE.id), [1, 0.67, 0, 0]),
        ((DANA, LEE), DebriefScreen("talk", LEE.id), [1, 1, 0.67, 0]),
        ((DANA, LEE), PACE, [1, 1, 1, 0.5]),
        ((DANA,), DebriefScreen("talk", LEE.id), [1, 1, 0.5, 0]),
    ],
)
def test_a_part_fills_by_its_own_questions(
    people: tuple[PersonEntry, ...], here: DebriefScreen, done: list[float]
) -> None:
    assert shares(progress(list_screens(people, here), here)) == done


def test_what_is_kept_reads_as_it_was_told() -> None:
    told = (replace(DANA, met=False), LEE.saying({"phone": "1"}), NEW)
    read = load_entries({"people": serialize_entries(told)}, [DANA, LEE])
    assert [(one.id, one.met, one.known) for one in read] == [(one.id, one.met, one.known) for one in told]
    assert read[1].said["phone"] == "1" and read[2].name == "Nina Quist"


def test_the_list_as_it_is_now_decides_who_is_on_it() -> None:
    kept = {"people": serialize_entries([DANA, LEE])}
    assert [one.id for one in load_entries(kept, [LEE, POST])] == [LEE.id, POST.id], "Dana was taken off, Pat put on"


@pytest.mark.parametrize("kept", [{}, {"people": "x"}, {"people": [1, {"id": "x"}]}, {"people-0-name": "old"}])
def test_what_cannot_be_read_counts_as_not_told(kept: dict[str, object]) -> None:
    assert load_entries(kept, [DANA]) == (DANA,)


@pytest.mark.parametrize(
    ("entry", "name", "email", "same"),
    [
        (DANA, "dana  RUIZ", None, True),
        (DANA, "D. Ruiz", "DANA@acme.example", True),
        (DANA, "Dana Ruiz", "other@acme.example", False),
        (LEE, "Lee Park", "lee@acme.example", True),
        (NEW, "N. Quist", "nina@acme.example", True),
        (NEW, "Lee Park", None, False),
    ],
)
def test_somebody_is_the_same_by_address_else_by_name(
    entry: PersonEntry, name: str, email: str | None, same: bool
) -> None:
    assert is_same_person(entry, name, email) is same


@pytest.mark.parametrize(
    ("entry", "known"),
    [(DANA, {"name", "email"}), (LEE, {"name", "title"}), (GUESS, {"name"}), (NEW, set())],
)
def test_what_the_agency_knows_is_not_asked_for(entry: PersonEntry, known: set[str]) -> None:
    assert entry.lacking == tuple(name for name in DETAIL_FIELDS if name not in known)
