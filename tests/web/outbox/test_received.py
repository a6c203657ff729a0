"""The list of emails that came in, and one of them."""

import re

import pytest

from portal.messaging.models import OutgoingMessage
from tests.factories.firm import Firm
from tests.fixtures.app import Browse, Browser
from tests.incoming.conftest import Inbox
from tests.readers.mails import message, recipient, report

LIST = "/mail/received"


@pytest.fixture
def inbox(firm: Firm) -> Inbox:
    return Inbox(firm)


@pytest.fixture
def mail(firm: Firm, inbox: Inbox) -> OutgoingMessage:
    return inbox.sent(firm.candidate())


def links(browser: Browser) -> list[str]:
    return re.findall(rf'href="({LIST}/[0-9a-f-]+)"', browser.get(LIST).text)


def test_a_bounce_says_what_was_done_and_leads_to_the_email(
    firm: Firm, inbox: Inbox, mail: OutgoingMessage, browse: Browse
) -> None:
    own = browse(firm.recruiter)
    assert "No email came in" in own.get(LIST).text
    inbox.take(inbox.address(mail), report(recipient()))
    (link,) = links(own)
    page = own.get(link).text
    assert "The address doesn’t work" in page
    assert f"/mail/{mail.id}" in page
    ours = own.get(f"/mail/{mail.id}").text
    assert "It came back. Their mail server doesn’t know this address" in ours


def test_a_reply_shows_what_its_writer_typed(firm: Firm, inbox: Inbox, mail: OutgoingMessage, browse: Browse) -> None:
    inbox.take(inbox.address(mail), message("Yes, <b>gladly</b>.\n\n> Thank you"), "dana@acme.example")
    own = browse(firm.recruiter)
    (link,) = links(own)
    page = own.get(link).text
    assert "Yes, &lt;b&gt;gladly&lt;/b&gt;." in page
    assert "&gt; Thank you" not in page


def test_who_may_not_see_an_email_sees_no_answer_to_it(
    firm: Firm, inbox: Inbox, mail: OutgoingMessage, browse: Browse
) -> None:
    inbox.take(inbox.address(mail), message())
    (link,) = links(browse(firm.recruiter))
    stranger = browse(firm.stranger)
    assert links(stranger) == []
    assert stranger.get(link).status_code == 404


def test_what_belongs_to_no_email_is_shown_to_owners(firm: Firm, inbox: Inbox, browse: Browse) -> None:
    inbox.take(f"{firm.agency.host.partition('.')[0]}@mail.localhost", message("Hello?"), "dana@acme.example")
    assert "We don’t know which email it belongs to." in browse(firm.owner).get(LIST).text
    assert links(browse(firm.recruiter)) == []
