"""`portal inspect`: what the readers make of files, one JSON object per line."""

import json
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from portal.cli.inspect import command
from tests.readers.files import file
from tests.readers.mails import message, recipient, report

ONCE = "DTSTART;TZID=America/New_York:20270713T100000\nDTEND;TZID=America/New_York:20270713T110000\n"
DANA = 'ATTENDEE;CN="Ruiz, Dana":mailto:dana@acme.example\nATTENDEE:mailto:Ann@home.example\n'
OPTIONS = ("--candidate", "ann@home.example", "--domain", "acme.example", "--now", "2027-07-01T00:00:00Z")


def inspected(*arguments: str, given: str = "") -> tuple[int, list[dict[str, Any]]]:
    run = CliRunner().invoke(command, list(arguments), input=given)
    return run.exit_code, [json.loads(line) for line in run.stdout.splitlines()]


def test_invitations_are_recorded_in_the_order_given(tmp_path: Path) -> None:
    first, second = tmp_path / "1.ics", tmp_path / "2.ics"
    first.write_bytes(file(f"UID:1\n{ONCE}{DANA}"))
    second.write_bytes(file(f"UID:1\nSEQUENCE:1\n{ONCE}".replace("T10", "T12").replace("T11", "T13")))
    code, [found] = inspected("invitation", str(first), str(second), str(first), *OPTIONS)
    assert code == 0 and found["ok"] and found["problems"] == [] and found["others"] == []
    assert [(change["kind"], change["file"]) for change in found["changes"]] == [
        ("new", str(first)), ("moved", str(second)), ("old", str(first)),
    ]  # fmt: skip
    assert found["interviews"] == [
        {
            "uid": "1", "starts_at": "2027-07-13T12:00:00-04:00", "ends_at": "2027-07-13T13:00:00-04:00",
            "time_zone": "America/New_York", "status": "planned",
            "people": [
                {"name": "Dana Ruiz", "email": "dana@acme.example", "expected": True, "why": None},
                {"name": None, "email": "Ann@home.example", "expected": False, "why": "candidate"},
            ],
        }
    ]  # fmt: skip


def test_a_series_is_one_interview_with_others(tmp_path: Path) -> None:
    series = tmp_path / "series.ics"
    series.write_bytes(file(f"UID:1\n{ONCE}RRULE:FREQ=WEEKLY;COUNT=3\n"))
    _, [found] = inspected("invitation", str(series), *OPTIONS)
    assert [row["starts_at"][:10] for row in found["interviews"]] == ["2027-07-13"]
    assert [row["starts_at"][:10] for row in found["others"]] == ["2027-07-20", "2027-07-27"]


def test_what_cannot_be_read_or_used_is_said(tmp_path: Path) -> None:
    day = tmp_path / "day.ics"
    day.write_bytes(file("UID:1\nSUMMARY:Fair\nDTSTART;VALUE=DATE:20270714\n"))
    code, [found] = inspected("invitation", str(day), str(tmp_path / "none.ics"), *OPTIONS)
    assert code == 1 and not found["ok"] and found["interviews"] == [] and found["changes"] == []
    assert found["problems"][0].startswith("“Fair” is an all-day event") and "No such file" in found["problems"][1]


@pytest.mark.parametrize("option", [("--now", "soon"), ("--now", "2027-07-01"), ("--zone", "Nowhere")])
def test_bad_options_exit_2(tmp_path: Path, option: tuple[str, str]) -> None:
    assert CliRunner().invoke(command, ["invitation", str(tmp_path), *option]).exit_code == 2


def test_a_floating_time_is_in_the_zone_that_is_given(tmp_path: Path) -> None:
    floating = tmp_path / "floating.ics"
    floating.write_bytes(file("UID:1\nDTSTART:20270714T100000\n"))
    _, [found] = inspected("invitation", str(floating), "--zone", "Europe/Berlin", *OPTIONS)
    assert found["interviews"][0]["starts_at"] == "2027-07-14T10:00:00+02:00"


def test_a_signature_is_read_from_standard_input() -> None:
    text = (
        "Best,\nDana Ruiz\nHead of Robots\nAcme Inc.\nM: 212 555 0143\nTel. 212 555 0100 ext. 204\nDana@Acme.example\n"
    )
    code, [found] = inspected("signature", "-", given=text)
    assert code == 0
    assert found == {
        "file": "-", "ok": True, "problems": [], "name": "Dana Ruiz", "title": "Head of Robots",
        "organization": "Acme Inc.", "emails": ["dana@acme.example"], "addresses": [],
        "phones": [
            {"number": "212 555 0143", "extension": None, "kind": "cell"},
            {"number": "212 555 0100", "extension": "204", "kind": "voice"},
        ],
    }  # fmt: skip


def test_a_text_that_names_no_one_is_no_signature() -> None:
    code, [found] = inspected("signature", "-", given="the meeting is at noon")
    assert (code, found["ok"], found["name"], found["phones"]) == (1, False, None, [])


def test_a_draft_names_what_is_to_be_filled_in(tmp_path: Path) -> None:
    draft, broken = tmp_path / "draft.txt", tmp_path / "broken.docx"
    draft.write_text("Subject: Thank you\n\nDear <First Name>,\nthank you for [topic].", encoding="utf-8")
    broken.write_bytes(b"PK\x03\x04")
    code, [good, bad] = inspected("draft", str(draft), str(broken))
    assert code == 1
    assert (good["subject"], good["placeholders"]) == ("Thank you", ["<First Name>", "[topic]"])
    assert not bad["ok"] and bad["body"] == "" and bad["problems"]


def test_each_email_says_what_it_is(tmp_path: Path) -> None:
    contents = {
        "bounce.eml": report(recipient()),
        "away.eml": message("I am away.", "Auto-Submitted: auto-replied"),
        "reply.eml": message("Yes.\n\n> Thank you"),
        "body.txt": b"Yes.\n\n--\nDana",
        "empty.eml": b"",
    }
    for name, data in contents.items():
        (tmp_path / name).write_bytes(data)
    code, found = inspected("mail", *(str(tmp_path / name) for name in contents), str(tmp_path / "none.eml"))
    assert code == 1
    results = [{key: value for key, value in one.items() if key not in ("file", "ok", "problems")} for one in found]
    assert results == [
        {"kind": "bounce", "recipients": ["dana@acme.example"], "permanent": True},
        {"kind": "automatic"},
        {"kind": "message", "visible_text": "Yes."},
        {"kind": "message", "visible_text": "Yes."},
        {"kind": None},
        {"kind": None},
    ]
    assert [one["ok"] for one in found] == [True] * 4 + [False] * 2
    assert all(one["problems"] for one in found[4:])
