"""A mail to HR: in the recruiter's name, once, and not after the answer came."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from portal.contacts.details import ContactDetails
from portal.contacts.models import ContactRequest
from portal.core.errors import ActionRefused
from portal.interviews import actions, hr_questions
from portal.messaging import sending
from portal.messaging.models import OutgoingMessage
from tests.factories.firm import Firm
from tests.messaging.catching import Catcher

TEXT = "How can we reach Dana?", "Dear Hal,\n\nhow do we reach Dana?\n"


@pytest.fixture
def row(firm: Firm) -> ContactRequest:
    firm.debriefed(firm.interview(starts_in=-timedelta(hours=2), people=("Dana Ruiz",)))
    firm.commit()
    return firm.session.scalars(select(ContactRequest)).one()


def ask(firm: Firm, row: ContactRequest, text: tuple[str, str] = TEXT) -> OutgoingMessage:
    made = hr_questions.email_hr(firm.command(), row, *text)
    firm.commit()
    return made


def test_it_arrives_in_the_recruiters_name_and_answers_reach_them(
    firm: Firm, catcher: Catcher, row: ContactRequest
) -> None:
    assert ask(firm, row) is ask(firm, row)
    assert row.asked_hr_at is None, "it only waits to be sent"
    sending.send(firm.session, "now", sending.transport())
    (mail,) = catcher.to("hr@acme.example")
    assert (mail["Subject"], mail["X-Portal-Kind"], mail["Auto-Submitted"]) == (TEXT[0], hr_questions.KIND, None)
    assert mail["From"].addresses[0].display_name == "Rita Recruiter, McGrath Systems"
    assert mail["Reply-To"].addresses[0].addr_spec == firm.recruiter.email
    assert mail.get_content().split() == TEXT[1].split()
    firm.session.expire_all()
    assert row.asked_hr_by == firm.recruiter and row.asked_hr_at is not None


def test_hr_was_not_asked_by_an_email_that_failed_and_it_is_sent_again(
    firm: Firm, catcher: Catcher, row: ContactRequest
) -> None:
    mail = ask(firm, row)
    catcher.answer_rcpt = lambda address: "550 5.1.1 no such user" if address == "hr@acme.example" else "250 OK"
    sending.send(firm.session, "now", sending.transport())
    firm.session.expire_all()
    assert (mail.state, row.asked_hr_at) == ("failed", None)
    row.contact.employer.hr_email = "people@acme.example"
    firm.commit()
    assert ask(firm, row) is mail
    sending.send(firm.session, "now", sending.transport())
    firm.session.expire_all()
    assert (mail.state, mail.to_email, row.asked_hr_at is not None) == ("sent", "people@acme.example", True)
    assert len(catcher.to("people@acme.example")) == 1


def test_it_is_not_sent_once_the_answer_came(firm: Firm, catcher: Catcher, row: ContactRequest) -> None:
    ask(firm, row)
    actions.update_contact(firm.command(), row.contact, ContactDetails("Dana Ruiz", email="d@acme.example"))
    firm.commit()
    sending.send(firm.session, "now", sending.transport())
    assert catcher.to("hr@acme.example") == []


def test_without_an_address_of_theirs_it_is_refused(firm: Firm, row: ContactRequest) -> None:
    row.contact.employer.hr_email = None
    with pytest.raises(ActionRefused, match="HR"):
        ask(firm, row)
