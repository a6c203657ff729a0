"""The notes of one interview, one after the other: sent at once, stopped, and what became of each as its row says."""

from collections.abc import Iterator

import pytest
from bs4 import BeautifulSoup

from portal.core import clock
from portal.core.settings import SmtpServer
from portal.interviews.models import Interview
from portal.messaging import sending, smtp
from portal.messaging.smtp import SmtpConnection
from portal.notes import actions as notes
from portal.notes import queries
from portal.notes.models import Note
from tests.factories.firm import Firm
from tests.fixtures.app import Browse, Browser
from tests.fixtures.services import mails_to
from tests.messaging.misbehaving import Deed, Misbehaving, hangs, misbehaving, says
from tests.web.notes.test_sending import HOUR, words_of

PEOPLE = ("Dana Ruiz <dana@acme.example>", "Lee Park <lee@acme.example>", "Kim Oh <kim@acme.example>")
BODY = "Dear {},\n\nThank you for showing me the plant. The press shop is what I would like to work on.\n\nAnn Lee"


@pytest.fixture
def interview(firm: Firm) -> Interview:
    made = firm.interview(starts_in=-2 * HOUR, people=PEOPLE)
    firm.debriefed(made)
    return made


@pytest.fixture
def own(firm: Firm, browse: Browse, interview: Interview) -> Browser:
    return browse(firm.account_of(interview.application.candidate))


@pytest.fixture
def server(firm: Firm, monkeypatch: pytest.MonkeyPatch) -> Iterator[Misbehaving]:
    """Mail goes to this server, and waits but a moment for its answers."""
    monkeypatch.setattr(smtp, "SECONDS", 0.3)
    with misbehaving() as played:

        def connect() -> SmtpConnection:
            return SmtpConnection(SmtpServer("127.0.0.1", played.port, None, None, "none"))

        with mails_to(firm.app, connect, clock.now):
            yield played


def written(firm: Firm, interview: Interview, number: int = 0) -> Note:
    person = interview.people[number]
    note = notes.begin(firm.command(), person, "thank", {})
    notes.save(firm.command(), note, "Thank you", BODY.format(person.contact.name.split()[0]))
    firm.commit()
    return note


def sent(own: Browser, note: Note) -> str:
    """It was sent from its page; returns where that leads."""
    page = BeautifulSoup(own.get(f"/notes/{note.id}/sending").text, "html.parser")
    keep = [str(row["value"]) for row in page.select("input[name=keep]")]
    return str(own.post(f"/notes/{note.id}/sending", {"keep": keep}).headers["Location"])


def delivery(own: Browser, interview: Interview, person: int = 1) -> str:
    """What the page of the note to this person is told about the others."""
    path = f"/interviews/{interview.id}/notes/delivery?person={interview.people[person].id}"
    return own.get(path, headers={"HX-Request": "true", "If-None-Match": "delivery"}).text


def test_sending_leads_to_the_next_note_at_once_and_the_last_to_what_happens_next(
    firm: Firm, own: Browser, interview: Interview
) -> None:
    there = sent(own, written(firm, interview))
    following = queries.find_thank_you(firm.session, interview.people[1].id)
    assert following is not None
    assert there == f"/notes/{following.id}"
    page = words_of(own.get(there).text)
    assert "2 of 3" in page
    assert "Sending to Dana" in page
    assert "next: Kim" in page
    sent(own, written(firm, interview, 1))
    assert sent(own, written(firm, interview, 2)) == f"/interviews/{interview.id}/notes"
    done = words_of(own.get(f"/interviews/{interview.id}/notes").text)
    assert "That’s all 3 notes" in done
    assert "Sending" in done
    assert "Sent" not in done


def test_undo_opens_that_note_again_with_its_text(firm: Firm, own: Browser, interview: Interview) -> None:
    note = written(firm, interview)
    sent(own, note)
    assert own.post(f"/notes/{note.id}/sending/undo").headers["Location"] == f"/notes/{note.id}"
    page = own.get(f"/notes/{note.id}").text
    assert "Stopped. Nothing was sent." in page
    assert "The press shop" in page
    assert "Sending to" not in page
    firm.session.expire_all()
    assert note.message_id is None


FATES: list[tuple[str, Deed | None, str, bool]] = [
    ("accepts", None, "Sent to Dana", False),
    ("connect", hangs, "Waiting to send to Dana", False),
    ("rcpt", says("451 4.3.0 later"), "Waiting to send to Dana", False),
    ("rcpt", says("550 5.1.1 no such user"), "Couldn’t be sent to Dana", True),
    ("text", hangs, "Delivery to Dana not confirmed", True),
]


@pytest.mark.parametrize(("step", "deed", "words", "to_look_at"), FATES)
def test_a_note_is_said_to_be_sent_only_where_the_server_took_it(
    firm: Firm,
    own: Browser,
    interview: Interview,
    server: Misbehaving,
    step: str,
    deed: Deed | None,
    words: str,
    to_look_at: bool,
) -> None:
    note = written(firm, interview)
    sent(own, note)
    firm.session.expire_all()
    assert note.message is not None
    note.message.due_at = firm.now()
    firm.commit()
    assert "Waiting to send to Dana" in words_of(delivery(own, interview))
    if deed is not None:
        server.deeds[step] = deed
    sending.send(firm.session, "now", sending.transport())
    firm.commit()
    told = delivery(own, interview)
    assert words in words_of(told)
    assert (f"/notes/{note.id}/sending" in told) is to_look_at
    assert "undo" not in told


def test_staff_who_write_for_a_candidate_stay_with_the_note(firm: Firm, browse: Browse, interview: Interview) -> None:
    recruiter, note = browse(firm.recruiter), written(firm, interview)
    assert sent(recruiter, note) == f"/notes/{note.id}/sending"
    assert "Sending in" in words_of(recruiter.get(f"/notes/{note.id}/sending").text)
    assert "That’s all" not in recruiter.get(f"/interviews/{interview.id}/notes").text


def test_what_is_typed_after_it_was_sent_elsewhere_is_not_saved(firm: Firm, own: Browser, interview: Interview) -> None:
    note = written(firm, interview)
    sent(own, note)
    typed = {"subject": "Thank you", "body": "More.", "autosave": "1"}
    assert own.post(f"/notes/{note.id}", typed).status_code == 410
    firm.session.expire_all()
    assert "The press shop" in note.body


@pytest.mark.parametrize(
    ("changed", "words"),
    [("cancelled", "This interview didn’t take place"), ("not met", "Dana Ruiz is marked as not met")],
)
def test_a_note_that_is_not_called_for_any_more_says_so_and_keeps_its_text(
    firm: Firm, own: Browser, interview: Interview, changed: str, words: str
) -> None:
    note = written(firm, interview)
    if changed == "not met":
        note.person.met = False
    else:
        note.interview.status = changed
    firm.commit()
    page = own.get(f"/notes/{note.id}").text
    assert words in words_of(page)
    assert "The press shop" in page
    assert f"/applications/{interview.application_id}" in page
