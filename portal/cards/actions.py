"""What is done about a card: chosen, arranged, addressed, given to the agency, printed, posted, and each taken back."""

from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass
from datetime import date, datetime, time
from zoneinfo import ZoneInfo

from sqlalchemy.orm import Session

from portal.accounts.rules import STAFF
from portal.agencies import queries as agencies
from portal.audit import actions as audit
from portal.audit.actions import Actor
from portal.cards import address_formats, print_checks, queries, suggestions
from portal.cards.models import Card
from portal.cards.rules.sizes import default_size, is_mailable
from portal.contacts import disclosure
from portal.contacts.rules import ContactDetails
from portal.core.errors import N_, ActionRefused
from portal.core.transaction import touch
from portal.followups.rules.working_time import to_utc as on_the_wall
from portal.interviews import actions as interviews
from portal.interviews.models import StepCompletion
from portal.notes import actions as notes
from portal.notes import delivery, sending_policy
from portal.notes.models import Note
from portal.notes.rules import find_faults


@dataclass(frozen=True)
class CardOptions:
    """How the card is to be: a key of `sizes.SIZES`; `posted_by` is `candidate` or `agency`; `sender` as lines."""

    size: str
    folded: bool
    by_hand: bool
    label: bool
    posted_by: str
    sender: str | None = None


class CardNotReady(ActionRefused):
    """The card cannot be printed yet; its page says why."""

    def __init__(self, card: Card) -> None:
        super().__init__(
            N_("The card to %(name)s cannot be printed yet: its page says what is to be mended."),
            name=card.note.person.contact.name,
        )


def choose_medium(session: Session, note: Note, medium: str, *, by: Actor, now: datetime) -> None:
    """The note goes by this medium, `email` or `card`; what was arranged for a card is kept.

    Raises `Refused` once it has gone.
    """
    if note.kind != "thank" and medium == "card":
        raise ActionRefused(N_("A second follow-up goes by e-mail: a card would be too slow for it."))
    notes.refuse_not_editable(note)
    _refuse_done(session, note)
    if medium == "card" and queries.card_of_note(session, note.id) is None:
        _create_card(session, note, by=by, now=now)
    audit.apply_change(session, "note.choose_medium", note, {"medium": medium}, by=by, now=now)


def set_options(session: Session, card: Card, wishes: CardOptions, *, by: Actor, now: datetime) -> None:
    """The card is as wished; whoever changes it after giving it to the agency gives it anew."""
    _refuse_done(session, card.note)
    if wishes.posted_by == "agency" and not agencies.profile(session).posts_cards:
        raise ActionRefused(N_("Your agency posts no cards: you post it yourself."), field="posted_by")
    profile = agencies.profile(session)
    if not is_mailable(wishes.size, profile.country, suggestions.destination_country(card.note, card, profile)):
        raise ActionRefused(
            N_("The post office doesn’t take an envelope this small. Choose a larger size."), field="size"
        )
    values = asdict(wishes)
    if any(getattr(card, name) != value for name, value in values.items()):
        values |= {"ready_at": None, "printed_at": None}
        touch(session, card.note.interview.application_id)
    audit.apply_change(session, "card.arrange", card, values, by=by, now=now)


def set_address(session: Session, card: Card, fields: Mapping[str, str], *, by: Actor, now: datetime) -> None:
    """The card goes to this address, written in its country's form; a contact without one has it from now on.

    Raises `Refused` at the first field that is wrong.
    """
    _refuse_done(session, card.note)
    done = address_formats.normalize_address(fields)
    audit.apply_change(session, "card.address", card, {"address": done, "printed_at": None}, by=by, now=now)
    contact = card.note.person.contact
    lines = address_formats.lines_below_name(done, agencies.profile(session).country)
    disclosure.record_entered(session, ContactDetails(contact.name, postal_address=lines), by=by, now=now)
    if not contact.postal_address:
        details = ContactDetails(contact.name, contact.title, contact.email, contact.phone, lines)
        interviews.update_contact(session, contact, details, by=by, now=now)


def use_address_on_file(session: Session, card: Card, *, by: Actor, now: datetime) -> None:
    """Address the card to what the agency has on file; raises `Refused` where that is not a complete address."""
    _refuse_done(session, card.note)
    try:
        done = address_formats.normalize_address(
            suggestions.address_on_file(card.note, agencies.profile(session).country)
        )
    except ActionRefused as problem:
        sentence = N_("The address on file isn’t complete. Ask your recruiter to check it.")
        raise ActionRefused(sentence) from problem
    audit.apply_change(session, "card.address", card, {"address": done, "printed_at": None}, by=by, now=now)


