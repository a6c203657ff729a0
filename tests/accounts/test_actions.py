"""What is done about accounts, on the database: links used once, browsers signed out, nothing given away."""

from datetime import timedelta

import pytest
from argon2 import PasswordHasher
from sqlalchemy import select

from portal.accounts import actions, credentials, queries
from portal.accounts.models import Account, AccountToken, SignIn
from portal.audit.models import AuditEvent
from portal.core.command import OPERATOR, VISITOR
from portal.core.errors import ActionRefused, NotFound
from portal.messaging.models import OutgoingMessage
from tests.factories.firm import PASSWORD, Firm

NEW = "another good long password"
HERE = {"ip_address": "192.0.2.1", "browser": "A browser"}


def link(firm: Firm, account: Account, purpose: str = "password") -> AccountToken:
    """The latest link mailed to the account."""
    rows = firm.session.scalars(
        select(AccountToken)
        .where(AccountToken.account_id == account.id, AccountToken.purpose == purpose)
        .order_by(AccountToken.id)
    ).all()
    return rows[-1]


def begin(firm: Firm, account: Account) -> str:
    return actions.start_session(firm.session, account, **HERE, now=firm.now())


def live(firm: Firm, account: Account) -> int:
    return len(queries.active_sign_ins(firm.session, account.id, firm.now()))


def test_an_address_signs_in_once_in_an_agency(firm: Firm) -> None:
    with pytest.raises(ActionRefused) as refused:
        firm.account("Twin", "viewer", firm.owner.email.upper())
    assert refused.value.field == "email"


@pytest.mark.parametrize("password", ["", "wrong", PASSWORD + " ", PASSWORD.upper(), "x" * 1000, "\x00"])
def test_a_wrong_password_lets_nobody_in(firm: Firm, password: str) -> None:
    assert actions.authenticate(firm.session, firm.owner.email, password) is None


def test_a_right_password_lets_in_who_is_active(firm: Firm) -> None:
    email = f" {firm.recruiter.email.upper()} "
    account = actions.authenticate(firm.session, email, PASSWORD)
    assert account is not None
    token = begin(firm, account)
    row = queries.find_sign_in(firm.session, token, firm.now())
    assert row is not None and row.account_id == firm.recruiter.id
    assert token.encode() not in row.token_hash
    actions.deactivate(firm.command(by=OPERATOR), firm.recruiter)
    assert queries.find_sign_in(firm.session, token, firm.now()) is None
    assert actions.authenticate(firm.session, email, PASSWORD) is None


def test_a_weaker_hash_is_made_anew_at_the_next_sign_in(firm: Firm) -> None:
    weak = PasswordHasher(time_cost=1, memory_cost=1024).hash(PASSWORD)
    firm.owner.password_hash = weak
    assert actions.authenticate(firm.session, firm.owner.email, PASSWORD)
    assert firm.owner.password_hash != weak and not credentials.needs_rehash(firm.owner.password_hash)


def test_a_link_works_once_and_signs_every_browser_out(firm: Firm) -> None:
    begin(firm, firm.owner)
    actions.request_password_reset(firm.command(by=VISITOR), firm.owner.email)
    row = link(firm, firm.owner)
    actions.redeem_token(firm.command(by=VISITOR), row, NEW)
    assert live(firm, firm.owner) == 0
    assert credentials.verify_password(firm.owner.password_hash, NEW)
    with pytest.raises(ActionRefused, match="used or has expired"):
        actions.redeem_token(firm.command(by=VISITOR), row, PASSWORD)


@pytest.mark.parametrize(
    ("purpose", "lasts"), [("password", timedelta(minutes=30)), ("invitation", timedelta(days=14))]
)
def test_a_link_ends(firm: Firm, purpose: str, lasts: timedelta) -> None:
    now = firm.now()
    if purpose == "password":
        actions.request_password_reset(firm.command(by=VISITOR, now=now), firm.recruiter.email)
    else:
        actions.invite(firm.command(by=OPERATOR, now=now), firm.recruiter)
    row, end = link(firm, firm.recruiter, purpose), now + lasts
    assert row.expires_at == end
    with pytest.raises(ActionRefused, match="has expired"):
        actions.redeem_token(firm.command(by=VISITOR, now=end), row, NEW)


