"""The page that moves an interview: it asks before anything is saved, and the week that follows offers to undo."""

import re
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import func, select

from portal.interviews import change_notices
from portal.interviews.models import Interview
from portal.messaging.models import OutgoingMessage
from tests.factories.firm import ZONE, Firm
from tests.fixtures.app import Browse
from tests.web.page_forms import form_of, save_anyway

DAY = timedelta(days=1)


def local(moment: datetime) -> datetime:
    return moment.astimezone(ZoneInfo(ZONE))


def fields(moment: datetime) -> dict[str, str]:
    return {"date": local(moment).date().isoformat(), "starts": local(moment).time().isoformat("minutes")}


def queued(firm: Firm) -> int:
    rows = select(func.count()).where(OutgoingMessage.kind == change_notices.KIND)
    return firm.session.scalar(rows) or 0


@pytest.fixture
def made(firm: Firm) -> Interview:
    found = firm.interview()
    found.starts_at = found.starts_at.replace(second=0, microsecond=0)
    found.ends_at, found.recorded_at = found.starts_at + timedelta(hours=1), found.recorded_at - DAY
    firm.commit()
    return found


def starts_at(firm: Firm, interview: Interview) -> datetime:
    firm.session.refresh(interview)
    return interview.starts_at


def test_the_page_asks_and_saves_nothing(firm: Firm, browse: Browse, made: Interview) -> None:
    was, later = made.starts_at, made.starts_at + 2 * DAY
    said, path = fields(later), f"/calendar/interviews/{made.id}/move"
    page = browse(firm.recruiter).get(f"{path}?date={said['date']}&starts={said['starts']}")
    assert "Move Ann’s interview?" in page.text and "Don’t email Ann about this" in page.text
    assert f'value="{said["date"]}"' in page.text
    assert re.search(r"\d tasks? moves? with it", page.text)
    assert starts_at(firm, made) == was and queued(firm) == 0


@pytest.mark.parametrize("skips", [{}, {"skip_email": "1"}])
def test_it_moves_and_the_week_offers_to_move_it_back(
    firm: Firm, browse: Browse, made: Interview, skips: dict[str, str]
) -> None:
    was, later, browser = made.starts_at, made.starts_at + 2 * DAY, browse(firm.recruiter)
    answer = browser.post(f"/calendar/interviews/{made.id}/move", fields(later) | skips)
    assert answer.status_code == 302
    assert starts_at(firm, made) == later
    assert queued(firm) == (0 if skips else 1)
    week = browser.get(answer.location.partition("#")[0].replace(firm.url, ""))
    assert "Ann’s interview was moved to " in week.text
    assert ("Sending Ann an email with what changed." in week.text) == (not skips)
    undo = re.search(rf'action="(/calendar/interviews/{made.id}/moves/[^"]+/undo)"', week.text)
    assert undo is not None
    assert ('name="skip_email" value="1"' in week.text) == bool(skips)
    for _ in range(2):
        assert browser.post(undo[1], skips).status_code == 302
        assert starts_at(firm, made) == was
    assert queued(firm) == (0 if skips else 1)


def test_no_one_else_is_offered_to_undo(firm: Firm, browse: Browse, made: Interview) -> None:
    browse(firm.recruiter).post(f"/calendar/interviews/{made.id}/move", fields(made.starts_at + DAY))
    assert "was moved to" not in browse(firm.owner).get(f"/calendar?moved={made.id}").text


@pytest.mark.parametrize(
    ("sent", "said"),
    [
        ({"date": "2020-03-01", "starts": "10:00"}, "Choose a time that’s still ahead."),
        ({"date": "", "starts": "10:00"}, "Enter a date."),
        ({"date": "2026-13-41", "starts": "10:00"}, "date"),
        ({"date": "2027-03-01", "starts": "noon"}, "Enter a time, like"),
        ({"date": "9999-03-01", "starts": "10:00"}, "year"),
        ({}, "Enter a date."),
    ],
)
def test_a_time_that_cannot_be_is_said_at_its_field(
    firm: Firm, browse: Browse, made: Interview, sent: dict[str, str], said: str
) -> None:
    was = made.starts_at
    answer = browse(firm.recruiter).post(f"/calendar/interviews/{made.id}/move", sent)
    assert answer.status_code == 422 and said in answer.text
    assert starts_at(firm, made) == was and queued(firm) == 0


def test_a_time_in_a_clock_change_is_the_first_that_there_is(firm: Firm, browse: Browse, made: Interview) -> None:
    browser, path = browse(firm.recruiter), f"/calendar/interviews/{made.id}/move"
    for day, clock, at in (("2027-03-14", "02:30", "03:00"), ("2027-11-07", "01:30", "01:30")):
        browser.post(path, {"date": day, "starts": clock})
        assert local(starts_at(firm, made)).time().isoformat("minutes") == at
    assert local(made.starts_at).utcoffset() == timedelta(hours=-4)


def test_an_overlap_is_asked_about(firm: Firm, browse: Browse, made: Interview) -> None:
    other = firm.interview(made.application, starts_in=5 * DAY)
    firm.commit()
    browser, path = browse(firm.recruiter), f"/calendar/interviews/{made.id}/move"
    asked = browser.post(path, fields(other.starts_at))
    assert asked.status_code == 422 and "It overlaps another interview of the same candidate." in asked.text
    assert browser.post(path, fields(other.starts_at) | save_anyway(asked.text)).status_code == 302


def test_a_move_by_someone_else_in_the_meantime_is_shown(firm: Firm, browse: Browse, made: Interview) -> None:
    path = f"/calendar/interviews/{made.id}/move"
    here = browse(firm.recruiter)
    shown = {"shown": form_of(here.get(path))["shown"]}
    browse(firm.owner).post(path, fields(made.starts_at + DAY))
    answer = here.post(path, shown | fields(made.starts_at + 2 * DAY))
    assert answer.status_code == 422
    assert "This changed while you were editing. Choose which version to keep." in answer.text


def test_who_may_not_move_or_see_it_cannot(firm: Firm, browse: Browse, made: Interview) -> None:
    path = f"/calendar/interviews/{made.id}/move"
    assert browse(firm.viewer).get(path).status_code == 403
    assert browse(firm.stranger).get(path).status_code == 404
    assert browse(firm.account_of(made.application.candidate)).get(path).status_code == 403
    assert "data-move" not in browse(firm.viewer).get("/calendar").text
    later = {"date": "2027-03-01", "starts": "10:00"}
    assert browse(firm.stranger).post(path, later).status_code == 404


def test_a_candidate_who_was_not_invited_gets_no_email(firm: Firm, browse: Browse, made: Interview) -> None:
    made.application.candidate.invited_at = None
    firm.commit()
    page = browse(firm.recruiter).get(f"/calendar/interviews/{made.id}/move").text
    assert "Ann hasn’t been invited yet, so no email goes out." in page and "skip_email" not in page
