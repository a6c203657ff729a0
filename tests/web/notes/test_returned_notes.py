"""Note sent back to its writer says so wherever notes are listed, who did it, and what to do now."""

import pytest

from portal.notes.models import Note
from tests.factories.firm import Firm
from tests.fixtures.app import Browse, Browser
from tests.web.notes.test_sending import BODY, handed_in, later, note, own, words_of

__all__ = ["note", "own"]

GIVEN_BACK = "Rita Recruiter sent it back. See their comments, make your changes, and send it for review again."
STOPPED = "Rita Recruiter stopped this note before it was sent. Read it once more, make your changes, and send it."


def lists(note: Note) -> tuple[str, ...]:
    return "/notes", "/today", f"/applications/{note.interview.application_id}"


def test_a_note_that_was_given_back_says_so_until_it_is_handed_in_again(
    firm: Firm, browse: Browse, own: Browser, note: Note
) -> None:
    row = handed_in(firm, own, note, "approval")
    typed = {"subject": "Thank you", "body": BODY, "words": "She is formal."}
    recruiter = browse(firm.recruiter)
    assert recruiter.post(f"/approvals/{row.id}/return", typed).status_code == 302
    for path in lists(note):
        told = words_of(own.get(path).text)
        assert "Needs changes" in told and GIVEN_BACK in told, path
        assert "In progress" not in told, path
    assert "/note" in own.get("/today").text.partition("Review")[0].rpartition('href="')[2]
    theirs = words_of(recruiter.get(f"/applications/{note.interview.application_id}?history=shown").text)
    assert "Rita Recruiter sent it back. The candidate can edit it and send it for review again." in theirs
    own.post(f"/notes/{note.id}/sending")
    for path in lists(note):
        assert "Needs changes" not in words_of(own.get(path).text), path


def test_a_note_that_a_recruiter_stopped_says_so_until_it_is_changed_or_sent(
    firm: Firm, browse: Browse, own: Browser, note: Note
) -> None:
    for answered in ({"subject": "Thanks", "body": BODY}, None):
        own.post(f"/notes/{note.id}/sending", later(firm, 5))
        assert browse(firm.recruiter).post(f"/notes/{note.id}/sending/undo").status_code == 302
        for path in (*lists(note), f"/notes/{note.id}"):
            assert STOPPED in words_of(own.get(path).text), path
        own.post(f"/notes/{note.id}", answered) if answered else own.post(f"/notes/{note.id}/sending", later(firm, 5))
        for path in lists(note):
            assert "Needs changes" not in words_of(own.get(path).text), path
    assert "Scheduled" in words_of(own.get(f"/notes/{note.id}").text)


@pytest.mark.parametrize("sender", ["candidate", "approval"])
def test_a_note_that_its_writer_took_back_did_not_come_back(firm: Firm, own: Browser, note: Note, sender: str) -> None:
    if sender == "approval":
        row = handed_in(firm, own, note, sender)
        assert own.post(f"/approvals/{row.id}/withdrawal").status_code == 302
    else:
        own.post(f"/notes/{note.id}/sending", later(firm, 5))
        assert own.post(f"/notes/{note.id}/sending/undo").status_code == 302
    assert "In progress" in words_of(own.get("/notes").text)
    for path in lists(note):
        assert "Needs changes" not in words_of(own.get(path).text), path


def test_what_came_back_and_asks_for_no_step_of_today_stands_there_in_a_part_of_its_own(
    firm: Firm, browse: Browse, own: Browser, note: Note
) -> None:
    note.kind = "answer"
    row = handed_in(firm, own, note, "approval")
    browse(firm.recruiter).post(
        f"/approvals/{row.id}/return", {"subject": "Thank you", "body": BODY, "words": "Say more."}
    )
    part = own.get("/today").text.partition('id="returned"')[2].partition("</section>")[0]
    assert GIVEN_BACK in words_of(part) and f'href="/notes/{note.id}"' in part
