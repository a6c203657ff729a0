"""Whatever is typed, pasted or forged: it is taken or refused, and nothing breaks."""

import re
import uuid
from base64 import b64encode
from collections.abc import Iterator
from datetime import timedelta
from io import BytesIO
from itertools import count, cycle, islice

import pytest
from flask import Flask
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy import update

from portal.accounts.models import SignIn
from tests.factories.firm import Firm
from tests.fixtures.app import Browse, Browser, csrf
from tests.hostile.walking import WORDS_IN_PATHS, kinds_of_form
from tests.web.page_forms import Sent, send

TEXTS = (
    "a\x00b",
    "<script>alert(1)</script>{{ 7*7 }}'\"%s%(x)s\r\nBcc: thief@evil.example\u202e\u2028",
    "\U0001f600\ufffe\u0301" * 2000,
)
AWKWARD = st.sampled_from((
    "", " ", "0", "-1", "1e309", "NaN", "inf", "null", "undefined", "true", "\ufeff", "\u200b", "ﬁ", "İ", "ß", "Ω≈ç√",
    "田中さんにあげて下さい", "الكل في المجمو عة", "1;DROP TABLE accounts", "' OR 1=1 --", "$HOME", "%d%s%n",
    "{% raw %}", "../../../etc/passwd", "<img src=x onerror=alert(1)>", "\u202etest\u202c", "a" * 20_000, "\x1b[31m",
    "a@b@c", "\"very odd\"@example.com", "x" * 65 + "@example.com", "00000000-0000-0000-0000-000000000000",
    "2026-02-29", "+0001-01-01", "25:61", "24:00", "23:59:60", "+" + "9" * 39, "https://[", "http://\u2100.example",
    "America/New_York", "../UTC", "Europe/Nowhere", "yes", "held", "moved",
))  # fmt: skip
DAYS = ("9999-12-31", "0001-01-01", "9" * 5000)
IDS = ("not-an-id", "a\x00b")
NO_IDS = ("%00", "%ff", "..%2f..%2fetc%2fpasswd", "1", "x" * 3000, "0" * 36, "{{7*7}}", "%0d%0a")
REACHED = """
    quick_add.new imports.new imports.save_mapping imports.edit_cell imports.edit_options
    staff.detail staff_invitations.invite absences.edit own_absence.edit hand_overs.hand_over leaving.deactivate
    settings.edit offices.add hours.index policies.edit sign_in_rules.edit
"""
"""Forms that must be among those that are filled."""
OFFERED_NOWHERE = ("uploaded", "people-0-name", "people-99999999-met", "event-0", "role", "agency_id", "autosave")


def test_no_field_of_any_form_breaks_the_page(app: Flask, walks: list[tuple[Browser, list[str]]]) -> None:
    broken, sent, turns = [], set[str](), count()
    for browser, paths in walks:
        token = csrf(browser.get("/me/account", follow_redirects=True).text)
        for form in kinds_of_form(browser, paths):
            endpoint = app.url_map.bind("").match(form.path, method="POST")[0]
            if endpoint in sent:
                continue
            sent.add(endpoint)
            for fields in changes(form, turns):
                status = send(browser, form.path, fields | {"csrf_token": token}).status_code
                if status >= 500 or status == 401:
                    broken.append((endpoint, {name: value[:20] for name, value in fields.items()}, status))
        assert not [path for path in paths if "<script>alert(" in browser.get(path).text]
    assert broken == []
    assert len(sent) > 30 and set(REACHED.split()) <= sent, sorted(sent)


@pytest.mark.parametrize("blank", [" ", "\u3000", "\t\r\n"])
def test_blanks_alone_fill_no_field_that_is_needed(firm: Firm, browse: Browse, blank: str) -> None:
    recruiter = browse(firm.recruiter)
    made = {"name": blank, "email": "a@example.org", "time_zone": "UTC", "field_id": "", "office_id": ""}
    answers = [
        recruiter.post("/candidates/new", made | {"recruiter_id": ""}),
        recruiter.post("/employers/new", {"name": blank}),
        browse.nobody().post("/sign-in", {"email": blank, "password": "x"}),
        browse.nobody().post("/password", {"email": blank}),
    ]
    assert [answer.status_code for answer in answers] == [422] * 4
    assert all("Fill this in." in answer.text for answer in answers)


