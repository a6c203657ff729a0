"""What an owner does with the checklist of the first day."""

from sqlalchemy import delete
from sqlalchemy.dialects.postgresql import insert

from portal.agencies import queries as agencies
from portal.audit import actions as audit
from portal.core.command import Command
from portal.core.errors import NotFound
from portal.onboarding.models import ChecklistMark
from portal.onboarding.rules import HIDDEN, TASKS


def mark(command: Command, task: str) -> None:
    """Skip this task, or hide the checklist (`HIDDEN`); raise `NotFound` for any other name."""
    _require_known(task)
    values = {"task": task, "at": command.now, "by_id": command.by.account_id}
    made = insert(ChecklistMark).values(values).on_conflict_do_nothing(index_elements=["agency_id", "task"])
    if command.session.execute(made.returning(ChecklistMark.id)).first():
        _record(command, "checklist.mark", task)


def unmark(command: Command, task: str) -> None:
    """Bring the task back, or show the checklist again; raise `NotFound` for any other name."""
    _require_known(task)
    gone = delete(ChecklistMark).where(ChecklistMark.task == task).returning(ChecklistMark.id)
    if command.session.execute(gone).first():
        _record(command, "checklist.unmark", task)


def _require_known(task: str) -> None:
    if task not in (*TASKS, HIDDEN):
        raise NotFound("checklist task")


def _record(command: Command, action: str, task: str) -> None:
    audit.record(command, action, agencies.profile(command.session), changes={"task": (None, task)})
