"""Bulk actions: what is found about candidates, what is done to them, and what is undone."""

import uuid
from datetime import timedelta

import pytest
from sqlalchemy import select

from portal.accounts import queries as accounts
from portal.accounts.viewer import Viewer
from portal.bulk_actions import actions, batches, queries, rules
from portal.bulk_actions.models import BulkAction, BulkActionItem
from portal.candidates import actions as candidates
from portal.candidates import queries as candidate_queries
from portal.candidates.models import Candidate
from portal.core.errors import ActionRefused, NotFound
from portal.jobs import runner
from portal.messaging import sending
from portal.messaging.models import OutgoingMessage
from portal.reminders import asked_again
from portal.reminders.models import Reminder
from tests.bulk_actions.daytime import daytime, made, results, verdicts
from tests.factories.firm import Firm
from tests.fixtures.services import set_mail_clock
from tests.messaging.catching import Catcher

HOUR, DAY = timedelta(hours=1), timedelta(days=1)


def waiting(firm: Firm) -> list[OutgoingMessage]:
    kind = OutgoingMessage.kind == asked_again.KIND
    return list(firm.session.scalars(select(OutgoingMessage).where(kind, OutgoingMessage.state == "queued")))


def test_a_preview_says_who_is_reminded_and_why_others_are_not(
    firm: Firm, viewer: Viewer, people: dict[str, Candidate]
) -> None:
    row = made(firm, viewer, "remind", *people.values())
    assert verdicts(firm, row) == {"Busy": "goes", "Idle": "nothing_open", "Late": "goes", "Paused": "paused"}
    assert not waiting(firm)


def test_each_reminder_waits_for_the_undo_period_and_a_second_start_sends_none(
    firm: Firm, viewer: Viewer, people: dict[str, Candidate]
) -> None:
    row = made(firm, viewer, "remind", *people.values())
    for _ in range(2):
        actions.start(daytime(firm), row)
    assert {mail.to_name for mail in waiting(firm)} == {"Busy Ames", "Late Ames"}
    assert {mail.due_at for mail in waiting(firm)} == {daytime(firm).now + asked_again.UNDO_PERIOD}
    assert results(firm, row) == {"Busy": "done", "Idle": "nothing_open", "Late": "done", "Paused": "paused"}
    assert row.state == rules.DONE


def test_an_undone_reminder_leaves_nothing_behind(firm: Firm, viewer: Viewer, people: dict[str, Candidate]) -> None:
    row = made(firm, viewer, "remind", *people.values())
    actions.start(daytime(firm), row)
    actions.undo(daytime(firm, timedelta(seconds=10)), row)
    assert row.state == rules.UNDONE
    assert not waiting(firm)
    assert not firm.session.scalars(select(Reminder)).all()
    assert results(firm, row)["Busy"] == "undone"


def test_a_reminder_cannot_be_undone_for_longer_than_it_waits(
    firm: Firm, viewer: Viewer, people: dict[str, Candidate]
) -> None:
    row = made(firm, viewer, "remind", people["Busy"])
    actions.start(daytime(firm), row)
    with pytest.raises(ActionRefused, match="too late"):
        actions.undo(daytime(firm, timedelta(seconds=21)), row)


def test_a_candidate_who_changed_since_the_preview_is_judged_again(
    firm: Firm, viewer: Viewer, people: dict[str, Candidate]
) -> None:
    row = made(firm, viewer, "remind", people["Busy"], people["Late"])
    candidates.suppress_reminders(daytime(firm), people["Late"], "paused")
    actions.start(daytime(firm), row)
    assert results(firm, row) == {"Busy": "done", "Late": "paused"}


def test_who_is_left_out_gets_nothing(firm: Firm, viewer: Viewer, people: dict[str, Candidate]) -> None:
    first = made(firm, viewer, "remind", people["Busy"])
    actions.start(daytime(firm), first)
    row = made(firm, viewer, "remind", people["Busy"], people["Late"])
    assert verdicts(firm, row) == {"Busy": "again_today", "Late": "goes"}
    actions.leave_out(daytime(firm), row, "again_today")
    actions.start(daytime(firm, HOUR), row)
    assert results(firm, row) == {"Busy": None, "Late": "done"}


def test_a_candidate_is_reminded_on_request_twice_a_day_at_most(
    firm: Firm, viewer: Viewer, people: dict[str, Candidate]
) -> None:
    for minutes in (0, 1):
        row = made(firm, viewer, "remind", people["Busy"])
        actions.start(daytime(firm, timedelta(minutes=minutes)), row)
    assert verdicts(firm, made(firm, viewer, "remind", people["Busy"])) == {"Busy": "over_limit"}


