"""Openings: a recruiter keeps them, a candidate says what they would like, the recruiter sees to it."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from portal.agencies import queries as agencies
from portal.applications import actions as applications
from portal.applications.models import Application
from portal.candidates.models import Candidate
from portal.openings import actions, queries
from portal.openings.actions import OpeningDetails
from portal.openings.models import Opening, OpeningResponse
from tests.factories.firm import Firm
from tests.fixtures.app import Browse


def position(firm: Firm, *, days: int = 10, named: bool = True, field: int = 0, title: str = "Shift lead") -> Opening:
    fields = agencies.job_fields(firm.session)
    last = firm.now().date() + timedelta(days=days)
    found = OpeningDetails(title, fields[field].id, last, firm.employer("Umbra").id, named, "On site", "$ 27 an hour")
    return actions.create(firm.command(), found)


def engineer(firm: Firm, name: str = "Ann Lee") -> Candidate:
    candidate = firm.candidate(name)
    candidate.field_id = agencies.job_fields(firm.session)[0].id
    firm.session.flush()
    return candidate


def test_a_recruiter_adds_changes_closes_and_opens_a_position(firm: Firm, browse: Browse) -> None:
    recruiter = browse(firm.recruiter)
    field = str(agencies.job_fields(firm.session)[1].id)
    last = (firm.now() + timedelta(days=20)).date().isoformat()
    form = {"title": "Support lead", "field_id": field, "open_until": last, "employer_named": "y", "pay": "$ 82,000"}
    assert recruiter.post("/openings/new", form | {"title": ""}).status_code == 422
    assert "Choose a field" in recruiter.post("/openings/new", form | {"field_id": ""}).text
    made = recruiter.post("/openings/new", form).headers["Location"]
    assert "Support lead" in recruiter.get("/openings").text
    assert recruiter.post(f"{made}/edit", form | {"title": "Support manager"}).status_code == 302
    assert "Support manager" in recruiter.get(made).text
    recruiter.post(f"{made}/closure")
    assert "Support manager" not in recruiter.get("/openings").text
    assert "Support manager" in recruiter.get("/openings?when=past").text
    recruiter.post(f"{made}/closure/removal")
    assert "Support manager" in recruiter.get("/openings").text


def test_a_candidate_sees_what_is_open_in_their_field_and_no_name_that_is_not_told(firm: Firm, browse: Browse) -> None:
    candidate = engineer(firm)
    employer = position(firm, title="Told").employer.name
    hidden = position(firm, named=False, title="Untold").employer.name
    position(firm, field=1, title="Other field")
    position(firm, days=-2, title="Expired")
    mine = browse(firm.account_of(candidate))
    for page in (mine.get("/openings").text, mine.get("/today").text):
        assert "Told" in page
        assert "Untold" in page
        assert employer in page
        assert hidden not in page
        assert "Other field" not in page
        assert "Expired" not in page


def test_what_a_candidate_says_reaches_the_recruiter_and_can_be_changed(firm: Firm, browse: Browse) -> None:
    candidate = engineer(firm)
    opening = position(firm)
    mine = browse(firm.account_of(candidate))
    path = f"/openings/{opening.id}/interest"
    assert mine.post(path, {"kind": "marry me"}).status_code == 409
    mine.post(path, {"kind": "call_me"})
    recruiter = browse(firm.recruiter)
    assert "Call me: Shift lead" in recruiter.get("/today").text
    mine.post(path, {"kind": "put_forward"})
    assert "Submit me for this job: Shift lead" in recruiter.get("/today").text
    mine.post(path, {"kind": "not_for_me"})
    assert "Shift lead" not in recruiter.get("/today").text
    mine.post(f"{path}/removal")
    firm.session.expire_all()
    assert firm.session.scalars(select(OpeningResponse)).all() == []


def test_putting_forward_begins_the_application_and_settles_the_wish(firm: Firm, browse: Browse) -> None:
    candidate = engineer(firm)
    opening = position(firm)
    said = actions.respond(firm.command(), opening, candidate, "put_forward", today=firm.now().date())
    recruiter = browse(firm.recruiter)
    made = recruiter.post(f"/interests/{said.id}/process")
    assert made.status_code == 302
    firm.session.expire_all()
    application = firm.session.scalars(select(Application).where(Application.candidate_id == candidate.id)).one()
    assert (application.opening_title, application.employer_id) == ("Shift lead", opening.employer_id)
    assert said.handled_by_id == firm.recruiter.id
    assert "Submit me for this job: Shift lead" not in recruiter.get("/today").text
    assert "Your agency has handled this" in browse(firm.account_of(candidate)).get("/openings").text


def test_seeing_to_a_wish_takes_it_off_today(firm: Firm, browse: Browse) -> None:
    said = actions.respond(firm.command(), position(firm), engineer(firm), "call_me", today=firm.now().date())
    recruiter = browse(firm.recruiter)
    assert recruiter.post(f"/interests/{said.id}/handling").status_code == 302
    assert "Call me: Shift lead" not in recruiter.get("/today").text
    assert browse(firm.stranger).post(f"/interests/{said.id}/handling").status_code == 404


def test_a_position_that_is_over_cannot_be_taken_up(firm: Firm, browse: Browse) -> None:
    candidate, opening = engineer(firm), position(firm, days=-2)
    answer = browse(firm.account_of(candidate)).post(f"/openings/{opening.id}/interest", {"kind": "call_me"})
    assert answer.status_code == 409
    assert "no longer open" in answer.text
    assert queries.responses_by_opening(firm.session, candidate.id, [opening.id]) == {}


@pytest.mark.parametrize(
    ("kind", "free"), [("refusal", True), ("answer", True), ("offer", False)], ids=["refused", "answered", "offered"]
)
def test_whose_last_application_ended_is_free_again_unless_offered(
    firm: Firm, browse: Browse, kind: str, free: bool
) -> None:
    candidate = engineer(firm, "Fay Free")
    application = firm.application(candidate)
    recruiter = browse(firm.recruiter)
    assert "Fay Free" not in recruiter.get("/today").text
    applications.record_response(firm.command(), application, kind, None, at=firm.now())
    firm.commit()
    section = recruiter.get("/today").text.partition('id="free"')[2]
    assert ("Fay Free" in section) is free
    firm.application(candidate)
    firm.commit()
    assert "Fay Free" not in recruiter.get("/today").text.partition('id="free"')[2]
