"""Merging two candidates on pages: suggested, found, compared with what stays, merged, and undone."""

from bs4 import BeautifulSoup
from sqlalchemy import select

from portal.candidates.models import Candidate, CandidateMerge
from tests.factories.firm import Firm
from tests.fixtures.app import Browse


def two(firm: Firm) -> tuple[Candidate, Candidate]:
    first, second = firm.candidate("Ann Lee"), firm.candidate("Ann Lee")
    firm.application(second)
    firm.commit()
    return first, second


def text_of(html: str) -> str:
    return " ".join(BeautifulSoup(html, "lxml").get_text(" ").split())


def test_the_same_name_or_phone_is_suggested_and_others_are_found(firm: Firm, browse: Browse) -> None:
    first, second = two(firm)
    stranger = firm.candidate("Bob Moss")
    first.phone, stranger.phone = "+1 212 555 0126", "(212) 555-0126"
    firm.commit()
    recruiter = browse(firm.recruiter)
    page = recruiter.get(f"/candidates/{first.id}").text
    assert f"/candidates/{first.id}/merging/{second.id}" in page
    assert f"/candidates/{first.id}/merging/{stranger.id}" in page
    found = recruiter.get(f"/candidates/{second.id}/merging?q=bob").text
    assert f"/candidates/{second.id}/merging/{stranger.id}" in found
    assert "No one found." in recruiter.get(f"/candidates/{second.id}/merging?q=zzz").text


def test_the_comparison_says_which_sign_in_stays(firm: Firm, browse: Browse) -> None:
    first, second = two(firm)
    said = text_of(browse(firm.recruiter).get(f"/candidates/{first.id}/merging/{second.id}").text)
    assert f"Ann signs in with {first.email}. The sign-in with {second.email} is closed." in said
    assert f"Ann signs in with {second.email}. The sign-in with {first.email} is closed." in said


def test_merging_twice_is_one_merge_and_the_old_address_leads_to_who_stayed(firm: Firm, browse: Browse) -> None:
    first, second = two(firm)
    recruiter, gone = browse(firm.recruiter), second.id
    for _ in range(2):
        answer = recruiter.post(f"/candidates/{first.id}/merging/{gone}")
        assert answer.headers["Location"] == f"/candidates/{first.id}"
    assert len(firm.session.scalars(select(CandidateMerge)).all()) == 1
    assert recruiter.get(f"/candidates/{gone}").headers["Location"] == f"/candidates/{first.id}"
    assert f"Merged with Ann Lee, {second.email}" in text_of(recruiter.get(f"/candidates/{first.id}").text)


def test_an_undo_brings_the_other_one_back(firm: Firm, browse: Browse) -> None:
    first, second = two(firm)
    recruiter, gone = browse(firm.recruiter), second.id
    recruiter.post(f"/candidates/{first.id}/merging/{gone}")
    merge = firm.session.scalars(select(CandidateMerge)).one()
    said = recruiter.post(f"/candidate-merges/{merge.id}/removal", follow_redirects=True).text
    assert "They’re two candidates again." in said
    assert recruiter.get(f"/candidates/{gone}").status_code == 200


def test_no_one_merges_or_undoes_what_they_may_not_see(firm: Firm, browse: Browse) -> None:
    first, second = two(firm)
    stranger, viewer = browse(firm.stranger), browse(firm.viewer)
    path = f"/candidates/{first.id}/merging/{second.id}"
    assert stranger.post(path).status_code == 404
    assert viewer.post(path).status_code == 403
    browse(firm.recruiter).post(path)
    merge = firm.session.scalars(select(CandidateMerge)).one()
    assert stranger.post(f"/candidate-merges/{merge.id}/removal").status_code == 404


def test_who_is_not_the_same_person_is_not_asked_about_until_that_is_undone(firm: Firm, browse: Browse) -> None:
    first, second = two(firm)
    recruiter, asked = browse(firm.recruiter), "Maybe the same person"
    for one, other in ((first, second), (second, first)):
        assert asked in recruiter.get(f"/candidates/{one.id}").text
        path = f"/candidates/{one.id}/merging/{other.id}/apart"
        said = [text_of(recruiter.post(path, follow_redirects=True).text) for _ in range(2)]
        assert all("is kept as another person" in page and asked not in page for page in said)
        assert asked not in recruiter.get(f"/candidates/{other.id}").text
        assert f"{path}/removal" in recruiter.get(f"/candidates/{one.id}/merging").text
        assert asked in recruiter.post(f"{path}/removal", follow_redirects=True).text
