"""The link in an email turns reminders off, and nothing on."""

from sqlalchemy import select

from portal.candidates.models import Stop
from portal.candidates.unsubscribing import token_of
from tests.factories.firm import Firm
from tests.fixtures.app import Browse


def test_the_link_in_an_email_cannot_lift_a_stop(firm: Firm, browse: Browse) -> None:
    path = f"/unsubscribe/{token_of(firm.candidate().id)}"
    guest = browse.nobody()
    assert guest.client.post(path, base_url=guest.url).status_code == 200
    page = guest.client.post(path, data={"again": "1"}, base_url=guest.url)
    assert page.status_code == 200
    assert "sign in and open your account page" in page.text
    [stop] = firm.session.scalars(select(Stop).where(Stop.kind == "unsubscribed"))
    assert stop.lifted_at is None