def test_no_form_breaks_whatever_all_its_fields_hold_at_once(walks: list[tuple[Browser, list[str]]]) -> None:
    for browser, paths in walks:
        token = csrf(browser.get("/me/account", follow_redirects=True).text)
        assert broken_by_anything(browser, kinds_of_form(browser, paths), token) == []


def broken_by_anything(browser: Browser, forms: list[Sent], token: str) -> list[object]:
    """What broke a form, with each of its fields filled from what is usual, what is awkward, and any text at all."""
    anything, broken = st.text(st.characters(exclude_categories=["Cs"]), max_size=80), list[object]()

    @settings(max_examples=20, deadline=None, derandomize=True, database=None)
    @given(st.data())
    def sent(data: st.DataObject) -> None:
        form = data.draw(st.sampled_from(forms))
        fields = {name: data.draw(st.just(usual) | AWKWARD | anything) for name, usual in form.fields.items()}
        status = send(browser, form.path, fields | {"csrf_token": token}).status_code
        if status >= 500 or status == 401:
            broken.append((form.path, fields, status))

    sent()
    return broken


def test_no_route_breaks_on_fields_that_no_page_offers(app: Flask, firm: Firm, browse: Browse) -> None:
    owner, candidate = browse(firm.owner), firm.candidate()
    known = {"candidate_id": candidate.id, "application_id": firm.application(candidate).id}
    known["interview_id"] = firm.interview(firm.application(candidate), starts_in=-timedelta(hours=2)).id
    firm.commit()
    token, turns = csrf(owner.get("/today").text), cycle((TEXTS[1], *IDS))
    for rule in app.url_map.iter_rules():
        if "POST" not in (rule.methods or ()) or rule.endpoint == "sign_in.sign_out":
            continue
        values = {name: known.get(name, uuid.uuid4()) for name in rule.arguments}
        path = app.url_map.bind("").build(rule.endpoint, values | WORDS_IN_PATHS.get(rule.endpoint, {}), method="POST")
        value = next(turns)
        answer = send(owner, path, dict.fromkeys(OFFERED_NOWHERE, value) | {"csrf_token": token})
        assert answer.status_code < 500, (path, value)


@pytest.mark.parametrize(
    "query", ["q=%00", "q=%ff%fe", f"q={'9' * 3000}", "q=%25%27%5C", "page=%00", f"page={'9' * 5000}", "page=-1"]
)
def test_no_question_in_the_address_breaks_a_list(firm: Firm, browse: Browse, query: str) -> None:
    recruiter = browse(firm.recruiter)
    for path in ("candidates", "contacts", "employers", "interviews", "notes", "mail", "contact-requests", "today"):
        assert recruiter.get(f"/{path}?{query}&when=%00&group=%00").status_code in (200, 400), path
    assert browse.nobody().get(f"/sign-in?{query}&next=%00&email=%00%ff").status_code == 200


ANSWERS_EVERY_TOKEN = ("emailed_code.open_link",)
"""Pages that say the same for every token, so that no one learns which ones there are."""


def test_what_is_no_id_is_nowhere(app: Flask, firm: Firm, browse: Browse) -> None:
    owner, names = browse(firm.owner), cycle(NO_IDS)
    for rule in app.url_map.iter_rules():
        if not rule.arguments or "GET" not in (rule.methods or ()) or rule.endpoint in ANSWERS_EVERY_TOKEN:
            continue
        for name in islice(names, 3):
            path = re.sub(r"<[^>]+>", name, rule.rule)
            assert owner.get(path).status_code in (404, 410), path


@pytest.mark.parametrize(
    ("body", "kind", "status"),
    [
        (b"email=%ff%fe%00&password=\xff\xfe", "application/x-www-form-urlencoded", (400,)),
        (b"\xff" * 1000, "application/x-www-form-urlencoded", (400,)),
        (b"--x\r\n\r\nnothing", "multipart/form-data; boundary=x", (400,)),
        (b"x", "multipart/form-data", (400,)),
        (b"&".join(b"a%d=1" % number for number in range(3000)), "application/x-www-form-urlencoded", (400, 413)),
    ],
)
def test_no_body_breaks_a_form(browse: Browse, body: bytes, kind: str, status: tuple[int, ...]) -> None:
    answer = send(browse.nobody(), "/sign-in", body, content_type=kind)
    assert answer.status_code in status
    assert "Content-Security-Policy" in answer.headers


