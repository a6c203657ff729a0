"""One note in two windows of a browser."""

import re
from datetime import timedelta

from portal.notes import actions as notes
from tests.factories.firm import Firm
from tests.fixtures.app import Browse


def test_the_later_window_sees_both_texts_and_loses_neither(firm: Firm, browse: Browse) -> None:
    interview = firm.interview(starts_in=-timedelta(hours=2), people=("Dana Ruiz <d@acme.example>",))
    firm.debriefed(interview)
    note = notes.begin(firm.session, interview.people[0], "thank", {}, by=firm.by, now=firm.now())
    browser, here = browse(firm.account_of(interview.process.candidate)), f"/notes/{note.id}"
    first, second = (hidden(browser.get(here).text) for _ in range(2))
    theirs, mine = {"subject": "Thank you", "body": "typed in one"}, {"subject": "Thank you", "body": "typed in two"}
    assert browser.post(here, first | theirs | {"autosave": "1"}).status_code == 204
    assert browser.post(here, first | theirs | {"body": "typed in one!", "autosave": "1"}).status_code == 204
    assert browser.post(here, second | mine | {"autosave": "1"}).status_code == 409
    assert browser.post(here, second | mine | {"autosave": "1", "leaving": "1"}).status_code == 204
    told = browser.post(here, second | mine)
    assert told.status_code == 409
    assert "changed in another window" in told.text
    assert "<del>one!</del><ins>two</ins>" in told.text
    assert "typed in two</textarea>" in told.text
    assert "typed in one!" in browser.get(here).text, "nothing was put in its place yet"
    assert "Typed in another window" in browser.get(f"{here}/versions").text
    assert browser.post(here, hidden(told.text) | mine).status_code == 302
    assert "typed in two" in browser.get(here).text
    assert "typed in one!" in browser.get(f"{here}/versions").text


def hidden(page: str) -> dict[str, str]:
    """What tells the window apart, as its form sends it."""
    found = {name: re.search(rf'name="{name}"[^>]*value="([^"]+)"', page) for name in ("opened", "read")}
    return {name: match[1] for name, match in found.items() if match}


def test_a_general_draft_in_two_windows_is_told_of_too(firm: Firm, browse: Browse) -> None:
    candidate = firm.candidate()
    browser = browse(firm.account_of(candidate))
    typed = {"subject": "Thank you", "body": "as it was"}
    assert browser.post("/drafts", typed).status_code == 302
    first, second = (hidden(browser.get("/drafts").text) for _ in range(2))
    assert browser.post("/drafts", typed | first | {"body": "typed in one"}).status_code == 302
    told = browser.post("/drafts", typed | second | {"body": "typed in two"})
    assert told.status_code == 422
    assert "changed in another window" in told.text
    assert "<del>one</del><ins>two</ins>" in told.text
    assert browser.post("/drafts", typed | hidden(told.text) | {"body": "typed in two"}).status_code == 302
    assert "typed in two" in browser.get("/drafts").text
