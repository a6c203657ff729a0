"""A debrief that is about to be told."""

from datetime import timedelta

import pytest

from tests.factories.firm import Firm
from tests.fixtures.app import Browse
from tests.web.debriefs.walking import Walk

AGO = -timedelta(hours=2)


@pytest.fixture
def walk(firm: Firm, browse: Browse) -> Walk:
    candidate = firm.candidate()
    people = ("Dana Ruiz <dana@acme.example>", "Lee Park")
    interview = firm.interview(firm.application(candidate), starts_in=AGO, people=people)
    firm.commit()
    return Walk(firm, browse(firm.account_of(candidate)), interview)
