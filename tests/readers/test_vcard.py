"""Contact cards as many programs write them: who is in them, and a sentence for what cannot be read."""

import base64
import json
from pathlib import Path

import pytest
from click.testing import CliRunner
from hypothesis import given
from hypothesis import strategies as st

from portal.cli.inspect import command
from portal.readers import vcard
from portal.readers.phones import Phone
from portal.readers.vcard import VCard
from tests.readers.cards import card, only

OUTLOOK = card(
    "N;LANGUAGE=en-us:Ruiz;Dana;;Dr.;",
    "FN:Dana Ruiz",
    "ORG:Acme, Inc.;Robots",
    "TITLE:Head of Robots",
    "TEL;WORK;VOICE:(212) 555-0143",
    "TEL;CELL;VOICE:+1 212 555 0144",
    "ADR;WORK;PREF;ENCODING=QUOTED-PRINTABLE:;;12 Main Street=0D=0A=",
    "Floor 3;New York;NY;10001;United States of America",
    "LABEL;WORK;PREF;ENCODING=QUOTED-PRINTABLE:12 Main Street=0D=0A=",
    "New York, NY 10001",
    "EMAIL;PREF;INTERNET:dana@acme.example",
    "PHOTO;TYPE=JPEG;ENCODING=BASE64:",
    " /9j/4AAQSkZJRgABAQEAYABgAAD=",
    "",
    'X-MS-OL-DESIGN;CHARSET=utf-8:<card xmlns="x"><fld name="EMAIL:no@no.example"/></card>',
    version="2.1",
)
IPHONE = card(
    "PRODID:-//Apple Inc.//iPhone OS 17.0//EN",
    "N:Park;Lee;;;",
    "FN:Lee Park",
    "ORG:Acme;",
    "item1.EMAIL;type=INTERNET;type=pref:lee@acme.example",
    "item1.X-ABLabel:Arbeit",
    "TEL;type=CELL;type=VOICE;type=pref:+49 170 1234567",
    "item2.ADR;type=WORK;type=pref:;;Heidestraße 17\\nHof;Köln;;51147;Deutschland",
)
GOOGLE_4 = card(
    "FN:Mo Díaz",
    "N:Díaz;Mo;;;",
    "EMAIL;TYPE=work:mo@acme.example",
    'TEL;VALUE=uri;TYPE="work,voice";PREF=1:tel:+1-418-656-9254;ext=102',
    "ORG:Acme",
    'ADR;LABEL="12 Main Street\\nNew York":;;;;;;',
    version="4.0",
)
IN_NEW_YORK = "12 Main Street\nFloor 3\nNew York, NY 10001\nUnited States of America"
NUMBERS = ("(212) 555-0143", "+1 212 555 0144")
PHONES = (Phone(NUMBERS[0], None, "voice"), Phone(NUMBERS[1], None, "cell"))
CARDS = {
    "Outlook": (
        OUTLOOK,
        VCard("Dana Ruiz", ("dana@acme.example",), PHONES, "Acme, Inc., Robots", "Head of Robots", (IN_NEW_YORK,)),
    ),
    "iPhone": (
        IPHONE,
        VCard(
            "Lee Park",
            ("lee@acme.example",),
            (Phone("+49 170 1234567", None, "cell"),),
            "Acme",
            None,
            ("Heidestraße 17\nHof\n51147 Köln\nDeutschland",),
        ),
    ),
    "Google": (
        GOOGLE_4,
        VCard(
            "Mo Díaz",
            ("mo@acme.example",),
            (Phone("+1-418-656-9254", "102", "voice"),),
            "Acme",
            None,
            ("12 Main Street\nNew York",),
        ),
    ),
}


@pytest.mark.parametrize("program", CARDS)
def test_a_card_says_who_somebody_is(program: str) -> None:
    data, wanted = CARDS[program]
    assert only(data) == wanted


