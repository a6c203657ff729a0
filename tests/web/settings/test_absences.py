"""Time away: an owner's page for a colleague, one's own page, and where pages say that someone is away."""

from datetime import timedelta
from zoneinfo import ZoneInfo

from sqlalchemy import select

from portal.messaging.models import OutgoingMessage
from tests.factories.firm import ZONE, Firm
from tests.fixtures.app import Browse

OWN = "/me/absence"


def day(firm: Firm, days: int) -> str:
    return (firm.now() + timedelta(days=days)).astimezone(ZoneInfo(ZONE)).date().isoformat()


def test_a_recruiter_says_until_when_they_are_away_and_ends_it_early(firm: Firm, browse: Browse) -> None:
    candidate = firm.candidate("Ann Lee")
    rita, owner = browse(firm.recruiter), browse(firm.owner)
    assert "Away to" not in rita.get("/today").text
    form = {"back_on": day(firm, 7), "substitute_id": str(firm.owner.id)}
    assert rita.post(OWN, form).status_code == 302
    assert rita.get("/me/account").text.count("Saved. Away to ") == 1
    assert "Away to " in rita.get("/today").text, "in the header of every page"
    assert "Away to " in owner.get(f"/candidates/{candidate.id}").text
    assert "Away to " in owner.get("/settings/people").text
    kinds = firm.session.scalars(select(OutgoingMessage.kind).where(OutgoingMessage.about_id == firm.owner.id)).all()
    assert "substitute" in kinds
    assert rita.post(f"{OWN}/end").status_code == 302
    assert "Away to" not in rita.get("/today").text


def test_an_owner_sets_a_colleagues_absence_and_sees_who_gets_what(firm: Firm, browse: Browse) -> None:
    firm.candidate("Ann Lee")
    owner, path = browse(firm.owner), f"/settings/people/{firm.recruiter.id}/absence"
    form = {"back_on": day(firm, 7), "substitute_id": str(firm.stranger.id)}
    preview = owner.post(path, form | {"then": "preview"})
    assert preview.status_code == 200
    assert "Stan Stranger can’t see any of these candidates. Olga Owner gets them." in preview.text
    firm.session.expire_all()
    assert firm.recruiter.back_on is None, "only looked at"
    assert owner.post(path, form).status_code == 302
    assert owner.post(f"{path}/end").status_code == 302
    firm.session.expire_all()
    assert (firm.recruiter.back_on, firm.recruiter.substitute_id) == (None, None)


def test_a_planned_absence_is_on_people_and_canceled_from_its_page(firm: Firm, browse: Browse) -> None:
    rita, owner = browse(firm.recruiter), browse(firm.owner)
    assert f'href="{OWN}"' in owner.get("/settings/people").text
    assert f'href="{OWN}"' in rita.get("/me/account").text
    form = {"away_from": day(firm, 3), "back_on": day(firm, 7), "substitute_id": ""}
    assert rita.post(OWN, form).status_code == 302
    assert "Saved. Away from " in rita.get("/me/account").text
    assert "Away to" not in rita.get("/today").text
    people = owner.get("/settings/people").text
    assert "Away from " in people and f'href="/settings/people/{firm.recruiter.id}/absence"' in people
    assert rita.post(f"{OWN}/end").status_code == 302
    assert "The time away is canceled." in rita.get("/today").text


def test_a_wrong_day_or_substitute_is_said_at_its_field(firm: Firm, browse: Browse) -> None:
    rita = browse(firm.recruiter)
    for wrong, words in (
        ({"back_on": day(firm, -1)}, "Choose a day after today."),
        ({"back_on": day(firm, 3), "away_from": day(firm, -3)}, "Choose today or a later day."),
        ({"back_on": day(firm, 400)}, "Choose a day within a year."),
        ({"back_on": ""}, "Enter the first day back."),
        ({"back_on": "soon"}, "Enter"),
    ):
        refused = rita.post(OWN, {"substitute_id": ""} | wrong)
        assert refused.status_code == 422
        assert words in refused.text
    for other in (firm.viewer.id, firm.recruiter.id, "nobody"):
        assert rita.post(OWN, {"back_on": day(firm, 7), "substitute_id": str(other)}).status_code == 422


def test_only_who_looks_after_candidates_is_away_and_only_owners_say_so_of_others(firm: Firm, browse: Browse) -> None:
    candidate = firm.account_of(firm.candidate("Ann Lee"))
    for account in (firm.viewer, candidate):
        assert browse(account).get(OWN).status_code == 403
    assert browse(firm.recruiter).get(f"/settings/people/{firm.stranger.id}/absence").status_code == 403
    assert browse(firm.owner).get(f"/settings/people/{candidate.id}/absence").status_code == 404
