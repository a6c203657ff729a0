"""How often something may be tried; no one is locked out for longer than the minutes it says."""

from collections.abc import Callable
from typing import Any, TypeVar, cast

from flask import Flask, g, request, session
from flask_limiter import Limiter
from flask_limiter.util import get_remote_address

from portal.accounts import queries as accounts
from portal.accounts.rules import email_key
from portal.core.db import db
from portal.core.rate_limits import RateLimit
from portal.core.services import services
from portal.web.shared import request_cycle

View = TypeVar("View", bound=Callable[..., Any])
limiter = Limiter(get_remote_address, default_limits=[], headers_enabled=False)


def install(app: Flask) -> None:
    """Count limits in Redis, or in each application process by itself while Redis is away."""
    app.config.setdefault("RATELIMIT_IN_MEMORY_FALLBACK_ENABLED", True)
    limiter.init_app(app)


def limited(limit: RateLimit, key: Callable[[], str], **when: Any) -> Callable[[View], View]:
    """Count this view's requests under the limit, one count for each `key`; `when` is as Flask-Limiter has it.

    Views under the same limit share the count.
    """
    counted = limiter.shared_limit(limit.rate, limit.what, key_func=key, **({"exempt_when": is_test} | when))
    return cast("Callable[[View], View]", counted)


def limited_per_person(limit: RateLimit, unless: Callable[[], bool] = lambda: False) -> Callable[[View], View]:
    """Count the requests of each person who is signed in; `unless` says which do not count."""
    return limited(limit, by_viewer, exempt_when=lambda: is_test() or unless())


def is_no_search() -> bool:
    """Return whether this request shows a whole list, without a search."""
    return not request.args.get("q")


def has_no_file() -> bool:
    """Return whether this request brings no file."""
    return not any(file.filename for file in request.files.values())


def retry_after_seconds() -> int:
    """Return after how many seconds at the latest the limit that refused this request lets another one through."""
    found = limiter.current_limit
    return found.limit.get_expiry() if found else 60


def storage_uri(redis_url: str) -> str:
    """Return Redis's address as the library that counts spells it."""
    return f"redis+{redis_url}" if redis_url.startswith("unix:") else redis_url


def by_ip_and_account() -> str:
    """Return the IP address and account together, to count by: no one elsewhere can use up an account's tries."""
    return f"{by_ip()}:{by_account()}"


def by_account() -> str:
    """Return the account's key to count by, the same from every IP address."""
    return f"{g.agency.id}:{_email()}"


def by_ip() -> str:
    """Return the key of the IP address and agency to count by, however the host is spelled."""
    return f"{g.agency.id}:{get_remote_address()}"


def by_browser() -> str:
    """Return this browser, to count by: what its cookie holds; one without a cookie can send no form."""
    return f"{g.agency.id}:{session.get('csrf_token') or get_remote_address()}"


def by_viewer() -> str:
    """Return the account that is signed in, to count by; without one, the IP address."""
    found = request_cycle.viewer_or_none()
    return f"{g.agency.id}:{found.account_id}" if found else by_ip()


def is_known_ip(email: str | None = None) -> bool:
    """Return whether the account has signed in from this address before: guesses from elsewhere do not lock it out.

    The account is that of `email`, else of the address in the form.
    """
    return is_test() or accounts.has_signed_in_from(db.session(), email or _email(), get_remote_address())


def _email() -> str:
    return email_key(request.form.get("email", "").replace("\x00", ""))[:254]


def is_test() -> bool:
    """Return whether this is a test, which signs in more often than a person does."""
    return bool(services().settings.environment == "test")
