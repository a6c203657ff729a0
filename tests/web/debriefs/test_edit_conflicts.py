"""A debrief that a candidate and a recruiter answer at the same time."""

from dataclasses import dataclass
from datetime import timedelta

import pytest
from bs4 import BeautifulSoup

from portal.interviews.models import Interview
from tests.factories.firm import Firm
from tests.fixtures.app import Browse, Browser
from tests.web.page_forms import form_of


@dataclass
class Debriefing:
    """A candidate and a recruiter who answer the same debrief at once."""

    candidate: Browser
    recruiter: Browser
    interview: Interview
    people: dict[str, str]

    @property
    def path(self) -> str:
        return f"/interviews/{self.interview.id}/debrief"

    def forms(self, path: str) -> tuple[dict[str, str], dict[str, str]]:
        """What both have open."""
        return form_of(self.candidate.get(path)), form_of(self.recruiter.get(path))


@pytest.fixture
def debriefing(firm: Firm, browse: Browse) -> Debriefing:
    interview = firm.interview(starts_in=-timedelta(hours=2), people=("Dana Ruiz <d@acme.example>", "Lee Park"))
    candidate, recruiter = browse(firm.account_of(interview.application.candidate)), browse(firm.recruiter)
    people = {row.contact.name: str(row.id) for row in interview.people}
    return Debriefing(candidate, recruiter, interview, people)


def test_the_people_whom_two_put_on_a_debrief_at_once_are_all_on_it(debriefing: Debriefing) -> None:
    path, dana, lee = f"{debriefing.path}/people", debriefing.people["Dana Ruiz"], debriefing.people["Lee Park"]
    mine, theirs = debriefing.forms(path)
    added = debriefing.recruiter.post(path, theirs | {"met": [dana], "adding": "Kim Soto", "then": "stay"})
    assert added.status_code == 302
    assert debriefing.candidate.post(path, mine | {"met": [dana, lee]}).status_code == 302
    ticked = BeautifulSoup(debriefing.candidate.get(path).text, "html.parser").select("[name=met][checked]")
    assert len(ticked) == 2, "Lee was taken off and Kim put on by one, and left alone by the other"


def test_two_answers_about_one_talk_are_both_shown_and_can_both_stay(debriefing: Debriefing) -> None:
    path, recruiter = f"{debriefing.path}/people/{debriefing.people['Dana Ruiz']}", debriefing.recruiter
    mine, theirs = debriefing.forms(path)
    for typed in ("rob", "robots"):
        saved = debriefing.candidate.post(path, mine | {"talked_about": typed, "autosave": "1"})
        assert saved.status_code == 204, "a window is never at odds with itself"
    assert recruiter.post(path, theirs | {"talked_about": "pay", "autosave": "1"}).status_code == 409
    told = recruiter.post(path, theirs | {"talked_about": "pay", "clarify": "Ohio", "then": "back"})
    assert told.status_code == 409
    assert "robots" in told.text and "Both, one after the other" in told.text
    again = form_of(told)
    assert (again["talked_about"].strip(), again["clarify"].strip()) == ("pay", "Ohio")
    assert recruiter.post(path, again | {"standing-talked_about": "both"}).status_code == 302
    assert "pay\nrobots" in debriefing.candidate.get(path).text


def test_who_answers_a_debrief_that_was_finished_meanwhile_is_told_so(firm: Firm, debriefing: Debriefing) -> None:
    path, candidate = f"{debriefing.path}/pace", debriefing.candidate
    mine, theirs = debriefing.forms(path)
    start = form_of(candidate.get(f"{debriefing.path}?again=1"))
    assert debriefing.recruiter.post(path, theirs | {"expected_days": "7", "then": "finish"}).status_code == 302
    assert candidate.post(path, mine | {"answer": "14"}).status_code == 409
    mine.pop("answer", None)
    late = candidate.post(path, mine | {"stage": "near_end", "expected_days": "", "then": "back"})
    assert (
        late.status_code == 302
        and "Someone already filled this in. Your changes are added" in candidate.get(late.headers["Location"]).text
    )
    assert form_of(debriefing.recruiter.get(path))["expected_days"] == "7"
    assert "Someone already filled this in" in candidate.post(debriefing.path, start | {"took_place": "cancelled"}).text
    firm.session.refresh(debriefing.interview)
    assert (debriefing.interview.status, debriefing.interview.expected_days) == ("planned", 7)
