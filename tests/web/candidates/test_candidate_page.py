"""A candidate's page: facts that can be dialed, what comes next, applications with rounds, one timeline."""

from datetime import timedelta

import pytest
from bs4 import BeautifulSoup, Tag

from portal.candidates import actions as candidates
from portal.history.timeline import PAGE_SIZE
from portal.interviews import actions as interviews
from portal.interviews.models import Interview
from portal.interviews.slots import Slot
from portal.messaging.models import OutgoingMessage
from tests.factories.firm import ZONE, Firm
from tests.fixtures.app import Browse, Browser

AGO = -timedelta(hours=3)
MET = ("Dana Ruiz <dana@acme.example>", "Lee Park")


def page(browser: Browser, path: str) -> BeautifulSoup:
    return BeautifulSoup(browser.get(path).text, "lxml")


def words(tag: Tag | None) -> str:
    return " ".join(tag.get_text(" ").split()) if tag else ""


def titles(found: BeautifulSoup) -> list[str]:
    return [words(row) for row in found.select(".event-title")]


def move(firm: Firm, interview: Interview, days: int) -> None:
    slot = Slot(interview.starts_at + timedelta(days=days), interview.ends_at + timedelta(days=days), ZONE)
    interviews.reschedule(firm.command(), interview, slot, f"Move {days}")


def test_phone_and_email_are_links_and_what_comes_next_is_on_top(firm: Firm, browse: Browse) -> None:
    candidate = firm.candidate("Aaron Blake")
    candidate.phone = "+1 212 555 0126"
    firm.debriefed(firm.interview(firm.application(candidate), starts_in=AGO, people=MET))
    firm.commit()
    found = page(browse(firm.recruiter), f"/candidates/{candidate.id}")
    links = [str(link["href"]) for link in found.select(".record-facts a")]
    assert links == ["tel:+12125550126", f"mailto:{candidate.email}"]
    assert "Thank Dana Ruiz" in words(found.select_one(".next-action"))
    assert "Planned for" in words(found.select_one(".next-action"))


def test_applications_name_their_rounds_and_the_people_met_are_listed(firm: Firm, browse: Browse) -> None:
    application = firm.application(firm.candidate())
    firm.debriefed(firm.interview(application, starts_in=AGO, people=MET))
    firm.interview(application, starts_in=timedelta(days=2))
    found = page(browse(firm.recruiter), f"/candidates/{application.candidate_id}")
    row = found.select_one(".application-row")
    assert row is not None
    assert [words(link) for link in row.select(".application-rounds a")] == [
        f"Round {number} : {application.employer.name}" for number in (1, 2)
    ]
    assert "Dana Ruiz" in words(found.select_one("[aria-labelledby=people]"))


def test_the_state_of_an_application_is_changed_in_its_row(firm: Firm, browse: Browse) -> None:
    candidate = firm.candidate("Ann Lee")
    firm.application(candidate)
    recruiter, path = browse(firm.recruiter), f"/candidates/{candidate.id}"

    def press(label: str) -> str:
        shown = page(recruiter, path)
        form = next(form for form in shown.select(".application-row form") if label in form.text)
        sent = {str(field["name"]): str(field["value"]) for field in form.select("input")}
        assert recruiter.post(str(form["action"]), sent).headers["Location"] == path
        return words(page(recruiter, path).select_one(".application-row summary"))

    assert press("Close: no longer interested").startswith("Closed")
    assert press("Reopen application").startswith("Active")
    assert not page(browse(firm.viewer), path).select(".application-row summary, .record-facts summary")


def undo_of(browser: Browser, path: str) -> tuple[str, str]:
    """What the page says was just done, and where Undo leads."""
    toast = page(browser, path).select_one("#notices [data-toast]")
    assert toast is not None
    return words(toast), str(toast.select_one("form")["action"])  # type: ignore[index]


