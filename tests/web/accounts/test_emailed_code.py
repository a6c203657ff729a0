"""Signing in by an emailed code: asked for in a browser, read in the mailbox, entered in that browser only."""

import re
import uuid
from datetime import timedelta

import pytest
from sqlalchemy import select, update

from portal.accounts.models import Account, SignIn, SignInCode
from portal.audit.models import AuditEvent
from portal.candidates.models import Candidate
from portal.core.rate_limits import CODES_A_DAY, CODES_AN_HOUR, RateLimit
from portal.messaging import sending
from portal.messaging.models import OutgoingMessage
from tests.factories.firm import Firm
from tests.fixtures.app import Browse, Browser
from tests.messaging.catching import Catcher

ASK, ENTER, AGAIN = "/sign-in/email-code/request", "/sign-in/email-code", "/sign-in/email-code/again"
WRONG, TRIED, USED, OLD = "doesn’t match", "That’s 5 tries", "already used", "too old"
ELSEWHERE = "Enter the code in the browser where you started"


@pytest.fixture
def ann(firm: Firm) -> Candidate:
    made = firm.candidate()
    firm.commit()
    return made


def ask(browser: Browser, email: str) -> Browser:
    answer = browser.post(ASK, {"email": email, "next": "/today"}, page="/sign-in")
    assert answer.headers["Location"] == ENTER, answer.text
    return browser


def mailed(firm: Firm, catcher: Catcher, email: str) -> tuple[str, str]:
    """The code and the path of the link in the newest email to this address."""
    while sending.send_now(firm.session, firm.now()):
        continue
    message = catcher.to(email)[-1]
    body = message.get_body(("plain",))
    assert body is not None
    said = body.get_content()
    code, link = re.match(r"(\d{6})\s", said), re.search(r"(/sign-in/link/[0-9a-f]+)", said)
    assert code is not None and link is not None, said
    assert message["Subject"].startswith(code[1])
    return code[1], link[1]


def other_than(code: str) -> str:
    return f"{(int(code) + 1) % 1_000_000:06d}"


def is_signed_in(browser: Browser) -> bool:
    return browser.get("/today").status_code == 200


def test_a_code_signs_in_the_browser_that_asked_once(
    firm: Firm, browse: Browse, catcher: Catcher, ann: Candidate
) -> None:
    here = ask(browse.nobody(), ann.email)
    code, _ = mailed(firm, catcher, ann.email)
    assert not is_signed_in(here)
    assert here.post(ENTER, {"code": f" {code[:3]} {code[3:]} "}).headers["Location"] == "/today"
    assert is_signed_in(here)
    kept = here.client.get_cookie("portal", domain=firm.agency.host)
    assert kept is not None
    (row,) = firm.session.scalars(select(SignInCode))
    assert row.used_at is not None
    assert code.encode() not in b"".join((row.code_hash, row.link_hash, row.browser_hash, row.recipient_hash))


def test_the_code_means_nothing_in_another_browser(
    firm: Firm, browse: Browse, catcher: Catcher, ann: Candidate
) -> None:
    here = ask(browse.nobody(), ann.email)
    code, link = mailed(firm, catcher, ann.email)
    without, other = Browser(firm.app, firm.url), ask(Browser(firm.app, firm.url), "nobody@example.org")
    for browser in (without, other):
        assert browser.post(ENTER, {"code": code}, page="/sign-in").status_code == 422
        assert ELSEWHERE in browser.post(link, page="/sign-in").text
        assert not is_signed_in(browser)
    assert ELSEWHERE in without.get(link).text
    assert here.post(ENTER, {"code": code}).status_code == 302


def test_the_link_signs_in_by_its_button_and_ends_the_code(
    firm: Firm, browse: Browse, catcher: Catcher, ann: Candidate
) -> None:
    here = ask(browse.nobody(), ann.email)
    code, link = mailed(firm, catcher, ann.email)
    assert [here.get(link).status_code for _ in range(3)] == [200] * 3, "a mail scanner follows links"
    assert not is_signed_in(here)
    assert here.post(link).headers["Location"] == "/today"
    assert is_signed_in(here)
    assert here.post(link).status_code == 410 and here.post(ENTER, {"code": code}).status_code == 422


