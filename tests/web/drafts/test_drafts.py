"""The general draft: written, taken from a file, and on hand for the plan."""

import io
import re
from datetime import timedelta

import docx
import pytest
from sqlalchemy import select

from portal.agencies import queries as agencies
from portal.drafts import actions, queries
from portal.drafts.rules import TemplateText
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
    assert queries.find_general_draft(firm.session, candidate.id) is None


def test_a_word_document_is_taken_too(firm: Firm, browse: Browse) -> None:
    made, data = docx.Document(), io.BytesIO()
    made.add_paragraph("Dear {{ contact_first_name }}, from Word.")
    made.save(data)
    shown = upload(browse(firm.account_of(firm.candidate())), data.getvalue(), "draft.docx")
    assert "Dear [their first name], from Word." in shown.text


def test_a_file_without_a_subject_leaves_the_one_typed(firm: Firm, browse: Browse) -> None:
    own = browse(firm.account_of(firm.candidate()))
    shown = upload(own, b"Dear Dana,")
    assert 'value="Old"' in shown.text
    assert "Dear Dana," in shown.text


@pytest.mark.parametrize("data", [b"PK\x03\x04", b"", b"%PDF-1.7", b"x" * 20_001])
def test_a_file_that_is_no_draft_is_refused_beside_the_field_and_loses_nothing(
    firm: Firm, browse: Browse, data: bytes
) -> None:
    own = browse(firm.account_of(firm.candidate()))
    shown = upload(own, data)
    assert shown.status_code == 422
    assert 'id="file-error"' in shown.text
    assert "Old text" in shown.text


def test_a_ready_draft_settles_the_step_of_every_application(firm: Firm, browse: Browse) -> None:
    candidate = firm.candidate()
    for _ in range(2):
        firm.interview(firm.application(candidate), people=("Dana Ruiz",))
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
    assert "A warm thank-you" in recruiter.get(path).text
    assert recruiter.post(path, {"subject": "Thanks", "body": "Dear you"}).status_code == 302
    draft = queries.find_general_draft(firm.session, candidate.id)
    assert draft is not None and draft.body == "Dear you" and draft.ready_at is None


def test_three_answers_make_a_draft_that_is_kept_but_not_ready(firm: Firm, browse: Browse) -> None:
    candidate = firm.candidate()
    own = browse(firm.account_of(candidate))
    assert "/drafts/questions" in own.get("/drafts").text
    answers = {"tone": "formal", "brings": "I keep three lines running.", "reach": "email"}
    assert own.post("/drafts/questions", answers).headers["Location"] == "/drafts"
    draft = queries.find_general_draft(firm.session, candidate.id)
    assert draft is not None and draft.ready_at is None
    assert "Dear {{ contact_name }}," in draft.body
    assert "I keep three lines running." in draft.body
    assert draft.body.endswith("{{ my_name }}\n{{ my_email }}")
    assert "I keep three lines running." in own.get("/drafts").text


def test_labels_are_typed_and_shown_and_merge_fields_are_stored(firm: Firm, browse: Browse) -> None:
    candidate = firm.candidate()
    own = browse(firm.account_of(candidate))
    letter = {
        "subject": "Thanks, [Their first name]",
        "body": "Dear [their  full name], [what you liked]\n[my email address]",
    }
    assert own.post("/drafts", letter).status_code == 302
    draft = queries.find_general_draft(firm.session, candidate.id)
    assert draft is not None
    assert draft.saved == (
        "Thanks, {{ contact_first_name }}",
        "Dear {{ contact_name }}, [what you liked]\n{{ my_email }}",
    )
    shown = own.get("/drafts").text
    assert 'value="Thanks, [their first name]"' in shown
    assert "Dear [their full name], [what you liked]\n[my email address]</textarea>" in shown


HIDDEN = re.compile(r'<input type="hidden"[^>]*>')


