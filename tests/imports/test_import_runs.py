"""An import from its file to its undo, on a real database."""

from datetime import timedelta
from io import BytesIO

import pytest
from sqlalchemy import func, select

from portal.candidates import actions as candidates
from portal.candidates.models import Candidate
from portal.contacts.models import Contact, Employer
from portal.core.command import Actor
from portal.core.db import Model
from portal.core.errors import ActionRefused
from portal.followups.models import Step
from portal.imports import actions, batches, queries
from portal.imports.actions import ImportOptions
from portal.imports.models import Import, ImportChange
from portal.interviews.models import Interview
from portal.messaging.models import OutgoingMessage
from portal.reminders import candidate_invitations
from tests.factories.firm import Firm

HEADER = "Full Name,Email 1,Mobile,Owner ID\n"
CANDIDATES = HEADER + (
    "MARISOL VEGA,marisol.vega@example.org,202-555-0181,1\n"
    "Theo Brandt,theo.brandt@example.net,,2\n"
    "Ola Berg,ola.berg@example,202-555-0190,3\n"
    "Theo Again,THEO.BRANDT@example.net,,4\n"
    ",no.name@example.org,,5\n"
)
PER_FILE = {"imports", "import_rows", "import_changes", "saved_mappings", "audit_events", "audit_details"}


def finish(firm: Firm) -> None:
    """Let the job go on until nothing waits."""
    for _ in range(50):
        if not batches.go_on(firm.session, firm.now()):
            firm.commit()
            return
        firm.commit()
    raise AssertionError("the import never ends")


def upload(firm: Firm, text: str, kind: str = "candidates", options: ImportOptions | None = None) -> Import:
    file = BytesIO(text.encode())
    row = actions.create(firm.command(by=as_owner(firm)), kind, "file.csv", file, options or ImportOptions())
    firm.commit()
    finish(firm)
    return row


def run(firm: Firm, text: str, kind: str = "candidates", options: ImportOptions | None = None) -> Import:
    row = upload(firm, text, kind, options)
    actions.start(firm.command(by=as_owner(firm)), row)
    firm.commit()
    finish(firm)
    return row


def undo(firm: Firm, row: Import) -> None:
    actions.undo(firm.command(by=as_owner(firm)), row)
    firm.commit()
    finish(firm)


def as_owner(firm: Firm) -> Actor:
    return Actor("account", firm.owner.id, "owner", "request")


def rows_by_table(firm: Firm) -> dict[str, int]:
    tables = [table for table in Model.metadata.sorted_tables if table.schema is None and table.name not in PER_FILE]
    return {table.name: firm.session.scalar(select(func.count()).select_from(table)) or 0 for table in tables}


def names(firm: Firm) -> list[str]:
    return sorted(firm.session.scalars(select(Candidate.name)))


def test_the_preview_names_what_is_wrong_and_the_run_imports_the_rest(firm: Firm) -> None:
    row = upload(firm, CANDIDATES)
    assert row.state == "ready"
    assert row.mapping == {"Full Name": "name", "Email 1": "email", "Mobile": "phone"}
    assert queries.verdict_counts(firm.session, row.id) == {"new": 2, "same": 0, "maybe": 0, "wrong": 3}
    problems = {one.number: one.problems[0] for one in firm.session.scalars(queries.rows_of(row.id, "wrong"))}
    assert problems[3]["code"] == "email"
    assert problems[4]["values"] == {"row": 2}
    assert problems[5]["code"] == "name"
    actions.start(firm.command(by=as_owner(firm)), row)
    firm.commit()
    finish(firm)
    assert names(firm) == ["Marisol Vega", "Theo Brandt"]
    assert queries.outcome_counts(firm.session, row.id) == {"created": 2, "left_out": 3}


def test_the_same_file_again_creates_nothing(firm: Firm) -> None:
    run(firm, CANDIDATES)
    again = run(firm, CANDIDATES)
    assert queries.verdict_counts(firm.session, again.id) == {"new": 0, "same": 2, "maybe": 0, "wrong": 3}
    assert names(firm) == ["Marisol Vega", "Theo Brandt"]


def test_a_changed_row_updates_what_no_one_changed_here(firm: Firm) -> None:
    run(firm, CANDIDATES)
    changed = run(firm, CANDIDATES.replace("202-555-0181", "202-555-0999"))
    assert queries.outcome_counts(firm.session, changed.id)["updated"] == 1
    assert firm.session.scalar(select(Candidate.phone).where(Candidate.name == "Marisol Vega")) == "202-555-0999"