def test_five_wrong_tries_end_a_code(firm: Firm, browse: Browse, catcher: Catcher, ann: Candidate) -> None:
    here = ask(browse.nobody(), ann.email)
    code, link = mailed(firm, catcher, ann.email)
    said = [here.post(ENTER, {"code": other_than(code)}).text for _ in range(5)]
    assert [WRONG in text for text in said] == [True] * 4 + [False] and TRIED in said[4]
    assert f'value="{other_than(code)}"' in said[0], "what was typed is kept"
    assert TRIED in here.post(ENTER, {"code": code}).text
    assert here.post(link).status_code == 410 and not is_signed_in(here)
    failed = firm.session.scalars(select(AuditEvent.subject_id).where(AuditEvent.action == "account.sign_in_failed"))
    assert set(failed) == {ann.account_id}


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"expires_at": SignInCode.requested_at}, OLD),
        ({"used_at": SignInCode.requested_at}, USED),
    ],
)
def test_a_code_that_is_over_says_so(
    firm: Firm, browse: Browse, catcher: Catcher, ann: Candidate, change: dict[str, object], words: str
) -> None:
    here = ask(browse.nobody(), ann.email)
    code, _ = mailed(firm, catcher, ann.email)
    firm.session.execute(update(SignInCode).values(change))
    firm.commit()
    assert words in here.post(ENTER, {"code": code}).text and not is_signed_in(here)


def test_only_the_newest_code_of_a_browser_works(firm: Firm, browse: Browse, catcher: Catcher, ann: Candidate) -> None:
    here = ask(browse.nobody(), ann.email)
    first, _ = mailed(firm, catcher, ann.email)
    assert here.post(AGAIN).headers["Location"] == ENTER
    second, _ = mailed(firm, catcher, ann.email)
    assert first != second
    assert WRONG in here.post(ENTER, {"code": first}).text
    assert here.post(ENTER, {"code": second}).status_code == 302


@pytest.mark.parametrize("role", ["owner", "recruiter", "viewer"])
def test_staff_never_sign_in_by_code(firm: Firm, browse: Browse, role: str) -> None:
    ask(browse.nobody(), getattr(firm, role).email)
    assert firm.session.scalars(select(OutgoingMessage).where(OutgoingMessage.kind == "sign-in-code")).all() == []
    assert firm.session.scalars(select(SignInCode.account_id)).all() == [None]


def same(page: str) -> str:
    """The page without what differs from one load to the next."""
    return re.sub(r'content="[^"]+"|value="[\w.-]{32,}"|nonce="[^"]+"', "", page)


def test_an_unknown_address_gets_the_same_answers_and_the_same_limits(firm: Firm, ann: Candidate) -> None:
    gone = firm.candidate("Ben Oak")
    firm.session.execute(update(Account).where(Account.id == gone.account_id).values(deactivated_at=firm.now()))
    firm.commit()
    told = []
    for email in (ann.email, gone.email, firm.owner.email, "nobody@example.org"):
        here = Browser(firm.app, firm.url)
        sent = [here.post(ASK, {"email": email, "next": "/today"}, page="/sign-in") for _ in range(4)]
        tried = [here.post(ENTER, {"code": "12345"}) for _ in range(6)]
        pages = [here.get(ENTER), here.post(AGAIN)]
        told.append([(one.status_code, same(one.text).replace(email, "…")) for one in (*sent, *tried, *pages)])
    assert told[0] == told[1] == told[2] == told[3]
    assert [status for status, _ in told[0]][:4] == [302, 302, 302, 422]
    assert "3 codes" in told[0][3][1] and TRIED in told[0][9][1]


def test_an_unknown_address_costs_as_many_statements_as_a_known_one(
    browse: Browse, ann: Candidate, statements: list[str]
) -> None:
    counted = []
    for email in (ann.email, "nobody@example.org"):
        here = browse.nobody()
        here.csrf_token("/sign-in")
        statements.clear()
        ask(here, email)
        counted.append([line.split()[0].lower() for line in statements if "savepoint" not in line.lower()])
    assert counted[0] == counted[1]


@pytest.mark.parametrize(("limit", "age"), [(CODES_AN_HOUR, timedelta(minutes=59)), (CODES_A_DAY, timedelta(hours=23))])
def test_an_account_gets_three_codes_an_hour_and_ten_a_day(
    firm: Firm, ann: Candidate, limit: RateLimit, age: timedelta
) -> None:
    assert (CODES_AN_HOUR.most, CODES_A_DAY.most) == (3, 10)
    for number in range(limit.most):
        ask(Browser(firm.app, firm.url), ann.email if number else ann.email.upper())
        earlier = firm.now() - age
        firm.session.execute(update(SignInCode).values(requested_at=earlier))
        firm.commit()
    refused = Browser(firm.app, firm.url).post(ASK, {"email": ann.email}, page="/sign-in")
    assert refused.status_code == 422 and f"{limit.most} codes" in refused.text
    firm.session.execute(update(SignInCode).values(requested_at=firm.now() - limit.within))
    firm.commit()
    ask(Browser(firm.app, firm.url), ann.email)


