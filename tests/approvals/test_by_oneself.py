"""What a recruiter looks at first its writer sends in no way of their own until then, and what is passed on never."""

from collections.abc import Callable
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import select

from portal.agencies import queries as agencies
from portal.approvals import actions, queries
from portal.approvals.models import Approval
from portal.audit.models import AuditEvent
from portal.cards import actions as cards
from portal.cards import print_checks
from portal.cards import queries as card_queries
from portal.cards.actions import CardNotReady, CardOptions
from portal.cards.models import Card
from portal.cards.print_checks import PrintProblem
from portal.core.command import Actor
from portal.core.errors import ActionRefused
from portal.interviews.models import TaskLink
from portal.messaging.kinds import Drop, Send, kind_of
from portal.notes import actions as notes
from portal.notes import manual_sending
from portal.notes.models import Note
from portal.notes.sending_policy import ApprovalRequired
from tests.approvals.test_actions import BODY, NOON, candidate_of, mails, written
from tests.factories.firm import Firm
from tests.factories.mailing_address import MAILING_ADDRESS

Try = Callable[[Firm, Note], object]


def own(firm: Firm, note: Note) -> Actor:
    return candidate_of(firm, note.interview.application)


def as_card(firm: Firm, note: Note, posted_by: str = "candidate") -> Card:
    """The note goes as a card that could be printed as it is."""
    by, now = own(firm, note), firm.now()
    cards.choose_medium(firm.command(by=by, now=now), note, "card")
    card = card_queries.card_of_note(firm.session, note.id)
    assert card is not None
    wishes = CardOptions("us_a2", folded=False, by_hand=False, label=False, posted_by=posted_by)
    cards.set_options(firm.command(by=by, now=now), card, wishes)
    cards.set_address(firm.command(by=by, now=now), card, MAILING_ADDRESS)
    return card


def prints(firm: Firm, note: Note) -> None:
    cards.mark_printed(firm.command(by=own(firm, note)), [as_card(firm, note)])


def posts(firm: Firm, note: Note) -> None:
    theirs = ZoneInfo(note.interview.application.candidate.time_zone)
    on = firm.now().astimezone(theirs).date()
    cards.mark_posted(firm.command(by=own(firm, note)), as_card(firm, note), on)


def hands_over(firm: Firm, note: Note) -> None:
    cards.hand_over_to_agency(firm.command(by=own(firm, note)), as_card(firm, note, "agency"))


def says_so(firm: Firm, note: Note) -> None:
    manual_sending.mark_sent_manually(firm.command(by=own(firm, note)), note.interview, "thank", note.person, "card")


def sends_it(firm: Firm, note: Note) -> None:
    manual_sending.mark_sent_from_mail_program(firm.command(by=own(firm, note)), note)


@pytest.mark.parametrize("tries", [prints, posts, hands_over, says_so, sends_it])
@pytest.mark.parametrize(("sender", "words"), [("approval", "reviews notes"), ("recruiter", "forwards notes")])
def test_its_writer_sends_it_in_no_way_of_their_own(firm: Firm, tries: Try, sender: str, words: str) -> None:
    note = written(firm, sender)
    with pytest.raises(ApprovalRequired, match=words):
        tries(firm, note)
    assert not notes.is_step_done(firm.session, note)


@pytest.mark.parametrize("tries", [prints, posts, hands_over, says_so, sends_it])
def test_once_exactly_this_text_is_approved_every_way_is_open(firm: Firm, tries: Try) -> None:
    note = written(firm)
    row = actions.request_approval(firm.command(by=own(firm, note)), note)
    assert actions.approve(firm.command(), row) is None
    assert note.message_id is None
    tries(firm, note)
    assert notes.is_step_done(firm.session, note) or card_queries.card_of_note(firm.session, note.id) is not None


@pytest.mark.parametrize("tries", [prints, says_so, sends_it])
def test_another_word_is_looked_at_anew_and_the_approved_ones_are_not(firm: Firm, tries: Try) -> None:
    note = written(firm)
    row = actions.request_approval(firm.command(by=own(firm, note)), note)
    actions.approve(firm.command(), row)
    notes.save(firm.command(by=own(firm, note)), note, "Thank you", BODY + "!")
    with pytest.raises(ApprovalRequired):
        tries(firm, note)
    notes.save(firm.command(by=own(firm, note)), note, "Thank you", BODY)
    assert not isinstance(actions.send_or_submit(firm.command(by=own(firm, note)), note, None), Approval)


def test_to_another_person_it_is_looked_at_anew(firm: Firm) -> None:
    note = written(firm)
    row = actions.request_approval(firm.command(by=own(firm, note)), note)
    actions.approve(firm.command(), row)
    notes.set_recipient(firm.command(), note, note.person)
    assert not note.is_approved


