"""Where a person may be redirected: pages of this host only."""

from urllib.parse import urlsplit

HOME_PATH = "/today"


def local_path(target: str | None) -> str:
    """Return the target if it is a path of this host, else the home page."""
    if not target or not target.startswith("/") or target.startswith(("//", "/\\")):
        return HOME_PATH
    if "\\" in target or any(ord(sign) < 33 or ord(sign) == 127 for sign in target):
        return HOME_PATH
    try:
        parts = urlsplit(target)
    except ValueError:
        return HOME_PATH
    return HOME_PATH if parts.scheme or parts.netloc else target
