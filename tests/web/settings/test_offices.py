"""The pages of offices, fields of work, and visibility."""

from bs4 import BeautifulSoup

from portal.agencies import queries as agencies
from portal.agencies.models import Office
from tests.factories.firm import Firm
from tests.fixtures.app import Browse

OFFICES = "/settings/offices"


def mine(firm: Firm) -> str:
    return f"{OFFICES}/{firm.recruiter.office_id}"


def confirmed(page: str) -> dict[str, str]:
    """What the button sends that merges after all."""
    button = BeautifulSoup(page, "html.parser").find("button", attrs={"name": "confirmed"})
    assert button is not None and button.text.startswith("Merge and delete")
    return {"confirmed": str(button["value"])}


def test_an_office_and_a_field_are_added_and_listed(firm: Firm, browse: Browse) -> None:
    owner = browse(firm.owner)
    assert "Added Boston." in owner.post(OFFICES, {"name": "Boston"}, follow_redirects=True).text
    assert "Added Nursing." in owner.post(f"{OFFICES}/fields", {"name": "Nursing"}, follow_redirects=True).text
    taken = owner.post(OFFICES, {"name": "boston"})
    assert taken.status_code == 422 and "There’s already one called Boston." in taken.text
    blank = owner.post(f"{OFFICES}/fields", {"name": "  "})
    assert blank.status_code == 422 and "Fill this in." in blank.text
    assert "Boston" in browse(firm.recruiter).get("/candidates/new").text


def test_a_retired_office_is_kept_where_it_is_used_and_offered_nowhere_else(firm: Firm, browse: Browse) -> None:
    candidate, owner = firm.candidate(), browse(firm.owner)
    firm.commit()
    field = agencies.job_fields(firm.session)[0]
    assert owner.post(f"{mine(firm)}/retirement").status_code == 302
    assert owner.post(f"/settings/fields/{field.id}/retirement").status_code == 302
    page = browse(firm.recruiter).get("/candidates/new").text
    assert "Main office" not in page and "Engineering" not in page
    edit = browse(firm.recruiter).get(f"/candidates/{candidate.id}/edit").text
    assert "Main office" in edit and "Engineering" not in edit
    assert "Offer again" in owner.get(mine(firm)).text
    owner.post(f"{mine(firm)}/return")
    owner.post(f"/settings/fields/{field.id}/return")
    again = browse(firm.recruiter).get("/candidates/new").text
    assert "Main office" in again and "Engineering" in again


def test_the_last_office_cannot_be_retired(firm: Firm, browse: Browse) -> None:
    owner = browse(firm.owner)
    owner.post(f"{OFFICES}/{firm.stranger.office_id}/retirement")
    refused = owner.post(f"{mine(firm)}/retirement")
    assert refused.status_code == 409 and "This is the last office. Add another one first." in refused.text
    merged = owner.post(f"{mine(firm)}/merge", {"into": str(firm.stranger.office_id)})
    assert merged.status_code == 422


def test_an_office_is_renamed_and_merged_with_what_belongs_to_it(firm: Firm, browse: Browse) -> None:
    firm.candidate()
    firm.commit()
    owner = browse(firm.owner)
    assert owner.post(mine(firm), {"name": "Uptown"}).status_code == 302
    page = owner.get(mine(firm)).text
    assert "Uptown" in page and "Rita Recruiter" in page and "1 candidate here" in page
    into = {"into": str(firm.stranger.office_id)}
    asked = owner.post(f"{mine(firm)}/merge", into)
    assert asked.status_code == 422
    assert (
        "Moves to Elsewhere: 3 colleagues and 1 candidate. Then Uptown is deleted, and that can’t be undone."
        in asked.text
    )
    assert "business hours of Elsewhere" not in asked.text
    assert owner.get(mine(firm)).status_code == 200, "nothing is merged before it’s confirmed"
    done = owner.post(f"{mine(firm)}/merge", into | confirmed(asked.text), follow_redirects=True).text
    assert "Uptown is merged into Elsewhere. Moved: 3 colleagues and 1 candidate." in done
    assert owner.get(mine(firm)).status_code == 404


def test_merging_asks_again_if_more_moves_than_was_confirmed_and_names_other_business_hours(
    firm: Firm, browse: Browse
) -> None:
    owner, into = browse(firm.owner), {"into": str(firm.stranger.office_id)}
    elsewhere = firm.session.get_one(Office, (firm.id, firm.stranger.office_id))
    elsewhere.time_zone = "America/Chicago"
    firm.commit()
    asked = owner.post(f"{mine(firm)}/merge", into).text
    assert "Due dates and goals there follow the business hours of Elsewhere." in asked
    firm.candidate()
    firm.commit()
    again = owner.post(f"{mine(firm)}/merge", into | confirmed(asked))
    assert again.status_code == 422 and "Moves to Elsewhere: 3 colleagues and 1 candidate." in again.text


def test_merging_a_field_asks_first(firm: Firm, browse: Browse) -> None:
    owner = browse(firm.owner)
    owner.post(f"{OFFICES}/fields", {"name": "Nursing"})
    nursing = next(row for row in agencies.job_fields(firm.session) if row.name == "Nursing")
    other = next(row for row in agencies.job_fields(firm.session) if row.name != "Nursing")
    path, into = f"/settings/fields/{nursing.id}/merge", {"into": str(other.id)}
    asked = owner.post(path, into)
    assert "Nothing belongs to Nursing. It’s deleted, and that can’t be undone." in asked.text
    assert owner.post(path, into | confirmed(asked.text)).status_code == 302
    assert owner.get(f"/settings/fields/{nursing.id}").status_code == 404


def test_people_are_moved_with_their_candidates(firm: Firm, browse: Browse) -> None:
    candidate = firm.candidate()
    firm.commit()
    owner, to = browse(firm.owner), str(firm.stranger.office_id)
    nobody = owner.post(f"{mine(firm)}/members", {"to": to})
    assert nobody.status_code == 422 and "Choose someone." in nobody.text
    sent = {"members": str(firm.recruiter.id), "to": to, "with_candidates": "y"}
    assert owner.post(f"{mine(firm)}/members", sent | {"members": str(firm.stranger.id)}).status_code == 422
    done = owner.post(f"{mine(firm)}/members", sent, follow_redirects=True).text
    assert "1 colleague moved to Elsewhere." in done
    firm.session.expire_all()
    assert {firm.recruiter.office_id, candidate.office_id} == {firm.stranger.office_id}


def test_visibility_is_explained_by_people_of_the_agency(firm: Firm, browse: Browse) -> None:
    firm.candidate()
    firm.commit()
    owner = browse(firm.owner)
    page = owner.get(OFFICES).text
    assert "Rita Recruiter sees only the candidates assigned to Rita: 1 now." in page
    assert "Rita Recruiter sees every candidate: 1 now." in page
    assert owner.post(f"{OFFICES}/visibility", {"visibility": "own"}).status_code == 302
    firm.session.expire_all()
    assert agencies.profile(firm.session).visibility == "own"
    assert owner.post(f"{OFFICES}/visibility", {"visibility": "all"}).status_code == 422


def test_only_an_owner_gets_there(firm: Firm, browse: Browse) -> None:
    for account in (firm.recruiter, firm.viewer):
        browser = browse(account)
        assert browser.get(OFFICES).status_code == 403
        assert browser.post(f"{mine(firm)}/retirement").status_code == 403
    assert firm.session.get_one(Office, (firm.id, firm.recruiter.office_id)).retired_at is None
