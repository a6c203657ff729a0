"""A list's page: its views as tabs, each with how many rows it has, and the rows of one page."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from urllib.parse import parse_qsl

from flask import render_template, request, url_for
from werkzeug.datastructures import MultiDict

from portal.core import listing as pages
from portal.core.db import db
from portal.saved_views import queries
from portal.saved_views.models import SavedView
from portal.web.shared import formatting, request_cycle
from portal.web.shared.list_filters import parse_id
from portal.web.shared.lists import Address, ListPage, read

COUNTED_VIEWS = 9
"""How many tabs say how many rows they have: those that a key opens."""
Row = Callable[[Any, datetime], Any]
More = Callable[[Sequence[Any]], Mapping[str, Any]]


@dataclass(frozen=True)
class Tab:
    """A view of the list: what it is called, its address, whether the list shows it, and how many rows it has."""

    label: str
    url: str
    is_current: bool
    count: str = ""
    saved: SavedView | None = None

    @property
    def change_url(self) -> str | None:
        """Where the viewer changes the view; None for one that is not theirs to change."""
        if self.saved is None or not queries.may_change(request_cycle.viewer(), self.saved):
            return None
        return url_for("saved_views.detail", view_id=self.saved.id)


def render_list(page: ListPage, template: str, row: Row | None = None, more: More | None = None, **values: Any) -> str:
    """Return the page of the list as the address filters and sorts it; `row` makes what is shown of each row, and
    `more` reads what else is shown of all of them.

    It takes as many statements for few rows as for many: the views, the counts, and the rows of the page.
    """
    session, now, asked = db.session(), request_cycle.now(), read(page)
    tabs, count = _tabs(asked)
    address = asked.for_rows(count)
    shown = pages.load_page(session, page.listing, page.matching(address), address.order)
    return render_template(
        template,
        listing=address,
        rows=[row(each, now) for each in shown.rows] if row else shown.rows,
        tabs=tabs,
        count=count,
        total=formatting.count(count),
        following=address.following(shown),
        deleted_view=_deleted_view(),
        picks=request.args.get("filter") == "open",
        now=now,
        **({"legend": None} | values | (dict(more(shown.rows)) if more else {})),
    )


def _deleted_view() -> SavedView | None:
    """Return the view that the viewer has just deleted, to offer undoing that."""
    view_id = parse_id(request.args.get("deleted_view", ""))
    return queries.find_deleted_view(db.session(), request_cycle.viewer(), view_id) if view_id else None


def read_query(page: ListPage, query: str) -> Address:
    """Return what a view's filters and order say; what its list does not know, it leaves out."""
    return read(page, MultiDict(parse_qsl(query)))


def _tabs(address: Address) -> tuple[list[Tab], int]:
    """Return the views of the list, and how many rows the address has."""
    page = address.page
    saved = queries.views_of(db.session(), request_cycle.viewer(), page.name)
    views: list[tuple[str, Address, SavedView | None]] = [
        *((str(view.label), read_query(page, view.query), None) for view in page.views),
        *((view.name, read_query(page, view.query), view) for view in saved),
    ]
    counted = [view.page.matching(view) for _label, view, _saved in views[:COUNTED_VIEWS]]
    *counts, count = pages.count_each(db.session(), [*counted, page.matching(address)])
    current = _current(address, [view for _label, view, _saved in views])
    labels = [formatting.count(each) for each in counts] + [""] * (len(views) - len(counts))
    tabs = [
        Tab(label, view.url(), number == current, counts_of, of)
        for number, ((label, view, of), counts_of) in enumerate(zip(views, labels, strict=True))
    ]
    return tabs, count


def _current(address: Address, views: Sequence[Address]) -> int | None:
    """Return which of these views the list shows; None where its filters are no view's."""
    shown = (address.query, address.words)
    return next((number for number, view in enumerate(views) if (view.query, view.words) == shown), None)
