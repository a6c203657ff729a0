"""Two contacts who were one person: nothing is lost by it, and undoing it gives back every row as it was."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import Connection, create_engine, select, text
from sqlalchemy.pool import NullPool

from portal.applications.models import Application
from portal.contacts import actions as contacts
from portal.contacts import queries
from portal.contacts.details import ContactDetails
from portal.contacts.models import Contact, ContactMerge, ContactRequest
from portal.core import transaction
from portal.core.errors import ActionRefused
from portal.duplicates import merging
from portal.followups.models import Step
from portal.interviews import actions as interviews
from portal.interviews.models import Interview, InterviewPerson, StepCompletion
from portal.notes import actions as notes
from portal.notes.models import Note
from tests.factories.firm import Firm
from tests.fixtures.servers import Urls

AGO = -timedelta(hours=2)
KEPT_BY = {"version", "changed_at"}
POINTING = {
    ("contacts", "merged_into_id"),
    ("contact_requests", "contact_id"),
    ("contact_evidence", "contact_id"),
    ("interview_people", "contact_id"),
    ("contact_merges", "winner_id"),
    ("contact_merges", "loser_id"),
    ("contact_non_duplicates", "contact_id"),
    ("contact_non_duplicates", "other_id"),
    ("contact_grams", "record_id"),
}
TO_PEOPLE = {
    ("step_completions", "person_id"),
    ("notes", "person_id"),
    ("steps", "person_id"),
    ("reminder_items", "person_id"),
    ("contact_waits", "id"),  # written anew when the plans are
}


def two(firm: Firm, application: Application, winner: ContactDetails, loser: ContactDetails) -> tuple[Contact, Contact]:
    def make(details: ContactDetails) -> Contact:
        return contacts.create_contact(firm.command(), application.employer_id, details)

    return make(winner), make(loser)


def meets(firm: Firm, application: Application, *met: Contact) -> Interview:
    made = firm.interview(application, starts_in=AGO)
    for contact in met:
        interviews.add_contact(firm.command(), made, contact)
    firm.session.refresh(made)
    firm.debriefed(made)
    settle(firm)
    return made


def settle(firm: Firm) -> None:
    transaction.replan_touched(firm.session, firm.now())


def merge(firm: Firm, winner: Contact, loser: Contact) -> ContactMerge:
    made = merging.merge(firm.command(), winner, loser)
    settle(firm)
    firm.session.expire_all()
    return made


def undo(firm: Firm, row: ContactMerge) -> None:
    merging.undo(firm.command(), row)
    settle(firm)
    firm.session.expire_all()


def everything(firm: Firm) -> dict[str, Any]:
    """Every row that a merge may change, and the steps that follow from them."""
    rows = {}
    models: tuple[Any, ...] = (*merging.CHANGED_MODELS, Step)
    for model in models:
        columns = [column for column in model.__table__.c if column.name not in KEPT_BY | {"created_at"}]
        keyed = [column for column in columns if model is not Step or column.name not in ("id", "snoozed_until")]
        found = firm.session.execute(select(*keyed))
        rows[model.__tablename__] = sorted(str(tuple(row)) for row in found)
    return rows


def apart(firm: Firm, application: Application, winner: Contact, loser: Contact) -> None:
    """One in the first round, the other in the second."""
    meets(firm, application, winner)
    meets(firm, application, loser)


def together(firm: Firm, application: Application, winner: Contact, loser: Contact) -> None:
    meets(firm, application, winner, loser)


def thanked(firm: Firm, application: Application, winner: Contact, loser: Contact) -> None:
    """Both at one interview; the second was thanked, and a note to her stands."""
    made = meets(firm, application, winner, loser)
    person = next(row for row in made.people if row.contact_id == loser.id)
    notes.begin(firm.command(), person, "thank", {})
    interviews.complete_step(firm.command(), made, "thank", means="told", at=firm.now(), person=person)
    settle(firm)


def both_thanked(firm: Firm, application: Application, winner: Contact, loser: Contact) -> None:
    thanked(firm, application, winner, loser)
    thanked_too = firm.session.scalars(select(InterviewPerson).where(InterviewPerson.contact_id == winner.id)).one()
    notes.begin(firm.command(), thanked_too, "thank", {})
    interviews.complete_step(
        firm.command(), thanked_too.interview, "thank", means="told", at=firm.now(), person=thanked_too
    )
    settle(firm)


Story = Callable[[Firm, Application, Contact, Contact], None]
DANA = ContactDetails("Dana Ruiz")
DIANA = ContactDetails("Diana Ruiz", "Head of robots", "diana@acme.example", "+1 212 555 0123")


@pytest.mark.parametrize("story", [apart, together, thanked, both_thanked])
@pytest.mark.parametrize(
    ("winner", "loser"),
    [
        (DANA, DIANA),
        (DIANA, DANA),
        (DANA, ContactDetails("Dana Ruis")),
        (DIANA, ContactDetails("Dana Ruiz", email="dana@acme.example")),
        (ContactDetails("Dana Ruiz", email="d@acme.example", email_is_guess=True), DIANA),
    ],
)
def test_undoing_gives_back_every_row_as_it_was(
    firm: Firm, winner: ContactDetails, loser: ContactDetails, story: Story
) -> None:
    application = firm.application()
    pair = two(firm, application, winner, loser)
    story(firm, application, *pair)
    before = everything(firm)
    made = merge(firm, *pair)
    assert everything(firm) != before
    undo(firm, made)
    assert everything(firm) == before


def test_what_was_missing_is_filled_in_and_whoever_waited_goes_on(firm: Firm) -> None:
    application = firm.application()
    dana, diana = two(firm, application, DANA, DIANA)
    apart(firm, application, dana, diana)
    merge(firm, dana, diana)
    assert (dana.name, dana.title, dana.mail_address) == ("Dana Ruiz", "Head of robots", "diana@acme.example")
    assert firm.session.scalars(select(ContactRequest.outcome)).all() == ["answered"]
    assert set(firm.session.scalars(select(Step.state).where(Step.kind == "thank"))) == {"open"}
    assert set(firm.session.scalars(select(InterviewPerson.contact_id))) == {dana.id}
    assert queries.get_contact(firm.session, diana.id) is dana
    assert firm.session.scalars(queries.contacts_by_name()).all() == [dana]


def test_one_request_is_left_of_two(firm: Firm) -> None:
    application = firm.application()
    dana, diana = two(firm, application, DANA, ContactDetails("Diana Ruiz"))
    apart(firm, application, dana, diana)
    merge(firm, dana, diana)
    rows = firm.session.scalars(select(ContactRequest).order_by(ContactRequest.id)).all()
    assert [(row.contact_id, row.outcome) for row in rows] == [(dana.id, None), (dana.id, "not_needed")]


def test_somebody_who_stood_twice_at_one_interview_is_thanked_once(firm: Firm) -> None:
    application = firm.application()
    dana, diana = two(firm, application, DANA, DIANA)
    thanked(firm, application, dana, diana)
    merge(firm, dana, diana)
    person = firm.session.scalars(select(InterviewPerson).where(InterviewPerson.contact_id == dana.id)).one()
    assert firm.session.scalars(select(StepCompletion.person_id).where(StepCompletion.kind == "thank")).all() == [
        person.id
    ]
    assert firm.session.scalars(select(Note.person_id)).all() == [person.id]
    assert firm.session.scalars(select(Step.state).where(Step.kind == "thank")).all() == ["done"]


def test_who_is_told_of_under_the_old_address_is_the_one_who_stands(firm: Firm) -> None:
    application = firm.application()
    dana, diana = two(firm, application, ContactDetails("Dana Ruiz", email="dana@acme.example"), DIANA)
    merge(firm, dana, diana)
    details = ContactDetails("D. Ruiz", email="Diana@acme.example")
    found = contacts.find_or_create(firm.command(), application.employer_id, details)
    assert found is dana


def test_what_was_changed_since_stays_when_it_is_undone(firm: Firm) -> None:
    application = firm.application()
    dana, diana = two(firm, application, DANA, DIANA)
    made = merge(firm, dana, diana)
    changed = ContactDetails("Dana Ruiz", "Director", "diana@acme.example", "+1 212 555 0123")
    contacts.update_contact(firm.command(), dana, changed)
    undo(firm, made)
    assert (dana.title, dana.email, diana.email_key) == ("Director", None, "diana@acme.example")
    undo(firm, made)


def test_merges_are_undone_the_latest_first(firm: Firm) -> None:
    application = firm.application()
    dana, diana = two(firm, application, DANA, DIANA)
    third, _ = two(firm, application, ContactDetails("Dana M. Ruiz"), ContactDetails("Lee Park"))
    first, second = merge(firm, dana, diana), merge(firm, third, dana)
    assert queries.get_contact(firm.session, diana.id) is third
    with pytest.raises(ActionRefused, match="merged again"):
        merging.undo(firm.command(), first)
    undo(firm, second)
    undo(firm, first)
    assert [row.merged_into_id for row in (dana, diana, third)] == [None, None, None]


def test_an_address_that_is_anothers_by_now_stands_in_the_way_of_undoing(firm: Firm) -> None:
    application = firm.application()
    dana, diana = two(firm, application, ContactDetails("Dana Ruiz", email="dana@acme.example"), DIANA)
    made = merge(firm, dana, diana)
    two(firm, application, ContactDetails("Another", email="diana@acme.example"), ContactDetails("Lee Park"))
    before = everything(firm)
    with pytest.raises(ActionRefused, match="address"):
        merging.undo(firm.command(), made)
    assert everything(firm) == before


def test_what_cannot_be_one_person_is_refused(firm: Firm) -> None:
    application, elsewhere = firm.application(), firm.application()
    dana, diana = two(firm, application, DANA, DIANA)
    lee, _ = two(firm, elsewhere, ContactDetails("Lee Park"), ContactDetails("Kim Hall"))
    for winner, loser in ((dana, dana), (dana, lee)):
        with pytest.raises(ActionRefused):
            merging.merge(firm.command(), winner, loser)
    merge(firm, dana, diana)
    with pytest.raises(ActionRefused, match="in the meantime"):
        merging.merge(firm.command(), dana, diana)


def test_who_was_merged_a_moment_ago_is_not_merged_again(firm: Firm) -> None:
    dana, diana = two(firm, firm.application(), DANA, DIANA)
    assert diana.merged_into_id is None
    firm.session.execute(
        text("update contacts set merged_into_id = :one where id = :other"), {"one": dana.id, "other": diana.id}
    )
    with pytest.raises(ActionRefused, match="in the meantime"):
        merging.merge(firm.command(), dana, diana)


def test_what_a_merge_keeps_is_gone_once_it_can_no_longer_be_undone(firm: Firm) -> None:
    made = merge(firm, *two(firm, firm.application(), DANA, DIANA))
    assert (merging.delete_expired_undo_data(firm.session, firm.now()), asked_for(firm)) == (0, [])
    made.undo_until = firm.now()
    firm.session.flush()
    assert asked_for(firm) == ["merges"]
    with pytest.raises(ActionRefused, match="too late to undo this merge"):
        undo(firm, made)
    assert (merging.delete_expired_undo_data(firm.session, firm.now()), asked_for(firm)) == (1, [])
    firm.session.expire_all()
    assert (made.undo_data, made.undo_until, made.undone_at) == (None, None, None)
    with pytest.raises(ActionRefused, match="too late to undo this merge"):
        undo(firm, made)


def asked_for(firm: Firm) -> list[str]:
    """What of merges the tick asks to be done for this agency."""
    asked = text("select work from ops.agencies_due() where agency_id = :firm and work = 'merges'")
    return list(firm.session.scalars(asked, {"firm": firm.id}))


@pytest.fixture
def catalogue(urls: Urls) -> Any:
    with create_engine(urls.admin, poolclass=NullPool).connect() as connection:
        yield connection


@pytest.mark.parametrize(("table", "known"), [("contacts", POINTING), ("interview_people", TO_PEOPLE)])
def test_whatever_points_at_a_contact_or_their_place_is_thought_of(
    catalogue: Connection, table: str, known: set[tuple[str, str]]
) -> None:
    found = catalogue.execute(
        text(
            "select c.relname, a.attname from pg_constraint k join pg_class c on c.oid = k.conrelid "
            "join pg_attribute a on a.attrelid = c.oid and a.attnum = any(k.conkey) "
            "where k.contype = 'f' and k.confrelid = cast(:table as regclass) and a.attname <> 'agency_id'"
        ),
        {"table": table},
    )
    assert {(row[0], row[1]) for row in found} == known
