"""A recruiter, and four candidates in different situations."""

from datetime import timedelta

import pytest

from portal.accounts import queries as accounts
from portal.accounts.viewer import Viewer
from portal.candidates import actions as candidates
from portal.candidates.models import Candidate
from tests.factories.firm import Firm

HOUR = timedelta(hours=1)


@pytest.fixture
def viewer(firm: Firm) -> Viewer:
    return accounts.viewer_as(firm.recruiter, "own")


@pytest.fixture
def people(firm: Firm) -> dict[str, Candidate]:
    """Busy and Late have a debrief open, Paused too but is paused, Idle has nothing."""
    made = {name: firm.candidate(f"{name} Ames") for name in ("Busy", "Idle", "Late", "Paused")}
    for name in ("Busy", "Late", "Paused"):
        firm.interview(firm.application(made[name]), starts_in=-2 * HOUR, people=("Dana Ruiz <dana@acme.example>",))
    candidates.suppress_reminders(firm.command(), made["Paused"], "paused")
    firm.commit()
    return made
