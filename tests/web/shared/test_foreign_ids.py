"""What another agency's things are called is no answer to any form."""

from datetime import timedelta
from urllib.parse import urlsplit

from flask import Flask
from sqlalchemy import text

from portal.core import tenancy
from portal.notes import actions as notes
from tests.factories.firm import Firm, found
from tests.fixtures.app import Browse, csrf
from tests.web.page_forms import forms_on, send

MADE = ("candidates", "applications", "interviews", "interview_people", "contacts", "employers", "notes")


def ids_of(other: Firm) -> list[str]:
    """One id of each kind of thing of an agency, people in every role among them."""
    interview = other.interview(starts_in=-timedelta(hours=3), people=("Dana Ruiz <d@acme.example>",))
    other.debriefed(interview)
    notes.begin(other.command(), interview.people[0], "thank", {})
    other.commit()
    tables = ("offices", "job_fields", "employers", "contacts", "candidates", "applications", "interviews", "accounts")
    rows = [other.session.scalar(text(f"select id from {table} limit 1")) for table in tables]
    return [str(row) for row in [*rows, other.recruiter.id, interview.people[0].id]]


def counts(firm: Firm) -> list[int]:
    """How much of each kind there is in the agency, whichever was entered meanwhile."""
    tenancy.enter(firm.session, firm.id)
    return [firm.session.scalar(text(f"select count(*) from {table}")) or 0 for table in MADE]


def test_an_id_of_another_agency_is_refused_in_every_form(app: Flask, firm: Firm, browse: Browse) -> None:
    candidate = firm.candidate()
    application = firm.application(candidate)
    interview = firm.interview(application, starts_in=-timedelta(hours=3), people=("Lee Park <l@acme.example>",))
    firm.debriefed(interview)
    note = notes.begin(firm.command(), interview.people[0], "follow_up", {})
    ahead = firm.interview(application, people=("Lee Park <l@acme.example>",))
    paths = [f"/candidates/{candidate.id}{rest}" for rest in ("/edit", "/applications/new", "")]
    paths += [f"/interviews/{row.id}{rest}" for row in (interview, ahead) for rest in ("/debrief", "/follow-up", "")]
    paths += [
        "/templates/new",
        "/candidates/new",
        f"/notes/{note.id}",
        f"/applications/{application.id}",
        f"/applications/{application.id}/edit",
    ]
    browser = browse(firm.owner)
    forms, before = forms_on(browser, paths), counts(firm)
    foreign = ids_of(found(app))
    token, tried = csrf(browser.get("/today").text), set[str]()
    for form in forms:
        for name in (name for name in form.fields if name.endswith("_id")):
            tried.add(name.rpartition("-")[2])
            for value in foreign:
                answer = send(browser, form.path, form.but(name, value) | {"csrf_token": token})
                where = urlsplit(answer.headers.get("Location", "")).path
                assert 400 <= answer.status_code < 500, (form.path, name, answer.status_code, where)
    assert {"office_id", "recruiter_id", "field_id", "employer_id", "person_id"} <= tried
    assert before == counts(firm)