def test_who_may_send_it_is_told_until_they_have(firm: Firm) -> None:
    note = written(firm)
    row = actions.request_approval(firm.command(by=own(firm, note)), note)
    actions.approve(firm.command(), row)
    (mail,) = mails(firm, "note-approved")
    kind = kind_of("note-approved")
    assert kind.recheck(firm.session, mail, NOON) == Send({"row": row})
    said = kind.render(firm.session, mail, {"row": row}, NOON)
    assert "Approved: send your note to Dana Ruiz" in said.subject
    link = firm.session.scalars(select(TaskLink)).one()
    assert link.path == f"/notes/{note.id}/sending" and "/t/" in said.text
    sends_it(firm, note)
    assert kind.recheck(firm.session, mail, NOON) == Drop("done_already")
    notes.save(firm.command(), note, "Thank you", BODY + "!")
    assert kind.recheck(firm.session, mail, NOON) == Drop("decided")


def test_a_card_for_the_agency_is_given_to_it_by_approving_and_held_back_once_it_reads_otherwise(firm: Firm) -> None:
    note = written(firm)
    card, profile = as_card(firm, note, "agency"), agencies.profile(firm.session)
    row = actions.hand_over_or_submit_card(firm.command(by=own(firm, note)), card)
    assert row is not None
    assert (row.kind, row.means, card.ready_at) == ("approve", "card", None)
    actions.approve(firm.command(), row)
    assert (card.ready_at is not None, mails(firm, "note-approved")) == (True, [])
    cards.mark_printed(firm.command(), [card])
    notes.save(firm.command(by=own(firm, note)), note, "Thank you", BODY + "!")
    assert print_checks.find_problems(card, profile) == (PrintProblem("text", "unseen"),)
    with pytest.raises(CardNotReady):
        cards.mark_printed(firm.command(), [card])
    again = actions.hand_over_or_submit_card(firm.command(by=own(firm, note)), card)
    assert again is not None
    actions.approve(firm.command(), again)
    assert print_checks.find_problems(card, profile) == ()


def test_staff_who_give_a_card_on_have_looked_at_it(firm: Firm) -> None:
    note = written(firm)
    card = as_card(firm, note, "agency")
    assert actions.hand_over_or_submit_card(firm.command(), card) is None
    assert note.is_approved
    cards.mark_printed(firm.command(), [card])
    assert card.printed_at is not None


def test_a_card_is_passed_on_by_a_recruiter(firm: Firm) -> None:
    note = written(firm, "recruiter")
    row = actions.hand_over_or_submit_card(firm.command(by=own(firm, note)), as_card(firm, note))
    assert row is not None
    assert (row.kind, row.means) == ("pass_on", "card")
    cards.mark_printed(firm.command(), [as_card_of(firm, note)])
    actions.mark_passed_on(firm.command(), row)
    assert notes.is_step_done(firm.session, note)


def as_card_of(firm: Firm, note: Note) -> Card:
    card = card_queries.card_of_note(firm.session, note.id)
    assert card is not None
    return card


def test_a_card_is_not_handed_in_before_it_could_be_printed(firm: Firm) -> None:
    note = written(firm)
    card = as_card(firm, note)
    notes.save(firm.command(), note, "Thank you", "Dear [name]")
    with pytest.raises(CardNotReady):
        actions.hand_over_or_submit_card(firm.command(by=own(firm, note)), card)
    assert queries.open_approval_of(firm.session, note.id) is None


def test_nobody_asks_where_nobody_has_to_look(firm: Firm) -> None:
    note = written(firm, "candidate")
    with pytest.raises(ActionRefused, match="doesn’t need review"):
        actions.request_approval(firm.command(by=own(firm, note)), note)


@pytest.mark.parametrize("sender", ["approval", "recruiter"])
def test_a_recruiter_records_that_it_was_sent_all_the_same_even_while_it_waits(firm: Firm, sender: str) -> None:
    note = written(firm, sender)
    row = actions.send_or_submit(firm.command(by=own(firm, note)), note, None)
    assert isinstance(row, Approval)
    done = actions.mark_sent_manually(firm.command(), note.interview, "thank", note.person, "mail_program")
    assert (done.by_id, row.decision, note.submitted_at) == (firm.recruiter.id, "withdrawn", None)
    recorded = firm.session.scalars(select(AuditEvent.action).where(AuditEvent.actor_id == firm.recruiter.id)).all()
    assert {"thank.done", "approval.withdrawn"} <= set(recorded)


def test_a_candidate_cannot_say_so_of_what_waits(firm: Firm) -> None:
    note = written(firm)
    row = actions.send_or_submit(firm.command(by=own(firm, note)), note, None)
    assert isinstance(row, Approval)
    with pytest.raises(ApprovalRequired):
        actions.mark_sent_manually(firm.command(by=own(firm, note)), note.interview, "thank", note.person, "card")
    assert row.decision is None
