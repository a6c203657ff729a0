"""What the rows of a list say right after a bulk action: what became of each candidate, as its items record it."""

import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from flask import request, url_for
from flask_babel import gettext
from flask_babel import lazy_gettext as _

from portal.bulk_actions import queries
from portal.bulk_actions.models import BulkAction, BulkActionItem
from portal.bulk_actions.rules import DONE, KEPT, REFUSED, UNDONE
from portal.core.db import db
from portal.web.bulk_actions import sentences
from portal.web.bulk_actions.verdict_sentences import VERDICTS
from portal.web.shared import request_cycle
from portal.web.shared.list_filters import parse_id

PARAMETER = "done"
"""What names the bulk action in the address of a list."""
INSTEAD = {UNDONE: _("Undone"), KEPT: _("Too late to undo"), REFUSED: _("This didn’t work")}


@dataclass(frozen=True)
class Outcome:
    """What became of one candidate, and whether the action was done for them."""

    said: str
    is_done: bool


def outcomes_of_rows(rows: Sequence[Any]) -> Mapping[str, Mapping[uuid.UUID, Outcome]]:
    """Return what became of the candidates in these rows by the viewer's action that the address names."""
    wanted = parse_id(request.args.get(PARAMETER, ""))
    found = queries.find_bulk_action(db.session(), request_cycle.viewer(), wanted) if wanted else None
    if found is None or found.started_at is None:
        return {"outcomes": {}}
    items = queries.items_of(db.session(), found, [row.id for row in rows])
    return {"outcomes": {item.candidate_id: _outcome(found, item) for item in items}}


def return_url(row: BulkAction) -> str:
    """Return the page that the action was begun on; once it has begun, its rows say what became of them."""
    back = row.return_path or url_for("candidates.index")
    said = urlencode({PARAMETER: row.id}) if row.started_at else ""
    return f"{back}{'&' if '?' in back else '?'}{said}" if said else back


def _outcome(row: BulkAction, item: BulkActionItem) -> Outcome:
    if item.result == DONE:
        return Outcome(str(sentences.DONE_IN_ROW[row.action]), True)
    if item.result in INSTEAD:
        return Outcome(str(INSTEAD[item.result]), item.result == UNDONE)
    if item.result is None:
        return Outcome(gettext("Left out") if item.left_out else gettext("Not done"), False)
    return Outcome(gettext("Left out: %(why)s", why=VERDICTS[item.result].short), False)
