"""Links that dial a phone number."""

import re

import phonenumbers
from phonenumbers import NumberParseException, PhoneNumberFormat


def tel_url(number: str) -> str:
    """Return the `tel:` link that dials this number, with its extension as RFC 3966 has it; it holds no spaces."""
    try:
        parsed = phonenumbers.parse(number, "US")
    except NumberParseException:
        return _digits_url(number)
    is_certain = number.strip().startswith("+") or phonenumbers.is_valid_number(parsed)
    if not is_certain:
        return _digits_url(number)
    extension = f";ext={parsed.extension}" if parsed.extension else ""
    return f"tel:{phonenumbers.format_number(parsed, PhoneNumberFormat.E164)}{extension}"


def sms_url(number: str) -> str:
    """Return the `sms:` link that writes to this number; it leaves out an extension, which no message goes to."""
    return "sms:" + tel_url(number).removeprefix("tel:").partition(";")[0]


def _digits_url(number: str) -> str:
    return "tel:" + re.sub(r"[^+\d]", "", number)
