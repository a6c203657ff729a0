"""The pages of a hand-over: what each gets is shown before; afterwards, what is taken back."""

import re

import pytest
from sqlalchemy import select

from portal.candidates.models import Candidate
from tests.factories.firm import Firm
from tests.fixtures.app import Browse


def with_whom(firm: Firm) -> dict[str, str]:
    """Return, by candidate's name, whose they are."""
    firm.session.expire_all()
    return {row.name: row.recruiter.name for row in firm.session.scalars(select(Candidate))}


@pytest.fixture
def four(firm: Firm) -> list[Candidate]:
    return [firm.candidate(f"Ann {name}") for name in ("Abel", "Brook", "Cole", "Dorn")]


def people(firm: Firm, rest: str) -> str:
    return f"/settings/people/{firm.recruiter.id}/{rest}"


@pytest.mark.usefixtures("four")
def test_the_red_button_is_off_until_someone_is_chosen_and_says_both_things(firm: Firm, browse: Browse) -> None:
    owner, path = browse(firm.owner), people(firm, "deactivate")
    assert re.search(r"<button[^>]*disabled>\s*Deactivate Rita and hand over 4", owner.get(path).text)
    form = {"to": [str(firm.owner.id), str(firm.stranger.id)], "how": "name", "then": "preview"}
    shown = owner.post(path, form)
    assert shown.status_code == 200
    assert re.search(r"<button[^>]*danger\">\s*Deactivate Rita and hand over 4", shown.text)
    for words in ("Last names Abel to Brook", "Last names Cole to Dorn", "2 colleagues get 1 email each."):
        assert words in shown.text, words
    assert set(with_whom(firm).values()) == {"Rita Recruiter"}, "a preview moves nothing"


@pytest.mark.usefixtures("four")
def test_everyone_in_an_office_is_one_press(firm: Firm, browse: Browse) -> None:
    owner = browse(firm.owner)
    shown = owner.post(people(firm, "deactivate"), {"everyone_in": str(firm.stranger.office_id)})
    assert "1 colleague gets 1 email." in shown.text


@pytest.mark.usefixtures("four")
def test_nothing_is_done_that_was_not_shown(firm: Firm, browse: Browse) -> None:
    owner, path = browse(firm.owner), people(firm, "deactivate")
    form = {"to": [str(firm.owner.id)]}
    seen = re.search(r'name="seen"[^>]*value="(\w+)"', owner.post(path, form | {"then": "preview"}).text)
    assert seen is not None
    firm.candidate("Ann Ever")
    firm.commit()
    refused = owner.post(path, form | {"seen": seen.group(1)})
    assert refused.status_code == 422
    assert "The numbers changed." in refused.text and "hand over 5" in refused.text
    assert set(with_whom(firm).values()) == {"Rita Recruiter"}


@pytest.mark.usefixtures("four")
def test_who_comes_back_is_offered_their_candidates(firm: Firm, browse: Browse) -> None:
    owner = browse(firm.owner)
    owner.post(people(firm, "deactivate"), {"to": [str(firm.owner.id), str(firm.stranger.id)], "how": "even"})
    page = owner.get(people(firm, "handed-over")).text
    assert "you can undo this: Rita signs in again" in page and page.count("2 candidates moved to") == 2
    back = owner.post(people(firm, "reactivate"))
    assert back.headers["Location"].endswith("/handed-over")
    assert owner.get(people(firm, "handed-over")).text.count("Take back 2 candidates") == 2
    owner.post(people(firm, "handed-over"), {"to": str(firm.stranger.id)})
    assert list(with_whom(firm).values()).count("Rita Recruiter") == 2
    owner.post(people(firm, "handed-over"))
    assert set(with_whom(firm).values()) == {"Rita Recruiter"}
    again = owner.post(people(firm, "handed-over"), follow_redirects=True)
    assert "There is nothing left to take back." in again.text


@pytest.mark.usefixtures("four")
def test_a_deactivation_is_undone_with_one_press(firm: Firm, browse: Browse) -> None:
    owner = browse(firm.owner)
    owner.post(people(firm, "deactivate"), {"to": str(firm.stranger.id)})
    undone = owner.post(people(firm, "deactivate/undo"), follow_redirects=True)
    assert "4 candidates moved back to Rita Recruiter." in undone.text
    assert set(with_whom(firm).values()) == {"Rita Recruiter"}
    twice = owner.post(people(firm, "deactivate/undo"))
    assert twice.status_code == 409


def test_a_selection_is_ticked_filtered_and_handed_over(firm: Firm, browse: Browse, four: list[Candidate]) -> None:
    owner, path = browse(firm.owner), people(firm, "hand-over")
    found = owner.post(path, {"what": "some", "q": "abel", "then": "all"})
    assert "Select 1" in found.text and "Ann Brook" not in found.text
    kept = owner.post(path, {"what": "some", "q": "brook", "candidate": [str(four[0].id)], "then": "all"}).text
    assert "2 selected" in kept and "1 of them not shown" in kept
    empty = owner.post(path, {"what": "some", "to": str(firm.stranger.id)})
    assert empty.status_code == 422
    assert "Choose who to hand over." in empty.text
    form = {"what": "some", "candidate": [str(row.id) for row in four[:2]], "to": str(firm.stranger.id)}
    assert owner.post(path, form).headers["Location"].endswith("/handed-over")
    assert with_whom(firm) == {
        "Ann Abel": "Stan Stranger",
        "Ann Brook": "Stan Stranger",
        "Ann Cole": "Rita Recruiter",
        "Ann Dorn": "Rita Recruiter",
    }


@pytest.mark.parametrize("to", ["", "nobody", "00000000-0000-0000-0000-000000000000"])
@pytest.mark.usefixtures("four")
def test_an_unknown_colleague_is_refused_at_the_field(firm: Firm, browse: Browse, to: str) -> None:
    refused = browse(firm.owner).post(people(firm, "hand-over"), {"to": to})
    assert refused.status_code == 422
    assert set(with_whom(firm).values()) == {"Rita Recruiter"}
