"""What a card or a mail says of a person, as the details that are asked for."""

import pytest

from portal.debriefs.contact_extraction import ExtractedDetails, extract_from_card, extract_from_text
from portal.readers.phones import Phone
from portal.readers.vcard import VCard

TEXT_CARD = "BEGIN:VCARD\nVERSION:3.0\nFN:Mo Diaz\nEMAIL:mo@acme.example\nEND:VCARD\n"


def test_the_first_of_each_is_taken_and_the_others_are_named() -> None:
    card = VCard(
        "Mo Diaz",
        ("a@acme.example", "b@acme.example"),
        (Phone("1"), Phone("2"), Phone("3")),
        "Acme",
        None,
        ("1 Main St",),
    )
    said = {"name": "Mo Diaz", "email": "a@acme.example", "phone": "1", "postal_address": "1 Main St"}
    assert extract_from_card(card) == ExtractedDetails(said, {"email": ["b@acme.example"], "phone": ["2", "3"]})


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (TEXT_CARD, {"name": "Mo Diaz", "email": "mo@acme.example"}),
        ("Regards\nMo Diaz\nPlant Manager", {"name": "Mo Diaz", "title": "Plant Manager"}),
        ("nothing to be seen", {}),
        ("BEGIN:VCARD", {}),
        ("BEGIN:VCARD\nFN:Acme\nKIND:org\nTEL:1\nEND:VCARD\n", {}),
    ],
)  # fmt: skip
def test_pasted_text_is_a_card_or_the_end_of_a_mail(text: str, said: dict[str, str]) -> None:
    assert dict(extract_from_text(text).said) == said
