"""Links that dial a number hold no spaces, whatever its spelling."""

import pytest

from portal.core.phone_links import sms_url, tel_url


@pytest.mark.parametrize(
    ("number", "url"),
    [
        ("+1 212 555 0121", "tel:+12125550121"),
        ("(212) 555-0121", "tel:+12125550121"),
        ("212 555 0121 x204", "tel:+12125550121;ext=204"),
        ("+49 30 901820", "tel:+4930901820"),
        ("030 901820", "tel:030901820"),
        ("call the front desk, 12", "tel:12"),
    ],
)
def test_a_phone_link_has_no_spaces_and_keeps_the_extension(number: str, url: str) -> None:
    assert tel_url(number) == url


def test_a_message_goes_to_the_number_without_its_extension() -> None:
    assert sms_url("(212) 555-0121 x204") == "sms:+12125550121"
