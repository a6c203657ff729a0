"""A second import a month later: what changed in the file, and what someone changed here, are told apart."""

from dataclasses import replace

import pytest
from sqlalchemy import select

from portal.candidates import actions as candidates
from portal.candidates.models import Candidate
from portal.imports import actions, queries
from portal.imports.models import ImportChange
from tests.factories.firm import Firm
from tests.imports.test_import_runs import as_owner, finish, run, undo, upload

A, B, C = "202-555-0181", "202-555-0182", "202-555-0183"


def file(phone: str) -> str:
    return f"name,email,phone,external_id\nAnn Lee,ann@example.org,{phone},7\n"


def enter(firm: Firm, phone: str | None) -> Candidate:
    """Someone enters Ann Lee by hand, with this phone number."""
    profile = candidates.CandidateProfile("Ann Lee", "ann@example.org", "America/New_York", phone)
    made = candidates.create(firm.command(), profile)
    firm.commit()
    return made


def change_here(firm: Firm, candidate: Candidate, phone: str | None) -> None:
    candidates.update(firm.command(), candidate, replace(candidates.profile_of(candidate), phone=phone))
    firm.commit()


@pytest.mark.parametrize(
    ("first", "here", "second", "verdict", "changes", "conflicts"),
    [
        (A, A, A, "same", [], []),
        (A, A, B, "same", ["phone"], []),
        (A, B, A, "same", [], []),
        (A, B, B, "same", [], []),
        (A, B, C, "maybe", [], ["phone"]),
        (A, None, B, "same", ["phone"], []),
        (A, None, A, "same", [], []),
        ("", A, B, "maybe", [], ["phone"]),
        (A, B, "", "same", [], []),
    ],
)
@pytest.mark.parametrize("entered", [True, False])
def test_a_second_import_compares_with_what_the_first_gave(
    firm: Firm,
    entered: bool,
    first: str,
    here: str | None,
    second: str,
    verdict: str,
    changes: list[str],
    conflicts: list[str],
) -> None:
    if entered:
        enter(firm, first or None)
    run(firm, file(first))
    ann = firm.session.scalars(select(Candidate)).one()
    change_here(firm, ann, here)
    row = upload(firm, file(second))
    found = firm.session.scalars(queries.rows_of(row.id)).one()
    assert (found.verdict, found.changes, found.conflicts) == (verdict, changes, conflicts)


def test_what_is_known_from_an_earlier_import_is_not_kept_again(firm: Firm) -> None:
    enter(firm, A)
    for _ in range(3):
        run(firm, file(A))
    assert len(firm.session.scalars(select(ImportChange)).all()) == 1


def test_an_undone_import_is_not_compared_with(firm: Firm) -> None:
    enter(firm, A)
    first = run(firm, file(A).replace(",7", ",").replace("external_id", "note"))
    undo(firm, first)
    row = upload(firm, file(B).replace(",7", ",").replace("external_id", "note"))
    found = firm.session.scalars(queries.rows_of(row.id)).one()
    assert (found.verdict, found.conflicts) == ("maybe", ["phone"])


def test_an_undo_gives_back_what_the_import_changed_though_other_values_were_changed_since(firm: Firm) -> None:
    ann = enter(firm, A)
    row = run(firm, file(A))
    assert ann.external_id == "7"
    change_here(firm, ann, C)
    undo(firm, row)
    firm.session.refresh(ann)
    assert (ann.phone, ann.external_id) == (C, None)


def test_a_row_that_is_refused_while_it_runs_leaves_the_others_of_its_batch(firm: Firm) -> None:
    ann = firm.candidate("Ann Lee")
    ann.external_id = "7"
    firm.commit()
    text = "name,email,external_id\nBo Park,bo@example.org,8\nAnn Lee,new@example.org,7\nCy Berg,cy@example.org,9\n"
    row = upload(firm, text)
    actions.decide(firm.command(by=as_owner(firm)), row, "same")
    actions.start(firm.command(by=as_owner(firm)), row)
    firm.commit()
    finish(firm)
    assert queries.outcome_counts(firm.session, row.id) == {"created": 2, "refused": 1}
    refused = firm.session.scalars(queries.rows_of(row.id, "wrong")).one()
    assert refused.problems[0]["values"] == {"email": ann.email}
    assert sorted(firm.session.scalars(select(Candidate.name))) == ["Ann Lee", "Bo Park", "Cy Berg"]
