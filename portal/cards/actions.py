"""Actions on a card: choose, set up, address, hand over, print, and mail it, and undo each of these."""

from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass, replace
from datetime import date, time
from zoneinfo import ZoneInfo

from sqlalchemy.orm import Session

from portal.accounts.rules import STAFF
from portal.agencies import queries as agencies
from portal.audit import actions as audit
from portal.cards import address_formats, print_checks, queries, suggestions
from portal.cards.models import Card
from portal.cards.rules.sizes import default_size, is_mailable
from portal.contacts import actions as contacts
from portal.contacts import disclosure
from portal.contacts.details import ContactDetails
from portal.core.command import Command
from portal.core.errors import N_, ActionRefused
from portal.core.transaction import touch
from portal.followups.rules.working_time import to_utc
from portal.interviews import actions as interviews
from portal.interviews.models import StepCompletion
from portal.notes import actions as notes
from portal.notes import delivery, sending_policy
from portal.notes.models import Note
from portal.notes.rules import find_faults


@dataclass(frozen=True)
class CardOptions:
    """The card's options: `size` is a key of `sizes.SIZES`; `posted_by` is `candidate` or `agency`.

    `sender` holds the sender's lines, None for the default.
    """

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
            N_("The card to %(name)s can’t be printed yet. Open it to see what to fix."),
            name=card.note.person.contact.name,
        )


def choose_medium(command: Command, note: Note, medium: str) -> None:
    """Set the note's medium, `email` or `card`; what was set up for a card is kept.

    Raise `ActionRefused` for a card that is not a thank-you, while the note is not editable, and once the person was
    thanked.
    """
    if note.kind != "thank" and medium == "card":
        raise ActionRefused(N_("Follow-ups go by email. A card would take too long."))
    notes.refuse_not_editable(note)
    _refuse_done(command.session, note)
    if medium == "card" and queries.card_of_note(command.session, note.id) is None:
        _create_card(command, note)
    audit.apply_change(command, "note.choose_medium", note, {"medium": medium})


def set_options(command: Command, card: Card, wishes: CardOptions) -> None:
    """Set the card's options; a change takes the card back from the agency, and its print no longer counts.

    Raise `ActionRefused` at `posted_by` if the agency mails no cards, at `size` if the post does not take the envelope.
    """
    _refuse_done(command.session, card.note)
    if wishes.posted_by == "agency" and not agencies.profile(command.session).posts_cards:
        raise ActionRefused(N_("The agency doesn’t mail cards. Choose the other option."), field="posted_by")
    profile = agencies.profile(command.session)
    if not is_mailable(wishes.size, profile.country, suggestions.destination_country(card.note, card, profile)):
        raise ActionRefused(
            N_("The post office doesn’t take an envelope this small. Choose a larger size."), field="size"
        )
    values = asdict(wishes)
    if any(getattr(card, name) != value for name, value in values.items()):
        values |= {"ready_at": None, "printed_at": None}
        touch(command.session, card.note.interview.application_id)
    audit.apply_change(command, "card.arrange", card, values)


def set_address(command: Command, card: Card, fields: Mapping[str, str]) -> None:
    """Address the card, in the format of its country; save the address for a contact who has no postal address.

    Raise `ActionRefused` at the first field that is wrong.
    """
    _refuse_done(command.session, card.note)
    done = address_formats.normalize_address(fields)
    _change_address(command, card, done)
    contact = card.note.person.contact
    lines = address_formats.lines_below_name(done, agencies.profile(command.session).country)
    disclosure.record_entered(command, ContactDetails(contact.name, postal_address=lines))
    if not contact.postal_address:
        details = replace(contacts.details_of(contact), postal_address=lines)
        interviews.update_contact(command, contact, details)


def use_address_on_file(command: Command, card: Card) -> None:
    """Address the card to what the agency has on file; raise `ActionRefused` if that is not a complete address."""
    _refuse_done(command.session, card.note)
    try:
        done = address_formats.normalize_address(
            suggestions.address_on_file(card.note, agencies.profile(command.session).country)
        )
    except ActionRefused as problem:
        sentence = N_("The address on file isn’t complete. A recruiter can check it.")
        raise ActionRefused(sentence) from problem
    _change_address(command, card, done)


