"""The plan that an interview will have once it is recorded, by the rules that plan it then."""

from dataclasses import replace

from portal.followups.rules.facts import Facts, InterviewFacts
from portal.followups.rules.plan import PlanStep, plan


def preview_steps(facts: Facts, interview: InterviewFacts) -> list[PlanStep]:
    """Return the interview's steps, before it and after it, as if it takes place and nothing else happens.

    `facts` are those of its application without it (`queries.load_facts`, `queries.facts_of_new`).
    """
    facts = replace(facts, interviews=(*facts.interviews, interview))
    before = _steps_of(facts, interview)
    after = _steps_of(replace(facts, now=max(facts.now, interview.ends_at)), interview)
    found = {(step.kind, step.person): step for step in (*after, *before)}
    return sorted(found.values(), key=lambda step: step.order)


def _steps_of(facts: Facts, interview: InterviewFacts) -> list[PlanStep]:
    return [step for step in plan(facts).steps if step.interview == interview.id]