def test_what_the_states_sheet_did_is_undone_where_it_was_done(firm: Firm, browse: Browse) -> None:
    candidate = firm.candidate("Ann Lee")
    application = firm.application(candidate)
    firm.interview(application, starts_in=timedelta(days=1), people=MET)
    firm.commit()
    recruiter, path = browse(firm.recruiter), f"/applications/{application.id}"
    for at in (path, f"/candidates/{candidate.id}"):
        closing = {"kind": "withdrawn", "ahead": "cancelled"}
        assert recruiter.post(f"{path}/closure?back={at}", closing).headers["Location"] == at
        said, undo = undo_of(recruiter, at)
        assert "Closed. No more reminders" in said
        assert "Undo doesn’t bring back canceled interviews." in said
        assert recruiter.post(undo).headers["Location"] == at
        firm.session.refresh(application)
        assert application.state == "active"
    recruiter.post(f"{path}/placement?back={path}", {})
    said, undo = undo_of(recruiter, path)
    assert "Marked as placed" in said and "canceled interviews" not in said
    recruiter.post(undo)
    firm.session.refresh(application)
    assert application.state == "active"


def test_a_pause_and_its_end_are_undone_by_each_other(firm: Firm, browse: Browse) -> None:
    candidate = firm.candidate("Ann Lee")
    recruiter, path = browse(firm.recruiter), f"/candidates/{candidate.id}"
    recruiter.post(f"{path}/pause")
    said, undo = undo_of(recruiter, path)
    assert "are paused until you resume them" in said and undo == f"{path}/pause/end"
    recruiter.post(undo)
    said, undo = undo_of(recruiter, path)
    assert "are on again" in said and undo == f"{path}/pause"
    candidates.suppress_reminders(firm.command(), candidate, "bounced")
    firm.commit()
    recruiter.post(f"{path}/pause/end")
    assert page(recruiter, path).select_one("#notices [data-toast]") is None, "a pause is not what was lifted"


@pytest.mark.parametrize(
    ("view", "shown", "hidden"),
    [
        ("emails", ["Reminder: Ann Lee"], ["Interview added", "Application added"]),
        ("interviews", ["Interview added", "Interview rescheduled", "Debrief completed"], ["Reminder", "Application"]),
        ("changes", ["Application added", "Reminders paused"], ["Interview added", "Reminder: Ann Lee"]),
        ("all", ["Interview added", "Application added", "Reminder: Ann Lee"], []),
    ],
)
def test_the_timeline_shows_one_kind(
    firm: Firm, browse: Browse, view: str, shown: list[str], hidden: list[str]
) -> None:
    candidate = firm.candidate("Ann Lee")
    interview = firm.interview(firm.application(candidate), starts_in=timedelta(days=1), people=MET)
    move(firm, interview, 1)
    firm.debriefed(firm.interview(interview.application, starts_in=AGO, people=MET))
    mail(firm, candidate.id, "reminder")
    recruiter = browse(firm.recruiter)
    recruiter.post(f"/candidates/{candidate.id}/pause")
    said = " / ".join(titles(page(recruiter, f"/candidates/{candidate.id}?view={view}")))
    assert [part for part in shown if part not in said] == []
    assert [part for part in hidden if part in said] == []


def mail(firm: Firm, about: object, kind: str) -> OutgoingMessage:
    row = OutgoingMessage(
        kind=kind,
        key=f"{kind}:{about}",
        queue="now",
        to_name="Ann Lee",
        to_email="ann@example.org",
        about_id=about,
        message_id=f"<{kind}-{about}@acme.example>",
        subject="Thank Dana Ruiz today",
        due_at=firm.now(),
        state="sent",
        finished_at=firm.now(),
    )
    firm.session.add(row)
    firm.commit()
    return row


