"""Applies the rules for medium and mailing to database rows, and suggests an address."""

from datetime import date, datetime
from zoneinfo import ZoneInfo

from portal.agencies.holidays import public_holidays
from portal.agencies.models import AgencyProfile
from portal.applications.models import PaceColumns
from portal.applications.rules import Pace
from portal.cards import address_formats
from portal.cards.models import Card
from portal.cards.rules.addresses import FIELDS
from portal.cards.rules.medium import MediumFacts, MediumSuggestion, suggest_medium
from portal.cards.rules.post import ArrivalDates, expected_arrival
from portal.interviews.models import Interview
from portal.notes.models import Note


def suggest_medium_for(note: Note, card: Card | None, profile: AgencyProfile, now: datetime) -> MediumSuggestion:
    """Return the medium that suits this thank-you today, and why (docs/rules.md#medium)."""
    contact, interview = note.person.contact, note.interview
    zone = ZoneInfo(interview.application.candidate.time_zone)
    today = now.astimezone(zone).date()
    return suggest_medium(
        MediumFacts(
            pace=_pace(interview),
            today=today,
            held_on=interview.ends_at.astimezone(zone).date(),
            arrives=expected_arrival_of(today, note, card, profile),
            has_email=bool(contact.mail_address),
            has_postal=bool(best_postal_address(note, card)),
        )
    )


def expected_arrival_of(posted: date, note: Note, card: Card | None, profile: AgencyProfile) -> ArrivalDates:
    """Return when a card mailed that day from the agency's country should arrive (docs/rules.md#post)."""
    country = destination_country(note, card, profile)
    return expected_arrival(posted, profile.country, country, public_holidays(country, None, posted.year))


def destination_country(note: Note, card: Card | None, profile: AgencyProfile) -> str:
    """Return the two-letter country the card goes to, as far as it is known, else the agency's own."""
    if card is not None and card.address:
        return str(card.address["country_code"])
    return address_formats.parse_address(best_postal_address(note, None), profile.country)["country_code"]


def best_postal_address(note: Note, card: Card | None) -> str:
    """Return the card's own address, else the person's, else their employer's; empty if none is known."""
    if card is not None and card.address:
        return "\n".join(address_formats.envelope_lines(card.address, ""))
    contact = note.person.contact
    return contact.postal_address or contact.employer.postal_address or ""


def address_to_check(note: Note, card: Card, country: str) -> dict[str, str]:
    """Return the address by field, for someone to check: the card's own, else the one on file."""
    if card.address:
        return {name: str(value) for name, value in card.address.items()}
    return address_on_file(note, country)


def address_on_file(note: Note, country: str) -> dict[str, str]:
    """Return the address that the agency knows, by its fields."""
    return blank_address(note, country) | address_formats.parse_address(best_postal_address(note, None), country)


def blank_address(note: Note, country: str) -> dict[str, str]:
    """Return an address with only the name, the company, and the country filled in."""
    contact = note.person.contact
    return dict.fromkeys(FIELDS, "") | {
        "name": contact.name,
        "company_name": contact.employer.name,
        "country_code": country,
    }


def _pace(interview: Interview) -> Pace:
    """Return the pace told at the interview, if any, else what the recruiter heard (docs/rules.md#pace)."""
    said = _pace_from(interview)
    return said if said != Pace() else _pace_from(interview.application)


def _pace_from(row: PaceColumns) -> Pace:
    return Pace(row.decision_on, row.expected_days, row.stage, row.candidates_left, row.hires_right_away)
