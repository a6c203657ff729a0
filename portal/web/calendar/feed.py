"""The address that a calendar program reads: no sign-in and no cookie, only the secret that it contains."""

from hashlib import sha256

from flask import Blueprint, Response, g, request

from portal.accounts import calendar_feeds
from portal.accounts import queries as accounts
from portal.calendar.feed import build
from portal.core import access
from portal.core.db import db
from portal.core.errors import NotFound
from portal.core.rate_limits import FEEDS
from portal.web.shared import rate_limits, request_cycle

blueprint = Blueprint("calendar_feed", __name__)


def by_feed() -> str:
    """Return the feed's key to count by, which isn't its secret."""
    return f"{g.agency.id}:{sha256(request.path.encode()).hexdigest()}"


@blueprint.get("/calendar/feed/<token>.ics")
@access.by_address
@rate_limits.limited(FEEDS, by_feed)
def read(token: str) -> Response:
    """Return the calendar, or 304 where the program has it as it is."""
    feed = calendar_feeds.find_live(db.session(), token)
    if feed is None:
        raise NotFound("feed")
    viewer = accounts.viewer_as(feed.account, g.profile.visibility, feed.scope)
    data = build(db.session(), viewer, request_cycle.now())
    answer = Response(data, mimetype="text/calendar", headers={"Cache-Control": "private, no-cache"})
    answer.set_etag(sha256(data).hexdigest()[:32])
    answer.make_conditional(request)
    return answer
