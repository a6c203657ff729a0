"""The groups of a recruiter's Today: counts that equal the lists they lead to, and what their rows say."""

import html
import re
from collections.abc import Callable
from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import select, update

from portal.accounts import actions as accounts
from portal.agencies import queries as agencies
from portal.applications import actions as applications
from portal.applications.rules import Pace
from portal.followups.rules.working_time import local_date, to_utc
from portal.interviews import actions as interviews
from portal.messaging.models import OutgoingMessage
from portal.openings import actions as openings
from portal.openings.actions import OpeningDetails
from portal.openings.rules import CALL_ME, NOT_FOR_ME
from portal.summaries.models import ApplicationSummary
from tests.factories.firm import Firm
from tests.fixtures.app import Browse
from tests.web.outbox.test_outbox import sent_note

MANY = 11


def work(firm: Firm, number: int) -> None:
    """A candidate with a late debrief, and one who waits for the contact info of somebody of their own."""
    late = firm.candidate(f"Ann Lee {number}")
    firm.interview(firm.application(late), starts_in=-timedelta(days=9), people=("Dana Ruiz",))
    waiting = firm.candidate(f"Bob Moss {number}")
    firm.debriefed(
        firm.interview(firm.application(waiting), starts_in=-timedelta(hours=3), people=(f"Lee Park {number}",))
    )


def interviews_of_today(firm: Firm, number: int) -> None:
    """One that starts today, over or ahead, and one that is of yesterday, of tomorrow, or canceled."""
    today, now = named_day(firm), firm.now()
    firm.interview(starts_in=today + timedelta(hours=2 * number) - now)
    off = firm.interview(starts_in=today + timedelta(hours=(-1, 26, 12)[number % 3]) - now)
    if number % 3 == 2:
        interviews.set_status(firm.command(), off, "cancelled", None)


def named_day(firm: Firm) -> datetime:
    """When today begins for the recruiter."""
    zone = ZoneInfo(firm.recruiter.time_zone)
    return to_utc(local_date(firm.now(), zone), time(), zone)


def stopped_notes(firm: Firm, number: int) -> None:
    """One that stopped because the address changed, and one that was called back or stopped long ago."""
    firm.session.flush()
    for outcome, age in (("address_changed", 0), ("decided", 0) if number % 2 else ("address_gone", 30)):
        mail = sent_note(firm).message
        assert mail is not None
        mail.state, mail.outcome, mail.finished_at = "dropped", outcome, firm.now()
        mail.due_at -= timedelta(days=age)


def failed_emails(firm: Firm, number: int) -> None:
    """An email that failed, lapsed, or may have gone out, and one that waits."""
    for state in (("failed", "lapsed", "unknown")[number % 3], None):
        accounts.invite(firm.command(), firm.account_of(firm.candidate(f"Ann Lee {number}", accepted=False)))
        firm.session.flush()
        mail = firm.session.scalars(select(OutgoingMessage).order_by(OutgoingMessage.created_at.desc())).first()
        if state and mail:
            mail.state, mail.outcome, mail.finished_at = state, "550 5.1.1 no such user", firm.now()


def closings(firm: Firm, number: int) -> None:
    """An application that lapsed, a while ago or just now, and one that lapsed too long ago to be shown."""
    for days in (number, 20 + number):
        lapsed = firm.application(firm.candidate(f"Ann Lee {days}"))
        firm.commit()
        at = firm.now() - timedelta(days=days)
        changed = update(ApplicationSummary).where(ApplicationSummary.id == lapsed.id)
        firm.session.execute(changed.values(state="lapsed", no_answer_at=at, ended_at=at))


def wishes(firm: Firm, number: int) -> None:
    """A candidate who asks to be called about a job, and another one for whom it is nothing."""
    field, today = agencies.job_fields(firm.session)[0], firm.now().date()
    job = openings.create(firm.command(), OpeningDetails(f"Job {number}", field.id, today + timedelta(days=9)))
    for name, kind in (("Ann Lee", CALL_ME), ("Bob Moss", NOT_FOR_ME)):
        openings.respond(firm.command(), job, firm.candidate(f"{name} {number}"), kind, today=today)


