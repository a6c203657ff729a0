"""Offices and fields of work: added, renamed, merged with what names them, retired, and their people moved."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from portal.accounts.models import Account
from portal.agencies import queries as agencies
from portal.agencies.models import HolidayChange, Office
from portal.audit.models import AuditDetail, AuditEvent
from portal.candidates.models import Candidate
from portal.core.errors import ActionRefused
from portal.drafts.models import Template
from portal.offices import actions, business_hours, queries
from portal.offices.business_hours import NOTHING
from portal.offices.moving import count_references
from tests.factories.firm import Firm
from tests.offices.test_business_hours import due_of_request, one_day, requested


def offices_of(firm: Firm) -> tuple[Office, Office]:
    """The recruiter's office, and the stranger's."""
    mine, other = firm.recruiter.office_id, firm.stranger.office_id
    return firm.session.get_one(Office, (firm.id, mine)), firm.session.get_one(Office, (firm.id, other))


def test_a_merge_moves_everything_and_says_how_much(firm: Firm) -> None:
    mine, other = offices_of(firm)
    ann, lee = firm.candidate("Ann Lee"), firm.candidate("Lee Park")
    business_hours.add_day_off(firm.command(), mine, firm.now().date() + timedelta(days=1), "Moving day")
    before = count_references(firm.session, mine)
    moved, result = actions.merge_office(firm.command(), mine, other)
    assert (moved, result) == (before, NOTHING)
    assert moved == {"accounts": 3, "candidates": 2}
    assert {row.office_id for row in (ann, lee, firm.owner, firm.recruiter)} == {other.id}
    assert agencies.offices(firm.session) == [other]
    assert firm.session.scalars(select(HolidayChange)).all() == [], "its own days go with it"
    event = firm.session.scalars(select(AuditEvent).where(AuditEvent.action == "office.merge")).one()
    detail = firm.session.scalars(select(AuditDetail).where(AuditDetail.event_id == event.id)).one()
    assert detail.changes == {"accounts": [3, 0], "candidates": [2, 0]}


def test_every_table_that_names_an_office_or_a_field_moves(firm: Firm) -> None:
    first, second = agencies.job_fields(firm.session)[:2]
    firm.candidate().field_id = first.id
    template = firm.session.scalars(select(Template).limit(1)).one()
    template.field_id = first.id
    firm.session.flush()
    assert actions.merge_field(firm.command(), first, second) == {"candidates": 1, "templates": 1}
    firm.session.expire_all()
    assert template.field_id == second.id
    assert firm.session.scalars(select(Candidate.field_id)).one() == second.id
    assert first not in agencies.job_fields(firm.session)


def test_candidates_follow_the_hours_of_the_office_that_they_move_to(firm: Firm) -> None:
    requested(firm)
    mine, other = offices_of(firm)
    hours, ends = one_day(firm)
    business_hours.set_office_time(firm.command(), other, hours)
    result = actions.move_members(firm.command(), mine, [firm.recruiter], other, with_candidates=True)
    assert result.applications == 1
    assert due_of_request(firm) == ends
    assert firm.recruiter.office_id == other.id


def test_colleagues_move_without_their_candidates(firm: Firm) -> None:
    candidate = firm.candidate()
    mine, other = offices_of(firm)
    assert actions.move_members(firm.command(), mine, [firm.recruiter], other, with_candidates=False) == NOTHING
    assert (firm.recruiter.office_id, candidate.office_id) == (other.id, mine.id)


def test_only_the_members_own_candidates_move_along(firm: Firm) -> None:
    own, of_other = firm.candidate("Ann Lee"), firm.candidate("Lee Park")
    of_other.recruiter_id = firm.owner.id
    firm.session.flush()
    mine, other = offices_of(firm)
    actions.move_members(firm.command(), mine, [firm.recruiter], other, with_candidates=True)
    assert (own.office_id, of_other.office_id) == (other.id, mine.id)


def test_the_last_office_stays(firm: Firm) -> None:
    mine, other = offices_of(firm)
    actions.retire_office(firm.command(), other)
    for deed in (
        lambda: actions.retire_office(firm.command(), mine),
        lambda: actions.merge_office(firm.command(), mine, other),
        lambda: actions.merge_office(firm.command(), mine, mine),
    ):
        with pytest.raises(ActionRefused):
            deed()
    assert agencies.offered_offices(firm.session) == [mine]
    assert agencies.offered_offices(firm.session, other.id) == [*sorted((mine, other), key=lambda row: row.name)]
    actions.offer_office(firm.command(), other)
    assert len(agencies.offered_offices(firm.session)) == 2


def test_the_last_field_stays(firm: Firm) -> None:
    *others, last = agencies.job_fields(firm.session)
    for row in others:
        actions.retire_field(firm.command(), row)
    with pytest.raises(ActionRefused, match="last field"):
        actions.retire_field(firm.command(), last)
    assert agencies.offered_job_fields(firm.session) == [last]


@pytest.mark.parametrize("name", ["elsewhere", "ELSEWHERE"])
def test_an_office_is_not_added_twice(firm: Firm, name: str) -> None:
    mine, other = offices_of(firm)
    with pytest.raises(ActionRefused, match="already one called"):
        actions.add_office(firm.command(), name)
    with pytest.raises(ActionRefused, match="already one called"):
        actions.rename_office(firm.command(), mine, name)
    actions.rename_office(firm.command(), other, name)
    assert other.name == name, "its own name in other letters"
    actions.retire_office(firm.command(), other)
    with pytest.raises(ActionRefused, match="Offer it again"):
        actions.add_office(firm.command(), name)


def test_the_example_counts_what_a_recruiter_sees(firm: Firm) -> None:
    firm.candidate("Ann Lee")
    away = firm.candidate("Lee Park")
    colleague = firm.candidate("Kim Hall")
    colleague.recruiter_id = firm.owner.id
    away.recruiter_id, away.office_id = firm.stranger.id, firm.stranger.office_id
    firm.session.flush()
    example = queries.example_recruiter(firm.session)
    assert isinstance(example, Account)
    assert queries.sees(firm.session, firm.recruiter) == {"own": 1, "office": 2, "agency": 3}
    assert example in (firm.recruiter, firm.stranger)
