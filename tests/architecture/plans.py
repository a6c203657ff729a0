"""PostgreSQL's own plans of what the program asks, as its role, and what is wrong with one."""

import json
import re
from collections.abc import Callable
from typing import Any

from sqlalchemy import Connection, Engine, event
from sqlalchemy.orm import Session

LARGE = (
    "candidates",
    "applications",
    "interviews",
    "interview_people",
    "steps",
    "outgoing_messages",
    "reminders",
    "reminder_items",
    "candidate_grams",
    "contact_grams",
    "interview_grams",
    "word_forms",
    "candidate_summaries",
    "application_summaries",
    "interview_summaries",
    "contact_waits",
    "insight_rows",
    "candidate_tags",
    "contacts",
    "notes",
    "cards",
)


def plans_of(session: Session, ask: Callable[[Session], object], how: str = "") -> list[str]:
    found: list[tuple[str, Any]] = []

    def listen(_connection: Any, _cursor: Any, statement: str, parameters: Any, *_more: Any) -> None:
        found.append((statement, parameters))

    session.connection()
    event.listen(Engine, "before_cursor_execute", listen)
    try:
        ask(session)
    finally:
        event.remove(Engine, "before_cursor_execute", listen)
    asked = [row for row in found if re.search(r"\bfrom\b|^update", row[0], re.IGNORECASE)]
    return [plan_of(session.connection(), *row, how) for row in asked]


def plan_of(connection: Connection, statement: str, parameters: Any, how: str = "") -> str:
    lines = connection.exec_driver_sql(f"explain {how}{statement}", parameters).scalars()
    return "\n".join(line if isinstance(line, str) else json.dumps(line) for line in lines)


def sorts_all(plan: dict[str, Any]) -> bool:
    """Whether a sort stands below the limit of a page, which then reads every row first."""
    below = plan.get("Plans", [])
    return (plan["Node Type"] == "Sort" and not is_limited(plan)) or any(map(sorts_all, below))


def is_limited(plan: dict[str, Any]) -> bool:
    return plan["Node Type"] == "Limit" or any(map(is_limited, plan.get("Plans", [])))


def reads_all(plan: str) -> bool:
    return any(f"Seq Scan on {table} " in plan for table in LARGE)
