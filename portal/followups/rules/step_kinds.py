"""What each kind of step is: one descriptor a kind, in the order in which a plan shows steps due at the same time."""

from dataclasses import dataclass


def _(sentence: str) -> str:
    """Mark a sentence for translation."""
    return sentence


CANDIDATE, RECRUITER = "candidate", "recruiter"
COMPLETION, READY_DRAFT, CONTACT_INFO, CLOSING = "completion", "ready_draft", "contact_info", "closing"


@dataclass(frozen=True)
class ProgressLabel:
    """A kind's progress mark in lists of candidates: its sentence and icon.

    If it `counts`, its sentence contains `sent` and `all`; if not, the page adds whether the step is done.
    """

    sentence: str
    icon: str
    counts: bool = False


@dataclass(frozen=True)
class StepKind:
    """One kind of step. The sentences are English, marked here and translated where they are shown.

    `title` may name `employer` and `person`; `staff_title` is what staff read instead, where a title calls on the
    candidate, and `staff_button` instead of `button`. `path` is the page where the step is done; it may contain
    `application`, `interview`, and `person`. `done_by` does the step. `completed_by` is what completes it: `COMPLETION`
    is a row of `step_completions`, and `done_title` is that row's title in the history, which may contain `name`.
    `rules/plan.py` decides when it is done; `reminders/rules.py` adds the other reminders.
    """

    name: str
    title: str
    button: str
    path: str
    completed_by: str
    staff_title: str = ""
    staff_button: str = ""
    done_title: str = ""
    done_by: str = CANDIDATE
    progress: ProgressLabel | None = None
    # Whether the candidate is reminded of it as soon as it opens.
    reminds_when_open: bool = False
    # Whether the reminder that it opened may go out in addition to the day's one message.
    reminds_any_time: bool = False
    # Whether the day's message announces that it opens later that day.
    is_announced: bool = False
    # Whether recruiters see it in their list of what is late.
    is_late_for_staff: bool = False


STEP_KINDS = {
    kind.name: kind
    for kind in (
        StepKind(
            "prepare_draft",
            title=_("Write a general draft"),
            button=_("Write the draft"),
            path="/drafts",
            completed_by=READY_DRAFT,
            progress=ProgressLabel(_("General draft"), "file-text"),
            is_late_for_staff=True,
        ),
        StepKind(
            "collect_contacts",
            title=_("Get ready for the %(employer)s interview"),
            button=_("See who you’ll meet"),
            staff_button=_("See who they’ll meet"),
            path="/interviews/{interview}/meeting",
            completed_by=COMPLETION,
            done_title=_("Ready to ask for contact info"),
            progress=ProgressLabel(_("Contact info"), "contact-round"),
            reminds_when_open=True,
            reminds_any_time=True,
            is_announced=True,
            is_late_for_staff=True,
        ),
        StepKind(
            "debrief",
            title=_("Share how the %(employer)s interview went"),
            button=_("Share how it went"),
            path="/interviews/{interview}/debrief",
            completed_by=COMPLETION,
            staff_title=_("Debrief: %(employer)s"),
            done_title=_("Debrief completed"),
            reminds_when_open=True,
            reminds_any_time=True,
            is_late_for_staff=True,
        ),
        StepKind(
            "thank",
            title=_("Thank %(person)s"),
            button=_("Write the note"),
            path="/interviews/{interview}/people/{person}/note",
            completed_by=COMPLETION,
            done_title=_("Thanked %(name)s"),
            progress=ProgressLabel(_("Thanked %(sent)s of %(all)s"), "mail", counts=True),
            is_late_for_staff=True,
        ),
        StepKind(
            "request_contact",
            title=_("Get contact info for %(person)s"),
            button=_("See how to ask"),
            path="/interviews/{interview}/people/{person}/address",
            completed_by=CONTACT_INFO,
            done_by=RECRUITER,
        ),
        StepKind(
            "follow_up",
            title=_("Follow up with %(employer)s"),
            button=_("Write the follow-up"),
            path="/interviews/{interview}/follow-up",
            completed_by=COMPLETION,
            done_title=_("Follow-up"),
            progress=ProgressLabel(_("Follow-up"), "send"),
            reminds_when_open=True,
            is_announced=True,
            is_late_for_staff=True,
        ),
        StepKind(
            "close",
            title=_("Close the %(employer)s application"),
            button=_("Review"),
            path="/applications/{application}/closing",
            completed_by=CLOSING,
            progress=ProgressLabel(_("Closed"), "flag"),
            reminds_when_open=True,
            is_announced=True,
        ),
    )
}

LATE_FOR_STAFF = tuple(kind.name for kind in STEP_KINDS.values() if kind.is_late_for_staff)
"""The kinds that recruiters see in their list of what is late."""
