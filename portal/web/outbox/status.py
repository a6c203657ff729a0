"""The groups that the email log is filtered by: of states, and of notes that have to be sent again."""

from flask import request
from sqlalchemy import Select

from portal.applications import queries as applications
from portal.messaging import queries
from portal.messaging.models import OutgoingMessage
from portal.notes import queries as notes
from portal.today.counts import FAILED_STATES
from portal.web.shared import request_cycle
from portal.web.shared.common_filters import RECENTLY

STATE_GROUPS = {
    "failed": FAILED_STATES,
    "waiting": ("queued", "claimed", "handed_over"),
    "sent": ("sent",),
    "dropped": ("dropped",),
}
STOPPED = "stopped"
"""The notes that stopped because the address changed, as Today lists them."""
GROUPS = ("failed", STOPPED, "waiting", "sent", "dropped")


def chosen_group() -> str:
    """Return the group that the address names, else the one with problems."""
    name = request.args.get("group", "failed")
    return name if name in GROUPS else "failed"


def chosen_mails() -> Select[OutgoingMessage]:
    """Return the query for the emails of the chosen group that the viewer may see, the newest first."""
    viewer, name = request_cycle.viewer(), chosen_group()
    if name == STOPPED:
        return notes.stopped_messages(viewer, request_cycle.now() - RECENTLY)
    return queries.messages_in_states(STATE_GROUPS[name]).where(applications.mail_visible_to(viewer))
