"""What an interview's round is called and how it takes place: by phone, by video, on site, or before a panel."""

import re
from dataclasses import dataclass

from portal.core.errors import N_
from portal.interviews.slots import Slot
from portal.readers.ics_text import is_meeting_link

PHONE, VIDEO, ON_SITE, PANEL = "phone", "video", "on_site", "panel"
ROUND_KINDS = (PHONE, VIDEO, ON_SITE, PANEL)
INTERVIEW_TITLES = {
    None: N_("Interview with %(employer)s"),
    PHONE: N_("Phone interview with %(employer)s"),
    VIDEO: N_("Video interview with %(employer)s"),
    ON_SITE: N_("On-site interview with %(employer)s"),
    PANEL: N_("Panel interview with %(employer)s"),
}
_PHONE = re.compile(
    r"(?:tel:|(?:by )?(?:tele)?phone(?! booth)\b|phone call\b|call\b)[^,;]*|\+?[\d\s().-]{7,}(?:x\d+)?", re.IGNORECASE
)
_VIDEO = re.compile(
    r"(?:microsoft )?teams(?:[ -]?(?:meeting|besprechung))?|zoom(?: meeting| call)?|google meet|webex|"
    r"video(?: ?call| conference)?",
    re.IGNORECASE,
)


@dataclass(frozen=True)
class RoundDetails:
    """The round's name, such as “Second round”, and its kind, one of `ROUND_KINDS`; None where it is not known."""

    name: str | None = None
    kind: str | None = None

    @property
    def columns(self) -> dict[str, str | None]:
        """The columns of an interview that keep it."""
        return {"round_name": self.name, "round_kind": self.kind}


def guess_round_kind(slot: Slot) -> str | None:
    """Return `video` for a link of a meeting service, `phone` for a phone number as the place; None if it may be both.

    A place that is neither could be where the people are, or where only some of them are: nothing is guessed.
    """
    place = (slot.place or "").strip()
    by_phone, by_video = bool(_PHONE.fullmatch(place)), bool(_VIDEO.fullmatch(place))
    if slot.link and is_meeting_link(slot.link):
        return VIDEO if not place or by_video else None
    if slot.link:
        return None
    return PHONE if by_phone else VIDEO if by_video else None


def follow_guess(kind: str | None, before: Slot, after: Slot) -> str | None:
    """Return the kind once an invitation moved the interview: a guess is made again, what someone chose stays."""
    return guess_round_kind(after) if kind == guess_round_kind(before) else kind
