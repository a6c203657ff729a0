"""Settings from the environment, checked before anything starts."""

import os
import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import SplitResult, unquote, urlsplit

from dotenv import dotenv_values

from portal.core.errors import CannotRun

ENVIRONMENTS = ("demo", "dev", "test", "production")
DEFAULT_VAR = "var"
DEMO_SECRET = "the demo's own secret; refused in production"  # noqa: S105 - that is what it is for
DEMO_ENCRYPTION_SECRET = "the demo's own key for secrets; refused in production"  # noqa: S105 - as above
DEMO_MAIL_DOMAIN = "mail.localhost"
SECRET_CHARACTERS = 16
DOMAIN_PATTERN = re.compile(r"[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?(\.[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?)*")
REQUIRED_IN_PRODUCTION = ("DATABASE_URL", "REDIS_URL", "SMTP_URL", "PORTAL_SECRET_KEY", "PORTAL_MAIL_DOMAIN")


class SettingsError(CannotRun):
    """A variable is missing or malformed; the text is one line that names it."""

    def __init__(self, variable: str, problem: str) -> None:
        super().__init__(f"{variable}: {problem}")
        self.variable = variable


@dataclass(frozen=True)
class SmtpServer:
    """A mail server. `tls` is `starttls` or `implicit`, both verified, or `none`: STARTTLS if it is offered."""

    host: str
    port: int
    user: str | None
    password: str | None
    tls: str

    @property
    def name(self) -> str:
        """Return what logs, `/readyz`, and metrics call it."""
        return f"{self.host}:{self.port}"


@dataclass(frozen=True)
class Settings:
    """Everything that the program takes from its environment (docs/operating.md#environment).

    `database_url`, `admin_url`, `backup_url`, and `redis_url` are None to use the embedded servers. `prepares` allows
    prepared statements, which a pooler between transactions has to support.
    The seconds are how long a page waits for a connection, a statement, a lock, and Redis. `encryption_keys` encrypt
    what has to be readable, such as the secrets of two-step sign-in, which needs at least one. Who has one of
    `metrics_tokens` may read `/metrics`. `mails_a_minute` are the emails of one agency that go out in a minute, and
    `mails_a_minute_to_domain` those to one receiving domain; 0 for no limit.
    """

    environment: str
    var: Path
    port: int
    database_url: str | None
    admin_url: str | None
    backup_url: str | None
    redis_url: str | None
    smtp: SmtpServer | None
    secret_keys: tuple[str, ...]
    encryption_keys: tuple[str, ...]
    metrics_tokens: tuple[str, ...]
    mail_domain: str
    url_scheme: str
    proxies: int
    prepares: bool = False
    connect_seconds: int = 3
    statement_seconds: int = 15
    lock_seconds: int = 5
    redis_seconds: int = 2
    mails_a_minute: int = 0
    mails_a_minute_to_domain: int = 0

    @property
    def is_local(self) -> bool:
        """Return whether this is a developer's or demo machine, not production."""
        return self.environment != "production"

    @property
    def link_port(self) -> int | None:
        """Return the port for links in emails; None for the scheme's own."""
        return self.port if self.is_local else None

    @classmethod
    def from_environment(cls, env: Mapping[str, str], default: str = "production") -> "Settings":
        """Return the settings that these variables give; raise `SettingsError` for the first that is wrong."""
        environment = _choice(env, "PORTAL_ENV", ENVIRONMENTS, default)
        production = environment == "production"
        if production:
            _require_all(env)
        return cls(
            environment=environment,
            var=Path(env.get("PORTAL_VAR") or DEFAULT_VAR).resolve(),
            port=_integer(env, "PORTAL_PORT", 8000, 1, 65535),
            database_url=_database_url(env, "DATABASE_URL"),
            admin_url=_database_url(env, "DATABASE_ADMIN_URL"),
            backup_url=_database_url(env, "DATABASE_BACKUP_URL"),
            redis_url=_redis_url(env),
            smtp=_smtp_server(env),
            secret_keys=_secrets(env, "PORTAL_SECRET_KEY", production) or (DEMO_SECRET,),
            encryption_keys=_secrets(env, "PORTAL_ENCRYPTION_KEY", production)
            or (() if production else (DEMO_ENCRYPTION_SECRET,)),
            metrics_tokens=_secrets(env, "PORTAL_METRICS_TOKEN", production),
            mail_domain=_mail_domain(env),
            url_scheme=_choice(env, "PORTAL_URL_SCHEME", ("http", "https"), "https" if production else "http"),
            proxies=_integer(env, "PORTAL_PROXIES", 0, 0, 10),
            prepares=_choice(env, "DATABASE_PREPARES", ("yes", "no"), "no") == "yes",
            connect_seconds=_integer(env, "DATABASE_CONNECT_SECONDS", 3, 2, 60),
            statement_seconds=_integer(env, "DATABASE_STATEMENT_SECONDS", 15, 1, 100),
            lock_seconds=_integer(env, "DATABASE_LOCK_SECONDS", 5, 1, 100),
            redis_seconds=_integer(env, "REDIS_SECONDS", 2, 1, 60),
            mails_a_minute=_integer(env, "PORTAL_MAIL_RATE", 3000 if production else 0, 0, 1_000_000),
            mails_a_minute_to_domain=_integer(env, "PORTAL_MAIL_DOMAIN_RATE", 1200 if production else 0, 0, 1_000_000),
        )

    @property
    def program_role(self) -> str:
        """Return the role that the program connects as."""
        return unquote(urlsplit(self.database_url or "").username or "")


