"""A card has the size, and so the paper, of the country it goes to; the agency's while that isn't known."""

from dataclasses import replace
from datetime import timedelta

import pytest

from portal.cards import actions, queries
from portal.cards.models import Card
from portal.notes import actions as notes
from tests.cards.test_actions import WISHES
from tests.factories.firm import Firm
from tests.factories.mailing_address import MAILING_ADDRESS

GERMAN = MAILING_ADDRESS | {"country_code": "DE", "country_area": "", "city": "Berlin", "postal_code": "10115"}


def card_to(firm: Firm, postal_address: str | None) -> Card:
    interview = firm.interview(starts_in=-timedelta(hours=2), people=("Dana Ruiz <d@acme.example>",))
    interview.people[0].contact.postal_address = postal_address
    firm.debriefed(interview)
    note = notes.begin(firm.command(), interview.people[0], "thank", {})
    actions.choose_medium(firm.command(), note, "card")
    made = queries.card_of_note(firm.session, note.id)
    assert made is not None
    return made


@pytest.mark.parametrize(
    ("on_file", "size"),
    [
        (None, "us_a2"),
        ("12 Main Street\nSpringfield, IL 62701", "us_a2"),
        ("Invalidenstr. 1\n10115 Berlin\nGermany", "a6"),
    ],
)
def test_a_new_card_has_the_size_of_the_country_it_goes_to(firm: Firm, on_file: str | None, size: str) -> None:
    assert card_to(firm, on_file).size == size


def test_an_address_abroad_changes_the_size_unless_another_was_chosen(firm: Firm) -> None:
    card = card_to(firm, None)
    actions.set_address(firm.command(), card, GERMAN)
    assert card.size == "a6"
    actions.set_address(firm.command(), card, MAILING_ADDRESS)
    assert card.size == "us_a2"
    actions.set_options(firm.command(), card, replace(WISHES, size="us_a7"))
    actions.set_address(firm.command(), card, GERMAN)
    assert card.size == "us_a7"
