"""Candidates who were merged, and one who may be."""

from portal.duplicates import candidate_merging
from tests.factories.firm import Firm


def merged(firm: Firm) -> dict[str, str]:
    """The ids of a merge that can be undone, and of another candidate."""
    row = candidate_merging.merge(firm.command(), firm.candidate("Kim Stays"), firm.candidate("Kim Goes"))
    other = firm.candidate("Kim Other")
    firm.commit()
    return {"candidate_merge_id": str(row.id), "other_candidate_id": str(other.id)}
