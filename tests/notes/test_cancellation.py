"""A note that waits for its time stops as soon as its address is another; its writer is told why, and chooses again."""

from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import select

from portal.contacts.details import ContactDetails
from portal.interviews import actions as interviews
from portal.messaging import claims
from portal.messaging.kinds import Drop, Send, Wait, kind_of
from portal.messaging.models import OutgoingMessage
from portal.notes import actions, cancellation
from portal.notes.models import Note
from tests.factories.firm import Firm
from tests.fixtures.app import Browse
from tests.web.notes.test_sending import words_of

NOON, NIGHT = datetime(2026, 3, 5, 17, tzinfo=UTC), datetime(2026, 3, 6, 3, tzinfo=UTC)
MORNING = datetime(2026, 3, 6, 13, tzinfo=UTC)
HOUR = timedelta(hours=1)
BODY = "Dear Dana,\n\nThank you for showing me the plant. The press shop is what I would like to work on.\n\nAnn Lee"
WAS = "dana@acme.example"


@pytest.fixture
def note(firm: Firm) -> Note:
    """A note that waits for its time."""
    interview = firm.interview(starts_in=-2 * HOUR, people=(f"Dana Ruiz <{WAS}>",))
    firm.debriefed(interview)
    made = actions.begin(firm.command(), interview.people[0], "thank", {})
    actions.save(firm.command(), made, "Thank you", BODY)
    actions.send(firm.command(), made, at=firm.now() + 5 * HOUR)
    firm.commit()
    return made


def known_as(firm: Firm, note: Note, email: str | None) -> None:
    interviews.update_contact(firm.command(), note.person.contact, ContactDetails("Dana Ruiz", email=email))
    firm.commit()


def told(firm: Firm) -> list[OutgoingMessage]:
    return list(firm.session.scalars(select(OutgoingMessage).where(OutgoingMessage.kind == cancellation.KIND)))


@pytest.mark.parametrize(
    ("email", "reason", "says"),
    [
        ("d.ruiz@acme.example", "address_changed", "Their address is now d.ruiz@acme.example"),
        (None, "address_gone", "That address is no longer on file"),
    ],
)
def test_its_writer_is_told_at_once_why_and_by_day(
    firm: Firm, note: Note, email: str | None, reason: str, says: str
) -> None:
    known_as(firm, note, email)
    assert note.message is not None
    assert (note.message.state, note.message.outcome, note.is_going_out) == ("dropped", reason, False)
    (mail,) = told(firm)
    kind, candidate = kind_of(mail.kind), note.interview.application.candidate
    assert mail.to_email == candidate.email
    assert kind.recheck(firm.session, mail, NIGHT) == Wait(MORNING)
    assert kind.recheck(firm.session, mail, NOON) == Send({"note": note})
    content = kind.render(firm.session, mail, {"note": note}, NOON)
    assert content.subject == f"Your note to Dana Ruiz at {note.interview.application.employer.name} wasn’t sent"
    assert says in content.text and WAS in content.text
    assert content.reply_to == (firm.recruiter.name, firm.recruiter.email)


def test_another_detail_of_theirs_stops_nothing(firm: Firm, note: Note) -> None:
    details = ContactDetails("Dana Ruiz", title="Plant manager", email=WAS)
    interviews.update_contact(firm.command(), note.person.contact, details)
    firm.commit()
    assert (note.is_going_out, told(firm)) == (True, [])


def test_what_is_found_only_as_it_goes_out_is_told_too_and_once_sent_anew_no_more(firm: Firm, note: Note) -> None:
    assert note.message is not None
    note.person.contact.email = "d.ruiz@acme.example"
    firm.session.flush()
    assert kind_of("note").recheck(firm.session, note.message, firm.now()) == Drop("address_changed")
    claims.finish(firm.session, note.message, "dropped", "address_changed", firm.now())
    (mail,) = told(firm)
    firm.commit()
    actions.send(firm.command(), note)
    assert kind_of(mail.kind).recheck(firm.session, mail, NOON) == Drop("decided")


def test_the_recruiter_reads_whose_note_it_is(firm: Firm, browse: Browse, note: Note) -> None:
    known_as(firm, note, None)
    recruiter, outcome = browse(firm.recruiter), "The email address is no longer on file"
    assert f"for {note.interview.application.candidate.name}, {outcome}" in words_of(recruiter.get("/today").text)
    assert f"{WAS} · for {note.interview.application.candidate.name} {outcome}" in words_of(
        recruiter.get("/mail?group=dropped").text
    )


def test_both_sides_see_it_and_it_can_be_sent_again(firm: Firm, browse: Browse, note: Note) -> None:
    candidate, recruiter = note.interview.application.candidate, browse(firm.recruiter)
    own = browse(firm.account_of(candidate))
    known_as(firm, note, "d.ruiz@acme.example")
    for page in (f"/notes/{note.id}", f"/notes/{note.id}/sending"):
        said = words_of(own.get(page).text)
        assert "Not sent The email address changed." in said
        assert f"It was addressed to {WAS}, but their email address is now d.ruiz@acme.example." in said
    assert "The email address changed" in words_of(own.get(f"/applications/{note.interview.application_id}").text)
    assert "Not sent" in words_of(own.get("/notes").text)
    today = recruiter.get("/today").text
    assert "Notes to send again" in today
    assert f'href="/notes/{note.id}"' in today
    assert own.post(f"/notes/{note.id}/sending", {"when": "now"}).status_code == 302
    assert "Notes to send again" not in recruiter.get("/today").text
    firm.session.expire_all()
    assert note.message is not None and note.message.to_email == "d.ruiz@acme.example"


def test_its_writer_is_told_who_of_the_staff_stopped_it(firm: Firm, browse: Browse, note: Note) -> None:
    own, recruiter = browse(firm.account_of(note.interview.application.candidate)), browse(firm.recruiter)
    again = {"when": "now"}
    for sender, mails in ((recruiter, 0), (own, 1)):
        if note.is_going_out:
            recruiter.post(f"/notes/{note.id}/sending/undo")
        assert sender.post(f"/notes/{note.id}/sending", again).status_code == 302
        assert recruiter.post(f"/notes/{note.id}/sending/undo").status_code == 302
        assert len(told(firm)) == mails, "who sent it themselves knows"
    (mail,) = told(firm)
    firm.session.expire_all()
    kind = kind_of(mail.kind)
    assert kind.recheck(firm.session, mail, NIGHT) == Wait(MORNING)
    assert kind.recheck(firm.session, mail, NOON) == Send({"note": note})
    content = kind.render(firm.session, mail, {"note": note}, NOON)
    assert "Rita stopped your note to Dana Ruiz before it was sent." in content.text
    assert content.reply_to == (firm.recruiter.name, firm.recruiter.email)
    firm.recruiter.deactivated_at = firm.now()
    gone = kind.render(firm.session, mail, {"note": note}, NOON)
    assert "McGrath" in gone.text.partition(" stopped your note")[0]
    assert gone.reply_to == (firm.owner.name, firm.owner.email)
    firm.recruiter.deactivated_at = None
    firm.commit()
    assert own.post(f"/notes/{note.id}", {"subject": "Thanks", "body": BODY}).status_code == 302
    firm.session.expire_all()
    assert kind.recheck(firm.session, mail, NOON) == Drop("decided")
