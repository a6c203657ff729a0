"""The audit log: what owners read, filter, and export; and that every code of the program has a sentence."""

import csv
import io
import uuid
from datetime import timedelta

import pytest
from sqlalchemy import select, text

from checks import audit_codes
from portal.accounts import queries as accounts
from portal.accounts.models import Account
from portal.accounts.viewer import Viewer
from portal.agencies.models import HolidayChange
from portal.audit import actions as audit
from portal.audit import queries
from portal.audit.models import AuditEvent
from portal.audit.queries import AuditActor, AuditFilter, AuditPosition
from portal.core.command import OPERATOR, PORTAL
from portal.web.settings import audit_actions, audit_log
from portal.web.settings.audit_subjects import FINDERS, find_subjects
from tests.factories.firm import Firm
from tests.fixtures.app import Browse


def test_every_code_of_the_program_has_a_sentence_and_every_sentence_a_code() -> None:
    assert list(audit_codes.findings()) == []


def test_every_code_is_in_one_group_and_no_two_say_the_same(firm: Firm) -> None:
    with firm.app.test_request_context():
        said = [str(text) for group in audit_actions.GROUPS.values() for text in group.sentences.values()]
    assert len(set(audit_actions.CODES)) == len(audit_actions.CODES)
    assert len(set(said)) == len(said)


def record(firm: Firm, action: str = "candidate.update", **by: object) -> AuditEvent:
    return audit.record(firm.command(**by), action, firm.viewer)  # type: ignore[arg-type]


def test_an_owner_reads_who_did_what_and_from_where(firm: Firm, browse: Browse) -> None:
    candidate = firm.candidate("Omar Haddad")
    firm.commit()
    page = browse(firm.owner).get("/settings/audit").text
    assert "Added a candidate" in page
    assert f'href="/candidates/{candidate.id}"' in page
    assert "Rita Recruiter" in page
    assert "Times are in New York" in page


def test_failed_sign_ins_and_refusals_are_there_with_where_they_came_from(firm: Firm, browse: Browse) -> None:
    browse.nobody().post("/sign-in", {"email": firm.viewer.email, "password": "wrong"}, page="/sign-in")
    assert browse(firm.recruiter).get("/settings/audit").status_code == 403
    page = browse(firm.owner).get("/settings/audit?kind=access").text
    assert "Tried to sign in and failed" in page
    assert "Not signed in" in page
    assert "Was denied: See the audit log" in page
    assert "audit.index" in page
    assert "127.0.0.1" in page


def test_what_someone_signed_in_does_carries_their_ip_address(firm: Firm, browse: Browse) -> None:
    browser = browse(firm.owner)
    browser.post("/employers/new", {"name": "Umbra Foods"}, page="/employers/new")
    firm.session.rollback()
    origin = firm.session.scalars(select(AuditEvent.origin).where(AuditEvent.action == "employer.create")).one()
    assert origin is not None
    assert origin.endswith(" 127.0.0.1")


@pytest.mark.parametrize(
    ("query", "shown"),
    [
        ("", {"candidate", "agency", "opening"}),
        ("kind=candidates", {"candidate"}),
        ("person=operator", {"agency"}),
        ("person=operator&kind=candidates", set()),
        ("person={recruiter}", {"candidate"}),
        ("period=week", {"candidate", "agency"}),
        ("period=nonsense&kind=nonsense&person=nonsense&before=nonsense", {"candidate", "agency", "opening"}),
    ],
)
def test_filters_narrow_the_log(firm: Firm, browse: Browse, query: str, shown: set[str]) -> None:
    said = {"candidate": "Edited a candidate", "agency": "Resumed the agency", "opening": "Closed a job"}
    record(firm)
    record(firm, "agency.resume", by=OPERATOR)
    record(firm, "opening.close", by=PORTAL, now=firm.now() - timedelta(days=9))
    page = browse(firm.owner).get(f"/settings/audit?{query.format(recruiter=firm.recruiter.id)}").text
    rows = page[page.index("<h1>") :]
    assert {name for name, sentence in said.items() if f">{sentence}<" in rows} == shown