@pytest.mark.parametrize(
    ("group", "made", "in_list"),
    [
        ("late", work, r"(\d+) candidates"),
        ("requests", work, None),
        ("interviews", interviews_of_today, r"(\d+) interviews"),
        ("wishes", wishes, r"(\d+) interested in jobs"),
        ("stopped", stopped_notes, None),
        ("failed", failed_emails, None),
        ("closings", closings, r"(\d+) applications"),
    ],
)
def test_view_all_opens_a_list_of_as_many_rows_as_the_group_counts(
    firm: Firm, browse: Browse, group: str, made: Callable[[Firm, int], None], in_list: str | None
) -> None:
    for number in range(MANY):
        made(firm, number)
    firm.commit()
    recruiter = browse(firm.recruiter)
    section = section_of(recruiter.get("/today").text, group)
    count = int(re.findall(rf'data-count="{group}">(\d+)<', section)[0])
    page = recruiter.get(all_url(section)).text
    listed = int(re.findall(in_list, page)[0]) if in_list else page.count(" data-row")
    assert count == listed == MANY
    assert section.count(" data-row") == 8


@pytest.mark.parametrize(("group", "made"), [("interviews", interviews_of_today), ("closings", closings)])
def test_view_all_goes_on_in_the_order_of_the_group(
    firm: Firm, browse: Browse, group: str, made: Callable[[Firm, int], None]
) -> None:
    for number in reversed(range(MANY)):
        made(firm, number)
    firm.commit()
    recruiter = browse(firm.recruiter)
    section = section_of(recruiter.get("/today").text, group)
    rows = [
        re.findall(r'class="row-link[^"]*" href="([^"]+)"', page)
        for page in (section, recruiter.get(all_url(section)).text)
    ]
    assert rows[0] == rows[1][:8]


def test_a_folded_group_stays_folded_with_its_count(firm: Firm, browse: Browse) -> None:
    work(firm, 0)
    firm.commit()
    recruiter = browse(firm.recruiter)
    assert "open" in details_of(recruiter.get("/today").text, "late")
    recruiter.client.set_cookie("folded", "late.free", domain=recruiter.url.partition("//")[2])
    page = recruiter.get("/today").text
    assert "open" not in details_of(page, "late")
    assert 'data-count="late">1<' in page


def test_a_request_says_for_whom_and_how_many_more(firm: Firm, browse: Browse) -> None:
    employer = firm.employer()
    for name in ("Ann Lee", "Bob Moss", "Cy Nash"):
        applied = applications.create(firm.command(), firm.candidate(name).id, employer.id, "Engineer", Pace())
        firm.debriefed(firm.interview(applied, starts_in=-timedelta(hours=3), people=("Lee Park",)))
    firm.commit()
    section = section_of(browse(firm.recruiter).get("/today").text, "requests")
    assert f"{employer.name}, for Ann Lee and 2 more" in section


def test_caught_up_names_the_next_interview(firm: Firm, browse: Browse) -> None:
    held = firm.interview(firm.application(firm.candidate("Ann Lee")), starts_in=timedelta(days=3))
    firm.commit()
    page = browse(firm.recruiter).get("/today").text
    assert "You’re all caught up" in page
    assert f"Next: Ann Lee, {held.application.employer.name}, " in page


def section_of(page: str, group: str) -> str:
    return page.partition(f'aria-labelledby="{group}"')[2].partition("</section>")[0]


def all_url(section: str) -> str:
    return html.unescape(re.findall(r'class="link" href="([^"]+)">View all', section)[0])


def details_of(page: str, group: str) -> str:
    return page.partition(f'<details data-fold="{group}"')[2].partition(">")[0]