def hand_over_to_agency(session: Session, card: Card, *, by: Actor, now: datetime) -> None:
    """The agency may print and post the card, and staff who give it on have looked at it.

    Raises `NotReady` while something in it is to be mended, `NotTheirs` where a recruiter is to look at it first.
    """
    _refuse_done(session, card.note)
    sending_policy.refuse_without_approval(session, card.note.interview, card.note, by)
    if by.role in STAFF and sending_policy.needs_review(card.note, agencies.profile(session)):
        sending_policy.approve_text(session, card.note, by=by, now=now)
    if card.posted_by != "agency":
        raise ActionRefused(N_("You chose to post this card yourself."))
    if card.by_hand:
        raise ActionRefused(N_("A card written by hand is yours to post."))
    _refuse_unready(session, card)
    audit.apply_change(session, "card.hand_over", card, {"ready_at": now}, by=by, now=now)
    touch(session, card.note.interview.application_id)


def take_back_from_agency(session: Session, card: Card, *, by: Actor, now: datetime) -> None:
    """The candidate has the card in hand again; raises `Refused` once it was posted."""
    _refuse_done(session, card.note)
    audit.apply_change(session, "card.take_back", card, {"ready_at": None, "printed_at": None}, by=by, now=now)
    touch(session, card.note.interview.application_id)


def refuse_unfinished(session: Session, card: Card) -> None:
    """A recruiter may look at the card; raises `Refused` once it was posted, `NotReady` while it is to be mended.

    Its address may still be missing where somebody else than the agency prints it.
    """
    notes.refuse_not_editable(card.note)
    _refuse_done(session, card.note)
    found = print_checks.find_problems(card, agencies.profile(session))
    if find_faults(card.note.subject or "-", card.note.body) or any(
        one.about == "text" or is_for_agency(card) for one in found
    ):
        raise CardNotReady(card)


def is_for_agency(card: Card) -> bool:
    """Whether the agency prints and posts it."""
    return card.posted_by == "agency" and not card.by_hand


def mark_printed(session: Session, cards: Iterable[Card], *, by: Actor, now: datetime) -> None:
    """The cards were made a PDF of; raises `NotReady` where one cannot be printed, and `NotTheirs`."""
    for card in cards:
        sending_policy.refuse_without_approval(session, card.note.interview, card.note, by)
        _refuse_unready(session, card)
        audit.apply_change(session, "card.print", card, {"printed_at": now}, by=by, now=now)


def mark_posted(session: Session, card: Card, on: date, *, by: Actor, now: datetime) -> StepCompletion:
    """The card was posted on that day (the candidate's own date): the person is thanked.

    Raises `Refused` at `on` for a day to come, or one before the interview, and `NotTheirs`.
    """
    note = card.note
    _refuse_done(session, note)
    sending_policy.refuse_without_approval(session, note.interview, note, by)
    zone = ZoneInfo(note.interview.application.candidate.time_zone)
    if on > now.astimezone(zone).date():
        raise ActionRefused(N_("That day has not come yet. Say so once it is in the post."), field="on")
    if on < note.interview.ends_at.astimezone(zone).date():
        raise ActionRefused(N_("That is before the interview."), field="on")
    notes.refuse_not_editable(note)
    at = min(max(on_the_wall(on, time(12), zone), note.interview.ends_at), now)
    delivery.archive_note(session, note, "card", at)
    return interviews.complete_step(
        session, note.interview, "thank", means="card", at=at, by=by, now=now, person=note.person
    )


def undo_posted(session: Session, card: Card, *, by: Actor, now: datetime) -> None:
    """The card is still to be posted after all."""
    done = queries.find_completion(session, card.note)
    if done is None or done.means != "card":
        raise ActionRefused(N_("This card does not stand as posted."))
    interviews.undo_completion(session, card.note.interview, done, by=by, now=now)


def _create_card(session: Session, note: Note, *, by: Actor, now: datetime) -> None:
    profile = agencies.profile(session)
    posted_by = "agency" if profile.posts_cards else "candidate"
    card = Card(note_id=note.id, size=default_size(profile.country), posted_by=posted_by)
    session.add(card)
    session.flush()
    audit.record(session, "card.add", card, by=by, now=now)


def _refuse_done(session: Session, note: Note) -> None:
    done = queries.find_completion(session, note)
    if done is not None and done.means == "card":
        raise ActionRefused(N_("This card was posted. Take that back first to change it."))
    if done is not None:
        raise ActionRefused(N_("%(name)s was thanked already."), name=note.person.contact.name)


def _refuse_unready(session: Session, card: Card) -> None:
    if print_checks.find_problems(card, agencies.profile(session)):
        raise CardNotReady(card)
