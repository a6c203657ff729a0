"""Agencies with as many candidates as wanted, each just out of an interview: rows made by SQL, in bulk."""

import uuid
from pathlib import Path

from sqlalchemy import select, text
from sqlalchemy.orm import Session

from portal.agencies import actions as agencies
from portal.agencies.actions import NewAgency
from portal.applications.models import Application
from portal.core import clock, tenancy
from portal.core.command import OPERATOR, Command
from portal.insight import actions as insight
from portal.jobs import runner
from portal.summaries import actions as summaries
from portal.summaries.models import ApplicationSummary

STEPS = 2
"""Due of each candidate: to tell how it went, and to thank whom they met."""

_ROWS = (Path(__file__).parent / "filling.sql").read_text("utf-8")


def agency(candidates: int) -> uuid.UUID:
    """A new agency has so many candidates with two due steps each; nobody is reminded yet. Committed."""
    with runner.session() as session:
        now = clock.now(session)
        host = f"{uuid.uuid4().hex[:12]}.example"
        made = agencies.create(Command(session, OPERATOR, now), NewAgency("McGrath Systems", host, "America/New_York"))
        found, zone = made.id, f"Etc/GMT{now.hour - 12:+d}"  # where it is about noon, and so no quiet hour
        values = {"zone": zone, "candidates": candidates}
        for statement in _ROWS.split(";"):
            session.execute(text(statement), {name: value for name, value in values.items() if f":{name}" in statement})
        summarize(session)
    return found


def summarize(session: Session) -> None:
    """Write the summaries of the agency's applications and candidates that have none yet, and the report's rows."""
    missing = select(Application.id).where(Application.id.not_in(select(ApplicationSummary.id)))
    ids = session.scalars(missing).all()
    summaries.write_applications(session, ids, clock.now(session))
    insight.write_rows(session, ids)


def due(agency_id: uuid.UUID) -> None:
    """Every candidate of the agency is to be reminded now. Committed."""
    with runner.session() as session:
        tenancy.enter(session, agency_id)
        session.execute(text("update candidates set next_reminder_at = ops.now()"))
