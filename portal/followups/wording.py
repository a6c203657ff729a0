"""What a step is called, for the candidate who does it and for the recruiter who watches."""

from collections.abc import Callable

from portal.followups.models import NOT_AVAILABLE, Step

Translate = Callable[[str], str]


def _(sentence: str) -> str:
    """Mark a sentence for translation."""
    return sentence


TITLES = {
    "prepare_draft": _("Write your general draft"),
    "collect_contacts": _("Get ready for %(employer)s"),
    "debrief": _("Tell how it went at %(employer)s"),
    "thank": _("Thank %(person)s"),
    "request_contact": _("Get contact info for %(person)s"),
    "other_way": _("Reach %(person)s another way"),
    "follow_up": _("Follow up with %(employer)s"),
    "close": _("Close the %(employer)s application"),
}
BUTTONS = {
    "prepare_draft": _("Write the draft"),
    "collect_contacts": _("See whom you will meet"),
    "debrief": _("Tell how it went"),
    "thank": _("Write the note"),
    "request_contact": _("See how to ask"),
    "other_way": _("Choose the way"),
    "follow_up": _("Write the follow-up"),
    "close": _("Look at it"),
}
STEP_STATES = {
    "done": _("Done"),
    "dropped": _("No longer needed"),
    "missed": _("Expired"),
    "upcoming": _("Later"),
    "blocked": _("Waiting for contact info"),
    "open": _("To do"),
}
APPLICATION_STATES = {
    "active": _("Under way"),
    "closing": _("Time to close"),
    "closed": _("Closed"),
    "heard_back": _("Heard back"),
    "lapsed": _("Lapsed"),
}


def step_title(step: Step, translate: Translate = str, *, like: str | None = None) -> str:
    """Return the step's title, such as “Thank Dana Ruiz”; `like` names another kind to word it as."""
    person = step.person.contact.name if step.person else None
    return title_for(like or display_kind(step), translate, employer=step.application.employer.name, person=person)


def display_kind(step: Step) -> str:
    """Return the kind to word the step as: `other_way` for a request for contact info that is not available."""
    sought = step.kind == "request_contact" and step.reason_code == NOT_AVAILABLE
    return "other_way" if sought else step.kind


def title_for(kind: str, translate: Translate = str, *, employer: str, person: str | None) -> str:
    """Return the title of a step of this kind, with the names of its employer and its person."""
    return translate(TITLES[kind]) % {"employer": employer, "person": person or ""}


def step_path(step: Step) -> str:
    """Return the path of the page on which the step is done."""
    interview, person = step.interview_id, step.person_id
    return {
        "prepare_draft": "/drafts",
        "collect_contacts": f"/interviews/{interview}/meeting",
        "debrief": f"/interviews/{interview}/debrief",
        "thank": f"/interviews/{interview}/people/{person}/note",
        "request_contact": f"/interviews/{interview}/people/{person}/address",
        "follow_up": f"/interviews/{interview}/follow-up",
        "close": f"/applications/{step.application_id}/closing",
    }[step.kind]
