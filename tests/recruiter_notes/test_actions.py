"""Recruiters' notes: mentions are emailed once, deleted ones are erased, and they go with their candidate."""

from datetime import timedelta

import pytest
from sqlalchemy import func, select

from portal.agencies import queries as agencies
from portal.candidates.models import Candidate
from portal.core.errors import ActionRefused
from portal.core.removal import delete_with_dependents
from portal.messaging.kinds import Drop, Send, kind_of
from portal.messaging.models import OutgoingMessage
from portal.recruiter_notes import actions
from portal.recruiter_notes.models import RecruiterNote
from portal.recruiter_notes.rules import UNDO_PERIOD
from tests.factories.firm import Firm

TEXT = "Relocating in January."


def note(firm: Firm, text: str = TEXT) -> RecruiterNote:
    return actions.add(firm.command(), firm.candidate().id, None, text)


def mails(firm: Firm) -> list[OutgoingMessage]:
    found = firm.session.scalars(select(OutgoingMessage).where(OutgoingMessage.kind == "mention"))
    return list(found.all())


def count(firm: Firm) -> int:
    return firm.session.scalars(select(func.count()).select_from(RecruiterNote)).one()


def test_who_is_mentioned_gets_one_email_however_often_the_note_is_edited(firm: Firm) -> None:
    row = note(firm, f"Ask @{firm.owner.name} and @{firm.recruiter.name}.")
    actions.edit(firm.command(), row, f"Ask @{firm.owner.name} today.")
    actions.edit(firm.command(), row, f"Ask @{firm.owner.name} or @{firm.viewer.name}.")
    assert sorted(mail.to_email for mail in mails(firm)) == sorted((firm.owner.email, firm.viewer.email))


def test_the_email_has_a_link_and_not_the_text(firm: Firm) -> None:
    row = note(firm, f"Secret plan. @{firm.owner.name}")
    (mail,) = mails(firm)
    kind = kind_of(mail.kind)
    checked = kind.recheck(firm.session, mail, firm.now())
    assert isinstance(checked, Send)
    content = kind.render(firm.session, mail, checked.values, firm.now())
    assert content.subject == f"{firm.recruiter.name.split()[0]} mentioned you in a note about {row.candidate.name}"
    assert f"/recruiter-notes/{row.id}" in content.text
    assert "Secret plan" not in content.text + (content.html or "") + str(mail.payload)


def test_a_colleague_who_may_not_see_the_candidate_is_not_mentioned(firm: Firm) -> None:
    agencies.profile(firm.session).visibility = "office"
    firm.session.flush()
    note(firm, f"@{firm.stranger.name} @{firm.owner.name}")
    assert [mail.to_email for mail in mails(firm)] == [firm.owner.email]


@pytest.mark.parametrize("gone", ["deleted", "unseen"])
def test_no_email_goes_out_for_a_deleted_note_or_to_who_may_not_see_it(firm: Firm, gone: str) -> None:
    agencies.profile(firm.session).visibility = "agency"
    row = note(firm, f"@{firm.stranger.name}")
    (mail,) = mails(firm)
    if gone == "deleted":
        actions.remove(firm.command(), row)
    else:
        agencies.profile(firm.session).visibility = "own"
    firm.session.flush()
    assert kind_of(mail.kind).recheck(firm.session, mail, firm.now()) == Drop("gone")


def test_a_deletion_and_an_edit_are_undone_and_not_too_late(firm: Firm) -> None:
    row = note(firm)
    actions.edit(firm.command(), row, "Only days, no nights.")
    actions.undo(firm.command(), row)
    assert row.text == TEXT
    actions.remove(firm.command(), row)
    actions.undo(firm.command(), row)
    assert row.deleted_at is None
    actions.remove(firm.command(), row)
    with pytest.raises(ActionRefused):
        actions.undo(firm.command(now=firm.now() + UNDO_PERIOD + timedelta(seconds=1)), row)


def test_a_deleted_note_is_erased_when_it_can_no_longer_be_undone(firm: Firm) -> None:
    actions.remove(firm.command(), note(firm))
    note(firm)
    assert count(firm) == 2
    actions.add(firm.command(now=firm.now() + UNDO_PERIOD * 2), firm.candidate().id, None, TEXT)
    assert count(firm) == 2


def test_notes_are_erased_with_their_candidate(firm: Firm) -> None:
    row = note(firm)
    application = firm.application(row.candidate)
    actions.add(firm.command(), row.candidate_id, application.id, TEXT)
    firm.session.flush()
    delete_with_dependents(firm.session, Candidate, [row.candidate_id])
    assert count(firm) == 0
