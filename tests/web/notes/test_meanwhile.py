"""A thank-you whose interview was canceled, or whose person was not met after all, until it goes out."""

from collections.abc import Callable

import pytest

from portal.core.transaction import touch
from portal.interviews import actions as interviews
from portal.interviews.models import Interview
from portal.messaging.kinds import Drop, Send, kind_of
from portal.messaging.models import OutgoingMessage
from portal.notes import cancellation
from portal.notes.models import Note
from portal.notes.rules import thank_you_obstacle
from tests.factories.firm import Firm
from tests.fixtures.app import Browser
from tests.web.notes.test_run import delivery, interview, own, sent, written
from tests.web.notes.test_sending import words_of

__all__ = ["interview", "own"]

Change = Callable[[Firm, Note], None]


def canceled(firm: Firm, note: Note) -> None:
    interviews.set_status(firm.command(), note.interview, "cancelled", None)
    firm.commit()


def not_met(firm: Firm, note: Note) -> None:
    note.person.met = False
    touch(firm.session, note.interview.application_id)
    firm.commit()


MEANWHILE: list[tuple[Change, str]] = [
    (canceled, "This interview didn’t take place, so this note isn’t needed anymore."),
    (not_met, "Dana Ruiz is marked as not met, so this note isn’t needed anymore."),
]
changes = pytest.mark.parametrize(("change", "words"), MEANWHILE)


@changes
def test_what_is_typed_is_still_saved_and_the_page_leads_on(
    firm: Firm, own: Browser, interview: Interview, change: Change, words: str
) -> None:
    note = written(firm, interview)
    change(firm, note)
    typed = {"subject": "Thank you", "body": "Dear Dana,\n\nMore of it.", "autosave": "1"}
    assert own.post(f"/notes/{note.id}", typed).status_code == 204
    page = own.get(f"/notes/{note.id}").text
    assert words in words_of(page) and "More of it." in page
    assert "/debrief?again=1" in page and "Read and send" not in page


@changes
def test_it_is_not_sent_from_a_page_from_before(
    firm: Firm, own: Browser, interview: Interview, change: Change, words: str
) -> None:
    note = written(firm, interview)
    change(firm, note)
    refused = own.post(f"/notes/{note.id}/sending")
    assert refused.status_code == 409
    assert words in words_of(refused.text) and "The press shop" in refused.text
    assert "Send to Dana" not in refused.text
    firm.session.expire_all()
    assert note.message_id is None


@changes
def test_within_the_seconds_to_undo_it_is_stopped_and_its_writer_told(
    firm: Firm, own: Browser, interview: Interview, change: Change, words: str
) -> None:
    note = written(firm, interview)
    sent(own, note)
    firm.session.expire_all()
    change(firm, note)
    assert note.message is not None
    assert (note.message.state, note.message.outcome) == ("dropped", note.obstacle)
    page = words_of(own.get(f"/notes/{note.id}/sending").text)
    assert words in page and "Not sent" in page and "Send again" not in page
    mail = firm.session.query(OutgoingMessage).filter_by(kind=cancellation.KIND).one()
    content = kind_of(mail.kind).render(firm.session, mail, {"note": note}, firm.now())
    assert "so we didn’t send your note" in content.text and "Your text is saved." in content.text


def test_a_canceled_interview_says_of_the_others_that_nothing_was_sent(
    firm: Firm, own: Browser, interview: Interview
) -> None:
    note = written(firm, interview)
    sent(own, note)
    firm.session.expire_all()
    canceled(firm, note)
    assert "Not sent to Dana" in words_of(delivery(own, interview))
    interviews.set_status(firm.command(), note.interview, "planned", None)
    firm.commit()
    assert "Sending to Dana" in words_of(own.get(sent(own, note)).text), "it did take place after all"


def test_it_is_looked_at_once_more_as_it_goes_out(firm: Firm, own: Browser, interview: Interview) -> None:
    note = written(firm, interview)
    sent(own, note)
    firm.session.expire_all()
    assert note.message is not None
    assert kind_of("note").recheck(firm.session, note.message, firm.now()) == Send({"note": note})
    note.person.met = False
    assert kind_of("note").recheck(firm.session, note.message, firm.now()) == Drop("not_met")


@pytest.mark.parametrize(
    ("kind", "is_held", "met", "reason"),
    [
        ("thank", True, True, None),
        ("thank", True, None, None),
        ("thank", True, False, "not_met"),
        ("thank", False, True, "not_held"),
        ("answer", False, False, None),
        ("follow_up", False, False, None),
    ],
)
def test_a_thank_you_is_called_for_by_an_interview_and_a_person_met(
    kind: str, is_held: bool, met: bool | None, reason: str | None
) -> None:
    assert thank_you_obstacle(kind, is_held=is_held, met=met) == reason
