"""Files to import that were checked and wait for a decision."""

from io import BytesIO

from portal.imports import actions, batches
from portal.imports.actions import ImportOptions
from tests.factories.firm import Firm


def checked(firm: Firm, candidates: bytes) -> str:
    """The id of the import of this file of candidates, read and checked, and not run."""
    row = actions.create(firm.command(), "candidates", "people.csv", BytesIO(candidates), ImportOptions())
    firm.commit()
    batches.go_on(firm.session, firm.now())
    firm.commit()
    return str(row.id)
