"""Getting started: the checklist on Today and its page, and the sample data's buttons."""

from tests.factories.firm import Firm
from tests.fixtures.app import Browse

PAGE, TODAY = "/settings/start", "/today"


def test_an_owner_sees_the_checklist_on_today_until_it_is_hidden(firm: Firm, browse: Browse) -> None:
    owner = browse(firm.owner)
    assert "Get started" in owner.get(TODAY).text
    owner.post(f"{PAGE}/marks/hidden?back=/today")
    assert "Get started" not in owner.get(TODAY).text
    assert "Show this on Today again" in owner.get(PAGE).text
    owner.post(f"{PAGE}/marks/hidden/removal")
    assert "Get started" in owner.get(TODAY).text


def test_a_recruiter_has_no_checklist(firm: Firm, browse: Browse) -> None:
    assert "Get started" not in browse(firm.recruiter).get(TODAY).text
    assert browse(firm.recruiter).get(PAGE).status_code == 403


def test_a_task_is_skipped_and_brought_back(firm: Firm, browse: Browse) -> None:
    owner = browse(firm.owner)
    assert "Skipped" in owner.post(f"{PAGE}/marks/templates", follow_redirects=True).text
    assert "Skipped" not in owner.post(f"{PAGE}/marks/templates/removal", follow_redirects=True).text


def test_a_task_that_does_not_exist_is_not_found(firm: Firm, browse: Browse) -> None:
    assert browse(firm.owner).post(f"{PAGE}/marks/anything").status_code == 404


def test_sample_data_does_not_check_off_a_task(firm: Firm, browse: Browse) -> None:
    owner = browse(firm.owner)
    before = owner.get(PAGE).text.count(", done")
    page = owner.post(f"{PAGE}/sample-data", follow_redirects=True).text
    assert "3 sample candidates are here. Sample data is never emailed." in page
    assert page.count(", done") == before
    assert "Aaron Sample" in owner.get("/candidates").text
    page = owner.post(f"{PAGE}/sample-data/removal", follow_redirects=True).text
    assert "The sample data is removed." in page
    assert "Aaron Sample" not in owner.get("/candidates").text


def test_the_first_candidate_checks_off_its_task(firm: Firm, browse: Browse) -> None:
    owner = browse(firm.owner)
    before = owner.get(PAGE).text.count(", done")
    firm.candidate("Ann Lee")
    firm.commit()
    assert owner.get(PAGE).text.count(", done") == before + 1
