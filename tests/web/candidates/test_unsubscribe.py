"""The link in an email turns reminders off, and nothing on."""

from sqlalchemy import select

from portal.candidates.models import ReminderSuppression
from portal.candidates.unsubscribe_tokens import make_token
from tests.factories.firm import Firm
from tests.fixtures.app import Browse


def test_the_link_in_an_email_cannot_lift_a_stop(firm: Firm, browse: Browse) -> None:
    path = f"/unsubscribe/{make_token(firm.candidate().id)}"
    guest = browse.nobody()
    assert guest.client.post(path, base_url=guest.url).status_code == 200
    page = guest.client.post(path, data={"again": "1"}, base_url=guest.url)
    assert page.status_code == 200
    assert "sign in and open your account page" in page.text
    [stop] = firm.session.scalars(select(ReminderSuppression).where(ReminderSuppression.kind == "unsubscribed"))
    assert stop.lifted_at is None
