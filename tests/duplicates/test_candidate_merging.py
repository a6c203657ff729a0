"""Merging two candidates: nothing is lost, one sign-in stays, and an undo makes both as they were."""

from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import select

from portal.accounts.models import Account
from portal.candidates.models import Candidate, CandidateMerge
from portal.core import transaction
from portal.core.db import Model
from portal.core.errors import ActionRefused
from portal.core.removal import references_to
from portal.duplicates import candidate_merging as merging
from portal.duplicates.candidate_merging import MOVED, MOVED_OR_KEPT_ASIDE, REWRITTEN
from portal.duplicates.undo_values import UNDO_PERIOD
from portal.messaging.models import OutgoingMessage
from portal.recruiter_notes import actions as recruiter_notes
from portal.search.models import CandidateGram
from portal.summaries.models import ApplicationSummary, CandidateSummary
from portal.tags import actions as tags
from tests.factories.firm import Firm

AGO = -timedelta(hours=3)
SKIPPED = ("version", "changed_at", "next_reminder_at")
"""Columns that say when a row was written, and when the portal looks at it next."""


def two(firm: Firm, *, sign_ins: tuple[bool, bool] = (True, True)) -> tuple[Candidate, Candidate]:
    """Two candidates, each with an application, an interview that was held, a tag of both, and one of their own."""
    rows = [firm.candidate(name) for name in ("Ann Lee", "Anna Lee")]
    for row, has_sign_in in zip(rows, sign_ins, strict=True):
        row.account_id = row.account_id if has_sign_in else None
    for number, row in enumerate(rows):
        firm.debriefed(firm.interview(firm.application(row), starts_in=AGO, people=(f"Kim Hall {number}",)))
        for name in ("Nights", f"Tag {number}"):
            tags.tag_candidates(firm.command(), tags.get_or_add(firm.command(), name), [row.id])
        recruiter_notes.add(firm.command(), row.id, None, f"Note {number}")
        firm.draft(row)
    rows[1].phone = "+1 212 555 0123"
    commit(firm)
    return rows[0], rows[1]


def commit(firm: Firm) -> None:
    transaction.commit(firm.session, firm.now())
    firm.commit()


def everything(firm: Firm) -> dict[str, list[dict[str, Any]]]:
    """All rows that name a candidate, and the candidates, by table."""
    found = {}
    for name in ("candidates", *MOVED, *MOVED_OR_KEPT_ASIDE, "candidate_summaries", "application_summaries"):
        table = Model.metadata.tables[name]
        rows = firm.session.execute(select(*table.c).order_by(table.c.id)).mappings()
        skipped = {*SKIPPED, "created_at"} if name.endswith("summaries") else SKIPPED
        found[name] = [{key: value for key, value in row.items() if key not in skipped} for row in rows]
    return found


def owned(firm: Firm, candidate: Candidate, name: str) -> int:
    table = Model.metadata.tables[name]
    return len(firm.session.execute(select(table.c.id).where(table.c.candidate_id == candidate.id)).all())


def test_every_table_that_names_a_candidate_is_merged_or_made_again() -> None:
    table = Model.metadata.tables["candidates"]
    named = {column.table.name for column in references_to(table)}
    cascading = {
        other.name
        for other in Model.metadata.sorted_tables
        for column in other.columns
        if column.name != "agency_id" and any(key.column.table is table for key in column.foreign_keys)
    }
    own = {"candidate_merges", "candidate_non_duplicates"}
    assert named | cascading == {*MOVED, *MOVED_OR_KEPT_ASIDE, *REWRITTEN, *own}


def test_the_one_who_stays_has_everything_and_the_other_is_gone(firm: Firm) -> None:
    winner, loser = two(firm)
    mail = firm.session.scalars(select(OutgoingMessage).where(OutgoingMessage.about_id == loser.id)).first()
    row = merging.merge(firm.command(), winner, loser)
    commit(firm)
    assert firm.session.scalars(select(Candidate.id)).all() == [winner.id]
    assert [owned(firm, winner, name) for name in ("applications", "candidate_tags", "recruiter_notes")] == [2, 3, 2]
    assert owned(firm, winner, "general_drafts") == 1
    assert winner.phone == "+1 212 555 0123"
    assert firm.session.scalars(select(CandidateSummary.id)).all() == [winner.id]
    assert set(firm.session.scalars(select(ApplicationSummary.candidate_id))) == {winner.id}
    assert set(firm.session.scalars(select(CandidateGram.record_id))) == {winner.id}
    assert mail is None or mail.about_id == winner.id
    assert row.undo_until == row.at + UNDO_PERIOD


