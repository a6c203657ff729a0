"""Bulk actions at noon, and what became of their candidates."""

from datetime import timedelta

from portal.accounts.viewer import Viewer
from portal.bulk_actions import actions, queries
from portal.bulk_actions.models import BulkAction, BulkActionItem
from portal.candidates.models import Candidate
from portal.core.command import Command
from tests.factories.firm import Firm

NOON = timedelta(hours=17)
"""Noon in New York, after midnight UTC."""


def made(firm: Firm, viewer: Viewer, action: str, *people: Candidate) -> BulkAction:
    return actions.create(daytime(firm), viewer, action, [one.id for one in people], None)


def daytime(firm: Firm, after: timedelta = timedelta()) -> Command:
    """A command at noon of the next day in New York, when nobody has quiet hours."""
    midnight = firm.now().replace(hour=0, minute=0, second=0, microsecond=0) + timedelta(days=1)
    return firm.command(now=midnight + NOON + after)


def items(firm: Firm, row: BulkAction) -> dict[str, BulkActionItem]:
    firm.session.expire_all()
    found = firm.session.execute(queries.items_with_names(row)).all()
    return {name.split()[0]: item for item, name in found}


def verdicts(firm: Firm, row: BulkAction) -> dict[str, str]:
    return {name: item.verdict for name, item in items(firm, row).items()}


def results(firm: Firm, row: BulkAction) -> dict[str, str | None]:
    return {name: item.result for name, item in items(firm, row).items()}
