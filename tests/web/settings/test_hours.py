"""The page of business hours: hours, zone, holidays, for the agency and for an office."""

from typing import Any

import pytest
from sqlalchemy import select

from portal.agencies import queries as agencies
from portal.agencies.models import HolidayChange, Office
from portal.core.formatting import plain_spaces
from tests.factories.firm import Firm
from tests.fixtures.app import Browse

HOURS = "/settings/hours"


def week(first: int = 0, last: int = 4, opens: str = "09:00", closes: str = "17:00") -> dict[str, str]:
    """Fields of a week with the same hours on these days, Monday is 0."""
    return {
        name: value
        for day in range(first, last + 1)
        for name, value in ((f"day_{day}", "y"), (f"opens_{day}", opens), (f"closes_{day}", closes))
    }


AGENCY = {"time_zone": "America/Chicago", "region": "CA", **week(closes="18:00")}


def office_path(firm: Firm) -> str:
    return f"{HOURS}/{firm.recruiter.office_id}"


def test_an_owner_sets_the_agencys_hours(firm: Firm, browse: Browse) -> None:
    page = browse(firm.owner).post(HOURS, AGENCY, follow_redirects=True)
    assert "Saved. No task has a new date." in page.text
    firm.session.expire_all()
    profile = agencies.profile(firm.session)
    assert (profile.time_zone, profile.holiday_region) == ("America/Chicago", "CA")
    assert profile.week == [["09:00", "18:00"]] * 5 + [None, None]
    assert "Cesar Chavez Day" in page.text
    assert "Mon–Fri, 9:00 AM to 6:00 PM" in plain_spaces(page.text), "the offices follow"


@pytest.mark.parametrize(
    ("case", "wrong", "words"),
    [
        ("no day", {f"day_{day}": "" for day in range(7)}, "Choose at least one day with business hours."),
        ("backwards", {"closes_2": "08:00"}, "Enter an end time that’s after the start time."),
        ("a day without a time", {"opens_1": ""}, "Enter a time, or untick the day."),
        ("no time", {"opens_1": "early"}, "Enter a time, like"),
        ("no zone", {"time_zone": "Mars/Base"}, "Not a valid choice"),
        ("a region without holidays", {"region": "ZZ"}, "We have no holidays for this region."),
    ],
)
def test_what_cannot_be_saved_says_why(
    firm: Firm, browse: Browse, case: str, wrong: dict[str, Any], words: str
) -> None:
    sent = {name: value for name, value in (AGENCY | wrong).items() if not (name.startswith("day_") and not value)}
    answer = browse(firm.owner).post(HOURS, sent)
    assert answer.status_code == 422, case
    assert words in answer.text, case
    firm.session.expire_all()
    assert agencies.profile(firm.session).week is None


def test_an_office_has_hours_and_holidays_of_its_own(firm: Firm, browse: Browse) -> None:
    owner, path = browse(firm.owner), office_path(firm)
    sent = {"time_zone": "Europe/Berlin", "own_week": "y", "country": "DE", "region": "BY", **week(0, 3, "08:00")}
    page = owner.post(path, sent, follow_redirects=True).text
    assert "Corpus Christi" in page and "Memorial Day" not in page
    firm.session.expire_all()
    row = firm.session.get_one(Office, (firm.id, firm.recruiter.office_id))
    assert (row.time_zone, row.holiday_country, row.holiday_region) == ("Europe/Berlin", "DE", "BY")
    listed = plain_spaces(owner.get(HOURS).text)
    assert "Mon–Thu, 8:00 AM to 5:00 PM" in listed and "Bavaria, Germany" not in listed and "Bayern, Germany" in listed
    owner.post(path, {"time_zone": "", "country": "", "region": "", **week()})
    firm.session.expire_all()
    assert (row.time_zone, row.week, row.holiday_country) == (None, None, None)


@pytest.mark.parametrize(
    ("country", "region", "words"),
    [
        ("UA", "", "We have no public holidays for Ukraine. Add the days you’re closed below."),
        ("AR", "G", "Santiago del Estero has no holidays of its own. These are those of Argentina."),
        ("FR", "BY", "We have no holidays for this region. Choose one from the list, or the whole country."),
        ("", "BY", "Choose a country first."),
    ],
)
def test_a_region_without_holidays_gets_a_clear_answer(
    firm: Firm, browse: Browse, country: str, region: str, words: str
) -> None:
    sent = {"time_zone": "", "country": country, "region": region, **week()}
    assert words in browse(firm.owner).post(office_path(firm), sent, follow_redirects=True).text


def test_the_regions_of_a_country_are_offered_as_it_is_chosen(firm: Firm, browse: Browse) -> None:
    found = browse(firm.owner).get(f"{HOURS}/regions?country=DE").text
    assert "Bayern" in found and "The whole country" in found
    for unknown in ("", "ZZ", "%00", "x" * 3000):
        assert browse(firm.owner).get(f"{HOURS}/regions?country={unknown}").status_code == 200


def test_days_are_added_removed_and_added_back(firm: Firm, browse: Browse) -> None:
    owner, year = browse(firm.owner), firm.now().year + 1
    day = f"{year}-12-22"
    added = owner.post(f"{HOURS}/days", {"day": day, "name": "Holiday break"}, follow_redirects=True).text
    assert "Holiday break" in added
    again = owner.post(f"{HOURS}/days", {"day": day, "name": "Once more"})
    assert again.status_code == 422 and "This day is already in the list as Holiday break." in again.text
    assert owner.post(f"{HOURS}/days/{day}/removal").status_code == 302
    assert "Holiday break" not in owner.get(HOURS).text
    christmas = f"{year}-12-25"  # also where it is observed on another day
    assert owner.post(f"{HOURS}/days/{christmas}/removal").status_code == 302
    assert "Removed: a business day" in owner.get(HOURS).text
    assert "Removed for the whole agency" in owner.get(office_path(firm)).text
    assert owner.post(f"{HOURS}/days/{christmas}/return").status_code == 302
    assert firm.session.scalars(select(HolidayChange)).all() == []


def test_a_day_that_is_none_is_not_found(firm: Firm, browse: Browse) -> None:
    owner = browse(firm.owner)
    for day in ("yesterday", "2026-13-01", "0001-01-01T00:00"):
        assert owner.post(f"{HOURS}/days/{day}/removal").status_code == 404
    assert owner.post(f"{HOURS}/days/1999-12-25/removal").status_code == 302
    assert firm.session.scalars(select(HolidayChange)).all() == []


def test_only_an_owner_gets_there(firm: Firm, browse: Browse) -> None:
    for account in (firm.recruiter, firm.viewer):
        assert browse(account).get(HOURS).status_code == 403
        assert browse(account).post(f"{HOURS}/days", {"day": "2026-12-24", "name": "x"}).status_code == 403
