"""Email or card: what the note's page says about the medium, and the texts about cards."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from flask import Flask, g
from flask_babel import gettext, ngettext
from flask_babel import lazy_gettext as _

from portal.cards import print_checks, queries, suggestions
from portal.cards.models import Card
from portal.cards.print_checks import PrintProblem
from portal.cards.rules.medium import MediumSuggestion
from portal.cards.rules.post import ArrivalDates
from portal.core.db import db
from portal.interviews.models import StepCompletion
from portal.notes.models import Note
from portal.web.shared import formatting, request_cycle

SUGGESTION_REASONS = {
    "no_email": _("There’s no email address, so a card is the way to go."),
    "no_address": _("There’s no email or mailing address yet. An email address is faster to find."),
    "hires_right_away": _("They hire right away, so an email gets there in time."),
    "no_postal_address": _("There’s no mailing address, and an email arrives the same day."),
    "decided_before_it_arrives": _("They decide on %(day)s, and a card might arrive after that."),
    "arrives_before_decision": _(
        "They decide on %(day)s. A card should arrive before then, and people remember cards."
    ),
    "over_before_it_arrives": _("They expect to be done by %(day)s, and a card might arrive after that."),
    "long_process": _("They expect to go on until %(day)s, so a card has time to arrive, and people remember cards."),
    "near_end": _("They’re near the end, so an email gets there in time."),
    "way_to_go": _("They’re still early on, so a card has time to arrive, and people remember cards."),
    "many_left": _("They’re still seeing several people, so a card has time to arrive, and people remember cards."),
    "few_left": _("Few candidates are left to interview, so an email gets there in time."),
    "same_day": _("An email arrives the same day."),
}
MEDIUM_LABELS = {"email": _("Email"), "card": _("Card")}
PRINT_PROBLEM_MESSAGES = {
    ("text", "empty"): _("Write the note first."),
    ("text", "leftover"): _("Replace “%(text)s” with your own words."),
    ("text", "unprintable"): _("We can’t print this: %(text)s. Replace it, or write the card by hand."),
    ("text", "unseen"): _("The text changed after it was approved, so a recruiter needs to review it again."),
    ("text", "unset"): _("This text can’t be printed. Shorten it, use simpler characters, or write the card by hand."),
    ("address", "missing"): _("Add and check the address."),
    ("address", "unprintable"): _("We can’t print this on the envelope: %(text)s. Use Latin letters."),
    ("address", "too_long"): _("The address is too long for the space. Shorten it, or choose a larger card."),
    ("address", "unset"): _("The address can’t be printed. Use simpler characters."),
    ("sender", "unprintable"): _("We can’t print this in the return address: %(text)s. Use Latin letters."),
    ("sender", "too_long"): _("The return address is too long for the space. Shorten it, or choose a larger card."),
    ("sender", "unset"): _("The return address can’t be printed. Use simpler characters."),
}


@dataclass(frozen=True)
class NoteMedium:
    """The medium of a thank-you: what we suggest, what was chosen, the state of its card, and what was done."""

    suggestion: MediumSuggestion
    chosen: str | None
    card: Card | None
    done: StepCompletion | None
    can_change: bool

    @property
    def medium(self) -> str:
        """Return the medium as of now; a card only once it was chosen."""
        return self.chosen or "email"


def install(app: Flask) -> None:
    """Let templates ask for the medium of a note, and for the texts about cards."""
    app.jinja_env.globals.update(note_medium=medium_of, card_labels=_TEMPLATE_FUNCTIONS)


def medium_of(note: Note) -> NoteMedium:
    """Return the medium of this thank-you."""
    session = db.session()
    card, done = queries.card_of_note(session, note.id), queries.find_completion(session, note)
    suggested = suggestions.suggest_medium_for(note, card, g.profile, request_cycle.now())
    return NoteMedium(suggested, note.medium, card, done, done is None and not note.is_on_its_way)


def unprintable_errors(note: Note, text: str) -> list[str]:
    """Return the errors about characters that cannot be printed; none unless the note goes as a printed card."""
    card = queries.card_of_note(db.session(), note.id) if note.medium == "card" else None
    signs = print_checks.describe_unprintable(text) if card is not None and not card.by_hand else ""
    return [str(PRINT_PROBLEM_MESSAGES["text", "unprintable"]) % {"text": signs}] if signs else []


def suggestion_reason(suggestion: MediumSuggestion) -> str:
    """Return why we suggest that medium."""
    return str(SUGGESTION_REASONS[suggestion.reason]) % {
        "day": formatting.short_day(suggestion.day) if suggestion.day else ""
    }


def print_problem_message(found: PrintProblem) -> str:
    """Return what prevents printing, and how to fix it."""
    if (found.about, found.code) == ("text", "too_long"):
        return ngettext(
            "%(num)s word too many for this size. Shorten the note, or choose a larger card.",
            "%(num)s words too many for this size. Shorten the note, or choose a larger card.",
            found.count,
        )
    return str(PRINT_PROBLEM_MESSAGES[found.about, found.code]) % {"text": found.text}


def arrival_label(when: ArrivalDates) -> str:
    """Return between which days the card should arrive."""
    return gettext(
        "between %(first)s and %(last)s",
        first=formatting.short_day(when.earliest),
        last=formatting.short_day(when.latest),
    )


def candidate_date(note: Note, at: datetime) -> date:
    """Return the date at that moment in the candidate's time zone."""
    return at.astimezone(ZoneInfo(note.interview.application.candidate.time_zone)).date()


_TEMPLATE_FUNCTIONS: dict[str, Any] = {
    "suggestion_reason": suggestion_reason,
    "medium": lambda name: str(MEDIUM_LABELS[name]),
    "print_problem_message": print_problem_message,
    "arrival_label": arrival_label,
    "format_day": formatting.short_day,
    "candidate_date": candidate_date,
}