def test_pages_follow_each_other_without_a_gap(firm: Firm, browse: Browse, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(audit_log, "PAGE_SIZE", 2)
    now = firm.now()
    for number in range(5):
        record(firm, "opening.close", now=now if number < 3 else now - timedelta(minutes=number))
    browser, path, seen = browse(firm.owner), "/settings/audit?kind=jobs", 0
    pages = 0
    while path:
        page = browser.get(path).text
        seen, pages = seen + page.count(">Closed a job<"), pages + 1
        _, _, rest = page.partition('class="btn btn-quiet" href="/settings/audit?kind=jobs&amp;before=')
        path = f"/settings/audit?kind=jobs&before={rest.partition(chr(34))[0]}" if rest else ""
    assert (seen, pages) == (5, 3)


def test_the_export_holds_what_the_filter_shows_and_no_formulas(firm: Firm, browse: Browse) -> None:
    firm.owner.name = "=Olga"
    record(firm, "agency.resume", by=OPERATOR)
    record(firm, by=firm.command().by)
    audit.record(firm.command(by=OPERATOR), "account.deactivate", firm.owner)
    answer = browse(firm.owner).get("/settings/audit/audit.csv?person=operator&kind=people")
    rows = list(csv.DictReader(io.StringIO(answer.get_data(as_text=True), newline="")))
    assert answer.mimetype == "text/csv"
    assert "attachment" in answer.headers["Content-Disposition"]
    assert [row["code"] for row in rows if row["code"] != "account.create"] == ["account.deactivate"]
    assert rows[0]["about"] == "'=Olga"
    assert rows[0]["what"] == "Deactivated an account"


def test_the_export_is_read_in_parts(firm: Firm, browse: Browse, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(audit_log, "EXPORTED_AT_ONCE", 2)
    for _ in range(5):
        record(firm, "opening.close")
    answer = browse(firm.owner).get("/settings/audit/audit.csv?kind=jobs")
    assert answer.get_data(as_text=True).count("opening.close") == 5


def test_only_owners_may_open_or_export_it(firm: Firm, browse: Browse) -> None:
    for account in (firm.recruiter, firm.viewer, firm.account_of(firm.candidate())):
        browser = browse(account)
        assert browser.get("/settings/audit").status_code == 403
        assert browser.get("/settings/audit/audit.csv").status_code == 403


def test_a_link_is_only_where_the_view_that_was_chosen_shows_the_page(firm: Firm) -> None:
    mine, other = firm.candidate("Ann Lee"), firm.candidate("Bo Other")
    other.recruiter_id, other.office_id = firm.stranger.id, firm.stranger.office_id
    firm.session.flush()
    events = [audit.record(firm.command(), "candidate.update", row) for row in (mine, other)]
    viewer = _viewer(firm.recruiter, "own")
    with firm.app.test_request_context():
        found = find_subjects(firm.session, viewer, events)
    assert found["candidates", mine.id].url == f"/candidates/{mine.id}"
    assert found["candidates", other.id] == type(found["candidates", other.id])(("Bo Other",), None)


def test_every_kind_of_subject_can_be_asked_for(firm: Firm) -> None:
    events = [
        AuditEvent(subject_kind=kind, subject_id=uuid.uuid4(), at=firm.now(), action="x", actor_kind="portal")
        for kind in (*FINDERS, "unknown_things")
    ]
    with firm.app.test_request_context():
        assert find_subjects(firm.session, _viewer(firm.owner, "agency"), events) == {}


def test_what_has_no_name_is_not_linked(firm: Firm) -> None:
    day = HolidayChange(day=firm.now().date(), name=None)
    firm.session.add(day)
    firm.session.flush()
    events = [audit.record(firm.command(), "holiday.remove", day)]
    with firm.app.test_request_context():
        assert find_subjects(firm.session, _viewer(firm.owner, "agency"), events) == {}


def test_an_event_names_its_interview_by_candidate_and_employer(firm: Firm) -> None:
    interview = firm.interview(people=("Dana Ruiz",))
    events = firm.session.scalars(
        select(AuditEvent).where(AuditEvent.subject_kind.in_(("interviews", "interview_people", "applications")))
    ).all()
    with firm.app.test_request_context():
        found = find_subjects(firm.session, _viewer(firm.owner, "agency"), events)
    application = interview.application
    assert {subject.names for subject in found.values()} == {(application.candidate.name, application.employer.name)}
    assert {subject.url for subject in found.values()} == {
        f"/interviews/{interview.id}",
        f"/applications/{application.id}",
    }


def test_a_page_takes_as_many_statements_for_many_events(firm: Firm, browse: Browse, statements: list[str]) -> None:
    browser, counts = browse(firm.owner), []
    for _ in range(2):
        for _ in range(3):
            audit.record(firm.command(), "candidate.update", firm.candidate())
        firm.commit()
        statements.clear()
        browser.get("/settings/audit?kind=candidates")
        counts.append(len(statements))
    assert counts[0] == counts[1]


@pytest.mark.parametrize(
    "filtered",
    [
        AuditFilter(),
        AuditFilter(actions=("agency.resume", "agency.suspend")),
        AuditFilter(actor=AuditActor("operator"), actions=audit_actions.CODES),
    ],
)
def test_a_page_of_the_log_is_read_from_an_index_whatever_the_filter(firm: Firm, filtered: AuditFilter) -> None:
    firm.session.execute(
        text(
            "insert into audit_events (at, actor_kind, action, subject_kind, subject_id, fields) "
            "select ops.now() - n * interval '1 minute', 'portal', 'candidate.update', 'candidates', uuidv7(), '{}' "
            "from generate_series(1, 3000) n"
        )
    )
    firm.session.execute(text("set local enable_seqscan = off"))
    before = _read(firm)
    queries.events(firm.session, filtered, 51, AuditPosition(firm.now(), uuid.uuid4()))
    assert _read(firm) - before < 300


def _read(firm: Firm) -> int:
    asked = (
        "select pg_stat_get_xact_tuples_returned('audit_events'::regclass) "
        "+ pg_stat_get_xact_tuples_fetched('audit_events'::regclass)"
    )
    return firm.session.scalar(text(asked)) or 0


def _viewer(account: Account, scope: str) -> Viewer:
    return accounts.viewer_as(account, "agency", scope)