def read_environment() -> dict[str, str]:
    """Return the process's variables, and those that only the file `.env` in the working folder sets."""
    written = {name: value for name, value in dotenv_values(".env").items() if value is not None}
    return written | dict(os.environ)


def _require_all(env: Mapping[str, str]) -> None:
    for name in REQUIRED_IN_PRODUCTION:
        if not (env.get(name) or "").strip(" ,"):
            raise SettingsError(name, "is needed in production")


def _choice(env: Mapping[str, str], name: str, choices: tuple[str, ...], default: str) -> str:
    value = env.get(name) or default
    if value not in choices:
        raise SettingsError(name, f"has to be one of {', '.join(choices)}, not {value!r}")
    return value


def _integer(env: Mapping[str, str], name: str, default: int, least: int, most: int) -> int:
    text = env.get(name) or str(default)
    if not (text.isascii() and text.isdigit() and least <= int(text) <= most):
        raise SettingsError(name, f"has to be a whole number from {least} to {most}, not {text!r}")
    return int(text)


def _database_url(env: Mapping[str, str], name: str) -> str | None:
    value = env.get(name)
    if not value:
        return None
    url = _parse_url(
        name, value, ("postgresql", "postgres", "postgresql+psycopg"), "postgresql://role:password@host/database"
    )
    if not (url.username and url.path.strip("/")):
        raise SettingsError(name, "has to name a role and a database, as in postgresql://role:password@host/database")
    return "postgresql+psycopg://" + value.partition("://")[2]


def _redis_url(env: Mapping[str, str]) -> str | None:
    value = env.get("REDIS_URL")
    if not value:
        return None
    url = _parse_url("REDIS_URL", value, ("redis", "rediss", "unix"), "redis://host:port/0")
    if not (url.path if url.scheme == "unix" else url.hostname):
        raise SettingsError("REDIS_URL", "has to name a host or a socket, as in redis://host:port/0")
    if url.scheme != "unix" and not re.fullmatch(r"/?[0-9]{0,4}", url.path):
        raise SettingsError("REDIS_URL", "has to number its database, as in redis://host:port/0")
    return value


def _smtp_server(env: Mapping[str, str]) -> SmtpServer | None:
    value = env.get("SMTP_URL")
    if not value:
        return None
    form = "smtp[s]://user:password@host:port"
    url = _parse_url("SMTP_URL", value, ("smtp", "smtps"), form)
    if not url.hostname:
        raise SettingsError("SMTP_URL", f"has to read {form}")
    tls = "implicit" if url.scheme == "smtps" else ("starttls" if url.username else "none")
    user, password = (unquote(part) if part else None for part in (url.username, url.password))
    port = url.port or (465 if tls == "implicit" else 587 if user else 25)
    return SmtpServer(url.hostname, port, user, password, tls)


def _parse_url(name: str, value: str, schemes: tuple[str, ...], form: str) -> SplitResult:
    """Return the parts of a URL; an error never repeats its text, which may hold a password."""
    try:
        url = urlsplit(value)
        port = url.port
    except ValueError as error:
        raise SettingsError(name, f"has a host or port that cannot be read; it has to read {form}") from error
    if url.scheme not in schemes or "://" not in value or port == 0:
        raise SettingsError(name, f"has to read {form}")
    return url


def _secrets(env: Mapping[str, str], name: str, production: bool) -> tuple[str, ...]:
    keys = tuple(key.strip() for key in (env.get(name) or "").split(",") if key.strip())
    if production and any(_is_weak(key) for key in keys):
        least = f"each at least {SECRET_CHARACTERS} characters long and not one character repeated"
        raise SettingsError(name, f"has to hold secrets of your own, {least}")
    return keys


def _is_weak(key: str) -> bool:
    """Return whether the secret is the demo's, too short, or one character over and over."""
    return key in (DEMO_SECRET, DEMO_ENCRYPTION_SECRET) or len(key) < SECRET_CHARACTERS or len(set(key)) == 1


def _mail_domain(env: Mapping[str, str]) -> str:
    value = (env.get("PORTAL_MAIL_DOMAIN") or DEMO_MAIL_DOMAIN).strip().lower()
    if len(value) > 253 or not DOMAIN_PATTERN.fullmatch(value):
        raise SettingsError("PORTAL_MAIL_DOMAIN", f"has to be a bare domain, not {value!r}")
    return value
