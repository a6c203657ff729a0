"""Who claims mails can die or be two: each mail is claimed once, no more than a batch, and a killer delays no other."""

import uuid
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Barrier

import pytest
from flask import Flask
from sqlalchemy import text

from portal.core import tenancy, transaction
from portal.core.db import db
from portal.messaging import claims
from portal.messaging.claims import LEASE, ClaimLost
from portal.messaging.rules import RETRY_AFTER, Sent
from tests.fixtures.waiting import SECONDS
from tests.messaging.catching import Catcher
from tests.messaging.conftest import Outbox


def test_two_claimers_at_once_send_each_mail_once(outbox: Outbox, catcher: Catcher, app: Flask) -> None:
    mails = {outbox.put(f"number{number}@example.com") for number in range(40)}
    outbox.firm.commit()
    start = Barrier(4)

    def claim_some() -> list[uuid.UUID]:
        with app.app_context():
            session = db.session()
            tenancy.enter(session, outbox.firm.id)
            start.wait(SECONDS)
            _, claimed = claims.claim(session, "due", outbox_now, 15)
            transaction.commit(session, outbox_now)
            tenancy.leave(session)
            return list(claimed)

    outbox_now = outbox.firm.now()
    with ThreadPoolExecutor(4) as pool:
        found = [one for future in [pool.submit(claim_some) for _ in range(4)] for one in future.result(SECONDS)]
    assert len(found) == len(set(found))
    assert set(found) <= mails
    assert outbox.leases_ran_out() == len(found)
    while outbox.send():
        outbox.firm.commit()
    assert sorted(to for to, _ in catcher.mails) == sorted(f"number{number}@example.com" for number in range(40))


def test_a_claim_whose_lease_ran_out_is_another_workers(outbox: Outbox, catcher: Catcher) -> None:
    firm, mail = outbox.firm, outbox.put()
    firm.commit()
    old, (claimed,) = claims.claim(firm.session, "due", firm.now(), 1)
    firm.commit()
    assert claimed == mail
    assert outbox.row(mail).lease_until is not None
    assert outbox.leases_ran_out() == 1
    assert claims.lock_claimed(firm.session, mail, old) is None
    assert outbox.send() == 1
    with pytest.raises(ClaimLost):
        claims.record_outcome(firm.session, mail, old, Sent(), firm.now())
    assert len(catcher.mails) == 1


def test_a_lease_that_holds_is_nobody_elses(outbox: Outbox) -> None:
    firm, mail = outbox.firm, outbox.put()
    firm.commit()
    claims.claim(firm.session, "due", firm.now(), 1)
    firm.commit()
    assert claims.recover_expired(firm.session, firm.now() + 2 * LEASE) == 0
    assert outbox.send() == 0
    assert outbox.fate(mail) == ("claimed", None)


def dies_with(outbox: Outbox, limit: int = 50) -> list[uuid.UUID]:
    """A worker claims mails and dies, and its lease runs out; returns what it had claimed."""
    _, claimed = claims.claim(outbox.firm.session, "due", outbox.firm.now(), limit)
    outbox.firm.commit()
    outbox.leases_ran_out()
    return list(claimed)


def test_after_its_worker_died_each_mail_of_a_batch_goes_alone_at_once_and_the_killer_delays_none(
    outbox: Outbox, catcher: Catcher
) -> None:
    killer, *healthy = (outbox.put() for _ in range(12))
    outbox.firm.commit()
    assert len(dies_with(outbox)) == 12
    assert outbox.fate(killer) == ("queued", "worker_died")
    new = outbox.put("new@example.com")
    assert outbox.send() == 1
    assert outbox.row(new).state == "sent"  # what killed no worker goes first
    assert dies_with(outbox) == [killer]
    outbox.row(killer).due_at = outbox.firm.now() + timedelta(hours=1)
    outbox.firm.commit()
    assert [outbox.send() for _ in healthy] == [1] * len(healthy)
    assert {outbox.row(mail).state for mail in healthy} == {"sent"}
    assert len(catcher.mails) == 1 + len(healthy)


def test_a_mail_that_ends_its_worker_each_time_fails(outbox: Outbox) -> None:
    mail = outbox.put()
    outbox.firm.commit()
    for _ in range(len(RETRY_AFTER) + 1):
        assert dies_with(outbox) == [mail]
    assert outbox.fate(mail) == ("failed", "worker_ended")


@pytest.mark.parametrize("joins", ["as planned", "row by row"])
def test_a_claim_takes_no_more_than_its_limit_from_a_small_table_that_was_never_analyzed(
    outbox: Outbox, joins: str
) -> None:
    firm = outbox.firm
    for _ in range(120):
        outbox.put()
    firm.commit()
    if joins == "row by row":
        for way in ("hashjoin", "mergejoin", "material", "hashagg", "sort"):
            firm.session.execute(text(f"set local enable_{way} = off"))
    assert len(claims.claim(firm.session, "due", firm.now(), 15)[1]) == 15
