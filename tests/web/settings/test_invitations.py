"""Inviting people from a pasted list: verdicts while typing, what is good is sent, and the rest stays in the field."""

from concurrent.futures import ThreadPoolExecutor
from contextvars import copy_context
from threading import Barrier

import pytest
from bs4 import BeautifulSoup
from sqlalchemy import func, select

from portal.accounts.models import Account
from portal.messaging import sending
from portal.messaging.models import OutgoingMessage
from portal.staff import queries
from portal.web.shared.submissions import new_form_token
from tests.factories.firm import Firm
from tests.fixtures.app import Browse, Browser, csrf
from tests.messaging.catching import Catcher

INVITE = "/settings/people/invite"
BY_SCRIPT = {"HX-Request": "true"}


def listed(addresses: str, **change: str) -> dict[str, str]:
    return {"addresses": addresses, "role": "recruiter", "office_id": ""} | change


def invited(firm: Firm) -> int:
    return firm.session.scalar(select(func.count()).where(OutgoingMessage.kind == "invitation")) or 0


def field(text: str) -> str:
    (area,) = BeautifulSoup(text, "html.parser").select("#addresses")
    return area.text.strip()


def test_a_list_with_good_ones_only_goes_out_and_leads_back(firm: Firm, browse: Browse) -> None:
    owner, sent = browse(firm.owner), listed("Ada Lin <ada@x.example>; ben@x.example", role="viewer")
    answer = owner.post(INVITE, sent)
    assert answer.headers["Location"] == "/settings/people"
    page = owner.get("/settings/people").text
    assert "Sending 2 invitations." in page
    assert "Ada Lin" in page and "ben@x.example" in page
    made = queries.find_colleague(firm.session, "ada@x.example")
    assert made is not None and (made.name, made.role, made.office_id) == ("Ada Lin", "viewer", None)


def test_each_address_gets_the_role_and_office_chosen_next_to_it(firm: Firm, browse: Browse) -> None:
    boston, both = str(firm.stranger.office_id), "Ada@x.example, ben@x.example"
    own = {"role-of-ada@x.example": "viewer", "office-of-ada@x.example": boston, "role-of-ben@x.example": "as-for-all"}
    assert browse(firm.owner).post(INVITE, listed(both) | own).status_code == 302
    made = [queries.find_colleague(firm.session, f"{name}@x.example") for name in ("ada", "ben")]
    assert [(row.role, str(row.office_id)) for row in made if row] == [("viewer", boston), ("recruiter", "None")]


def test_without_scripts_the_list_is_checked_by_a_button_and_keeps_what_was_chosen(firm: Firm, browse: Browse) -> None:
    owner, sent = browse(firm.owner), listed("ada@x.example, eve@mcgrath") | {"role-of-ada@x.example": "viewer"}
    page = BeautifulSoup(owner.post(f"{INVITE}/check", sent).text, "html.parser")
    assert page.select_one("#addresses").text.strip() == sent["addresses"]  # type: ignore[union-attr]
    (chosen,) = page.select('[name="role-of-ada@x.example"] [selected]')
    assert (chosen["value"], invited(firm)) == ("viewer", 0)


@pytest.mark.parametrize("own", [{"role-of-ada@x.example": "candidate"}, {"office-of-ada@x.example": "nowhere"}])
def test_a_role_or_office_that_is_not_offered_invites_no_one(firm: Firm, browse: Browse, own: dict[str, str]) -> None:
    answer = browse(firm.owner).post(INVITE, listed("ada@x.example, ben@x.example") | own)
    assert answer.status_code == 422
    assert "Choose a role and an office for ada@x.example." in answer.text
    assert invited(firm) == 0


def test_the_good_ones_go_out_and_the_rest_stays_with_its_reasons(firm: Firm, browse: Browse) -> None:
    firm.stranger.deactivated_at = firm.now()
    candidate = firm.candidate("Ann Lee")
    rest = [firm.recruiter.email, firm.stranger.email, candidate.email, "eve@mcgrath", "wes"]
    answer = browse(firm.owner).post(INVITE, listed("\n".join(["ada@x.example", *rest, "ADA@x.example"])))
    assert answer.status_code == 200
    assert invited(firm) == 1
    assert field(answer.text).split() == rest
    for words in (
        "Sending 1 invitation.",
        "5 addresses: 0 ready, 5 left out",
        "Already here, as a recruiter.",
        "Rita Recruiter",
        "Was here before.",
        f"/settings/people/{firm.stranger.id}",
        "A candidate’s address",
        "Add the ending, like .com.",
        "Write it like name@example.com.",
        "Open invitations",
    ):
        assert words in answer.text, words


