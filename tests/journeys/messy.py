"""A file of candidates as another system exports it: 600 rows, 90 of them about someone twice, and none tidy."""

import csv
import random
from collections.abc import Sequence
from dataclasses import dataclass, replace
from io import StringIO
from itertools import product

SEED = 16
NEW, TWICE, KNOWN, ALIKE, BROKEN = 486, 60, 10, 20, 24
ROWS = NEW + TWICE + KNOWN + ALIKE + BROKEN
TITLE = ["Candidate export, all branches", "", "", "printed 11/24/2026"]
COLUMNS = ["Rec ID", "Full Name", "", "Email 1", "Mobile", "Owner", "Rating"]
FIRST = """
    Abelard Brunhild Casimir Dagny Eulalia Fenwick Gudrun Hyacinth Isolde Jocasta Kazimir Leocadia Melchior Nepomuk
    Ottoline Peregrine Quillon Radegund Sigurd Theophila Ulrika Vendela Wilhelmina Zdenka
""".split()  # noqa: SIM905 - names to read
LAST = """
    Ackerly Björkqvist Castellanos Dinwiddie Eberhardt Fjeldstad Grimshaw Hollingworth Ibarguren Jaroszewski
    Kristjánsson Lefèvre Mukherjee Nørgaard Oyelaran Pfannenstiel Quattlebaum Rautenberg Szymborska Thistlewood
    Urquhart Vandersloot Whitlock Zubizarreta
""".split()  # noqa: SIM905 - names to read
SHORT = 4
"""A name of so few letters is not recognized with one letter more."""
OWNERS = ("", "Rita Alvarez", "RITA ALVAREZ", "sam.whitfield@mcgrath.example")


@dataclass(frozen=True)
class Person:
    """Someone as they are; a row writes them down in one way or another."""

    number: int
    name: str
    email: str
    phone: str = ""

    @property
    def record(self) -> str:
        return f"C-{self.number:05}"

    @property
    def has_a_title(self) -> bool:
        """Whether the file writes a title or a degree with their name, which an import keeps."""
        return self.number % 6 > 3


def people(count: int, *, after: int = 0) -> list[Person]:
    """That many people whose names and numbers resemble nobody else’s."""
    names = [f"{first} {last}" for first, last in product(FIRST, LAST)][after : after + count]
    return [
        Person(number, name, f"person{number}@example.org", f"646{2000000 + number * 37}")
        for number, name in enumerate(names, after + 1)
    ]


def november(known: Sequence[tuple[str, str, str]]) -> bytes:
    """The file; `known` are names, addresses, and phone numbers of people who are in the portal."""
    chance, new = random.Random(SEED), people(NEW)
    long = [one for one in known if len(one[0].split()[0]) > SHORT]
    here = [Person(9000 + place, *one) for place, one in enumerate(long[: KNOWN + ALIKE])]
    same, alike = here[:KNOWN], here[KNOWN:]
    rows = [_row(one, chance) for one in new]
    rows += [_row(replace(one, email=f" {one.email.upper()}"), chance) for one in chance.sample(new, TWICE)]
    rows += [[*_row(one, chance)[:5], "", ""] for one in same]
    rows += [_row(_like(one), chance) for one in alike]
    rows += [_broken(one, chance) for one in people(BROKEN, after=NEW)]
    chance.shuffle(rows)
    return written([TITLE, [], COLUMNS, *rows])


def december(moved: Sequence[Person], new: Sequence[Person], rest: Sequence[Person]) -> bytes:
    """The file of a month later: some have another number, some are new, and the rest is as it was."""
    chance = random.Random(SEED + 1)
    rows = [_row(replace(one, phone=f"917{one.phone[3:]}"), chance) for one in moved]
    rows += [_row(one, chance) for one in [*new, *rest]]
    return written([TITLE, [], COLUMNS, *rows])


def _like(one: Person) -> Person:
    """Someone who may be this person: of another address, and with their number, or with a name like theirs."""
    if one.number % 2:
        return replace(one, name=f"{FIRST[one.number % 24]} Newname", email=f"phone{one.number}@example.org")
    first, _space, last = one.name.partition(" ")
    return replace(one, name=f"{first}{first[-1]} {last}", email=f"name{one.number}@example.org", phone="")


def _row(one: Person, chance: random.Random) -> list[str]:
    rating = chance.choice(("", "A", "B+", "n/a"))
    owner = OWNERS[one.number % len(OWNERS)]
    return [one.record, _named(one), "", one.email, _dialed(one), owner, rating]


def _broken(one: Person, chance: random.Random) -> list[str]:
    row = _row(one, chance)
    place, text = ((3, "someone@example"), (3, ""), (4, "6.462E+09"))[one.number % 3]
    row[place] = f"{one.number}.{text}" if text == "someone@example" else text
    return row


def _named(one: Person) -> str:
    first, _space, last = one.name.partition(" ")
    ways = (
        one.name,
        one.name.upper(),
        f"{last}, {first}",
        f"  {first}   {last} ",
        f"Dr. {one.name}",
        f"{one.name}, PhD",
    )
    return ways[one.number % len(ways)]


def _dialed(one: Person) -> str:
    digits = "".join(sign for sign in one.phone if sign.isdigit())[-10:]
    if not digits:
        return ""
    area, middle, end = digits[:3], digits[3:6], digits[6:]
    shortened = f"{digits[0]}.{digits[1:]}E+09"
    ways = (f"({area}) {middle}-{end}", f"+1 {area} {middle} {end}", f"{area}.{middle}.{end}", shortened)
    return ways[one.number % len(ways)]


def written(rows: Sequence[Sequence[str]]) -> bytes:
    """The rows as an older program saves them: semicolons, Windows-1252, and lines that end as on Windows."""
    text = StringIO()
    csv.writer(text, delimiter=";", lineterminator="\r\n").writerows(rows)
    return text.getvalue().encode("cp1252")
