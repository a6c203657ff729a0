"""An authenticator app for tests: the codes that it shows by the portal's clock."""

from datetime import timedelta

from portal.accounts import queries, second_factor, totp
from portal.accounts.models import Account
from portal.core import encryption
from tests.factories.firm import Firm

STEP = timedelta(seconds=totp.STEP_SECONDS)


def code(firm: Firm, account: Account, *, ahead: int = 0) -> str:
    """What the account's app shows now, or so many steps ahead."""
    factor = queries.find_second_factor(firm.session, account.id)
    assert factor is not None
    return totp.code_of(encryption.decrypt(factor.seed, str(account.id)), totp.step_at(firm.now()) + ahead)


def set_up(firm: Firm, account: Account) -> list[str]:
    """The account uses a second factor from the step before this one on; return its recovery codes."""
    by = firm.command(now=firm.now() - STEP)
    second_factor.begin_setup(by, account)
    codes = second_factor.confirm_setup(by, account, code(firm, account, ahead=-1))
    firm.commit()
    return list(codes)


def wrong_code(firm: Firm, account: Account) -> str:
    """Six digits that the app does not show around now."""
    near = {code(firm, account, ahead=steps) for steps in (-1, 0, 1)}
    return next(digits for digits in ("000000", "111111", "222222", "333333") if digits not in near)
