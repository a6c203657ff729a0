"""Who did what: a row for every deed, in its transaction, with words and addresses kept apart from it."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import select

import portal
from portal.audit import actions as audit
from portal.audit.models import AuditDetail, AuditEvent
from portal.core import transaction
from portal.core.command import Actor
from tests.factories.firm import Firm

VERBS = ("actions.py", "outcomes.py", "snooze.py", "invitations.py")
GIVEN = re.compile(r"command|replace\(command, .*\)")


def verbs() -> Iterator[tuple[str, ast.FunctionDef]]:
    """Every public function of a domain package that takes a command."""
    root = Path(str(portal.__file__)).parent
    for path in sorted(root.glob("*/*.py")):
        if path.name not in VERBS or path.parent.name in ("web", "cli", "audit"):
            continue
        functions = (part for part in ast.parse(path.read_text("utf-8")).body if isinstance(part, ast.FunctionDef))
        for part in functions:
            if "command" in {argument.arg for argument in part.args.args} and not part.name.startswith("_"):
                yield f"{path.parent.name}.{path.stem}.{part.name}", part


def leaves_a_trace(verb: ast.FunctionDef) -> bool:
    """Whether it hands its command on: to the audit, or to something that does."""
    calls = (part for part in ast.walk(verb) if isinstance(part, ast.Call) and ast.unparse(part.func) != "replace")
    return any(GIVEN.fullmatch(ast.unparse(call.args[0])) for call in calls if call.args)


def test_every_verb_leaves_a_trace_of_who_did_it() -> None:
    found = dict(verbs())
    assert len(found) > 40
    assert [name for name, verb in found.items() if not leaves_a_trace(verb)] == []


def test_what_really_changed_is_kept_before_and_after(firm: Firm) -> None:
    account, now = firm.viewer, firm.now()
    values = {"name": "Vera Newname", "time_zone": account.time_zone}
    assert audit.apply_change(firm.command(now=now), "account.update", account, values)
    event = firm.session.scalars(select(AuditEvent).where(AuditEvent.action == "account.update")).one()
    assert (event.actor_id, event.subject_id, event.fields) == (firm.recruiter.id, account.id, ["name"])
    detail = firm.session.scalars(select(AuditDetail).where(AuditDetail.event_id == event.id)).one()
    assert detail.changes == {"name": ["Vera Viewer", "Vera Newname"]}


def test_changing_nothing_leaves_no_trace(firm: Firm) -> None:
    values = {"name": firm.viewer.name}
    assert not audit.apply_change(firm.command(), "account.update", firm.viewer, values)
    assert firm.session.scalars(select(AuditEvent).where(AuditEvent.action == "account.update")).all() == []


def test_no_persons_words_stand_in_an_event(firm: Firm) -> None:
    interview = firm.interview(people=("Dana Ruiz <dana@acme.example>",))
    firm.debriefed(firm.interview(interview.application, starts_in=-(interview.ends_at - interview.starts_at) * 2))
    transaction.replan_touched(firm.session, firm.now())
    events = firm.session.scalars(select(AuditEvent)).all()
    said = " ".join(f"{row.action} {row.fields} {row.subject_kind} {row.origin}" for row in events)
    assert len(events) > 10
    for words in ("Dana", "acme.example", "Ann Lee", "Main Street"):
        assert words not in said


def test_what_is_rolled_back_was_never_done(firm: Firm) -> None:
    firm.commit()
    audit.record(firm.command(), "account.wink", firm.viewer)
    transaction.rollback(firm.session)
    assert firm.session.scalars(select(AuditEvent).where(AuditEvent.action == "account.wink")).all() == []


@pytest.mark.parametrize("kind", ["account", "portal", "operator", "visitor"])
def test_every_kind_of_actor_can_be_named(firm: Firm, kind: str) -> None:
    event = audit.record(firm.command(by=Actor(kind)), "account.look", firm.viewer)
    assert event.actor_kind == kind
