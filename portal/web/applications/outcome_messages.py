"""What the page of an application's outcome says, by how it ended or by its state while it is active."""

from flask_babel import lazy_gettext as _

from portal.candidates.models import Candidate
from portal.names.rules import first_name
from portal.web.shared.sides import by_side

OUTCOME_MESSAGES = {
    "offer": by_side(
        _("Congratulations on your offer. Before you answer it, go over the terms with your recruiter."),
        _("%(name)s has an offer. Before they answer it, go over the terms with them."),
    ),
    "refusal": by_side(
        _("You weren’t selected this time. A short, gracious reply is remembered when the next job comes up."),
        _("%(name)s wasn’t selected this time. A short, gracious reply is remembered when the next job comes up."),
    ),
    "answer": _("They replied, and nothing is decided yet. There’s nothing to do here until the next round."),
    "no_answer": _("No answer came, so this application is closed."),
    "withdrawn": _("This application was withdrawn, so it’s closed."),
    "placed": by_side(
        _("Congratulations on your new job. All the best in your new role."), _("%(name)s was placed in this job.")
    ),
    "elsewhere": by_side(
        _("You took a job somewhere else, so this application is closed."),
        _("%(name)s took a job somewhere else, so this application is closed."),
    ),
    "lapsed": _("The follow-up date passed, so this application is closed. The next interview gets its own plan."),
    "closing": by_side(
        _(
            "There’s been no answer to your follow-up. That’s common, and it says little about how your interviews "
            "went. It may be time to close this and look ahead."
        ),
        _("There’s been no answer to the follow-up. It may be time to close this application."),
    ),
    "active": _("This application is active. Once it ends, this page shows what’s next."),
}
OUTCOME_MESSAGES["by_itself"] = OUTCOME_MESSAGES["no_answer"]
OFFER_WITHOUT_RECRUITER = by_side(
    _("Congratulations on your offer. Before you answer it, go over the terms with your agency."),
    OUTCOME_MESSAGES["offer"],
)


def outcome_message(code: str, candidate: Candidate) -> str:
    """Return the message for this ending or state, as the viewer's side reads it."""
    message = OUTCOME_MESSAGES[code]
    if code == "offer" and candidate.recruiter_id is None:
        message = OFFER_WITHOUT_RECRUITER
    return str(message) % {"name": first_name(candidate.name)}