def test_a_row_that_someone_changed_here_waits_for_a_decision(firm: Firm) -> None:
    run(firm, CANDIDATES)
    marisol = firm.session.scalars(select(Candidate).where(Candidate.name == "Marisol Vega")).one()
    profile = candidates.profile_of(marisol)
    candidates.update(firm.command(), marisol, type(profile)(**(vars(profile) | {"phone": "202-555-0777"})))
    firm.commit()
    row = upload(firm, CANDIDATES.replace("202-555-0181", "202-555-0999"))
    waiting = firm.session.scalars(queries.rows_of(row.id, "maybe")).one()
    assert (waiting.reason, waiting.conflicts) == ("changed_here", ["phone"])
    actions.decide(firm.command(by=as_owner(firm)), row, "same", number=waiting.number)
    actions.start(firm.command(by=as_owner(firm)), row)
    firm.commit()
    finish(firm)
    firm.session.refresh(marisol)
    assert marisol.phone == "202-555-0999"


def test_a_candidate_with_the_same_phone_or_name_may_be_the_same(firm: Firm) -> None:
    firm.candidate("Thomas Nguyen")
    firm.commit()
    row = upload(firm, HEADER + "Tomas Nguyen,t.nguyen@example.org,,1\n")
    found = firm.session.scalars(queries.rows_of(row.id)).one()
    assert (found.verdict, found.reason) == ("maybe", "name")


@pytest.mark.parametrize("written", ["Tomas Nguyen, PhD", "Nguyen, Tomas", "NGUYEN, TOMAS"])
def test_a_name_is_recognized_however_the_other_system_writes_it(firm: Firm, written: str) -> None:
    firm.candidate("Thomas Nguyen").name = "Thomas Nguyen, MBA"
    firm.commit()
    row = upload(firm, HEADER + f'"{written}",t.nguyen@example.org,,1\n')
    assert queries.verdict_counts(firm.session, row.id)["maybe"] == 1


def test_an_update_leaves_the_address_that_a_candidate_signs_in_with(firm: Firm) -> None:
    thomas = firm.candidate("Thomas Nguyen")
    candidate_invitations.invite(firm.command(), thomas)
    email = thomas.email
    firm.commit()
    row = upload(firm, HEADER + "Tomas Nguyen,t.nguyen@example.org,202-555-0143,1\n")
    actions.decide(firm.command(by=as_owner(firm)), row, "same")
    actions.start(firm.command(by=as_owner(firm)), row)
    firm.commit()
    finish(firm)
    firm.session.refresh(thomas)
    assert (thomas.name, thomas.phone, thomas.email) == ("Tomas Nguyen", "202-555-0143", email)
    written = firm.session.scalars(queries.rows_of(row.id)).one()
    assert (written.outcome, [problem["code"] for problem in written.problems]) == ("updated", ["email"])


def test_a_colleagues_address_is_wrong(firm: Firm) -> None:
    row = upload(firm, HEADER + f"Rita Recruiter,{firm.recruiter.email},,1\n")
    assert firm.session.scalars(queries.rows_of(row.id)).one().problems[0]["code"] == "email"


def test_undo_removes_everything_that_the_import_made(firm: Firm) -> None:
    before = rows_by_table(firm)
    first = run(firm, CANDIDATES)
    second = run(firm, interviews_of(firm), "interviews")
    assert firm.session.scalar(select(func.count()).select_from(Interview)) == 2
    undo(firm, second)
    undo(firm, first)
    assert rows_by_table(firm) == before
    assert (first.state, second.state) == ("undone", "undone")


def test_undo_keeps_what_someone_changed_or_used_since(firm: Firm) -> None:
    row = run(firm, CANDIDATES)
    theo = firm.session.scalars(select(Candidate).where(Candidate.name == "Theo Brandt")).one()
    candidates.update(firm.command(), theo, candidates.profile_of(theo))
    firm.application(firm.session.scalars(select(Candidate).where(Candidate.name == "Marisol Vega")).one())
    profile = candidates.profile_of(theo)
    candidates.update(firm.command(), theo, type(profile)(**(vars(profile) | {"phone": "202-555-0777"})))
    firm.commit()
    undo(firm, row)
    assert names(firm) == ["Marisol Vega", "Theo Brandt"]
    kept = set(firm.session.scalars(select(ImportChange.kept_because).where(ImportChange.import_id == row.id)))
    assert kept == {"changed_since", "used_since"}


def test_undo_restores_what_the_import_changed(firm: Firm) -> None:
    run(firm, CANDIDATES)
    row = run(firm, CANDIDATES.replace("202-555-0181", "202-555-0999"))
    undo(firm, row)
    assert firm.session.scalar(select(Candidate.phone).where(Candidate.name == "Marisol Vega")) == "202-555-0181"


def interviews_of(firm: Firm) -> str:
    past, ahead = firm.now() - timedelta(days=9), firm.now() + timedelta(days=9)
    return "candidate_email,employer,opening,starts_at,people\n" + "".join(
        f"{email},Initech,Analyst,{at:%Y-%m-%d %H:00},Dana Ruiz <dana@initech.example>; Lee Park\n"
        for email, at in (("marisol.vega@example.org", past), ("theo.brandt@example.net", ahead))
    )


