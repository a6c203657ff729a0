"""Days of an agency in which chance chooses what is done, by the actions that the pages use."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from random import Random
from typing import Any

from sqlalchemy import select

from portal.agencies import queries as agencies
from portal.applications import actions as applications
from portal.applications.models import Application
from portal.applications.rules import Pace
from portal.approvals import actions as approvals
from portal.approvals.models import Approval
from portal.candidates import actions as candidates
from portal.candidates.models import Candidate
from portal.contacts.details import ContactDetails
from portal.contacts.models import Contact, ContactMerge, ContactRequest
from portal.contacts.rules import NOT_GIVEN_OUT
from portal.core import transaction
from portal.core.command import Actor, Command
from portal.core.errors import ActionRefused
from portal.debriefs import actions as debriefs
from portal.debriefs.rules import DebriefAnswers, PersonAnswers
from portal.duplicates import merging
from portal.followups.models import Step
from portal.interviews import actions as interviews
from portal.interviews import contact_info, outcomes
from portal.interviews.models import Interview, InterviewPerson, StepCompletion
from portal.interviews.slots import Slot
from portal.messaging import sending
from portal.notes import actions as notes
from portal.notes.models import Note
from portal.offices import actions as offices
from portal.reminders import actions as reminders
from portal.staff import reassigning
from tests.factories.firm import ZONE, Firm

HOUR = timedelta(hours=1)
PEOPLE = ("Dana Ruiz <dana@acme.example>", "Lee Park", "Kim Hall", "Eve Ng <eve@acme.example>")
BODY = "Dear {name},\n\nThank you for showing me the second packaging line today.\n\nKind regards,\nAnn"


class NothingThere(Exception):
    """There is nothing to do this to."""


@dataclass
class AgencyHistory:
    """An agency whose clock is `now`; each deed is one request."""

    firm: Firm
    chance: Random
    now: datetime
    done: Counter[str] = field(default_factory=Counter)

    @property
    def command(self) -> Command:
        return Command(self.firm.session, self.firm.by, self.now)

    def any(self, model: Any, *conditions: Any) -> Any:
        """One row by chance; raise `NothingThere` where there is none."""
        return self.choice(self.firm.session.scalars(select(model).where(*conditions).order_by(model.id)).all())

    def choice(self, rows: Sequence[Any]) -> Any:
        """One of these by chance; raise `NothingThere` where there is none."""
        if not rows:
            raise NothingThere
        return self.chance.choice(rows)

    def go_on(self) -> None:
        """Do one thing that can be done now, rather one that was not done yet than another."""
        deeds = self.chance.sample(DEEDS, len(DEEDS))
        for deed in sorted(deeds, key=lambda deed: self.done[deed.__name__]):
            try:
                deed(self)
            except (ActionRefused, NothingThere):
                transaction.rollback(self.firm.session)
                continue
            transaction.commit(self.firm.session, self.now)
            self.firm.session.expire_all()
            self.done[deed.__name__] += 1
            return


def time_passes(history: AgencyHistory) -> None:
    """Minutes or days go by, and what falls due then happens."""
    history.now += timedelta(minutes=history.chance.choice((7, 95, 26 * 60, 5 * 24 * 60)))
    for work in (reminders.replan_due_applications, reminders.enqueue_due_reminders):
        work(history.firm.session, history.now)
        transaction.commit(history.firm.session, history.now)
    for queue in ("now", "due"):
        sending.send(history.firm.session, queue, sending.transport())


def candidate_is_added(history: AgencyHistory) -> None:
    history.firm.candidate(history.chance.choice(("Ann Lee", "Bea Ray", "Cy Young")))


def interview_is_recorded(history: AgencyHistory) -> None:
    person = history.any(Candidate)
    own = history.firm.session.scalar(select(Application).where(Application.candidate_id == person.id).limit(1))
    application = own if own and history.chance.random() < 0.5 else history.firm.application(person)
    starts_in = timedelta(hours=history.chance.randint(-60, 60)) + history.now - history.firm.now()
    listed = tuple(history.chance.sample(PEOPLE, history.chance.randint(1, 3)))
    history.firm.interview(application, starts_in=starts_in, people=listed)


def interview_is_moved(history: AgencyHistory) -> None:
    row = history.any(Interview)
    starts = history.now + timedelta(hours=history.chance.randint(-5, 60))
    interviews.reschedule(history.command, row, Slot(starts, starts + HOUR, ZONE, None), None)


def interview_is_canceled(history: AgencyHistory) -> None:
    row = history.any(Interview)
    interviews.set_status(history.command, row, "planned" if row.status == "cancelled" else "cancelled", None)


def step_is_done(history: AgencyHistory) -> None:
    step = history.any(Step, Step.state == "open", Step.kind.in_(("collect_contacts", "debrief", "thank", "follow_up")))
    if step.kind == "debrief":
        met = [PersonAnswers(row.id, ContactDetails(row.contact.name), met=True) for row in step.interview.people]
        debriefs.finish(history.command, step.interview, DebriefAnswers(tuple(met), Pace()))
    else:
        interviews.complete_step(
            history.command, step.interview, step.kind, means="told", at=history.now, person=step.person
        )


def step_is_undone(history: AgencyHistory) -> None:
    row = history.any(StepCompletion, StepCompletion.means == "told")
    interview = history.firm.session.scalar(select(Interview).where(Interview.id == row.interview_id))
    assert interview is not None
    interviews.undo_completion(history.command, interview, row)


def draft_is_ready(history: AgencyHistory) -> None:
    person = history.any(Candidate)
    history.firm.draft(person)


def contact_info_comes_or_does_not(history: AgencyHistory) -> None:
    row = history.any(ContactRequest, ContactRequest.closed_at.is_(None))
    if history.chance.random() < 0.5:
        contact_info.mark_not_available(history.command, row, NOT_GIVEN_OUT)
    else:
        email = f"{row.contact.name.split()[0].lower()}.{history.chance.randint(1, 99999)}@acme.example"
        contact_info.provide_details(history.command, row.contact, ContactDetails(row.contact.name, email=email))


def search_goes_on(history: AgencyHistory) -> None:
    row = history.any(ContactRequest, ContactRequest.outcome == "not_available", ContactRequest.undone_at.is_(None))
    contact_info.undo_closing(history.command, row)


def contacts_are_merged(history: AgencyHistory) -> None:
    winner = history.any(Contact, Contact.merged_into_id.is_(None))
    loser = history.any(Contact, Contact.employer_id == winner.employer_id, Contact.id != winner.id)
    merging.merge(history.command, winner, loser)


def merge_is_undone(history: AgencyHistory) -> None:
    row = history.any(ContactMerge, ContactMerge.undone_at.is_(None))
    merging.undo(history.command, row)


def employer_answers(history: AgencyHistory) -> None:
    row = history.any(Application)
    kind = history.chance.choice(("answer", "offer", "refusal"))
    outcomes.record_response(history.command, row, kind, None, ahead="cancelled", at=history.now)


def application_is_closed(history: AgencyHistory) -> None:
    row = history.any(Application)
    if history.chance.random() < 0.3:
        outcomes.record_placement(history.command, row, ending=[], ahead="cancelled")
    else:
        outcomes.close_application(history.command, row, "withdrawn", ahead="cancelled")


def ending_is_undone(history: AgencyHistory) -> None:
    row = history.any(Application)
    applications.undo_ending(history.command, history.choice([*row.answers, *row.closures]))


def candidate_is_edited(history: AgencyHistory) -> None:
    person = history.any(Candidate)
    firm, chance = history.firm, history.chance
    profile = replace(
        candidates.profile_of(person),
        name=chance.choice(("Ann Lee", "Zoe Ames")),
        recruiter_id=chance.choice((None, firm.recruiter.id, firm.stranger.id)),
        office_id=chance.choice((None, firm.recruiter.office_id, firm.stranger.office_id)),
        field_id=chance.choice((None, *(row.id for row in agencies.job_fields(firm.session)))),
    )
    applications.update_candidate(history.command, person, profile)


def reminders_are_paused(history: AgencyHistory) -> None:
    person = history.any(Candidate)
    kind = history.chance.choice(("paused", "bounced", "placed", "unsubscribed"))
    if candidates.is_suppressed(history.firm.session, person, kind):
        candidates.lift_suppression(history.command, person, kind)
    else:
        candidates.suppress_reminders(history.command, person, kind)


def candidates_are_handed_over(history: AgencyHistory) -> None:
    firm = history.firm
    ids = firm.session.scalars(select(Candidate.id)).all()
    old, new = history.chance.sample((firm.recruiter, firm.stranger), 2)
    reassigning.move_candidates(history.command, "candidate.hand_over", ids, old=old, new=new)


def office_moves(history: AgencyHistory) -> None:
    firm = history.firm
    by_id = {row.id: row for row in agencies.offices(firm.session)}
    one, other = (by_id[account.office_id] for account in (firm.recruiter, firm.owner) if account.office_id)
    to = next(row for row in by_id.values() if row.id != one.id) if one is other else other
    owner = Command(firm.session, Actor("account", firm.owner.id, "owner"), history.now)
    offices.move_members(owner, one, [firm.recruiter], to, with_candidates=True)


def fields_are_merged(history: AgencyHistory) -> None:
    one, other, *left = agencies.job_fields(history.firm.session)
    history.choice(left)
    owner = Command(history.firm.session, Actor("account", history.firm.owner.id, "owner"), history.now)
    offices.merge_field(owner, one, other)


def note_is_sent(history: AgencyHistory) -> None:
    step = history.any(Step, Step.kind == "thank", Step.state == "open")
    note = notes.begin(history.command, step.person, "thank", {})
    notes.save(history.command, note, "Thank you", BODY.format(name=step.person.contact.name.split()[0]))
    if history.chance.random() < 0.5:
        agencies.profile(history.firm.session).note_sending = "approval"
        account = step.application.candidate.account
        approvals.send_or_submit(
            Command(history.firm.session, Actor("account", account.id, "candidate"), history.now), note, None
        )
    else:
        notes.send(history.command, note, at=history.now + timedelta(hours=history.chance.randint(1, 30)))


def note_is_recalled(history: AgencyHistory) -> None:
    note = history.any(Note, Note.message_id.is_not(None))
    approvals.recall(history.command, note)


def review_is_withdrawn(history: AgencyHistory) -> None:
    row = history.any(Approval, Approval.decided_at.is_(None))
    approvals.withdraw(history.command, row)


def person_is_removed(history: AgencyHistory) -> None:
    row = history.any(InterviewPerson)
    notes.remove_person(history.command, row.interview, row)


DEEDS = (
    interview_is_recorded,
    step_is_done,
    note_is_sent,
    candidate_is_added,
    interview_is_moved,
    interview_is_canceled,
    step_is_undone,
    draft_is_ready,
    contact_info_comes_or_does_not,
    search_goes_on,
    contacts_are_merged,
    merge_is_undone,
    employer_answers,
    application_is_closed,
    ending_is_undone,
    candidate_is_edited,
    reminders_are_paused,
    candidates_are_handed_over,
    office_moves,
    fields_are_merged,
    note_is_recalled,
    review_is_withdrawn,
    person_is_removed,
)
