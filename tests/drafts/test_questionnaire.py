"""The draft that three answers make can be merged, whatever the answers are."""

from itertools import product

import pytest

from portal.drafts.guiding import Answers, composed
from portal.drafts.rules import leftovers, letter_faults, merged

VALUES = dict.fromkeys(("contact_name", "contact_first_name", "employer", "opening", "interview_day"), "x")
ALL = VALUES | {"my_name": "Ann", "my_phone": "1", "my_email": "a@b.c"}


@pytest.mark.parametrize(("tone", "reach"), list(product(("warm", "plain", "formal"), ("phone", "email", "neither"))))
def test_every_draft_has_only_fields_that_can_be_filled_in(tone: str, reach: str) -> None:
    subject, body = composed(Answers(tone, "I build test benches.", reach))
    assert letter_faults(subject, body, "thank", ALL) == ()
    assert leftovers(merged(body, ALL)) == ("[something you talked about]",)
    assert "I build test benches." in body


def test_what_was_not_said_waits_to_be_said() -> None:
    assert "[What you could do for them.]" in leftovers(composed(Answers("warm", "", "neither"))[1])
