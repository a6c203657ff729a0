"""Words for the day of the meeting: true when they were written, and no longer on the day the note goes out."""

from datetime import date, timedelta

import pytest

from portal.proofreading.rules.days import Meeting, find_stale_days
from portal.proofreading.rules.issues import apply_fix

HELD = date(2026, 11, 19)  # a Thursday
CASES = [
    (0, "Thank you for meeting with me today.", None),
    (0, "Thank you for meeting with me yesterday.", "Thank you for meeting with me today."),
    (1, "Thank you for meeting with me yesterday.", None),
    (1, "Thank you for meeting with me today.", "Thank you for meeting with me yesterday."),
    (1, "It was good to talk this morning.", "It was good to talk yesterday."),
    (4, "Thank you for your time yesterday.", "Thank you for your time on Thursday."),
    (4, "Thank you for today.", "Thank you for Thursday."),
    (4, "Yesterday’s conversation stayed with me.", "Thursday’s conversation stayed with me."),
    (4, "Yesterday I saw the press shop.", "On Thursday I saw the press shop."),
    (9, "Thank you for showing me the plant yesterday.", "Thank you for showing me the plant on November 19."),
    (4, "I could start today. Tomorrow works, too.", None),
    (4, "Thank you for your time. I looked it up yesterday.", None),
    (-1, "I look forward to meeting you today.", None),
]


@pytest.mark.parametrize(("days", "text", "fixed"), CASES)
def test_a_day_that_is_no_longer_true_is_pointed_out_with_what_is(days: int, text: str, fixed: str | None) -> None:
    found = list(find_stale_days(text, Meeting(HELD, HELD + timedelta(days=days))))
    assert [apply_fix(text, issue, issue.fixes[0]) for issue in found] == ([fixed] if fixed else [])


def test_a_date_has_no_possessive() -> None:
    (found,) = find_stale_days("Yesterday’s conversation stayed with me.", Meeting(HELD, HELD + timedelta(days=9)))
    assert found.fixes == ()
