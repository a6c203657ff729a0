"""The policies of the plan: a preview, bounds, who changed what, undo (docs/rules.md#policies)."""

import re
from datetime import time, timedelta
from typing import Any

import pytest
from sqlalchemy import select, update

from portal.agencies import queries as agencies
from portal.audit.models import AuditEvent
from portal.candidates.models import Candidate
from portal.followups import recalculation
from portal.followups.models import Step
from portal.followups.rules.policy import NUMBERS
from portal.jobs.work import WORK
from portal.policies import previews
from portal.policies.values import DEFAULTS, current_values
from tests.approvals.test_actions import handed_in, written
from tests.factories.firm import Firm
from tests.fixtures.app import Browse, Browser
from tests.web.cards.test_cards import addressed

PATH = "/settings/policies"
STANDING = {
    **{name: str(number.default) for name, number in NUMBERS.items()},
    "quiet_start": "20:00",
    "quiet_end": "08:00",
    "note_sending": "candidate",
    "posts_cards": "y",
}


def shown(page: str) -> str:
    """The fingerprints of what the page showed, as its form carries them."""
    found = re.search(r'name="shown"[^>]*value="([^"]*)"', page)
    assert found is not None
    return found[1].replace("&#34;", '"').replace("&quot;", '"')


def policy(firm: Firm) -> dict[str, Any]:
    firm.session.expire_all()
    return current_values(agencies.profile(firm.session))


@pytest.fixture
def owner(firm: Firm, browse: Browse) -> Browser:
    return browse(firm.owner)


@pytest.fixture
def held(firm: Firm) -> None:
    """An interview that ended an hour ago: a thank-you is due tomorrow."""
    interview = firm.interview(starts_in=timedelta(hours=-2), people=("Dana Ruiz <dana@acme.example>",))
    firm.debriefed(interview)
    firm.commit()


def test_every_policy_is_on_the_page_with_its_unit_and_bounds(owner: Browser) -> None:
    page = owner.get(PATH).text
    for name, number in NUMBERS.items():
        assert f'name="{name}"' in page
        assert number.label in page and number.help in page
    assert all(f'name="{name}"' in page for name in DEFAULTS)


def test_the_page_says_the_default_and_since_when_a_policy_is_set(owner: Browser) -> None:
    assert "Use the default" not in owner.get(PATH).text
    assert owner.post(PATH, STANDING | {"thank_within_hours": "12"}).status_code == 302
    page = owner.get(PATH).text
    assert "Use the default" in page
    assert re.search(r"default: 24 hours\s*· set\s+<time[^>]*>today", page)


@pytest.mark.usefixtures("held")
def test_saving_moves_the_tasks_and_says_so(firm: Firm, owner: Browser) -> None:
    thank = firm.session.scalars(select(Step).where(Step.kind == "thank")).one()
    was = thank.due_at
    assert owner.post(PATH, STANDING | {"thank_within_hours": "12"}).status_code == 302
    assert "Saved. The plans follow these policies." in owner.get(PATH).text
    firm.session.expire_all()
    assert (policy(firm)["thank_within_hours"], was - thank.due_at) == (12, timedelta(hours=12))
    assert agencies.profile(firm.session).policy == {"thank_within_hours": 12}


@pytest.mark.usefixtures("held")
def test_a_preview_names_the_numbers_and_saves_nothing(firm: Firm, owner: Browser) -> None:
    answer = owner.post(f"{PATH}/preview", STANDING | {"thank_within_hours": "12"})
    assert answer.status_code == 200
    assert "1 task moves" in answer.text and "Save and move 1 task" in answer.text
    assert "was 24 hours" in answer.text
    assert policy(firm)["thank_within_hours"] == 24
    listed = owner.get(f"{PATH}/tasks").text
    assert "Ann Lee" in listed and "Thank Dana Ruiz" in listed and "earlier" in listed


@pytest.mark.usefixtures("held")
def test_late_tasks_are_named_beside_the_form(firm: Firm, owner: Browser) -> None:
    thank = firm.session.scalars(select(Step).where(Step.kind == "thank")).one()
    interview, thank.person.contact.reachable_at = thank.interview, thank.opens_at - timedelta(days=1)
    interview.starts_at -= timedelta(hours=12)
    interview.ends_at -= timedelta(hours=12)
    interview.recorded_at = interview.starts_at
    firm.commit()
    page = owner.post(f"{PATH}/preview", STANDING | {"thank_within_hours": "3"}).text
    assert "1 task moves, 1 becomes late" in re.sub(r"\s+", " ", page)
    assert "The task that becomes late" in page


