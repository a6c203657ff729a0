"""What production is warned of when it starts."""

from dataclasses import replace

import pytest

from portal import app as factory
from portal.core.settings import Settings


@pytest.mark.parametrize(
    ("environment", "scheme", "times"), [("production", "http", 1), ("production", "https", 0), ("demo", "http", 0)]
)
def test_http_in_production_is_warned_of_loudly(
    settings: Settings, caplog: pytest.LogCaptureFixture, environment: str, scheme: str, times: int
) -> None:
    factory.warn_of_http(replace(settings, environment=environment, url_scheme=scheme))
    assert [record.levelname for record in caplog.records] == ["WARNING"] * times
