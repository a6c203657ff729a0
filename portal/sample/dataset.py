"""The demo's sample data: two agencies, and candidates whose interviews are in every state, around today."""

from dataclasses import dataclass
from datetime import datetime, time, timedelta
from itertools import cycle
from zoneinfo import ZoneInfo

from flask import Flask
from sqlalchemy.orm import Session

from portal.accounts import actions as accounts
from portal.accounts import credentials
from portal.accounts.models import Account
from portal.agencies import actions as agencies
from portal.agencies import queries as agency_queries
from portal.agencies.actions import NewAgency
from portal.agencies.models import JobField, Office
from portal.agencies.rules import APPROVAL, CANDIDATE
from portal.candidates import actions as candidates
from portal.candidates.actions import CandidateProfile
from portal.candidates.models import Candidate
from portal.contacts import actions as contacts
from portal.contacts.actions import EmployerDetails
from portal.core import clock, tenancy, transaction
from portal.core.command import OPERATOR, Actor, Command
from portal.core.db import db
from portal.drafts import actions as drafts
from portal.onboarding import actions as onboarding
from portal.onboarding.rules import HIDDEN
from portal.sample import cards, contact_requests, library, openings, sending
from portal.sample.names import CANDIDATES, EMPLOYERS, GERMAN_CANDIDATES, ZONES
from portal.sample.stories import STORIES, StoryCast, create_story

PASSWORD = "interview-follow-up"  # noqa: S105 - the demo's, shown on its start page
FIRST_HOST = "mcgrath.localhost"


@dataclass(frozen=True)
class DemoAgency:
    """One demo agency: its settings, its staff, its candidates, and who sends their notes."""

    new: NewAgency
    owner: str
    recruiters: tuple[str, str]
    viewer: str
    candidates: tuple[str, ...]
    zones: tuple[str, ...]
    second_office: str
    note_sending: str = CANDIDATE


DEMO_AGENCIES = (
    DemoAgency(
        NewAgency("McGrath Systems", FIRST_HOST, "America/New_York", color="#0f766e", office="New York"),
        "Maureen McGrath",
        ("Rita Alvarez", "Sam Whitfield"),
        "Vince Tully",
        CANDIDATES,
        ZONES,
        "Chicago",
    ),
    DemoAgency(
        NewAgency("Alpenrose Personal", "alpenrose.localhost", "Europe/Berlin", color="#7c3aed", country="DE"),
        "Greta Alpenrose",
        ("Jonas Frei", "Mira Stein"),
        "Otto Lenz",
        GERMAN_CANDIDATES,
        ("Europe/Berlin",),
        "München",
        APPROVAL,
    ),
)


def load_sample_data(app: Flask) -> None:
    """Load the demo's two agencies into the database, and commit."""
    with app.app_context():
        session = db.session()
        for firm in DEMO_AGENCIES:
            now = clock.now(session)
            agency = agencies.create(Command(session, OPERATOR, now), firm.new)
            _fill_agency(session, firm, now)
            transaction.commit(session, now)
            tenancy.leave(session)
            app.logger.info("sample data of %s", agency.host)


def _fill_agency(session: Session, firm: DemoAgency, now: datetime) -> None:
    before = now - timedelta(days=90)
    drafts.add_default_templates(Command(session, OPERATOR, before))
    office = agency_queries.offices(session)[0]
    second = Office(name=firm.second_office)
    session.add(second)
    session.flush()
    kept = credentials.hash_password(PASSWORD)
    staff = _staff(session, firm, (office, second), kept, before)
    places = cycle(cards.ADDRESSES[firm.new.country])
    employers = [
        contacts.create_employer(Command(session, OPERATOR, before), _employer(*row[:2], place))
        for row, place in zip(EMPLOYERS, places, strict=False)
    ]
    fields, people = agency_queries.job_fields(session), []
    for number, name in enumerate(firm.candidates):
        recruiter = staff[number % 2]
        by = Actor("account", recruiter.id, recruiter.role)
        zone = firm.zones[number % len(firm.zones)]
        profile = _candidate_profile(name, number, zone, fields[number % len(fields)], recruiter)
        candidate = candidates.create(Command(session, by, before), profile)
        people.append(candidate)
        _account(Command(session, by, before), candidate, kept, accepted=number % 19 != 18)
        cast = StoryCast(
            candidate, employers[number % len(employers)], employers[(number + 3) % len(employers)], number
        )
        create_story(Command(session, by, now), cast, STORIES[number % len(STORIES)], _ten_o_clock(now, zone))
    transaction.replan_touched(session, now)
    _configure_agency(session, firm)
    sending.add_sent_notes(session, people, employers[1], now)
    cards.add_cards(Command(session, OPERATOR, now))
    openings.add_openings(Command(session, OPERATOR, now), employers)
    contact_requests.add_contact_requests(Command(session, OPERATOR, now), employers)
    library.add_library(session, now=now)
    onboarding.mark(Command(session, OPERATOR, now), HIDDEN)


def _candidate_profile(name: str, number: int, zone: str, field: JobField, recruiter: Account) -> CandidateProfile:
    phone, email = f"+1 212 555 0{100 + number}", _email(name, "example.org")
    return CandidateProfile(name, email, zone, phone, field.id, recruiter.office_id, recruiter.id)


def _configure_agency(session: Session, firm: DemoAgency) -> None:
    """Set the agency's policies and its address."""
    profile = agency_queries.profile(session)
    profile.postal_address, profile.note_sending = cards.ADDRESSES[firm.new.country][-1], firm.note_sending


def _staff(
    session: Session, firm: DemoAgency, offices: tuple[Office, Office], kept: str, at: datetime
) -> tuple[Account, Account]:
    domain = firm.new.host.partition(".")[0] + ".example"
    rows = [
        (firm.owner, "owner", offices[0]),
        (firm.recruiters[0], "recruiter", offices[0]),
        (firm.recruiters[1], "recruiter", offices[1]),
        (firm.viewer, "viewer", offices[0]),
    ]
    made = []
    for number, (name, role, office) in enumerate(rows):
        account = accounts.create(
            Command(session, OPERATOR, at),
            name=name,
            email=_email(name, domain),
            role=role,
            time_zone=firm.new.time_zone,
            office_id=office.id,
        )
        account.password_hash, account.accepted_at, account.phone = kept, at, f"+1 212 555 0{180 + number}"
        made.append(account)
    return made[1], made[2]


def _account(command: Command, candidate: Candidate, kept: str, *, accepted: bool) -> None:
    """Create the candidate's account, which can always sign in; `accepted` says whether the invitation was accepted."""
    account = accounts.create(
        command, name=candidate.name, email=candidate.email, role="candidate", time_zone=candidate.time_zone
    )
    account.password_hash, account.accepted_at = kept, command.now if accepted else None
    candidate.account_id, candidate.invited_at = account.id, command.now
    command.session.flush()


def _employer(name: str, domain: str, place: str) -> EmployerDetails:
    return EmployerDetails(name, domain, f"HR, {name}", "+1 212 555 0199", f"hr@{domain}", place)


def _email(name: str, domain: str) -> str:
    plain = name.lower().replace(" ", ".").replace("'", "")
    return f"{plain.encode('ascii', 'ignore').decode()}@{domain}"


def _ten_o_clock(now: datetime, zone: str) -> datetime:
    """Return today at ten in the candidate's time zone, so that interviews are held in working hours."""
    place = ZoneInfo(zone)
    return datetime.combine(now.astimezone(place).date(), time(10), place)
