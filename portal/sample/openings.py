"""The demo's openings, one in nearly every field, and two candidates' responses to them."""

from collections.abc import Sequence
from datetime import timedelta
from itertools import cycle
from zoneinfo import ZoneInfo

from sqlalchemy import select

from portal.agencies import queries as agencies
from portal.candidates.models import Candidate
from portal.contacts.models import Employer
from portal.core.command import Command
from portal.openings import actions, queries
from portal.openings.actions import OpeningDetails

POSITIONS = (
    ("Engineering", "Commissioning engineer", "Hybrid, two days on site", "$95,000 to $110,000", True, 21),
    ("Engineering", "Test bench technician", "On site", None, False, 9),
    ("IT", "Support lead", "Remote", "$82,000", True, 30),
    ("HR", "Payroll specialist", "Hybrid", None, True, 14),
    ("Administrative/clerical", "Front desk coordinator", "On site", "$24 an hour", True, 12),
    ("Light industrial", "Shift supervisor, warehouse", "On site, early shift", "$27 an hour", False, 18),
    ("IT", "Data center operator", "On site", None, True, -3),
)
"""Field, title, place, pay, whether the employer is named, and in how many days the opening ends."""


def add_openings(command: Command, employers: Sequence[Employer]) -> None:
    """Add the agency's openings; one candidate asks to be put forward, another to be called."""
    fields = {row.name: row.id for row in agencies.job_fields(command.session)}
    today = command.now.astimezone(ZoneInfo(agencies.profile(command.session).time_zone)).date()
    for employer, (field, title, place, pay, named, days) in zip(cycle(employers), POSITIONS, strict=False):
        position = OpeningDetails(title, fields[field], today + timedelta(days=days), employer.id, named, place, pay)
        actions.create(command, position)
    for kind, name in (("put_forward", "Engineering"), ("call_me", "IT")):
        whose = select(Candidate).where(Candidate.field_id == fields[name]).order_by(Candidate.name.desc()).limit(1)
        candidate = command.session.scalars(whose).one()
        (opening,) = queries.openings_for_candidate(command.session, candidate, today, 1)
        actions.respond(command, opening, candidate, kind, today=today)
