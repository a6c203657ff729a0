"""Every route, as everybody who should not: nobody, another agency's owner, another candidate, a viewer, a stranger."""

import re
import uuid
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import TextClause, text
from werkzeug.routing import Rule

from portal.accounts import actions as accounts
from portal.accounts.permissions import SEE_RECORDS, USE_CANDIDATE_PAGES, has_permission
from portal.agencies import queries as agencies
from portal.approvals.models import Approval
from portal.candidates.models import Candidate
from portal.cards import actions as cards
from portal.cards import queries as card_queries
from portal.contacts import actions as contacts
from portal.contacts import evidence
from portal.contacts.details import ContactDetails
from portal.contacts.evidence import EvidenceKey, PhotoData
from portal.core import access
from portal.core.access import UndeclaredRoute
from portal.drafts import queries as drafts
from portal.drafts import template_proposals
from portal.duplicates import merging
from portal.interviews.models import Interview, InterviewPerson
from portal.notes import actions as notes
from portal.notes import queries as note_queries
from portal.notes.models import Note
from portal.openings import actions as openings
from portal.openings.actions import OpeningDetails
from portal.proofreading import actions as proofreading
from portal.saved_views import actions as saved_views
from portal.tags import actions as tags
from tests.factories import bulk_actions, candidate_merges, imports, recruiter_notes
from tests.factories.firm import Firm, found
from tests.factories.received import answer_to
from tests.factories.sent_copies import copy_of
from tests.fixtures.app import Browse, Browser

CLOSED = (302, 400, 401, 403, 404, 405)
ENDS_THE_SESSION = ("sign_in.sign_out", "account.end_all_sign_ins")


@pytest.fixture
def ids(firm: Firm) -> dict[str, str]:
    """One row of each thing that a URL can name, all of one candidate."""
    candidate = firm.candidate("Ann Lee")
    interview = firm.interview(
        firm.application(candidate), starts_in=-timedelta(hours=2), people=("Dana Ruiz <d@acme.example>", "Lee Park")
    )
    firm.debriefed(interview)
    person = next(row for row in interview.people if row.contact.email)
    note = notes.begin(firm.command(), person, "thank", {})
    notes.save(firm.command(), note, "Thank you", "Thank you for your time.")
    _as_a_card(firm, note)
    versions = note_queries.versions_of(firm.session, note.id)
    word = proofreading.add_word(firm.command(), candidate.id, "Zylo")
    firm.commit()
    waiting = next(row for row in interview.people if not row.contact.email)
    _photographed(firm, person, waiting)
    request = firm.session.execute(_text("select id from contact_requests")).scalar_one()
    step = firm.session.execute(_text("select id from steps limit 1")).scalar_one()
    completion = firm.session.execute(_text("select id from step_completions limit 1")).scalar_one()
    return {
        "candidate_id": str(candidate.id),
        "application_id": str(interview.application_id),
        "interview_id": str(interview.id),
        "person_id": str(person.id),
        "note_id": str(note.id),
        "version_id": str(versions[0].id),
        "word_id": str(word.id),
        "contact_id": str(waiting.contact_id),
        "employer_id": str(interview.application.employer_id),
        "request_id": str(request),
        "step_id": str(step),
        "completion_id": str(completion),
        **_settings(firm),
        **dict.fromkeys(("ending_id", "sign_in_id", "move_id", "dismissed_issue_id"), str(step)),
        "approval_id": _handed_in(firm, interview),
        **_opening(firm, candidate),
        **_template(firm),
        **_mailed(firm, candidate),
        **_merged(firm, waiting.contact.employer_id, person.contact_id),
    }


def _merged(firm: Firm, employer_id: uuid.UUID, other_id: uuid.UUID) -> dict[str, str]:
    """Two contacts of the same employer who were one person; and another of them."""
    first, second = (
        contacts.create_contact(firm.command(), employer_id, ContactDetails(name)) for name in ("Kim Hall", "Kim Hal")
    )
    merge = merging.merge(firm.command(), first, second)
    firm.commit()
    return {"merge_id": str(merge.id), "other_id": str(other_id)}


def _settings(firm: Firm) -> dict[str, str]:
    """What the settings name: a colleague, an office, and a field of work; and an import, and a figure of Insight."""
    field = agencies.job_fields(firm.session)[0]
    return {
        "account_id": str(firm.viewer.id),
        "office_id": str(firm.recruiter.office_id),
        "figure": "thanked",
        "field_id": str(field.id),
        "recruiter_note_id": recruiter_notes.written(firm),
        **_own_words(firm),
        **candidate_merges.merged(firm),
        "import_id": imports.checked(firm, b"name,email\nKim Import,kim.import@example.org\n"),
    }


