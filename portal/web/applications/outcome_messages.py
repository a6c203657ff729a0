"""The message on the page of an application's end, as staff read it; the candidate's is in `end_page`."""

from flask_babel import lazy_gettext as _

from portal.candidates.models import Candidate
from portal.names.rules import first_name

OUTCOME_MESSAGES = {
    "offer": _("%(name)s has an offer. Before they answer it, go over the terms with them."),
    "refusal": _(
        "%(name)s wasn’t selected this time. A short, gracious reply is remembered when the next job comes up."
    ),
    "answer": _("They replied, and nothing is decided yet. There’s nothing to do here until the next round."),
    "no_answer": _("No answer came, so this application is closed."),
    "by_itself": _("No answer came, so this application is closed."),
    "withdrawn": _("This application was withdrawn, so it’s closed."),
    "placed": _("%(name)s was placed in this job."),
    "elsewhere": _("%(name)s took a job somewhere else, so this application is closed."),
    "lapsed": _("The follow-up date passed, so this application is closed. The next interview gets its own plan."),
    "closing": _("There’s been no answer to the follow-up. It may be time to close this application."),
    "active": _("This application is active. Once it ends, this page shows what’s next."),
}
"""By how the application ended, or its state while it runs."""


def outcome_message(code: str, candidate: Candidate) -> str:
    """Return the message for this ending or state."""
    return str(OUTCOME_MESSAGES[code]) % {"name": first_name(candidate.name)}
