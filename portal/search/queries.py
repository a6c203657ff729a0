"""What a viewer finds: records whose grams begin as typed, then those whose words are spelled like it."""

import uuid
from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Row, and_, or_, select, union_all
from sqlalchemy.orm import Session

from portal.accounts.viewer import Viewer
from portal.candidates import queries as candidates
from portal.candidates.models import Candidate
from portal.core.db import TenantModel
from portal.search import lookup, ranking, rules
from portal.search.lookup import MOST_OF_ONE, Wanted
from portal.search.models import CandidateGram, WordForm
from portal.search.rows import rows_of
from portal.search.rules import TypedWord
from portal.search.sources import CANDIDATE, SOURCES, Source

MOST_ROWS, MOST_WORDS = 40, 1_000
"""How many records of a kind, and words spelled alike, are read at most, however large the agency."""
MAX_NAMESAKES = 500
"""The most candidates with a word of their name in common that are compared."""
ENOUGH = 5
"""With as many candidates as this, no other spellings of what was typed are looked for."""


@dataclass(frozen=True)
class Hit:
    """One record that was found. `own`: it is of the viewer's own candidates. `planned`: the interview still is."""

    kind: str
    id: uuid.UUID
    own: bool
    title: str
    about: str
    aside: str | None
    starts_at: datetime | None
    time_zone: str | None
    planned: bool


@dataclass(frozen=True)
class SearchResult:
    """The hits, each kind's best first, and the other spellings that were looked for, by typed word."""

    hits: tuple[Hit, ...]
    spellings: Mapping[str, Sequence[str]]


def find(session: Session, viewer: Viewer, text: str) -> SearchResult:
    """Return what the viewer may see of what was typed: as typed, and where that is little, as others spell it."""
    typed = rules.typed_words(text)
    if not typed:
        return SearchResult((), {})
    asked = [Wanted(word.prefixes) for word in typed]
    rows = _read(session, viewer, SOURCES, asked)
    hits = Counter(row.kind for row in rows)
    spellings = _spellings(session, typed) if hits[CANDIDATE] < ENOUGH else {}
    if any(spellings.values()):
        asked = [Wanted(word.prefixes, spellings.get(word.text, ())) for word in typed]
        more = _read(session, viewer, [source for source in SOURCES if hits[source.kind] < ENOUGH], asked)
    else:
        more = ()
    return SearchResult(tuple(_ranked(typed, rows, more)), spellings)


def hits_of(session: Session, viewer: Viewer, keys: Sequence[tuple[str, uuid.UUID]]) -> list[Hit]:
    """Return the records with these kinds and ids that the viewer may see, in this order."""
    parts = [rows_of(kind, viewer, [record_id]) for kind, record_id in dict.fromkeys(keys)]
    rows = session.execute(union_all(*parts)).all() if parts else ()
    found = {(row.kind, row.id): _hit(row) for row in rows}
    return [found[key] for key in dict.fromkeys(keys) if key in found]


def matching(model: type[TenantModel], text: str) -> ColumnElement[bool]:
    """Return the condition that each typed word begins a gram of the record; always true where none was typed."""
    source = next(source for source in SOURCES if source.model is model)
    grams = source.grams
    begins = [or_(*(_between(grams.gram, prefix) for prefix in word.prefixes)) for word in rules.typed_words(text)]
    return and_(True, *(model.id.in_(select(grams.record_id).where(one)) for one in begins))


def candidates_sharing_name_with(session: Session, viewer: Viewer, name: str) -> Sequence[Candidate]:
    """Return the visible candidates who have a word of this name in theirs, whatever its case and accents.

    At most `MAX_NAMESAKES`, those changed last.
    """
    theirs = select(CandidateGram.record_id).where(CandidateGram.gram.in_(rules.words_of(name)))
    query = candidates.visible_to(viewer).where(Candidate.id.in_(theirs))
    return session.scalars(query.order_by(Candidate.changed_at.desc()).limit(MAX_NAMESAKES)).all()


def _read(
    session: Session, viewer: Viewer, sources: Sequence[Source], wanted: Sequence[Wanted]
) -> Sequence[Row[*tuple[Any, ...]]]:
    """Return what is shown of the records that have each of these words and that the viewer may see.

    Who sees only some of the agency is shown fewer of what many records have, as more than the rows shown are read.
    """
    most = MOST_ROWS if viewer.scope == "agency" else MOST_OF_ONE
    ids = lookup.record_ids(session, sources, wanted, viewer.account_id, most)
    parts = [rows_of(kind, viewer, some) for kind, some in sorted(ids.items())]
    return session.execute(union_all(*parts)).all() if parts else ()


def _between(column: Any, prefix: str) -> ColumnElement[bool]:
    """Return the condition that the column begins with this, as an index can tell."""
    return and_(column >= prefix, column < prefix + rules.LAST)


def _spellings(session: Session, typed: Sequence[TypedWord]) -> dict[str, list[str]]:
    """Return for each typed word the agency's words that are spelled like it."""
    begins = {begin for word in typed for begin in word.spellings}
    if not begins:
        return {}
    query = select(WordForm.word).where(or_(*(_between(WordForm.form, begin) for begin in sorted(begins))))
    known = set(session.scalars(query.limit(MOST_WORDS)))
    return {word.text: ranking.similar_words(word, known) for word in typed if word.spellings}


def _ranked(
    typed: Sequence[TypedWord],
    as_typed: Collection[Row[*tuple[Any, ...]]],
    spelled: Collection[Row[*tuple[Any, ...]]],
) -> list[Hit]:
    """Return the hits by kind; of each, those as typed first, of these one's own, and the best before the others."""
    rows = {(row.kind, row.id): row for row in (*spelled, *as_typed)}
    first = {(row.kind, row.id) for row in as_typed}
    places = {source.kind: place for place, source in enumerate(SOURCES)}

    def place(key: tuple[str, uuid.UUID]) -> tuple[object, ...]:
        row = rows[key]
        words = rules.words_of(f"{row.title} {row.about} {row.also}")
        return places[row.kind], key not in first, not row.own, -ranking.score(typed, words), row.title, key[1]

    return [_hit(rows[key]) for key in sorted(rows, key=place)]


def _hit(row: Row[*tuple[Any, ...]]) -> Hit:
    return Hit(row.kind, row.id, row.own, row.title, row.about, row.aside, row.starts_at, row.time_zone, row.planned)
