"""The page of a card: each side as it reads, whether the words fit, and the one button."""

import pytest
from bs4 import BeautifulSoup

from portal.cards import rendering
from portal.notes.models import Note
from tests.factories.firm import Firm
from tests.fixtures.app import Browse
from tests.web.cards.test_cards import TEXT, WISHES, addressed, candidates_browser, thank_you


@pytest.fixture
def note(firm: Firm) -> Note:
    return thank_you(firm)


def test_a_card_is_read_side_by_side(firm: Firm, browse: Browse, note: Note) -> None:
    candidate = candidates_browser(firm, browse, note)
    here = addressed(candidate, note.id)
    assert candidate.post(here, WISHES | {"fold": "folded"}).status_code == 302
    page = BeautifulSoup(candidate.get(here).text, "html.parser")
    switch = page.select("nav[aria-label='Sides of the card'] a")
    assert [side.text.strip() for side in switch] == ["Inside", "Front", "Envelope"]
    for side, says in zip(switch, (TEXT, "Thank you", "12 Main Street"), strict=True):
        shown = BeautifulSoup(candidate.get(str(side["href"])).text, "html.parser").select_one(".card-picture")
        assert shown is not None and says in str(shown["alt"]).replace("\r\n", "\n")
        picture = candidate.get(str(shown["src"])).data
        assert picture.startswith(b"\x89PNG")
        wide, high = (int(str(shown[name])) * 2 for name in ("width", "height"))
        assert rendering.picture_size(picture)[0] == wide
        assert rendering.picture_size(picture)[1] - high in (0, 1)
    assert candidate.post(here, WISHES | {"fold": "flat"}).status_code == 302
    assert candidate.get(f"{here}/sides/front.png").status_code == 404


def test_the_button_follows_who_mails_and_a_choice_is_shown_in_place(firm: Firm, browse: Browse, note: Note) -> None:
    candidate = candidates_browser(firm, browse, note)
    here = addressed(candidate, note.id)
    for posted_by, button in (("agency", "to print"), ("candidate", "Print the card")):
        part = candidate.post(here, WISHES | {"posted_by": posted_by}, headers={"HX-Request": "true"})
        page = candidate.get(part.headers["Location"]).text
        bar = BeautifulSoup(page, "html.parser").select_one(".bar")
        assert bar is not None and button in bar.text
        assert "Saved." not in page
        assert "words fit." in page
