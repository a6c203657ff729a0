"""Codes of authenticator apps, at the borders of their 30 seconds, by the moment that is given."""

from datetime import UTC, datetime, timedelta

import pytest

from portal.accounts import totp

SEED = "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ"
"""The secret of the examples in RFC 6238."""
AT = datetime(2026, 11, 30, 12, 0, 0, tzinfo=UTC)
HERE = totp.step_at(AT)
MOMENT = timedelta(microseconds=1)


@pytest.mark.parametrize(
    ("seconds", "code"),
    [(59, "287082"), (1111111109, "081804"), (1111111111, "050471"), (1234567890, "005924"), (2000000000, "279037")],
)
def test_the_examples_of_the_rfc(seconds: int, code: str) -> None:
    moment = datetime.fromtimestamp(seconds, UTC)
    assert totp.code_of(SEED, totp.step_at(moment)) == code
    assert totp.accepted_step(SEED, code, moment, None) == seconds // 30


@pytest.mark.parametrize(
    ("moment", "step"),
    [(AT, 0), (AT + timedelta(seconds=30) - MOMENT, 0), (AT + timedelta(seconds=30), 1), (AT - MOMENT, -1)],
)
def test_a_step_begins_at_the_half_minute(moment: datetime, step: int) -> None:
    assert totp.step_at(moment) - HERE == step


@pytest.mark.parametrize(
    ("drift", "last", "accepted"),
    [
        (-2, None, False),
        (-1, None, True),
        (0, None, True),
        (1, None, True),
        (2, None, False),
        (0, 0, False),
        (0, 1, False),
        (0, -1, True),
        (-1, -1, False),
        (1, 0, True),
        (1, 1, False),
    ],
)
def test_which_steps_codes_are_accepted(drift: int, last: int | None, accepted: bool) -> None:
    """By how far the app's clock is off, and by the latest step that was used."""
    code, used = totp.code_of(SEED, HERE + drift), None if last is None else HERE + last
    assert totp.accepted_step(SEED, code, AT, used) == (HERE + drift if accepted else None)


@pytest.mark.parametrize(
    ("typed", "compared"),
    [
        ("123 456", "123456"),
        (" 123-456 ", "123456"),
        ("\uff11\uff12\uff13456", "123456"),
        ("AB2CD-efghj", "ab2cdefghj"),
        ("\ud800", ""),
    ],
)
def test_codes_are_compared_without_what_people_put_in(typed: str, compared: str) -> None:
    assert totp.normalize(typed) == compared


@pytest.mark.parametrize("typed", ["", "12345", "1234567", "abcdef", "\ud800", "é" * 6])
def test_what_is_no_code_is_refused(typed: str) -> None:
    assert totp.accepted_step(SEED, typed, AT, None) is None


def test_a_seed_has_160_bits_and_the_app_is_told_whose_it_is() -> None:
    assert len(totp.new_seed()) == 32 and totp.new_seed() != totp.new_seed()
    uri = totp.setup_uri(SEED, account="rita@mcgrath.example", issuer="McGrath Systems")
    assert uri == f"otpauth://totp/McGrath%20Systems:rita%40mcgrath.example?secret={SEED}&issuer=McGrath%20Systems"
