"""Writing what the report counts: replanning does it, for all applications that a transaction touched at once."""

import uuid
from collections.abc import Collection

from sqlalchemy import delete, union_all
from sqlalchemy.orm import Session

from portal.insight.figures import counted
from portal.insight.models import InsightRow
from portal.insight.rules import WRITTEN_FIGURES
from portal.summaries.actions import upsert


def write_rows(session: Session, application_ids: Collection[uuid.UUID]) -> None:
    """Write what the figures count of these applications, from their plans and summaries as they are stored."""
    queries = [counted(figure, application_ids) for figure in WRITTEN_FIGURES]
    rows = [dict(row) for row in session.execute(union_all(*queries)).mappings()]
    upsert(session, InsightRow, rows)
    ids = [row["id"] for row in rows]
    gone = delete(InsightRow).where(InsightRow.application_id.in_(application_ids), InsightRow.id.not_in(ids))
    session.execute(gone, execution_options={"synchronize_session": False})
