"""Forms that add something: sent twice they add one thing, and a change since is asked about."""

import re
from concurrent.futures import ThreadPoolExecutor
from contextvars import copy_context
from datetime import timedelta
from threading import Barrier
from urllib.parse import urlsplit

import pytest
from bs4 import BeautifulSoup, Tag
from flask import Flask
from sqlalchemy import text
from werkzeug.test import TestResponse

from portal.core import submissions as stored
from portal.core.submissions import RETENTION, FormSubmission
from portal.jobs import tick
from portal.web.shared import submissions
from tests.factories.firm import Firm
from tests.fixtures.app import Browse, Browser
from tests.web.creating_forms import CASES, Case
from tests.web.page_forms import fields_of

REPEATABLE = {
    "a row of its own name, which a repeated request finds": """
        contact_info.request_contact_info contact_info.reach_by_post contact_info.confirm_email
        contact_info.reach_directly contact_info.save contact_info.undo_confirmation contact_info.reach_via_hr
        approvals.approve approvals.return_to_writer approvals.mark_passed_on approvals.release
        approvals.claim approvals.accept_suggestion approvals.withdraw candidates.resume_reminders
        calendar.move_back own_calendar_feed.issue own_calendar_feed.end
        candidates.pause_reminders print_queue.mark_posted print_queue.print_selected cards.save_options
        cards.save_address cards.choose_medium cards.hand_over_to_agency cards.undo_posted cards.mark_posted
        cards.print_card cards.take_back_from_agency cards.use_address_on_file contact_requests.mark_hr_asked
        contact_requests.mark_not_available contact_requests.save_guess contact_requests.email_hr
        contact_requests.release contact_requests.save_contact_info contact_requests.claim
        contact_requests.undo_closing contact_requests.withdraw contacts.confirm_email
        contact_requests.undo_answer request_assignments.assign request_assignments.undo
        account.set_single_keys opening_responses.undo_handled today_tasks.complete today_tasks.end_snooze
        today_tasks.snooze today_tasks.undo_completion approvals.undo_approval contacts.reach_directly
        contacts.discard_guess contacts.undo_confirmation email_changes.cancel review_assignments.assign
        debrief_person.save_details debrief_person.save_talk debriefs.save_people debriefs.save_pace
        debriefs.save_start drafts.candidate_draft drafts.own_draft drafts.own_questions
        drafts.candidate_questions duplicates.merge duplicates.mark_not_duplicates duplicates.undo_merge
        outcomes.undo_ending follow_ups.request_contact_info opening_responses.mark_handled
        interviews.mark_contacts_collected interviews.remove_person interviews.save_status
        interviews.undo_completion library.archive library.unarchive outbox.resend
        onboarding.mark imports.start policies.preview policies.undo policies.edit
        imports.stop imports.undo imports.discard imports.decide imports.decide_all imports.edit_cell
        imports.save_mapping imports.edit_options review_assignments.undo
        bulk_actions.create bulk_actions.choose bulk_actions.leave_out bulk_actions.start bulk_actions.stop
        bulk_actions.undo
        onboarding.unmark onboarding.add_sample_data onboarding.remove_sample_data
        preparation.save_contact_info notes.mark_sent_manually openings.close openings.reopen openings.respond
        openings.withdraw_response proofreading.check_text proofreading.remove_word
        proofreading.undo_dismissal proofreading.set_english proposals.decide proposals.withdraw
        sending.request_approval sending.resend sending.mark_sent_from_mail_program sending.send
        sending.correct worked_in.answer
        sending.recall steps.snooze_step steps.undo_snooze
        offices.move offices.merge offices.retire offices.offer job_fields.merge job_fields.retire job_fields.offer
        tags.add tags.remove saved_views.delete saved_views.restore tag_words.delete
        recruiter_notes.remove recruiter_notes.undo candidate_merging.merge candidate_merging.undo
        candidate_merging.mark_not_duplicates candidate_merging.undo_not_duplicates duplicates.undo_not_duplicates
        hours.add_day hours.remove_day hours.restore_day""",
    "a form on something that is there already": """
        notes.begin_thank_you
        calendar.move candidates.edit contacts.edit employers.edit interviews.edit library.restore_version
        account.end_sign_in account.change_password account.set_reminders reminder_choices.save reminder_choices.pause
        reminder_choices.move date_format.save account.save account.set_scope account.set_list_view
        note_versions.restore notes.save openings.edit leaving.deactivate leaving.undo_deactivation leaving.reactivate
        hand_overs.hand_over hand_overs.take_back absences.edit absences.end own_absence.edit own_absence.end
        staff.detail staff_invitations.withdraw applications.edit recruiter_notes.edit settings.edit hours.index
        hours.office offices.detail job_fields.detail tag_words.detail saved_views.detail saved_views.save
        offices.set_visibility settings.upload_logo settings.remove_logo""",
    "of one's own sign-in": """
        confirmation.confirm task_link.ask_for_code sign_in.start_with_code emailed_code.ask_by_address
        emailed_code.ask_again emailed_code.enter emailed_code.open_link emailed_code.confirm_by_code
        first_password.save second_factor.begin second_factor.confirm second_factor.renew_codes
        second_factor.turn_off account.end_all_sign_ins own_email.change own_email.cancel""",
    "of another's, or everyone's": "factor_reset.reset sign_in_rules.edit",
    "adds nothing": """
        agency_export.download invitations.preview quick_add.fill quick_add.outlook staff_invitations.check""",
    "of somebody who is not signed in, or signs out": """
        email_changes.confirm sign_in.forgot_password sign_in.accept_invitation sign_in.page
        sign_in.choose_password sign_in.sign_out sign_in_code.page sign_in_code.recovery unsubscribe.unsubscribe""",
}
"""
        Each POST that carries no token, and why a repeated one does no harm. A new route is declared, or
        named here."""
