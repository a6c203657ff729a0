"""The audit log for owners: who did what, about what, when, and from where; filtered, page by page, or as CSV."""

import uuid
from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

from flask import Blueprint, Response, render_template, request, url_for
from flask_babel import lazy_gettext as _

from portal.accounts import permissions
from portal.audit import queries
from portal.audit.queries import AuditActor, AuditFilter, AuditPosition
from portal.core import access
from portal.core.db import db
from portal.core.rate_limits import EXPORTS
from portal.exports.rules import csv_line
from portal.staff import queries as staff
from portal.web.settings import audit_rows
from portal.web.settings.audit_actions import CODES, GROUPS
from portal.web.settings.audit_rows import ACTORS, AuditRow
from portal.web.shared import formatting, rate_limits, request_cycle
from portal.web.shared.responses import PAGE_SIZE, ViewResponse, stream_file

blueprint = Blueprint("audit", __name__, url_prefix="/settings/audit")

PERIODS = {
    "day": (_("Last 24 hours"), timedelta(days=1)),
    "week": (_("Last 7 days"), timedelta(days=7)),
    "month": (_("Last 30 days"), timedelta(days=30)),
    "year": (_("Last 12 months"), timedelta(days=365)),
}
EXPORTED_AT_ONCE = 500
COLUMNS = ("at", "who", "what", "about", "ip_address", "browser", "request_id", "code", "fields", "endpoint")


@blueprint.get("")
@access.requires(permissions.SEE_AUDIT_LOG)
def index() -> ViewResponse:
    chosen = _chosen()
    found = queries.events(db.session(), _filter(chosen), PAGE_SIZE + 1, _position(request.args.get("before", "")))
    shown, after = found[:PAGE_SIZE], found[PAGE_SIZE:]
    following = _url(chosen, before=f"{shown[-1].at.isoformat()} {shown[-1].id}") if after else None
    periods = [_chip(chosen, "period", name, label) for name, (label, _length) in PERIODS.items()]
    groups = [_chip(chosen, "kind", name, group.label) for name, group in GROUPS.items()]
    person = _person_chip(chosen)
    return render_template(
        "settings/audit.html",
        rows=audit_rows.load_rows(db.session(), request_cycle.viewer(), shown),
        chosen=chosen,
        periods=periods,
        groups=groups,
        people=[(str(row.id), row.name) for row in staff.colleagues(db.session())],
        actors=ACTORS,
        person=person,
        current=[chip for chip in (*periods, *groups, person) if chip and chip["current"]],
        following=following,
        zone=formatting.zone_place(),
    )


@blueprint.get("/audit.csv")
@access.requires(permissions.SEE_AUDIT_LOG, recent=True, downloads=True)
@rate_limits.limited_per_person(EXPORTS)
def export() -> Response:
    """Return the filtered log as CSV, written while it is read."""
    filtered = _filter(_chosen())
    return stream_file(_csv(filtered), f"audit-{request_cycle.now():%Y-%m-%d}.csv", "text/csv")


def _chosen() -> dict[str, str]:
    """Return the filters of the address that mean something."""
    found = {
        "person": request.args.get("person", "") if _actor(request.args.get("person", "")) else "",
        "kind": request.args.get("kind", "") if request.args.get("kind") in GROUPS else "",
        "period": request.args.get("period", "") if request.args.get("period") in PERIODS else "",
    }
    return {name: value for name, value in found.items() if value}


def _filter(chosen: dict[str, str]) -> AuditFilter:
    group, period = GROUPS.get(chosen.get("kind", "")), PERIODS.get(chosen.get("period", ""))
    found = AuditFilter(since=request_cycle.now() - period[1] if period else None)
    if group is not None:
        found = replace(found, actions=tuple(group.sentences))
    if "person" in chosen:
        found = replace(found, actor=_actor(chosen["person"]), actions=found.actions or CODES)
    return found


def _actor(person: str) -> AuditActor | None:
    """Return the actor that a filter names: an account's id, or another kind of actor."""
    if person in ACTORS:
        return AuditActor(person)
    try:
        return AuditActor("account", uuid.UUID(person))
    except ValueError:
        return None


def _position(before: str) -> AuditPosition | None:
    """Return the position that the address of a following page names; None for the first page."""
    at, _space, event_id = before.rpartition(" ")
    try:
        return AuditPosition(datetime.fromisoformat(at), uuid.UUID(event_id))
    except ValueError:
        return None


def _url(chosen: dict[str, str], **more: str) -> str:
    values: dict[str, Any] = {**chosen, **more}
    return url_for("audit.index", **values)


def _chip(chosen: dict[str, str], name: str, value: str, label: Any) -> dict[str, Any]:
    """Return a filter's chip: it sets the filter, or takes it away where it is set."""
    current = chosen.get(name) == value
    others = {key: kept for key, kept in chosen.items() if key != name}
    return {"label": label, "current": current, "url": _url(others, **({} if current else {name: value}))}


def _person_chip(chosen: dict[str, str]) -> dict[str, Any] | None:
    name = audit_rows.actor_name(db.session(), _actor(chosen.get("person", "")))
    return _chip(chosen, "person", chosen["person"], name) if name else None


def _csv(filtered: AuditFilter) -> Iterator[str]:
    """Yield the log as CSV, some hundred events at a time."""
    yield csv_line(COLUMNS)
    before = None
    while found := queries.events(db.session(), filtered, EXPORTED_AT_ONCE, before):
        rows = audit_rows.load_rows(db.session(), request_cycle.viewer(), found)
        yield "".join(csv_line(_values(row)) for row in rows)
        before = AuditPosition(found[-1].at, found[-1].id)
        db.session().expunge_all()


def _values(row: AuditRow) -> tuple[str, ...]:
    return (
        formatting.machine_moment(row.at),
        row.who,
        row.what,
        row.about.label if row.about else "",
        row.ip_address,
        row.browser,
        row.request_id,
        row.code,
        " ".join(row.fields),
        row.endpoint,
    )
