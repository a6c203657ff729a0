"""The draft that three answers make can be merged, whatever the answers are."""

from itertools import product

import pytest

from portal.drafts.questionnaire import QuestionnaireAnswers, compose_draft
from portal.drafts.rules import fill_merge_fields, find_placeholders, letter_faults

VALUES = dict.fromkeys(("contact_name", "contact_first_name", "employer", "opening", "interview_day"), "x")
ALL = VALUES | {"my_name": "Ann", "my_phone": "1", "my_email": "a@b.c"}


@pytest.mark.parametrize(("tone", "reach"), list(product(("warm", "plain", "formal"), ("phone", "email", "neither"))))
def test_every_draft_has_only_fields_that_can_be_filled_in(tone: str, reach: str) -> None:
    subject, body = compose_draft(QuestionnaireAnswers(tone, "I build test benches.", reach))
    assert letter_faults(subject, body, "thank", ALL) == ()
    assert find_placeholders(fill_merge_fields(body, ALL)) == ("[something you talked about]",)
    assert "I build test benches." in body


def test_what_was_not_said_waits_to_be_said() -> None:
    assert "[What you could do for them.]" in find_placeholders(
        compose_draft(QuestionnaireAnswers("warm", "", "neither"))[1]
    )