def test_a_newer_link_a_changed_password_and_a_closed_account_void_the_older_ones(firm: Firm) -> None:
    def ask() -> AccountToken:
        actions.request_password_reset(firm.command(by=VISITOR), firm.recruiter.email)
        return link(firm, firm.recruiter)

    def void(row: AccountToken) -> bool:
        firm.session.refresh(row)
        return row.expires_at <= firm.now()

    first = ask()
    second = ask()
    assert void(first) and not void(second)
    actions.set_password(firm.command(by=OPERATOR), firm.recruiter, NEW)
    assert void(second)
    third = ask()
    actions.deactivate(firm.command(by=OPERATOR), firm.recruiter)
    assert void(third)


def test_nobody_is_mailed_a_link_for_an_address_without_an_account(firm: Firm) -> None:
    actions.request_password_reset(firm.command(by=VISITOR), "nobody@example.org")
    firm.owner.deactivated_at = firm.now()
    actions.request_password_reset(firm.command(by=VISITOR), firm.owner.email)
    assert firm.session.scalars(select(OutgoingMessage)).all() == []


@pytest.mark.parametrize("password", ["short", "password123", "x" * 129])
def test_a_weak_password_leaves_everything_as_it_was(firm: Firm, password: str) -> None:
    begin(firm, firm.owner)
    with pytest.raises(ActionRefused) as refused:
        actions.set_password(firm.command(by=OPERATOR), firm.owner, password)
    assert refused.value.field == "password"
    assert credentials.verify_password(firm.owner.password_hash, PASSWORD) and live(firm, firm.owner) == 1


def test_a_browser_stays_signed_in_while_it_is_seen_and_is_written_down_hourly(firm: Firm) -> None:
    token = begin(firm, firm.owner)
    start = firm.session.scalars(select(SignIn)).one().authenticated_at

    def seen(after: timedelta) -> SignIn | None:
        queries.viewer_of(firm.session, token, now=start + after, visibility="office")
        row = queries.find_sign_in(firm.session, token, start + after)
        return row and firm.session.get_one(SignIn, (firm.id, row.id), populate_existing=True)

    row = seen(timedelta(minutes=59))
    assert row is not None and row.last_seen_at == start
    for days in (20, 45, 70, 95, 120, 145, 170, 179):
        row = seen(timedelta(days=days))
        assert row is not None and row.last_seen_at == start + timedelta(days=days)
    assert seen(timedelta(days=180)) is None


def test_a_browser_that_is_not_seen_for_thirty_days_is_signed_out(firm: Firm) -> None:
    token, start = begin(firm, firm.owner), firm.now()
    assert queries.find_sign_in(firm.session, token, start + timedelta(days=29, hours=23))
    assert queries.viewer_of(firm.session, token, now=start + timedelta(days=31), visibility="office") is None


def test_signing_out_ends_one_browser_and_no_other(firm: Firm) -> None:
    one, other = begin(firm, firm.owner), begin(firm, firm.owner)
    actions.sign_out(firm.command(by=VISITOR), one)
    actions.sign_out(firm.command(by=VISITOR), "no token")
    assert queries.find_sign_in(firm.session, one, firm.now()) is None
    assert queries.find_sign_in(firm.session, other, firm.now()) is not None


def test_what_is_done_about_accounts_is_recorded_without_words_or_secrets(firm: Firm) -> None:
    actions.set_password(firm.command(by=OPERATOR), firm.owner, NEW)
    begin(firm, firm.owner)
    rows = firm.session.scalars(select(AuditEvent).where(AuditEvent.action.like("account.s%"))).all()
    assert {row.action for row in rows} == {"account.set_password", "account.sign_in"}
    assert not any(NEW in str(vars(row)) or firm.owner.email in str(vars(row)) for row in rows)


def test_an_account_is_known_where_it_signed_in_and_nowhere_else(firm: Firm) -> None:
    begin(firm, firm.owner)
    assert queries.has_signed_in_from(firm.session, firm.owner.email.upper(), "192.0.2.1")
    assert not queries.has_signed_in_from(firm.session, firm.owner.email, "192.0.2.2")
    assert not queries.has_signed_in_from(firm.session, firm.recruiter.email, "192.0.2.1")


def test_who_looks_after_candidates_is_who_may(firm: Firm) -> None:
    assert [row.name for row in queries.recruiters(firm.session)] == ["Olga Owner", "Rita Recruiter", "Stan Stranger"]
    with pytest.raises(NotFound):
        queries.get_account(firm.session, firm.id)
