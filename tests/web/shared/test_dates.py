"""Days and times on pages, in notes, and in time fields: in the agency's locale and the reader's time zone."""

import re
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from bs4 import BeautifulSoup
from sqlalchemy import select

from portal.agencies import queries as agencies
from portal.contacts.models import ContactRequest
from portal.core.formatting import format_time, plain_spaces
from portal.interviews.models import Interview
from tests.factories.firm import ZONE, Firm
from tests.fixtures.app import Browse
from tests.web.page_forms import save_anyway

AT = datetime(2030, 12, 3, 18, 30, tzinfo=UTC)
"""Tuesday, 1:30 PM in New York."""
FORTNIGHT = timedelta(days=14)


def interview_at(firm: Firm, at: datetime, locale: str = "en_US") -> Interview:
    agencies.profile(firm.session).locale = locale
    return firm.interview(starts_in=at - firm.now(), people=("Dana Ruiz <dana@acme.example>",))


def words_of(html: str) -> str:
    return " ".join(BeautifulSoup(html, "html.parser").get_text(" ").split())


def times(html: str) -> list[tuple[str, str]]:
    """The words of each time on the page, and what it says on hover."""
    found = BeautifulSoup(html, "html.parser").select("main time")
    return [(" ".join(each.get_text().split()), plain_spaces(str(each["title"]))) for each in found]


@pytest.mark.parametrize(
    ("locale", "moment", "full"),
    [
        ("en_US", "Tue, Dec 3, 2030, 1:30 PM", "Tuesday, December 3, 2030, 1:30 PM, Eastern Standard Time"),
        ("en_GB", "Tue, 3 Dec 2030, 13:30", "Tuesday, 3 December 2030, 13:30, Eastern Standard Time"),
        ("de", "Di., 3. Dez. 2030, 13:30", "Dienstag, 3. Dezember 2030, 13:30, Nordamerikanische Ostküsten-Normalzeit"),
    ],
)
def test_a_page_writes_moments_as_the_agency_does_with_the_full_date_on_hover(
    firm: Firm, browse: Browse, locale: str, moment: str, full: str
) -> None:
    interview = interview_at(firm, AT, locale)
    assert (moment, full) in times(browse(firm.recruiter).get(f"/interviews/{interview.id}").text)


@pytest.mark.parametrize(("days", "word"), [(-1, "yesterday"), (0, "today"), (1, "tomorrow")])
def test_a_moment_within_a_day_either_side_is_named_by_its_word(
    firm: Firm, browse: Browse, days: int, word: str
) -> None:
    here = ZoneInfo(ZONE)
    noon = firm.now().astimezone(here).replace(hour=12, minute=0, second=0) + timedelta(days=days)
    interview = interview_at(firm, noon)
    assert f"{word} 12:00 PM" in [
        said for said, _ in times(browse(firm.recruiter).get(f"/interviews/{interview.id}").text)
    ]


def test_a_zone_that_is_not_the_readers_is_said_once(firm: Firm, browse: Browse) -> None:
    interview = interview_at(firm, AT)
    interview.time_zone = "America/Chicago"
    page = browse(firm.recruiter).get(f"/interviews/{interview.id}")
    said = [words for words, _ in times(page.text)]
    assert said[:2] == ["Tue, Dec 3, 2030, 1:30 PM", "Tue, Dec 3, 2030, 12:30 PM, Chicago time"]
    assert " ".join(page.text.split()).count("Chicago time") == 1


def test_a_target_is_a_moment_and_past_it_how_long_ago_that_was(firm: Firm, browse: Browse) -> None:
    firm.debriefed(firm.interview(starts_in=-timedelta(hours=2), people=("Dana Ruiz",)))
    row, rita = firm.session.scalars(select(ContactRequest)).one(), browse(firm.recruiter)
    at = plain_spaces(format_time(row.target_at.astimezone(ZoneInfo(ZONE)).time(), "en_US"))
    pages = "/contact-requests", f"/contact-requests/{row.id}/answer"
    for page in pages:
        assert re.search(rf" by (?:\w+ )?{at} ", words_of(rita.get(page).text))
    row.requested_at, row.target_at = row.requested_at - FORTNIGHT, row.target_at - FORTNIGHT
    firm.commit()
    for page in pages:
        assert re.search(r"\d+ hr(?: \d+ min)? past target", words_of(rita.get(page).text))


@pytest.mark.parametrize(
    ("locale", "day"),
    [
        ("en_US", "Tuesday, December 3, 2024"),
        ("en_GB", "Tuesday, 3 December 2024"),
        ("de", "Dienstag, 3. Dezember 2024"),
    ],
)
def test_a_draft_is_filled_in_with_the_day_as_the_agency_writes_it(
    firm: Firm, browse: Browse, locale: str, day: str
) -> None:
    interview = interview_at(firm, AT.replace(year=2024), locale)
    own = browse(firm.account_of(interview.application.candidate))
    draft = {"subject": "Thanks", "body": "Dear Dana, on {{ interview_day }}", "then": "preview"}
    assert f"on {day}" in words_of(own.post("/drafts", draft).text)


@pytest.mark.parametrize(
    ("address", "day"),
    [
        ("Werk 1\n80331 München\nGermany", "Tuesday, 3 December 2024"),
        ("1 High Street\nLeeds\nLS1 4AP\nUnited Kingdom", "Tuesday, 3 December 2024"),
        ("12 Main Street\nSpringfield, IL 62701", "Tuesday, December 3, 2024"),
        ("", "Tuesday, December 3, 2024"),
    ],
)
def test_a_letter_has_the_day_as_the_country_of_the_employer_writes_it(
    firm: Firm, browse: Browse, address: str, day: str
) -> None:
    interview = interview_at(firm, AT.replace(year=2024))
    interview.application.employer.postal_address = address or None
    own = browse(firm.account_of(interview.application.candidate))
    draft = {"subject": "Thanks", "body": "Dear Dana, on {{ interview_day }}", "then": "preview"}
    assert f"on {day}" in words_of(own.post("/drafts", draft).text)


@pytest.mark.parametrize("starts", ["13:30", "1:30 PM", "1:30\u202fPM"])
def test_a_time_field_takes_either_form_with_any_space(firm: Firm, browse: Browse, starts: str) -> None:
    application = firm.application()
    slot = {"date": "2030-12-03", "starts": starts, "ends": "2:20 PM", "time_zone": ZONE}
    page, rita = f"/applications/{application.id}/interviews/new", browse(firm.recruiter)
    first = rita.post(page, slot)
    assert rita.post(page, slot | save_anyway(first.text)).status_code == 302
    assert firm.session.scalars(select(Interview.starts_at)).one() == AT


def test_an_unreadable_time_is_an_error_with_an_example_and_stays_in_its_field(firm: Firm, browse: Browse) -> None:
    page = f"/applications/{firm.application().id}/interviews/new"
    slot = {"date": "2030-12-03", "starts": "half past one", "ends": "14:20", "time_zone": ZONE}
    refused = browse(firm.recruiter).post(page, slot)
    assert refused.status_code == 422
    assert "Enter a time, like 1:30 PM." in refused.text and 'value="half past one"' in refused.text