def _own_words(firm: Firm) -> dict[str, str]:
    """A tag, and a view of a list."""
    tag = tags.get_or_add(firm.command(), "Night shifts")
    view = saved_views.save(firm.command(), firm.recruiter.id, "candidates", "Late", "late=now", is_shared=True)
    firm.commit()
    return {"tag_id": str(tag.id), "view_id": str(view.id)}


def _handed_in(firm: Firm, interview: Interview) -> str:
    """A note about the other person waits for a recruiter."""
    agencies.profile(firm.session).note_sending = "approval"
    other = next(row for row in interview.people if row.contact.name == "Lee Park")
    note = notes.begin(firm.command(), other, "thank", {})
    row = Approval(note_id=note.id, kind="approve", asked_at=firm.now(), target_at=firm.now(), subject="", body="")
    firm.session.add(row)
    note.submitted_at = firm.now()
    firm.commit()
    return str(row.id)


def _mailed(firm: Firm, candidate: Candidate) -> dict[str, str]:
    """An email to the candidate, an answer to it, and a reminder that the owner is about to send."""
    accounts.invite(firm.command(), firm.account_of(candidate))
    firm.commit()
    mail = firm.session.execute(_text("select id from outgoing_messages where kind = 'invitation'")).scalar_one()
    copy_of(firm, mail)
    action = bulk_actions.selected(firm, firm.owner, "remind", candidate)
    return {"bulk_action_id": str(action.id), "message_id": str(mail), "received_id": answer_to(firm, mail)}


def _opening(firm: Firm, candidate: Candidate) -> dict[str, str]:
    field = agencies.job_fields(firm.session)[0]
    now = firm.now()
    position = OpeningDetails("Shift lead", field.id, now.date() + timedelta(days=9), firm.employer().id)
    opening = openings.create(firm.command(now=now), position)
    said = openings.respond(firm.command(now=now), opening, candidate, "call_me", today=now.date())
    firm.commit()
    return {"opening_id": str(opening.id), "interest_id": str(said.id)}


def _template(firm: Firm) -> dict[str, str]:
    template = drafts.templates_of_kind(firm.session, "thank")[0]
    words = replace(template.wording, body="Dear {{ contact_name }}, thank you.")
    proposal = template_proposals.propose(firm.command(), template, words, None)
    firm.commit()
    return {"template_id": str(template.id), "proposal_id": str(proposal.id)}


def _photographed(firm: Firm, met: InterviewPerson, waiting: InterviewPerson) -> None:
    for row in (met, waiting):
        evidence.save_photo(firm.command(), EvidenceKey(row.interview_id, row.id), PhotoData(b"jpeg", 3, 2))
    evidence.assign_or_delete(firm.session, EvidenceKey(waiting.interview_id, waiting.id), waiting.contact)
    firm.commit()


def _as_a_card(firm: Firm, note: Note) -> None:
    cards.choose_medium(firm.command(), note, "card")
    card = card_queries.card_of_note(firm.session, note.id)
    assert card is not None
    there = {"street_address": "1 Main St", "city": "Springfield", "country_area": "IL", "postal_code": "62701"}
    address = {"country_code": "US", "name": note.person.contact.name, **there}
    cards.set_address(firm.command(), card, address)


def _text(statement: str) -> TextClause:
    return text(statement)


def visits(app: Flask, ids: dict[str, str]) -> Iterator[tuple[Rule, str, str]]:
    """Every route with every method, at this candidate's things."""
    values = {
        **ids,
        **dict.fromkeys(("token", "digest", "size"), "none"),
        "name": "none.css",
        "list_name": "candidates",
        "kind": "thank",
        "key": "none",
        "number": "1",
        "rest": "edit",
        "task": "hidden",
    }
    values |= {"day": "2026-12-25", "digest": "0", "size": "shown", "side": "inside"}
    for rule in app.url_map.iter_rules():
        if rule.endpoint == "health.ready":
            continue  # says 503 where no scheduler runs, and is right
        path = re.sub(r"<(?:[^:<>]+(?:\([^)]*\))?:)?(\w+)>", lambda found: values[found.group(1)], rule.rule)
        for method in sorted((rule.methods or set()) & {"GET", "POST"}):
            yield rule, method, path


