"""Bounces: an address that doesn't work ends reminders, and a full mailbox doesn't."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from portal.candidates import actions as candidates
from portal.incoming import processing, rules
from portal.interviews import queries as interviews
from portal.messaging.models import OutgoingMessage
from portal.messaging.return_addresses import REPLY
from portal.notes import actions as notes
from portal.notes.models import Note
from tests.factories.firm import Firm
from tests.incoming.conftest import Inbox
from tests.readers.mails import message, recipient, report

HARD, SOFT = report(recipient()), report(recipient(status="5.2.2"))
BODY = "Dear Dana,\n\nThank you for showing me the plant. The press shop is what I would like to work on.\n\nAnn Lee"


def test_a_hard_bounce_ends_reminders_and_counts_the_email_as_failed(firm: Firm, inbox: Inbox) -> None:
    candidate = firm.candidate()
    mail = inbox.sent(candidate)
    assert inbox.take(inbox.address(mail), HARD)
    row = inbox.row()
    assert (row.kind, row.effect, row.outgoing_id, row.process_at) == ("bounce", "address_failed", mail.id, None)
    failed = inbox.outgoing(mail.id)
    assert (failed.state, failed.outcome) == ("failed", "returned 5.1.1")
    assert candidates.is_suppressed(firm.session, candidate, "bounced")


@pytest.mark.parametrize(
    ("data", "kind", "effect"),
    [
        (SOFT, "bounce", "counted"),
        (report(recipient(action="delayed", status="4.4.1")), "bounce", "counted"),
        (report(recipient(action="delivered", status="2.0.0")), "report", "ignored"),
        (message("I am away.", "Auto-Submitted: auto-replied"), "automatic", "ignored"),
    ],
)
def test_what_says_nothing_against_an_address_changes_nothing(
    firm: Firm, inbox: Inbox, data: bytes, kind: str, effect: str
) -> None:
    candidate = firm.candidate()
    mail = inbox.sent(candidate)
    assert inbox.take(inbox.address(mail), data)
    assert (inbox.row().kind, inbox.row().effect) == (kind, effect)
    assert inbox.outgoing(mail.id).state == "sent"
    assert not candidates.is_suppressed(firm.session, candidate, "bounced")


def test_a_bounce_for_an_address_that_was_changed_meanwhile_does_not_end_reminders_to_the_new_one(
    firm: Firm, inbox: Inbox
) -> None:
    candidate = firm.candidate()
    mail = inbox.sent(candidate)
    candidate.email = "new@example.org"
    inbox.take(inbox.address(mail), HARD)
    assert inbox.outgoing(mail.id).state == "failed"
    assert not candidates.is_suppressed(firm.session, candidate, "bounced")


def test_a_bounce_that_lost_its_address_is_matched_by_the_email_that_it_returns(firm: Firm, inbox: Inbox) -> None:
    mail = inbox.sent(firm.candidate())
    sender = firm.agency.host.partition(".")[0]
    returned = HARD.replace(b"Subject: Thank you", f"Message-ID: <{mail.message_id}@mail.localhost>".encode())
    assert inbox.take(f"{sender}@mail.localhost", returned)
    assert (inbox.row().effect, inbox.row().outgoing_id) == ("address_failed", mail.id)


def test_one_delivered_twice_is_one(firm: Firm, inbox: Inbox) -> None:
    mail = inbox.sent(firm.candidate())
    for _ in range(2):
        inbox.take(inbox.address(mail), HARD)
    assert len(inbox.rows()) == 1


def test_a_wave_of_bounces_ends_only_so_many_addresses(
    firm: Firm, inbox: Inbox, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(rules, "HARD_BOUNCES_AN_HOUR", 1)
    mails = [inbox.sent(firm.candidate(f"Ann {name}")) for name in ("Lee", "Ames")]
    for mail in mails:
        inbox.take(inbox.address(mail), HARD)
    assert [row.effect for row in inbox.rows()] == ["address_failed", "too_many"]
    assert [inbox.outgoing(mail.id).state for mail in mails] == ["failed", "sent"]


def test_a_note_that_came_back_is_owed_again_and_its_writer_is_notified(firm: Firm, inbox: Inbox) -> None:
    interview = firm.interview(starts_in=-timedelta(hours=2), people=("Dana Ruiz <dana@acme.example>",))
    firm.debriefed(interview)
    note = notes.begin(firm.command(), interview.people[0], "thank", {})
    notes.save(firm.command(), note, "Thank you", BODY)
    mail = notes.send(firm.command(), note)
    mail.state = "sent"
    notes.record_accepted(firm.command(), note)
    firm.commit()
    assert interviews.find_completion(firm.session, interview.id, "thank", note.person_id)
    inbox.take(inbox.address(mail), HARD)
    firm.session.expire_all()
    assert interviews.find_completion(firm.session, interview.id, "thank", note.person_id) is None
    found = firm.session.scalars(select(Note)).one()
    assert (found.is_on_its_way, found.body) == (False, BODY)
    kinds = firm.session.scalars(select(OutgoingMessage.kind).where(OutgoingMessage.state == "queued")).all()
    assert "note-stopped" in kinds


def test_an_address_that_is_not_ours_is_not_known(firm: Firm, inbox: Inbox) -> None:
    mail = inbox.sent(firm.candidate())
    for address in (inbox.address(mail)[1:], inbox.address(mail, REPLY).replace("+", "-"), "someone@mail.localhost"):
        assert not inbox.take(address, HARD)
    assert inbox.rows() == []


def test_an_email_that_breaks_its_reader_is_kept_and_left_alone(
    firm: Firm, inbox: Inbox, monkeypatch: pytest.MonkeyPatch
) -> None:
    def breaks(_data: bytes) -> None:
        raise MemoryError

    monkeypatch.setattr("portal.readers.mail.read", breaks)
    mail, now = inbox.sent(firm.candidate()), firm.now()
    with pytest.raises(MemoryError):
        inbox.take(inbox.address(mail), HARD)
    for attempt in range(2, processing.MAX_ATTEMPTS + 1):
        with pytest.raises(MemoryError):
            inbox.read_all(now + attempt * processing.RETRY)
    assert inbox.read_all(now + timedelta(hours=1)) == 1
    assert (inbox.row().effect, inbox.row().attempts) == ("unread", processing.MAX_ATTEMPTS + 1)
