"""Rates of an agency and of a receiving domain: who is over one waits for its turn, and nothing fails or is lost."""

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta

import pytest
from flask import Flask

from portal.core import queue
from portal.core.services import services
from portal.messaging import sending
from portal.messaging.rules import RATE_OF_AGENCY, RATE_OF_DOMAIN, turns
from tests.factories.firm import Firm
from tests.fixtures.app import Browse
from tests.fixtures.services import replaced
from tests.messaging.catching import Catcher
from tests.messaging.conftest import Outbox


@pytest.mark.parametrize(
    ("begins", "count", "rate", "seconds"),
    [
        (0, 3, 3, [0, 0, 0]),
        (0, 5, 3, [0, 0, 0, 20, 40]),
        (30, 3, 3, [0, 10, 30]),
        (60, 2, 3, [20, 40]),
        (600, 1, 60, [541]),
    ],
)
def test_each_email_has_its_turn(begins: float, count: int, rate: int, seconds: list[float]) -> None:
    assert [turn.seconds for turn in turns(RATE_OF_DOMAIN, begins, count, rate)] == seconds


@pytest.fixture
def domain(app: Flask, firm: Firm) -> Iterator[str]:
    """A domain of this test's own, to which four emails may go in a minute, of seven of an agency."""
    settings = replace(services(app).settings, mails_a_minute=7, mails_a_minute_to_domain=4)
    with replaced(app, settings=settings):
        yield f"{firm.id}.example"


def test_who_is_over_the_rate_of_a_domain_waits_and_says_so_and_the_others_go_out(
    outbox: Outbox, catcher: Catcher, domain: str, browse: Browse, firm: Firm
) -> None:
    mails = [outbox.put(f"{number}@{domain}", about_id=firm.owner.id) for number in range(6)]
    other = outbox.put(f"fine@other.{domain}")
    assert outbox.send() == 7
    assert outbox.fate(other) == ("sent", None)
    states = Counter(outbox.fate(mail) for mail in mails)
    assert states == {("sent", None): 4, ("queued", RATE_OF_DOMAIN): 2}
    waits = [outbox.waits(mail) for mail in mails[4:]]
    assert [round(wait / timedelta(seconds=1)) for wait in waits] == [15, 30]
    assert [outbox.row(mail).attempts for mail in mails[4:]] == [0, 0]
    page = re.sub(r"\s+", " ", browse(firm.owner).get(f"/mail/{mails[5]}").text)
    assert "Emails to this domain go out one after the other. This one waits for its turn" in page
    outbox.due_again(*mails[4:])
    outbox.send()
    assert [outbox.fate(mail) for mail in mails] == [("sent", None)] * 6
    assert len([to for to, _ in catcher.mails if to.endswith(f"@{domain}")]) == 6


def test_an_agency_over_its_rate_waits_and_no_other_does(outbox: Outbox, catcher: Catcher, domain: str) -> None:
    mails = [outbox.put(f"somebody@number{number}.{domain}") for number in range(9)]
    outbox.send()
    assert Counter(outbox.fate(mail) for mail in mails) == {("sent", None): 7, ("queued", RATE_OF_AGENCY): 2}
    assert len(catcher.mails) == 7


def test_what_someone_waits_for_has_no_rate(outbox: Outbox, catcher: Catcher, domain: str) -> None:
    for number in range(9):
        outbox.put(f"{number}@{domain}", queue=queue.NOW)
    outbox.firm.commit()
    assert sending.send(outbox.firm.session, queue.NOW, sending.transport()) == 9
    assert len(catcher.mails) == 9


def test_without_redis_emails_go_out_at_once(outbox: Outbox, catcher: Catcher, domain: str, app: Flask) -> None:
    mails = [outbox.put(f"{number}@{domain}") for number in range(9)]
    with replaced(app, redis=None):
        outbox.send()
    assert {outbox.fate(mail)[0] for mail in mails} == {"sent"}
    assert len(catcher.mails) == 9
