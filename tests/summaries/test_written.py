"""The summaries say what the plan says, whatever happened (docs/architecture.md#summaries)."""

from dataclasses import replace
from datetime import timedelta
from random import Random

import pytest
from flask import Flask
from sqlalchemy import select

from portal.agencies import queries as agencies
from portal.core import clock, tenancy
from portal.core.db import db
from portal.jobs import runner
from portal.sample import dataset
from portal.summaries.models import ApplicationSummary
from tests.factories.firm import Firm
from tests.fixtures.rest import lay_all_to_rest
from tests.fixtures.services import set_mail_clock
from tests.summaries.anew import differences
from tests.summaries.histories import DEEDS, PEOPLE, AgencyHistory, time_passes
from tests.today.listed import miscounted

TURNS = 30


@pytest.mark.usefixtures("catcher")
@pytest.mark.parametrize("seed", [1, 2])
def test_the_summaries_follow_the_plan_whatever_is_done(firm: Firm, seed: int) -> None:
    history = AgencyHistory(firm, Random(seed), firm.now())
    set_mail_clock(firm.app, lambda _session: history.now)
    firm.candidate()
    for hours in (-4, -3, -2):
        firm.debriefed(firm.interview(starts_in=timedelta(hours=hours), people=PEOPLE))
    firm.commit()
    for turn in range(TURNS):
        history.go_on()
        if turn % 3 == 2:
            time_passes(history)
        assert differences(firm.session, history.now) == [], history.done
    assert len(history.done) > len(DEEDS) // 2


def test_the_demos_whole_data_has_the_summaries_that_its_plans_say(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    """The agencies have hosts of their own: other tests of this process load the demo's data too."""
    firms = [replace(firm, new=replace(firm.new, host=f"own.{firm.new.host}")) for firm in dataset.DEMO_AGENCIES]
    monkeypatch.setattr(dataset, "DEMO_AGENCIES", firms)
    dataset.load_sample_data(app)
    with app.app_context():
        for firm in firms:
            agency = agencies.find_by_host(db.session(), firm.new.host)
            assert agency is not None
            with tenancy.inside(db.session(), agency.id):
                assert differences(db.session(), clock.now(db.session())) == []
                assert miscounted(db.session(), clock.now(db.session())) == [], "what waits is what the lists show"
                assert db.session.scalar(select(ApplicationSummary.id).limit(1)) is not None
        with runner.session() as session:
            lay_all_to_rest(session)
