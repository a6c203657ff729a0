"""What a list is searched for."""

from flask import request

LENGTH = 100


def search_words() -> str:
    """Return what the address searches a list for; empty for the whole list."""
    return (request.args.get("q") or "").strip()[:LENGTH]