def test_job_seekers_see_no_merge_fields_in_braces(firm: Firm, browse: Browse) -> None:
    candidate = firm.candidate()
    interview = firm.interview(firm.application(candidate), starts_in=-timedelta(hours=2), people=("Dana Ruiz",))
    own = browse(firm.account_of(candidate))
    template = queries.templates_of_kind(firm.session, "thank")[0]
    assert "{{" in template.body
    person = interview.people[0]
    begun = own.post(f"/interviews/{interview.id}/people/{person.id}/thank", page="/today").headers["Location"]
    answers = {"tone": "warm", "brings": "I know [company].", "reach": "phone"}
    for path in (
        "/drafts",
        f"/drafts?from={template.id}",
        begun,
        f"{begun}?check=1",
        f"{begun}/versions",
        f"{begun}/sending",
        "/notes",
    ):
        assert "{{" not in HIDDEN.sub("", own.get(path).text), path
    assert "[my phone number]" in own.get(begun).text
    assert own.post("/drafts/questions", answers).status_code == 302
    assert "{{" not in own.get("/drafts").text
    wrong = own.post("/drafts", {"subject": "[my phone number]", "body": "Dear {{ boss }}"})
    assert wrong.status_code == 422 and "“my phone number” can’t be used here." in wrong.text


def test_a_draft_that_stands_is_not_lost_to_new_answers_or_a_template(firm: Firm, browse: Browse) -> None:
    candidate = firm.candidate()
    firm.draft(candidate)
    own = browse(firm.account_of(candidate))
    asked = own.post("/drafts/questions", {"tone": "plain", "brings": "", "reach": "neither"})
    template = queries.templates_of_kind(firm.session, "thank")[0]
    for shown in (asked, own.get(f"/drafts?from={template.id}")):
        assert shown.status_code == 200
        assert "Your earlier draft stays until you save this one." in shown.text
    draft = queries.find_general_draft(firm.session, candidate.id)
    assert draft is not None and draft.body == "Dear {{ contact_first_name }}"


@pytest.mark.parametrize(
    "wrong", [{"brings": "I know {{ boss }}"}, {"brings": "x" * 1001}, {"tone": "rude"}, {"reach": "by dove"}]
)
def test_answers_that_make_no_draft_are_refused_beside_the_question(
    firm: Firm, browse: Browse, wrong: dict[str, str]
) -> None:
    own = browse(firm.account_of(firm.candidate()))
    refused = own.post("/drafts/questions", {"tone": "warm", "brings": "", "reach": "phone"} | wrong)
    assert refused.status_code == 422
    assert f'id="{next(iter(wrong))}-error"' in refused.text


def test_how_it_reads_with_somebody_met_shows_what_would_stay_empty(firm: Firm, browse: Browse) -> None:
    candidate = firm.candidate()
    firm.interview(firm.application(candidate), starts_in=-timedelta(hours=2), people=("Dana Ruiz",))
    own = browse(firm.account_of(candidate))
    text = {"subject": "Thanks", "body": "Dear {{ contact_first_name }}, {{ my_phone }}", "then": "preview"}
    seen = own.post("/drafts", text)
    assert seen.status_code == 200
    assert "Dear Dana, <mark" in seen.text
    assert "We have nothing to fill in for “my phone number” here." in seen.text
    assert "[my phone number]</mark>" in seen.text and "{{" not in seen.text
    assert queries.find_general_draft(firm.session, candidate.id) is None


@pytest.mark.parametrize("wanted", ["blank", "nonsense", "", "00000000-0000-0000-0000-000000000000"])
def test_whatever_a_draft_is_said_to_start_from_nothing_breaks(firm: Firm, browse: Browse, wanted: str) -> None:
    own = browse(firm.account_of(firm.candidate()))
    assert own.get(f"/drafts?from={wanted}").status_code in (200, 404)


def test_templates_of_ones_own_field_come_first_and_those_of_others_are_not_offered(firm: Firm, browse: Browse) -> None:
    mine, other = agencies.job_fields(firm.session)[:2]
    for field in (mine, other):
        wording = TemplateText("thank", f"For {field.name}", "Thanks", "Dear you", field.id)
        actions.create_template(firm.command(), wording)
    candidate = firm.candidate()
    candidate.field_id = mine.id
    shown = browse(firm.account_of(candidate)).get("/drafts").text
    assert shown.index(f"For {mine.name}") < shown.index("A warm thank-you")
    assert f"For {other.name}" not in shown
