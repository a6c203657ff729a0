"""“Not available” is a decision on record: it can be undone, and no card goes to somebody who has left."""

from portal.contacts import queries as contacts
from portal.contacts.models import ContactRequest
from tests.factories.firm import Firm
from tests.fixtures.app import Browse
from tests.web.applications.test_application_page import happened
from tests.web.true_sentences import situations
from tests.web.true_sentences.situations import Scene


def decided(firm: Firm, scene: Scene) -> ContactRequest:
    assert scene.interview is not None
    row = contacts.last_request_of(firm.session, scene.interview.people[0].contact_id)
    assert row is not None
    return row


def test_the_decision_is_undone_once_and_both_stay_in_the_history(firm: Firm, browse: Browse) -> None:
    scene = situations.not_available(firm)
    row = decided(firm, scene)
    recruiter, path = browse(firm.recruiter), f"/contact-requests/{row.id}"
    assert "Undo" in recruiter.get(f"{path}/answer").text
    for _ in range(2):
        assert recruiter.post(f"{path}/not-available/removal").status_code == 302
    firm.session.expire_all()
    again = decided(firm, scene)
    assert (again.closed_at, again.requested_at, again.id != row.id) == (None, row.requested_at, True)
    read = happened(recruiter, scene.application.id)
    assert read.count("Contact info for Dana Ruiz marked as not available") == 1
    assert read.count("Looking for Dana Ruiz’s contact info again") == 1
    assert 'removal"' not in recruiter.get(f"{path}/answer").text
    today = browse(firm.account_of(scene.candidate)).get("/today").text
    assert "Contact info for Dana Ruiz" in today
    assert "Not available" not in today


def test_the_decision_stays_once_there_is_another_way(firm: Firm, browse: Browse) -> None:
    scene = situations.not_available(firm)
    path = f"/contact-requests/{decided(firm, scene).id}"
    assert browse(firm.account_of(scene.candidate)).post(f"{scene.path('address')}/human-resources").status_code == 302
    assert browse(firm.recruiter).post(f"{path}/not-available/removal").status_code == 409


def test_nothing_goes_to_the_company_for_somebody_who_has_left(firm: Firm, browse: Browse) -> None:
    scene = situations.contact_has_left(firm)
    scene.application.employer.postal_address = "1 Main Street\nSpringfield"
    candidate = browse(firm.account_of(scene.candidate))
    for way in ("card", "human-resources"):
        answer = candidate.post(f"{scene.path('address')}/{way}")
        assert answer.status_code == 409
        assert "no longer works at" in answer.text
