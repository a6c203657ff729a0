"""A submitted note waits, is approved, returned, withdrawn, or passed on, and no reminder asks for it until then."""

from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import select, text
from sqlalchemy.exc import ProgrammingError

from portal.agencies import queries as agencies
from portal.applications.models import Application
from portal.approvals import actions, queries
from portal.approvals.models import Approval
from portal.core.command import Actor
from portal.core.errors import ActionRefused
from portal.messaging.kinds import Drop, Send, Wait, kind_of
from portal.messaging.models import OutgoingMessage
from portal.notes import actions as notes
from portal.notes import manual_sending
from portal.notes import queries as note_queries
from portal.notes.models import Note
from portal.reminders import queries as reminders
from tests.factories.firm import Firm

NOON, NIGHT = datetime(2026, 3, 5, 17, tzinfo=UTC), datetime(2026, 3, 6, 3, tzinfo=UTC)
MORNING = datetime(2026, 3, 6, 13, tzinfo=UTC)
HOUR = timedelta(hours=1)
BODY = "Dear Dana,\n\nThank you for showing me the plant. The press shop is what I would like to work on.\n\nAnn Lee"


def written(firm: Firm, sender: str = "approval") -> Note:
    """A note that is ready, at an agency where `sender` sends."""
    agencies.profile(firm.session).note_sending = sender
    interview = firm.interview(starts_in=-2 * HOUR, people=("Dana Ruiz <dana@acme.example>",))
    person = interview.people[0]
    firm.debriefed(interview)
    note = notes.begin(firm.command(by=candidate_of(firm, person.interview.application)), person, "thank", {})
    notes.save(firm.command(), note, "Thank you", BODY)
    return note


def candidate_of(firm: Firm, application: Application) -> Actor:
    return Actor("account", firm.account_of(application.candidate).id, "candidate")


def handed_in(firm: Firm, note: Note) -> Approval:
    by = candidate_of(firm, note.interview.application)
    row = actions.send_or_submit(firm.command(by=by), note, None)
    assert isinstance(row, Approval)
    return row


def mails(firm: Firm, kind: str) -> list[OutgoingMessage]:
    return list(firm.session.scalars(select(OutgoingMessage).where(OutgoingMessage.kind == kind)))


def test_where_the_candidate_sends_it_is_sent(firm: Firm) -> None:
    note = written(firm, "candidate")
    made = actions.send_or_submit(firm.command(by=candidate_of(firm, note.interview.application)), note, None)
    assert isinstance(made, OutgoingMessage)
    assert note.message_id == made.id


def test_an_employer_can_have_it_otherwise_than_the_agency(firm: Firm) -> None:
    note = written(firm, "approval")
    note.interview.application.employer.note_sending = "candidate"
    by = candidate_of(firm, note.interview.application)
    assert isinstance(actions.send_or_submit(firm.command(by=by), note, None), OutgoingMessage)


def test_a_recruiter_who_writes_for_the_candidate_asks_nobody(firm: Firm) -> None:
    note = written(firm, "approval")
    assert isinstance(actions.send_or_submit(firm.command(), note, None), OutgoingMessage)


def test_a_note_handed_in_waits_tells_the_recruiter_and_is_prompted_for_by_nobody(firm: Firm) -> None:
    note = written(firm)
    row = handed_in(firm, note)
    assert (row.kind, row.subject, row.body) == ("approve", "Thank you", BODY)
    assert row.target_at > row.asked_at
    (mail,) = mails(firm, "approval")
    assert mail.to_email == firm.recruiter.email
    assert kind_of("approval").recheck(firm.session, mail, NOON) == Send({"row": row})
    assert kind_of("approval").recheck(firm.session, mail, NIGHT) == Wait(MORNING)
    said = kind_of("approval").render(firm.session, mail, {"row": row}, NOON)
    assert BODY in said.text
    assert said.reply_to == ("Ann Lee", note.interview.application.candidate.email)
    firm.commit()
    situation = reminders.load_situation(firm.session, note.interview.application.candidate, firm.now(), waiting=True)
    assert [task.on_its_way for task in situation.tasks if task.kind == "thank"] == [True]


def test_what_waits_is_not_handed_in_twice(firm: Firm) -> None:
    note = written(firm)
    handed_in(firm, note)
    with pytest.raises(ActionRefused, match="sent for review"):
        handed_in(firm, note)


def test_a_note_that_is_not_ready_is_not_handed_in(firm: Firm) -> None:
    note = written(firm)
    notes.save(firm.command(), note, "Thank you", "Dear [name]")
    with pytest.raises(notes.NoteNotReady):
        handed_in(firm, note)
    assert queries.open_approval_of(firm.session, note.id) is None


def test_what_is_approved_goes_out_as_it_was_handed_in(firm: Firm) -> None:
    note = written(firm)
    row = handed_in(firm, note)
    message = actions.approve(firm.command(), row)
    assert (row.decision, row.decided_by_id) == ("approved", firm.recruiter.id)
    assert message is not None
    assert message.to_email == "dana@acme.example"
    with pytest.raises(ActionRefused, match="already decided on this note"):
        actions.approve(firm.command(), row)
    (mail,) = mails(firm, "approval")
    assert kind_of("approval").recheck(firm.session, mail, firm.now()) == Drop("decided")


