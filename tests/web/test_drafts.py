"""The general draft: written, taken from a file, and on hand for the plan."""

import io

import pytest
from sqlalchemy import select

from portal.drafts import queries
from portal.followups.models import Step
from tests.factories.firm import Firm
from tests.fixtures.app import Browse, Browser

LETTER = b"Subject: My thanks\r\n\r\nDear {{ contact_first_name }},\r\n\r\nI enjoyed [what you talked about].\r\n"


def upload(browser: Browser, data: bytes, name: str = "draft.txt"):  # type: ignore[no-untyped-def]
    form = {"subject": "Old", "body": "Old text", "file": (io.BytesIO(data), name)}
    return browser.post("/drafts", form, page="/drafts", content_type="multipart/form-data")


def test_a_draft_taken_from_a_file_is_shown_before_it_is_kept(firm: Firm, browse: Browse) -> None:
    candidate = firm.candidate()
    own = browse(firm.account_of(candidate))
    shown = upload(own, LETTER)
    assert shown.status_code == 200
    assert 'value="My thanks"' in shown.text
    assert "I enjoyed [what you talked about]." in shown.text
    assert "Nothing is saved yet" in shown.text
    assert queries.general(firm.session, candidate.id) is None


def test_a_file_without_a_subject_leaves_the_one_typed(firm: Firm, browse: Browse) -> None:
    own = browse(firm.account_of(firm.candidate()))
    shown = upload(own, b"Dear Dana,")
    assert 'value="Old"' in shown.text
    assert "Dear Dana," in shown.text


@pytest.mark.parametrize("data", [b"PK\x03\x04", b"", b"x" * 20_001])
def test_a_file_that_is_no_draft_is_refused_beside_the_field_and_loses_nothing(
    firm: Firm, browse: Browse, data: bytes
) -> None:
    own = browse(firm.account_of(firm.candidate()))
    shown = upload(own, data)
    assert shown.status_code == 422
    assert 'id="file-error"' in shown.text
    assert "Old text" in shown.text


def test_a_ready_draft_settles_the_step_of_every_process(firm: Firm, browse: Browse) -> None:
    candidate = firm.candidate()
    for _ in range(2):
        firm.interview(firm.process(candidate), people=("Dana Ruiz",))
    own = browse(firm.account_of(candidate))
    assert own.post("/drafts", {"subject": "Thanks", "body": " ", "ready": "y"}).status_code == 422
    assert own.post("/drafts", {"subject": "Thanks", "body": "Dear {{ boss }}"}).status_code == 422
    assert own.post("/drafts", {"subject": "Thanks", "body": "Dear you", "ready": "y"}).headers["Location"] == "/today"
    states = firm.session.scalars(select(Step.state).where(Step.kind == "prepare_draft")).all()
    assert states == ["done", "done"]


def test_a_recruiter_writes_the_draft_for_their_candidate(firm: Firm, browse: Browse) -> None:
    candidate = firm.candidate()
    recruiter = browse(firm.recruiter)
    path = f"/candidates/{candidate.id}/draft"
    assert "A warm thank-you" in recruiter.get(path).text or "Thank you for taking the time" in recruiter.get(path).text
    assert recruiter.post(path, {"subject": "Thanks", "body": "Dear you"}).status_code == 302
    draft = queries.general(firm.session, candidate.id)
    assert draft is not None and draft.body == "Dear you" and draft.ready_at is None
