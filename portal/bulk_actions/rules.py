"""The actions, the states of a bulk action, and what is found about each of its candidates."""

import uuid
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

REMIND, MESSAGE, REASSIGN, PAUSE, RESUME = "remind", "message", "reassign", "pause", "resume"
TAG, UNTAG, INVITE, CLOSE, EXPORT = "tag", "untag", "invite", "close", "export"
ACTIONS = (REMIND, MESSAGE, REASSIGN, PAUSE, RESUME, TAG, UNTAG, INVITE, CLOSE, EXPORT)

PREVIEW, RUNNING, DONE, STOPPED, UNDOING, UNDONE = "preview", "running", "done", "stopped", "undoing", "undone"
STATES = (PREVIEW, RUNNING, DONE, STOPPED, UNDOING, UNDONE)

GOES, WAITS, AGAIN_TODAY = "goes", "waits", "again_today"
INCLUDED = (GOES, WAITS, AGAIN_TODAY)
"""Verdicts of candidates that the action is for; all others say why it is not."""
GONE = "gone"
"""The candidate is not there any more, or its maker no longer sees them."""
KEPT = "kept"
"""It was too late to undo it, or somebody changed it since."""
REFUSED = "refused"
OVER_LIMIT = "over_limit"
"""The candidate had as many emails of this kind as a day allows."""

MOST = 1000
"""The most candidates of one action."""
AT_ONCE = 100
"""Up to how many candidates a request does by itself; more are left to the jobs."""
BATCH = 50
PREVIEW_KEPT = timedelta(days=1)
KEPT_FOR = timedelta(days=30)


@dataclass(frozen=True)
class CandidateVerdict:
    """What is found about one candidate; `details` are values for its sentence, `found` what doing it needs."""

    code: str
    details: Mapping[str, Any] = field(default_factory=dict)
    found: Any = None

    @property
    def is_included(self) -> bool:
        return self.code in INCLUDED


Done = dict[uuid.UUID, dict[str, Any]]
"""What undoing needs of each candidate for whom something was done, by their id."""
