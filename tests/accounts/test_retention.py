"""Ended sign-ins and used links go after 90 days; what still says something stays."""

from datetime import datetime, timedelta

import pytest
from sqlalchemy import select, text

from portal.accounts import retention
from portal.accounts.models import AccountToken, SignIn
from tests.factories.firm import Firm

LONG_AGO, LATELY = timedelta(days=91), timedelta(days=89)
DUE = text("select count(*) from ops.agencies_due() where agency_id = :firm and work = 'sign_ins'")


def sign_in(firm: Firm, name: bytes, ended: datetime) -> None:
    moments = dict.fromkeys(("authenticated_at", "confirmed_at", "last_seen_at"), ended - timedelta(days=1))
    firm.session.add(SignIn(account_id=firm.owner.id, token_hash=name, expires_at=ended, **moments))


def token(firm: Firm, name: bytes, purpose: str, ended: datetime, used_at: datetime | None = None) -> None:
    row = AccountToken(account_id=firm.owner.id, purpose=purpose, token_hash=name, expires_at=ended, used_at=used_at)
    firm.session.add(row)


def test_what_ended_long_ago_is_deleted_and_nothing_else(firm: Firm) -> None:
    now = firm.now()
    sign_in(firm, b"old", now - LONG_AGO)
    sign_in(firm, b"late", now - LATELY)
    token(firm, b"password", "password", now - LONG_AGO)
    token(firm, b"used", "invitation", now - LONG_AGO, used_at=now - LONG_AGO)
    token(firm, b"unused", "invitation", now - LONG_AGO)
    token(firm, b"step", "second_step", now - LATELY)
    firm.session.flush()
    assert firm.session.scalar(DUE, {"firm": firm.id}) == 1
    assert retention.delete_expired(firm.session, now) == 3
    assert retention.delete_expired(firm.session, now) == 0
    assert {b"late"} == set(firm.session.scalars(select(SignIn.token_hash)))
    assert {b"unused", b"step"} == set(firm.session.scalars(select(AccountToken.token_hash)))
    assert firm.session.scalar(DUE, {"firm": firm.id}) == 0


@pytest.mark.parametrize("most", [2])
def test_many_go_by_batches(firm: Firm, monkeypatch: pytest.MonkeyPatch, most: int) -> None:
    monkeypatch.setattr(retention, "BATCH", most)
    for number in range(3):
        sign_in(firm, bytes([number]), firm.now() - LONG_AGO)
    firm.session.flush()
    assert [retention.delete_expired(firm.session, firm.now()) for _ in range(3)] == [2, 1, 0]
