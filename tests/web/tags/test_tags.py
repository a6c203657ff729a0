"""Tags on a candidate's page, in the list's filter, and in the settings."""

from bs4 import BeautifulSoup

from portal.candidates.models import Candidate
from portal.tags import queries
from portal.tags.models import Tag
from tests.factories.firm import Firm
from tests.fixtures.app import Browse


def tagged(firm: Firm, browse: Browse, name: str = "Forklift license") -> tuple[Candidate, Tag]:
    candidate = firm.candidate("Ann Lee")
    firm.commit()
    browse(firm.recruiter).post(f"/candidates/{candidate.id}/tags", {"name": name})
    return candidate, queries.tags_of(firm.session, candidate.id)[0]


def test_a_tag_is_added_shown_and_removed_on_the_candidates_page(firm: Firm, browse: Browse) -> None:
    candidate, tag = tagged(firm, browse)
    here, recruiter = f"/candidates/{candidate.id}", browse(firm.recruiter)
    again = recruiter.post(f"{here}/tags", {"name": "forklift LICENSE"}, follow_redirects=True).text
    assert again.count("Remove the tag Forklift license") == 1
    removed = recruiter.post(f"{here}/tags/{tag.id}/removal", follow_redirects=True).text
    assert "Removed the tag Forklift license from Ann Lee." in removed
    assert "Remove the tag" not in removed and '<option value="Forklift license">' in removed


def test_a_tag_without_letters_is_refused_and_nothing_is_added(firm: Firm, browse: Browse) -> None:
    candidate = firm.candidate()
    firm.commit()
    said = browse(firm.recruiter).post(f"/candidates/{candidate.id}/tags", {"name": "??"}, follow_redirects=True)
    assert "Use at least one letter or number." in said.text
    assert queries.all_tags(firm.session) == []


def test_the_list_of_candidates_is_filtered_by_a_tag(firm: Firm, browse: Browse) -> None:
    _, tag = tagged(firm, browse)
    firm.candidate("Lee Park")
    firm.commit()
    page = browse(firm.recruiter).get(f"/candidates?tag={tag.id}").text
    assert "Ann Lee" in page and "Lee Park" not in page and "Tag: Forklift license" in page


def test_an_owner_renames_a_tag_and_a_taken_name_is_refused_at_its_field(firm: Firm, browse: Browse) -> None:
    _, tag = tagged(firm, browse)
    tagged(firm, browse, "Nights")
    owner, here = browse(firm.owner), f"/settings/tags/{tag.id}"
    taken = owner.post(here, {"name": "nights"})
    assert taken.status_code == 422 and "There’s already one called nights." in taken.text
    listed = owner.post(here, {"name": "Forklift"}, follow_redirects=True).text
    assert "Forklift" in listed and "Forklift license" not in listed


def test_a_tag_is_deleted_once_its_question_is_answered(firm: Firm, browse: Browse) -> None:
    candidate, tag = tagged(firm, browse)
    owner, here = browse(firm.owner), f"/settings/tags/{tag.id}"
    asked = owner.post(f"{here}/deletion")
    assert asked.status_code == 422 and "1 candidate has this tag and loses it." in asked.text
    button = BeautifulSoup(asked.text, "html.parser").find("button", attrs={"name": "confirmed"})
    assert button is not None and queries.tags_of(firm.session, candidate.id) != []
    done = owner.post(f"{here}/deletion", {"confirmed": str(button["value"])}, follow_redirects=True)
    assert "Deleted the tag Forklift license." in done.text
    assert owner.get(here).status_code == 404
