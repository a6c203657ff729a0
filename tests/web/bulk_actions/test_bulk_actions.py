"""Bulk actions as a recruiter uses them: from the list, or for one candidate, through the preview to the undo."""

import re
from collections.abc import Iterator
from datetime import timedelta

import pytest
from bs4 import BeautifulSoup
from sqlalchemy import select

from portal.bulk_actions.models import BulkAction
from portal.candidates import actions as candidates
from portal.candidates import queries
from portal.candidates.models import Candidate
from portal.messaging.models import OutgoingMessage
from portal.tags import actions as tags
from portal.web.bulk_actions import presenter
from tests.factories.firm import Firm
from tests.fixtures.app import Browse, Browser

HOUR = timedelta(hours=1)


@pytest.fixture
def people(firm: Firm) -> dict[str, Candidate]:
    """Busy and Late have a debrief open; Paused is paused, and Idle has nothing to do."""
    made = {name: firm.candidate(f"{name} Ames") for name in ("Busy", "Idle", "Late", "Paused")}
    for name in ("Busy", "Late", "Paused"):
        firm.interview(firm.application(made[name]), starts_in=-2 * HOUR, people=("Dana Ruiz <dana@acme.example>",))
    candidates.suppress_reminders(firm.command(), made["Paused"], "paused")
    firm.commit()
    return made


def preview(browser: Browser, action: str, *people: Candidate, query: str = "", **more: str) -> str:
    """The address of the page that shows what the action would do."""
    chosen = {"action": action, "candidate": [str(one.id) for one in people], **more}
    answer = browser.post(f"/bulk-actions{query}", data=chosen)
    assert answer.status_code == 302, answer.text
    return str(answer.location)


def text_of(browser: Browser, path: str) -> str:
    page = BeautifulSoup(browser.get(path).text, "html.parser")
    return re.sub(r"\s+", " ", page.select("[data-bulk]")[0].get_text(" "))


def test_a_reminder_to_many_is_previewed_started_and_undone(
    firm: Firm, people: dict[str, Candidate], browse: Browse
) -> None:
    browser = browse(firm.recruiter)
    path = preview(browser, "remind", *people.values(), back="/candidates?late=now")
    said = text_of(browser, path)
    assert "Remind 4 candidates: 2 get an email, 1 is paused, 1 has nothing open" in said
    assert "Paused Ames is paused" in said and "Send 2 reminders" in said
    assert "Email to Busy Ames, 1 of 2" in said and "Still open: share how it went" in said
    assert "Email to Late Ames, 2 of 2" in text_of(browser, f"{path}?email=2")
    shown = browser.get(path).text
    assert "/t/…" in shown and "/unsubscribe/…" in shown and "/steps/" not in shown, "links that lead nowhere"
    assert browser.post(f"{path}/start").status_code == 302
    assert "Sending 2 reminders" in text_of(browser, path)
    browser.post(f"{path}/undo")
    assert "2 reminders are canceled" in text_of(browser, path)
    states = firm.session.scalars(select(OutgoingMessage.state).where(OutgoingMessage.kind == "asked-again")).all()
    assert set(states) == {"dropped"}


def test_the_words_of_the_recruiter_stand_in_the_email(
    firm: Firm, people: dict[str, Candidate], browse: Browse
) -> None:
    browser = browse(firm.recruiter)
    path = preview(browser, "remind", people["Busy"])
    assert browser.post(f"{path}/choices", data={"words": "I’m here if you’re stuck."}).status_code == 302
    assert "Rita Recruiter writes: I’m here if you’re stuck." in text_of(browser, path)
    long = browser.post(f"{path}/choices", data={"words": "x" * 501})
    assert long.status_code == 422 and "Use 500 characters or fewer." in long.text


@pytest.mark.usefixtures("people")
def test_all_that_match_the_filter_are_meant(firm: Firm, browse: Browse) -> None:
    browser = browse(firm.recruiter)
    path = preview(browser, "reassign", query="?task=debrief", all="1")
    assert "Reassign 3 candidates" in text_of(browser, path)


def test_paused_candidates_are_resumed_from_the_preview(
    firm: Firm, people: dict[str, Candidate], browse: Browse
) -> None:
    browser = browse(firm.recruiter)
    earlier = preview(browser, "remind", *people.values()).rpartition("/")[2]
    path = preview(browser, "resume", of=earlier, verdict="paused")
    assert "Paused Ames gets reminders again" in text_of(browser, path)
    browser.post(f"{path}/start")
    assert queries.active_suppressions(firm.session, [people["Paused"].id])[people["Paused"].id] == []