def test_a_message_goes_with_the_invitation_as_text(firm: Firm, browse: Browse, catcher: Catcher) -> None:
    words = "Welcome.\r\n\r\nSign in before <b>Monday</b>."
    assert browse(firm.owner).post(INVITE, listed("ada@x.example", message=words)).status_code == 302
    while sending.send_now(firm.session, firm.now()):
        continue
    mail = catcher.to("ada@x.example")[-1]
    plain, html = (mail.get_body((kind,)) for kind in ("plain", "html"))
    assert plain is not None and html is not None
    assert "Olga writes:" in plain.get_content()
    assert "Sign in before <b>Monday</b>." in plain.get_content()
    assert "&lt;b&gt;Monday&lt;/b&gt;" in html.get_content()


def test_the_same_post_twice_invites_once(firm: Firm, browse: Browse) -> None:
    owner, sent = browse(firm.owner), listed("ada@x.example, eve@mcgrath")
    assert owner.post(INVITE, sent).status_code == 200
    again = owner.post(INVITE, sent)
    assert again.status_code == 422
    assert "Already invited." in again.text
    assert invited(firm) == 1


@pytest.mark.parametrize(
    ("sent", "words"),
    [
        (listed(""), "Fill this in."),
        (listed("wes"), "None of these can be invited."),
        (listed(",;,"), "None of these can be invited."),
        (listed("ada@x.example", role="candidate"), "Not a valid choice"),
        (listed("ada@x.example", office_id="elsewhere"), 'id="office_id-error"'),
        (listed("ada@x.example\x00"), "can’t save"),
        (listed("a" * 20_001), "20000 characters or fewer"),
        (listed("ada@x.example", message="a" * 501), "500 characters or fewer"),
    ],
)
def test_what_cannot_be_sent_is_said_and_nothing_goes_out(
    firm: Firm, browse: Browse, sent: dict[str, str], words: str
) -> None:
    before = firm.session.scalar(select(func.count(Account.id)))
    answer = browse(firm.owner).post(INVITE, sent)
    assert answer.status_code == 422
    assert words in answer.text
    assert firm.session.scalar(select(func.count(Account.id))) == before
    assert invited(firm) == 0


def test_the_list_is_judged_while_it_is_typed_and_nothing_is_sent(firm: Firm, browse: Browse) -> None:
    owner = browse(firm.owner)
    part = owner.post(
        f"{INVITE}/check", {"addresses": f"ada@x.example, {firm.viewer.email}, eve@@x"}, headers=BY_SCRIPT
    )
    assert part.status_code == 200
    for words in (
        "Send 1 invitation",
        "3 addresses: 1 ready, 2 left out",
        "Already here, as a viewer.",
        "Use the @ sign once.",
    ):
        assert words in part.text, words
    assert "<html" not in part.text
    assert owner.post(f"{INVITE}/check", {}, headers=BY_SCRIPT).status_code == 200
    assert invited(firm) == 0


def test_what_is_pasted_is_shown_as_text(firm: Firm, browse: Browse) -> None:
    part = browse(firm.owner).post(
        f"{INVITE}/check", {"addresses": '"<b>x</b>" <script>@x, a"><img src=x>@x.example'}, headers=BY_SCRIPT
    )
    assert "<script" not in part.text and "<img" not in part.text


def test_the_verdicts_of_a_long_list_take_as_many_queries_as_those_of_a_short_one(
    firm: Firm, browse: Browse, statements: list[str]
) -> None:
    owner = browse(firm.owner)
    counts = []
    for many in (1, 60):
        for _ in range(2):
            statements.clear()
            owner.post(f"{INVITE}/check", {"addresses": " ".join(f"person{at}@x.example" for at in range(many))})
        counts.append(len(statements))
    assert counts[0] == counts[1]


def test_two_owners_who_send_the_same_list_at_once_invite_once(firm: Firm, browse: Browse) -> None:
    """Each on a connection of its own: the second waits, and then reads who is invited by now."""
    other = firm.account("Oona Other", "owner", "oona@x.example")
    firm.commit()
    browsers, both = [browse(firm.owner), browse(other)], Barrier(2)
    tokens = [csrf(browser.get(INVITE).text) for browser in browsers]

    def sent(browser: Browser, token: str) -> int:
        typed = listed("ada@x.example, ben@x.example") | {"csrf_token": token, "form_token": new_form_token()}
        both.wait()
        return browser.post(INVITE, typed).status_code

    with ThreadPoolExecutor(2) as pool:
        answers = [
            pool.submit(copy_context().run, sent, browser, token)
            for browser, token in zip(browsers, tokens, strict=True)
        ]
    assert sorted(answer.result() for answer in answers) == [302, 422]
    assert invited(firm) == 2
