"""Tagging, closing, inviting, and writing to candidates."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from portal.accounts.viewer import Viewer
from portal.bulk_actions import actions, messaging, queries
from portal.candidates import actions as candidates
from portal.candidates.models import Candidate
from portal.core.errors import ActionRefused
from portal.messaging import rate_limits, sending
from portal.messaging.models import OutgoingMessage
from portal.reminders.asked_again import UNDO_PERIOD
from portal.tags import queries as tags
from tests.bulk_actions.daytime import daytime, made, results, verdicts
from tests.factories.firm import Firm
from tests.fixtures.services import set_mail_clock
from tests.messaging.catching import Catcher

HOUR, DAY = timedelta(hours=1), timedelta(days=1)


def tags_of(firm: Firm, candidate: Candidate) -> list[str]:
    return [tag.name for tag in tags.tags_of(firm.session, candidate.id)]


def test_a_tag_is_put_on_and_taken_off_and_each_undone(
    firm: Firm, viewer: Viewer, people: dict[str, Candidate]
) -> None:
    busy, late = people["Busy"], people["Late"]
    with pytest.raises(ActionRefused, match="still to be chosen"):
        actions.start(daytime(firm), made(firm, viewer, "tag", busy))
    on = made(firm, viewer, "tag", busy, late)
    actions.set_parameters(daytime(firm), viewer, on, {"tag": "Forklift"})
    actions.start(daytime(firm), on)
    assert tags_of(firm, busy) == tags_of(firm, late) == ["Forklift"]
    off = made(firm, viewer, "untag", busy, people["Idle"])
    actions.set_parameters(daytime(firm), viewer, off, {"tag": "forklift"})
    assert verdicts(firm, off) == {"Busy": "goes", "Idle": "not_tagged"}
    actions.start(daytime(firm), off)
    assert tags_of(firm, busy) == []
    actions.undo(daytime(firm), off)
    assert tags_of(firm, busy) == ["Forklift"]
    actions.undo(daytime(firm), on)
    assert tags_of(firm, busy) == tags_of(firm, late) == []


def test_applications_close_unless_an_interview_is_ahead_and_open_again(
    firm: Firm, viewer: Viewer, people: dict[str, Candidate]
) -> None:
    firm.interview(firm.application(people["Idle"]), starts_in=3 * DAY)
    second = firm.application(people["Busy"])
    firm.commit()
    row = made(firm, viewer, "close", people["Busy"], people["Idle"])
    actions.set_parameters(daytime(firm), viewer, row, {"reason": "withdrawn"})
    assert verdicts(firm, row) == {"Busy": "goes", "Idle": "interview_ahead"}
    assert queries.sum_of_details(firm.session, row, "count") == 2
    actions.start(daytime(firm), row)
    firm.commit()
    firm.session.refresh(second)
    assert second.state == "closed"
    actions.undo(firm.command(), row)
    firm.commit()
    firm.session.refresh(second)
    assert second.state == "active"


def test_only_who_has_no_account_yet_is_invited_and_only_as_many_as_a_day_allows(
    firm: Firm, viewer: Viewer, people: dict[str, Candidate], monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("Idle", "Late"):
        people[name].account_id, people[name].email = None, f"{name.lower()}@elsewhere.example"
        people[name].email_key = people[name].email
    firm.commit()
    row = made(firm, viewer, "invite", people["Busy"], people["Idle"], people["Late"])
    assert verdicts(firm, row) == {"Busy": "has_account", "Idle": "goes", "Late": "goes"}
    monkeypatch.setattr(rate_limits, "link_mails_left", lambda _session, _now: 1)
    actions.start(daytime(firm), row)
    assert results(firm, row) == {"Busy": "has_account", "Idle": "done", "Late": "tomorrow"}
    kinds = firm.session.scalars(select(OutgoingMessage.to_name).where(OutgoingMessage.kind == "invitation"))
    assert list(kinds) == ["Idle Ames"]
    assert row.undo_until is None


def test_a_message_goes_to_each_and_its_replies_to_who_wrote_it(
    firm: Firm, viewer: Viewer, people: dict[str, Candidate], catcher: Catcher
) -> None:
    candidates.suppress_reminders(firm.command(), people["Late"], "unsubscribed")
    row = made(firm, viewer, "message", people["Busy"], people["Late"], people["Paused"])
    assert verdicts(firm, row) == {"Busy": "goes", "Late": "unsubscribed", "Paused": "goes"}
    words = {"subject": "Open house", "body": "Would you like to come?\n\nIt’s on Thursday."}
    actions.set_parameters(daytime(firm), viewer, row, words)
    actions.start(daytime(firm), row)
    firm.commit()
    set_mail_clock(firm.app, lambda _session: daytime(firm, UNDO_PERIOD).now)
    sending.send(firm.session, "now", sending.transport())
    (mail,) = catcher.to(people["Busy"].email)
    assert mail["Subject"] == "Open house"
    assert firm.recruiter.email in mail["Reply-To"]
    text = mail.get_body(("plain",))
    assert text is not None and "It’s on Thursday." in text.get_content()
    assert not catcher.to(people["Late"].email)


def test_a_message_is_undone_before_it_leaves(firm: Firm, viewer: Viewer, people: dict[str, Candidate]) -> None:
    row = made(firm, viewer, "message", people["Busy"])
    actions.set_parameters(daytime(firm), viewer, row, {"subject": "Open house", "body": "Come."})
    actions.start(daytime(firm), row)
    actions.undo(daytime(firm, timedelta(seconds=5)), row)
    states = firm.session.scalars(select(OutgoingMessage.state).where(OutgoingMessage.kind == messaging.KIND))
    assert list(states) == ["dropped"]
