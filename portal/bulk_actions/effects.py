"""What each action finds about candidates, does to them, and undoes."""

import uuid
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from portal.bulk_actions import (
    assigning,
    closing,
    exporting,
    inviting,
    messaging,
    pausing,
    reminding,
    tagging,
)
from portal.bulk_actions.rules import (
    CLOSE,
    EXPORT,
    INVITE,
    MESSAGE,
    PAUSE,
    REASSIGN,
    REMIND,
    RESUME,
    TAG,
    UNTAG,
    CandidateVerdict,
)
from portal.candidates.models import Candidate
from portal.core.command import Command
from portal.reminders.asked_again import UNDO_PERIOD

Parameters = Mapping[str, Any]
Undo = Mapping[str, Any]
DAY = timedelta(days=1)


@dataclass(frozen=True)
class Effect:
    """One action: each function takes a batch of candidates, and makes as many statements as for one where it can.

    `judge` says what would happen now. `do` returns what undoing it needs, by candidate; who is missing was refused.
    `undo` returns for whom it was undone; it is None for what cannot be, and may be undone for as long as `undo_for`.
    `needs` are the parameters without which it cannot start, and `check` refuses those that mean nothing.
    """

    judge: Callable[[Command, Sequence[Candidate], Parameters], Mapping[uuid.UUID, CandidateVerdict]]
    do: Callable[[Command, Mapping[Candidate, CandidateVerdict], Parameters], Mapping[uuid.UUID, Undo]]
    undo: Callable[[Command, Mapping[Candidate, Undo]], set[uuid.UUID]] | None = None
    undo_for: timedelta = DAY
    needs: Sequence[str] = ()
    check: Callable[[Command, Parameters], None] | None = None


EFFECTS: Mapping[str, Effect] = {
    REMIND: Effect(reminding.judge, reminding.do, reminding.undo, UNDO_PERIOD),
    REASSIGN: Effect(assigning.judge, assigning.do, assigning.undo, needs=["recruiter_id"], check=assigning.check),
    MESSAGE: Effect(
        messaging.judge,
        messaging.do,
        messaging.undo,
        UNDO_PERIOD,
        needs=["subject", "body"],
        check=messaging.check,
    ),
    PAUSE: Effect(pausing.judge_pause, pausing.pause, pausing.undo_pause),
    RESUME: Effect(pausing.judge_resume, pausing.resume, pausing.undo_resume),
    TAG: Effect(tagging.judge_tag, tagging.tag, tagging.undo_tag, needs=["tag"]),
    UNTAG: Effect(tagging.judge_untag, tagging.untag, tagging.undo_untag, needs=["tag"]),
    INVITE: Effect(inviting.judge, inviting.do),
    CLOSE: Effect(closing.judge, closing.do, closing.undo, needs=["reason"]),
    EXPORT: Effect(exporting.judge, exporting.do),
}
