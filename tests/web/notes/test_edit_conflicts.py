"""One note in two windows of a browser."""

import re
from datetime import timedelta
from zoneinfo import ZoneInfo

from sqlalchemy import select

from portal.agencies import queries as agencies
from portal.drafts import queries as drafts
from portal.drafts.models import Template
from portal.notes import actions as notes
from portal.openings import actions as openings
from portal.openings.actions import OpeningDetails
from tests.factories.firm import ZONE, Firm
from tests.fixtures.app import Browse
from tests.web.page_forms import form_of


def test_the_later_window_sees_both_texts_and_loses_neither(firm: Firm, browse: Browse) -> None:
    interview = firm.interview(starts_in=-timedelta(hours=2), people=("Dana Ruiz <d@acme.example>",))
    firm.debriefed(interview)
    note = notes.begin(firm.command(), interview.people[0], "thank", {})
    browser, here = browse(firm.account_of(interview.application.candidate)), f"/notes/{note.id}"
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


def test_what_is_typed_of_a_general_draft_is_kept_and_notes_start_from_what_was_saved(
    firm: Firm, browse: Browse
) -> None:
    candidate = firm.candidate()
    browser = browse(firm.account_of(candidate))
    first, second = (hidden(browser.get("/drafts?from=blank").text) | {"subject": "Thank you"} for _ in range(2))
    for body in ("Call [my ", "Call [my phone number]"):
        assert browser.post("/drafts", first | {"body": body, "autosave": "1"}).status_code == 204
    assert browser.post("/drafts", second | {"body": "other", "autosave": "1"}).status_code == 409
    draft = drafts.find_general_draft(firm.session, candidate.id)
    assert draft is not None and draft.saved == ("", "") and "It isn’t saved yet" in browser.get("/drafts").text
    assert browser.post("/drafts", first | {"body": "Call [my phone number]"}).status_code == 302
    assert browser.post("/drafts", first | {"body": "Call {{", "autosave": "1"}).status_code == 204
    firm.session.refresh(draft)
    assert (draft.saved[1], draft.latest[1]) == ("Call {{ my_phone }}", "Call {{")
    assert browser.post("/drafts", {"then": "let_go"}).status_code == 302
    assert "It isn’t saved yet" not in browser.get("/drafts").text


SHARED = {
    "contacts": ("title", "Planner", "Clerk", "phone", "+1 212 555 0100"),
    "employers": ("hr_name", "Pat", "Kim", "website", "https://acme.example"),
    "applications": ("stage", "near_end", "way_to_go", "decision_on", "2030-03-01"),
    "openings": ("pay", "30 an hour", "31 an hour", "open_until", "2030-03-01"),
    "candidates": ("phone", "+1 212 555 0100", "+1 212 555 0199", "time_zone", "Europe/Paris"),
    "templates": ("subject", "Thank you", "Thanks", "name", "After the first talk"),
    "interviews": ("place", "Hall 7", "Hall 8", "link", "https://meet.example"),
    "agency": ("phone", "+1 212 555 0100", "+1 212 555 0199", "color", "#123456"),
}
"""A field with what each of two puts there, and another one with what only the later one puts there."""


def test_what_two_put_into_different_fields_stands_and_the_same_field_is_chosen(firm: Firm, browse: Browse) -> None:
    browser = browse(firm.owner)
    for here, (one, theirs, mine, other, more) in zip(edited(firm), SHARED.values(), strict=True):
        first = second = form_of(browser.get(here))
        assert browser.post(here, first | {one: theirs}).status_code == 302, here
        told = browser.post(here, second | {one: mine, other: more})
        assert told.status_code == 422, here
        assert "This changed while you were editing" in told.text
        again = form_of(told)
        assert (again[one], again[other]) == (mine, more), "nothing typed is lost"
        assert form_of(browser.get(here))[one] == theirs, "and nothing was put in its place yet"
        assert browser.post(here, again | {f"standing-{one}": "theirs"}).status_code == 302
        assert browser.post(here, second | {other: more}).status_code == 302
        stands = form_of(browser.get(here))
        assert (stands[one], stands[other]) == (theirs, more), "a field left alone in an old window puts nothing back"


def edited(firm: Firm) -> list[str]:
    """The pages on which each of these is changed, in their order."""
    noon = firm.now().astimezone(ZoneInfo(ZONE)).replace(hour=12, minute=0) + timedelta(days=2)
    interview = firm.interview(starts_in=noon - firm.now(), people=("Dana Ruiz",))
    application, contact = interview.application, interview.people[0].contact
    field = agencies.job_fields(firm.session)[0].id
    position = OpeningDetails(
        "Shift lead", field, firm.now().date() + timedelta(days=10), application.employer_id, True
    )
    opening = openings.create(firm.command(), position)
    template = firm.session.scalars(select(Template)).first()
    assert template is not None
    firm.commit()
    ids = (
        contact.id,
        application.employer_id,
        application.id,
        opening.id,
        application.candidate_id,
        template.id,
        interview.id,
    )
    return [*(f"/{kind}/{one}/edit" for kind, one in zip(SHARED, ids, strict=False)), "/settings/agency"]


def test_an_address_that_came_meanwhile_stands_and_what_was_typed_is_said(firm: Firm, browse: Browse) -> None:
    interview = firm.interview(starts_in=-timedelta(hours=2), people=("Lee Park",))
    candidate, recruiter = browse(firm.account_of(interview.application.candidate)), browse(firm.recruiter)
    lee = interview.people[0]
    details, meeting = (f"/interviews/{interview.id}/{part}" for part in ("debrief/people", "meeting/people"))
    assert recruiter.post(f"{meeting}/{lee.id}", {"email": "lee@acme.example"}).status_code == 302
    said = "lee@acme.example was entered in the meantime and was kept. You typed: "
    told = candidate.post(f"{details}/{lee.id}/details", {"email": "park@acme.example"}, follow_redirects=True)
    assert f"{said}park@acme.example" in told.text
    noted = recruiter.post(f"{meeting}/{lee.id}", {"email": "l.park@acme.example"}, follow_redirects=True)
    assert f"{said}l.park@acme.example" in noted.text
    firm.session.refresh(lee.contact)
    assert lee.contact.email == "lee@acme.example"
