"""The link of an email to a candidate: it opens its exact task, and gives no access by itself."""

import re
from datetime import timedelta

import pytest
from sqlalchemy import delete, select, update

from portal.accounts.models import Account, SignInCode
from portal.candidates.models import Candidate
from portal.followups.models import Step
from portal.interviews import task_links
from portal.interviews.models import Interview, InterviewPerson, TaskLink
from portal.interviews.task_links import LIFETIME, Target
from portal.messaging.models import OutgoingMessage
from tests.factories.firm import Firm
from tests.fixtures.app import Browse
from tests.messaging.catching import Catcher
from tests.web.accounts.test_emailed_code import ENTER, mailed, same

UNKNOWN = "/t/" + "0" * 64
ONE_TAP, NOT_HERE = "One tap and you’re in", "This link doesn’t open here"


@pytest.fixture
def interview(firm: Firm) -> Interview:
    found = firm.interview(starts_in=-timedelta(hours=2), people=("Dana Ruiz <dana@acme.example>",))
    firm.commit()
    return found


@pytest.fixture
def ann(interview: Interview) -> Candidate:
    found: Candidate = interview.application.candidate
    return found


def step_of(firm: Firm, interview: Interview, kind: str = "debrief") -> Step:
    return firm.session.scalars(select(Step).where(Step.interview_id == interview.id, Step.kind == kind)).one()


def link_to(firm: Firm, interview: Interview, path: str, person: InterviewPerson | None = None) -> str:
    """The path of the link that emails to the candidate have for this page."""
    whose = interview.application.candidate_id
    target = Target(whose, interview.id, path, person.id if person else None)
    made = task_links.url(firm.session, target, firm.now())
    firm.commit()
    return made[made.index("/t/") :]


@pytest.fixture
def link(firm: Firm, interview: Interview) -> str:
    return link_to(firm, interview, f"/steps/{step_of(firm, interview).id}")


def test_with_a_session_the_link_opens_its_task_at_once(
    firm: Firm, browse: Browse, interview: Interview, ann: Candidate, link: str
) -> None:
    opened = browse(ann.account).get(link, follow_redirects=True)
    assert opened.status_code == 200
    assert str(interview.id) in opened.request.path
    kept = firm.session.scalars(select(TaskLink.token_hash)).one()
    assert link.removeprefix("/t/").encode() not in kept and len(kept) == 32


def test_without_one_a_tap_and_the_code_open_it(
    firm: Firm, browse: Browse, catcher: Catcher, ann: Candidate, link: str
) -> None:
    here = browse.nobody()
    assert ONE_TAP in here.get(link).text
    assert firm.session.scalars(select(SignInCode.id)).all() == [], "a GET asks for nothing"
    assert here.post(link).headers["Location"] == ENTER
    assert "Enter your code" in here.get(link).text, "for whoever comes back to the page from the email app"
    code, _ = mailed(firm, catcher, ann.email)
    assert here.post(ENTER, {"code": code}).headers["Location"] == link
    assert here.get(link).headers["Location"].startswith("/steps/")


def test_a_script_shows_the_steps_in_place_and_is_led_on(
    firm: Firm, browse: Browse, catcher: Catcher, ann: Candidate, link: str
) -> None:
    here, scripted = browse.nobody(), {"HX-Request": "true"}
    assert 'id="sign-in-step"' in here.post(link, headers=scripted, follow_redirects=True).text
    code, _ = mailed(firm, catcher, ann.email)
    done = here.post(ENTER, {"code": code}, headers=scripted)
    assert (done.status_code, done.headers["HX-Redirect"]) == (204, link)


