"""Emails in an agency's name: its name, colors, and locale around what a kind of email says."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any, Protocol

from sqlalchemy.orm import Session

from portal.agencies import links, queries
from portal.agencies.models import AgencyProfile
from portal.agencies.rules import accent_color, footer_lines
from portal.messaging import templates
from portal.messaging.kinds import Content
from portal.names.rules import first_name
from portal.readers.logo import EMAIL


@dataclass(frozen=True)
class ReplyReader:
    """The colleague who reads a candidate's reply, and whom the email says how to call and write to.

    `fills_in_for` is the full name of the colleague who is away and would read it otherwise.
    """

    name: str
    email: str
    fills_in_for: str | None = None
    phone: str | None = None


class ReplyRecipient(Protocol):
    """Someone with a full name and an email address: a colleague or a candidate."""

    @property
    def name(self) -> str: ...

    @property
    def email(self) -> str: ...


class EmailReader(Protocol):
    """Someone an email is written for: a colleague or a candidate. `locale` is None for the agency's."""

    @property
    def name(self) -> Any: ...

    @property
    def time_zone(self) -> Any: ...

    @property
    def locale(self) -> Any: ...


def write_email_to(
    session: Session,
    kind: str,
    reader: EmailReader,
    /,
    *,
    now: datetime,
    answers: ReplyRecipient | None,
    **values: Any,
) -> Content:
    """Return the email of this kind to the reader, in their time zone and locale, as `write_email` does."""
    whose = {"name": reader.name, "zone": reader.time_zone, "locale": reader.locale}
    return write_email(session, kind, now=now, answers=answers, **whose, **values)


def write_email(
    session: Session,
    kind: str,
    /,
    *,
    name: str,
    zone: str,
    locale: str | None,
    now: datetime,
    answers: ReplyRecipient | None,
    known_as: str = "",
    **values: Any,
) -> Content:
    """Return the email of this kind to the person with this full name, with times in their time zone.

    `locale` writes its days and times, the agency's if None. `answers` reads a reply; the email says so.
    """
    profile = queries.profile(session)
    rendered = templates.render(
        kind,
        locale=locale or profile.locale,
        now=now,
        name=first_name(name),
        zone=zone,
        **reader_values(answers),
        **letterhead(profile, links.base_url(session)),
        **values,
    )
    said = rendered.subject, rendered.text, rendered.html
    reply_to = (answers.name, answers.email) if answers else None
    return Content(*said, from_name=sender_name(profile), reply_to=reply_to, known_as=known_as)


def reader_values(answers: ReplyRecipient | None) -> dict[str, str | None]:
    """Return what the layout of emails says of who reads a reply; a candidate's also how else to reach them."""
    values: dict[str, str | None] = {"answers": answers.name if answers else None}
    if isinstance(answers, ReplyReader):
        values |= {"fills_in_for": answers.fills_in_for, "call": answers.phone, "write_to": answers.email}
    return values


def letterhead(profile: AgencyProfile, base_url: str) -> dict[str, Any]:
    """Return what the layout of emails shows of the agency: its name, color, logo, and the lines at the end."""
    logo = None
    if profile.logo_digest is not None:
        source = f"{base_url}/logo/{profile.logo_digest}/{EMAIL}"
        logo = {"url": source, "width": profile.logo_width, "height": profile.logo_height}
    return {
        "agency": profile.name,
        "color": accent_color(profile.color),
        "logo": logo,
        "footer": footer_lines(profile.legal_name, profile.postal_address, profile.email_footer),
    }


def sender_name(profile: AgencyProfile) -> str:
    """Return who the agency's emails are from."""
    return profile.sender_name or profile.name
