"""What is done about an agency as a whole."""

import re
from dataclasses import asdict, dataclass
from datetime import date

from babel import Locale

from portal.agencies import queries
from portal.agencies.holidays import regions
from portal.agencies.models import Agency, AgencyProfile, JobField, Office
from portal.audit import actions as audit
from portal.core import tenancy
from portal.core.command import Command
from portal.core.errors import N_, ActionRefused
from portal.core.formatting import locale_of_country, parse_locale
from portal.messaging.headers import is_mailbox_name
from portal.messaging.rules import has_forbidden_character

DEFAULT_JOB_FIELDS = ("Engineering", "IT", "HR", "Administrative/clerical", "Light industrial")
"""The fields of work that an agency starts with, and can edit."""

_HOST = re.compile(r"[a-z0-9]([a-z0-9-]*[a-z0-9])?(\.[a-z0-9]([a-z0-9-]*[a-z0-9])?)*")


@dataclass(frozen=True)
class NewAgency:
    """What an operator says of a new agency: `host` is what its people visit, `time_zone` an IANA name.

    `locale` writes its days, times, and numbers; None for its country's.
    """

    name: str
    host: str
    time_zone: str
    color: str = "#0f766e"
    country: str = "US"
    locale: str | None = None
    office: str = "Main office"


@dataclass(frozen=True)
class AgencySettings:
    """What an owner decides: how the agency looks, what emails carry, and how dates are written.

    `postal_address` is the sender on envelopes, too. `sender_name` is who emails are from, None for the agency's name.
    `locale` is None for its country's.
    """

    color: str
    phone: str | None
    postal_address: str | None
    legal_name: str | None
    sender_name: str | None
    email_footer: str | None
    country: str
    locale: str | None


def create(command: Command, new: NewAgency) -> Agency:
    """Create the agency with its fields of work and one office, and enter it in this session.

    Raise `ActionRefused` at `name` when no email could show it, at `country` or `locale` when that is
    unknown, and at `host` when that is invalid or taken.
    """
    refuse_unusable_name(new.name)
    host = new.host.lower()
    if not _HOST.fullmatch(host) or len(host) > 253:
        raise ActionRefused(N_("“%(host)s” isn’t a host name."), field="host", host=new.host)
    if queries.find_by_host(command.session, host) is not None:
        raise ActionRefused(N_("Another agency already uses the host %(host)s."), field="host", host=host)
    locale = _locale(new.country, new.locale)
    agency = Agency(host=host, name=new.name)
    command.session.add(agency)
    command.session.flush()
    tenancy.enter(command.session, agency.id)
    profile = AgencyProfile(name=new.name, time_zone=new.time_zone, color=new.color, country=new.country, locale=locale)
    command.session.add_all([profile, Office(name=new.office)])
    command.session.add_all(JobField(name=name, position=number) for number, name in enumerate(DEFAULT_JOB_FIELDS))
    command.session.flush()
    audit.record(command, "agency.create", profile)
    return agency


def refuse_unusable_name(name: str) -> None:
    """Raise `ActionRefused` at `name` when it is blank, or no email could show it."""
    if not name.strip() or has_forbidden_character(name):
        raise ActionRefused(N_("Enter the agency’s name on one line."), field="name")


def update_settings(command: Command, profile: AgencyProfile, decisions: AgencySettings) -> None:
    """Update the agency's settings to these decisions; a region for holidays stays only in its own country.

    Raise `ActionRefused` at `sender_name` when no email could show it, and at `country` or `locale` when unknown.
    """
    if decisions.sender_name is not None and not is_mailbox_name(decisions.sender_name):
        raise ActionRefused(N_("Emails can’t show this name. Use letters, numbers, and spaces."), field="sender_name")
    values = asdict(decisions) | {"locale": _locale(decisions.country, decisions.locale)}
    if profile.holiday_region is not None and profile.holiday_region not in regions(decisions.country):
        values["holiday_region"] = None
    audit.apply_change(command, "agency.decide", profile, values)


def require_second_factor(command: Command, profile: AgencyProfile, day: date | None) -> None:
    """Require two-step sign-in of the agency's staff from this day on, in its time zone; None for never."""
    audit.apply_change(command, "agency.require_second_factor", profile, {"second_factor_required_from": day})


def _locale(country: str, locale: str | None) -> str:
    """Return the locale chosen, else the country's."""
    if len(country) != 2 or country not in Locale("en").territories:
        raise ActionRefused(
            N_("“%(country)s” isn’t a country. Enter its two letters, like US."), field="country", country=country
        )
    if locale is None:
        return locale_of_country(country)
    found = parse_locale(locale)
    if found is None:
        raise ActionRefused(
            N_("“%(locale)s” isn’t a locale. Enter one like en_US or en_GB."), field="locale", locale=locale
        )
    return found
