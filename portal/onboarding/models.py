"""What an owner decided about the tasks of the first day."""

import uuid
from datetime import datetime

from sqlalchemy import UniqueConstraint
from sqlalchemy.orm import Mapped

from portal.core.db import TenantModel, tenant_foreign_key


class ChecklistMark(TenantModel):
    """A task of the first day that an owner skipped, or the whole checklist (`HIDDEN`). `at` is UTC."""

    __tablename__ = "checklist_marks"
    __table_args__ = (tenant_foreign_key("accounts", "by_id"), UniqueConstraint("agency_id", "task"))

    task: Mapped[str]
    at: Mapped[datetime]
    by_id: Mapped[uuid.UUID | None]
