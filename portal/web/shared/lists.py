"""Lists as their addresses filter and sort them: what an address means, its chips, its heads, and its links."""

import uuid
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any
from urllib.parse import urlencode

from flask import request, url_for
from flask_babel import gettext
from sqlalchemy import Date, Integer, Select, Text
from sqlalchemy.types import TypeEngine
from werkzeug.datastructures import MultiDict

from portal.core.listing import COUNTED, ListQuery, Order, Page
from portal.web.shared import formatting
from portal.web.shared.list_filters import MODE, SEVERAL, TEXT, ListFilter, parse_id, tidy_text
from portal.web.shared.search_words import LENGTH

Said = Mapping[str, tuple[str, ...]]
DOWN, UP = "down", "up"


@dataclass(frozen=True)
class ListColumn:
    """A column of a list; `name` is that of its style, and of the order by it, if there is one."""

    name: str
    label: Any


@dataclass(frozen=True)
class BuiltInView:
    """A view that every list of its kind has: its label, and its filters as an address has them."""

    label: Any
    query: str = ""


@dataclass(frozen=True)
class ListPage:
    """A list with its page: what it can be filtered and sorted by, and its views.

    `matching` returns the query for the ids of the rows of an address that the viewer may see. `order` is the default
    one, by the value of the filter that is a mode, or by None. `search` says what the list's field searches for; empty
    where it has none.
    """

    name: str
    endpoint: str
    title: Any
    listing: ListQuery
    filters: tuple[ListFilter, ...]
    columns: tuple[ListColumn, ...]
    matching: "Callable[[Address], Select[uuid.UUID]]"
    order: Mapping[str | None, Order]
    views: tuple[BuiltInView, ...]
    search: Any = ""

    @property
    def mode(self) -> ListFilter | None:
        """The filter that always has a value, where there is one."""
        return next((row for row in self.filters if row.kind == MODE), None)


@dataclass(frozen=True)
class Chip:
    """A filter that is on: what it says, the address without it, and, if it has choices, those that are on."""

    filter: ListFilter
    label: str
    without: str
    values: tuple[str, ...]

    @property
    def opens(self) -> bool:
        return self.filter.kind == SEVERAL


@dataclass(frozen=True)
class Head:
    """The head of a column: its label, and, if one can sort by it, the address that does and its `aria-sort`.

    `hint` says when one can, where it can’t be now.
    """

    name: str
    label: str
    url: str | None = None
    order: str | None = None
    hint: str = ""