EVENT = "\r\n".join(
    [
        "BEGIN:VCALENDAR\r\nBEGIN:VEVENT\r\nUID:1\r\nDTSTART:{}\r\nDTEND:{}",
        "SUMMARY:{}\r\nURL:{}\r\nEND:VEVENT\r\nEND:VCALENDAR",
    ]
)
FILES = (
    b"",
    b"\x00" * 1000,
    b"PK\x03\x04" + b"x" * 100,
    b"BEGIN:VCALENDAR\r\n" * 20_000,
    EVENT.format("99991231T235900Z", "99991231T235959Z", "x", "x").encode(),
    EVENT.format("00010101T000000", "00010101T000001", "x", "x").encode(),
    EVENT.format(
        "20261201T100000Z", "20261201T110000Z", "<script>alert(1)</script>\x00", "javascript:alert(1)"
    ).encode(),
)


@pytest.mark.parametrize("number", range(len(FILES)))
def test_no_file_breaks_the_upload(firm: Firm, browse: Browse, number: int) -> None:
    recruiter, path = browse(firm.recruiter), f"/applications/{firm.application().id}"
    firm.commit()
    preview = recruiter.post(f"{path}/invitation", {"file": (BytesIO(FILES[number]), "../../x.ics")})
    assert preview.status_code in (200, 422)
    taken = {"uploaded": b64encode(FILES[number]).decode(), "event-0": "1", "person-0-0": "1"}
    assert recruiter.post(f"{path}/invitation/acceptance", taken).status_code == 302
    page = preview.text + recruiter.get(path).text + recruiter.get("/interviews").text
    assert "<script>alert(" not in page and "javascript:" not in page


def test_more_than_can_be_sent_says_how_to_get_back_to_what_was_typed(browse: Browse) -> None:
    nobody = browse.nobody()
    came_from = {"Referer": f"{nobody.url}/sign-in?next=/notes"}
    answer = send(nobody, "/sign-in", {"email": "9" * 3_000_000}, headers=came_from)
    assert answer.status_code == 413
    assert "to get your text back" in answer.text and 'href="/sign-in?next=/notes"' in answer.text


def test_a_file_too_large_is_refused_in_words(firm: Firm, browse: Browse) -> None:
    recruiter, path = browse(firm.recruiter), f"/applications/{firm.application().id}/invitation"
    firm.commit()
    part = (
        b'--x\r\nContent-Disposition: form-data; name="file"; filename="a.ics"\r\n\r\n'
        + b"x" * 3_000_000
        + b"\r\n--x--"
    )
    named = b'--x\r\nContent-Disposition: form-data; name="csrf_token"\r\n\r\n%s\r\n'
    token = csrf(recruiter.get(path).text).encode()
    answer = send(recruiter, path, named % token + part, content_type="multipart/form-data; boundary=x")
    assert answer.status_code == 422
    assert "This file is larger than 1 MB" in answer.text
    from_here = {"Sec-Fetch-Site": "same-origin"}
    unknown = send(browse.nobody(), path, part, content_type="multipart/form-data; boundary=x", headers=from_here)
    assert unknown.status_code == 401 and "held" not in unknown.text, "who is not signed in sends no more than usual"
    firm.session.execute(update(SignIn).values(revoked_at=firm.now()))
    firm.commit()
    ended = send(recruiter, path, part, content_type="multipart/form-data; boundary=x", headers=from_here)
    assert ended.status_code == 401 and "held" not in ended.text, "nor does a browser whose sign-in has ended"


def changes(form: Sent, turns: Iterator[int]) -> Iterator[dict[str, str]]:
    """The form with each nasty value in all its fields, then with one in each field alone: another each time."""
    for number in range(len(TEXTS)):
        yield {name: nasty(name)[number % len(nasty(name))] for name in form.fields}
    for name in form.fields:
        yield form.but(name, nasty(name)[next(turns) % len(nasty(name))])


def nasty(name: str) -> tuple[str, ...]:
    if name.endswith(("date", "_on")):
        return DAYS
    return IDS if name.endswith("_id") else TEXTS
