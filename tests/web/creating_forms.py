"""The forms that add something, each on its page, with what is typed into it."""

import uuid
from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta

from sqlalchemy import text

from portal.accounts import actions as accounts
from portal.accounts.models import Account
from portal.agencies import queries as agencies
from portal.candidates.models import Candidate
from portal.interviews.models import Interview
from portal.openings import actions as openings
from portal.openings.actions import OpeningDetails
from portal.openings.rules import PUT_FORWARD
from tests.factories.firm import Firm

OFFICES = "/settings/offices"
TOMORROW = {"starts": "10:00", "ends": "11:00", "time_zone": "America/New_York", "place": "1 Main St", "link": ""}


@dataclass(frozen=True)
class Case:
    """A form that adds something: its page, where it goes, what is typed, another value, and who sends it.

    `says` is what shows the other value once it was updated, where that is not the value itself. A candidate sends it
    where one is given.
    """

    page: str
    path: str
    typed: dict[str, str]
    changed: tuple[str, str] | None = None
    who: str = "recruiter"
    says: str = ""
    candidate: Candidate | None = None

    def account(self, firm: Firm) -> Account:
        return firm.account_of(self.candidate) if self.candidate else getattr(firm, self.who)


def _day(firm: Firm, ahead: int = 1) -> str:
    return (firm.now() + timedelta(days=ahead)).date().isoformat()


def _interview(firm: Firm) -> Case:
    application = firm.application()
    here = f"/applications/{application.id}/interviews/new"
    typed = {"date": _day(firm), "people": "Dana Ruiz", **TOMORROW}
    return Case(here, here, typed, ("date", _day(firm, 3)), candidate=application.candidate)


def _quick_add(firm: Firm) -> Case:
    typed = {"application_id": str(firm.application().id), "date": _day(firm), "people": "Dana Ruiz", **TOMORROW}
    return Case("/interviews/new", "/interviews/new", typed, ("date", _day(firm, 3)))


def _person(firm: Firm, page: str, path: str) -> Case:
    interview = firm.interview()
    here = f"/interviews/{interview.id}"
    return Case(here + page, here + path, {"name": "Dana Ruiz", "email": ""}, ("name", "Lee Park"))


def _application(firm: Firm) -> Case:
    here = f"/candidates/{firm.candidate().id}/applications/new"
    typed = {"employer_id": str(firm.employer().id), "opening_title": "Nurse"}
    return Case(here, here, typed, ("opening_title", "Night nurse"))


def _candidate(_firm: Firm) -> Case:
    typed = {"name": "Ann Lee", "email": f"{uuid.uuid4().hex}@example.org", "time_zone": "UTC"}
    return Case("/candidates/new", "/candidates/new", typed, ("email", f"{uuid.uuid4().hex}@example.org"))


def _contact(firm: Firm) -> Case:
    here = f"/employers/{firm.employer().id}/contacts/new"
    return Case(here, here, {"name": "Dana Ruiz"}, ("name", "Lee Park"))


def _opening(firm: Firm) -> Case:
    typed = {"title": "Nurse", "field_id": str(agencies.job_fields(firm.session)[0].id), "open_until": _day(firm)}
    return Case("/openings/new", "/openings/new", typed, ("title", "Night nurse"))


def _template(_firm: Firm) -> Case:
    typed = {"kind": "thank", "name": "Short", "subject": "Thank you", "body": "Dear [their first name], thank you."}
    return Case("/templates/new", "/templates/new", typed, ("name", "Very short"))


def _proposal(firm: Firm) -> Case:
    template = firm.session.execute(text("select id from templates where kind = 'thank' limit 1")).scalar_one()
    here = f"/templates/{template}/edit"
    return Case(here, here, {"body": "Dear [their first name], thank you."}, ("reason", "It is shorter."))


def _invite(firm: Firm) -> Case:
    candidate = firm.candidate(accepted=False)
    return Case(f"/candidates/{candidate.id}", f"/candidates/{candidate.id}/invitation", {})


def _colleague(_firm: Firm) -> Case:
    here, other = "/settings/people/invite", f"{uuid.uuid4().hex}@example.org"
    typed = {"addresses": f"{uuid.uuid4().hex}@example.org", "role": "recruiter", "office_id": ""}
    return Case(here, here, typed, ("addresses", other), "owner")


def _invite_again(firm: Firm) -> Case:
    email = f"{uuid.uuid4().hex}@example.org"
    account = accounts.create(firm.command(), name="Ray Cole", email=email, role="recruiter", time_zone="UTC")
    return Case("/settings/people/invite", f"/settings/people/{account.id}/invitation", {}, who="owner")


def _put_forward(firm: Firm) -> Case:
    field, today = agencies.job_fields(firm.session)[0], firm.now().date()
    position = OpeningDetails("Shift lead", field.id, today + timedelta(days=9), firm.employer().id)
    opening = openings.create(firm.command(), position)
    candidate = firm.candidate()
    said = openings.respond(firm.command(), opening, candidate, PUT_FORWARD, today=today)
    return Case(f"/openings/{opening.id}", f"/interests/{said.id}/process", {})


def _held(firm: Firm) -> Interview:
    people = ("Dana Ruiz <d@acme.example>", "Lee Park <l@acme.example>")
    interview = firm.interview(starts_in=-timedelta(hours=3), people=people)
    firm.debriefed(interview)
    return interview


def _follow_up(firm: Firm, rest: str) -> Case:
    here = f"/interviews/{(interview := _held(firm)).id}/{rest}"
    dana, lee = (str(row.id) for row in interview.people)
    return Case(here, here, {"to": dana}, ("to", lee), says="Lee Park")


def _ending(firm: Firm, path: str, *changed: str, says: str = "") -> Case:
    here = f"/applications/{_held(firm).application_id}"
    return Case(here, f"{here}/{path}", {}, (changed[0], changed[1]) if changed else None, says=says)


CASES: dict[str, Callable[[Firm], Case]] = {
    "candidates.invite": _invite,
    "candidates.new": _candidate,
    "contacts.new": _contact,
    "employers.new": lambda _: Case("/employers/new", "/employers/new", {"name": "Acme"}, ("name", "Globex")),
    "outcomes.record_response": lambda firm: _ending(firm, "answer", "words", "We’ll be in touch."),
    "outcomes.close_application": lambda firm: _ending(firm, "closure", "kind", "withdrawn", says="was withdrawn"),
    "outcomes.record_placement": lambda firm: _ending(firm, "placement"),
    "follow_ups.begin_follow_up": lambda firm: _follow_up(firm, "follow-up"),
    "follow_ups.begin_decision_reply": lambda firm: _follow_up(firm, "answer"),
    "opening_responses.put_forward": _put_forward,
    "interviews.add_person": lambda firm: _person(firm, "", "/people"),
    "interviews.new": _interview,
    "quick_add.new": _quick_add,
    "library.edit": _proposal,
    "library.new": _template,
    "outbox.send_test_email": lambda _: Case("/mail", "/mail/test", {}),
    "preparation.add_person": lambda firm: _person(firm, "/meeting", "/meeting/people"),
    "openings.new": _opening,
    "offices.add": lambda _firm: Case(
        "/settings/offices", "/settings/offices", {"name": "Boston"}, ("name", "Salem"), "owner"
    ),
    "offices.add_field": lambda _firm: Case(
        "/settings/offices", "/settings/offices/fields", {"name": "Nursing"}, ("name", "Teaching"), "owner"
    ),
    "staff_invitations.invite": _colleague,
    "staff_invitations.resend": _invite_again,
    "applications.new": _application,
}
"""By route, the form that leads to it."""
