"""Recruiters' notes on both pages: written, mentioned, changed by their author, never shown to candidates."""

from bs4 import BeautifulSoup, Tag
from sqlalchemy import select

from portal.candidates.models import Candidate
from portal.messaging.models import OutgoingMessage
from portal.recruiter_notes.models import RecruiterNote
from tests.factories.firm import Firm
from tests.fixtures.app import Browse, Browser

SECRET = "Joan liked him, nights are the worry."


def section(browser: Browser, path: str) -> str:
    found = BeautifulSoup(browser.get(path).text, "lxml").select_one("#recruiter-notes")
    assert isinstance(found, Tag)
    return " ".join(found.get_text(" ").split())


def written(firm: Firm, browser: Browser, text: str = SECRET) -> tuple[Candidate, str, RecruiterNote]:
    candidate = firm.candidate("Ann Lee")
    application = firm.application(candidate)
    firm.commit()
    answer = browser.post(f"/applications/{application.id}/recruiter-notes", {"text": text})
    assert answer.headers["Location"] == f"/applications/{application.id}#recruiter-notes"
    return candidate, f"/applications/{application.id}", firm.session.scalars(select(RecruiterNote)).one()


def test_a_note_on_an_application_is_on_its_page_and_on_the_candidates(firm: Firm, browse: Browse) -> None:
    recruiter = browse(firm.recruiter)
    candidate, page, _ = written(firm, recruiter)
    assert SECRET in section(recruiter, page)
    assert SECRET in section(recruiter, f"/candidates/{candidate.id}")
    assert SECRET in section(browse(firm.viewer), page)


def test_a_note_on_the_candidate_is_on_the_pages_of_all_their_applications(firm: Firm, browse: Browse) -> None:
    recruiter = browse(firm.recruiter)
    candidate, page, _ = written(firm, recruiter)
    recruiter.post(f"/candidates/{candidate.id}/recruiter-notes", {"text": "Only days."})
    other = firm.application(candidate)
    firm.commit()
    assert "Only days." in section(recruiter, page)
    said = section(recruiter, f"/applications/{other.id}")
    assert "Only days." in said
    assert SECRET not in said


def test_no_page_email_or_file_shows_it_to_the_candidate(firm: Firm, browse: Browse) -> None:
    candidate, page, row = written(firm, browse(firm.recruiter))
    interview = firm.interview(row.application)
    own = browse(firm.account_of(candidate))
    paths = ("/today", page, f"{page}/closing", "/interviews", f"/interviews/{interview.id}", "/me/account", "/notes")
    for path in paths:
        answer = own.get(path)
        assert answer.status_code == 200, path
        assert SECRET not in answer.text
    assert own.get(f"/recruiter-notes/{row.id}").status_code in (403, 404)
    assert own.get(f"/interviews/{interview.id}/calendar.ics").text.find(SECRET) == -1
    firm.session.expire_all()
    mails = firm.session.scalars(select(OutgoingMessage)).all()
    assert all(SECRET not in str(mail.payload) + (mail.subject or "") for mail in mails)


def test_only_the_author_edits_deletes_and_undoes(firm: Firm, browse: Browse) -> None:
    recruiter, owner = browse(firm.recruiter), browse(firm.owner)
    _, page, row = written(firm, recruiter)
    path = f"/recruiter-notes/{row.id}"
    for action in ("edit", "removal", "undo"):
        assert owner.post(f"{path}/{action}", {"text": "Mine now."}).status_code == 404
    assert recruiter.post(f"{path}/edit", {"text": "Nights are fine."}).headers["Location"].startswith(page)
    assert "Note changed." in section(recruiter, f"{page}?changed={row.id}")
    recruiter.post(f"{path}/undo")
    assert SECRET in section(recruiter, page)
    recruiter.post(f"{path}/removal")
    assert SECRET not in section(recruiter, page)
    assert "Note deleted." in section(recruiter, f"{page}?changed={row.id}")
    assert "Note deleted." not in section(owner, f"{page}?changed={row.id}")
    recruiter.post(f"{path}/undo")
    assert SECRET in section(recruiter, page)


def test_a_note_without_text_is_refused_at_its_field(firm: Firm, browse: Browse) -> None:
    candidate = firm.candidate()
    firm.commit()
    for text in ("", " \n ", "x" * 4001):
        answer = browse(firm.recruiter).post(f"/candidates/{candidate.id}/recruiter-notes", {"text": text})
        assert answer.status_code == 422
        assert 'id="recruiter-note-text-error"' in answer.text
    assert firm.session.scalars(select(RecruiterNote)).all() == []


def test_the_same_form_sent_twice_adds_one_note(firm: Firm, browse: Browse) -> None:
    candidate = firm.candidate()
    firm.commit()
    sent = {"text": SECRET, "form_token": "0" * 32}
    for _ in range(2):
        browse(firm.recruiter).post(f"/candidates/{candidate.id}/recruiter-notes", sent)
    assert len(firm.session.scalars(select(RecruiterNote)).all()) == 1


def test_mentions_stand_out_and_the_emailed_link_leads_to_the_note(firm: Firm, browse: Browse) -> None:
    _, page, row = written(firm, browse(firm.recruiter), f"Ask @{firm.owner.name}.")
    owner = browse(firm.owner)
    assert f'<span class="mention">@{firm.owner.name}</span>' in owner.get(page).text
    assert owner.get(f"/recruiter-notes/{row.id}").headers["Location"] == f"{page}#recruiter-notes"
