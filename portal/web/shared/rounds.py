"""What a round of an application is called, and what became of it."""

from flask_babel import gettext
from flask_babel import lazy_gettext as _

from portal.web.shared import labels

STATUS_CHANGES = {
    "planned": _("Interview on %(when)s put back on"),
    "cancelled": _("Interview on %(when)s canceled"),
    "no_show": _("No-show at the interview on %(when)s"),
}


def round_title(number: int, name: str | None, kind: str | None) -> str:
    """Return “Round 2: panel”, with the round's own name if it has one."""
    title = name or gettext("Round %(number)s", number=number)
    if not kind:
        return title
    return gettext("%(round)s: %(kind)s", round=title, kind=str(labels.ROUND_KIND_LABELS[kind]).lower())
