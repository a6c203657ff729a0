"""Which records have the grams that were asked for: one statement for all kinds, that reads a bounded part of each.

Written as text, because the driver prepares it once for all that is ever typed, and SQLAlchemy would spend more time on
putting it together than the database on answering it. It names tables and parameters, and holds nothing that was typed.
"""

import uuid
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import text
from sqlalchemy.orm import Session

from portal.search import rules
from portal.search.sources import CANDIDATE, INTERVIEW, Source

MOST_OF_ONE, MOST_OF_MANY = 400, 1_500
"""How many grams are read of the only word, and of the rarest of several, however large the agency."""
MOST_OWN = 40

_RANGES = "unnest(cast(:starts_{word} as text[]), cast(:stops_{word} as text[])) as typed (start, stop)"
_WITHIN = 'gram >= typed.start collate "C" and gram <= typed.stop collate "C"'
_COUNT = """
select '{kind}', {word}, (select count(*) from (
    select from {ranges}, {grams} where {within} limit :most) as part)"""
_SOME = """
{kind}_found as materialized (
    select record_id, min(gram) as gram from {ranges},
        lateral (select record_id, gram from {grams} where {within} order by gram limit :most) as part
    group by record_id
)"""
_HAS = "(select true from {ranges}, {grams} as g where g.record_id = {id} and {within} limit 1)"
_EVERY = """
(select '{kind}', record_id from {kind}_found where {others} order by gram, record_id limit :rows)"""
_OWN = """
(select '{kind}', {own}.id from {path} where (select count(*) from {kind}_found) >= :most / 4
    and candidates.recruiter_id = :viewer and {all} limit :own)"""
_PATHS = {
    CANDIDATE: "candidates",
    INTERVIEW: "candidates join applications on applications.candidate_id = candidates.id "
    "join interviews on interviews.application_id = applications.id",
}
"""How a viewer's own records of a kind are reached, which are read from there where too many others have the grams."""


@dataclass(frozen=True)
class Wanted:
    """One typed word: what a gram has to begin with, or else be."""

    prefixes: Sequence[str]
    words: Sequence[str] = ()

    def ranges(self, number: int) -> dict[str, list[str]]:
        """Return the parameters that hold it as the word of this number."""
        stops = [*(prefix + rules.LAST for prefix in self.prefixes), *self.words]
        return {f"starts_{number}": [*self.prefixes, *self.words], f"stops_{number}": stops}


def record_ids(
    session: Session, sources: Sequence[Source], wanted: Sequence[Wanted], viewer_id: uuid.UUID, rows: int
) -> Mapping[str, set[uuid.UUID]]:
    """Return the ids of records that have every word, by kind: up to so many of each, and as many of one's own."""
    values: dict[str, Any] = {"viewer": viewer_id, "rows": rows, "own": MOST_OWN}
    values["most"] = MOST_OF_ONE if len(wanted) == 1 else MOST_OF_MANY
    for number, word in enumerate(wanted):
        values |= word.ranges(number)
    rarest = _rarest(session, sources, len(wanted), values)
    found: dict[str, set[uuid.UUID]] = defaultdict(set)
    if rarest:
        asked = [source for source in sources if source.kind in rarest]
        for kind, record_id in session.execute(text(_question(asked, rarest, len(wanted))), values):
            found[kind].add(record_id)
    return found


def _rarest(session: Session, sources: Sequence[Source], words: int, values: Mapping[str, Any]) -> dict[str, int]:
    """Return the number of the word that the fewest records of a kind have, without the kinds that lack a word."""
    if words == 1:
        return {source.kind: 0 for source in sources}
    parts = [_about(_COUNT, source, word) for source in sources for word in range(words)]
    counts: dict[str, list[tuple[int, int]]] = defaultdict(list)
    for kind, word, count in session.execute(text(" union all ".join(parts)), values):
        counts[kind].append((count, word))
    return {kind: min(found)[1] for kind, found in counts.items() if min(found)[0]}


def _question(sources: Sequence[Source], rarest: Mapping[str, int], words: int) -> str:
    some = ",".join(_about(_SOME, source, rarest[source.kind]) for source in sources)
    return f"with {some}" + " union all ".join(
        part for source in sources for part in _parts(source, rarest[source.kind], words)
    )


def _parts(source: Source, first: int, words: int) -> list[str]:
    kind, table = source.kind, source.model.__tablename__
    others = [_about(_HAS, source, word, id=f"{kind}_found.record_id") for word in range(words) if word != first]
    every = _EVERY.format(kind=kind, others=" and ".join(others) or "true")
    if kind not in _PATHS:
        return [every]
    all_words = " and ".join(_about(_HAS, source, word, id=f"{table}.id") for word in range(words))
    return [every, _OWN.format(kind=kind, own=table, path=_PATHS[kind], all=all_words)]


def _about(part: str, source: Source, word: int, **more: str) -> str:
    """Return this part of the statement for one kind and the word of this number."""
    ranges = _RANGES.format(word=word)
    return part.format(
        kind=source.kind, grams=source.grams.__tablename__, word=word, ranges=ranges, within=_WITHIN, **more
    )