SOFT = "FN;ENCODING=QUOTED-PRINTABLE;CHARSET=UTF-8:Zo=C3="
LATIN = "N;QUOTED-PRINTABLE;CHARSET=ISO-8859-1:M=FCller;J=F6rg"
NAMED = {
    "no FN": (card("N:Ruiz;Dana;Maria;Dr.;PhD"), "Dr. Dana Maria Ruiz PhD"),
    "several given names": (card("N:Doe;John;Richter,James;;"), "John Richter James Doe"),
    "an empty FN": (card("FN:", "N:Ruiz;Dana"), "Dana Ruiz"),
    "escapes": (card("FN:Dana\\; \\\\ Ruiz\\, MBA"), "Dana; \\ Ruiz, MBA"),
    "no escape at the end": (card("FN:Dana Ruiz\\"), "Dana Ruiz\\"),
    "a colon in quotes": (card('FN;X-NOTE="a:b;c":Dana Ruiz'), "Dana Ruiz"),
    "small letters": (card("fn:Dana Ruiz").replace(b"BEGIN:VCARD", b"begin:vcard"), "Dana Ruiz"),
    "folded": (card("FN:Dana Ma", " ria Ruiz"), "Dana Maria Ruiz"),
    "folded by a tab": (card("FN:Dana Ma", "\tria Ruiz"), "Dana Maria Ruiz"),
    "folded within a letter": (card("FN:Zoë Ruiz").replace(b"\xc3\xab", b"\xc3\r\n \xab"), "Zoë Ruiz"),
    "folded quoted-printable": (card(SOFT, "=AB Ruiz"), "Zoë Ruiz"),
    "bare quoted-printable": (card(LATIN, version="2.1"), "Jörg Müller"),
    "a semicolon in it": (card("N;ENCODING=QUOTED-PRINTABLE:Ruiz=3B;Dana", version="2.1"), "Dana Ruiz"),
    "base64": (card(f"FN;ENCODING=b:{base64.b64encode('Zoë Ruiz'.encode()).decode()}"), "Zoë Ruiz"),
    "an alphabet nobody knows": (card("FN;CHARSET=x-nothing:Zoë Ruiz"), "Zoë Ruiz"),
    "no codec for text": (card("FN;CHARSET=rot13:Zoë Ruiz"), "Zoë Ruiz"),
    "Windows": (card("FN:Zoë Ruiz").decode().encode("cp1252"), "Zoë Ruiz"),
    "Cyrillic": (card("FN;CHARSET=windows-1251:Анна").decode().encode("cp1251"), "Анна"),
    "a mark": (b"\xef\xbb\xbf" + card("FN:Zoë Ruiz"), "Zoë Ruiz"),
    "UTF-16": (card("FN:Zoë Ruiz").decode().encode("utf-16"), "Zoë Ruiz"),
    "UTF-16 without a mark": (card("FN:Zoë Ruiz").decode().encode("utf-16-le"), "Zoë Ruiz"),
    "UTF-16 the other way": (card("FN:Zoë Ruiz").decode().encode("utf-16-be"), "Zoë Ruiz"),
    "old Mac line ends": (card("FN:Dana Ruiz").replace(b"\r\n", b"\r"), "Dana Ruiz"),
    "Unix line ends and blank lines": (card("", "FN:Dana Ruiz", "").replace(b"\r\n", b"\n"), "Dana Ruiz"),
    "NUL": (card("FN:Dana\x00 Ruiz"), "Dana Ruiz"),
    "a turn of direction": (card("FN:Dana \u202eRuiz"), "Dana Ruiz"),
    "words before it": (b"Here is my card:\r\n\r\n" + card("FN:Dana Ruiz"), "Dana Ruiz"),
    "a group": (card("contact.FN:Dana Ruiz"), "Dana Ruiz"),
    "a name longer than any": (card("FN:" + "x" * 90_000), "x" * vcard.MAX_VALUE_LENGTH),
}


@pytest.mark.parametrize("kind", NAMED)
def test_a_name_is_found_however_it_is_written(kind: str) -> None:
    data, name = NAMED[kind]
    assert only(data).name == name


def test_a_company_alone_is_a_card() -> None:
    assert only(card("ORG:Acme;Robots")) == VCard(organization="Acme, Robots")


def test_an_old_phones_card_with_an_unfolded_picture_is_read() -> None:
    picture = base64.b64encode(b"x" * 3000).decode()
    lines = [picture[at : at + 76] for at in range(0, len(picture), 76)]
    found = only(card("N:Ruiz;Dana", "PHOTO;ENCODING=BASE64;TYPE=GIF:", *lines, "", "TEL;CELL:123456", version="2.1"))
    assert (found.name, found.phones) == ("Dana Ruiz", (Phone("123456", None, "cell"),))


@pytest.mark.parametrize("agent", ["AGENT:", "AGENT:BEGIN:VCARD"])
def test_an_assistants_card_within_a_card_is_left_out(agent: str) -> None:
    inner = ["BEGIN:VCARD"] if agent == "AGENT:" else []
    inner += ["VERSION:2.1", "N:Helper;Al", "EMAIL:al@acme.example", "END:VCARD"]
    found = only(card("N:Ruiz;Dana", agent, *inner, "EMAIL:dana@acme.example", version="2.1"))
    assert (found.name, found.emails) == ("Dana Ruiz", ("dana@acme.example",))