def test_an_email_opens_in_place_by_its_address_and_one_of_another_candidate_does_not(
    firm: Firm, browse: Browse
) -> None:
    own, other = firm.candidate("Ann Lee"), firm.candidate("Bob Moss")
    mine, theirs = mail(firm, own.id, "reminder"), mail(firm, other.id, "reminder")
    recruiter = browse(firm.recruiter)
    opened = page(recruiter, f"/candidates/{own.id}?mail={mine.id}").select_one(".opened-mail")
    assert "Thank Dana Ruiz today" in words(opened)
    assert "ann@example.org" in words(opened)
    assert "There’s no copy of this email." in words(opened)
    for wrong in (str(theirs.id), "x", ""):
        answer = recruiter.get(f"/candidates/{own.id}?mail={wrong}")
        assert answer.status_code == 200
        assert "opened-mail" not in answer.text


def test_show_earlier_goes_through_everything_once(firm: Firm, browse: Browse) -> None:
    interview = firm.interview(firm.application(firm.candidate()), starts_in=timedelta(days=30))
    for number in range(PAGE_SIZE + 5):
        move(firm, interview, 1 + number % 2)
    firm.commit()
    recruiter, path, found = browse(firm.recruiter), f"/candidates/{interview.application.candidate_id}", []
    while path:
        shown = page(recruiter, path)
        found += [words(row) for row in shown.select(".events .event-line")]
        following = shown.select_one(".event-more a")
        path = str(following["href"]) if following else ""
    assert sum("Interview rescheduled" in row for row in found) == PAGE_SIZE + 5
    assert sum("Interview added" in row for row in found) == 1


@pytest.mark.parametrize(
    ("kind", "payload", "remark"),
    [
        ("staff-message", {"body": "Call me, Ann.\nRita"}, ""),
        ("staff-message", {"body": "Dear {{ contact_first_name }}, call me."}, "fills in the marked details"),
        ("hr-question", {"body": "Dear HR, how can we reach Dana Ruiz?"}, ""),
        ("asked-again", {"words": "I need this today."}, "recruiter’s own words"),
        ("invitation", {"message": "Welcome, Ann."}, "recruiter’s own words"),
    ],
)
def test_an_email_opens_with_what_a_colleague_wrote(
    firm: Firm, browse: Browse, kind: str, payload: dict[str, str], remark: str
) -> None:
    own = firm.candidate("Ann Lee")
    row = mail(firm, own.id, kind)
    row.payload = payload
    firm.commit()
    opened = words(page(browse(firm.recruiter), f"/candidates/{own.id}?mail={row.id}").select_one(".opened-mail"))
    shown = next(iter(payload.values())).split("{")[0].split("\n")[0].strip()
    assert shown in opened and "{{" not in opened and "it keeps the subject" not in opened
    assert ("own words" in opened or "marked details" in opened) is bool(remark) and remark in opened


@pytest.mark.parametrize("query", ["before=x", "before=2026-01-01~1", "view=x", "mail=1&view=emails"])
def test_an_address_that_makes_no_sense_shows_the_page(firm: Firm, browse: Browse, query: str) -> None:
    candidate = firm.candidate()
    firm.commit()
    assert browse(firm.recruiter).get(f"/candidates/{candidate.id}?{query}").status_code == 200


def test_the_candidate_sees_how_to_reach_the_recruiter(firm: Firm, browse: Browse) -> None:
    candidate = firm.candidate()
    application = firm.application(candidate)
    own = browse(firm.account_of(candidate))
    recruiter = browse(firm.recruiter)
    form = {"name": firm.recruiter.name, "time_zone": ZONE, "phone": "+1 202 555 0107"}
    assert recruiter.post("/me/account", form).status_code == 302
    for path in ("/today", f"/applications/{application.id}"):
        found = page(own, path).select_one("#your-recruiter")
        assert found is not None
        assert firm.recruiter.name in words(found)
        links = [str(link["href"]) for link in found.select(".ways a")]
        assert links == ["tel:+12025550107", "sms:+12025550107", f"mailto:{firm.recruiter.email}"]
