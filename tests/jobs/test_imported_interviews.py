"""A month after an import: only interviews that were ahead of it bring reminders, and only once candidates joined."""

import uuid
from collections import Counter
from collections.abc import Iterator
from datetime import datetime, timedelta
from io import BytesIO
from itertools import count

import pytest
from sqlalchemy import func, select

from portal.accounts import actions as accounts
from portal.accounts.models import Account
from portal.candidates.models import Candidate
from portal.core import clock, tenancy
from portal.core.command import OPERATOR, Command
from portal.imports import actions, queries
from portal.imports.actions import ImportOptions
from portal.imports.models import ImportRow
from portal.interviews.models import Interview
from portal.jobs import runner, tick
from portal.reminders import candidate_invitations
from tests.messaging.catching import Catcher

PAST, AHEAD = 1000, 50
"""How many interviews there are; each one ahead is of a candidate of its own."""

WITH_HISTORY = 100
"""How many candidates share those that are over."""

EVERYBODY = range(WITH_HISTORY + AHEAD)
ZONE = "America/New_York"


@pytest.fixture(autouse=True)
def stood() -> Iterator[None]:
    """Whatever this moves the clock by, it stands where it stood."""
    with runner.session() as session:
        before = clock.now(session)
    yield
    with runner.session() as session:
        clock.advance(session, before - clock.now(session))


def address(number: int) -> str:
    return f"person{number}@example.org"


def import_file(agency_id: uuid.UUID, kind: str, text: str) -> None:
    """Every row of the file is imported, by the jobs."""
    with runner.session() as session:
        tenancy.enter(session, agency_id)
        command = Command(session, OPERATOR, clock.now(session))
        import_id = actions.create(command, kind, f"{kind}.csv", BytesIO(text.encode()), ImportOptions()).id
    tick.run_due()
    with runner.session() as session:
        tenancy.enter(session, agency_id)
        actions.start(Command(session, OPERATOR, clock.now(session)), queries.get_import(session, import_id))
    tick.run_due()
    with runner.session() as session:
        tenancy.enter(session, agency_id)
        outcomes = select(ImportRow.outcome, func.count()).where(ImportRow.import_id == import_id)
        assert dict(session.execute(outcomes.group_by(ImportRow.outcome)).all()).keys() == {"created"}


def interview(person: int, employer: int, day: datetime, hour: int) -> str:
    starts = day.replace(hour=hour, minute=0, second=0, microsecond=0)
    return f"{address(person)},Employer {employer},Analyst,{starts.isoformat()},{ZONE},Dana Ruiz\n"


def import_everything(agency_id: uuid.UUID) -> None:
    with runner.session() as session:
        tenancy.enter(session, agency_id)
        now = clock.now(session)
        command = Command(session, OPERATOR, now)
        accounts.create(command, name="Olga Owner", email="olga@example.com", role="owner", time_zone=ZONE)
    people = "".join(f"Person {chr(65 + n % 26)}{chr(97 + n // 26)}son,{address(n)},{ZONE}\n" for n in EVERYBODY)
    contacts = "".join(f"Dana Ruiz,Employer {n},dana@employer{n}.example\n" for n in range(20))
    rows = [interview(n % WITH_HISTORY, n % 20, now - timedelta(days=1 + n % 200), 10 + n // 200) for n in range(PAST)]
    rows += [interview(WITH_HISTORY + n, n % 20, now + timedelta(days=3 + n % 8), 15) for n in range(AHEAD)]
    import_file(agency_id, "contacts", "name,employer,email\n" + contacts)
    import_file(agency_id, "candidates", "name,email,time_zone\n" + people)
    import_file(
        agency_id, "interviews", "candidate_email,employer,opening,starts_at,time_zone,people\n" + "".join(rows)
    )


def pass_days(days: int) -> None:
    """So many days pass, six hours at a time, and whatever is due is done."""
    for _ in range(days * 4):
        with runner.session() as session:
            clock.advance(session, timedelta(hours=6))
        tick.run_due()


def join(agency_id: uuid.UUID) -> int:
    """Everybody is invited, as many a day as may be, and accepts; return after how many days."""
    for day in count():
        with runner.session() as session:
            tenancy.enter(session, agency_id)
            command = Command(session, OPERATOR, clock.now(session))
            rest = select(Candidate).where(Candidate.invited_at.is_(None)).order_by(Candidate.id.desc())
            waiting = candidate_invitations.invite_all(command, session.scalars(rest).all()).waiting
            for account in session.scalars(select(Account).where(Account.role == "candidate")):
                account.accepted_at = account.accepted_at or command.now
        if not waiting:
            return day
        pass_days(1)
    raise AssertionError("never")


def test_only_interviews_ahead_bring_reminders_and_only_after_the_invitation(
    agency_id: uuid.UUID, catcher: Catcher
) -> None:
    import_everything(agency_id)
    with runner.session() as session:
        tenancy.enter(session, agency_id)
        assert session.scalar(select(func.count()).select_from(Interview)) == PAST + AHEAD
    pass_days(2)
    assert catcher.mails == []
    pass_days(28 - join(agency_id))
    firsts = {to: str(mail["X-Portal-Kind"]) for to, mail in reversed(catcher.mails)}
    assert firsts == dict.fromkeys(map(address, EVERYBODY), "account")
    kinds = Counter((str(mail["X-Portal-Kind"]), to) for to, mail in catcher.mails)
    assert {to for kind, to in kinds if kind == "reminder"} == {address(WITH_HISTORY + n) for n in range(AHEAD)}
    others = {address(n) for n in range(WITH_HISTORY)}
    assert {kind for kind, to in kinds if to in others} == {"account"}
    assert all(times == 1 for (_kind, to), times in kinds.items() if to in others)
