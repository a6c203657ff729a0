"""What search shows: the hits in groups of fixed order, their pages and pictures, and the letters that were typed."""

import re
import uuid
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from flask import Flask, request, url_for
from flask_babel import lazy_gettext as _

from portal.search import rules
from portal.search.queries import Hit, SearchResult
from portal.search.sources import CANDIDATE, CONTACT, EMPLOYER, INTERVIEW, OPENING
from portal.web.shared import formatting

PAGES: Mapping[str, tuple[str, str]] = {
    CANDIDATE: ("candidates.detail", "candidate_id"),
    CONTACT: ("contacts.detail", "contact_id"),
    EMPLOYER: ("employers.detail", "employer_id"),
    INTERVIEW: ("interviews.detail", "interview_id"),
    OPENING: ("openings.detail", "opening_id"),
}
"""The page of each kind of record, and the part of its address that is the record's id."""
GROUPS = (
    (_("Candidates"), (CANDIDATE,)),
    (_("Contacts and employers"), (CONTACT, EMPLOYER)),
    (_("Interviews"), (INTERVIEW,)),
    (_("Jobs"), (OPENING,)),
)
_ICONS = {EMPLOYER: "building-2", INTERVIEW: "calendar", OPENING: "briefcase"}
_TITLE_WORD = re.compile(r"[\w'’\u0300-\u036f]+")


@dataclass(frozen=True)
class ResultRow:
    """One line of the results: a link, or with `values` a button that posts them.

    `title` is its text in parts, each with whether it is what was typed. `record` is `kind:id` where more can be done
    than to open what was found.
    """

    url: str
    title: Sequence[tuple[str, bool]]
    icon: str = ""
    about: str = ""
    aside: str = ""
    record: str = ""
    values: Mapping[str, str] = field(default_factory=dict)

    @property
    def name(self) -> str:
        """The title as one text."""
        return "".join(part for part, _typed in self.title)


@dataclass(frozen=True)
class ResultGroup:
    """The results of one kind, under their heading."""

    heading: str
    rows: Sequence[ResultRow] = field(default_factory=tuple)


def install(app: Flask) -> None:
    """Let the layout say which record its page is about, so that the browser can offer it again."""
    app.jinja_env.globals.update(opened_record=opened_record)


def opened_record() -> str | None:
    """Return the record whose page was asked for, as `kind:id`; None on any other page."""
    for kind, (endpoint, part) in PAGES.items():
        if request.endpoint == endpoint:
            return f"{kind}:{(request.view_args or {})[part]}"
    return None


def parse_record(text: str) -> tuple[str, uuid.UUID] | None:
    """Return the kind and the id of what `opened_record` has written; None for anything else."""
    kind, _colon, id_ = text.partition(":")
    try:
        return (kind, uuid.UUID(id_)) if kind in PAGES else None
    except ValueError:
        return None


def groups(found: SearchResult, text: str, most: int) -> list[ResultGroup]:
    """Return what was found by kind, in the order that never changes, at most so many of a group."""
    words = rules.typed_words(text)
    made = []
    for heading, kinds in GROUPS:
        hits = [hit for hit in found.hits if hit.kind in kinds]
        if hits:
            made.append(ResultGroup(str(heading), [_row(hit, words, found.spellings) for hit in hits[:most]]))
    return made


def rows(hits: Sequence[Hit]) -> list[ResultRow]:
    """Return the hits as rows, in their order, with nothing marked."""
    return [_row(hit, (), {}) for hit in hits]


def hit_url(hit: Hit) -> str:
    """Return the page of what was found."""
    endpoint, part = PAGES[hit.kind]
    values: dict[str, Any] = {part: hit.id}
    return url_for(endpoint, **values)


def _row(hit: Hit, words: Sequence[rules.TypedWord], spellings: Mapping[str, Sequence[str]]) -> ResultRow:
    aside = hit.aside or ""
    if hit.kind == CANDIDATE and hit.own:
        aside = ""
    if hit.starts_at:
        aside = formatting.moment(hit.starts_at)
    title = list(_marked(hit.title, words, spellings))
    return ResultRow(hit_url(hit), title, _ICONS.get(hit.kind, ""), hit.about, aside, f"{hit.kind}:{hit.id}")


def _marked(
    title: str, words: Sequence[rules.TypedWord], spellings: Mapping[str, Sequence[str]]
) -> Iterator[tuple[str, bool]]:
    """Yield the title in parts: what was typed, and what was not."""
    at = 0
    for found in _TITLE_WORD.finditer(title):
        start, end = _typed_part(found[0], words, spellings)
        if start < end:
            yield title[at : found.start() + start], False
            yield title[found.start() + start : found.start() + end], True
            at = found.start() + end
    yield title[at:], False


def _typed_part(word: str, typed: Sequence[rules.TypedWord], spellings: Mapping[str, Sequence[str]]) -> tuple[int, int]:
    """Return from where to where the word has what was typed; all of it where that was spelled otherwise."""
    folded = rules.fold(word)
    for one in typed:
        begins = folded.startswith(one.text)
        if begins or folded in spellings.get(one.text, ()):
            at = folded.find(one.text)
            if at < 0 or len(folded) != len(word):
                return 0, len(word)
            return at, at + len(one.text)
    return 0, 0
