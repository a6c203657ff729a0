"""The table of limits, in code and in the documentation."""

from datetime import timedelta
from pathlib import Path

import pytest

from portal.core import rate_limits

SECURITY = Path(__file__).resolve().parents[2] / "docs" / "security.md"


def test_the_documented_table_equals_the_code() -> None:
    assert f"\n## Limits\n\n{rate_limits.markdown_table()}\n" in SECURITY.read_text()


@pytest.mark.parametrize(
    ("seconds", "words"),
    [
        (1, "1 min"),
        (60, "1 min"),
        (61, "2 min"),
        (3600, "1 hr"),
        (6541, "1 hr 50 min"),
        (86400, "24 hr"),
        (-5, "1 min"),
    ],
)
def test_a_wait_is_said_in_whole_minutes(seconds: int, words: str) -> None:
    assert rate_limits.format_wait(timedelta(seconds=seconds)) == words
