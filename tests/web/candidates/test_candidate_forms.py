"""Candidates as recruiters keep them."""

from sqlalchemy import select

from portal.accounts.models import Account
from portal.candidates.models import Candidate
from tests.factories.firm import ZONE, Firm
from tests.fixtures.app import Browse


def test_a_candidate_is_corrected_paused_and_started_again(firm: Firm, browse: Browse) -> None:
    candidate = firm.candidate("Ann Lee")
    recruiter, path = browse(firm.recruiter), f"/candidates/{candidate.id}"
    form = {"name": "Ann Moss", "email": candidate.email, "time_zone": ZONE, "phone": "+1 212 555 0123"}
    form |= {"field_id": "", "office_id": "", "recruiter_id": str(firm.recruiter.id)}
    assert recruiter.post(f"{path}/edit", form | {"phone": "call me"}).status_code == 422
    assert recruiter.post(f"{path}/edit", form).headers["Location"] == path
    row = firm.session.scalars(select(Candidate).execution_options(populate_existing=True)).one()
    assert (row.name, row.account.name, row.phone) == ("Ann Moss", "Ann Moss", "+1 212 555 0123")
    recruiter.post(f"{path}/pause")
    assert "Reminders paused" in recruiter.get(path).text
    recruiter.post(f"{path}/pause/end")
    assert "Reminders are on" in recruiter.get(path).text


def test_who_enters_or_hands_over_a_candidate_they_will_not_see_is_told_so(firm: Firm, browse: Browse) -> None:
    mine, stranger = firm.candidate("Bob Moss"), firm.stranger
    recruiter = browse(firm.recruiter)
    elsewhere = {"recruiter_id": str(stranger.id), "office_id": str(stranger.office_id or "")}
    form = {"name": "Ann Lee", "email": "ann.new@example.org", "time_zone": ZONE, "field_id": ""} | elsewhere
    for path, name in (("/candidates/new", "Ann Lee"), (f"/candidates/{mine.id}/edit", "Bob Moss")):
        sent = recruiter.post(path, form | {"name": name, "email": f"{name[:3].lower()}@example.org"})
        there = sent.headers.get("Location", sent.text)
        assert there == "/candidates"
        assert (
            f"{name} was saved and is assigned to {stranger.name}. You can see only your own"
            in recruiter.get(there).text
        )


def test_nobody_is_invited_with_the_address_of_somebody_who_signs_in_already(firm: Firm, browse: Browse) -> None:
    recruiter = browse(firm.recruiter)
    form = {"name": "Vera Twin", "email": firm.viewer.email, "time_zone": ZONE, "field_id": "", "office_id": ""}
    path = recruiter.post("/candidates/new", form | {"recruiter_id": str(firm.recruiter.id)}).headers["Location"]
    refused = recruiter.post(f"{path}/invitation")
    assert refused.status_code == 409
    assert "A colleague already signs in with this email address." in refused.text
    assert len(firm.session.scalars(select(Account).where(Account.email == firm.viewer.email)).all()) == 1
