"""Whoever tries to send what a recruiter looks at first is told so and led there; once approved they send it."""

from zoneinfo import ZoneInfo

import pytest
from bs4 import BeautifulSoup

from portal.approvals import queries as approvals
from portal.notes.models import Note
from tests.factories.firm import ZONE, Firm
from tests.fixtures.app import Browse, Browser
from tests.web.cards.test_cards import WISHES, addressed
from tests.web.notes.test_sending import decided, handed_in, note, own, words_of

__all__ = ["note", "own"]


@pytest.mark.parametrize(
    ("sender", "leads"), [("approval", "Send for review"), ("recruiter", "Send to your recruiter")]
)
def test_trying_to_send_it_otherwise_is_answered_and_leads_to_where_it_is_handed_in(
    firm: Firm, own: Browser, note: Note, sender: str, leads: str
) -> None:
    decided(firm, sender)
    told = f"/interviews/{note.interview_id}/people/{note.person_id}/thank/told"
    for answer in (
        own.get(f"/notes/{note.id}/letter.eml"),
        own.post(f"/notes/{note.id}/sending/by-oneself"),
        own.post(told, {"means": "card"}),
    ):
        link = BeautifulSoup(answer.text, "html.parser").select_one("main .btn-primary")
        assert link is not None
        assert (answer.status_code, link["href"]) == (409, f"/notes/{note.id}/sending")
        assert leads in link.get_text()
    fold = words_of(own.get(f"/notes/{note.id}").text)
    assert "Already sent? Tell your recruiter" in fold
    assert "From an email app" not in fold


def test_an_approved_note_goes_by_ones_own_mail_program(firm: Firm, browse: Browse, own: Browser, note: Note) -> None:
    decided(firm, "approval")
    page = f"/notes/{note.id}/sending"
    assert own.post(f"{page}/asking").status_code == 302
    assert "you can send it" in words_of(own.get(page).text)
    row = approvals.open_approval_of(firm.session, note.id)
    assert row is not None
    recruiter = browse(firm.recruiter)
    assert "From the candidate’s own email app, once it’s approved" in words_of(
        recruiter.get(f"/approvals/{row.id}").text
    )
    assert recruiter.post(f"/approvals/{row.id}/approval").headers["Location"] == "/approvals"
    assert "Approved exactly as written" in words_of(own.get(page).text)
    fold = BeautifulSoup(own.get(page).text, "html.parser").select_one('details[open] a[href$="letter.eml"]')
    assert fold is not None, "what they asked for is at hand"
    assert "Approved, ready to send" in words_of(own.get("/notes").text)
    assert own.get(f"/notes/{note.id}/letter.eml").status_code == 200
    assert own.post(f"{page}/by-oneself").status_code == 302
    assert "Sent from an email app" in words_of(own.get(page).text)


def test_a_note_is_approved_in_its_row_and_waits_again_once_that_is_undone(
    firm: Firm, browse: Browse, own: Browser, note: Note
) -> None:
    row = handed_in(firm, own, note, "approval")
    recruiter, path = browse(firm.recruiter), f"/approvals/{row.id}/approval"
    assert f'action="{path}"' in recruiter.get("/today").text
    said = recruiter.post(path, page="/today", headers={"X-Row": "1"})
    assert said.status_code == 201 and f'action="{path}/removal"' in said.text
    assert 'data-count="approvals"' not in recruiter.get("/today").text
    assert recruiter.post(f"{path}/removal", page="/today", headers={"X-Row": "1"}).status_code == 204
    assert 'data-count="approvals">1<' in recruiter.get("/today").text


def test_a_recruiter_records_of_a_note_that_waits_that_it_was_sent(
    firm: Firm, browse: Browse, own: Browser, note: Note
) -> None:
    row = handed_in(firm, own, note, "approval")
    recruiter = browse(firm.recruiter)
    form = BeautifulSoup(recruiter.get(f"/approvals/{row.id}").text, "html.parser").select_one('form[action$="/told"]')
    assert form is not None
    assert recruiter.post(str(form["action"]), {"means": "card"}).status_code == 302
    assert "Sent as a card" in words_of(own.get(f"/notes/{note.id}").text)


def test_a_card_is_looked_at_before_it_is_printed(firm: Firm, browse: Browse, own: Browser, note: Note) -> None:
    decided(firm, "approval")
    recruiter = browse(firm.recruiter)
    today = firm.now().astimezone(ZoneInfo(ZONE)).date().isoformat()
    here = addressed(own, note.id)
    assert own.post(here, WISHES | {"posted_by": "candidate"}).status_code == 302
    assert "Mark as mailed" not in own.get(here).text
    assert own.get(f"{here}.pdf").status_code == 409
    refused = own.post(f"{here}/printing")
    assert (refused.status_code, f'href="{here}"' in refused.text) == (409, True)
    assert "reviews notes to" in own.post(f"{here}/posting", {"on": ""}).text
    assert own.post(f"{here}/handing-over").status_code == 302
    assert "the card can be mailed" in own.get(here).text
    row = approvals.open_approval_of(firm.session, note.id)
    assert row is not None
    assert "View the card" in recruiter.get(f"/approvals/{row.id}").text
    recruiter.post(f"/approvals/{row.id}/approval")
    assert own.get(f"{here}.pdf").mimetype == "application/pdf"
    assert own.post(f"{here}/posting", {"on": today}).status_code == 302
    assert "Mailed on" in own.get(here).text
