"""Signing in and out, passwords forgotten and changed, invitations: in the pages, with the mails that go out."""

import re
from collections.abc import Iterator
from dataclasses import replace
from urllib.parse import quote

import pytest
from argon2 import Parameters, PasswordHasher, extract_parameters
from flask import Flask
from sqlalchemy import select, update

from portal.accounts.models import Account
from portal.candidates.models import Candidate
from portal.core import transaction
from portal.core.services import services
from portal.messaging import sending
from tests.factories.firm import PASSWORD, Firm, found
from tests.fixtures.app import Browse, Browser, csrf
from tests.fixtures.services import replaced
from tests.messaging.catching import Catcher

NEW = {"password": "another good long password", "again": "another good long password"}
TURNED_AWAY = "That email and password don’t match."


def mailed(firm: Firm, catcher: Catcher, email: str, path: str) -> str:
    """The path of the link in the latest mail to this address."""
    while sending.send_now(firm.session, firm.now()):
        continue
    body = catcher.to(email)[-1].get_body(("plain",))
    assert body is not None
    link = re.search(rf"{re.escape(firm.url)}(?::\d+)?({path}[0-9a-f]+)", body.get_content())
    assert link is not None, body.get_content()
    return link.group(1)


@pytest.mark.parametrize("password", [PASSWORD + "x", "x", "x" * 200, "\x00"])
def test_known_unknown_and_closed_accounts_are_answered_alike(firm: Firm, browse: Browse, password: str) -> None:
    firm.viewer.deactivated_at = firm.now()
    emails = [firm.owner.email, "nobody@example.org", firm.viewer.email]
    browser = browse.nobody()
    answers = [browser.post("/sign-in", {"email": email, "password": password}) for email in emails]
    said = {
        (answer.status_code, answer.text.replace(email, "…")) for answer, email in zip(answers, emails, strict=True)
    }
    assert len({re.sub(r'content="[^"]+"|value="[^"]{32,}"', "", text) for _, text in said}) == 1
    assert [answer.status_code for answer in answers] == [422] * 3
    assert all(TURNED_AWAY in answer.text for answer in answers)