@pytest.mark.usefixtures("counted")
def test_a_browser_and_an_ip_address_ask_only_so_often(firm: Firm, browse: Browse) -> None:
    one = browse.nobody()
    asked = [one.post(ASK, {"email": f"{uuid.uuid4().hex}@example.org"}, page="/sign-in") for _ in range(11)]
    assert [answer.status_code for answer in asked] == [302] * 10 + [429]
    elsewhere = {"environ_base": {"REMOTE_ADDR": "192.0.2.77"}}
    for _ in range(3):
        other = Browser(firm.app, firm.url)
        for _ in range(10):
            sent = {"email": f"{uuid.uuid4().hex}@example.org"}
            assert other.post(ASK, sent, page="/sign-in", **elsewhere).status_code == 302
    sent = {"email": f"{uuid.uuid4().hex}@example.org"}
    assert Browser(firm.app, firm.url).post(ASK, sent, page="/sign-in", **elsewhere).status_code == 429


def test_an_invited_candidate_starts_with_a_code(firm: Firm, browse: Browse, catcher: Catcher) -> None:
    new = firm.candidate("Ben Oak", accepted=False)
    firm.commit()
    here = ask(browse.nobody(), new.email)
    code, _ = mailed(firm, catcher, new.email)
    assert here.post(ENTER, {"code": code}).status_code == 302
    firm.session.expire_all()
    assert new.account.accepted_at is not None and is_signed_in(here)
    assert firm.session.scalars(select(SignIn.account_id)).all() == [new.account_id]


def test_the_subject_with_the_code_is_kept_nowhere(
    firm: Firm, browse: Browse, catcher: Catcher, ann: Candidate
) -> None:
    ask(browse.nobody(), ann.email)
    mailed(firm, catcher, ann.email)
    sent = select(OutgoingMessage.state, OutgoingMessage.subject).where(OutgoingMessage.kind == "sign-in-code")
    assert [tuple(row) for row in firm.session.execute(sent)] == [("sent", None)]


def test_another_address_or_an_end_of_access_ends_the_code(
    firm: Firm, browse: Browse, catcher: Catcher, ann: Candidate
) -> None:
    here = ask(browse.nobody(), ann.email)
    code, _ = mailed(firm, catcher, ann.email)
    firm.session.execute(update(Account).where(Account.id == ann.account_id).values(deactivated_at=firm.now()))
    firm.commit()
    assert here.post(ENTER, {"code": code}).status_code == 422 and not is_signed_in(here)


def without_password(firm: Firm, candidate: Candidate) -> None:
    firm.session.execute(update(Account).where(Account.id == candidate.account_id).values(password_hash=None))
    firm.commit()


def test_a_password_is_offered_and_asks_for_a_code_where_the_sign_in_is_old(
    firm: Firm, browse: Browse, catcher: Catcher, ann: Candidate
) -> None:
    without_password(firm, ann)
    here = ask(browse.nobody(), ann.email)
    here.post(ENTER, {"code": mailed(firm, catcher, ann.email)[0]})
    firm.session.execute(update(SignIn).values(confirmed_at=SignIn.confirmed_at - timedelta(minutes=10)))
    firm.commit()
    assert "/me/first-password" in here.get("/me/account").text
    asked = here.get("/me/first-password")
    assert asked.headers["Location"].startswith("/me/confirmation?next=")
    assert "Email me a code" in here.get(asked.headers["Location"]).text
    here.post("/me/confirmation/code", {"next": "/me/first-password"})
    done = here.post(ENTER, {"code": mailed(firm, catcher, ann.email)[0]})
    assert done.headers["Location"] == "/me/first-password"
    assert len(firm.session.scalars(select(SignIn)).all()) == 1, "the session that was there is confirmed"
    new = {"password": "a rather long secret", "again": "a rather long secret"}
    assert here.post("/me/first-password/set", new | {"again": "another"}).status_code == 422
    assert here.post("/me/first-password/set", new).headers["Location"] == "/me/account"
    assert is_signed_in(here)
    assert here.get("/me/first-password").headers["Location"] == "/me/account"
    assert is_signed_in(Browser(firm.app, firm.url).sign_in(ann.email, new["password"]))


def test_what_was_typed_in_an_ended_session_is_sent_after_the_code(
    firm: Firm, browse: Browse, catcher: Catcher, ann: Candidate
) -> None:
    without_password(firm, ann)
    here = browse.nobody()
    held = '["/me/account", [["name", "Ann Lee"], ["phone", "555"]]]'
    shown = here.post(ASK, {"email": ann.email, "held": held}, page="/sign-in")
    assert shown.status_code == 200 and 'name="held"' in shown.text
    code, _ = mailed(firm, catcher, ann.email)
    wrong = here.post(ENTER, {"code": other_than(code), "held": held})
    assert wrong.status_code == 422 and 'name="held"' in wrong.text
    done = here.post(ENTER, {"code": code, "held": held})
    assert done.status_code == 200 and "Go on with it" in done.text and "555" in done.text
