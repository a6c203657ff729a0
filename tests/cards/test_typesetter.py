"""Whatever a text does to the typesetter ends in words, and leaves no process behind."""

from collections.abc import Iterator
from typing import Any

import psutil
import pytest

from portal.cards import rendering
from portal.cards.rules.sizes import SIZES
from portal.cards.typesetter import Typesetter, TypesettingFailed

BRINGS_IT_DOWN = "ि" * 2400
TAKES_LONG = "क्षि" * 600
PDF: dict[str, Any] = {"how": {"format": "pdf"}}


@pytest.fixture
def press(request: pytest.FixtureRequest) -> Iterator[Typesetter]:
    made = Typesetter(rendering.font_folders(), **getattr(request, "param", {}))
    yield made
    made.stop()


def sheets(text: str, cards: int = 1) -> dict[str, Any]:
    size = SIZES["us_a7"]
    one = rendering.build_card_sheet(rendering.CardLayout(size, False, text, "", rendering.Envelope("", "")))
    return {"families": list(rendering.FONT_PACKAGES), "title": "", "pieces": [one] * cards}


@pytest.mark.parametrize(
    ("press", "order"),
    [
        ({}, sheets(BRINGS_IT_DOWN)),
        ({}, {"pieces": "of nothing"}),
        ({"seconds": 0.01}, sheets(TAKES_LONG, rendering.MAX_CARDS)),
        ({"patience": 0.01}, sheets(TAKES_LONG, rendering.MAX_CARDS)),
    ],
    indirect=["press"],
    ids=["brings it down", "makes no sense", "takes long", "is waited for in vain"],
)
def test_what_cannot_be_set_is_told_and_its_process_is_gone(press: Typesetter, order: dict[str, Any]) -> None:
    before = set(psutil.Process().children())
    with pytest.raises(TypesettingFailed):
        press.set(rendering.SHEETS_LAYOUT, order, **PDF)
    assert press.pid is None
    assert set(psutil.Process().children()) <= before


def test_the_next_card_is_set_by_another_process(press: Typesetter) -> None:
    assert press.set(rendering.SHEETS_LAYOUT, sheets("Thank you"), **PDF)[0].startswith(b"%PDF-")
    first = press.pid
    assert press.set(rendering.SHEETS_LAYOUT, sheets("Thank you"), **PDF)
    assert press.pid == first is not None
    with pytest.raises(TypesettingFailed):
        press.set(rendering.SHEETS_LAYOUT, sheets(BRINGS_IT_DOWN), **PDF)
    assert press.set(rendering.SHEETS_LAYOUT, sheets("Thank you"), **PDF)
    assert press.pid != first


def test_the_typesetter_has_no_environment(press: Typesetter) -> None:
    assert press.set(rendering.SHEETS_LAYOUT, sheets("Thank you"), **PDF)
    assert psutil.Process(press.pid).environ() == {}


def test_one_that_was_killed_meanwhile_is_started_anew(press: Typesetter) -> None:
    press.set(rendering.SHEETS_LAYOUT, sheets("Thank you"), **PDF)
    assert press.pid is not None
    psutil.Process(press.pid).kill()
    psutil.Process(press.pid).wait()
    assert press.set(rendering.SHEETS_LAYOUT, sheets("Thank you"), **PDF)