@dataclass(frozen=True)
class Address:
    """What an address says of a list: its filters, its words, and its order; `problems` says what it doesn't.

    A list that `is_long` is only sorted by what an index answers.
    """

    page: ListPage
    said: Said
    words: str
    order: Order
    problems: tuple[str, ...] = ()
    is_long: bool = False

    def for_rows(self, count: int) -> "Address":
        """Return the address for so many rows: a long list has the usual order instead of one that no index answers."""
        if count < COUNTED:
            return self
        if not self.page.listing.sort_keys[self.order.key].for_short_lists:
            return replace(self, is_long=True)
        labels = {column.name: column.label for column in self.page.columns}
        problem = gettext(
            "This list is too long to sort by “%(column)s”. Filter it to fewer than %(most)s first.",
            column=labels.get(self.order.key, self.order.key),
            most=formatting.number(COUNTED),
        )
        return replace(self, is_long=True, order=_usual(self.page, self.mode), problems=(*self.problems, problem))

    def values(self, name: str) -> tuple[str, ...]:
        """Return the values of this filter; empty where it is off."""
        return self.said.get(name, ())

    def first(self, name: str) -> str:
        """Return the value of a filter that has one; empty where it is off."""
        return next(iter(self.values(name)), "")

    @property
    def mode(self) -> str | None:
        """The value of the filter that always has one."""
        found = self.page.mode
        return (self.first(found.name) or next(iter(found.choices or ()))) if found else None

    @property
    def is_filtered(self) -> bool:
        """Whether a filter or words narrow the list, besides its mode."""
        return bool(self.words or self.chips)

    @property
    def query(self) -> str:
        """The filters and the order, in one spelling: what a view keeps."""
        return urlencode(self._pairs(self.said, self._order_names()))

    def url(self, said: Said | None = None, **more: str) -> str:
        """Return the list’s address with its filters or these, its words, its order, and what else is given."""
        names = self._order_names() | {"q": self.words} | more
        query = urlencode(self._pairs(self.said if said is None else said, names))
        return url_for(self.page.endpoint) + (f"?{query}" if query else "")

    def fields(self, *but: str) -> list[tuple[str, str]]:
        """Return what a form of the list’s address keeps of it: the filters, words, and order, except those named."""
        pairs = self._pairs(self.said, {"q": self.words} | self._order_names())
        return [pair for pair in pairs if pair[0] not in but]

    def following(self, page: Page) -> str | None:
        """Return the address of the next page; None on the last."""
        return self.url(after=f"{page.after[0]}~{page.after[1]}") if page.after else None

    @property
    def without_filters(self) -> str:
        """The address without a filter that a chip shows; its mode, words, and order stay."""
        modes = {row.name for row in self.page.filters if row.kind == MODE}
        return self.url({name: values for name, values in self.said.items() if name in modes})

    @property
    def chips(self) -> list[Chip]:
        """A chip for each filter that is on, but for the mode, which the tabs show."""
        return [
            Chip(
                row,
                row.words(values),
                self.url({key: kept for key, kept in self.said.items() if key != row.name}),
                values,
            )
            for row in self.page.filters
            if row.kind != MODE and (values := self.values(row.name))
        ]

    @property
    def heads(self) -> list[Head]:
        """The heads of the columns; one that is sorted by leads to the other direction."""
        return [self._head(column) for column in self.page.columns]

    def _head(self, column: ListColumn) -> Head:
        label = str(column.label)
        key = self.page.listing.sort_keys.get(column.name)
        if key is None:
            return Head(column.name, label)
        if self.is_long and key.for_short_lists:
            hint = gettext("Filter the list to fewer than %(most)s to sort by this", most=formatting.number(COUNTED))
            return Head(column.name, label, hint=hint)
        if column.name != self.order.key:
            return Head(column.name, label, self.url(sort=column.name, order=""))
        turned = self.url(sort=column.name, order=UP if self.order.descending else DOWN)
        return Head(column.name, label, turned, "descending" if self.order.descending else "ascending")

    def _order_names(self) -> dict[str, str]:
        """Return the order as the address has it; nothing for the default one."""
        usual = _usual(self.page, self.mode)
        if (self.order.key, self.order.descending) == (usual.key, usual.descending):
            return {}
        return {"sort": self.order.key, "order": DOWN if self.order.descending else UP}

    @staticmethod
    def _pairs(said: Said, names: Mapping[str, str]) -> list[tuple[str, str]]:
        pairs = [(name, value) for name, values in said.items() for value in values]
        return [*pairs, *((name, value) for name, value in names.items() if value)]


def read(page: ListPage, given: "MultiDict[str, str] | None" = None) -> Address:
    """Return what the address of the request says of the list, or what these values of one do."""
    args = request.args if given is None else given
    said, problems = {}, []
    for row in page.filters:
        values = [tidy_text(value) for value in args.getlist(row.name)]
        known = tuple(dict.fromkeys(value for value in values if value and row.is_known(value)))
        problems += [_problem(row, value) for value in values if value and not row.is_known(value)]
        if row.kind == MODE and known[:1] == tuple(row.choices or ())[:1]:
            known = ()  # the default one, which needs no saying
        if known:
            said[row.name] = known if row.kind == SEVERAL or row.kind == TEXT else known[:1]
    words = args.get("q", "").strip()[:LENGTH]
    address = Address(page, said, words, Order(""), tuple(problems))
    return Address(page, said, words, _order(page, address.mode, args), tuple(problems))


def _problem(row: ListFilter, value: str) -> str:
    return gettext(
        "“%(filter)s: %(value)s” isn’t a filter of this list, so it’s left out.",
        filter=row.label,
        value=value[:40],
    )


def _usual(page: ListPage, mode: str | None) -> Order:
    """Return the order of the list where its address says none."""
    return page.order.get(mode) or next(iter(page.order.values()))


def _order(page: ListPage, mode: str | None, args: "MultiDict[str, str]") -> Order:
    """Return how the address sorts the list, and from where on it is shown."""
    usual = _usual(page, mode)
    key = args.get("sort", "")
    if key not in page.listing.sort_keys:
        key = usual.key
    said = args.get("order")
    descending = said == DOWN if said in (DOWN, UP) else (key == usual.key and usual.descending)
    value, _tilde, row_id = args.get("after", "").rpartition("~")
    found = parse_id(row_id)
    fits = found is not None and _can_have(page.listing.sort_keys[key].type, value)
    return Order(key, descending, (value, found) if found is not None and fits else None)


def _can_have(kind: TypeEngine[Any], value: str) -> bool:
    """Return whether a column of this type can have the value, which comes from the address of a following page."""
    if isinstance(kind, Text):
        return "\0" not in value
    if isinstance(kind, Integer):
        return value.lstrip("-").isdecimal() and len(value) < 10
    if value in ("infinity", "-infinity"):
        return True
    try:
        return bool(date.fromisoformat(value) if isinstance(kind, Date) else datetime.fromisoformat(value))
    except ValueError:
        return False
