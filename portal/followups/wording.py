"""What a step is called, for the candidate who does it and for the recruiter who watches."""

from collections.abc import Callable

from portal.core.errors import N_
from portal.followups.models import Step
from portal.followups.rules.lateness import NOT_AVAILABLE
from portal.followups.rules.step_kinds import STEP_KINDS

Translate = Callable[[str], str]


OTHER_WAY = "other_way"
# It is not a kind: `request_contact` is worded so once recruiters say that contact info is not available.
TITLES = {kind.name: kind.title for kind in STEP_KINDS.values()} | {OTHER_WAY: N_("Reach %(person)s another way")}
STAFF_TITLES = TITLES | {kind.name: kind.staff_title for kind in STEP_KINDS.values() if kind.staff_title}
BUTTONS = {kind.name: kind.button for kind in STEP_KINDS.values()} | {OTHER_WAY: N_("See other ways")}
STAFF_BUTTONS = BUTTONS | {kind.name: kind.staff_button for kind in STEP_KINDS.values() if kind.staff_button}
STEP_STATES = {
    "done": N_("Done"),
    "dropped": N_("No longer needed"),
    "missed": N_("Expired"),
    "upcoming": N_("Coming up"),
    "blocked": N_("Waiting for contact info"),
    "open": N_("To do"),
}
APPLICATION_STATES = {
    "active": N_("Active"),
    "closing": N_("Ready to close"),
    "closed": N_("Closed"),
    "heard_back": N_("Heard back"),
    "lapsed": N_("Closed without follow-up"),
}


def step_title(step: Step, translate: Translate = str, *, for_staff: bool = False) -> str:
    """Return the step's title, such as “Thank Dana Ruiz”, as the candidate or as staff read it."""
    person = step.person.contact.name if step.person else None
    employer, kind = step.application.employer.name, display_kind(step)
    return title_for(kind, translate, employer=employer, person=person, for_staff=for_staff)


def display_kind(step: Step) -> str:
    """Return the kind to word the step as: `other_way` for a request for contact info that is not available."""
    sought = step.kind == "request_contact" and step.reason_code == NOT_AVAILABLE
    return OTHER_WAY if sought else step.kind


def title_for(
    kind: str, translate: Translate = str, *, employer: str, person: str | None, for_staff: bool = False
) -> str:
    """Return the title of a step of this kind, with the names of its employer and its person."""
    titles = STAFF_TITLES if for_staff else TITLES
    return translate(titles[kind]) % {"employer": employer, "person": person or ""}


def step_path(step: Step) -> str:
    """Return the path of the page on which the step is done."""
    ids = {"application": step.application_id, "interview": step.interview_id, "person": step.person_id}
    return STEP_KINDS[step.kind].path.format_map(ids)
