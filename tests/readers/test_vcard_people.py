"""Who a contact card is of: their phones, their preferred address, and whether it is a person at all."""

import pytest

from portal.readers import vcard
from tests.readers.cards import card, only

PHONES_OF = {
    "a fax first": (['TEL;TYPE="WORK,FAX":1', "TEL;TYPE=PAGER:2", "TEL;TYPE=CELL:3"], ["3"]),
    "a fax of version 2.1": (["TEL;WORK;FAX:1", "TEL;WORK;VOICE:2"], ["2"]),
    "a fax in several types": (["TEL;TYPE=home;TYPE=fax:1", "TEL;TYPE=home:2"], ["2"]),
    "the preferred one": (["TEL;TYPE=cell:1", "TEL;TYPE=work,pref:2"], ["2", "1"]),
    "the preferred one of version 4": (["TEL;PREF=50:1", "TEL;PREF=2:2", "TEL:3"], ["2", "1", "3"]),
    "a switchboard": (["TEL;TYPE=MAIN:1", "TEL;TYPE=WORK,VOICE:2"], ["2", "1"]),
    "only a fax": (["TEL;TYPE=FAX:1"], []),
    "an extension": (["TEL;TYPE=WORK:212 555 0100 x204"], ["212 555 0100 ext. 204"]),
}


@pytest.mark.parametrize("case", PHONES_OF)
def test_phones_that_a_person_answers_come_first(case: str) -> None:
    lines, wanted = PHONES_OF[case]
    assert [phone.written for phone in only(card("FN:Dana Ruiz", *lines)).phones] == wanted


def test_the_preferred_address_comes_first() -> None:
    lines = ["EMAIL;type=HOME:dana@home.example", "EMAIL;type=WORK;type=pref:dana@acme.example"]
    assert only(card("FN:Dana Ruiz", *lines)).emails == ("dana@acme.example", "dana@home.example")


@pytest.mark.parametrize("spelling", ["QUOTED-PRINTABLE", "quoted-printable", "QUOTED", "Q", "QP", "Quoted_Printable"])
def test_any_spelling_of_the_encoding_is_read(spelling: str) -> None:
    assert only(card(f"FN;ENCODING={spelling}:Ren=C3=A9e Lef=C3=A8vre")).name == "Renée Lefèvre"
    assert only(card("N:Ruiz;Dana", f"TITLE;ENCODING={spelling}:Head of=", " Robots")).title == "Head of Robots"


@pytest.mark.parametrize("spelling", ["B", "b", "BASE64", "Base-64"])
def test_any_spelling_of_base64_is_read(spelling: str) -> None:
    assert only(card(f"FN;ENCODING={spelling}:UmVuw6llIExlZsOodnJl")).name == "Renée Lefèvre"


COMPANIES = {
    "Apple's": ["N:;;;;", "FN:Acme Robots", "ORG:Acme Robots;", "X-ABShowAs:COMPANY"],
    "version 4": ["FN:Acme Robots", "KIND:org"],
    "a name that is the company's": ["FN:Acme Robots", "ORG:Acme Robots", "TEL:1"],
    "the company as the name": ["N:Acme Robots;;;;", "FN:Acme Robots", "ORG:Acme Robots"],
}


@pytest.mark.parametrize("case", COMPANIES)
def test_a_companys_card_is_no_person(case: str) -> None:
    found = vcard.read(card(*COMPANIES[case]))
    assert [(row.name, row.organization, row.is_company) for row in found.cards] == [(None, "Acme Robots", True)]
    assert found.problems == ("Card 1 is a company’s (Acme Robots), not a person’s.",)


PERSONS: dict[str, tuple[list[str], str | None]] = {
    "the last name first": (["FN:Hansen\\, Sune"], "Sune Hansen"),
    "an address as the name": (["FN:dana@acme.example", "N:Ruiz;Dana;;;"], "Dana Ruiz"),
    "only an address": (["FN:dana@acme.example", "EMAIL:dana@acme.example"], None),
    "a title": (["FN:Dr. Erika Mustermann"], "Dr. Erika Mustermann"),
}


@pytest.mark.parametrize("case", PERSONS)
def test_a_name_is_a_persons_name(case: str) -> None:
    lines, wanted = PERSONS[case]
    assert only(card(*lines)).name == wanted