def test_a_recruiter_is_chosen_before_candidates_are_reassigned(
    firm: Firm, people: dict[str, Candidate], browse: Browse
) -> None:
    browser = browse(firm.recruiter)
    path = preview(browser, "reassign", people["Busy"], people["Late"])
    assert "Reassign 2 candidates" in text_of(browser, path) and "bulk-start" not in browser.get(path).text
    assert browser.post(f"{path}/start").status_code == 409
    assert browser.post(f"{path}/choices", data={"recruiter_id": str(firm.id)}).status_code == 422
    browser.post(f"{path}/choices", data={"recruiter_id": str(firm.owner.id)})
    assert "2 go to Olga Owner" in text_of(browser, path)
    browser.post(f"{path}/start")
    assert "2 candidates are with Olga Owner now" in text_of(browser, path)


@pytest.mark.parametrize(
    ("chosen", "status"),
    [
        ({"action": "dance"}, 409),
        ({"action": "remind", "candidate": []}, 409),
        ({"action": "remind", "candidate": ["x", "00000000-0000-0000-0000-000000000000"]}, 409),
        ({"action": "remind", "of": "nonsense"}, 404),
    ],
)
def test_what_cannot_be_done_is_refused(
    firm: Firm, people: dict[str, Candidate], browse: Browse, chosen: dict[str, object], status: int
) -> None:
    sent = {"candidate": [str(people["Busy"].id)], **chosen}
    assert browse(firm.recruiter).post("/bulk-actions", data=sent).status_code == status
    assert firm.session.scalars(select(BulkAction)).all() == []


def test_the_list_offers_its_rows_and_actions_to_who_may_edit(
    firm: Firm, people: dict[str, Candidate], browse: Browse
) -> None:
    page = browse(firm.recruiter).get("/candidates").text
    assert f'value="{people["Busy"].id}"' in page and 'id="bulk-form"' in page
    assert "bulk-form" not in browse(firm.viewer).get("/candidates").text


def test_the_selection_is_downloaded_without_others(firm: Firm, people: dict[str, Candidate], browse: Browse) -> None:
    browser = browse(firm.recruiter)
    path = preview(browser, "export", people["Busy"], people["Late"])
    assert "2 are in the file" in text_of(browser, path)
    file = browser.get(f"/exports/candidates.csv?selection={path.rpartition('/')[2]}").text
    assert [line.partition(",")[0] for line in file.splitlines()] == ["Name", "Busy Ames", "Late Ames"]
    assert browse(firm.owner).get(f"/exports/candidates.csv?selection={path.rpartition('/')[2]}").status_code == 404


@pytest.mark.parametrize(
    ("action", "chosen", "said", "done"),
    [
        ("message", {"subject": "Hi", "body": "Come."}, "get this email", "Sending 2 messages"),
        ("tag", {"tag": "Forklift"}, "2 get the tag “Forklift”", "have the tag “Forklift” now"),
        ("untag", {"tag": "Night"}, "don’t have it", ""),
        ("close", {"reason": "no_answer"}, "Applications of 2 candidates that close: 2", "2 candidates are closed"),
        ("invite", {}, "sign in already", ""),
    ],
)
def test_every_action_is_chosen_previewed_and_started(
    firm: Firm, people: dict[str, Candidate], browse: Browse, action: str, chosen: dict[str, str], said: str, done: str
) -> None:
    tags.get_or_add(firm.command(), "Night")
    browser = browse(firm.recruiter)
    path = preview(browser, action, people["Busy"], people["Late"])
    if chosen:
        assert browser.post(f"{path}/choices", data=chosen).status_code == 302
    assert said in text_of(browser, path)
    assert browser.post(f"{path}/start").status_code == (302 if done else 409)
    assert done in text_of(browser, path)