ADDED = [
    "offices",
    "job_fields",
    "employers",
    "contacts",
    "candidates",
    "applications",
    "interviews",
    "interview_people",
    "openings",
    "templates",
    "template_proposals",
    "notes",
    "employer_responses",
    "closures",
    "outgoing_messages",
]


def test_every_form_that_adds_something_is_declared(app: Flask) -> None:
    known = {name for names in REPEATABLE.values() for name in names.split()}
    posts = {rule.endpoint for rule in app.url_map.iter_rules() if "POST" in (rule.methods or ())}
    declared = {name for name in posts if submissions.is_declared(app.view_functions[name])}
    assert posts - declared - known == set(), "declare these as `submissions.creates`, or say why a repeat does no harm"
    assert known - (posts - declared) == set(), "these are no such routes"
    assert declared == {*CASES, *ELSEWHERE}


ELSEWHERE = (
    "candidate_invitations.invite",
    "recruiter_notes.add_to_application",
    "recruiter_notes.add_to_candidate",
    "imports.new",
    "email_changes.resend",
    "own_email.resend",
    "invitations.accept",
)
"""Their pages need more than a row to be there; the tests of their areas send them."""
NOTHING_TO_CHANGE = (
    "candidates.invite",
    "opening_responses.put_forward",
    "outbox.send_test_email",
    "staff_invitations.resend",
    "outcomes.record_placement",
)
"""A button, or a form of one possible content."""
NOTHING_TO_UPDATE = (*NOTHING_TO_CHANGE, "staff_invitations.invite")
"""Or one that adds several at once, whose invitations are withdrawn one by one."""


@pytest.fixture
def recruiter(firm: Firm, browse: Browse) -> Browser:
    return browse(firm.recruiter)


def counted(firm: Firm) -> dict[str, int]:
    return {name: firm.session.execute(text(f"select count(*) from {name}")).scalar_one() for name in ADDED}