def hand_over_to_agency(command: Command, card: Card) -> None:
    """Give the card to the agency to print and mail; if staff do it, that also approves the text.

    Raise `CardNotReady` while it has print problems, `ApprovalRequired` where a recruiter must approve it first, and
    `ActionRefused` if the candidate is to mail it.
    """
    _refuse_done(command.session, card.note)
    sending_policy.refuse_without_approval(command.session, card.note.interview, card.note, command.by)
    if command.by.role in STAFF and sending_policy.needs_review(card.note, agencies.profile(command.session)):
        sending_policy.approve_text(command, card.note)
    if card.posted_by != "agency":
        raise ActionRefused(N_("This card isn’t for the agency to mail. Change who mails it first."))
    if card.by_hand:
        raise ActionRefused(N_("The agency doesn’t mail handwritten cards. Choose a printed one first."))
    _refuse_unready(command.session, card)
    audit.apply_change(command, "card.hand_over", card, {"ready_at": command.now})
    touch(command.session, card.note.interview.application_id)


def take_back_from_agency(command: Command, card: Card) -> None:
    """Take the card back from the agency; raise `ActionRefused` once it was mailed."""
    _refuse_done(command.session, card.note)
    audit.apply_change(command, "card.take_back", card, {"ready_at": None, "printed_at": None})
    touch(command.session, card.note.interview.application_id)


def refuse_unfinished(session: Session, card: Card) -> None:
    """Raise `CardNotReady` if the card is not ready for a recruiter to review, `ActionRefused` once it was mailed.

    Its address may still be missing, unless the agency prints it.
    """
    notes.refuse_not_editable(card.note)
    _refuse_done(session, card.note)
    found = print_checks.find_problems(card, agencies.profile(session))
    if find_faults(card.note.subject or "-", card.note.body) or any(
        one.about == "text" or is_for_agency(card) for one in found
    ):
        raise CardNotReady(card)


def is_for_agency(card: Card) -> bool:
    """Return whether the agency prints and mails the card."""
    return card.posted_by == "agency" and not card.by_hand


def mark_printed(command: Command, cards: Iterable[Card]) -> None:
    """Record that a PDF of the cards was made; raise `CardNotReady` or `ApprovalRequired` if one may not be printed."""
    for card in cards:
        sending_policy.refuse_without_approval(command.session, card.note.interview, card.note, command.by)
        _refuse_unready(command.session, card)
        audit.apply_change(command, "card.print", card, {"printed_at": command.now})


def mark_posted(command: Command, card: Card, on: date) -> StepCompletion:
    """Record that the card was mailed on that day, a date in the candidate's time zone; the person is then thanked.

    Raise `ActionRefused` at `on` for a future day or one before the interview, and `ApprovalRequired`.
    """
    note = card.note
    _refuse_done(command.session, note)
    sending_policy.refuse_without_approval(command.session, note.interview, note, command.by)
    zone = ZoneInfo(note.interview.application.candidate.time_zone)
    if on > command.now.astimezone(zone).date():
        raise ActionRefused(N_("That date hasn’t come yet. Mark it as mailed once it’s in the mail."), field="on")
    if on < note.interview.ends_at.astimezone(zone).date():
        raise ActionRefused(N_("That date is before the interview. Enter a later one."), field="on")
    notes.refuse_not_editable(note)
    at = min(max(to_utc(on, time(12), zone), note.interview.ends_at), command.now)
    delivery.archive_note(command.session, note, "card", at)
    return interviews.complete_step(command, note.interview, "thank", means="card", at=at, person=note.person)


def undo_posted(command: Command, card: Card) -> None:
    """Undo that the card was mailed; raise `ActionRefused` if it is not recorded as mailed."""
    done = queries.find_completion(command.session, card.note)
    if done is None or done.means != "card":
        raise ActionRefused(N_("This card isn’t marked as mailed."))
    interviews.undo_completion(command, card.note.interview, done)


def _create_card(command: Command, note: Note) -> None:
    profile = agencies.profile(command.session)
    posted_by = "agency" if profile.posts_cards else "candidate"
    country = suggestions.destination_country(note, None, profile)
    card = Card(note_id=note.id, size=default_size(country), posted_by=posted_by)
    command.session.add(card)
    command.session.flush()
    audit.record(command, "card.add", card)


def _change_address(command: Command, card: Card, address: Mapping[str, str]) -> None:
    """Address the card; it gets the usual size of that country unless another size was chosen."""
    usual = default_size(suggestions.destination_country(card.note, card, agencies.profile(command.session)))
    size = default_size(address["country_code"]) if card.size == usual else card.size
    values = {"address": address, "size": size, "printed_at": None}
    audit.apply_change(command, "card.set_address", card, values)


def _refuse_done(session: Session, note: Note) -> None:
    done = queries.find_completion(session, note)
    if done is not None and done.means == "card":
        raise ActionRefused(N_("This card is marked as mailed. Undo that first to change it."))
    if done is not None:
        raise ActionRefused(N_("%(name)s has already been thanked."), name=note.person.contact.name)


def _refuse_unready(session: Session, card: Card) -> None:
    if print_checks.find_problems(card, agencies.profile(session)):
        raise CardNotReady(card)
