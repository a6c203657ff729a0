"""Sample data comes, is never emailed, and goes completely."""

from sqlalchemy import func, select

from portal.applications import actions as applications
from portal.applications.rules import Pace
from portal.audit.models import AuditDetail, AuditEvent
from portal.candidates.models import Candidate
from portal.contacts.models import ContactRequest, Employer
from portal.core.command import Actor
from portal.core.db import Model
from portal.followups.models import Step
from portal.messaging import actions as messages
from portal.messaging import sending
from portal.messaging.models import OutgoingMessage
from portal.onboarding import queries, sample_data
from tests.factories.firm import Firm

KEPT = {AuditEvent.__tablename__, AuditDetail.__tablename__, OutgoingMessage.__tablename__}
"""Tables that keep rows: what the audit log recorded, and emails to colleagues about sample contact requests."""


def as_owner(firm: Firm) -> Actor:
    return Actor("account", firm.owner.id, "owner")


def rows_by_table(firm: Firm) -> dict[str, int]:
    tables = [table for table in Model.metadata.sorted_tables if table.schema is None and table.name not in KEPT]
    return {table.name: firm.session.scalar(select(func.count()).select_from(table)) or 0 for table in tables}


def test_sample_data_has_an_interview_ahead_a_contact_request_and_a_follow_up(firm: Firm) -> None:
    counts = sample_data.add(firm.command(by=as_owner(firm)))
    firm.commit()
    kinds = set(firm.session.scalars(select(Step.kind).where(Step.state.in_(("open", "upcoming", "blocked")))))
    assert (counts.candidates, counts.employers) == (3, 3)
    assert {"prepare_draft", "thank", "follow_up"} <= kinds
    assert firm.session.scalar(select(func.count()).select_from(ContactRequest)) == 1


def test_adding_twice_adds_once(firm: Firm) -> None:
    sample_data.add(firm.command(by=as_owner(firm)))
    assert sample_data.add(firm.command(by=as_owner(firm))).candidates == 3
    assert queries.sample_counts(firm.session).candidates == 3


def test_removal_leaves_every_table_as_it_was(firm: Firm) -> None:
    firm.interview(firm.application(firm.candidate("Ann Lee")), people=("Dana Ruiz <d@acme.example>",))
    firm.commit()
    before = rows_by_table(firm)
    sample_data.add(firm.command(by=as_owner(firm)))
    firm.commit()
    assert rows_by_table(firm) != before
    removed = sample_data.remove(firm.command(by=as_owner(firm)))
    firm.commit()
    assert rows_by_table(firm) == before
    assert set(firm.session.scalars(select(OutgoingMessage.to_email))) <= {firm.owner.email, firm.recruiter.email}
    assert (removed.counts.candidates, removed.counts.employers, removed.kept_employers) == (3, 3, ())


def test_an_employer_that_a_real_candidate_applied_at_stays(firm: Firm) -> None:
    sample_data.add(firm.command(by=as_owner(firm)))
    employer = firm.session.scalars(select(Employer).where(Employer.name == "Sample Paper")).one()
    applications.create(firm.command(), firm.candidate("Ann Lee").id, employer.id, "Clerk", Pace())
    firm.commit()
    removed = sample_data.remove(firm.command(by=as_owner(firm)))
    firm.commit()
    assert removed.kept_employers == ("Sample Paper",)
    assert firm.session.scalars(select(Candidate.name)).all() == ["Ann Lee"]
    assert not queries.sample_counts(firm.session).any


def test_no_email_goes_to_a_sample_address(firm: Firm) -> None:
    message = messages.enqueue(
        firm.session,
        kind="test",
        key="sample",
        to_name="Aaron Sample",
        to_email="aaron@Sample.example",
        payload={"zone": "UTC", "locale": "en_US"},
        queue="now",
        due_at=firm.now(),
        now=firm.now(),
    )
    firm.commit()
    sending.send_now(firm.session, firm.now())
    firm.session.expire_all()
    found = firm.session.get_one(OutgoingMessage, (message.agency_id, message.id))
    assert (found.state, found.outcome) == ("dropped", "sample_data")
