"""The groups of states that the email log is filtered by."""

from flask import request

STATE_GROUPS = {
    "failed": ("failed", "unknown", "lapsed"),
    "waiting": ("queued", "claimed", "handed_over"),
    "sent": ("sent",),
    "dropped": ("dropped",),
}


def chosen_group() -> tuple[str, tuple[str, ...]]:
    """Return the group that the address names, else the one with problems, and its states."""
    name = request.args.get("group", "failed")
    name = name if name in STATE_GROUPS else "failed"
    return name, STATE_GROUPS[name]
