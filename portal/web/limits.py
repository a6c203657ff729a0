"""How often something may be tried; nobody is locked out for longer than the minutes it says."""

from flask import Flask, current_app, request
from flask_limiter import Limiter
from flask_limiter.util import get_remote_address

from portal.accounts.rules import email_key

limiter = Limiter(get_remote_address, default_limits=[], headers_enabled=False)


def install(app: Flask) -> None:
    """Limits are counted in Redis, and by each process for itself while Redis is away."""
    app.config.setdefault("RATELIMIT_IN_MEMORY_FALLBACK", ["100 per minute"])
    app.config.setdefault("RATELIMIT_IN_MEMORY_FALLBACK_ENABLED", True)
    limiter.init_app(app)


def storage(redis_url: str) -> str:
    """Redis's address as the library that counts spells it."""
    return f"redis+{redis_url}" if redis_url.startswith("unix:") else redis_url


def address_and_account() -> str:
    """One count for each account and address together: nobody elsewhere can use up an account's tries."""
    return f"{request.host}:{get_remote_address()}:{email_key(request.form.get('email', ''))[:254]}"


def address() -> str:
    """One count for each address and agency."""
    return f"{request.host}:{get_remote_address()}"


def generous() -> bool:
    """Tests sign in more often than anybody."""
    return bool(current_app.config["SETTINGS"].environment == "test")
