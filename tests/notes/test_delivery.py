"""A note on its way is done by nothing else, and asked for again once it is called back or did not go out."""

from datetime import timedelta

import pytest

from portal.core.errors import ActionRefused
from portal.interviews import actions as interviews
from portal.messaging import claims
from portal.messaging.kinds import Drop, Send, kind_of
from portal.messaging.models import OutgoingMessage
from portal.notes import actions, manual_sending, queries
from portal.notes.models import Note
from tests.factories.firm import Firm

LATER = timedelta(hours=5)
BODY = "Dear Dana,\n\nThank you for showing me the plant. The press shop is what I would like to work on.\n\nAnn Lee"


def written(firm: Firm, kind: str = "thank") -> Note:
    interview = firm.interview(starts_in=-timedelta(hours=2), people=("Dana Ruiz <dana@acme.example>",))
    firm.debriefed(interview)
    note = actions.begin(firm.command(), interview.people[0], kind, {})
    actions.save(firm.command(), note, "Thank you", BODY)
    return note


def scheduled(firm: Firm, note: Note) -> OutgoingMessage:
    now = firm.now()
    mail = actions.send(firm.command(now=now), note, at=now + LATER)
    firm.commit()
    firm.session.expire_all()
    return mail


def asked_again(firm: Firm, note: Note) -> bool:
    """Whether it is decided anew at once what the candidate is asked for."""
    candidate = note.interview.application.candidate
    candidate.next_reminder_at = firm.now() + 9 * LATER
    firm.commit()
    return candidate.next_reminder_at is not None and candidate.next_reminder_at <= firm.now()


def test_a_note_that_waits_for_its_time_is_not_told_to_be_sent_otherwise(firm: Firm) -> None:
    note = written(firm)
    scheduled(firm, note)
    with pytest.raises(ActionRefused, match="is being sent"):
        manual_sending.mark_sent_manually(firm.command(), note.interview, "thank", note.person, "card")
    with pytest.raises(ActionRefused, match="is being sent"):
        manual_sending.mark_sent_from_mail_program(firm.command(), note)


def test_what_was_done_otherwise_meanwhile_does_not_go_out(firm: Firm) -> None:
    note = written(firm)
    mail = scheduled(firm, note)
    recheck = kind_of(mail.kind).recheck
    assert recheck(firm.session, mail, firm.now()) == Send({"note": note})
    now = firm.now()
    interviews.complete_step(firm.command(now=now), note.interview, "thank", means="told", at=now, person=note.person)
    assert recheck(firm.session, mail, now) == Drop("done_already")


def test_a_note_called_back_is_asked_for_again(firm: Firm) -> None:
    note = written(firm)
    scheduled(firm, note)
    actions.recall(firm.command(), note)
    assert asked_again(firm, note)


def test_a_note_that_did_not_go_out_is_asked_for_again(firm: Firm) -> None:
    note = written(firm)
    mail = scheduled(firm, note)
    claims.finish(firm.session, mail, "dropped", "address_changed", firm.now())
    assert asked_again(firm, note)


def test_an_answer_passed_on_is_kept_and_does_not_go_out_twice(firm: Firm) -> None:
    note = written(firm, "answer")
    actions.record_passed_on(firm.command(), note)
    kept = queries.last_sent_note(firm.session, note.id)
    assert kept is not None
    assert (kept.means, kept.body) == ("passed_on", BODY)
    with pytest.raises(ActionRefused, match="nothing more goes to"):
        actions.send(firm.command(), note)
