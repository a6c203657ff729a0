"""What the pattern of an employer's addresses makes of a name, and where nothing is guessed."""

import pytest

from portal.contacts.email_patterns import ConfirmedAddress, guess_email
from portal.names.rules import split_name

ANN, BOB, EVE = "Ann Lee", "Bob Moss", "Eve Ng"


def known(*pairs: tuple[str, str]) -> list[ConfirmedAddress]:
    return [ConfirmedAddress(name, local if "@" in local else f"{local}@acme.example") for name, local in pairs]


@pytest.mark.parametrize(
    ("pattern", "one", "other", "expected"),
    [
        ("first.last", "ann.lee", "bob.moss", "dana.ruiz"),
        ("first_last", "ann_lee", "bob_moss", "dana_ruiz"),
        ("first-last", "ann-lee", "bob-moss", "dana-ruiz"),
        ("firstlast", "annlee", "bobmoss", "danaruiz"),
        ("flast", "alee", "bmoss", "druiz"),
        ("f.last", "a.lee", "b.moss", "d.ruiz"),
        ("f_last", "a_lee", "b_moss", "d_ruiz"),
        ("firstl", "annl", "bobm", "danar"),
        ("first.l", "ann.l", "bob.m", "dana.r"),
        ("first_l", "ann_l", "bob_m", "dana_r"),
        ("last.first", "lee.ann", "moss.bob", "ruiz.dana"),
        ("lastf", "leea", "mossb", "ruizd"),
        ("last.f", "lee.a", "moss.b", "ruiz.d"),
        ("first", "ann", "bob", "dana"),
        ("last", "lee", "moss", "ruiz"),
    ],
)
def test_two_who_agree_make_a_pattern(pattern: str, one: str, other: str, expected: str) -> None:
    found = guess_email("Dana Ruiz", known((ANN, one), (BOB, other)))
    assert found is not None
    assert (found.email, found.pattern, found.agreeing) == (f"{expected}@acme.example", pattern, 2)


@pytest.mark.parametrize(
    ("case", "rows"),
    [
        ("nobody is known", known()),
        ("one alone proves nothing", known((ANN, "ann.lee"))),
        ("two who disagree", known((ANN, "ann.lee"), (BOB, "bmoss"))),
        ("two against two", known((ANN, "ann.lee"), (BOB, "bob.moss"), (EVE, "eng"), ("Kim Day", "kday"))),
        ("a minority", known((ANN, "ann.lee"), (BOB, "bob.moss"), (EVE, "e7"), ("Kim Day", "k9"), ("Al Po", "x"))),
        ("two at two domains", known((ANN, "ann.lee@acme.example"), (BOB, "bob.moss@bolt.example"))),
        ("private mailboxes", known((ANN, "ann.lee@gmail.com"), (BOB, "bob.moss@gmail.com"))),
        ("departments", known((ANN, "hr"), (BOB, "info"), (EVE, "jobs"))),
        ("addresses that are no names", known((ANN, "x17"), (BOB, "x18"))),
        ("names of one word", known(("Ann", "ann"), ("Bob", "bob"))),
    ],
)
def test_nothing_is_guessed_from(case: str, rows: list[ConfirmedAddress]) -> None:
    assert guess_email("Dana Ruiz", rows) is None, case


def test_a_department_and_one_odd_address_do_not_hide_the_pattern() -> None:
    found = guess_email("Dana Ruiz", known((ANN, "ann.lee"), (BOB, "bob.moss"), (EVE, "eve7"), ("Desk", "reception")))
    assert found is not None and found.email == "dana.ruiz@acme.example"


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("Dr. Dana Ruiz", "dana.ruiz"),
        ("Dana M. Ruiz", "dana.ruiz"),
        ("Dana Ruiz, PhD", "dana.ruiz"),
        ("Ruiz, Dana", "dana.ruiz"),
        ("Dana Ruiz Jr.", "dana.ruiz"),
        ("José Núñez", "jose.nunez"),
        ("Søren Ødegård", "soren.odegard"),
        ("Jan van der Berg", "jan.vanderberg"),
        ("Mary-Ann O’Neil", "mary-ann.oneil"),
        ("Ana Smith-Jones", "ana.smith-jones"),
        ("Dana", None),
        ("李雷", None),
        ("Иван Петров", None),
        ("Dr. Ruiz", None),
        ("", None),
    ],
)
def test_a_name_is_folded_as_addresses_are(name: str, expected: str | None) -> None:
    found = guess_email(name, known((ANN, "ann.lee"), (BOB, "bob.moss")))
    assert (found.email if found else None) == (f"{expected}@acme.example" if expected else None)


def test_umlauts_are_spelled_out_where_the_others_are() -> None:
    rows = [("Jörg Müller", "joerg.mueller"), (ANN, "ann.lee")]
    spelled, plain = (
        guess_email("Käthe Groß", known(*rows)),
        guess_email("Käthe Groß", known((ANN, "ann.lee"), (BOB, "bob.moss"))),
    )
    assert spelled is not None and spelled.email == "kaethe.gross@acme.example"
    assert plain is not None and plain.email == "kathe.gross@acme.example"


def test_an_address_that_is_somebody_elses_is_not_guessed_for_a_namesake() -> None:
    rows = known((ANN, "ann.lee"), (BOB, "bob.moss"))
    assert guess_email("Ann Lee", rows, taken=("Ann.Lee@acme.example",)) is None


@pytest.mark.parametrize(
    ("name", "parts"),
    [
        ("Ludwig van Beethoven", ("Ludwig", "vanBeethoven")),
        ("Van Morrison", ("Van", "Morrison")),
        ("Prof. Dr. Eva Stein", ("Eva", "Stein")),
        ("de la Cruz, Ana", ("Ana", "delaCruz")),
    ],
)
def test_first_and_last_name(name: str, parts: tuple[str, str]) -> None:
    assert split_name(name) == parts
