"""Staff change an interview: the page says whether the candidate is emailed, and lets staff leave that out."""

import pytest
from sqlalchemy import func, select

from portal.interviews import change_notices
from portal.messaging.models import OutgoingMessage
from tests.factories.firm import Firm
from tests.fixtures.app import Browse

SAYS = "Sending Ann an email with what changed."


def queued(firm: Firm) -> int:
    rows = select(func.count()).where(OutgoingMessage.kind == change_notices.KIND)
    return firm.session.scalar(rows) or 0


@pytest.mark.parametrize(
    ("page", "sent"),
    [("status", {"status": "cancelled", "reason": "Ill"}), ("people", {"name": "Lee Park"})],
)
@pytest.mark.parametrize("skips", [{}, {"skip_email": "1"}])
def test_the_candidate_is_emailed_unless_staff_leave_it_out(
    firm: Firm, browse: Browse, page: str, sent: dict[str, str], skips: dict[str, str]
) -> None:
    interview = firm.interview(people=("Dana Ruiz",))
    recruiter, path = browse(firm.recruiter), f"/interviews/{interview.id}"
    assert "Don’t email Ann about this" in recruiter.get(path).text
    saved = recruiter.post(f"{path}/{page}", sent | skips, follow_redirects=True)
    assert (SAYS in saved.text, queued(firm)) == ((False, 0) if skips else (True, 1))


def test_a_candidate_is_not_asked_about_an_email_to_themselves(firm: Firm, browse: Browse) -> None:
    interview = firm.interview()
    own = browse(firm.account_of(interview.application.candidate))
    for path in (f"/interviews/{interview.id}", f"/interviews/{interview.id}/edit"):
        assert "skip_email" not in own.get(path).text
