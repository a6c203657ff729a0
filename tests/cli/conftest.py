"""Commands that find the servers and the application of the tests."""

import pytest
from flask import Flask

from portal.cli import agency_session
from portal.core.settings import Settings


@pytest.fixture
def own_servers(app: Flask, settings: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    """A command finds this application's servers, and works with the application that has connections to them."""
    monkeypatch.setattr(agency_session, "create_app", lambda _settings: app)
    named = {
        "PORTAL_ENV": "test",
        "PORTAL_VAR": str(settings.var),
        "DATABASE_URL": settings.database_url,
        "DATABASE_ADMIN_URL": settings.admin_url,
        "REDIS_URL": settings.redis_url,
    }
    for name, value in named.items():
        monkeypatch.setenv(name, value or "")
