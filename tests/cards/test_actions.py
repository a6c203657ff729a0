"""A card in the candidate's hands, in the agency's, and in the post."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from portal.cards import actions, queries
from portal.cards.actions import CardOptions
from portal.cards.models import Card
from portal.core import transaction
from portal.core.command import Command
from portal.core.errors import ActionRefused
from portal.interviews import queries as interviews
from portal.notes import actions as notes
from portal.reminders import queries as reminders
from tests.factories.firm import Firm
from tests.factories.mailing_address import MAILING_ADDRESS

TEXT = "Dear Dana,\n\nthank you for the hour in the test hall.\n\nKind regards\nAnn Lee"
WISHES = CardOptions("us_a2", folded=False, by_hand=False, label=False, posted_by="agency")


@pytest.fixture
def command(firm: Firm) -> Command:
    return firm.command()


@pytest.fixture
def card(firm: Firm, command: Command) -> Card:
    """A thank-you that could be printed as it is."""
    people = ("Dana Ruiz <d@acme.example>",)
    interview = firm.interview(firm.application(firm.candidate()), starts_in=-timedelta(hours=2), people=people)
    firm.debriefed(interview)
    note = notes.begin(command, interview.people[0], "thank", {})
    notes.save(command, note, "Thank you", TEXT)
    actions.choose_medium(command, note, "card")
    made = queries.card_of_note(firm.session, note.id)
    assert made is not None
    actions.set_options(command, made, WISHES)
    actions.set_address(command, made, MAILING_ADDRESS)
    transaction.commit(firm.session, command.now)
    return made


def on_its_way(firm: Firm, card: Card) -> list[bool]:
    """Whether the thank-you, as reminders are told of it, is out of the candidate's hands."""
    candidate = card.note.interview.application.candidate
    told = reminders.load_situation(firm.session, candidate, firm.now(), waiting=True)
    return [task.on_its_way for task in told.tasks if task.kind == "thank"]


def test_a_card_that_the_agency_has_is_not_asked_for_until_it_is_taken_back(
    firm: Firm, card: Card, command: Command
) -> None:
    assert on_its_way(firm, card) == [False]
    actions.hand_over_to_agency(command, card)
    transaction.commit(firm.session, command.now)
    assert on_its_way(firm, card) == [True]
    actions.take_back_from_agency(command, card)
    transaction.commit(firm.session, command.now)
    assert on_its_way(firm, card) == [False]


def goal_of(card: Card) -> datetime | None:
    return card.mail_by


def test_a_card_waits_for_the_agency_by_a_day_until_its_person_is_thanked(
    firm: Firm, card: Card, command: Command
) -> None:
    assert goal_of(card) is None
    actions.hand_over_to_agency(command, card)
    transaction.commit(firm.session, command.now)
    goal = goal_of(card)
    assert goal and command.now + timedelta(days=2) < goal < command.now + timedelta(days=7)
    zone = ZoneInfo(card.note.interview.application.candidate.time_zone)
    actions.mark_posted(command, card, command.now.astimezone(zone).date())
    transaction.commit(firm.session, command.now)
    assert goal_of(card) is None
    actions.undo_posted(command, card)
    transaction.commit(firm.session, command.now)
    assert goal_of(card) == goal


def test_whoever_changes_a_card_gives_it_anew(card: Card, command: Command) -> None:
    actions.hand_over_to_agency(command, card)
    actions.mark_printed(command, [card])
    actions.set_options(command, card, WISHES)
    assert card.ready_at and card.printed_at, "nothing was changed"
    actions.set_options(command, card, CardOptions("us_a2", True, False, False, "agency"))
    assert (card.ready_at, card.printed_at) == (None, None)


def test_a_posted_card_stands_until_that_is_taken_back(firm: Firm, card: Card, command: Command) -> None:
    interview = card.note.interview
    today = interview.ends_at.astimezone(ZoneInfo(interview.application.candidate.time_zone)).date()
    with pytest.raises(ActionRefused, match="before the interview"):
        actions.mark_posted(command, card, today - timedelta(days=3))
    with pytest.raises(ActionRefused, match="hasn’t come yet"):
        actions.mark_posted(command, card, today + timedelta(days=9))
    done = actions.mark_posted(command, card, today)
    assert (done.means, queries.find_completion(firm.session, card.note)) == ("card", done)
    for deed in (actions.hand_over_to_agency, actions.take_back_from_agency):
        with pytest.raises(ActionRefused, match="marked as mailed"):
            deed(command, card)
    actions.undo_posted(command, card)
    assert interviews.find_completion(firm.session, interview.id, "thank", card.note.person_id) is None


@pytest.mark.parametrize(
    ("wishes", "words"),
    [
        (CardOptions("us_a2", False, False, False, "candidate"), "isn’t for the agency"),
        (CardOptions("us_a2", False, True, False, "agency"), "doesn’t mail handwritten cards"),
    ],
)
def test_only_a_printed_card_for_the_agency_can_be_given_to_it(
    card: Card, command: Command, wishes: CardOptions, words: str
) -> None:
    actions.set_options(command, card, wishes)
    with pytest.raises(ActionRefused, match=words):
        actions.hand_over_to_agency(command, card)
