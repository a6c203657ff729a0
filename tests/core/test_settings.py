"""What each variable may say, and what is answered when it says something else."""

import os
from pathlib import Path

import pytest

from portal.core.settings import (
    DEMO_ENCRYPTION_SECRET,
    DEMO_SECRET,
    Settings,
    SettingsError,
    SmtpServer,
    read_environment,
)

PRODUCTION = {
    "PORTAL_ENV": "production",
    "DATABASE_URL": "postgresql://app:pw@db.example/portal",
    "REDIS_URL": "redis://redis.example:6379/0",
    "SMTP_URL": "smtps://user:p%40ss@mail.example",
    "PORTAL_SECRET_KEY": "a secret that only these tests have",
    "PORTAL_MAIL_DOMAIN": "mail.example",
}


def test_the_demo_needs_nothing() -> None:
    settings = Settings.from_environment({"PORTAL_ENV": "demo"})
    assert (settings.database_url, settings.admin_url, settings.redis_url, settings.smtp) == (None, None, None, None)
    assert (settings.port, settings.url_scheme, settings.proxies) == (8000, "http", 0)
    assert settings.var == Path("var").resolve()
    assert settings.secret_keys == (DEMO_SECRET,)
    assert settings.is_local and settings.link_port == 8000


def test_production_takes_what_it_is_given() -> None:
    settings = Settings.from_environment(PRODUCTION)
    assert settings.database_url == "postgresql+psycopg://app:pw@db.example/portal"
    assert settings.program_role == "app"
    assert settings.smtp == SmtpServer("mail.example", 465, "user", "p@ss", "implicit")
    assert (settings.url_scheme, settings.link_port, settings.is_local) == ("https", None, False)


@pytest.mark.parametrize(("said", "prepares"), [({}, False), ({"DATABASE_PREPARES": "yes"}, True)])
def test_statements_are_prepared_only_where_that_is_said(said: dict[str, str], prepares: bool) -> None:
    assert Settings.from_environment(PRODUCTION | said).prepares is prepares


def test_production_is_what_silence_means() -> None:
    without = {name: value for name, value in PRODUCTION.items() if name != "PORTAL_ENV"}
    assert Settings.from_environment(without).environment == "production"


def test_production_starts_without_an_encryption_key_and_the_demo_has_its_own() -> None:
    assert Settings.from_environment(PRODUCTION).encryption_keys == ()
    assert Settings.from_environment({"PORTAL_ENV": "demo"}).encryption_keys == (DEMO_ENCRYPTION_SECRET,)


def test_keys_rotate_and_the_first_signs() -> None:
    keys = f"{'no' * 16}, {'on' * 16}"
    settings = Settings.from_environment(PRODUCTION | {"PORTAL_SECRET_KEY": keys, "PORTAL_ENCRYPTION_KEY": keys})
    assert settings.secret_keys == settings.encryption_keys == ("no" * 16, "on" * 16)


@pytest.mark.parametrize(
    ("url", "server"),
    [
        ("smtp://localhost:2525", SmtpServer("localhost", 2525, None, None, "none")),
        ("smtp://mail.example", SmtpServer("mail.example", 25, None, None, "none")),
        ("smtp://me:pw@mail.example", SmtpServer("mail.example", 587, "me", "pw", "starttls")),
        ("smtps://mail.example:2465", SmtpServer("mail.example", 2465, None, None, "implicit")),
    ],
)
def test_the_way_out_is_read_from_one_url(url: str, server: SmtpServer) -> None:
    assert Settings.from_environment({"PORTAL_ENV": "dev", "SMTP_URL": url}).smtp == server


@pytest.mark.parametrize("variable", [name for name in PRODUCTION if name != "PORTAL_ENV"])
def test_production_does_not_start_without(variable: str) -> None:
    with pytest.raises(SettingsError, match=f"^{variable}: is needed in production$"):
        Settings.from_environment({name: value for name, value in PRODUCTION.items() if name != variable})


@pytest.mark.parametrize(
    ("variable", "value"),
    [
        ("PORTAL_ENV", "staging"),
        ("PORTAL_PORT", "80a"),
        ("PORTAL_PORT", "0"),
        ("PORTAL_PORT", "65536"),
        ("PORTAL_PORT", "-1"),
        ("PORTAL_PROXIES", "many"),
        ("PORTAL_URL_SCHEME", "ftp"),
        ("DATABASE_PREPARES", "maybe"),
        ("PORTAL_MAIL_DOMAIN", "someone@mail.example"),
        ("PORTAL_MAIL_DOMAIN", "mail..example"),
        ("PORTAL_MAIL_DOMAIN", "mail.example,other.example"),
        ("PORTAL_MAIL_DOMAIN", "-mail.example"),
        ("PORTAL_MAIL_DOMAIN", "bücher.example"),
        ("DATABASE_URL", "mysql://app@db.example/portal"),
        ("DATABASE_URL", "postgresql://db.example/portal"),
        ("DATABASE_URL", "postgresql://app@db.example:port/portal"),
        ("DATABASE_URL", "postgresql://app@[db/portal"),
        ("DATABASE_URL", "postgresql://app@db.example"),
        ("DATABASE_URL", "postgresql://app@db.example/"),
        ("DATABASE_ADMIN_URL", "portal"),
        ("REDIS_URL", "http://redis.example"),
        ("REDIS_URL", "redis://"),
        ("REDIS_URL", "redis://redis.example:99999"),
        ("REDIS_URL", "redis://redis.example/first"),
        ("SMTP_URL", "mail.example:25"),
        ("SMTP_URL", "smtp://"),
        ("DATABASE_STATEMENT_SECONDS", "0"),
        ("DATABASE_CONNECT_SECONDS", "1"),
        ("REDIS_SECONDS", "soon"),
        ("SMTP_URL", "smtp://mail.example:smtp"),
        ("PORTAL_SECRET_KEY", DEMO_SECRET),
        ("PORTAL_SECRET_KEY", f"{'ab' * 16},short"),
        ("PORTAL_SECRET_KEY", "0" * 64),
        ("PORTAL_ENCRYPTION_KEY", "short"),
        ("PORTAL_METRICS_TOKEN", "short"),
        ("PORTAL_ENCRYPTION_KEY", DEMO_ENCRYPTION_SECRET),
    ],
)
def test_a_malformed_variable_is_named_in_one_line(variable: str, value: str) -> None:
    with pytest.raises(SettingsError) as caught:
        Settings.from_environment(PRODUCTION | {variable: value})
    assert caught.value.variable == variable
    assert str(caught.value).startswith(f"{variable}: ") and "\n" not in str(caught.value)


def test_an_error_never_repeats_a_password() -> None:
    with pytest.raises(SettingsError) as caught:
        Settings.from_environment(PRODUCTION | {"DATABASE_URL": "mysql://app:hunter2@db.example/portal"})
    assert "hunter2" not in str(caught.value)


def test_a_file_adds_what_the_process_does_not_say(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / ".env").write_text("PORTAL_PORT=9001\nPORTAL_VAR=elsewhere\n")
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("PORTAL_PORT", "9002")
    monkeypatch.delenv("PORTAL_VAR", raising=False)
    found = read_environment()
    assert (found["PORTAL_PORT"], found["PORTAL_VAR"]) == ("9002", "elsewhere")
    assert "PORTAL_VAR" not in os.environ
