"""What was typed on a page whose sign-in had ended is not lost: it waits until its writer is signed in again."""

import html
import re
from datetime import timedelta
from typing import Any

import pytest

from portal.notes import actions as notes
from portal.notes.models import Note
from portal.web.shared.form_replay import HeldForm, parse_held_form
from tests.factories.firm import PASSWORD, Firm
from tests.fixtures.app import Browse, Browser, csrf

TYPED = {"subject": "Thank you", "body": "Typed\n for an hour, “so” & <b>so</b>"}


@pytest.fixture
def note(firm: Firm) -> Note:
    interview = firm.interview(starts_in=-timedelta(hours=2), people=("Dana Ruiz <d@acme.example>",))
    firm.debriefed(interview)
    return notes.begin(firm.command(), interview.people[0], "thank", {})


def send(browser: Browser, path: str, token: str, site: str = "same-origin", **more: str) -> Any:
    """As the browser's own page sends it, with the token that page had."""
    fields = TYPED | {"csrf_token": token} | more
    return browser.apart(browser.client.post, path, data=fields, headers={"Sec-Fetch-Site": site})


def held_in(page: str, name: str = "held") -> str:
    found = re.search(rf'name="{name}" value="([^"]*)"', page)
    assert found is not None
    return html.unescape(found[1])


@pytest.mark.parametrize("ended", ["signed out in another window", "ended by an operator"])
def test_what_was_typed_goes_on_after_signing_in_again(firm: Firm, browse: Browse, note: Note, ended: str) -> None:
    account = firm.account_of(note.interview.application.candidate)
    browser, here = browse(account), f"/notes/{note.id}"
    token = csrf(browser.get(here).text)
    if ended == "signed out in another window":
        browser.post("/sign-out")
    else:
        browser.keep("no sign-in's token")
    asked = send(browser, here, token)
    assert asked.status_code == 401
    assert "Your note is kept. Sign in to go on." in asked.text
    wrong = browser.post("/sign-in", {"email": account.email, "password": "wrong", "held": held_in(asked.text)})
    assert (wrong.status_code, held_in(wrong.text)) == (422, held_in(asked.text))
    there = browser.post("/sign-in", {"email": account.email, "password": PASSWORD, "held": held_in(wrong.text)})
    assert "Pick up where you left off" in there.text
    assert "Go on with it" in there.text and "Send" not in there.text, "the note is not to be sent"
    fields = dict(re.findall(r'<textarea name="(\w+)" hidden>\n(.*?)</textarea>', there.text, re.DOTALL))
    fields = {name: html.unescape(value) for name, value in fields.items()}
    assert fields == TYPED
    again = {"csrf_token": held_in(there.text, "csrf_token"), **fields}
    assert browser.apart(browser.client.post, here, data=again).status_code == 302
    firm.session.refresh(note)
    assert note.body == TYPED["body"]


def test_a_page_from_before_signing_in_anew_goes_on_with_a_press(firm: Firm, browse: Browse, note: Note) -> None:
    account = firm.account_of(note.interview.application.candidate)
    browser = browse(account)
    token = csrf(browser.get("/today").text)
    browser.post("/sign-out")
    browser.sign_in(account.email)
    assert "Pick up where you left off" in send(browser, f"/notes/{note.id}", token).text


def test_a_note_is_never_sent_by_signing_in(firm: Firm, browse: Browse, note: Note) -> None:
    account = firm.account_of(note.interview.application.candidate)
    notes.save(firm.command(), note, "Thank you", "Dear Dana,\n\nThank you.")
    firm.commit()
    browser, here = browse(account), f"/notes/{note.id}/sending"
    token = csrf(browser.get(here).text)
    browser.post("/sign-out")
    asked = send(browser, here, token, when="now")
    assert asked.status_code == 401
    assert "Not sent. Your note is kept. Sign in to go on." in asked.text
    assert 'name="held"' not in asked.text
    next_page = held_in(asked.text, "next")
    there = browser.post("/sign-in", {"email": account.email, "password": PASSWORD, "next": next_page})
    assert there.headers["Location"] == here
    once_more = send(browser, here, token, when="now")
    assert once_more.headers["Location"] == here, "a page from before the sign-in"
    assert "You signed in again, so this wasn’t sent yet." in browser.get(here).text
    firm.session.refresh(note)
    assert note.message_id is None


def test_what_another_site_sends_is_not_held(browse: Browse, note: Note) -> None:
    answer = send(browse.nobody(), f"/notes/{note.id}", "none", site="cross-site")
    assert answer.status_code == 401
    assert "Typed" not in answer.text


def test_what_nobody_waits_for_is_not_held(browse: Browse, note: Note) -> None:
    assert "Typed" not in send(browse.nobody(), f"/notes/{note.id}", "none", autosave="1").text


def test_passwords_are_not_held(browse: Browse) -> None:
    asked = send(browse.nobody(), "/me/password", "none", password="very secret", new_password="more secret")
    assert "secret" not in asked.text


@pytest.mark.parametrize(
    ("written", "found"),
    [
        (HeldForm("/today", (("a", "b"),)).written(), HeldForm("/today", (("a", "b"),))),
        ('["https://evil.example/", [["a", "b"]]]', None),
        ('["//evil.example/", [["a", "b"]]]', None),
        ('["/today", [["a", 1]]]', None),
        ('["/today", [["a"]]]', None),
        ('["/today"]', None),
        ("{}", None),
        ("", None),
        (None, None),
    ],
)
def test_only_what_was_written_here_is_read(written: str | None, found: HeldForm | None) -> None:
    assert parse_held_form(written) == found
