"""Bodies of the wrong type: no route takes anything but a form, and none breaks or fills the log."""

import logging
import uuid
from datetime import timedelta
from io import BytesIO

import pytest
from flask import Flask

from tests.factories.firm import PASSWORD, Firm
from tests.fixtures.app import Browse, Browser, csrf
from tests.hostile.walking import ENDS_THE_WALK, WORDS_IN_PATHS, kinds_of_form, sampled
from tests.web.page_forms import Sent, send

FORM, PARTS = "application/x-www-form-urlencoded", "multipart/form-data"
BROKEN = b'--x\r\nContent-Disposition: form-data; name="email"\r\n\r\nno end'
ANSWERS = {200, 204, 302, 400, 401, 403, 404, 409, 410, 422}
BODIES = [
    (b'{"email": "a@example.org", "password": "x"}', "application/json", {415}),
    (b'["email"]', "application/json", {415}),
    (b'"email"', "application/json", {415}),
    (b"{", "application/json", {415}),
    (b"{}", "application/vnd.api+json", {415}),
    (b"", "application/json", {415}),
    (b"email=a@example.org", "text/plain", {415}),
    (b"email=a@example.org", "", {415}),
    (b"<form/>", "text/xml", {415}),
    (b"", "", ANSWERS),
    (b"", FORM, ANSWERS),
    (b"%ff%00=%ff", FORM, ANSWERS),
    (b"", PARTS, ANSWERS),
    (BROKEN, f"{PARTS}; boundary=x", ANSWERS),
    (BROKEN, f"{PARTS}; boundary=" + "y" * 300, ANSWERS),
]


def test_no_post_route_takes_a_body_of_the_wrong_type(
    app: Flask, firm: Firm, browse: Browse, caplog: pytest.LogCaptureFixture
) -> None:
    tokens = {browser: csrf(browser.get("/sign-in").text) for browser in (browse(firm.owner), browse.nobody())}
    cases = [(browser, path, *body) for path in post_paths(app, firm) for body in BODIES for browser in tokens]
    wrong = []
    for browser, path, body, kind, expected in sampled("bodies", cases):
        caplog.clear()
        headers = {"X-CSRFToken": tokens[browser]}
        status = send(browser, path, body, content_type=kind, headers=headers).status_code
        if status not in expected or any(is_long(record) for record in caplog.records):
            wrong.append((path, body[:20], kind, status))
    assert wrong == []


def test_a_password_in_json_signs_nobody_in(firm: Firm, browse: Browse) -> None:
    browser = browse.nobody()
    token = csrf(browser.get("/sign-in").text)
    said = {"email": firm.owner.email, "password": PASSWORD}
    answer = browser.apart(browser.client.post, "/sign-in", json=said, headers={"X-CSRFToken": token})
    assert answer.status_code == 415
    assert "Nothing was saved" in answer.text
    assert browser.get("/today").status_code == 302


def test_a_file_in_a_text_field_is_a_missing_value(
    walks: list[tuple[Browser, list[str]]], caplog: pytest.LogCaptureFixture
) -> None:
    wrong = []
    for browser, paths in walks:
        token = csrf(browser.get("/me/account", follow_redirects=True).text)
        cases = [(form, name) for form in kinds_of_form(browser, paths) for name in [*form.fields, None]]
        for form, name in sampled(f"files {paths[0]}", cases):
            caplog.clear()
            status = send(browser, form.path, with_files(form, name) | {"csrf_token": token}).status_code
            if status >= 500 or status == 401 or any(is_long(record) for record in caplog.records):
                wrong.append((form.path, name, status))
    assert wrong == []


@pytest.mark.parametrize("path", ["/sign-in", "/password"])
def test_a_file_for_an_email_address_is_asked_for_again(browse: Browse, path: str) -> None:
    browser = browse.nobody()
    token = csrf(browser.get(path).text)
    answer = send(browser, path, {"email": (BytesIO(b"x"), "x.txt"), "password": "x", "csrf_token": token})
    assert answer.status_code == 422
    assert "Fill this in." in answer.text


def post_paths(app: Flask, firm: Firm) -> list[str]:
    """Return a path of every route that takes a POST, about rows of the firm where it has them."""
    candidate = firm.candidate()
    application = firm.application(candidate)
    interview = firm.interview(application, starts_in=-timedelta(hours=2), people=("Dana Ruiz <d@acme.example>",))
    known = {"candidate_id": candidate.id, "application_id": application.id, "interview_id": interview.id}
    known |= {"employer_id": application.employer_id, "contact_id": interview.people[0].contact_id}
    known |= {"person_id": interview.people[0].id}
    firm.commit()
    paths = []
    for rule in app.url_map.iter_rules():
        if "POST" not in (rule.methods or ()) or rule.rule.startswith(ENDS_THE_WALK):
            continue
        values = {name: known.get(name, uuid.uuid4()) for name in rule.arguments}
        words = WORDS_IN_PATHS.get(rule.endpoint, {})
        paths.append(app.url_map.bind("").build(rule.endpoint, values | words, method="POST"))
    return paths


def with_files(form: Sent, name: str | None) -> dict[str, object]:
    """Return the form's fields with a file in place of this one's text, or of every one's."""
    return {
        field: (BytesIO(b"\x00a file"), "=?utf-8?q?a=0d=0ab?=.txt") if name in (None, field) else value
        for field, value in form.fields.items()
    }


def is_long(record: logging.LogRecord) -> bool:
    """Whether the record writes a traceback, or is an error."""
    return record.exc_info is not None or record.levelno >= logging.ERROR
