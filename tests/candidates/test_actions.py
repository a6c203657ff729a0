"""What is done about a candidate: made once, changed together with their account, stopped and started again."""

from dataclasses import replace
from datetime import timedelta
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import select

from portal.accounts import actions as accounts
from portal.accounts import email_changes as account_changes
from portal.accounts.models import AccountToken
from portal.applications import actions as applications
from portal.audit.models import AuditEvent
from portal.candidates import actions, email_changes, queries
from portal.candidates.actions import CandidateProfile
from portal.core.errors import ActionRefused
from portal.followups.models import Step
from tests.factories.firm import ZONE, Firm


def stops(firm: Firm, candidate_id: object) -> list[str]:
    return [row.kind for row in queries.active_suppressions(firm.session, [candidate_id])[candidate_id]]  # type: ignore[list-item, index]


def test_an_address_belongs_to_one_candidate_however_it_is_spelled(firm: Firm) -> None:
    ann = firm.candidate("Ann Lee")
    with pytest.raises(ActionRefused) as refused:
        actions.create(firm.command(), CandidateProfile("Twin", f" {ann.email.upper()}", ZONE))
    assert refused.value.field == "email"
    bob = firm.candidate("Bob Moss")
    taken = replace(actions.profile_of(bob), email=ann.email.upper())
    with pytest.raises(ActionRefused):
        actions.update(firm.command(), bob, taken)
    actions.update(firm.command(), ann, actions.profile_of(ann))


def test_a_candidate_signs_in_with_the_address_that_stands_in_their_profile(firm: Firm) -> None:
    candidate = firm.candidate("Ann Lee")
    account = firm.account_of(candidate)
    accounts.invite(firm.command(), account)
    moved = replace(
        actions.profile_of(candidate), name="Ann Moss", email="ann.moss@example.org", time_zone="Europe/Berlin"
    )
    applications.update_candidate(firm.command(), candidate, moved)
    assert account.email == candidate.email != "ann.moss@example.org"
    change = account_changes.pending_change(firm.session, candidate.account_id)
    assert change is not None
    email_changes.confirm(firm.command(), change)
    assert (account.name, account.email, account.email_key) == ("Ann Moss", "ann.moss@example.org", account.email)
    assert account.time_zone == "Europe/Berlin"
    link = firm.session.scalars(select(AccountToken).execution_options(populate_existing=True)).one()
    assert link.expires_at <= firm.now(), "what was mailed to the old address opens nothing"


def test_a_mailed_link_stays_good_while_the_address_does(firm: Firm) -> None:
    candidate = firm.candidate("Ann Lee")
    accounts.invite(firm.command(), firm.account_of(candidate))
    renamed = replace(actions.profile_of(candidate), name="Ann Moss")
    actions.update(firm.command(), candidate, renamed)
    link = firm.session.scalars(select(AccountToken).execution_options(populate_existing=True)).one()
    assert link.expires_at > firm.now()


def test_a_candidate_cannot_get_the_address_of_somebody_who_signs_in_already(firm: Firm) -> None:
    candidate = firm.candidate()
    taken = replace(actions.profile_of(candidate), email=firm.viewer.email)
    with pytest.raises(ActionRefused) as refused:
        actions.update(firm.command(), candidate, taken)
    assert refused.value.field == "email"


def test_the_plans_follow_a_candidate_who_travels(firm: Firm) -> None:
    candidate = firm.candidate()
    interview = firm.interview(firm.application(candidate), starts_in=-timedelta(hours=2), people=("Dana Ruiz",))
    firm.debriefed(interview)
    firm.commit()
    travels = replace(actions.profile_of(candidate), time_zone="Asia/Tokyo")
    applications.update_candidate(firm.command(), candidate, travels)
    firm.commit()
    due_at = firm.session.scalars(select(Step.due_at).where(Step.kind == "follow_up")).one()
    assert due_at.astimezone(ZoneInfo("Asia/Tokyo")).hour == 9


def test_stopping_twice_is_one_stop_and_lifting_ends_it(firm: Firm) -> None:
    candidate, now = firm.candidate(), firm.now()
    actions.suppress_reminders(firm.command(now=now), candidate, "paused")
    again = actions.suppress_reminders(firm.command(now=now), candidate, "paused", until=now + timedelta(days=1))
    assert stops(firm, candidate.id) == ["paused"]
    assert again.until == now + timedelta(days=1)
    actions.lift_suppression(firm.command(now=now), candidate, "paused")
    assert stops(firm, candidate.id) == []
    assert candidate.next_reminder_at == now, "whether something is to be asked is decided anew"


def test_lifting_what_does_not_stand_leaves_no_trace(firm: Firm) -> None:
    candidate = firm.candidate()
    actions.lift_suppression(firm.command(), candidate, "placed")
    deeds = firm.session.scalars(select(AuditEvent.action).where(AuditEvent.subject_id == candidate.id)).all()
    assert deeds == ["candidate.create"]
