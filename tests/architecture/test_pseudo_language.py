"""Every visible sentence can be translated: in a language that marks each of its sentences, every page is marked."""

import re
from collections.abc import Iterator
from html.parser import HTMLParser
from pathlib import Path
from zoneinfo import available_timezones

import pytest
from babel import Locale
from flask import Flask
from sqlalchemy import select, text

from portal.accounts.models import Account
from portal.agencies.holidays import named_holidays, regions
from portal.contacts.models import Contact
from portal.core.formatting import format_place, zone_city
from portal.drafts.rules import MERGE_FIELDS
from portal.names.rules import first_name
from portal.web.shared.time_zones import ZONE_REGIONS
from tests.architecture.test_access import ids
from tests.architecture.test_looking import READABLE, browser_of, everything
from tests.factories.firm import Firm
from tests.fixtures.app import Browse, Browser
from tests.fixtures.marked import LANGUAGE, marked_language

__all__ = ["ids"]

SHOWN_ATTRIBUTES = ("alt", "aria-label", "placeholder", "title")
SILENT_TAGS = ("script", "style", "kbd", "textarea", "code")
LETTER = {"letter", "compared", "excerpt", "paper"}
"""Classes of what a person wrote: it stays in its language. A section of them is the portal's own card."""
ENGLISH = Locale.parse(LANGUAGE)
DATE_WORDS = {
    name
    for names in (ENGLISH.days, ENGLISH.months)
    for width in ("wide", "abbreviated")
    for name in names["format"][width].values()
} | {"AM", "PM", "am", "pm", "hr", "min", "Sep", "Sept", "GMT"}
PLACES = {
    *(zone_city(zone) for zone in available_timezones()),
    *(format_place(zone, "en_US") for zone in available_timezones() if zone.partition("/")[0] in ZONE_REGIONS),
    *(name for zone in ENGLISH.meta_zones.values() for name in zone.get("long", {}).values()),
    *Locale.parse("en").territories.values(),
    *regions("US").values(),
    *(f"English ({place})" for place in Locale.parse("en").territories.values()),
}
HOLIDAYS = {name for year in range(2020, 2040) for name in named_holidays("US", None, year).values()}
"""Names from libraries, which have their own languages."""
REQUEST_ID = re.compile("[0-9a-f]{12}")


class Page(HTMLParser):
    """Collects the visible text outside of ⟦ and ⟧."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.unmarked: list[str] = []
        self._depth = 0
        self._silent = ""
        self._nested = 0
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        values = {name: value or "" for name, value in attrs}
        is_letter = tag != "section" and LETTER & set(values.get("class", "").split())
        if not self._silent and (tag in SILENT_TAGS or is_letter):
            self._silent = tag
        self._nested += tag == self._silent
        for name in SHOWN_ATTRIBUTES:
            self.unmarked += outside_marks(values.get(name, ""), 0)[0]

    def handle_endtag(self, tag: str) -> None:
        self._nested -= tag == self._silent
        if not self._nested:
            self._silent = ""

    def handle_data(self, data: str) -> None:
        if not self._silent:
            found, self._depth = outside_marks(data, self._depth)
            self.unmarked += found


def outside_marks(said: str, depth: int) -> tuple[list[str], int]:
    """Return the parts of a text outside of marks, and how many marks are open after it."""
    found = []
    for part in re.split("([⟦⟧])", said):
        if part in ("⟦", "⟧"):
            depth += 1 if part == "⟦" else -1
        elif depth == 0 and re.search(r"[^\W\d_]{2}", part):
            found.append(part.strip())
    return found, depth


@pytest.fixture
def marked(app: Flask, tmp_path: Path) -> Iterator[None]:
    """Show every page in a language that wraps each sentence in ⟦ and ⟧."""
    with marked_language(app, tmp_path):
        yield


def stored(firm: Firm) -> set[str]:
    """Return the parts of every text in every table, also in capitals as in mailing addresses."""
    tables = firm.session.scalars(text(READABLE)).all()
    values = [
        value
        for table in tables
        for row in firm.session.scalars(text(f"select to_jsonb(t) from {table} t"))
        for value in leaves(row)
    ]
    first_names = [
        first_name(name) for table in (Account, Contact) for name in firm.session.scalars(select(table.name))
    ]
    known = {part for value in (*values, *first_names, *MERGE_FIELDS, *PLACES, *HOLIDAYS) for part in parts(value)}
    return known | {part.upper() for part in known}


def leaves(value: object) -> Iterator[str]:
    """Yield every text in a value of JSON."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict | list):
        for part in value.values() if isinstance(value, dict) else value:
            yield from leaves(part)


def parts(said: str) -> set[str]:
    """Return what stands between the marks and line breaks of a text."""
    return {part.strip(" .") for part in re.split(r"[^\w @.+&’'/-]+", said)}


def is_data(part: str, known: set[str]) -> bool:
    """Return whether a part of a page's text is stored, a date, a person's initials, or an agency's sender."""
    words = re.findall(r"[^\W\d_]{2,}", part)
    if REQUEST_ID.fullmatch(part) or re.fullmatch(r"[A-Z]{2}|[0-9a-f]{12}@mail\.localhost", part):
        return True
    return part in known or set(words) <= DATE_WORDS


AS_SENT = re.compile(r"/mail/[^/]+/html")
"""An email as it was sent, in its reader's language then."""


def unmarked(browser: Browser, paths: list[str], known: set[str]) -> Iterator[tuple[str, str]]:
    """Yield every text that is neither marked nor data, and where it is."""
    for path in paths:
        if AS_SENT.fullmatch(path):
            continue
        answer = browser.get(path)
        if answer.mimetype == "text/html" and answer.status_code not in (301, 302, 303, 308):
            assert "⟦" in answer.text, path
            for said in Page(answer.text).unmarked:
                if not all(is_data(part, known) for part in parts(said)):
                    yield said, path


@pytest.mark.usefixtures("marked")
@pytest.mark.parametrize("who", ["nobody", "owner", "candidate"])
def test_every_visible_sentence_is_marked_for_translation(
    app: Flask, firm: Firm, browse: Browse, ids: dict[str, str], who: str
) -> None:
    browser, paths = browser_of(who, firm, browse), everything(app, firm, ids)
    found = dict(unmarked(browser, paths, stored(firm)))
    assert found == {}


def test_unmarked_words_are_found_in_text_and_in_attributes() -> None:
    html = '<p title="Zero">⟦One <b>Two⟧</b> by <i>⟦Ann⟧</i></p><p class="letter">Three<p>Four</p></p>Five'
    assert Page(html).unmarked == ["Zero", "by", "Five"]
    assert is_data("Monday", set()) and is_data("Ann Lee", {"Ann Lee"}) and not is_data("by", {"Ann by Lee"})
