"""The people page: owners invite, change roles, deactivate with a hand-over, and reactivate; others find nothing."""

import pytest
from bs4 import BeautifulSoup
from sqlalchemy import select

from portal.accounts import credentials
from portal.accounts.models import Account, AccountToken
from portal.staff import queries
from portal.staff.rules import ACTIVE, account_state
from tests.factories.firm import Firm
from tests.fixtures.app import Browse

PEOPLE = "/settings/people"
COLLEAGUE = {"addresses": "Wes Okafor <wes@x.example>", "role": "recruiter", "office_id": ""}


def state_of(account: Account) -> str:
    return account_state(account.accepted_at, account.deactivated_at)


def test_the_list_names_everyone_with_role_office_state_and_last_sign_in(firm: Firm, browse: Browse) -> None:
    firm.candidate("Ann Lee")
    page = browse(firm.owner).get(PEOPLE).text
    for words in ("Rita Recruiter", firm.recruiter.email, "Viewer", "Elsewhere", "Active", "Not yet"):
        assert words in page, words
    assert "Ann Lee" not in page


def test_only_owners_get_there(firm: Firm, browse: Browse) -> None:
    for account in (firm.recruiter, firm.viewer, firm.account_of(firm.candidate())):
        browser = browse(account)
        assert browser.get(PEOPLE).status_code == 403
        assert browser.post(f"{PEOPLE}/invite", COLLEAGUE).status_code == 403
        assert browser.post(f"{PEOPLE}/{firm.owner.id}/deactivate").status_code == 403


def test_a_colleague_is_invited_accepts_and_is_in(firm: Firm, browse: Browse) -> None:
    owner = browse(firm.owner)
    assert "Sending 1 invitation." in owner.post(f"{PEOPLE}/invite", COLLEAGUE, follow_redirects=True).text
    page = owner.get(PEOPLE).text
    assert "Invited" in page and "expires" in page
    account = queries.find_colleague(firm.session, "wes@x.example")
    assert account is not None
    assert owner.post(f"{PEOPLE}/{account.id}/invitation").status_code == 302
    tokens = select(AccountToken).where(AccountToken.account_id == account.id).order_by(AccountToken.id)
    token = credentials.derived_token(str(firm.session.scalars(tokens).all()[-1].id))
    guest, secret = browse.nobody(), "a rather long secret"
    assert "Welcome, Wes Okafor" in guest.get(f"/invitations/{token}").text
    assert guest.post(f"/invitations/{token}", {"password": secret, "again": secret}).status_code == 302
    assert guest.get("/today").status_code == 200
    firm.session.expire_all()
    assert state_of(account) == ACTIVE


def test_deactivating_asks_who_takes_over_and_says_what(firm: Firm, browse: Browse) -> None:
    firm.candidate("Ann Lee")
    owner, leaving = browse(firm.owner), browse(firm.recruiter)
    path = f"{PEOPLE}/{firm.recruiter.id}/deactivate"
    assert "1 candidate" in owner.get(path).text
    unnamed = owner.post(path, {"to": ""})
    assert unnamed.status_code == 422
    assert "Choose who takes over." in unnamed.text
    assert owner.post(path, {"to": str(firm.viewer.id)}).status_code == 422
    assert leaving.get("/today").status_code == 200


def test_deactivating_ends_sessions_at_once_and_moves_the_work_once(firm: Firm, browse: Browse) -> None:
    firm.candidate("Ann Lee")
    owner, leaving = browse(firm.owner), browse(firm.recruiter)
    path, to = f"{PEOPLE}/{firm.recruiter.id}/deactivate", {"to": str(firm.stranger.id)}
    assert owner.post(path, to).status_code == 302
    assert leaving.get("/today").status_code == 302, "signed out at once"
    assert "1 candidate moved to Stan Stranger, who gets an email." in owner.get(PEOPLE).text
    assert owner.post(path, to).status_code == 302
    assert "deactivated already" in owner.get(PEOPLE).text
    assert "Ann Lee" in browse(firm.stranger).get("/candidates").text


def test_a_colleague_who_is_reactivated_can_sign_in_again(firm: Firm, browse: Browse) -> None:
    owner = browse(firm.owner)
    owner.post(f"{PEOPLE}/{firm.recruiter.id}/deactivate", {"to": str(firm.stranger.id)})
    assert owner.post(f"{PEOPLE}/{firm.recruiter.id}/reactivate").status_code == 302
    assert "Rita Recruiter can sign in again." in owner.get(PEOPLE).text
    assert browse.nobody().sign_in(firm.recruiter.email).get("/today").status_code == 200