def test_a_long_preview_goes_on_where_it_was(firm: Firm, owner: Browser, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(previews, "BATCH", 1)
    for _ in range(2):
        firm.interview(starts_in=timedelta(hours=-2), people=("Dana Ruiz <dana@acme.example>",))
    firm.commit()
    typed = STANDING | {"thank_within_hours": "12"}
    pages = [owner.post(f"{PATH}/preview", typed).text for _ in range(3)]
    assert ["1 of 2 applications" in page for page in pages] == [True, False, False]
    assert "2 of 2 applications" in pages[1] and 'hx-trigger="load"' in pages[1]
    assert "2 tasks move" not in pages[1] and "tasks move" in pages[2] and 'hx-trigger="load"' not in pages[2]


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        ({"thank_within_hours": "0"}, "Enter 1 to 72 hours."),
        ({"thank_within_hours": "73"}, "Enter 1 to 72 hours."),
        ({"thank_within_hours": "-1"}, "Enter 1 to 72 hours."),
        ({"thank_within_hours": ""}, "Enter 1 to 72 hours."),
        ({"thank_within_hours": "12.5"}, "Enter 1 to 72 hours."),
        ({"thank_within_hours": "soon"}, "Enter 1 to 72 hours."),
        ({"thank_within_hours": "9" * 5000}, "Enter 1 to 72 hours."),
        ({"debrief_delay_minutes": "241"}, "Enter 0 to 240 minutes."),
        ({"min_working_days_after_thanks": "21"}, "Enter 0 to 20 business days."),
        ({"contact_target_working_hours": "41"}, "Enter 1 to 40 business hours."),
        ({"review_target_working_hours": "0"}, "Enter 1 to 40 business hours."),
        ({"quiet_start": "16:59"}, "Enter a time from 5:00 PM to 11:00 PM."),
        ({"quiet_end": "09:01"}, "Enter a time from 5:00 AM to 9:00 AM."),
        ({"quiet_end": "dawn"}, "Enter a time, like 1:30 PM."),
        ({"note_sending": "the cat"}, "Not a valid choice"),
    ],
)
def test_what_cannot_be_set_is_said_at_its_field_and_nothing_is_saved(
    firm: Firm, owner: Browser, wrong: dict[str, str], words: str
) -> None:
    typed = STANDING | {"close_asks_after_days": "9"} | wrong
    answer = owner.post(PATH, typed)
    assert answer.status_code == 422
    name = next(iter(wrong))
    assert words in answer.text and re.search(rf'id="{name}(-error|)"', answer.text)
    assert policy(firm) == DEFAULTS
    preview = owner.post(f"{PATH}/preview", typed).text
    assert "Fix 1 field to see what moves" in preview and words in preview
    assert re.search(r'form="policy-form"[^>]*disabled', preview)


def test_reminders_and_choices_are_set_on_the_same_page(firm: Firm, owner: Browser) -> None:
    candidate = firm.candidate(accepted=False)
    firm.session.execute(update(Candidate).values(next_reminder_at=None))
    firm.commit()
    typed = STANDING | {
        "late_reminder_hours": "48",
        "quiet_start": "21:30",
        "note_sending": "approval",
        "reminders_before_acceptance": "y",
    }
    del typed["posts_cards"]
    assert owner.post(PATH, typed).status_code == 302
    profile = agencies.profile(firm.session)
    firm.session.expire_all()
    assert profile.policy == {"late_reminder_hours": 48, "quiet_start": "21:30"}
    assert (profile.note_sending, profile.posts_cards, profile.reminders_before_acceptance) == ("approval", False, True)
    assert policy(firm)["quiet_start"] == time(21, 30)
    assert candidate.next_reminder_at is not None, "reminders are decided anew"


def test_the_quiet_hours_of_the_agency_are_those_on_a_candidates_account_page(
    firm: Firm, owner: Browser, browse: Browse
) -> None:
    owner.post(PATH, STANDING | {"quiet_start": "21:30", "quiet_end": "07:00"})
    candidate = browse(firm.account_of(firm.candidate()))
    assert "never between 9:30 PM and 7:00 AM" in candidate.get("/me/account").text


def test_the_preview_counts_the_notes_whose_review_gets_another_goal(firm: Firm, owner: Browser) -> None:
    handed_in(firm, written(firm))
    firm.commit()
    typed = STANDING | {"note_sending": "approval", "review_target_working_hours": "4"}
    page = owner.post(f"{PATH}/preview", typed).text
    assert "1 note that’s waiting for review gets another goal." in page and "past it when you save" not in page
    assert "was 2 business hours" in page
    assert owner.post(PATH, typed).status_code == 302
    assert "gets another goal" not in owner.post(f"{PATH}/preview", typed).text


