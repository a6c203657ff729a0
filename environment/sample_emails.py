"""Samples of every kind of email that the portal words, for the pictures in docs/emails.md and for tests."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from environment.sample_logo import sample_logo
from environment.sample_reminders import DAY, LINK, NOW, PHONE, RECRUITER, UMBRA, ZONE, sample_reminders
from portal.interviews.change_rules import KnownInterview
from portal.interviews.end_notices import DoneFigures
from portal.messaging import templates
from portal.messaging.kinds import Content

OMAR, OWNER = "Omar Farouk", "Maureen McGrath"
CANDIDATE = OMAR, "omar@example.org"
OWNS = OWNER, "maureen@mcgrath.example"
LETTER = """Dear Dana,

Thank you for showing me the new line today. I keep thinking about how you halved the changeover time.

Best regards,
Omar Farouk"""
MESSAGE = """Umbra Foods shows its new line on Thursday at 3:00 PM, and would like to meet people like you.

Would you like to come? Write back, and I’ll put you on the list."""
REQUEST = {
    "contact": "Dana Ruiz",
    "employer": "Umbra Foods",
    "candidate": OMAR,
    "writer": "Omar",
    "interview": UMBRA,
    "target_at": NOW + timedelta(hours=1),
    "link": LINK,
}
OPEN_REQUEST = REQUEST | {"candidates": [OMAR], "theirs": False, "recruiter": "Rita"}
NOTE = {"to": "Dana Ruiz", "employer": "Umbra Foods", "interview": UMBRA, "link": LINK}
APPROVAL = NOTE | {
    "candidate": OMAR,
    "writer": "Omar",
    "kind": "approve",
    "target_at": NOW + timedelta(hours=2),
    "letter": LETTER,
    "means": None,
    "words": None,
    "suggested": False,
    "decided_by": "Rita",
    "away": None,
    "back_on": None,
}
OPEN_NOTE = {
    "candidate": OMAR,
    "to": "Dana Ruiz",
    "employer": "Umbra Foods",
    "interview": UMBRA,
    "passed_on": False,
    "recruiter": "Rita",
    "target_at": NOW - timedelta(hours=1),
    "link": LINK,
}
PROPOSAL = {
    "name": "After the first interview",
    "taken": True,
    "decided_by": "Maureen",
    "answer": "Warmer. Thanks!",
    "link": LINK,
}
STOPPED = NOTE | {
    "obstacle": None,
    "stopped_by": None,
    "is_visible": True,
    "was_email": "d.ruiz@umbra.example",
    "now_email": None,
    "came_back": False,
}
HERE = {"away": None, "back_on": None}
AWAY = {"away": "Nora Blue", "back_on": NOW.date() + 7 * DAY}
HAND_OVER = {
    "colleague": "Sam Oyelaran",
    "owner": "Maureen",
    "candidates": 12,
    "requests": 1,
    "approvals": 2,
    "cards": 0,
    "link": LINK,
}
SUBSTITUTE = AWAY | HAND_OVER | {"seen": 12, "away_from": None}
NONE_OPEN = {"open_requests": 0, "open_approvals": 0}
RETURN = {
    "is_own": True,
    "colleague": "Nora Blue",
    "substitute": "Rita Alvarez",
    "only_planned": False,
    "requests": 2,
    "approvals": 1,
    "open_requests": 3,
    "open_approvals": 1,
    "link": LINK,
}
LINKED = {"link": LINK, "until": NOW + 7 * DAY}
OTHER_REQUEST = REQUEST | {"contact": "Kim Stone", "employer": "Heron Books", "interview": None, "target_at": NOW - DAY}
OTHER_OPEN_REQUEST = OPEN_REQUEST | OTHER_REQUEST | {"candidates": [OMAR, "Bea Ray"], "recruiter": None}
OTHER_OPEN_NOTE = OPEN_NOTE | {"to": "Kim Stone", "passed_on": True, "recruiter": None, "target_at": NOW + DAY}
NEW_DEVICE = {"browser": "Safari", "system": "iPhone", "at": NOW, "link": LINK}
TWO_STEP = {"change": "on", "colleague": None, "by": None, "at": NOW, "link": LINK}
MOVED: dict[str, Any] = {
    "codes": ("moved", "place"),
    "by": "Rita",
    "before": KnownInterview(NOW + DAY, NOW + DAY + timedelta(hours=1), UMBRA.time_zone, None, None, True, frozenset()),
    "interview": UMBRA,
    "ends_at": UMBRA.starts_at + timedelta(hours=1),
    "added": [],
    "removed": [],
    "reason": None,
    "has_file": True,
    "link": LINK,
}
PEOPLE = {"codes": ("people",), "added": ["Dana Ruiz"], "removed": ["Kim Stone"]}
ENDED = {
    "kind": "by_itself",
    "employer": "Umbra Foods",
    "job": "Quality technician",
    "helper": "Rita Alvarez",
    "done": DoneFigures(3, 3, followed_up=True),
    "link": LINK,
}
UNDONE = DoneFigures(3, 1, followed_up=False)
BRAND = {"logo": sample_logo(), "footer": ("McGrath Systems LLC · 350 Fifth Avenue, New York, NY 10118",)}
LATE, SOON, OWN = {"target_at": NOW - DAY}, {"target_at": NOW + DAY}, {"theirs": True, "recruiter": None}
SENT = NOTE | {"to_email": "dana@umbra.example", "note_subject": "Thank you", "body": LETTER, "passed_on": False}
DECLINED = PROPOSAL | {"taken": False, "answer": None}
CHANGED = LINKED | {"new_email": "omar.farouk@example.org", "account_link": LINK, "is_own": False}

TO_STAFF: dict[str, tuple[str, tuple[str, str] | None, dict[str, Any]]] = {
    "contact-request": ("Rita", CANDIDATE, HERE | {"requests": [REQUEST]}),
    "contact-request several": ("Rita", CANDIDATE, HERE | {"requests": [REQUEST, OTHER_REQUEST]}),
    "contact-request away": ("Rita", CANDIDATE, AWAY | {"requests": [REQUEST]}),
    "contact-request-open": ("Sam", RECRUITER, {"requests": [OPEN_REQUEST]}),
    "contact-request-open late": ("Sam", RECRUITER, {"requests": [OPEN_REQUEST | LATE]}),
    "contact-request-open several": ("Sam", None, {"requests": [OPEN_REQUEST, OTHER_OPEN_REQUEST]}),
    "contact-request-open own": ("Sam", None, {"requests": [OPEN_REQUEST | OWN | SOON]}),
    "contact-request-open own-late": ("Sam", None, {"requests": [OPEN_REQUEST | OWN | LATE]}),
    "contact-request-open unassigned": ("Sam", None, {"requests": [OPEN_REQUEST | {"recruiter": None}]}),
    "contact-request-assigned": ("Sam", RECRUITER, {"requests": [OPEN_REQUEST | SOON]}),
    "contact-request-assigned several": ("Sam", None, {"requests": [OPEN_REQUEST, OTHER_OPEN_REQUEST]}),
    "approval": ("Rita", CANDIDATE, APPROVAL),
    "approval away": ("Rita", CANDIDATE, APPROVAL | AWAY),
    "approval forward": ("Rita", CANDIDATE, APPROVAL | LATE | {"kind": "pass_on"}),
    "approval-open": ("Sam", RECRUITER, {"notes": [OPEN_NOTE]}),
    "approval-open several": ("Sam", None, {"notes": [OPEN_NOTE, OTHER_OPEN_NOTE]}),
    "approval-assigned": ("Sam", RECRUITER, {"notes": [OPEN_NOTE]}),
    "approval-assigned several": ("Sam", None, {"notes": [OPEN_NOTE, OTHER_OPEN_NOTE]}),
    "proposals-decided": ("Rita", OWNS, {"proposals": [PROPOSAL]}),
    "proposals-decided declined": ("Rita", OWNS, {"proposals": [DECLINED]}),
    "proposals-decided several": ("Rita", None, {"proposals": [PROPOSAL, DECLINED]}),
    "hand-over": ("Rita", OWNS, HAND_OVER),
    "hand-over operator": ("Rita", None, HAND_OVER | {"owner": None, "candidates": 0}),
    "taken-back": ("Rita", OWNS, HAND_OVER),
    "taken-back operator": ("Rita", None, HAND_OVER | {"owner": None, "candidates": 0}),
    "substitute": ("Rita", ("Nora Blue", "nora.blue@mcgrath.example"), SUBSTITUTE),
    "substitute nothing-open": ("Rita", None, SUBSTITUTE | {"requests": 0, "approvals": 0, "seen": 0}),
    "substitute some": ("Rita", None, SUBSTITUTE | {"seen": 9}),
    "substitute planned": ("Rita", None, SUBSTITUTE | {"away_from": NOW.date() + 2 * DAY}),
    "return": ("Nora", ("Rita Alvarez", "rita@mcgrath.example"), RETURN),
    "return nothing": ("Nora", None, RETURN | {"requests": 0, "approvals": 0, "open_requests": 0, "open_approvals": 0}),
    "return substitute": ("Rita", ("Nora Blue", "nora.blue@mcgrath.example"), RETURN | {"is_own": False} | NONE_OPEN),
    "return canceled": (
        "Rita",
        None,
        RETURN | {"is_own": False, "only_planned": True, "requests": 0, "approvals": 0} | NONE_OPEN,
    ),
    "invitation staff": ("Rita", OWNS, LINKED | {"staff": True, "message": None, "writer": None}),
    "two-step": ("Rita", OWNS, TWO_STEP),
    "two-step off": ("Rita", OWNS, TWO_STEP | {"change": "off"}),
    "two-step codes": ("Rita", OWNS, TWO_STEP | {"change": "codes"}),
    "two-step recovered": ("Rita", OWNS, TWO_STEP | {"change": "recovered"}),
    "two-step reset": ("Rita", OWNS, TWO_STEP | {"change": "reset", "by": "Maureen"}),
    "two-step operator": ("Rita", OWNS, TWO_STEP | {"change": "reset"}),
    "two-step owners": ("Maureen", None, TWO_STEP | {"change": "reset", "colleague": "Rita Alvarez"}),
    "mention": ("Sam", RECRUITER, {"author": "Rita", "candidate": OMAR, "link": LINK}),
    "test": ("Maureen", None, {}),
}
"""By kind and variant: the first name of the recipient, who reads a reply, and the values of the email."""
TO_CANDIDATES: dict[str, tuple[str, tuple[str, str] | None, dict[str, Any]]] = {
    "note-returned": ("Omar", RECRUITER, APPROVAL | {"words": "She goes by Ms. Ruiz.", "suggested": True}),
    "note-returned comment": ("Omar", RECRUITER, APPROVAL | {"words": "Say more about\nthe new line."}),
    "note-approved": ("Omar", RECRUITER, APPROVAL | {"means": "mail_program"}),
    "note-approved away": ("Omar", RECRUITER, APPROVAL | {"means": "mail_program", "fills_in_for": "Nora Blue"}),
    "note-approved card": ("Omar", RECRUITER, APPROVAL | {"means": "card"}),
    "note-stopped": ("Omar", RECRUITER, STOPPED),
    "note-stopped new-address": ("Omar", RECRUITER, STOPPED | {"now_email": "dana.ruiz@umbra.example"}),
    "note-stopped hidden": ("Omar", RECRUITER, STOPPED | {"is_visible": False}),
    "note-stopped came-back": ("Omar", RECRUITER, STOPPED | {"came_back": True}),
    "note-stopped came-back hidden": ("Omar", RECRUITER, STOPPED | {"came_back": True, "is_visible": False}),
    "note-stopped not-held": ("Omar", RECRUITER, STOPPED | {"obstacle": "not_held"}),
    "note-stopped not-met": ("Omar", RECRUITER, STOPPED | {"obstacle": "not_met"}),
    "note-stopped recalled": ("Omar", RECRUITER, STOPPED | {"stopped_by": "Rita"}),
    "note-copy": ("Omar", RECRUITER, SENT),
    "note-copy hidden": ("Omar", RECRUITER, SENT | {"to_email": ""}),
    "note-copy forwarded": ("Omar", RECRUITER, SENT | {"passed_on": True}),
    "staff-message": ("Omar", RECRUITER, {"message_subject": "Open house on Thursday", "body": MESSAGE}),
    "interview-change": ("Omar", RECRUITER, MOVED),
    "interview-change canceled": ("Omar", RECRUITER, MOVED | {"codes": ("canceled",), "reason": "Dana is out sick."}),
    "interview-change canceled-plain": ("Omar", RECRUITER, MOVED | {"codes": ("canceled",), "has_file": False}),
    "interview-change back-on": ("Omar", RECRUITER, MOVED | {"codes": ("back_on", "moved")}),
    "interview-change place": ("Omar", RECRUITER, MOVED | {"codes": ("place",), "has_file": False, "by": None}),
    "interview-change people": ("Omar", RECRUITER, MOVED | PEOPLE),
    "application-end offer": ("Omar", RECRUITER, ENDED | {"kind": "offer"}),
    "application-end offer-agency": ("Omar", OWNS, ENDED | {"kind": "offer", "helper": None}),
    "application-end refusal": ("Omar", RECRUITER, ENDED | {"kind": "refusal"}),
    "application-end refusal-agency": ("Omar", OWNS, ENDED | {"kind": "refusal", "helper": None, "done": UNDONE}),
    "application-end": ("Omar", RECRUITER, ENDED),
    "application-end withdrawn": ("Omar", RECRUITER, ENDED | {"kind": "withdrawn"}),
    "application-end placed": ("Omar", RECRUITER, ENDED | {"kind": "placed"}),
    "invitation": ("Omar", OWNS, LINKED | {"staff": False, "message": None, "writer": None}),
    "invitation branded": ("Omar", OWNS, LINKED | BRAND | {"staff": False, "message": None, "writer": None}),
    "password": ("Omar", OWNS, LINKED),
    "sign-in-code": ("Omar", OWNS, {"code": "482193", "link": LINK}),
    "new-device": ("Omar", OWNS, NEW_DEVICE),
    "new-device unknown": ("Omar", OWNS, NEW_DEVICE | {"browser": None, "system": None}),
    "email-confirmation": ("Omar", RECRUITER, CHANGED),
    "email-change": ("Omar", RECRUITER, CHANGED),
    "email-confirmation own": ("Omar", RECRUITER, CHANGED | {"is_own": True}),
    "email-change own": ("Omar", RECRUITER, CHANGED | {"is_own": True}),
}


@dataclass(frozen=True)
class SampleEmail:
    """An email of this kind; `variant` is what is special about it, empty for the usual one."""

    kind: str
    variant: str
    content: Content


def sample_emails(locale: str = "en_US") -> Iterator[SampleEmail]:
    """Yield the samples."""
    for name, content in sample_reminders(locale):
        yield _sample(name, content)
    for name, (to, reply_to, values) in (TO_CANDIDATES | TO_STAFF).items():
        looks = {"agency": "McGrath Systems", "color": "#0f766e", "zone": ZONE}
        reader: dict[str, Any] = {"name": to, "answers": reply_to[0] if reply_to else None}
        if reply_to and name in TO_CANDIDATES:
            reader |= {"call": PHONE, "write_to": reply_to[1]}
        rendered = templates.render(name.partition(" ")[0], locale=locale, now=NOW, **looks, **reader, **values)
        yield _sample(name, Content(rendered.subject, rendered.text, rendered.html, "McGrath Systems", reply_to))


def _sample(name: str, content: Content) -> SampleEmail:
    kind, _, variant = name.partition(" ")
    return SampleEmail(kind, variant, content)
