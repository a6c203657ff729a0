"""The kinds of email: each area has its own, the factory lists them, and messaging knows none of them."""

import uuid
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any, Protocol, cast

from sqlalchemy import ColumnElement
from sqlalchemy.orm import Session

from portal.core.services import services
from portal.messaging.models import OutgoingMessage


@dataclass(frozen=True)
class Send:
    """The email is still wanted; `values` are what it is rendered from."""

    values: dict[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class Wait:
    """The email may not go out before `until`, in UTC."""

    until: datetime


@dataclass(frozen=True)
class Drop:
    """The reason for the email is gone; `reason` is a code."""

    reason: str


@dataclass(frozen=True)
class Attachment:
    """A calendar file that goes with an email: its name, its bytes, and its METHOD (RFC 6047)."""

    name: str
    data: bytes
    method: str


@dataclass(frozen=True)
class Content:
    """What an email says, and who it is from. `reply_to` is a name and an address.

    `unsubscribe_url` is where a reminder can be turned off; `automatic` marks what no person wrote; `known_as` is what
    the email calls itself to programs, where that is not its kind. A secret subject is not kept, so no list
    shows it.
    """

    subject: str
    text: str
    html: str | None
    from_name: str
    reply_to: tuple[str, str] | None = None
    unsubscribe_url: str | None = None
    automatic: bool = True
    known_as: str = ""
    attachment: Attachment | None = None
    has_secret_subject: bool = False

    def with_attachment(self, file: Attachment) -> "Content":
        """Return the same email with this file."""
        return replace(self, attachment=file)

    def with_secret_subject(self) -> "Content":
        """Return the same email, whose subject is kept nowhere."""
        return replace(self, has_secret_subject=True)


@dataclass(frozen=True)
class Precondition:
    """A condition in SQL, the same for all emails of a kind: true while everything is as it was read.

    Evaluating it locks what has to stay so until the commit. `values` are this email's.
    """

    condition: ColumnElement[bool]
    values: Mapping[str, Any]


class Prefetched(Protocol):
    """What was read for one email, together with the others of its batch, before its turn."""

    def verdict(self, now: datetime) -> Send | None:
        """Decide at `now` from what was read: `Send`, or None where only a recheck under lock can tell."""

    @property
    def precondition(self) -> Precondition:
        """Return what has to hold at the hand-over, so that the verdict needs no recheck."""


@dataclass(frozen=True)
class MailKind:
    """One kind of email: who it is for, whether it is still wanted, what it says, and what follows its outcome.

    `recheck` decides under lock. `prefetch` reads the facts of a whole batch by as many statements as for one email;
    where they are still current at the hand-over, there is no recheck. Either way `render` writes the email.
    """

    name: str
    audience: str
    recheck: Callable[[Session, OutgoingMessage, datetime], Send | Wait | Drop]
    render: Callable[[Session, OutgoingMessage, dict[str, Any], datetime], Content]
    settled: Callable[[Session, OutgoingMessage, datetime], None] | None = None
    prefetch: Callable[[Session, Sequence[OutgoingMessage], datetime], Mapping[uuid.UUID, Prefetched]] | None = None


def kind_of(name: str) -> MailKind:
    """Return the kind with this name; raise `KeyError` for one that the factory was not given."""
    return cast(MailKind, services().mail_kinds[name])