def test_every_link_is_answered_alike_without_a_session(
    firm: Firm, browse: Browse, interview: Interview, ann: Candidate, link: str
) -> None:
    earlier = firm.interview(interview.application, starts_in=-timedelta(days=30))
    old = link_to(firm, earlier, f"/interviews/{earlier.id}")
    expired = update(TaskLink).where(TaskLink.interview_id == earlier.id)
    firm.session.execute(expired.values(kept_until=firm.now()))
    other = firm.interview(starts_in=-timedelta(hours=2))
    closed = link_to(firm, other, f"/interviews/{other.id}")
    whose = Account.id == other.application.candidate.account_id
    firm.session.execute(update(Account).where(whose).values(deactivated_at=firm.now()))
    firm.commit()
    told = []
    for path in (link, old, closed, UNKNOWN):
        here = browse.nobody()
        answers = [here.get(path), *(here.post(path) for _ in range(4)), here.get(ENTER)]
        told.append([(one.status_code, same(one.text).replace(path, "…")) for one in answers])
    assert [[status for status, _ in each] for each in told] == [[200, 302, 302, 302, 429, 200]] * 4
    assert told[0] == told[1] == told[2] == told[3]
    assert ann.email not in str(told) and "o@" not in str(told)
    asked = firm.session.scalars(select(OutgoingMessage.to_email).where(OutgoingMessage.kind == "sign-in-code"))
    assert set(asked) == {ann.email}


def test_an_unknown_link_costs_as_many_statements_as_a_known_one(
    browse: Browse, ann: Candidate, link: str, statements: list[str]
) -> None:
    assert ann.account_id
    counted = []
    for path in (link, UNKNOWN):
        here = browse.nobody()
        here.csrf_token("/sign-in")
        statements.clear()
        assert here.post(path).status_code == 302
        counted.append([line.split()[0].lower() for line in statements if "savepoint" not in line.lower()])
    assert counted[0] == counted[1]


@pytest.mark.parametrize("who", ["owner", "other candidate"])
def test_in_someone_elses_session_a_link_opens_nothing_and_says_no_more_than_an_unknown_one(
    firm: Firm, browse: Browse, link: str, who: str
) -> None:
    account = firm.owner if who == "owner" else firm.candidate("Ben Oak").account
    firm.commit()
    here = browse(account)
    theirs, unknown = here.get(link), here.get(UNKNOWN)
    assert theirs.status_code == unknown.status_code == 404
    assert NOT_HERE in theirs.text and same(theirs.text).replace(link, "") == same(unknown.text).replace(UNKNOWN, "")


@pytest.mark.parametrize(
    ("deed", "words"),
    [("cancel", "This interview was canceled"), ("replan", "no longer on your list"), ("done", "This is done")],
)
def test_a_task_that_is_no_more_says_why_and_leads_on(
    firm: Firm, browse: Browse, interview: Interview, ann: Candidate, link: str, deed: str, words: str
) -> None:
    step = step_of(firm, interview)
    if deed == "done":
        firm.debriefed(interview)
    else:
        firm.session.execute(delete(Step).where(Step.id == step.id))
    if deed == "cancel":
        firm.session.execute(update(Interview).values(status="cancelled"))
    firm.commit()
    shown = browse(ann.account).get(link, follow_redirects=True)
    assert words in shown.text
    assert f"/applications/{interview.application_id}" in shown.text


def test_a_person_who_was_taken_off_is_named_as_the_reason(
    firm: Firm, browse: Browse, interview: Interview, ann: Candidate
) -> None:
    (person,) = interview.people
    link = link_to(firm, interview, f"/notes/{firm.owner.id}", person)
    firm.session.execute(update(TaskLink).values(person=firm.owner.id))
    firm.commit()
    shown = browse(ann.account).get(link)
    assert shown.status_code == 410 and "no longer on the list" in shown.text


def test_a_link_is_deleted_when_it_is_long_over(firm: Firm, link: str) -> None:
    assert link
    assert task_links.delete_expired(firm.session, firm.now() + LIFETIME - timedelta(minutes=1)) == 0
    assert task_links.delete_expired(firm.session, firm.now() + LIFETIME + timedelta(minutes=1)) == 1
    assert firm.session.scalars(select(TaskLink.id)).all() == []


def test_emails_about_one_task_have_one_link_that_lasts_longer(firm: Firm, interview: Interview, link: str) -> None:
    target = Target(interview.application.candidate_id, interview.id, f"/steps/{step_of(firm, interview).id}")
    again = task_links.url(firm.session, target, firm.now() + timedelta(days=3))
    assert again.endswith(link) and re.fullmatch(r"/t/[0-9a-f]{64}", link)
    (kept,) = firm.session.scalars(select(TaskLink.kept_until))
    assert kept > firm.now() + LIFETIME + timedelta(days=2)
