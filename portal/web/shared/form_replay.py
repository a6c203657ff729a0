"""What was typed on a page after its session ended: held until the person signs in again, then sent once more."""

import json
from dataclasses import dataclass
from urllib.parse import urlsplit

from flask import request
from werkzeug.exceptions import RequestEntityTooLarge

from portal.web.shared.safe_paths import local_path

MAX_LENGTH = 100_000
"""The most characters that are held."""
EXCLUDED_FIELDS = ("csrf_token", "held", "autosave", "leaving")


@dataclass(frozen=True)
class HeldForm:
    """The path a form was sent to, and its fields."""

    path: str
    fields: tuple[tuple[str, str], ...]

    def written(self) -> str:
        return json.dumps([self.path, self.fields])


def capture_form() -> HeldForm | None:
    """Return the form of this request as `capture_request` does, if anything is in it."""
    found = capture_request()
    return found if found is not None and found.fields else None


def capture_request() -> HeldForm | None:
    """Return the form of this request, if it was sent from a page of this host and is no autosave or partial request.

    Files and passwords are not held, and a form longer than `MAX_LENGTH` is not held at all. A button by itself is a
    form without fields.
    """
    if request.method != "POST" or "HX-Request" in request.headers or not _is_same_origin():
        return None
    try:
        sent = request.form
    except RequestEntityTooLarge:
        return None
    if "autosave" in sent:
        return None
    fields = tuple(
        (name, value)
        for name, value in sent.items(multi=True)
        if name not in EXCLUDED_FIELDS and "password" not in name
    )
    if sum(len(name) + len(value) for name, value in fields) > MAX_LENGTH:
        return None
    return HeldForm(request.path, fields)


def parse_held_form(text: str | None) -> HeldForm | None:
    """Return the form in what `HeldForm.written` returned; None for anything else."""
    try:
        path, fields = json.loads(text or "")
        pairs = tuple((name, value) for name, value in fields)
    except (ValueError, TypeError):
        return None
    if not isinstance(path, str) or local_path(path) != path or len(text or "") > 2 * MAX_LENGTH:
        return None
    return HeldForm(path, pairs) if all(isinstance(part, str) for pair in pairs for part in pair) else None


def _is_same_origin() -> bool:
    """Return whether a page of ours sent this: browsers say so, and no other site can make them."""
    site = request.headers.get("Sec-Fetch-Site")
    if site is not None:
        return site == "same-origin"
    origin = request.headers.get("Origin") or request.headers.get("Referer") or ""
    return urlsplit(origin).netloc == request.host