def test_a_card_without_its_end_is_read_and_said() -> None:
    broken = card("FN:Dana Ruiz").replace(b"END:VCARD\r\n", b"")
    for data, names in ((broken, ["Dana Ruiz"]), (broken + card("FN:Lee Park"), ["Dana Ruiz", "Lee Park"])):
        found = vcard.read(data)
        assert [row.name for row in found.cards] == names
        assert "Card 1 breaks off" in found.problems[0]


def test_several_cards_are_read_and_one_that_says_nothing_is_left_out() -> None:
    found = vcard.read(card("FN:Dana Ruiz") + card("NOTE:x") + card("FN:Lee Park"))
    assert [row.name for row in found.cards] == ["Dana Ruiz", "Lee Park"]
    assert found.problems == ("A card in it says nothing, so it was left out.",)


NO_CARD = {
    "nothing": (b"", "empty"),
    "only NUL": (b"\x00" * 1000, "empty"),
    "a ZIP archive": (b"PK\x03\x04" + b"x" * 100, "ZIP archive"),
    "a picture": (b"\xff\xd8\xff\xe0" + b"x" * 100, "no contact card"),
    "a calendar": (b"BEGIN:VCALENDAR\r\nEND:VCALENDAR\r\n", "no contact card"),
    "a card that says nothing": (card(), "says nothing"),
    "too much": (card("FN:x") + b"x" * vcard.MAX_BYTES, "larger than 20 MB"),
}


@pytest.mark.parametrize("kind", NO_CARD)
def test_what_is_no_card_is_said(kind: str) -> None:
    data, words = NO_CARD[kind]
    found = vcard.read(data)
    assert not found.ok
    assert words in found.problems[0]


def test_ten_thousand_cards_and_a_huge_picture_are_read() -> None:
    one = card("FN:Dana Ruiz", "EMAIL:d@acme.example", "TEL:123456", "ADR:;;1 Main Street;New York;NY;10001;USA")
    photo = card("FN:Last", "PHOTO;ENCODING=b:" + "A" * 10_000_000)
    found = vcard.read(one * 9_999 + photo + one)
    assert len(found.cards) == vcard.MAX_CARDS and found.cards[-1].name == "Last"
    assert "Only the first 10000" in found.problems[0]


@pytest.mark.parametrize(
    "line",
    [
        "N;ENCODING=QUOTED-PRINTABLE" + "=C3" * 5000 + '"',
        "N;" + ";" * 20_000,
        'N;A="' * 3000,
        "N:" + "\\" * 50_001,
        "N:" + ";" * 50_000,
    ],
)
def test_no_line_keeps_the_reader_for_ever(line: str) -> None:
    assert only(card(line, "EMAIL:dana@acme.example")).emails == ("dana@acme.example",)


PIECES = [*'\r\n \t;:=\\,"', "BEGIN:VCARD\r\n", "END:VCARD\r\n", "N", "ADR", "AGENT", "\xff", "=3D"]


@given(st.lists(st.sampled_from(PIECES)))
def test_nothing_breaks_the_reader(pieces: list[str]) -> None:
    found = vcard.read(b"BEGIN:VCARD\r\n" + "".join(pieces).encode("latin-1"))
    assert found.ok or found.problems


def test_inspect_says_what_is_in_each_file(tmp_path: Path) -> None:
    good, bad = tmp_path / "good.vcf", tmp_path / "bad.vcf"
    good.write_bytes(OUTLOOK)
    bad.write_bytes(b"PK\x03\x04")
    run = CliRunner().invoke(command, ["vcard", str(good), str(bad), str(tmp_path / "none.vcf")])
    rows = [json.loads(line) for line in run.stdout.splitlines()]
    assert run.exit_code == 1
    assert [row["ok"] for row in rows] == [True, False, False]
    assert rows[0]["cards"] == [
        {
            "name": "Dana Ruiz",
            "emails": ["dana@acme.example"],
            "phones": list(NUMBERS),
            "organization": "Acme, Inc., Robots",
            "title": "Head of Robots",
            "addresses": [IN_NEW_YORK],
        }
    ]
    assert rows[2]["cards"] == [] and "No such file" in rows[2]["problems"][0]
    assert CliRunner().invoke(command, ["vcard", str(good)]).exit_code == 0
    assert CliRunner().invoke(command, ["vcard"]).exit_code == 2
