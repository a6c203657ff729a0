"""Whatever a text does to the typesetter ends in words, and leaves no process behind."""

from collections.abc import Iterator
from typing import Any

import psutil
import pytest

from portal.cards import typesetting
from portal.cards.press import NotSet, Press
from portal.cards.rules.sizes import SIZES

BRINGS_IT_DOWN = "ि" * 2400
TAKES_LONG = "क्षि" * 600
PDF: dict[str, Any] = {"how": {"format": "pdf"}}


@pytest.fixture
def press(request: pytest.FixtureRequest) -> Iterator[Press]:
    made = Press(typesetting.font_folders(), **getattr(request, "param", {}))
    yield made
    made.stop()


def sheets(text: str, cards: int = 1) -> dict[str, Any]:
    size = SIZES["us_a7"]
    one = typesetting.card_sides(typesetting.Printed(size, False, text, "", typesetting.Envelope("", "")))
    return {"families": list(typesetting.FAMILIES), "title": "", "pieces": [one] * cards}


@pytest.mark.parametrize(
    ("press", "order"),
    [
        ({}, sheets(BRINGS_IT_DOWN)),
        ({}, {"pieces": "of nothing"}),
        ({"seconds": 0.01}, sheets(TAKES_LONG, typesetting.AT_ONCE)),
        ({"patience": 0.01}, sheets(TAKES_LONG, typesetting.AT_ONCE)),
    ],
    indirect=["press"],
    ids=["brings it down", "makes no sense", "takes long", "is waited for in vain"],
)
def test_what_cannot_be_set_is_told_and_its_process_is_gone(press: Press, order: dict[str, Any]) -> None:
    before = set(psutil.Process().children())
    with pytest.raises(NotSet):
        press.set(typesetting.SHEETS, order, **PDF)
    assert press.pid is None
    assert set(psutil.Process().children()) <= before


def test_the_next_card_is_set_by_another_process(press: Press) -> None:
    assert press.set(typesetting.SHEETS, sheets("Thank you"), **PDF)[0].startswith(b"%PDF-")
    first = press.pid
    assert press.set(typesetting.SHEETS, sheets("Thank you"), **PDF)
    assert press.pid == first is not None
    with pytest.raises(NotSet):
        press.set(typesetting.SHEETS, sheets(BRINGS_IT_DOWN), **PDF)
    assert press.set(typesetting.SHEETS, sheets("Thank you"), **PDF)
    assert press.pid != first


def test_the_typesetter_has_no_environment(press: Press) -> None:
    assert press.set(typesetting.SHEETS, sheets("Thank you"), **PDF)
    assert psutil.Process(press.pid).environ() == {}


def test_one_that_was_killed_meanwhile_is_started_anew(press: Press) -> None:
    press.set(typesetting.SHEETS, sheets("Thank you"), **PDF)
    assert press.pid is not None
    psutil.Process(press.pid).kill()
    psutil.Process(press.pid).wait()
    assert press.set(typesetting.SHEETS, sheets("Thank you"), **PDF)
