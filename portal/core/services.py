"""What the factory gives to the application once, and everything below reads: `services()`.

Core knows no upper package, so what belongs to one is a callable here, or an object whose own package says what it is.
"""

import uuid
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from flask import Flask, current_app
from redis import Redis
from sqlalchemy.orm import Session

from portal.core.command import Command
from portal.core.settings import Settings
from portal.core.timeouts import StatementTimeouts

EXTENSION = "portal"


@dataclass(frozen=True)
class Services:
    """The services of one application: `portal.app` makes them, and `replace_services` replaces some."""

    settings: Settings
    # How long a statement may take: shorter in a page than in a job.
    timeouts: StatementTimeouts
    # Where jobs are enqueued; None where this process does all of that work itself.
    redis: Redis | None
    # Re-plans these applications, just before a commit.
    replan: Callable[[Session, set[uuid.UUID], datetime], None]
    # Sum up these candidates for lists, after that.
    summarize: Callable[[Session, set[uuid.UUID], datetime], None]
    # Writes what the records that changed are found by, just before a commit.
    write_search: Callable[[Session], None]
    # Release what an account has claimed, when it is deactivated.
    on_deactivation: tuple[Callable[[Command, uuid.UUID], None], ...]
    # Each `MailKind` by its name: `portal.messaging.kinds.kind_of` reads it.
    mail_kinds: Mapping[str, object]
    # The `Transport` of emails: `portal.messaging.sending.transport` reads it.
    transport: object


def services(app: Flask | None = None) -> Services:
    """Return the services of this application, or else of the one whose context is open."""
    found: Services = (app or current_app).extensions[EXTENSION]
    return found


def replace_services(app: Flask, **changes: Any) -> None:
    """Replace some of the application's services: for the jobs of a process, and for tests."""
    app.extensions[EXTENSION] = replace(services(app), **changes)