def test_the_email_asks_for_everything_open_in_the_words_of_who_sent_it(
    firm: Firm, viewer: Viewer, people: dict[str, Candidate], catcher: Catcher
) -> None:
    row = made(firm, viewer, "remind", people["Busy"])
    actions.set_parameters(daytime(firm), viewer, row, {"words": "Call me if you’re stuck."})
    actions.start(daytime(firm), row)
    firm.commit()
    set_mail_clock(firm.app, lambda _session: daytime(firm, asked_again.UNDO_PERIOD).now)
    sending.send(firm.session, "now", sending.transport())
    (mail,) = catcher.to(people["Busy"].email)
    text = mail.get_body(("plain",))
    assert text is not None
    said = text.get_content()
    assert mail["Subject"].startswith("Still open: share how it went at Acme")
    assert "Rita Recruiter sent you this on" in said
    assert "Rita Recruiter writes: Call me if you’re stuck." in " ".join(said.split())


def test_an_email_asked_for_at_night_waits_for_the_end_of_quiet_hours(
    firm: Firm, viewer: Viewer, people: dict[str, Candidate]
) -> None:
    night = daytime(firm, 11 * HOUR)
    row = actions.create(night, viewer, "remind", [people["Busy"].id], None)
    assert verdicts(firm, row) == {"Busy": "waits"}


def test_reassigned_candidates_are_given_back(firm: Firm, viewer: Viewer, people: dict[str, Candidate]) -> None:
    row = made(firm, viewer, "reassign", people["Busy"], people["Late"])
    with pytest.raises(ActionRefused, match="still to be chosen"):
        actions.start(daytime(firm), row)
    actions.set_parameters(daytime(firm), viewer, row, {"recruiter_id": str(firm.owner.id)})
    actions.start(daytime(firm), row)
    assert {people[name].recruiter_id for name in ("Busy", "Late")} == {firm.owner.id}
    candidates.assign(daytime(firm), people["Late"], firm.stranger.id)
    row.by_id = firm.owner.id  # who sees everybody, also those who are somebody else's now
    actions.undo(daytime(firm, HOUR), row)
    assert people["Busy"].recruiter_id == firm.recruiter.id
    assert results(firm, row) == {"Busy": "undone", "Late": "kept"}


def test_paused_reminders_are_on_again_after_an_undo(firm: Firm, viewer: Viewer, people: dict[str, Candidate]) -> None:
    row = made(firm, viewer, "pause", people["Busy"], people["Paused"])
    assert verdicts(firm, row) == {"Busy": "goes", "Paused": "paused"}
    actions.start(daytime(firm), row)
    assert paused(firm) == {"Busy", "Paused"}
    actions.undo(daytime(firm, HOUR), row)
    assert paused(firm) == {"Paused"}
    again = made(firm, viewer, "resume", people["Busy"], people["Paused"])
    actions.start(daytime(firm), again)
    assert paused(firm) == set()


def paused(firm: Firm) -> set[str]:
    found = {row.id: row.name for row in firm.session.scalars(select(Candidate))}
    stops = candidate_queries.active_suppressions(firm.session, list(found))
    return {found[who].split()[0] for who, rows in stops.items() if rows}


def test_only_visible_candidates_are_taken_and_only_so_many(
    firm: Firm, viewer: Viewer, people: dict[str, Candidate], monkeypatch: pytest.MonkeyPatch
) -> None:
    stranger = accounts.viewer_as(firm.stranger, "own")
    with pytest.raises(ActionRefused, match="Select at least one"):
        made(firm, stranger, "pause", *people.values())
    row = made(firm, viewer, "pause", people["Busy"])
    with pytest.raises(NotFound):
        queries.get_bulk_action(firm.session, stranger, row.id)
    monkeypatch.setattr(actions, "MOST", 3)
    with pytest.raises(ActionRefused, match="at most"):
        made(firm, viewer, "pause", *people.values())


def test_a_large_one_is_done_by_the_jobs_and_can_be_stopped(
    firm: Firm, viewer: Viewer, people: dict[str, Candidate], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(actions, "AT_ONCE", 1)
    monkeypatch.setattr(batches, "BATCH", 2)
    row = made(firm, viewer, "pause", people["Busy"], people["Idle"], people["Late"])
    row.wake_at = firm.now()
    actions.start(firm.command(), row)
    firm.commit()
    assert runner.batch(firm.id, "bulk_actions") == 2
    firm.session.refresh(row)
    assert (row.state, row.position) == (rules.RUNNING, 2)
    actions.stop(firm.command(), row)
    assert row.state == rules.STOPPED
    assert results(firm, row) == {"Busy": "done", "Idle": "done", "Late": None}


def test_a_preview_that_nobody_starts_is_deleted(firm: Firm, viewer: Viewer, people: dict[str, Candidate]) -> None:
    row = made(firm, viewer, "pause", people["Busy"])
    row.wake_at = firm.now()
    firm.commit()
    kept: uuid.UUID = row.id
    assert runner.batch(firm.id, "bulk_actions") == 1
    firm.session.expunge_all()
    assert firm.session.scalar(select(BulkAction).where(BulkAction.id == kept)) is None
    assert firm.session.scalar(select(BulkActionItem).where(BulkActionItem.bulk_action_id == kept)) is None
