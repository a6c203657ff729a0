"""An interview's page: who is expected, what is ready, what was ticked by mistake, and the entry for a calendar."""

import re
from datetime import timedelta

import pytest
from bs4 import BeautifulSoup
from sqlalchemy import select

from portal.agencies import queries as agencies
from portal.interviews.models import Interview, InterviewPerson, StepCompletion
from portal.openings import actions as openings
from portal.openings.actions import OpeningDetails
from tests.factories.firm import Firm
from tests.fixtures.app import Browse, Browser
from tests.web.page_forms import save_anyway


def names(firm: Firm) -> list[str]:
    rows = firm.session.scalars(select(InterviewPerson).execution_options(populate_existing=True))
    return sorted(row.contact.name for row in rows)


def fresh(firm: Firm, interview_id: object) -> Interview:
    return firm.session.get_one(Interview, (firm.agency.id, interview_id), populate_existing=True)


def test_a_candidate_says_whom_they_will_meet_and_takes_it_back(firm: Firm, browse: Browse) -> None:
    candidate = firm.candidate()
    interview = firm.interview(firm.application(candidate), people=("Dana Ruiz",))
    path = f"/interviews/{interview.id}"
    own = browse(firm.account_of(candidate))
    own.post(f"{path}/people", {"name": "Lee Park", "email": "lee@acme.example"})
    assert names(firm) == ["Dana Ruiz", "Lee Park"]
    refused = own.post(f"{path}/people", {"name": "Mo", "email": "not an address"})
    assert refused.status_code == 422
    assert "Enter an email address, like name@example.com." in refused.text and "not an address" in refused.text
    person = next(row for row in firm.session.scalars(select(InterviewPerson)) if row.contact.name == "Lee Park")
    gone = own.post(f"{path}/people/{person.id}/removal", follow_redirects=True)
    assert "Removed from the list." in gone.text
    assert names(firm) == ["Dana Ruiz"]
    assert own.post(f"{path}/people/{person.id}/removal").status_code == 404


def test_being_ready_to_ask_for_cards_can_be_taken_back(firm: Firm, browse: Browse) -> None:
    interview = firm.interview(people=("Dana Ruiz",))
    path = f"/interviews/{interview.id}"
    recruiter = browse(firm.recruiter)
    recruiter.post(f"{path}/contacts-collected")
    done = firm.session.scalars(select(StepCompletion)).one()
    assert (done.kind, done.by_id) == ("collect_contacts", firm.recruiter.id)
    removal = f"{path}/completions/{done.id}/removal"
    assert removal in recruiter.get(path).text
    recruiter.post(removal)
    assert firm.session.scalars(select(StepCompletion)).all() == []
    assert recruiter.post(removal).status_code == 404


def test_the_kind_of_round_names_the_interview_to_both_sides(firm: Firm, browse: Browse) -> None:
    candidate = firm.candidate()
    interview = firm.interview(firm.application(candidate))
    path = f"/interviews/{interview.id}"
    recruiter, own = browse(firm.recruiter), browse(firm.account_of(candidate))
    assert f"Interview with {interview.application.employer.name}" in own.get(path).text
    slot = {"date": "2027-01-04", "starts": "10:00", "ends": "11:00", "time_zone": "Europe/Berlin"}
    assert recruiter.post(f"{path}/edit", slot | {"round_kind": "fax"}).status_code == 422
    said = {"round_kind": "phone", "round_name": "First round"}
    assert recruiter.post(f"{path}/edit", slot | said).status_code == 302
    for page in (recruiter.get(path).text, own.get(path).text):
        assert f"Phone interview with {interview.application.employer.name}" in page and "First round · Phone" in page
    assert "First round: phone" in recruiter.get(f"/applications/{interview.application_id}").text
    assert "Phone interview with" in own.get("/today").text


