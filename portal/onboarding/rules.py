"""The tasks of an agency's first day, and which of them are done."""

from collections.abc import Collection
from dataclasses import dataclass

PROFILE, COLLEAGUES, CANDIDATES, INTERVIEW, TEMPLATES, TEST_EMAIL = TASKS = (
    "profile",
    "colleagues",
    "candidates",
    "interview",
    "templates",
    "test_email",
)
"""The tasks, in the order in which the checklist lists them."""

HIDDEN = "hidden"
"""The mark of a checklist that an owner hid."""


@dataclass(frozen=True)
class AgencyFacts:
    """What the agency has done so far, each read from its rows; sample data does not count."""

    has_saved_profile: bool = False
    has_colleagues: bool = False
    has_candidates: bool = False
    has_interviews: bool = False
    has_edited_templates: bool = False
    has_received_test_email: bool = False


@dataclass(frozen=True)
class ChecklistTask:
    """One task with its state: `open`, `done`, or `skipped`."""

    name: str
    state: str


@dataclass(frozen=True)
class Checklist:
    """The tasks in order, and whether an owner hid them."""

    tasks: tuple[ChecklistTask, ...]
    hidden: bool

    @property
    def open_count(self) -> int:
        return sum(task.state == "open" for task in self.tasks)

    @property
    def done_count(self) -> int:
        return sum(task.state == "done" for task in self.tasks)


def checklist(facts: AgencyFacts, marks: Collection[str]) -> Checklist:
    """Return the checklist; a task that is done counts as done, also where an owner skipped it."""
    done = {
        PROFILE: facts.has_saved_profile,
        COLLEAGUES: facts.has_colleagues,
        CANDIDATES: facts.has_candidates,
        INTERVIEW: facts.has_interviews,
        TEMPLATES: facts.has_edited_templates,
        TEST_EMAIL: facts.has_received_test_email,
    }
    states = {name: "done" if done[name] else "skipped" if name in marks else "open" for name in TASKS}
    return Checklist(tuple(ChecklistTask(name, states[name]) for name in TASKS), HIDDEN in marks)
