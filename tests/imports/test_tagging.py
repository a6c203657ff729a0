"""The tags of an imported file: added to those that candidates have, and undone without a trace."""

import pytest
from sqlalchemy import select

from portal.candidates import actions as candidates
from portal.candidates.models import Candidate
from portal.imports import queries
from portal.imports.rules import TAGS, compare
from portal.imports.values import ReadingRules, WrongValue, parse_value
from portal.tags import actions as tags
from portal.tags import queries as tag_queries
from portal.tags.models import Tag
from tests.factories.firm import Firm
from tests.imports.test_import_runs import as_owner, rows_by_table, run, undo, upload

ANN = "Ann Lee,ann@example.org,Nights; forklift\n"
FILE = "name,email,keywords\n" + ANN + "Lee Park,lee@example.org,NIGHTS\n"


def enter(firm: Firm, *names: str) -> Candidate:
    """Someone enters Ann Lee by hand, with these tags."""
    made = candidates.create(
        firm.command(), candidates.CandidateProfile("Ann Lee", "ann@example.org", "America/New_York")
    )
    for name in names:
        tags.tag_candidates(firm.command(), tags.get_or_add(firm.command(), name), [made.id])
    firm.commit()
    return made


def tagged(firm: Firm) -> dict[str, list[str]]:
    """The tags of everyone who has some, by name."""
    names = dict(firm.session.execute(select(Candidate.id, Candidate.name)).all())
    return {names[who]: found for who, found in tag_queries.names_of(firm.session, names).items()}


@pytest.mark.parametrize(
    ("cell", "value"),
    [
        ("Nights", "Nights"),
        (" Nights ;forklift ", "forklift; Nights"),
        ("Nights; NIGHTS;; nights", "Nights"),
        ('"Nights; days"; \'s', '\'s; "Nights; days"'),
        ("", None),
    ],
)
def test_a_cell_names_each_tag_once(cell: str, value: str | None) -> None:
    assert parse_value(TAGS, cell, ReadingRules()) == value


@pytest.mark.parametrize("cell", ["Nights <nights@example.org>", 'six " pipe', "x" * 121])
def test_a_cell_that_names_no_tags_is_wrong(cell: str) -> None:
    with pytest.raises(WrongValue):
        parse_value(TAGS, cell, ReadingRules())


@pytest.mark.parametrize(
    ("given", "current", "imported", "changes"),
    [
        ("Nights", "", {}, (TAGS,)),
        ("Nights", "days; NIGHTS", {}, ()),
        ("forklift; Nights", "Nights", {}, (TAGS,)),
        ("Nights", "", {TAGS: "Nights"}, ()),
        ("Nights", "days", {TAGS: "days"}, (TAGS,)),
    ],
)
def test_tags_are_added_without_a_question(
    given: str, current: str, imported: dict[str, str], changes: tuple[str, ...]
) -> None:
    assert compare({TAGS: given}, {TAGS: current}, imported) == (changes, ())


def test_new_candidates_get_their_tags(firm: Firm) -> None:
    before = rows_by_table(firm)
    row = run(firm, FILE)
    assert tagged(firm) == {"Ann Lee": ["forklift", "Nights"], "Lee Park": ["Nights"]}
    undo(firm, row)
    assert rows_by_table(firm) == before


def test_a_candidate_gets_what_is_missing_and_an_undo_takes_only_that(firm: Firm) -> None:
    enter(firm, "nights", "Days")
    row = upload(firm, FILE)
    assert queries.verdict_counts(firm.session, row.id)["same"] == 1
    assert firm.session.scalars(queries.rows_of(row.id, "same")).one().changes == [TAGS]
    row = run(firm, FILE)
    assert tagged(firm) == {"Ann Lee": ["Days", "forklift", "nights"], "Lee Park": ["nights"]}
    undo(firm, row)
    assert tagged(firm) == {"Ann Lee": ["Days", "nights"]}
    assert set(firm.session.scalars(select(Tag.name))) == {"Days", "nights"}
    assert queries.undone_counts(firm.session, row.id) == {
        ("candidates", True): 1,
        ("candidate_tags", True): 1,
        ("tags", True): 1,
    }


def test_the_same_file_again_puts_no_tag_back_that_someone_took_off(firm: Firm) -> None:
    ann = enter(firm)
    run(firm, FILE)
    tags.untag_candidates(firm.command(by=as_owner(firm)), tags.get_or_add(firm.command(), "Forklift"), [ann.id])
    firm.commit()
    again = run(firm, FILE)
    assert queries.outcome_counts(firm.session, again.id) == {"unchanged": 2}
    assert tagged(firm)["Ann Lee"] == ["Nights"]


def test_an_undo_leaves_tags_that_someone_uses_or_renamed(firm: Firm) -> None:
    ann, row = enter(firm), run(firm, "name,email,tags\nAnn Lee,ann@example.org,Nights; Days; Forklift\n")
    command, other = firm.command(by=as_owner(firm)), firm.candidate("Lee Park")
    tags.tag_candidates(command, tags.get_or_add(command, "Nights"), [other.id])
    tags.rename(command, tags.get_or_add(command, "Days"), "Day shifts")
    firm.commit()
    undo(firm, row)
    assert tagged(firm) == {"Lee Park": ["Nights"]} and ann.name == "Ann Lee"
    assert set(firm.session.scalars(select(Tag.name))) == {"Nights", "Day shifts"}
