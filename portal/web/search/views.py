"""Search: one page of results, which the overlay on every staff page shows as well."""

from flask import Blueprint, render_template, request
from flask_babel import gettext, ngettext

from portal.accounts import permissions
from portal.core import access
from portal.core.db import db
from portal.core.rate_limits import SEARCHES
from portal.search import queries, rules
from portal.search.queries import SearchResult
from portal.web.search import commands, presenter, record_actions
from portal.web.search.presenter import ResultGroup
from portal.web.shared import rate_limits, request_cycle
from portal.web.shared.responses import ViewResponse
from portal.web.shared.search_words import search_words

blueprint = Blueprint("search", __name__, url_prefix="/search")

IN_OVERLAY, ON_PAGE, MOVES = 6, 20, 8
"""How many rows of a group are shown in the overlay, and on a page of its own; how many interviews to move."""
MOST_OPENED = 5


@blueprint.get("")
@access.requires(permissions.SEE_RECORDS)
@rate_limits.limited_per_person(SEARCHES, unless=rate_limits.is_no_search)
def index() -> ViewResponse:
    text = search_words()
    in_overlay = "HX-Request" in request.headers
    found, groups = _results(text, IN_OVERLAY if in_overlay else ON_PAGE)
    return render_template(
        "search/_results.html" if in_overlay else "search/page.html",
        in_overlay=in_overlay,
        search_text=text,
        groups=groups,
        nothing=bool(rules.typed_words(text)) and not found.hits,
        said="",
        spellings=sorted({word for words in found.spellings.values() for word in words}),
    )


@blueprint.get("/opened")
@access.requires(permissions.SEE_RECORDS)
def opened() -> ViewResponse:
    """Show the records that the browser says were opened last, as far as the viewer may see them."""
    keys = [key for text in request.args.getlist("record")[:MOST_OPENED] if (key := presenter.parse_record(text))]
    rows = presenter.rows(queries.hits_of(db.session(), request_cycle.viewer(), keys))
    groups = [ResultGroup(gettext("Last opened"), rows)] if rows else []
    values = {"search_text": "", "groups": groups, "nothing": False, "spellings": [], "said": ""}
    return render_template("search/_results.html", in_overlay=True, **values)


@blueprint.get("/actions")
@access.requires(permissions.SEE_RECORDS)
def actions() -> ViewResponse:
    """Show what can be done with the record that the address names, if any; `q` is what was typed to find it."""
    in_overlay = "HX-Request" in request.headers
    key = presenter.parse_record(request.args.get("record", ""))
    groups = [record_actions.actions_of(request_cycle.viewer(), *key)] if key else []
    said = "".join(
        ngettext("%(num)d action for %(name)s", "%(num)d actions for %(name)s", len(group.rows), name=group.heading)
        for group in groups
    )
    values = {"search_text": search_words(), "groups": groups, "nothing": False, "spellings": [], "said": said}
    template = "search/_results.html" if in_overlay else "search/page.html"
    return render_template(template, in_overlay=in_overlay, **values)


def _results(text: str, most: int) -> tuple[SearchResult, list[ResultGroup]]:
    """Return what was found and the groups that are shown; "move interview of" shows the interviews to move."""
    session, viewer, now = db.session(), request_cycle.viewer(), request_cycle.now()
    whose = commands.without_move(text)
    found = queries.find(session, viewer, text if whose is None else whose)
    shown = commands.commands(viewer, text, found.hits, now, commands.MOVES_OF_HITS if whose is None else MOVES)
    groups = [] if whose else presenter.groups(found, text, most)
    if text and shown:
        groups.append(ResultGroup(gettext("Commands"), shown))
    return found, groups
