"""Check that the audit log has a sentence for every code that the program records: `python -m checks.audit_codes`."""

import ast
import sys
from collections.abc import Iterator
from pathlib import Path

from portal.approvals.rules import APPROVED, PASSED_ON, RETURNED, WITHDRAWN
from portal.notes.rules import ADDRESS_CHANGED, ADDRESS_GONE
from portal.web.settings.audit_actions import CODES
from portal.web.shared.security_events import AUDIT_ACTIONS, SIGN_IN_FAILED

KINDS = ("paused", "unsubscribed", "bounced", "deactivated", "placed")
STEPS = ("collect_contacts", "debrief", "thank", "follow_up")
CLOSINGS = ("no_answer", "withdrawn", "placed", "elsewhere", "by_itself")
FAMILIES = {
    "RECALLED": ("note.recall",),
    "action": (
        *("contact.update", "contact.reach_via_hr", "contact.reach_directly", "contact.confirm_email"),
        *("contact.undo_confirmation", "contact_request.hand_over", "approval.hand_over"),
        *("card_photo.keep", "card_photo.delete", "pasted_text.keep", "pasted_text.delete"),
        *(SIGN_IN_FAILED, *AUDIT_ACTIONS.values()),
    ),
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
    "f'note.stop.{reason}'": (f"note.stop.{ADDRESS_CHANGED}", f"note.stop.{ADDRESS_GONE}"),
    "f'template_proposal.{state}'": tuple(f"template_proposal.{x}" for x in ("accepted", "declined", "withdrawn")),
    "f'{ending.__tablename__}.undo'": ("employer_responses.undo", "closures.undo"),
    "f'{kind}.done'": tuple(f"{step}.done" for step in STEPS),
    "f'{row.kind}.undo'": tuple(f"{step}.undo" for step in STEPS),
}
"""What the codes may be that the program puts together, by how it does so."""
RECORDERS = ("audit.record", "audit.apply_change")
FORWARDERS = ("change_contact", "actions.change_contact")
"""What takes a code and passes it on to a recorder, where it is called `action`."""


def main() -> int:
    """Print what is missing; return the exit code."""
    found = sorted(findings())
    print("".join(f"{finding}\n" for finding in found), end="")
    return 1 if found else 0


def findings() -> Iterator[str]:
    """Yield every code without a sentence, every sentence without a code, and every code that cannot be told."""
    codes: set[str] = set()
    for path in sorted(Path("portal").rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if not isinstance(node, ast.Call) or ast.unparse(node.func) not in (*RECORDERS, *FORWARDERS):
                continue
            family = _codes(node)
            if family is None:
                code = ast.unparse(node.args[1])
                yield f"{path}:{node.lineno}: list what {code} may be in FAMILIES of checks/audit_codes.py"
            codes |= set(family or ())
    for code in codes - set(CODES):
        yield f"{code} has no sentence in portal/web/settings/audit_actions.py"
    for code in set(CODES) - codes:
        yield f"{code} has a sentence in portal/web/settings/audit_actions.py, and nothing records it"


def _codes(call: ast.Call) -> tuple[str, ...] | None:
    code = call.args[1]
    if isinstance(code, ast.Constant):
        return (str(code.value),)
    return () if ast.unparse(call.func) in FORWARDERS else FAMILIES.get(ast.unparse(code))


if __name__ == "__main__":
    sys.exit(main())
