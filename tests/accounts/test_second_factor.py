"""The second factor on the database: codes used once, recovery codes kept as digests, keys that rotate."""

from collections.abc import Callable
from datetime import timedelta
from functools import partial

import pytest
from flask import Flask
from sqlalchemy import func, select

from portal.accounts import queries, second_factor
from portal.accounts.models import Account, RecoveryCode, SecondFactor
from portal.accounts.second_factor import REPEAT_WITHIN, SETUP_LIFETIME
from portal.audit.models import AuditEvent
from portal.core import encryption
from portal.core.command import OPERATOR, Actor
from portal.core.errors import ActionRefused
from portal.messaging.models import OutgoingMessage
from tests.accounts.authenticator import STEP, code, set_up, wrong_code
from tests.core.test_encryption import NEW, OLD, with_keys
from tests.factories.firm import Firm


def is_on(firm: Firm, account: Account) -> bool:
    return queries.has_second_factor(firm.session, account.id)


def refused(action: Callable[[], object]) -> str | None:
    """At which field the action is refused."""
    with pytest.raises(ActionRefused) as caught:
        action()
    return caught.value.field


def mailed(firm: Firm) -> list[tuple[str, str]]:
    query = select(OutgoingMessage).where(OutgoingMessage.kind == "two-step").order_by(OutgoingMessage.id)
    return [(row.payload["change"], row.to_email) for row in firm.session.scalars(query)]


def recorded(firm: Firm) -> list[str]:
    query = select(AuditEvent.action).where(AuditEvent.action.like("account.%factor%")).order_by(AuditEvent.id)
    return list(firm.session.scalars(query))


def test_it_is_on_once_a_code_of_the_app_was_entered(firm: Firm) -> None:
    account, command = firm.recruiter, firm.command()
    second_factor.begin_setup(command, account)
    assert not is_on(firm, account) and second_factor.seed_to_set_up(command, account)
    wrong = wrong_code(firm, account)
    assert refused(lambda: second_factor.confirm_setup(command, account, wrong)) == "code"
    assert not is_on(firm, account)
    codes = second_factor.confirm_setup(command, account, code(firm, account))
    assert is_on(firm, account) and second_factor.seed_to_set_up(command, account) is None
    assert len(set(codes)) == queries.unused_recovery_codes(firm.session, account.id) == 10
    assert refused(lambda: second_factor.begin_setup(command, account)) is None
    assert mailed(firm) == [("on", account.email)]
    assert recorded(firm) == ["account.set_up_second_factor"]


def test_neither_the_seed_nor_a_recovery_code_is_kept_as_it_is(firm: Firm) -> None:
    second_factor.begin_setup(firm.command(), firm.recruiter)
    seed = second_factor.seed_to_set_up(firm.command(), firm.recruiter)
    codes = second_factor.confirm_setup(firm.command(), firm.recruiter, code(firm, firm.recruiter))
    kept = [*firm.session.scalars(select(SecondFactor.seed)), *firm.session.scalars(select(RecoveryCode.digest))]
    assert seed and not any(secret.encode() in row for row in kept for secret in (seed, *codes))


def test_a_secret_that_no_one_confirms_stays_for_a_while_and_then_gives_way(firm: Firm) -> None:
    account, now = firm.recruiter, firm.now()
    at = {
        after: firm.command(now=now + after)
        for after in (timedelta(0), SETUP_LIFETIME - timedelta(seconds=1), SETUP_LIFETIME)
    }
    seeds = []
    for command in at.values():
        second_factor.begin_setup(command, account)
        seeds.append(second_factor.seed_to_set_up(command, account))
    assert seeds[0] == seeds[1] != seeds[2]
    later = firm.command(now=now + 2 * SETUP_LIFETIME)
    assert second_factor.seed_to_set_up(later, account) is None
    assert refused(lambda: second_factor.confirm_setup(later, account, code(firm, account))) is None


def test_a_form_sent_twice_shows_codes_that_work(firm: Firm) -> None:
    account, now = firm.recruiter, firm.now()
    second_factor.begin_setup(firm.command(), account)
    typed = code(firm, account)
    first = second_factor.confirm_setup(firm.command(now=now), account, typed)
    again = second_factor.confirm_setup(firm.command(now=now), account, typed)
    assert set(first).isdisjoint(again)
    later = firm.command(now=now + REPEAT_WITHIN)
    assert refused(lambda: second_factor.confirm_setup(later, account, typed)) is None
    second_factor.check(firm.command(), account, again[0])
    assert refused(lambda: second_factor.check(firm.command(), account, first[0])) == "code"
    assert recorded(firm).count("account.set_up_second_factor") == 1


def test_a_code_works_once_and_so_does_every_earlier_one(firm: Firm) -> None:
    account = firm.recruiter
    set_up(firm, account)
    ahead, current = code(firm, account, ahead=1), code(firm, account)
    second_factor.check(firm.command(), account, ahead)
    for used in (ahead, current, code(firm, account, ahead=-1)):
        assert refused(partial(second_factor.check, firm.command(), account, used)) == "code"
    second_factor.check(firm.command(now=firm.now() + 2 * STEP), account, code(firm, account, ahead=2))


