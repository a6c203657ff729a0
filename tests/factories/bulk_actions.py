"""Bulk actions as somebody begins them."""

from portal.accounts.models import Account
from portal.accounts.queries import viewer_as
from portal.bulk_actions import actions
from portal.bulk_actions.models import BulkAction
from portal.candidates.models import Candidate
from tests.factories.firm import Firm


def selected(firm: Firm, by: Account, action: str, *people: Candidate) -> BulkAction:
    """The preview of what this person is about to do to these candidates."""
    viewer = viewer_as(by, "agency")
    row = actions.create(firm.command(by=viewer.by), viewer, action, [one.id for one in people], None)
    firm.commit()
    return row