def read(browser: Browser, case: Case) -> dict[str, str]:
    """The form as its page carries it, tokens included, with what is typed into it."""
    page = BeautifulSoup(browser.get(case.page).text, "html.parser")
    forms = page.find_all("form", method="post")
    form = next(one for one in forms if urlsplit(str(one.get("action") or case.page)).path == case.path)
    token = form.find("input", attrs={"name": submissions.TOKEN_FIELD})
    assert isinstance(token, Tag), "the form carries no token"
    return fields_of(form) | {submissions.TOKEN_FIELD: str(token["value"])} | case.typed


@pytest.mark.parametrize("name", CASES)
def test_a_form_sent_twice_adds_one_thing(firm: Firm, browse: Browse, name: str) -> None:
    case = CASES[name](firm)
    sender = browse(case.account(firm))
    form, before = read(sender, case), counted(firm)
    first = sender.post(case.path, form)
    once = counted(firm)
    assert first.status_code == 302, first.text
    assert once != before
    again = sender.post(case.path, form)
    assert (again.status_code, again.location) == (302, first.location)
    assert counted(firm) == once


@pytest.mark.parametrize("name", CASES)
def test_a_form_without_its_token_is_shown_again_and_saves_nothing(firm: Firm, browse: Browse, name: str) -> None:
    case = CASES[name](firm)
    sender = browse(case.account(firm))
    form, before = read(sender, case), counted(firm)
    answer = sender.post(case.path, form | {submissions.TOKEN_FIELD: ""})
    assert answer.status_code == 400
    assert "Nothing was saved yet." in answer.text
    assert all(value in answer.text for value in case.typed.values())
    assert counted(firm) == before
    shown = re.findall(r'name="form_token" value="([0-9a-f]{32})"', answer.text)
    assert sender.post(case.path, form | {submissions.TOKEN_FIELD: shown[0]}).status_code == 302


@pytest.mark.parametrize("name", sorted(set(CASES) - set(NOTHING_TO_CHANGE)))
def test_a_form_changed_since_it_was_sent_asks_what_it_is_meant_to_do(firm: Firm, browse: Browse, name: str) -> None:
    case = CASES[name](firm)
    sender = browse(case.account(firm))
    form = read(sender, case)
    first = sender.post(case.path, form)
    once = counted(firm)
    assert case.changed is not None
    asked = sender.post(case.path, form | dict([case.changed]))
    assert asked.status_code == 409, asked.text
    assert "You already added this" in asked.text
    assert case.changed[1] in asked.text
    assert counted(firm) == once, "nothing is saved"
    another = button(asked, "Add another")
    assert submissions.TOKEN_FIELD in another.attrs.get("name", submissions.TOKEN_FIELD)
    added = sender.post(case.path, form | dict([case.changed]) | pressed(another))
    assert added.status_code == 302 or "Save anyway" in added.text, "another of the same name is asked about"
    assert first.location


def button(answer: TestResponse, words: str) -> Tag:
    page = BeautifulSoup(answer.text, "html.parser")
    found = page.find("button", string=re.compile(words))
    return found if isinstance(found, Tag) else next(one for one in page.find_all("button") if words in one.text)


def pressed(pushed: Tag) -> dict[str, str]:
    """The token that the button brings, or the one of the form that it is in."""
    if pushed.get("name") == submissions.TOKEN_FIELD:
        return {submissions.TOKEN_FIELD: str(pushed["value"])}
    form = pushed.find_parent("form")
    token = form.find("input", attrs={"name": submissions.TOKEN_FIELD}) if form else None
    assert isinstance(token, Tag)
    return {submissions.TOKEN_FIELD: str(token["value"])}


