"""What records are found by is always what writing it anew would make, whatever was changed, and how."""

import random
from collections.abc import Callable
from typing import Any

import pytest
from sqlalchemy import Column, ColumnElement, Table, delete, select, text
from sqlalchemy.orm import Session
from sqlalchemy.sql import visitors

from portal.applications.models import Application
from portal.candidates.models import Candidate
from portal.contacts.models import Contact, Employer
from portal.core import removal
from portal.core.db import TenantModel
from portal.duplicates import merging
from portal.interviews.models import Interview, InterviewPerson
from portal.openings.models import Opening
from portal.search import changes
from portal.search.models import WordForm
from portal.search.sources import SEARCHED, SOURCES
from tests.factories.firm import Firm

NAMES = (
    "Amara Osei",
    "Mehmet Şatō",
    "Ana",
    "Jörg Weiß-Öztürk",
    "李小龙",
    "Seán O’Brien",
    "Tom Becker 3rd",
    "😀 Kim Lee",
)
Kept = tuple[frozenset[tuple[object, ...]], ...]
SEEDS = range(6)


def kept(session: Session) -> Kept:
    tables = [source.grams for source in SOURCES]
    grams = [frozenset(map(tuple, session.execute(select(table.record_id, table.gram)))) for table in tables]
    return (*grams, frozenset(map(tuple, session.execute(select(WordForm.form, WordForm.word)))))


def made_anew(session: Session) -> Kept:
    for source in SOURCES:
        session.execute(delete(source.grams))
    session.execute(delete(WordForm))
    changes.rebuild(session)
    return kept(session)


def any_of(firm: Firm, chance: random.Random, model: type[TenantModel]) -> TenantModel | None:
    rows = firm.session.scalars(select(model).order_by(model.id)).all()
    return chance.choice(rows) if rows else None


def rename(model: type[TenantModel], column: str) -> Callable[[Firm, random.Random], None]:
    def change(firm: Firm, chance: random.Random) -> None:
        if row := any_of(firm, chance, model):
            setattr(row, column, f"{chance.choice(NAMES)} {chance.randrange(1000)}")

    return change


def add_interview(firm: Firm, chance: random.Random) -> None:
    application = any_of(firm, chance, Application)
    assert application is None or isinstance(application, Application)
    firm.interview(application, people=tuple(chance.sample(NAMES[:7], 2)))


def add_opening(firm: Firm, chance: random.Random) -> None:
    employer = any_of(firm, chance, Employer)
    field = firm.session.scalar(text("select id from job_fields limit 1"))
    firm.session.add(
        Opening(
            title=f"Welder {chance.choice(NAMES)}",
            field_id=field,
            employer_id=employer.id if employer else None,
            place="Łódź",
            open_until=firm.now().date(),
        )
    )


def remove(model: type[TenantModel]) -> Callable[[Firm, random.Random], None]:
    def change(firm: Firm, chance: random.Random) -> None:
        if row := any_of(firm, chance, model):
            removal.delete_with_dependents(firm.session, model, [row.id])
            firm.session.expire_all()

    return change


def leave_out_a_person(firm: Firm, chance: random.Random) -> None:
    if row := any_of(firm, chance, InterviewPerson):
        firm.session.delete(row)


CHANGES: tuple[Callable[[Firm, random.Random], None], ...] = (
    lambda firm, chance: (firm.candidate(chance.choice(NAMES)), None)[1],
    add_interview,
    add_interview,
    add_opening,
    rename(Candidate, "name"),
    rename(Candidate, "phone"),
    rename(Contact, "name"),
    rename(Contact, "title"),
    rename(Employer, "name"),
    rename(Employer, "hr_name"),
    rename(Interview, "round_name"),
    rename(Opening, "title"),
    rename(Application, "opening_title"),
    remove(Candidate),
    remove(Employer),
    leave_out_a_person,
)


@pytest.mark.parametrize("seed", SEEDS)
def test_random_changes_leave_what_a_rebuild_makes(firm: Firm, seed: int) -> None:
    chance = random.Random(seed)
    for _ in range(25):
        chance.choice(CHANGES)(firm, chance)
        if chance.random() < 0.4:
            firm.commit()
    firm.commit()
    found = kept(firm.session)
    assert found == made_anew(firm.session)


def test_a_merge_and_its_undoing_leave_what_a_rebuild_makes(firm: Firm) -> None:
    interview = firm.interview(people=("Dana Ruiz <dana@acme.example>", "Dana Ruis"))
    winner, loser = (person.contact for person in interview.people)
    firm.commit()
    merge = merging.merge(firm.command(), winner, loser)
    firm.commit()
    assert kept(firm.session) == made_anew(firm.session)
    merging.undo(firm.command(), merge)
    firm.commit()
    assert kept(firm.session) == made_anew(firm.session)


def test_no_word_is_kept_of_whom_the_agency_has_deleted(firm: Firm) -> None:
    gone = firm.candidate("Zbigniew Przybylski")
    firm.commit()
    removal.delete_with_dependents(firm.session, Candidate, [gone.id])
    assert firm.session.scalars(select(WordForm.word).where(WordForm.word == "przybylski")).all() == []


def test_a_change_that_is_undone_writes_nothing(firm: Firm) -> None:
    candidate = firm.candidate("Amara Osei")
    firm.commit()
    before = kept(firm.session)
    candidate.name = "Somebody Else"
    firm.session.flush()
    firm.session.rollback()
    firm.commit()
    assert kept(firm.session) == before


def test_every_attribute_that_is_searched_is_one_whose_change_is_noted() -> None:
    expressions: list[ColumnElement[Any]] = [one for source in SOURCES for one in source.rows.selected_columns]
    columns = [column for one in expressions for column in _columns_in(one) if isinstance(column.table, Table)]
    read = {(column.table.name, column.name) for column in columns}
    noted = {(model.__tablename__, name) for model, names in SEARCHED.items() for name in names}
    assert {(table, name) for table, name in read if name != "id"} <= noted


def _columns_in(expression: ColumnElement[Any]) -> list[Column[Any]]:
    return [part for part in visitors.iterate(expression) if isinstance(part, Column)]