def test_the_code_that_set_it_up_does_not_sign_in(firm: Firm) -> None:
    second_factor.begin_setup(firm.command(), firm.recruiter)
    typed = code(firm, firm.recruiter)
    second_factor.confirm_setup(firm.command(), firm.recruiter, typed)
    assert refused(lambda: second_factor.check(firm.command(), firm.recruiter, typed)) == "code"


@pytest.mark.parametrize("spelled", [str, str.upper, lambda typed: typed.replace("-", " ")])
def test_a_recovery_code_works_once_however_it_is_typed(firm: Firm, spelled: Callable[[str], str]) -> None:
    account = firm.recruiter
    first, second, *_ = set_up(firm, account)
    second_factor.check(firm.command(), account, spelled(first))
    assert queries.unused_recovery_codes(firm.session, account.id) == 9
    assert refused(lambda: second_factor.check(firm.command(), account, first)) == "code"
    second_factor.check(firm.command(), account, second)
    assert mailed(firm)[1:] == [("recovered", account.email)] * 2


def test_new_recovery_codes_replace_the_earlier_ones(firm: Firm) -> None:
    account = firm.recruiter
    first, *_ = set_up(firm, account)
    codes = second_factor.renew_recovery_codes(firm.command(), account)
    assert refused(lambda: second_factor.check(firm.command(), account, first)) == "code"
    second_factor.check(firm.command(), account, codes[9])
    assert [change for change, _ in mailed(firm)] == ["on", "codes", "recovered"]


def test_a_colleagues_code_or_recovery_code_is_no_good(firm: Firm) -> None:
    theirs = set_up(firm, firm.owner)
    set_up(firm, firm.recruiter)
    for typed in (code(firm, firm.owner), theirs[0]):
        assert refused(partial(second_factor.check, firm.command(), firm.recruiter, typed)) == "code"


def test_turning_it_off_takes_a_code_and_is_refused_where_it_is_required(firm: Firm) -> None:
    account, command = firm.recruiter, firm.command()
    set_up(firm, account)
    typed, wrong = code(firm, account), wrong_code(firm, account)
    assert refused(lambda: second_factor.turn_off(command, account, typed, required=True)) is None
    assert refused(lambda: second_factor.turn_off(command, account, wrong, required=False)) == "code"
    assert is_on(firm, account)
    second_factor.turn_off(command, account, typed, required=False)
    assert not is_on(firm, account)
    assert firm.session.scalar(select(func.count()).select_from(RecoveryCode)) == 0
    assert [change for change, _ in mailed(firm)] == ["on", "off"]


def test_an_owner_resets_it_and_the_colleague_is_told(firm: Firm) -> None:
    set_up(firm, firm.recruiter)
    owner = firm.command(by=Actor("account", firm.owner.id, "owner"))
    second_factor.reset(owner, firm.recruiter)
    assert not is_on(firm, firm.recruiter)
    assert mailed(firm)[1:] == [("reset", firm.recruiter.email)]
    assert refused(lambda: second_factor.reset(owner, firm.recruiter)) is None
    assert recorded(firm)[-1] == "account.reset_second_factor"


def test_every_owner_is_told_of_an_operators_reset(firm: Firm) -> None:
    set_up(firm, firm.owner)
    other = firm.account("Oskar", "owner", "oskar@mcgrath.example")
    firm.account("Ines Invited", "owner", "ines@mcgrath.example", accepted=False)
    second_factor.reset(firm.command(by=OPERATOR), firm.owner)
    assert sorted(mailed(firm)[1:]) == sorted([("reset", firm.owner.email), ("reset", other.email)])


def test_a_code_moves_the_seed_to_the_new_key(app: Flask, firm: Firm) -> None:
    with with_keys(app, OLD):
        recovery, *_ = set_up(firm, firm.recruiter)
    with with_keys(app, NEW, OLD):
        second_factor.check(firm.command(), firm.recruiter, code(firm, firm.recruiter))
        second_factor.check(firm.command(), firm.recruiter, recovery)
    with with_keys(app, NEW):
        later = firm.command(now=firm.now() + STEP)
        second_factor.check(later, firm.recruiter, code(firm, firm.recruiter, ahead=1))
        assert encryption.is_readable(firm.session.scalars(select(SecondFactor.seed)).one(), (NEW,))


def test_without_its_key_no_code_is_checked_and_nothing_is_set_up(app: Flask, firm: Firm) -> None:
    set_up(firm, firm.recruiter)
    typed = code(firm, firm.recruiter)
    with with_keys(app):
        assert refused(lambda: second_factor.check(firm.command(), firm.recruiter, typed)) is None
        assert refused(lambda: second_factor.begin_setup(firm.command(), firm.owner)) is None


def test_one_select_says_which_accounts_use_it(firm: Firm) -> None:
    set_up(firm, firm.recruiter)
    set_up(firm, firm.owner)
    second_factor.begin_setup(firm.command(), firm.viewer)
    assert queries.accounts_with_second_factor(firm.session) == {firm.recruiter.id, firm.owner.id}
    assert queries.accounts_with_second_factor(firm.session, [firm.owner.id, firm.viewer.id]) == {firm.owner.id}