def test_an_interview_is_moved_called_off_and_on_again(firm: Firm, browse: Browse) -> None:
    interview = firm.interview(people=("Dana Ruiz",))
    path = f"/interviews/{interview.id}"
    recruiter = browse(firm.recruiter)
    slot = {"date": "2027-01-04", "starts": "23:30", "ends": "00:30", "time_zone": "Europe/Berlin"}
    assert recruiter.post(f"{path}/edit", slot | {"link": "ftp://example.com"}).status_code == 422
    asked = recruiter.post(f"{path}/edit", slot | {"reason": "Travel"})
    assert asked.status_code == 422 and "ends after midnight" in asked.text
    assert recruiter.post(f"{path}/edit", slot | {"reason": "Travel"} | save_anyway(asked.text)).status_code == 302
    moved = fresh(firm, interview.id)
    assert moved.ends_at - moved.starts_at == timedelta(hours=1), "one that ends before it starts ends the next day"
    for status in ("cancelled", "planned"):
        recruiter.post(f"{path}/status", {"status": status, "reason": "Ill"})
        assert fresh(firm, interview.id).status == status
    assert recruiter.post(f"{path}/status", {"status": "postponed"}).status_code == 404


def entry(browser: Browser, interview_id: object) -> str:
    answer = browser.get(f"/interviews/{interview_id}/calendar.ics")
    assert answer.mimetype == "text/calendar"
    return answer.text.replace("\r\n ", "")


def test_a_candidates_calendar_follows_the_interview_under_one_uid(firm: Firm, browse: Browse) -> None:
    candidate = firm.candidate()
    interview = firm.interview(firm.application(candidate))
    own, recruiter = browse(firm.account_of(candidate)), browse(firm.recruiter)
    first = entry(own, interview.id)
    assert "SEQUENCE:0" in first and "STATUS:CONFIRMED" in first and "BEGIN:VTIMEZONE" in first
    recruiter.post(f"/interviews/{interview.id}/status", {"status": "cancelled"})
    second = entry(own, interview.id)
    assert "SEQUENCE:1" in second and "STATUS:CANCELLED" in second and "METHOD:CANCEL" in second
    uids = {line for text in (first, second) for line in re.findall(r"UID:.*", text)}
    assert len(uids) == 1


@pytest.mark.parametrize(("when", "shown"), [("", "Ahead Ltd"), ("past", "Behind Ltd")])
def test_the_list_has_what_is_ahead_and_what_is_past_apart(firm: Firm, browse: Browse, when: str, shown: str) -> None:
    for name, starts_in in (("Ahead Ltd", timedelta(days=2)), ("Behind Ltd", -timedelta(days=2))):
        application = firm.application()
        application.employer.name = name
        firm.interview(application, starts_in=starts_in)
    page = browse(firm.recruiter).get(f"/interviews?when={when}").text
    assert [name for name in ("Ahead Ltd", "Behind Ltd") if name in page] == [shown]


def test_a_candidate_sees_the_way_there_the_call_and_the_job_on_the_interviews_own_page(
    firm: Firm, browse: Browse
) -> None:
    candidate = firm.candidate()
    interview = firm.interview(firm.application(candidate))
    interview.link = "https://meet.example/abc"
    application, until = interview.application, firm.now().date() + timedelta(days=30)
    field = agencies.job_fields(firm.session)[0]
    about = {"employer_id": application.employer_id, "about": "Welds frames all day."}
    openings.create(firm.command(), OpeningDetails(application.opening_title, field.id, until, **about))
    firm.commit()
    page = BeautifulSoup(browse(firm.account_of(candidate)).get(f"/interviews/{interview.id}").text, "html.parser")
    away = [str(link["href"]) for link in page.select("main a[target=_blank]")]
    assert [link.partition("?")[0] for link in away] == [
        "https://meet.example/abc",
        "https://www.google.com/maps/search/",
    ]
    assert "Welds frames all day." in page.select("details.job-fold")[0].get_text()