def test_past_interviews_are_history_and_future_ones_are_planned(firm: Firm) -> None:
    run(firm, CANDIDATES)
    run(firm, interviews_of(firm), "interviews")
    past, ahead = firm.session.scalars(select(Interview).order_by(Interview.starts_at)).all()
    assert (past.imported, ahead.imported) == (True, False)
    of_past = set(firm.session.scalars(select(Step.state).where(Step.interview_id == past.id)))
    of_ahead = set(firm.session.scalars(select(Step.state).where(Step.interview_id == ahead.id)))
    assert of_past == {"dropped"}
    assert "upcoming" in of_ahead | {"open"}
    assert "dropped" not in of_ahead


def test_a_row_can_continue_its_follow_up(firm: Firm) -> None:
    run(firm, CANDIDATES)
    lines = interviews_of(firm).splitlines()
    text = "\n".join([f"{lines[0]},continue", f"{lines[1]},yes", f"{lines[2]},no"])
    run(firm, text, "interviews")
    assert set(firm.session.scalars(select(Interview.imported))) == {False}


def test_the_same_interviews_again_change_nothing_and_a_new_time_moves_them(firm: Firm) -> None:
    run(firm, CANDIDATES)
    text = interviews_of(firm).replace("opening,", "external_id,opening,").replace("Initech,", "Initech,X,")
    text = text.replace("X,", "7,", 1).replace("X,", "8,", 1)
    run(firm, text, "interviews")
    again = run(firm, text, "interviews")
    assert queries.outcome_counts(firm.session, again.id) == {"unchanged": 2}
    ahead = firm.session.scalars(select(Interview).order_by(Interview.starts_at.desc())).first()
    assert ahead is not None
    was = ahead.starts_at
    moved = run(
        firm,
        text.replace(f"{firm.now() + timedelta(days=9):%Y-%m-%d}", f"{was + timedelta(days=2):%Y-%m-%d}"),
        "interviews",
    )
    assert queries.outcome_counts(firm.session, moved.id) == {"unchanged": 1, "updated": 1}
    firm.session.refresh(ahead)
    assert ahead.starts_at > was
    undo(firm, moved)
    firm.session.refresh(ahead)
    assert ahead.starts_at == was


def test_an_import_emails_no_one(firm: Firm) -> None:
    run(firm, CANDIDATES)
    run(firm, interviews_of(firm), "interviews")
    assert firm.session.scalar(select(func.count()).select_from(OutgoingMessage)) == 0


def test_contacts_bring_their_employers(firm: Firm) -> None:
    text = "name,employer,title,email\nDana Ruiz,Initech,Controller,dana@initech.example\nLee Park,initech,,\n"
    run(firm, text, "contacts")
    assert firm.session.scalars(select(Employer.name)).all() == ["Initech"]
    again = run(firm, text, "contacts")
    assert queries.verdict_counts(firm.session, again.id)["same"] == 2
    assert firm.session.scalar(select(func.count()).select_from(Contact)) == 2


def test_a_stopped_import_goes_on_where_it_was(firm: Firm) -> None:
    many = HEADER + "".join(f"Ann Number{n},ann{n}@example.org,,{n}\n" for n in range(250))
    row = upload(firm, many)
    actions.start(firm.command(by=as_owner(firm)), row)
    firm.commit()
    batches.go_on(firm.session, firm.now())
    actions.stop(firm.command(by=as_owner(firm)), row)
    firm.commit()
    finish(firm)
    assert (row.state, len(names(firm))) == ("stopped", 50)
    actions.start(firm.command(by=as_owner(firm)), row)
    firm.commit()
    finish(firm)
    assert (row.state, len(names(firm))) == ("done", 250)


@pytest.mark.parametrize("text", ["", "name,email\n", "\x00\x01\x02"])
def test_a_file_without_a_table_is_refused_at_the_file(firm: Firm, text: str) -> None:
    with pytest.raises(ActionRefused) as refused:
        upload(firm, text)
    assert refused.value.field == "file"


def test_interviews_that_are_here_already_change_nothing(firm: Firm) -> None:
    run(firm, CANDIDATES)
    text = interviews_of(firm).replace(",people\n", ",place,people\n").replace(",Dana", ",Room 4,Dana")
    run(firm, text, "interviews")
    again = run(firm, text, "interviews")
    assert queries.outcome_counts(firm.session, again.id) == {"unchanged": 2}


def test_a_contact_that_someone_entered_is_the_same(firm: Firm) -> None:
    interview = firm.interview(people=("Dana Ruiz",))
    employer = interview.application.employer.name
    firm.commit()
    row = run(firm, f"name,employer,phone\nDana Ruiz,{employer},202-555-0143\n", "contacts")
    assert queries.outcome_counts(firm.session, row.id) == {"updated": 1}
    assert firm.session.scalars(select(Contact.phone)).all() == ["202-555-0143"]
