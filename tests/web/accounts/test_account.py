"""One's own page: name and zone, browsers, reminders, how far one sees."""

import pytest
from sqlalchemy import select

from portal.candidates import queries
from portal.candidates.models import Candidate
from tests.factories.firm import ZONE, Firm
from tests.fixtures.app import Browse


def one(firm: Firm) -> Candidate:
    return firm.session.scalars(select(Candidate).execution_options(populate_existing=True)).one()


def test_a_candidates_profile_follows_what_they_say_of_themselves(firm: Firm, browse: Browse) -> None:
    candidate = firm.candidate("Ann Lee")
    own = browse(firm.account_of(candidate))
    form = {"name": "Ann Moss", "time_zone": "Asia/Tokyo", "phone": "+1 212 555 0100"}
    assert own.post("/me/account", form, page="/me/account").status_code == 302
    row = one(firm)
    assert (row.name, row.time_zone, row.phone) == ("Ann Moss", "Asia/Tokyo", "+1 212 555 0100")
    assert (row.account.name, row.account.time_zone) == ("Ann Moss", "Asia/Tokyo")
    wrong = own.post("/me/password", {"current": "not mine"}, page="/me/account")
    assert (wrong.status_code, 'value="+1 212 555 0100"' in wrong.text) == (422, True)


@pytest.mark.parametrize("form", [{"name": "", "time_zone": ZONE}, {"name": "Ann", "time_zone": "Mars/Base"}])
def test_what_is_no_name_or_zone_is_refused_at_its_field(firm: Firm, browse: Browse, form: dict[str, str]) -> None:
    assert browse(firm.viewer).post("/me/account", form, page="/me/account").status_code == 422


def test_a_candidate_stops_reminders_and_wants_them_again(firm: Firm, browse: Browse) -> None:
    candidate = firm.candidate()
    own = browse(firm.account_of(candidate))
    own.post("/me/reminders", {"wanted": "no"}, page="/me/account")
    assert [row.kind for row in queries.active_suppressions(firm.session, [candidate.id])[candidate.id]] == ["paused"]
    own.post("/me/reminders", {"wanted": "yes"}, page="/me/account")
    assert queries.active_suppressions(firm.session, [candidate.id])[candidate.id] == []


def test_a_recruiter_sees_as_far_as_they_choose_and_no_farther_than_the_agency_lets_them(
    firm: Firm, browse: Browse
) -> None:
    mine, offices = firm.candidate("Mine Own"), firm.candidate("Office Mate")
    offices.recruiter_id = firm.owner.id
    elsewhere = firm.candidate("Far Away")
    elsewhere.recruiter_id, elsewhere.office_id = firm.stranger.id, firm.stranger.office_id
    nowhere = firm.candidate("Without Office")
    nowhere.recruiter_id, nowhere.office_id = firm.stranger.id, None
    assert mine.office_id == offices.office_id
    names = ("Mine Own", "Office Mate", "Far Away", "Without Office")
    seen = {
        ("recruiter", "own"): ["Mine Own"],
        ("recruiter", "office"): ["Mine Own", "Office Mate"],
        ("recruiter", "agency"): ["Mine Own", "Office Mate"],
        ("owner", "agency"): list(names),
        ("stranger", "office"): ["Far Away", "Without Office"],
    }
    browsers = {who: browse(getattr(firm, who)) for who in ("recruiter", "owner", "stranger")}
    for (who, scope), expected in seen.items():
        browsers[who].post("/me/scope", {"scope": scope}, page="/me/account")
        page = browsers[who].get("/candidates").text
        assert [name for name in names if name in page] == expected, (who, scope)
