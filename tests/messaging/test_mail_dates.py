"""Moments in emails are written in the agency's locale, with a plain space wherever a mail program might encode it."""

from datetime import UTC, datetime

import pytest

from portal.messaging import templates

NOW = datetime(2026, 11, 30, 15, tzinfo=UTC)
AT = datetime(2026, 12, 1, 18, 30, tzinfo=UTC)
"""1:30 PM in New York."""


def rendered(locale: str, now: datetime = NOW) -> templates.RenderedMail:
    request = {
        "contact": "Dana Ruiz",
        "employer": "Acme",
        "candidate": "Ann Lee",
        "writer": "Ann",
        "interview": None,
        "target_at": AT,
        "link": "https://agency.example/1",
    }
    looks = {
        "agency": "McGrath Systems",
        "color": "#0f766e",
        "name": "Rita",
        "zone": "America/New_York",
        "answers": None,
    }
    return templates.render(
        "contact-request", locale=locale, now=now, requests=[request], away=None, back_on=None, **looks
    )


@pytest.mark.parametrize(
    ("locale", "moment"),
    [("en_US", "Tue, Dec 1, 1:30 PM"), ("en_GB", "Tue 1 Dec, 13:30"), ("de", "Di., 1. Dez., 13:30")],
)
def test_an_email_writes_moments_in_its_locale_without_the_readers_own_zone(locale: str, moment: str) -> None:
    assert f"Due by {moment}." in rendered(locale).text


def test_only_the_html_part_has_the_narrow_space_before_pm() -> None:
    found = rendered("en_US")
    assert "1:30\u202fPM" in found.html
    assert "\u202f" not in found.text + found.subject


def test_an_email_names_another_year() -> None:
    assert "Target was Tue, Dec 1, 2026, 1:30 PM" in rendered("en_US", NOW.replace(year=2027)).text