def test_every_verdict_and_result_opens_the_list_of_who_they_are(
    firm: Firm, people: dict[str, Candidate], browse: Browse, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(presenter, "NAMES", 0)
    monkeypatch.setattr(presenter, "PAGE_SIZE", 1)
    browser = browse(firm.recruiter)
    path = preview(browser, "remind", *people.values())

    def names(code: str) -> list[str]:
        return [
            name for url in who_of(browser, path) if url.endswith(f"code={code}") for name in all_names(browser, url)
        ]

    assert {code: names(code) for code in ("goes", "paused", "nothing_open")} == {
        "goes": ["Busy Ames", "Late Ames"],
        "paused": ["Paused Ames"],
        "nothing_open": ["Idle Ames"],
    }
    browser.post(f"{path}/start")
    assert names("done") == ["Busy Ames", "Late Ames"] and names("paused") == ["Paused Ames"]
    assert browser.get(f"{path}/candidates?code=x&after=99999999999999999999").status_code == 200
    assert browse(firm.owner).get(f"{path}/candidates?code=goes").status_code == 404


def who_of(browser: Browser, path: str) -> list[str]:
    page = BeautifulSoup(browser.get(path).text, "html.parser")
    return [str(link["href"]) for link in page.select(".bulk-who a")]


def all_names(browser: Browser, url: str | None) -> Iterator[str]:
    while url:
        page = BeautifulSoup(browser.get(url).text, "html.parser")
        yield from (item.text for item in page.select("[data-names] li"))
        more = page.select_one("[data-names] > a")
        url = str(more["href"]) if more else None


def test_the_rows_of_the_list_say_what_became_of_each(firm: Firm, people: dict[str, Candidate], browse: Browse) -> None:
    browser = browse(firm.recruiter)
    path = preview(browser, "remind", *people.values(), back="/candidates?sort=due")
    assert not said_in_rows(browser, f"/candidates?done={path.rpartition('/')[2]}")
    browser.post(f"{path}/start")
    back = BeautifulSoup(browser.get(path).text, "html.parser").select("[data-bulk-close]")[0]["href"]
    assert said_in_rows(browser, str(back)) == {
        "Busy Ames": "Reminder queued",
        "Late Ames": "Reminder queued",
        "Paused Ames": "Left out: paused",
        "Idle Ames": "Left out: nothing open",
    }
    assert not said_in_rows(browser, "/candidates?sort=due") and not said_in_rows(browse(firm.owner), str(back))
    browser.post(f"{path}/undo")
    assert said_in_rows(browser, str(back))["Busy Ames"] == "Undone"


def said_in_rows(browser: Browser, path: str) -> dict[str, str]:
    rows = BeautifulSoup(browser.get(path).text, "html.parser").select("tr[data-done]")
    return {row.select("a")[0].text: row.select(".col-task")[0].text.strip() for row in rows}


def test_a_message_starts_from_a_template_and_names_each_candidate(
    firm: Firm, people: dict[str, Candidate], browse: Browse
) -> None:
    browser = browse(firm.recruiter)
    path = preview(browser, "message", people["Busy"], people["Late"])
    page = BeautifulSoup(browser.get(path).text, "html.parser")
    (start,) = page.select(".bulk-starts form")
    sent = {str(field["name"]): str(field["value"]) for field in start.select("input[name]")}
    assert start.select("button")[0].text.strip() == "Checking in" and "[my name]" in sent["body"]
    assert browser.post(f"{path}/choices", data=sent).status_code == 302
    assert "How is your search going?" in text_of(browser, path) and "Rita Recruiter" in text_of(browser, path)
    browser.post(f"{path}/choices", data={"subject": "For [their first name]", "body": "Come, [their first name]."})
    assert "For Busy" in text_of(browser, path) and "Come, Late." in text_of(browser, f"{path}?email=2")
    assert "At most 1,000 candidates at once, and 3 messages to each in 24 hours." in text_of(browser, path)


@pytest.mark.parametrize(
    ("body", "said"),
    [
        ("At [company]", "“company” can’t be used here."),
        ("Call [my phone number]", "We have nothing to fill in for “my phone number” here."),
        ("About [the job]", "Replace “[the job]” with your own words."),
    ],
)
def test_a_message_that_cannot_be_filled_in_is_refused_at_its_field(
    firm: Firm, people: dict[str, Candidate], browse: Browse, body: str, said: str
) -> None:
    browser = browse(firm.recruiter)
    path = preview(browser, "message", people["Busy"])
    answer = browser.post(f"{path}/choices", data={"subject": "Hello", "body": body})
    assert answer.status_code == 422 and said in answer.text
    assert browser.post(f"{path}/start").status_code == 409