@pytest.mark.parametrize("sign_ins", [(True, True), (False, True), (True, False), (False, False)])
def test_an_undo_makes_both_as_they_were(firm: Firm, sign_ins: tuple[bool, bool]) -> None:
    winner, loser = two(firm, sign_ins=sign_ins)
    before = everything(firm)
    row = merging.merge(firm.command(), winner, loser)
    commit(firm)
    merging.undo(firm.command(), row)
    commit(firm)
    assert everything(firm) == before
    assert all(row.deactivated_at is None for row in firm.session.scalars(select(Account)))
    merging.undo(firm.command(), row)


def test_of_two_sign_ins_that_of_the_one_who_goes_is_closed(firm: Firm) -> None:
    winner, loser = two(firm)
    kept, closed = winner.account_id, loser.account_id
    assert merging.keeps_sign_in_of(winner, loser) is winner
    merging.merge(firm.command(), winner, loser)
    commit(firm)
    rows = {row.id: row.deactivated_at for row in firm.session.scalars(select(Account))}
    assert kept and closed
    assert (rows[kept] is None, rows[closed] is None) == (True, False)
    assert winner.account_id == kept


def test_a_sign_in_that_was_accepted_stays_rather_than_one_that_was_not(firm: Firm) -> None:
    winner, loser = two(firm)
    firm.account_of(winner).accepted_at = None
    commit(firm)
    email, account = loser.email, loser.account_id
    assert merging.keeps_sign_in_of(winner, loser) is loser
    merging.merge(firm.command(), winner, loser)
    commit(firm)
    assert (winner.email, winner.account_id) == (email, account)


def test_the_only_sign_in_stays_with_its_address(firm: Firm) -> None:
    winner, loser = two(firm, sign_ins=(False, True))
    email, account = loser.email, loser.account_id
    merging.merge(firm.command(), winner, loser)
    commit(firm)
    assert (winner.email, winner.account_id) == (email, account)


def test_what_was_changed_since_stays_changed(firm: Firm) -> None:
    winner, loser = two(firm)
    row = merging.merge(firm.command(), winner, loser)
    winner.phone = "+1 212 555 0199"
    commit(firm)
    merging.undo(firm.command(), row)
    commit(firm)
    phones = dict(firm.session.execute(select(Candidate.id, Candidate.phone)).all())
    assert phones == {winner.id: "+1 212 555 0199", row.loser_id: "+1 212 555 0123"}


def test_an_address_that_someone_else_has_now_stops_the_undo_and_nothing_is_half_undone(firm: Firm) -> None:
    winner, loser = two(firm)
    email, email_key = loser.email, loser.email_key
    row = merging.merge(firm.command(), winner, loser)
    other = firm.candidate("Bob Moss", accepted=False)
    other.email, other.email_key = email, email_key
    commit(firm)
    before = everything(firm)
    with pytest.raises(ActionRefused, match="address"):
        merging.undo(firm.command(), row)
    assert everything(firm) == before


def test_one_is_not_merged_with_themselves_and_too_late_is_refused(firm: Firm) -> None:
    winner, loser = two(firm)
    with pytest.raises(ActionRefused):
        merging.merge(firm.command(), winner, winner)
    row = merging.merge(firm.command(), winner, loser)
    with pytest.raises(ActionRefused):
        merging.undo(firm.command(now=firm.now() + UNDO_PERIOD + timedelta(days=1)), row)


def test_the_undo_data_is_erased_when_it_has_expired(firm: Firm) -> None:
    winner, loser = two(firm)
    merging.merge(firm.command(), winner, loser)
    commit(firm)
    assert merging.delete_expired_undo_data(firm.session, firm.now() + UNDO_PERIOD - timedelta(days=1)) == 0
    assert merging.delete_expired_undo_data(firm.session, firm.now() + UNDO_PERIOD + timedelta(days=1)) == 1
    assert firm.session.scalars(select(CandidateMerge)).one().undo_data is None
