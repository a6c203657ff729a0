"""An agency of 400 people who came from another system's files, with two weeks of interviews, some ahead."""

from datetime import datetime, timedelta

from sqlalchemy import select, update

from portal.accounts.models import Account
from portal.agencies import queries as agencies
from portal.app import create_app
from portal.candidates.models import Candidate
from portal.core import tenancy, transaction
from portal.core.command import OPERATOR, Command
from portal.core.settings import Settings
from portal.jobs import runner
from portal.reminders import candidate_invitations
from tests.fixtures.demo import Demo
from tests.journeys.messy import Person, people, written

HOST = "mcgrath.localhost"
PEOPLE, INVITED, INTERVIEWED = 400, 250, 80
FIELDS = ("Engineering", "IT", "HR", "Administrative/clerical", "Light industrial")
EMPLOYERS = ("Zweig Optics", "Quince Freight", "Rook Dental", "Yarrow Paper", "Vint Instruments")
CONTACTS = (("Ada Lindqvist", "Plant manager"), ("Bela Kovacs", "Shift lead"), ("Carmen Ortega", "Head of quality"))
DAYS = 12
"""How many days the interviews are spread over; the last quarter of them is still ahead."""


def import_agency(demo: Demo, recruiter: str) -> list[Person]:
    """The demo's first agency has 400 people more, this recruiter's; 250 accepted their invitation. Returns them."""
    found = people(PEOPLE)
    _import(demo, "candidates", [["Name", "Email", "Phone", "Field", "Recruiter"], *_candidates(found, recruiter)])
    _accept(demo, [person.email for person in found[:INVITED]])
    _import(demo, "contacts", [["Name", "Company", "Title", "Email"], *_contacts()])
    _import(
        demo,
        "interviews",
        [["Email", "Company", "Job", "Starts", "People", "Continue"], *_interviews(found, demo.now())],
    )
    return found


def _candidates(found: list[Person], recruiter: str) -> list[list[str]]:
    return [[one.name, one.email, one.phone, FIELDS[one.number % len(FIELDS)], recruiter] for one in found]


def _contacts() -> list[list[str]]:
    """Every contact has an address but the last of each employer, which someone has to find."""
    return [
        [f"{name} {employer.split()[0]}", employer, title, f"{name.split()[0].lower()}@{_domain(employer)}" * (nth < 2)]
        for employer in EMPLOYERS
        for nth, (name, title) in enumerate(CONTACTS)
    ]


def _interviews(found: list[Person], now: datetime) -> list[list[str]]:
    rows = []
    for nth, person in enumerate(found[:INTERVIEWED]):
        starts = (now - timedelta(days=DAYS * 3 // 4) + nth * timedelta(days=DAYS) / INTERVIEWED).replace(minute=0)
        employer = EMPLOYERS[nth % len(EMPLOYERS)]
        met = "; ".join(f"{name} {employer.split()[0]}" for name, _title in CONTACTS[: 1 + nth % len(CONTACTS)])
        rows.append([person.email, employer, "Operator", starts.strftime("%Y-%m-%dT%H:%M:%SZ"), met, "yes"])
    return rows


def _domain(employer: str) -> str:
    return f"{''.join(employer.lower().split())}.example"


def _import(demo: Demo, kind: str, rows: list[list[str]]) -> None:
    file = demo.var / f"{kind}.csv"
    file.write_bytes(written(rows))
    done = demo.run("import", kind, str(file), "--agency", HOST)
    assert done.returncode == 0, f"{done.stdout}\n{done.stderr}"


def _accept(demo: Demo, emails: list[str]) -> None:
    """They are invited and have signed in once: what a person does by hand for one, done here for many."""
    app = create_app(Settings.from_environment(demo.variables() | demo.servers, "demo"))
    with runner.jobs_context(app), runner.session() as session:
        tenancy.enter(session, agencies.find_by_host(session, HOST).id)  # type: ignore[union-attr]
        command = Command(session, OPERATOR, tenancy.entered_at(session))
        found = session.scalars(select(Candidate).where(Candidate.email.in_(emails))).all()
        for candidate in found:
            candidate_invitations.invite(command, candidate)
        session.execute(update(Account).where(Account.email.in_(emails)).values(accepted_at=command.now))
        transaction.touch_candidates(session, [candidate.id for candidate in found])