def test_work_is_handed_over_without_deactivating(firm: Firm, browse: Browse) -> None:
    firm.candidate("Ann Lee")
    owner, path = browse(firm.owner), f"{PEOPLE}/{firm.recruiter.id}/hand-over"
    assert owner.post(path, {"to": ""}).status_code == 422
    assert owner.post(path, {"to": str(firm.stranger.id)}).status_code == 302
    assert owner.post(path, {"to": str(firm.stranger.id)}).status_code == 302
    assert "had nothing to hand over" in owner.get(PEOPLE).text
    assert browse(firm.recruiter).get("/today").status_code == 200


def test_a_role_changes_and_the_last_owner_keeps_theirs(firm: Firm, browse: Browse) -> None:
    owner = browse(firm.owner)
    path = f"{PEOPLE}/{firm.owner.id}"
    refused = owner.post(path, {"role": "viewer", "office_id": ""})
    assert refused.status_code == 422
    assert "is the only owner who can sign in" in refused.text
    asked = owner.get(f"{path}/deactivate").text
    assert "is the only owner who can sign in" in asked and "Back to People" in asked
    assert "Deactivate</button>" not in asked
    refused = owner.post(f"{path}/deactivate", {"to": str(firm.stranger.id)})
    assert refused.status_code == 422
    assert "is the only owner who can sign in" in refused.text
    changed = owner.post(f"{PEOPLE}/{firm.viewer.id}", {"role": "owner", "office_id": str(firm.stranger.office_id)})
    assert changed.status_code == 302
    firm.session.expire_all()
    assert (firm.viewer.role, firm.viewer.office_id) == ("owner", firm.stranger.office_id)


@pytest.mark.parametrize("rest", ["", "/deactivate", "/hand-over"])
def test_a_candidate_is_no_colleague(firm: Firm, browse: Browse, rest: str) -> None:
    candidate = firm.account_of(firm.candidate())
    assert browse(firm.owner).get(f"{PEOPLE}/{candidate.id}{rest}").status_code == 404


def test_an_invitation_is_withdrawn(firm: Firm, browse: Browse) -> None:
    owner = browse(firm.owner)
    owner.post(f"{PEOPLE}/invite", COLLEAGUE)
    account = queries.find_colleague(firm.session, "wes@x.example")
    assert account is not None
    assert (
        "The invitation to Wes Okafor is withdrawn."
        in owner.post(f"{PEOPLE}/{account.id}/invitation/withdraw", follow_redirects=True).text
    )
    assert "Wes Okafor" not in owner.get(PEOPLE).text


def test_a_colleague_is_renamed_on_their_page(firm: Firm, browse: Browse) -> None:
    owner, path = browse(firm.owner), f"{PEOPLE}/{firm.recruiter.id}"
    sent = {"role": "recruiter", "office_id": str(firm.recruiter.office_id)}
    assert owner.post(path, sent | {"name": ""}).status_code == 422
    assert owner.post(path, sent | {"name": "rita@x.example"}).status_code == 422
    assert owner.post(path, sent | {"name": "Rita Alvarez"}).status_code == 302
    assert "Rita Alvarez" in owner.get(PEOPLE).text


def test_an_owner_cannot_change_their_own_role_even_beside_another_owner(firm: Firm, browse: Browse) -> None:
    owner = browse(firm.owner)
    office = str(firm.viewer.office_id)
    assert (
        owner.post(f"{PEOPLE}/{firm.viewer.id}", {"name": "Vera", "role": "owner", "office_id": office}).status_code
        == 302
    )
    refused = owner.post(f"{PEOPLE}/{firm.owner.id}", {"name": "Olga", "role": "viewer", "office_id": office})
    assert refused.status_code == 422
    assert "You can’t change your own role. Ask another owner to change it." in refused.text


def test_people_are_found_and_sorted_by_the_url(firm: Firm, browse: Browse) -> None:
    owner = browse(firm.owner)
    found = owner.get(f"{PEOPLE}?q=rita").text
    assert "Rita Recruiter" in found and "Stan Stranger" not in found
    page = BeautifulSoup(owner.get(f"{PEOPLE}?sort=role&order=down").text, "html.parser")
    assert [link.text for link in page.select("tbody tr:first-child a")] == ["Vera Viewer"]
    assert [head["aria-sort"] for head in page.select("th[aria-sort]")] == ["descending"]
    kept = [(field["name"], field["value"]) for field in page.select("[role=search] input[checked]")]
    assert kept == [("sort", "role"), ("order", "down")]
    assert "No results for “nobody”" in owner.get(f"{PEOPLE}?q=nobody").text
    assert owner.get(f"{PEOPLE}?sort=nonsense&order=sideways").status_code == 200
