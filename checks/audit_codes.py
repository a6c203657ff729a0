"""Check that the audit log has a sentence for every code that the program records: `python -m checks.audit_codes`."""

import ast
import re
import sys
from collections.abc import Iterator
from pathlib import Path

from portal.approvals.rules import APPROVED, PASSED_ON, RETURNED, WITHDRAWN
from portal.notes.rules import ADDRESS_CHANGED, ADDRESS_GONE, NOT_HELD, NOT_MET
from portal.web.settings.audit_actions import CODES
from portal.web.shared.security_events import AUDIT_ACTIONS, SIGN_IN_FAILED

KINDS = ("paused", "unsubscribed", "bounced", "deactivated", "placed")
STEPS = ("collect_contacts", "debrief", "thank", "follow_up")
CLOSINGS = ("no_answer", "withdrawn", "placed", "elsewhere", "by_itself")
FAMILIES = {
    "RECALLED": ("note.recall",),
    "f'account.{purpose}'": ("account.invitation", "account.password"),
    "f'application.close.{kind}'": tuple(f"application.close.{kind}" for kind in CLOSINGS),
    "f'application.{kind}'": ("application.answer", "application.offer", "application.refusal"),
    "f'approval.ask.{row.kind}'": ("approval.ask.approve", "approval.ask.pass_on"),
    "f'approval.{decision}'": tuple(f"approval.{each}" for each in (APPROVED, RETURNED, PASSED_ON, WITHDRAWN)),
    "f'candidate.{kind}'": tuple(f"candidate.{kind}" for kind in KINDS),
    "f'candidate.{kind}.lift'": tuple(f"candidate.{kind}.lift" for kind in KINDS),
    "f'contact_request.{outcome}'": tuple(
        f"contact_request.{each}" for each in ("answered", "not_needed", "not_available")
    ),
    "f'interview.{status}'": ("interview.planned", "interview.cancelled", "interview.no_show"),
    "f'note.stop.{reason}'": tuple(f"note.stop.{x}" for x in (ADDRESS_CHANGED, ADDRESS_GONE, NOT_HELD, NOT_MET)),
    "f'template_proposal.{state}'": tuple(f"template_proposal.{x}" for x in ("accepted", "declined", "withdrawn")),
    "f'{ending.__tablename__}.undo'": ("employer_responses.undo", "closures.undo"),
    "f'{kind}.mark_not_duplicates'": ("candidate.mark_not_duplicates", "contact.mark_not_duplicates"),
    "f'{kind}.undo_not_duplicates'": ("candidate.undo_not_duplicates", "contact.undo_not_duplicates"),
    "f'{kind}.done'": tuple(f"{step}.done" for step in STEPS),
    "f'{kind}.merge'": ("office.merge", "field.merge"),
    "f'{kind}.take_in'": ("office.take_in", "field.take_in"),
    "f'{row.kind}.undo'": tuple(f"{step}.undo" for step in STEPS),
}
"""What the codes may be that the program puts together, by how it does so."""
RECORDERS = {"audit.record", "audit.record_all", "audit.apply_change"}
FORWARDERS = {"_record", "_save", "change_contact", "delete_expired", "move_candidates", "move_claims"}
"""What takes a code and passes it on to a recorder, where it is called `action`."""
ACTION = "action"
CODE = re.compile(r"[a-z_]+(\.[a-z_]+)+")


def main() -> int:
    """Print what is missing; return the exit code."""
    found = sorted(findings())
    print("".join(f"{finding}\n" for finding in found), end="")
    return 1 if found else 0


def findings() -> Iterator[str]:
    """Yield every code without a sentence, every sentence without a code, and every code that cannot be told."""
    codes = {SIGN_IN_FAILED, *AUDIT_ACTIONS.values()}
    for path in sorted(Path("portal").rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            codes |= _codes(node)
            if unknown := _unknown(node):
                line = getattr(node, "lineno", 1)
                yield f"{path}:{line}: list what {unknown} may be in FAMILIES of checks/audit_codes.py"
    for code in codes - set(CODES):
        yield f"{code} has no sentence in portal/web/settings/audit_actions.py"
    for code in set(CODES) - codes:
        yield f"{code} has a sentence in portal/web/settings/audit_actions.py, and nothing records it"


def _codes(node: ast.AST) -> set[str]:
    """Return the codes that are written here, or that may be put together here."""
    if isinstance(node, ast.Assign) and ast.unparse(node.targets[0]) == ACTION:
        return _constants(node.value)
    if not isinstance(node, ast.Call):
        return set()
    if ast.unparse(node.func).rpartition(".")[2] in FORWARDERS:
        return {code for argument in node.args for code in _constants(argument)}
    if ast.unparse(node.func) not in RECORDERS:
        return set()
    return set(FAMILIES.get(ast.unparse(node.args[1]), ())) or _constants(node.args[1])


def _unknown(node: ast.AST) -> str | None:
    """Return the code of a recorder's call that cannot be told."""
    if not isinstance(node, ast.Call) or ast.unparse(node.func) not in RECORDERS:
        return None
    code = ast.unparse(node.args[1])
    return None if isinstance(node.args[1], ast.Constant) or code == ACTION or code in FAMILIES else code


def _constants(node: ast.AST) -> set[str]:
    found = (each.value for each in ast.walk(node) if isinstance(each, ast.Constant))
    return {value for value in found if isinstance(value, str) and CODE.fullmatch(value)}


if __name__ == "__main__":
    sys.exit(main())
