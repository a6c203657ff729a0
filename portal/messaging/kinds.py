"""The kinds of mail: each area wires its own, and messaging knows none of them."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from sqlalchemy.orm import Session

from portal.messaging.models import Message


@dataclass(frozen=True)
class Send:
    """The mail is still wanted; `values` are what it is rendered from."""

    values: dict[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class Wait:
    """The mail may not go out before `until`, in UTC."""

    until: datetime


@dataclass(frozen=True)
class Drop:
    """The reason for the mail is gone; `reason` is a code."""

    reason: str


@dataclass(frozen=True)
class Content:
    """What a mail says, and who it is from. `reply_to` is a name and an address.

    `unsubscribe_url` is where a prompt can be turned off; `automatic` marks what no person wrote; `known_as` is what
    the mail says it is to programs, where that is not its kind.
    """

    subject: str
    text: str
    html: str | None
    from_name: str
    reply_to: tuple[str, str] | None = None
    unsubscribe_url: str | None = None
    automatic: bool = True
    known_as: str = ""


@dataclass(frozen=True)
class MailKind:
    """One kind of mail: for whom it is, whether it is still wanted, what it says, and what follows its outcome."""

    name: str
    audience: str
    recheck: Callable[[Session, Message, datetime], Send | Wait | Drop]
    render: Callable[[Session, Message, dict[str, Any], datetime], Content]
    settled: Callable[[Session, Message, datetime], None] | None = None


_kinds: dict[str, MailKind] = {}


def wire(*kinds: MailKind) -> None:
    """Mails of these kinds can be sent by this process."""
    _kinds.update((kind.name, kind) for kind in kinds)


def kind_of(name: str) -> MailKind:
    """The kind of this name; raises `KeyError` for one that was never wired."""
    return _kinds[name]


def wired() -> tuple[MailKind, ...]:
    """Every kind, by name."""
    return tuple(_kinds[name] for name in sorted(_kinds))