def test_what_was_changed_meanwhile_is_not_approved(firm: Firm) -> None:
    note = written(firm)
    row = handed_in(firm, note)
    with pytest.raises(ActionRefused, match="Take it back first"):
        notes.save(firm.command(), note, "Thank you", BODY + "!")
    note.body += "!"
    with pytest.raises(ActionRefused, match="changed in the meantime"):
        actions.approve(firm.command(), row)


def test_a_chosen_time_is_kept_through_the_approval(firm: Firm) -> None:
    note, at = written(firm), firm.now() + 3 * HOUR
    row = actions.send_or_submit(firm.command(by=candidate_of(firm, note.interview.application)), note, at)
    assert isinstance(row, Approval)
    message = actions.approve(firm.command(), row)
    assert message is not None and message.due_at == at


def test_what_a_recruiter_stops_after_approving_waits_again_as_it_did(firm: Firm) -> None:
    note, at = written(firm), firm.now() + 3 * HOUR
    row = actions.send_or_submit(firm.command(by=candidate_of(firm, note.interview.application)), note, at)
    assert isinstance(row, Approval)
    as_it_was = (row.asked_at, row.target_at, row.send_at, note.submitted_at)
    first = actions.approve(firm.command(), row)
    firm.commit()
    assert actions.recall(firm.command(), note) == row
    firm.commit()
    assert (row.decision, row.decided_by, note.message_id, note.is_approved) == (None, None, None, False)
    assert (row.asked_at, row.target_at, row.send_at, note.submitted_at) == as_it_was
    again = actions.approve(firm.command(), row)
    assert first is not None and again is not None
    assert (first.state, again.state, again.due_at) == ("dropped", "queued", at)


def test_what_its_writer_stops_after_the_approval_is_theirs_and_stays_approved(firm: Firm) -> None:
    note = written(firm)
    own, row = candidate_of(firm, note.interview.application), handed_in(firm, note)
    actions.approve(firm.command(), row)
    firm.commit()
    assert actions.recall(firm.command(by=own), note) is None
    firm.commit()
    assert (row.decision, note.is_on_its_way, note.is_approved) == ("approved", False, True)
    assert isinstance(actions.send_or_submit(firm.command(by=own), note, None), OutgoingMessage)
    firm.commit()
    assert actions.recall(firm.command(), note) is None, "it was not sent by approving"


@pytest.mark.parametrize("hours", [-1, 24 * 15], ids=["over", "too late"])
def test_a_time_outside_the_window_is_refused_at_its_field(firm: Firm, hours: int) -> None:
    note = written(firm, "candidate")
    firm.commit()
    with pytest.raises(ActionRefused) as refused:
        actions.send_or_submit(firm.command(), note, firm.now() + hours * HOUR)
    assert refused.value.field == "at"


def test_a_suggestion_comes_back_to_the_candidate_and_can_be_taken_over(firm: Firm) -> None:
    note = written(firm)
    row = handed_in(firm, note)
    with pytest.raises(ActionRefused) as refused:
        actions.return_to_writer(firm.command(), row, row.subject, row.body, None)
    assert refused.value.field == "words"
    better = BODY.replace("Dear", "Hello")
    actions.return_to_writer(firm.command(), row, row.subject, better, "A little warmer.")
    (mail,) = mails(firm, "note-returned")
    assert mail.to_email == note.interview.application.candidate.email
    assert kind_of("note-returned").recheck(firm.session, mail, NOON) == Send({"row": row})
    assert kind_of("note-returned").recheck(firm.session, mail, NIGHT) == Wait(MORNING)
    assert "“A little warmer.”" in kind_of("note-returned").render(firm.session, mail, {"row": row}, NOON).text
    actions.accept_suggestion(firm.command(), row)
    assert note.body == better
    handed_in(firm, note)
    assert kind_of("note-returned").recheck(firm.session, mail, firm.now()) == Drop("decided")


def test_a_note_taken_back_is_the_candidate_s_again(firm: Firm) -> None:
    note = written(firm)
    row = handed_in(firm, note)
    actions.withdraw(firm.command(), row)
    assert queries.open_approval_of(firm.session, note.id) is None
    handed_in(firm, note)


def test_what_a_recruiter_passed_on_stands_as_sent_and_is_kept_as_it_was(firm: Firm) -> None:
    note = written(firm, "recruiter")
    row = handed_in(firm, note)
    assert row.kind == "pass_on"
    actions.mark_passed_on(firm.command(), row)
    firm.session.expire_all()
    assert [(done.kind, done.means) for done in note.interview.completions if done.kind == "thank"] == [
        ("thank", "passed_on")
    ]
    kept = note_queries.last_sent_note(firm.session, note.id)
    assert kept is not None
    assert (kept.body, kept.to_email, kept.means) == (BODY, "dana@acme.example", "passed_on")


def test_what_went_out_cannot_be_changed_by_the_program_itself(firm: Firm) -> None:
    note = written(firm, "candidate")
    manual_sending.mark_sent_manually(firm.command(), note.interview, "thank", note.person, "mail_program")
    kept = note_queries.last_sent_note(firm.session, note.id)
    assert kept is not None
    kept.body = "Something else"
    with pytest.raises(ProgrammingError, match="permission denied"):
        firm.session.flush()


def test_the_program_may_only_add_to_what_went_out(firm: Firm) -> None:
    may = "select privilege_type from information_schema.role_table_grants where table_name = 'sent_notes'"
    granted = set(firm.session.scalars(text(f"{may} and grantee = current_user")))
    assert granted == {"SELECT", "INSERT"}
