"""Pasted lists of addresses: a table of what people paste, and what each entry is read as."""

import time

import pytest

from portal.staff.pasted_addresses import (
    DOTS,
    NO_AT,
    NO_DOMAIN,
    NO_ENDING,
    NO_LOCAL_PART,
    SEVERAL_ATS,
    SPACE,
    UNUSABLE,
    PastedAddress,
    read_addresses,
)

ADA, BEN = "ada@x.example", "ben@x.example"


def people(text: str) -> list[tuple[str | None, str | None]]:
    return [(entry.name, entry.email) for entry in read_addresses(text)]


@pytest.mark.parametrize(
    "text",
    [
        f"{ADA}\n{BEN}",
        f"{ADA}\r\n\r\n  {BEN}  ",
        f"{ADA}, {BEN}",
        f"{ADA};{BEN};",
        f"{ADA} {BEN}",
        f"{ADA}\t{BEN}",
        f"<{ADA}>, <{BEN}>",
        f"To: {ADA}, {BEN}",
        f"- {ADA}\n- {BEN}",
        f"1. {ADA}\n2) {BEN}",
        f"• {ADA}\n• {BEN}",
        f"mailto:{ADA}, mailto:{BEN}",
        f"'{ADA}', \"{BEN}\"",
        f"({ADA}), {BEN}.",
        f'"{ADA}" <{ADA}>, ben <{BEN}>',
        f"\u200b{ADA}\xa0{BEN}",
    ],
)
def test_addresses_are_read_in_any_usual_form(text: str) -> None:
    assert people(text) == [(None, ADA), (None, BEN)]


@pytest.mark.parametrize(
    "text",
    [
        f"Ada Lin <{ADA}>\nBen Hart <{BEN}>",
        f"Ada Lin <{ADA}>, Ben Hart <{BEN}>",
        f"Ada Lin <{ADA}> Ben Hart <{BEN}>",
        f'"Lin, Ada" <{ADA}>; "Hart, Ben" <{BEN}>',
        f"Lin, Ada <{ADA}>, Hart, Ben <{BEN}>",
        f"Lin, Ada <{ADA}>, Ben Hart <{BEN}>",
        f"Ada Lin,{ADA}\nBen Hart,{BEN}",
        f"{ADA},Ada Lin\n{BEN},Ben Hart",
        f"Ada Lin\t{ADA}\n{BEN}\tBen Hart",
        f"Ada Lin ({ADA})\n{BEN} (Ben Hart)",
        f"Ada Lin {ADA} Ben Hart {BEN}",
    ],
)
def test_names_are_kept_where_someone_typed_one(text: str) -> None:
    assert people(text) == [("Ada Lin", ADA), ("Ben Hart", BEN)]


@pytest.mark.parametrize(
    ("text", "written", "problem"),
    [
        ("wes", "wes", NO_AT),
        ("ada lin", "ada lin", NO_AT),
        ("eve.stone@mcgrath", "eve.stone@mcgrath", NO_ENDING),
        ("Eve Stone <eve@mcgrath>", "eve@mcgrath", NO_ENDING),
        ("eve@@x.example", "eve@@x.example", SEVERAL_ATS),
        ("eve@x@y.example", "eve@x@y.example", SEVERAL_ATS),
        ("@x.example", "@x.example", NO_LOCAL_PART),
        ("eve@", "eve@", NO_DOMAIN),
        ("eve @x.example", "eve @x.example", SPACE),
        ("eve..stone@x.example", "eve..stone@x.example", DOTS),
        ("eve@x_y.example", "eve@x_y.example", UNUSABLE),
        ("e" * 300 + "@x.example", "e" * 254, UNUSABLE),
    ],
)
def test_a_broken_address_is_kept_as_written_with_what_to_fix(text: str, written: str, problem: str) -> None:
    (entry,) = read_addresses(text)
    assert (entry.written, entry.email, entry.problem) == (written, None, problem)


def test_one_broken_entry_leaves_its_neighbors_alone() -> None:
    text = f"{ADA}, wes, {BEN}; eve@mcgrath, wes, Ada Lin <{ADA}>"
    read = [entry.email or entry.problem for entry in read_addresses(text)]
    assert read == [ADA, NO_AT, BEN, NO_ENDING, NO_AT, ADA]


@pytest.mark.parametrize("text", ["", " \n;,\t", '""', "<>"])
def test_nothing_is_read_from_nothing(text: str) -> None:
    assert read_addresses(text) == []


def test_a_name_is_never_made_from_the_address() -> None:
    assert read_addresses("nora.blue <nora.blue@x.example>") == [
        PastedAddress("nora.blue@x.example", "nora.blue@x.example")
    ]


@pytest.mark.parametrize(
    "text", ["a" * 20_000, "<" * 20_000, "a" * 19_999 + "<", "(" * 20_000, "@" * 20_000, "a@ " * 6_000]
)
def test_reading_takes_a_moment_whatever_was_pasted(text: str) -> None:
    start = time.process_time()
    read_addresses(text)
    assert time.process_time() - start < 1
