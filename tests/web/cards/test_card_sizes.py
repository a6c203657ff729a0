"""Which sizes of a card are offered."""

from tests.factories.firm import Firm
from tests.fixtures.app import Browse
from tests.web.cards.test_cards import WISHES, addressed, candidates_browser, thank_you


def test_a_size_that_the_post_does_not_take_is_not_offered(firm: Firm, browse: Browse) -> None:
    note = thank_you(firm)
    candidate = candidates_browser(firm, browse, note)
    here = addressed(candidate, note.id)
    assert "A7 (105" not in candidate.get(here).text and "A6 (148" in candidate.get(here).text
    assert candidate.post(here, WISHES | {"size": "a7"}).status_code == 422