def visit(browser: Browser, method: str, path: str) -> tuple[int, str]:
    answer = browser.get(path) if method == "GET" else browser.post(path)
    return answer.status_code, answer.get_data().decode(errors="replace")


def test_nobody_gets_in_and_no_route_breaks(app: Flask, browse: Browse, ids: dict[str, str]) -> None:
    nobody = browse.nobody()
    for rule, method, path in visits(app, ids):
        declared = access.declared_access(app.view_functions[rule.endpoint])
        status, text = visit(nobody, method, path)
        assert status < 500, (method, path)
        assert "Ann Lee" not in text, (method, path)
        if declared and declared.permission:
            assert status in (302, 400, 401), (method, path, status)


def test_another_agencys_owner_sees_nothing_of_it(app: Flask, firm: Firm, ids: dict[str, str]) -> None:
    other = found(app)
    owner = Browse(other)(other.owner)
    for rule, method, path in visits(app, ids):
        if rule.endpoint in ENDS_THE_SESSION:
            continue
        status, text = visit(owner, method, path)
        assert status < 500, (method, path)
        assert "Ann Lee" not in text, (method, path)
        assert "Dana Ruiz" not in text, (method, path)
        if any(f"<uuid:{name}>" in rule.rule for name in ids) and "sign_in_id" not in rule.rule:
            assert status in (400, 403, 404, 405), (method, path, status)
    assert firm.agency.id != other.agency.id


@pytest.mark.parametrize("who", ["candidate", "stranger"])
def test_neither_another_candidate_nor_another_offices_recruiter_sees_the_candidate(
    app: Flask, firm: Firm, browse: Browse, ids: dict[str, str], who: str
) -> None:
    account = firm.account_of(firm.candidate("Bob Moss")) if who == "candidate" else firm.stranger
    browser = browse(account)
    for rule, method, path in visits(app, ids):
        if rule.endpoint in ENDS_THE_SESSION:
            continue
        status, text = visit(browser, method, path)
        assert status < 500, (method, path)
        assert "Ann Lee" not in text, (method, path)
        theirs = ("candidate_id", "application_id", "interview_id", "note_id", "request_id", "step_id", "approval_id")
        if any(f"<uuid:{name}>" in rule.rule for name in theirs):
            assert status in (400, 403, 404), (method, path, status)


def test_a_viewer_changes_nothing(app: Flask, firm: Firm, browse: Browse, ids: dict[str, str]) -> None:
    viewer = browse(firm.viewer)
    for rule, method, path in visits(app, ids):
        declared = access.declared_access(app.view_functions[rule.endpoint])
        if method == "POST" and declared and not _has("viewer", declared.permission):
            assert visit(viewer, method, path)[0] == 403, path
        if method == "GET" and declared and declared.permission == SEE_RECORDS and "token" not in path:
            assert visit(viewer, method, path)[0] == 200, path


def test_the_owner_sees_every_page(app: Flask, firm: Firm, browse: Browse, ids: dict[str, str]) -> None:
    owner = browse(firm.owner)
    for rule, method, path in visits(app, ids):
        declared = access.declared_access(app.view_functions[rule.endpoint])
        if method == "GET" and declared and declared.permission not in (None, USE_CANDIDATE_PAGES):
            assert visit(owner, method, path)[0] in (200, 301, 302), path


def _has(role: str, permission: str | None) -> bool:
    return permission is None or has_permission(role, permission)


def test_the_program_refuses_to_start_with_a_silent_route() -> None:
    app = Flask("silent")
    app.add_url_rule("/secret", "secret", lambda: "x")
    with pytest.raises(UndeclaredRoute, match="/secret"):
        access.require_declared_access(app)


def test_an_unknown_host_shows_nothing_of_any_agency(app: Flask, firm: Firm) -> None:
    firm.commit()
    stranger = Browser(app, "http://nowhere.localhost")
    for path in ("/", "/today", "/sign-in", "/brand.css", "/candidates"):
        answer = stranger.get(path)
        assert answer.status_code == 404, path
        assert "McGrath" not in answer.text
    assert stranger.get("/healthz").status_code == 200


@pytest.mark.parametrize("host", ["a b", "[::1]:80", "x" * 300, "mcgrath.localhost:99999", "\x00"])
def test_a_strange_host_is_refused_not_broken(app: Flask, host: str) -> None:
    client = app.test_client()
    answer = client.get("/sign-in", headers={"Host": host})
    assert answer.status_code in (400, 404)
