"""The program's logs: one line for each event, with the ids of what it belongs to, without email addresses."""

import logging
import re
import sys
from collections.abc import Iterator
from contextlib import contextmanager

import structlog
from structlog.typing import EventDict, WrappedLogger

FIELDS = ("server", "code", "count", "since")
"""What a line may name apart from its words, by `extra`."""

_ADDRESS = re.compile(r"[^\s\"'<>(),;:=]+@[^\s\"'<>(),;:=]+")


def configure(level: int, *, as_json: bool) -> None:
    """Write every log event from `level` up as one line on standard error, as JSON if a machine reads it."""
    shared: list[structlog.typing.Processor] = [
        structlog.contextvars.merge_contextvars,
        structlog.stdlib.ExtraAdder(FIELDS),
        structlog.stdlib.add_log_level,
        structlog.stdlib.add_logger_name,
        structlog.processors.TimeStamper(fmt="iso", utc=True),
        structlog.processors.format_exc_info,
        redact_email_addresses,
    ]
    renderer = structlog.processors.JSONRenderer() if as_json else structlog.dev.ConsoleRenderer(colors=False)
    chain = [structlog.stdlib.ProcessorFormatter.remove_processors_meta, renderer]
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(structlog.stdlib.ProcessorFormatter(processors=chain, foreign_pre_chain=shared))
    logging.basicConfig(handlers=[handler], level=level, force=True)


def begin_request(request_id: str) -> None:
    """Begin each line of this thread with this request's id from now on, and with no other's."""
    structlog.contextvars.clear_contextvars()
    structlog.contextvars.bind_contextvars(request=request_id)


def name_agency(agency_id: object) -> None:
    """Add the agency's id to each line until the request ends."""
    structlog.contextvars.bind_contextvars(agency=str(agency_id))


@contextmanager
def job_named(**ids: str) -> Iterator[None]:
    """Add these ids to each line of the block."""
    with structlog.contextvars.bound_contextvars(**ids):
        yield


def redact_email_addresses(_logger: WrappedLogger, _method: str, event: EventDict) -> EventDict:
    """Return the event without email addresses; they slip in mostly with an error's own text."""
    return {
        name: _ADDRESS.sub("[address]", value) if isinstance(value, str) else value for name, value in event.items()
    }
