"""Who a recruiters' note mentions, and until when a change of it is undone."""

from datetime import UTC, datetime, timedelta
from uuid import UUID

import pytest

from portal.recruiter_notes.rules import UNDO_PERIOD, can_undo, mentioned, split_mentions

SAM, SAMUEL, RITA = UUID(int=1), UUID(int=2), UUID(int=3)
NAMES = {SAM: "Sam Whitfield", SAMUEL: "Sam Whit", RITA: "Rita O’Hara-Şen"}


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Ask @Sam Whitfield before noon.", (SAM,)),
        ("@sam whitfield, and (@Sam Whit)", (SAM, SAMUEL)),
        ("@Sam Whitfields", ()),
        ("Sam Whitfield knows", ()),
        ("write to a@Sam Whit", ()),
        ("@Sam", ()),
        ("@Rita O’Hara-Şen!", (RITA,)),
        ("@Rita O’Hara-Şen @Rita O’Hara-Şen", (RITA,)),
        ("", ()),
    ],
)
def test_a_full_name_after_an_at_sign_mentions(text: str, found: tuple[UUID, ...]) -> None:
    assert mentioned(text, NAMES) == found


def test_the_pieces_make_up_the_text() -> None:
    text = "Ask @Sam Whitfield. @Sam Whit knows (a+b)."
    pieces = split_mentions(text, tuple(NAMES.values()))
    assert "".join(piece for piece, _ in pieces) == text
    assert [piece for piece, is_mention in pieces if is_mention] == ["@Sam Whitfield", "@Sam Whit"]
    assert split_mentions(text, ()) == ((text, False),)


def test_undoing_ends_with_its_period() -> None:
    at = datetime(2026, 3, 2, 9, tzinfo=UTC)
    assert can_undo(at, at + UNDO_PERIOD - timedelta(seconds=1))
    assert not can_undo(at, at + UNDO_PERIOD)
    assert not can_undo(None, at)
