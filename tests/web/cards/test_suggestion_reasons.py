"""Why a card or an email is suggested, in words."""

from datetime import date

import pytest

from portal.cards.rules.medium import CARD, MediumSuggestion
from portal.web.cards.presenter import SUGGESTION_REASONS, suggestion_reason
from tests.factories.firm import Firm


@pytest.mark.parametrize("reason", SUGGESTION_REASONS)
def test_every_reason_can_be_said_with_its_day(firm: Firm, reason: str) -> None:
    with firm.app.test_request_context():
        said = suggestion_reason(MediumSuggestion(CARD, reason, date(2026, 12, 1)))
    assert "%(" not in said
    assert ("Dec 1" in said) is ("%(day)s" in str(SUGGESTION_REASONS[reason]))
