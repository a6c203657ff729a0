"""Pages that follow what colleagues change: they ask again every 15 seconds, and get a 304 while nothing was changed.

Every change is audited in its transaction, so the audit log says whether there was one (docs/architecture.md#live).
"""

from datetime import datetime, timedelta
from typing import Any

from flask import Flask, g, request
from werkzeug.wrappers import Response

from portal.audit import queries as audit
from portal.core.db import db
from portal.history.changes import changes_by_colleagues
from portal.web.shared import request_cycle

ROWS, NOTICE = "rows", "notice"
"""What a page does with a change: it shows the rows as they are now, or says that someone changed something."""
LIVE_PAGES = {
    "today.index": ROWS,
    "candidates.index": ROWS,
    "applications.index": ROWS,
    "interviews.index": ROWS,
    "contact_requests.index": ROWS,
    "approvals.index": ROWS,
    "contacts.index": ROWS,
    "employers.index": ROWS,
    "openings.index": ROWS,
    "opening_responses.index": ROWS,
    "outbox.index": ROWS,
    "candidates.detail": NOTICE,
    "applications.detail": NOTICE,
    "interviews.detail": NOTICE,
}
EVERY = timedelta(seconds=15)
SLOT = timedelta(minutes=5)
"""How often a page is shown anew whatever happens, since what it says of times changes too."""
JUST_NOW = timedelta(minutes=1)
"""For how long a change says by whom it was."""
MAX_CHANGES = 50


def install(app: Flask) -> None:
    """Have pages know what they show, and answer those that ask whether anything was changed since."""
    app.before_request(_answer_unchanged)
    app.after_request(_name_version)


def is_poll() -> bool:
    """Return whether this request was made by an open page by itself, and not by a person."""
    return request.method == "GET" and "HX-Request" in request.headers and "If-None-Match" in request.headers


def live_page() -> dict[str, Any] | None:
    """Return what the layout needs to keep this page current; None where it isn't kept so."""
    version = g.get("live_version")
    if version is None or request.args.get("q"):  # a search counts against a limit
        return None
    return {
        "version": version,
        "mode": LIVE_PAGES[request.endpoint or ""],
        "url": request.full_path.rstrip("?"),
        "seconds": int(EVERY.total_seconds()),
        "changes": _changes() if is_poll() else [],
    }


def _answer_unchanged() -> Response | None:
    viewer = request_cycle.viewer_or_none() if request.endpoint in LIVE_PAGES else None
    if viewer is None or viewer.is_candidate:
        return None
    g.live_version = _version(request_cycle.now())  # before the page is read, so that no change falls in between
    return Response(status=304) if is_poll() and request.headers["If-None-Match"] == g.live_version else None


def _name_version(response: Response) -> Response:
    if "live_version" in g and response.status_code in (200, 304):
        response.headers["ETag"] = g.live_version
    return response


def _version(now: datetime) -> str:
    """Return the slot of time, and how many changes were recorded since the one before it began.

    A count, since of two changes the one that began first can be committed last.
    """
    slot, seconds = divmod(now.timestamp(), SLOT.total_seconds())
    start = now - timedelta(seconds=seconds) - SLOT
    return f'"{int(slot)}.{audit.count_recorded_since(db.session(), start)}"'


def _changes() -> list[dict[str, str]]:
    """Return what colleagues changed just now of records that the viewer may see, and who."""
    since = request_cycle.now() - JUST_NOW
    rows = changes_by_colleagues(db.session(), request_cycle.viewer(), since, MAX_CHANGES)
    return [{"id": str(subject_id), "by": name} for subject_id, name in rows]
