"""Recruiters' notes."""

from portal.core.command import Actor
from portal.recruiter_notes import actions
from tests.factories.firm import Firm


def written(firm: Firm) -> str:
    """The id of a note that the owner wrote on a candidate of its own."""
    owner = Actor("account", firm.owner.id, firm.owner.role)
    note = actions.add(firm.command(owner), firm.candidate("Kim Note").id, None, "Relocating in January.")
    firm.commit()
    return str(note.id)
