"""A card's form and its address in two windows: what each typed stands, and the same field is chosen."""

import pytest
from bs4 import BeautifulSoup

from portal.notes.models import Note
from tests.factories.firm import Firm
from tests.fixtures.app import Browse, Browser
from tests.web.cards.test_cards import addressed, candidates_browser, note
from tests.web.page_forms import fields_of

__all__ = ["note"]


def sends(answer_text: str, path: str) -> dict[str, str]:
    """What the form to this address would send."""
    found = BeautifulSoup(answer_text, "html.parser").select_one(f'form[action="{path}"]')
    assert found is not None
    return fields_of(found) | {"then": "save"}


@pytest.mark.parametrize(
    ("page", "field", "theirs", "mine", "other", "more"),
    [
        ("/address", "street_address", "9 Oak Road", "10 Oak Road", "company_name", "Acme Ohio"),
        ("", "size", "us_a7", "a6", "sender", "Ann Lee\n1 Mill Lane"),
    ],
)
def test_what_was_put_there_meanwhile_stands_beside_what_is_typed(
    firm: Firm, browse: Browse, note: Note, page: str, field: str, theirs: str, mine: str, other: str, more: str
) -> None:
    candidate, recruiter = candidates_browser(firm, browse, note), browse(firm.recruiter)
    card = addressed(candidate, note.id)
    here = card + page

    def shown(browser: Browser) -> dict[str, str]:
        return sends(browser.get(here).text, here)

    first, second = shown(recruiter), shown(candidate)
    assert recruiter.post(here, first | {field: theirs}).status_code == 302
    told = candidate.post(here, second | {field: mine, other: more})
    assert told.status_code == 422 and "This changed while you were editing" in told.text
    again = sends(told.text, here)
    assert (again[field], again[other], shown(candidate)[field]) == (mine, more, theirs)
    assert candidate.post(here, again | {f"standing-{field}": "mine"}).status_code == 302
    assert recruiter.post(here, first | {field: mine}).status_code == 302
    stands = shown(candidate)
    assert (stands[field], stands[other]) == (mine, more), "a field left alone in an old window puts nothing back"


def test_an_address_begun_in_another_countrys_form_is_of_that_country(firm: Firm, browse: Browse, note: Note) -> None:
    candidate = candidates_browser(firm, browse, note)
    here = addressed(candidate, note.id) + "/address"
    german = sends(candidate.get(f"{here}?country=DE").text, here)
    typed = german | {"street_address": "Lange Straße 12", "city": "Berlin", "postal_code": "10115"}
    assert candidate.post(here, typed).status_code == 302
    assert sends(candidate.get(here).text, here)["country_code"] == "DE"
