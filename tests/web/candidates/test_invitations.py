"""Inviting many candidates at once."""

import pytest
from sqlalchemy import func, select

from portal.candidates import actions as candidates
from portal.candidates.actions import CandidateProfile
from portal.candidates.models import Candidate
from portal.messaging import rate_limits
from portal.messaging.models import OutgoingMessage
from portal.reminders import candidate_invitations
from tests.factories.firm import ZONE, Firm
from tests.fixtures.app import Browse, Browser

PAGE = "/candidates/invitations"


@pytest.fixture
def owner(firm: Firm, browse: Browse) -> Browser:
    for name in ("Ann Lee", "Ben Ode", "Cara Fox"):
        address = f"{name.split()[0].lower()}@example.org"
        candidates.create(firm.command(), CandidateProfile(name, address, ZONE, recruiter_id=firm.recruiter.id))
    firm.commit()
    return browse(firm.owner)


def invited(firm: Firm) -> set[str]:
    return set(firm.session.scalars(select(OutgoingMessage.to_name).where(OutgoingMessage.kind == "invitation")))


def id_of(firm: Firm, name: str) -> str:
    return str(firm.session.scalars(select(Candidate.id).where(Candidate.name == name)).one())


def test_the_page_shows_who_is_not_invited_and_the_email(owner: Browser) -> None:
    page = owner.get(PAGE).text
    assert "Invite all 3 candidates" in page
    assert "invited you to its portal" in page


def test_all_are_invited(firm: Firm, owner: Browser) -> None:
    assert "Sending 3 invitations." in owner.post(PAGE, {"who": "all"}, follow_redirects=True).text
    assert invited(firm) == {"Ann Lee", "Ben Ode", "Cara Fox"}
    assert "Everyone is invited" in owner.get(PAGE).text


def test_only_the_selected_ones_are_invited(firm: Firm, owner: Browser) -> None:
    owner.post(PAGE, {"who": "selected", "candidate": id_of(firm, "Ben Ode")})
    assert invited(firm) == {"Ben Ode"}


def test_sending_the_page_twice_invites_once(firm: Firm, owner: Browser) -> None:
    owner.post(PAGE, {"who": "all"})
    owner.post(PAGE, {"who": "all"})
    assert firm.session.scalar(select(func.count()).where(OutgoingMessage.kind == "invitation")) == 3


def test_a_recruiter_invites_only_candidates_they_see(firm: Firm, owner: Browser, browse: Browse) -> None:
    stranger = browse(firm.stranger)
    assert owner.get(PAGE).status_code == 200
    assert "Everyone is invited" in stranger.get(PAGE).text
    stranger.post(PAGE, {"who": "selected", "candidate": id_of(firm, "Ann Lee")})
    assert invited(firm) == set()


@pytest.mark.usefixtures("owner")
def test_the_days_limit_leaves_the_others_for_later(firm: Firm, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(rate_limits, "link_mails_left", lambda _session, _now: 2)
    people = firm.session.scalars(select(Candidate).order_by(Candidate.name)).all()
    done = candidate_invitations.invite_all(firm.command(), people)
    assert (done.invited, done.waiting) == (2, 1)
    assert invited(firm) == {"Ann Lee", "Ben Ode"}
