"""The tasks of the first day, from what the agency has done."""

from dataclasses import fields, replace

import pytest

from portal.onboarding import rules
from portal.onboarding.rules import AgencyFacts, checklist

NOTHING = AgencyFacts()
TASK_BY_FACT = dict(zip([field.name for field in fields(AgencyFacts)], rules.TASKS, strict=True))


def states(facts: AgencyFacts, marks: set[str]) -> dict[str, str]:
    return {task.name: task.state for task in checklist(facts, marks).tasks}


def test_everything_is_open_on_the_first_day() -> None:
    assert states(NOTHING, set()) == dict.fromkeys(rules.TASKS, "open")
    assert checklist(NOTHING, set()).open_count == len(rules.TASKS)


@pytest.mark.parametrize(("fact", "task"), TASK_BY_FACT.items())
def test_each_fact_checks_off_its_task(fact: str, task: str) -> None:
    found = states(replace(NOTHING, **{fact: True}), set())
    assert found == dict.fromkeys(rules.TASKS, "open") | {task: "done"}


@pytest.mark.parametrize(
    ("facts", "marks", "state"),
    [
        (NOTHING, {rules.TEMPLATES}, "skipped"),
        (replace(NOTHING, has_edited_templates=True), {rules.TEMPLATES}, "done"),
        (NOTHING, {rules.HIDDEN}, "open"),
    ],
)
def test_a_skipped_task_counts_as_done_once_it_is(facts: AgencyFacts, marks: set[str], state: str) -> None:
    assert states(facts, marks)[rules.TEMPLATES] == state


def test_the_checklist_is_hidden_by_its_mark_only() -> None:
    assert checklist(NOTHING, {rules.HIDDEN}).hidden
    assert not checklist(NOTHING, {rules.PROFILE}).hidden
