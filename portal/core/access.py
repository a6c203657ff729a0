"""Every route declares who may call it; the program does not start while one does not."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import TypeVar

from flask import Flask

View = TypeVar("View", bound=Callable[..., object])
_DECLARED = "portal_access"


@dataclass(frozen=True)
class Access:
    """`permission` is None if no sign-in is needed; `any_host` is true if no agency is entered.

    `recent` asks for the password again where it was entered more than 10 minutes ago. A view that shows a form and
    takes it asks when it is sent. `downloads` is true for a GET that sends a file: after the password, the page that
    linked to it opens again and starts the download. `to_sign_in` is true for what a colleague needs to sign in as the
    agency requires. `by_address` is true for what has its secret in its address: no cookie is read, and none is set.
    """

    permission: str | None
    any_host: bool = False
    recent: bool = False
    downloads: bool = False
    to_sign_in: bool = False
    by_address: bool = False


class UndeclaredRoute(RuntimeError):
    """A route was registered without saying who may call it."""


def public(view: View) -> View:
    """Let anyone call this view, signed in or not."""
    return _declare(view, Access(None))


def by_address(view: View) -> View:
    """Let anyone call this view who has the secret that is in its address; the view checks it, and no cookie counts."""
    return _declare(view, Access(None, by_address=True))


def any_host(view: View) -> View:
    """Let anyone call this view, also on a host that is no agency's; it sees no agency's rows."""
    return _declare(view, Access(None, any_host=True))


def requires(
    permission: str, *, recent: bool = False, downloads: bool = False, to_sign_in: bool = False
) -> Callable[[View], View]:
    """Let only a signed-in account whose role has `permission` call this view; the others are those of `Access`."""
    return lambda view: _declare(view, Access(permission, recent=recent, downloads=downloads, to_sign_in=to_sign_in))


def declared_access(view: Callable[..., object]) -> Access | None:
    """Return the access that a view declared, None if it declared none."""
    found: Access | None = getattr(view, _DECLARED, None)
    return found


def require_declared_access(app: Flask) -> None:
    """Raise `UndeclaredRoute` with the names of the routes that have not declared their access."""
    silent = sorted(
        rule.rule for rule in app.url_map.iter_rules() if declared_access(app.view_functions[rule.endpoint]) is None
    )
    if silent:
        raise UndeclaredRoute("declare who may call: " + ", ".join(silent))


def _declare(view: View, access: Access) -> View:
    setattr(view, _DECLARED, access)
    return view