def test_an_unknown_account_costs_as_much_work_as_a_known_one(
    firm: Firm, browse: Browse, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Hashing takes nearly all of the time, so both hash once, with the same parameters."""
    known, browser, verify = firm.owner.email, browse.nobody(), PasswordHasher.verify
    hashed: list[Parameters] = []

    def counted(hasher: PasswordHasher, kept: str, password: str) -> bool:
        hashed.append(extract_parameters(kept))
        return verify(hasher, kept, password)

    monkeypatch.setattr(PasswordHasher, "verify", counted)
    for email in (known, "nobody@example.org"):
        browser.post("/sign-in", {"email": email, "password": "a wrong long password"})
    assert len(hashed) == 2 and hashed[0] == hashed[1]


def test_signing_out_ends_the_session_on_the_server_too(firm: Firm, browse: Browse) -> None:
    browser = browse(firm.owner)
    kept = browser.client.get_cookie("portal", domain=firm.agency.host)
    assert kept is not None
    assert browser.post("/sign-out").headers["Location"] == "/sign-in"
    assert browser.get("/today").headers["Location"] == "/sign-in?next=/today"
    thief = Browser(firm.app, firm.url)
    thief.client.set_cookie("portal", kept.value, domain=firm.agency.host)
    assert thief.get("/today").status_code == 302


def test_a_forgotten_password_is_chosen_anew_by_a_link_that_works_once(
    firm: Firm, browse: Browse, catcher: Catcher
) -> None:
    email, elsewhere = firm.recruiter.email, browse(firm.recruiter)
    browser = browse.nobody()
    known, unknown = (browser.post("/password", {"email": address}) for address in (email, "nobody@example.org"))
    same = [answer.text.replace(csrf(answer.text), "") for answer in (known, unknown)]
    assert same[0].replace(email, "…") == same[1].replace("nobody@example.org", "…")
    path = mailed(firm, catcher, email, "/password/")
    assert catcher.to(email)[-1]["X-Portal-Kind"] == "account"
    assert browser.get(path).status_code == 200
    assert browser.get(path).status_code == 200, "looking changes nothing"
    assert browser.post(path, NEW | {"again": "something else entirely"}, page=path).status_code == 422
    assert browser.post(path, {"password": "short", "again": "short"}, page=path).status_code == 422
    assert browser.post(path, NEW, page=path).headers["Location"] == "/today"
    assert browser.get("/today").status_code == 200
    assert elsewhere.get("/today").status_code == 302, "signed out everywhere else"
    again = browse.nobody().get(path)
    assert again.status_code == 410 and "/password" in again.text
    assert Browser(firm.app, firm.url).sign_in(email, NEW["password"]).get("/today").status_code == 200


def test_a_link_opens_nothing_at_another_agency_nor_for_another_purpose(
    app: Flask, firm: Firm, browse: Browse, catcher: Catcher
) -> None:
    browse.nobody().post("/password", {"email": firm.owner.email})
    path = mailed(firm, catcher, firm.owner.email, "/password/")
    assert browse.nobody().get(path.replace("password", "invitations")).status_code == 410
    assert browse.nobody().get(path).status_code == 200
    other = found(app)
    transaction.commit(other.session, other.now())
    assert Browser(app, other.url).get(path).status_code == 410


def test_a_candidate_is_invited_and_chooses_a_password(firm: Firm, browse: Browse, catcher: Catcher) -> None:
    recruiter = browse(firm.recruiter)
    form = {"name": "Ann Lee", "email": "ann@example.org", "time_zone": "UTC", "field_id": "", "office_id": ""}
    made = recruiter.post("/candidates/new", form | {"recruiter_id": str(firm.recruiter.id)}).headers["Location"]
    recruiter.post(f"{made}/invitation")
    first = mailed(firm, catcher, "ann@example.org", "/invitations/")
    recruiter.post(f"{made}/invitation")
    path = mailed(firm, catcher, "ann@example.org", "/invitations/")
    browser = browse.nobody()
    assert browser.get(first).status_code == 410, "a newer invitation voids the older"
    assert browser.post("/sign-in", {"email": "ann@example.org", "password": ""}).status_code == 422
    candidate = firm.session.scalars(select(Candidate).where(Candidate.email == "ann@example.org")).one()
    assert candidate.next_reminder_at is not None, "an invitation may be all that prompts wait for"
    firm.session.execute(update(Candidate).values(next_reminder_at=None))
    firm.commit()
    assert browser.post(path, NEW | {"role": "owner", "account_id": str(firm.owner.id)}, page=path).status_code == 302
    firm.session.expire_all()
    assert candidate.next_reminder_at is not None, "and so may its acceptance"
    account = firm.session.scalars(select(Account).where(Account.email == "ann@example.org")).one()
    assert (account.role, account.accepted_at is not None) == ("candidate", True)
    assert browser.get("/candidates").status_code == 403
    assert browser.get("/today").status_code == 200


def test_a_changed_password_signs_out_every_other_browser(firm: Firm, browse: Browse) -> None:
    here, there = browse(firm.owner), browse(firm.owner)
    assert here.post("/me/password", NEW | {"current": "not mine at all"}, page="/me/account").status_code == 422
    assert there.get("/today").status_code == 200
    assert here.post("/me/password", NEW | {"current": PASSWORD}, page="/me/account").status_code == 302
    assert (here.get("/today").status_code, there.get("/today").status_code) == (200, 302)


def test_one_browser_is_signed_out_from_another_and_nobody_elses(firm: Firm, browse: Browse) -> None:
    here, there, other = browse(firm.owner), browse(firm.owner), browse(firm.recruiter)
    theirs = re.findall(r"/me/sign-ins/[0-9a-f-]+/end", here.get("/me/account").text)
    assert other.post(theirs[0], page="/me/account").status_code == 404
    for path in theirs:
        assert here.post(path, page="/me/account").status_code == 302
    assert sorted([here.get("/today").status_code, there.get("/today").status_code]) == [200, 302]


def test_a_reminders_link_leads_through_sign_in_to_the_very_step(firm: Firm, browse: Browse) -> None:
    candidate = firm.candidate()
    interview = firm.interview(firm.application(candidate))
    account = firm.account_of(candidate)
    browser = browse.nobody()
    (step, *_) = re.findall(r"/interviews/[0-9a-f-]{36}", Browse(firm)(account).get("/today").text)
    asked = browser.get(step)
    assert asked.headers["Location"] == f"/sign-in?next={step}"
    assert f'value="{step}"' in browser.get(asked.headers["Location"]).text
    wrong = browser.post("/sign-in", {"email": account.email, "password": "no", "next": step})
    assert f'value="{step}"' in wrong.text, "a wrong password forgets not where one was going"
    right = browser.post("/sign-in", {"email": account.email, "password": PASSWORD, "next": step})
    assert right.headers["Location"] == step == f"/interviews/{interview.id}"


@pytest.mark.parametrize(
    "target",
    [
        "//evil.example", "https://evil.example/", "/\\evil.example", "\\\\evil.example", "/\t/evil.example",
        "javascript:x",
        "/%0d%0aSet-Cookie:x=1/../\r\nX: y", "evil.example", "http:evil.example", "///evil.example",
        " //evil.example", "",
    ],
)  # fmt: skip
def test_sign_in_sends_nobody_to_another_host(firm: Firm, browse: Browse, target: str) -> None:
    email, browser = firm.owner.email, browse.nobody()
    answer = browser.post(f"/sign-in?next={quote(target)}", {"email": email, "password": PASSWORD})
    assert answer.headers["Location"] == "/today"
    referer = f"{firm.url}{target}".replace("\r\n", "")
    back = browser.post("/me/scope", {"scope": "own"}, page="/me/account", headers={"Referer": referer})
    assert not re.match(r"https?:|//|/\\", back.headers["Location"])


@pytest.fixture
def counted(app: Flask) -> Iterator[Flask]:
    """The application with its limits on, as everywhere but in tests."""
    with replaced(app, settings=replace(services(app).settings, environment="dev")):
        yield app


def tries(browser: Browser, email: str, address: str, times: int, **headers: str) -> list[int]:
    data = {"email": email, "password": "wrong"}
    return [
        browser.post("/sign-in", data, environ_base={"REMOTE_ADDR": address}, headers=headers).status_code
        for _ in range(times)
    ]


def test_tries_are_limited_by_address_and_account_however_the_host_is_spelled(
    counted: Flask, firm: Firm, browse: Browse
) -> None:
    email, browser = firm.owner.email, browse.nobody()
    assert tries(browser, email, "192.0.2.1", 9) == [422] * 9
    assert tries(browser, f" {email.upper()}", "192.0.2.1", 2) == [422, 429]
    spelled = Browser(counted, f"{firm.url.upper().replace('HTTP', 'http')}:8123")
    assert tries(spelled, email, "192.0.2.1", 1) == [429]
    assert tries(browser, firm.recruiter.email, "192.0.2.1", 1) == [422], "another account is not held up"
    assert tries(browser, email, "192.0.2.2", 1) == [422], "nor is its person, elsewhere"