@pytest.mark.parametrize("name", sorted(set(CASES) - set(NOTHING_TO_UPDATE)))
def test_update_it_changes_what_was_added(firm: Firm, browse: Browse, name: str) -> None:
    case = CASES[name](firm)
    sender = browse(case.account(firm))
    form = read(sender, case)
    sender.post(case.path, form)
    once = counted(firm)
    assert case.changed is not None
    asked = sender.post(case.path, form | dict([case.changed]))
    update = button(asked, "Update it")
    path, said = str(update.get("formaction", case.path)), form | dict([case.changed]) | pressed(update)
    done = sender.post(path, said)
    assert done.status_code == 302, done.text
    assert unmailed(counted(firm)) == unmailed(once)
    shown = [sender.get(page, follow_redirects=True).text for page in (path, str(done.location))]
    assert any((case.says or case.changed[1]) in page for page in shown)
    assert sender.post(path, said).status_code == 302
    assert unmailed(counted(firm)) == unmailed(once), "the same press twice"


def unmailed(rows: dict[str, int]) -> dict[str, int]:
    """Without the emails, which go out again to another address, and the contacts, who stay as they were listed."""
    return {name: count for name, count in rows.items() if name not in ("outgoing_messages", "contacts")}


def test_a_row_that_is_unknown_by_now_is_not_updated_and_nothing_is_added(firm: Firm, browse: Browse) -> None:
    case = CASES["interviews.add_person"](firm)
    sender, before = browse(firm.recruiter), counted(firm)
    stale = f"{submissions.new_form_token()}-{submissions.new_form_token()}"
    refused = sender.post(case.path, read(sender, case) | {submissions.TOKEN_FIELD: stale})
    assert refused.status_code == 422
    assert "What you added can’t be found any more" in refused.text and stale in refused.text
    assert counted(firm) == before


def test_two_at_once_add_one_row(firm: Firm, browse: Browse) -> None:
    """Each on a connection of its own: the second waits for the first one's unique key, then gives its answer."""
    case, browsers = CASES["contacts.new"](firm), [browse(firm.recruiter) for _ in range(2)]
    form, before, both = read(browsers[0], case), counted(firm), Barrier(2)

    def sent(browser: Browser) -> TestResponse:
        token = re.search(r'name="csrf-token" content="([^"]+)"', browser.get(case.page).text)
        assert token is not None
        both.wait()
        return browser.post(case.path, form | {"csrf_token": token[1]})

    with ThreadPoolExecutor(2) as pool:
        answers = [one.result() for one in [pool.submit(copy_context().run, sent, browser) for browser in browsers]]
    assert [answer.status_code for answer in answers] == [302, 302]
    assert len({answer.location for answer in answers}) == 1
    assert counted(firm)["contacts"] == before["contacts"] + 1


def test_a_token_is_of_one_account(firm: Firm, browse: Browse) -> None:
    case = CASES["contacts.new"](firm)
    form = read(browse(firm.recruiter), case)
    assert browse(firm.recruiter).post(case.path, form).status_code == 302
    assert browse(firm.owner).post(case.path, form | {"name": "Lee Park"}).status_code == 302


def test_a_form_that_was_refused_is_sent_again_with_the_same_token(recruiter: Browser) -> None:
    form = read(recruiter, Case("/employers/new", "/employers/new", {"name": ""}))
    refused = recruiter.post("/employers/new", form)
    assert refused.status_code == 422
    assert form[submissions.TOKEN_FIELD] in refused.text
    assert recruiter.post("/employers/new", form | {"name": "Acme"}).status_code == 302


def test_submissions_are_deleted_when_their_retention_ends(firm: Firm, recruiter: Browser) -> None:
    assert recruiter.post("/employers/new", {"name": "Acme"}).status_code == 302
    row = firm.session.query(FormSubmission).one()
    assert row.kept_until - firm.now() > RETENTION - timedelta(minutes=5)
    assert stored.delete_expired(firm.session, firm.now()) == 0
    row.kept_until = firm.now()
    firm.commit()
    assert (firm.id, "submissions") in tick.due(firm.session)
    assert stored.delete_expired(firm.session, firm.now()) == 1
    assert firm.session.query(FormSubmission).count() == 0