@pytest.mark.parametrize(("hours", "words"), [("1", "1 business hour)"), ("4", "4 business hours)")])
def test_a_candidate_reads_the_agencys_goal_for_reviews(
    firm: Firm, owner: Browser, browse: Browse, hours: str, words: str
) -> None:
    note = written(firm)
    firm.commit()
    owner.post(PATH, STANDING | {"note_sending": "approval", "review_target_working_hours": hours})
    candidate = browse(firm.account_of(note.interview.application.candidate))
    assert f"(goal: within {words}" in candidate.get(f"/notes/{note.id}/sending").text
    assert f"(goal: within {words}" in candidate.get(addressed(candidate, note.id)).text


def test_a_button_puts_the_default_back_into_its_field(firm: Firm, owner: Browser) -> None:
    owner.post(PATH, STANDING | {"thank_within_hours": "12"})
    page = owner.post(f"{PATH}/preview", STANDING | {"thank_within_hours": "x", "default": "thank_within_hours"}).text
    assert re.search(r'name="thank_within_hours"[^>]*value="24"', page)
    assert "was 12 hours" in page
    assert policy(firm)["thank_within_hours"] == 12
    assert owner.post(f"{PATH}/preview", STANDING | {"default": "the cat"}).status_code == 200


def test_changes_name_who_what_and_when_and_the_last_one_can_be_undone(firm: Firm, owner: Browser) -> None:
    owner.post(PATH, STANDING | {"thank_within_hours": "12", "posts_cards": "", "quiet_end": "07:00"})
    page = owner.get(f"{PATH}/changes").text
    assert "Olga Owner" in page and "Thank each person within" in page
    assert re.search(r"<s[^>]*>24 hours</s>\s*12 hours", page)
    assert re.search(r"<s[^>]*>8:00 AM</s>\s*7:00 AM", page)
    event = re.search(r'name="event" value="([^"]+)"', page)
    assert event is not None
    assert owner.post(f"{PATH}/undo", {"event": event[1]}).status_code == 302
    assert policy(firm) == DEFAULTS
    assert owner.post(f"{PATH}/undo", {"event": event[1]}).status_code == 409
    assert owner.post(f"{PATH}/undo", {"event": "none"}).status_code == 409
    assert policy(firm) == DEFAULTS
    assert owner.get(f"{PATH}/changes").text.count('name="event"') == 1


def test_saving_what_stands_changes_and_records_nothing(firm: Firm, owner: Browser) -> None:
    assert owner.post(PATH, STANDING).status_code == 302
    assert "Nothing to save. The policies are as they were." in owner.get(PATH).text
    assert firm.session.scalars(select(AuditEvent).where(AuditEvent.action == "agency.set_policies")).all() == []


def test_two_owners_change_different_policies_and_choose_between_two_values_of_one(firm: Firm, browse: Browse) -> None:
    one, other = browse(firm.owner), browse(firm.owner)
    page = shown(one.get(PATH).text)
    other.post(PATH, STANDING | {"thank_within_hours": "12"})
    assert one.post(PATH, STANDING | {"near_end_days": "5", "shown": page}).status_code == 302
    assert {name: policy(firm)[name] for name in ("thank_within_hours", "near_end_days")} == {
        "thank_within_hours": 12,
        "near_end_days": 5,
    }
    met = one.post(PATH, STANDING | {"near_end_days": "5", "thank_within_hours": "48", "shown": page})
    assert met.status_code == 422
    assert "This changed while you were editing." in met.text
    assert policy(firm)["thank_within_hours"] == 12


def test_a_large_agency_is_told_how_far_the_plans_are(
    firm: Firm, owner: Browser, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(recalculation, "AT_ONCE", 1)
    for _ in range(2):
        firm.interview(starts_in=timedelta(hours=-2), people=("Dana Ruiz <dana@acme.example>",))
    firm.commit()
    owner.post(PATH, STANDING | {"thank_within_hours": "12"})
    page = owner.get(PATH).text
    assert "Saved. The plans are being updated." in page
    assert "The plans are being updated: 2 applications left." in page
    assert "2 applications left" in owner.get(f"{PATH}/progress").text
    WORK["plan"].batch(firm.session, firm.now())
    firm.commit()
    assert "All plans follow the saved policies." in owner.get(f"{PATH}/progress").text
    assert "left." not in owner.get(PATH).text


def test_only_an_owner_sets_policies(firm: Firm, browse: Browse) -> None:
    for account in (firm.recruiter, firm.viewer):
        browser = browse(account)
        assert [browser.get(f"{PATH}{rest}").status_code for rest in ("", "/tasks", "/changes", "/progress")] == [
            403
        ] * 4
        assert browser.post(PATH, STANDING | {"thank_within_hours": "12"}).status_code == 403
    assert policy(firm) == DEFAULTS
