"""Questions about bulk actions: one of them, its numbers, and its candidates."""

import uuid
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Row, Select, and_, func, select
from sqlalchemy.orm import Session, joinedload

from portal.accounts import queries as accounts
from portal.accounts.viewer import Viewer
from portal.agencies import queries as agencies
from portal.bulk_actions.models import BulkAction, BulkActionItem
from portal.bulk_actions.rules import DONE, INCLUDED
from portal.candidates import queries as candidates
from portal.candidates.models import Candidate
from portal.core.errors import NotFound


@dataclass(frozen=True)
class Numbers:
    """How many candidates have which verdict, how many of those were left out, and how many have which result."""

    verdicts: Mapping[str, int]
    left_out: int
    results: Mapping[str, int]

    @property
    def included(self) -> int:
        """How many candidates the action is for."""
        return sum(count for code, count in self.verdicts.items() if code in INCLUDED)

    @property
    def done(self) -> int:
        return self.results.get(DONE, 0)


def get_bulk_action(session: Session, viewer: Viewer, bulk_action_id: uuid.UUID) -> BulkAction:
    """Return the viewer's own bulk action; raise `NotFound` for any other."""
    found = find_bulk_action(session, viewer, bulk_action_id)
    if found is None:
        raise NotFound("bulk action")
    return found


def find_bulk_action(session: Session, viewer: Viewer, bulk_action_id: uuid.UUID) -> BulkAction | None:
    """Return the viewer's own bulk action; None for any other."""
    query = select(BulkAction).where(BulkAction.id == bulk_action_id, BulkAction.by_id == viewer.account_id)
    return session.scalar(query)


def maker(session: Session, row: BulkAction) -> Viewer:
    """Return who made it as a viewer."""
    return accounts.viewer_as(accounts.get_account(session, row.by_id), agencies.profile(session).visibility)


def numbers(session: Session, row: BulkAction) -> Numbers:
    """Return the numbers of a bulk action; who was left out counts in no verdict."""
    table = BulkActionItem
    counted = select(table.verdict, table.left_out, table.result, func.count()).where(table.bulk_action_id == row.id)
    verdicts: dict[str, int] = {}
    results: dict[str, int] = {}
    left_out = 0
    for verdict, is_left_out, result, count in session.execute(
        counted.group_by(table.verdict, table.left_out, table.result)
    ):
        if is_left_out:
            left_out += count
            continue
        verdicts[verdict] = verdicts.get(verdict, 0) + count
        if result:
            results[result] = results.get(result, 0) + count
    return Numbers(verdicts, left_out, results)


def candidate_ids(row: BulkAction) -> Select[uuid.UUID]:
    """Return the query for the ids of its candidates, but for those left out."""
    table = BulkActionItem
    return select(table.candidate_id).where(table.bulk_action_id == row.id, table.left_out.is_(False))


def next_items(session: Session, row: BulkAction, limit: int) -> Sequence[BulkActionItem]:
    """Return the candidates that come after its position, at most `limit`."""
    table = BulkActionItem
    query = select(table).where(table.bulk_action_id == row.id, table.number > row.position)
    return session.scalars(query.order_by(table.number).limit(limit)).all()


def items_of(session: Session, row: BulkAction, candidates: Collection[uuid.UUID]) -> Sequence[BulkActionItem]:
    """Return the items of these candidates."""
    table = BulkActionItem
    query = select(table).where(table.bulk_action_id == row.id, table.candidate_id.in_(candidates))
    return session.scalars(query).all()


def items_with_names(row: BulkAction) -> Select[*tuple[BulkActionItem, str]]:
    """Return the query for its items with the names of the candidates, in their order."""
    table = BulkActionItem
    same = and_(Candidate.agency_id == table.agency_id, Candidate.id == table.candidate_id)
    query = select(table, Candidate.name).join(Candidate, same).where(table.bulk_action_id == row.id)
    return query.order_by(table.number)


def first_with(
    session: Session, row: BulkAction, column: Any, codes: Collection[str], limit: int, after: int = 0
) -> Sequence[Row[*tuple[BulkActionItem, str]]]:
    """Return the first items that were not left out, with names; only those with such a code in the column given.

    They are the first that come after the number `after`.
    """
    query = items_with_names(row).where(BulkActionItem.left_out.is_(False), BulkActionItem.number > after)
    return session.execute((query if column is None else query.where(column.in_(codes))).limit(limit)).all()


def sum_of_details(session: Session, row: BulkAction, name: str) -> int:
    """Return the sum of this number over those that the action is for."""
    table = BulkActionItem
    summed = select(func.sum(table.details[name].as_integer())).where(table.bulk_action_id == row.id)
    return session.scalar(summed.where(table.verdict.in_(INCLUDED), table.left_out.is_(False))) or 0


def included_candidate(session: Session, row: BulkAction, number: int) -> uuid.UUID | None:
    """Return the candidate with this place, from 1, among those that the action is for."""
    table = BulkActionItem
    meant = select(table.candidate_id).where(table.bulk_action_id == row.id, table.left_out.is_(False))
    query = meant.where(table.verdict.in_(INCLUDED)).order_by(table.number)
    return session.scalar(query.offset(number - 1).limit(1))


def visible_candidates(session: Session, viewer: Viewer, ids: Collection[uuid.UUID]) -> Sequence[Candidate]:
    """Return those of these candidates that the viewer may see, with their recruiters, by name."""
    query = candidates.visible_to(viewer).where(Candidate.id.in_(ids)).options(joinedload(Candidate.recruiter))
    return session.scalars(query.order_by(Candidate.name, Candidate.id)).all()
