"""The checklist of the first day, as its page and Today show it."""

from dataclasses import dataclass
from typing import Any

from flask import url_for
from flask_babel import lazy_gettext as _

from portal.core.db import db
from portal.onboarding import queries
from portal.onboarding.rules import (
    CANDIDATES,
    COLLEAGUES,
    INTERVIEW,
    PROFILE,
    TASKS,
    TEMPLATES,
    TEST_EMAIL,
    Checklist,
)


@dataclass(frozen=True)
class TaskWords:
    """What a task says: its title, why it helps, its button, and the endpoint that the button opens."""

    title: Any
    why: Any
    button: Any
    endpoint: str


TASK_WORDS = {
    PROFILE: TaskWords(
        _("Complete the agency profile"),
        _("Your phone, logo, and address appear in emails and on cards."),
        _("Edit profile"),
        "settings.edit",
    ),
    COLLEAGUES: TaskWords(
        _("Invite your colleagues"),
        _("Each recruiter sees their own candidates and gets their own emails."),
        _("Invite people"),
        "staff_invitations.invite",
    ),
    CANDIDATES: TaskWords(
        _("Add a candidate"),
        _("No one gets an email until you invite them."),
        _("Add a candidate"),
        "candidates.new",
    ),
    INTERVIEW: TaskWords(
        _("Record the first interview"),
        _("The plan of thank-yous and follow-ups starts from it."),
        _("Add an interview"),
        "quick_add.new",
    ),
    TEMPLATES: TaskWords(
        _("Make the templates yours"),
        _("Candidates start their notes from them. Edit one so that it sounds like your agency."),
        _("View templates"),
        "library.index",
    ),
    TEST_EMAIL: TaskWords(
        _("Send yourself a test email"),
        _("It shows that the portal’s email reaches you."),
        _("Send a test email"),
        "outbox.send_test_email",
    ),
}


@dataclass(frozen=True)
class TaskRow:
    """A task of the checklist with its words, its state, and where its button leads."""

    name: str
    state: str
    words: TaskWords

    @property
    def url(self) -> str:
        return url_for(self.words.endpoint)

    @property
    def is_posted(self) -> bool:
        """Return whether the button does it at once, instead of opening a page."""
        return self.name == TEST_EMAIL


def task_rows(checklist: Checklist) -> list[TaskRow]:
    """Return the tasks in order, as the templates list them."""
    return [TaskRow(task.name, task.state, TASK_WORDS[task.name]) for task in checklist.tasks]


def checklist_context() -> dict[str, Any]:
    """Return the checklist for a page: its rows, how many are done, and whether Today shows it."""
    found = queries.load_checklist(db.session())
    return {
        "tasks": task_rows(found),
        "done_count": found.done_count,
        "task_count": len(TASKS),
        "shown_on_today": not found.hidden and found.open_count > 0,
        "hidden": found.hidden,
    }
