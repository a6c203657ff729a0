"""The descriptors of step kinds agree with the tables."""

from typing import cast

from sqlalchemy import CheckConstraint, Table

from portal.core.db import TenantModel
from portal.followups.models import Step
from portal.followups.rules.step_kinds import COMPLETION, STEP_KINDS
from portal.interviews.models import StepCompletion


def kinds_allowed_in(model: type[TenantModel]) -> set[str]:
    """Return the kinds that the table's check allows."""
    checks = [rule for rule in cast(Table, model.__table__).constraints if isinstance(rule, CheckConstraint)]
    (check,) = [str(rule.sqltext) for rule in checks if str(rule.sqltext).startswith("kind in (")]
    return {kind.strip(" ')") for kind in check.removeprefix("kind in (").split(",")}


def test_steps_have_the_kinds_that_are_described() -> None:
    assert kinds_allowed_in(Step) == set(STEP_KINDS)


def test_the_kinds_that_a_completion_completes_are_those_of_its_table() -> None:
    completed = {kind.name for kind in STEP_KINDS.values() if kind.completed_by == COMPLETION}
    assert completed == kinds_allowed_in(StepCompletion)


def test_every_completion_has_a_title_in_the_history() -> None:
    titled = {kind.name for kind in STEP_KINDS.values() if kind.done_title}
    assert titled == {kind.name for kind in STEP_KINDS.values() if kind.completed_by == COMPLETION}
