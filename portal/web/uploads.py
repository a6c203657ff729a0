"""How much may be sent at once: more than usual only where a view takes larger files, and says so."""

from collections.abc import Callable
from typing import TypeVar

from flask import Flask, current_app, request

View = TypeVar("View", bound=Callable[..., object])
_LARGEST = "portal_largest_upload"


def up_to(size: int) -> Callable[[View], View]:
    """This view takes so many bytes at once."""

    def declare(view: View) -> View:
        setattr(view, _LARGEST, size)
        return view

    return declare


def install(app: Flask) -> None:
    """What a view takes is known before anything of the request is read, and no file stays open after it."""
    app.before_request(_allow)
    app.teardown_request(lambda _error: request.close())


def _allow() -> None:
    view = current_app.view_functions.get(request.endpoint or "")
    size = getattr(view, _LARGEST, None)
    if size is not None:
        request.max_content_length = size
