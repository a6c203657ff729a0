"""Each figure counts what its definition says (docs/rules.md#insight), whatever happened."""

import uuid
from dataclasses import replace
from datetime import datetime, timedelta
from random import Random
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from flask import Flask
from sqlalchemy.orm import Session

from portal.accounts.models import Account
from portal.accounts.viewer import Viewer
from portal.agencies import queries as agencies
from portal.core import clock, tenancy
from portal.core.db import db
from portal.insight import queries, rules
from portal.insight.queries import ReportFilter
from portal.insight.rules import FIGURES
from portal.jobs import runner
from portal.sample import dataset
from tests.factories.firm import ZONE, Firm
from tests.fixtures.rest import lay_all_to_rest
from tests.fixtures.services import set_mail_clock
from tests.insight.anew import counted_anew, shares_anew
from tests.summaries.histories import PEOPLE, AgencyHistory, time_passes

TURNS = 30
HOUR, DAY = timedelta(hours=1), timedelta(days=1)
EVERY = timedelta(days=500)


def viewer_of(account: Account, scope: str) -> Viewer:
    return Viewer(account.id, account.role, account.name, account.email, ZONE, account.office_id, scope, None)


def every(viewer: Viewer, now: datetime) -> ReportFilter:
    return ReportFilter(viewer, now - EVERY, now + EVERY, now)


def listed(session: Session, figure: str, chosen: ReportFilter) -> dict[str, tuple[datetime, bool]]:
    """The rows of a figure's list, on all its pages, in their order."""
    found: list[Any] = []
    place = None
    while True:
        page = queries.load_rows(session, figure, chosen, place)
        found += page.rows
        place = page.after
        if place is None:
            break
    assert len({row.id for row in found}) == len(found)
    assert found == sorted(found, key=lambda row: (row.is_met, -row.at.timestamp(), -row.id.int))
    key = "interview_id" if figure == "follow-ups" else "id"
    return {str(getattr(row, key)): (row.at, row.is_met) for row in found}


def differences(session: Session, viewer: Viewer, now: datetime) -> list[str]:
    """Each row in which a figure and what it should count differ, and each part of the last three months."""
    should, zone = counted_anew(session, now), agencies.profile(session).time_zone
    period = rules.period("3-months", now.astimezone(ZoneInfo(zone)).date())
    bounds = rules.bounds(period, ZoneInfo(zone))
    shares = queries.load_shares(session, ReportFilter(viewer, bounds[0], bounds[-1], now), bounds)
    wrong = []
    for figure in FIGURES:
        are = {
            key: (at.replace(microsecond=0), met)
            for key, (at, met) in listed(session, figure, every(viewer, now)).items()
        }
        must = {key: (at.replace(microsecond=0), met) for key, (at, met) in should[figure].items()}
        wrong += [
            f"{figure} {key}: {are.get(key)}, not {must.get(key)}"
            for key in are.keys() | must.keys()
            if are.get(key) != must.get(key)
        ]
        expected = shares_anew(should[figure], [(part.first, part.last) for part in rules.parts(period)], zone)
        wrong += [f"{figure}: {shares[figure]}, not {expected}"] if shares[figure] != expected else []
    return wrong


@pytest.mark.usefixtures("catcher")
@pytest.mark.parametrize("seed", [1, 2])
def test_the_figures_count_what_the_plans_say_whatever_is_done(firm: Firm, seed: int) -> None:
    history, owner = AgencyHistory(firm, Random(seed), firm.now()), viewer_of(firm.owner, "agency")
    set_mail_clock(firm.app, lambda _session: history.now)
    firm.candidate()
    for hours in (-30, -4, -3):
        firm.debriefed(firm.interview(starts_in=timedelta(hours=hours), people=PEOPLE))
    firm.commit()
    for turn in range(TURNS):
        history.go_on()
        if turn % 3 == 2:
            time_passes(history)
        assert differences(firm.session, owner, history.now) == [], history.done
    should = counted_anew(firm.session, history.now)
    assert all(should[name] for name in ("thanked", "contacts"))


def test_the_figures_of_the_demos_data_are_those_of_its_plans(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    """The agencies have hosts of their own: other tests of this process load the demo's data too."""
    firms = [replace(firm, new=replace(firm.new, host=f"counted.{firm.new.host}")) for firm in dataset.DEMO_AGENCIES]
    monkeypatch.setattr(dataset, "DEMO_AGENCIES", firms)
    dataset.load_sample_data(app)
    with app.app_context():
        owner, filled = Viewer(uuid.uuid4(), "owner", "Olga", "o@example.com", ZONE, None, "agency", None), set()
        for firm in firms:
            agency = agencies.find_by_host(db.session(), firm.new.host)
            assert agency is not None
            with tenancy.inside(db.session(), agency.id):
                now = clock.now(db.session())
                assert differences(db.session(), owner, now) == []
                filled |= {name for name, rows in counted_anew(db.session(), now).items() if rows}
        assert set(FIGURES) - filled <= {"heard-without-thank-yous"}
        with runner.session() as session:
            lay_all_to_rest(session)
