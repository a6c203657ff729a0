"""Which of a colleague's candidates are handed over: everything, or those ticked, found by office, field, and name."""

import uuid
from collections.abc import Collection, Sequence
from dataclasses import dataclass

from flask import request
from flask_babel import gettext

from portal.agencies import queries as agencies
from portal.candidates.models import Candidate
from portal.core.db import db
from portal.core.errors import N_, ActionRefused
from portal.staff.workload import Workload
from portal.web.settings.hand_over_forms import EVERYTHING, HandOverForm
from portal.web.shared.choices import named_choices

SHOWN = 200
"""How many candidates are listed at once; the filter finds the others."""


@dataclass(frozen=True)
class Selection:
    """The ticked candidates (`only`; None means everything), and those that the filter finds."""

    only: Collection[uuid.UUID] | None
    found: Sequence[Candidate] = ()

    @property
    def shown(self) -> Sequence[Candidate]:
        return self.found[:SHOWN]

    @property
    def ticked_elsewhere(self) -> Sequence[uuid.UUID]:
        """Return the ticked candidates that aren't shown now; they stay ticked."""
        shown = {row.id for row in self.shown}
        return [one for one in self.only or () if one not in shown]

    def limit(self, everything: Workload) -> Workload:
        """Return the work that is selected."""
        return everything if self.only is None else everything.limited_to(self.only)

    def refuse_empty(self) -> None:
        """Raise `ActionRefused` where nobody is ticked."""
        if self.only is not None and not self.only:
            raise ActionRefused(N_("Choose who to hand over."), field="candidate")


def select_candidates(form: HandOverForm, everything: Workload) -> Selection:
    """Return what the form selects, after "Select all" or "Clear" where one of them was pressed."""
    session = db.session()
    form.office.choices = named_choices(agencies.offices(session), gettext("Every office"))
    form.field.choices = named_choices(agencies.job_fields(session), gettext("Every field"))
    if (form.what.data or EVERYTHING) == EVERYTHING:
        return Selection(None)
    mine = {row.id for row in everything.candidates}
    found = _matching(form, everything.candidates)
    ticked = {one for one in form.candidate.data or () if one in mine}
    if request.form.get("then") == "all":
        ticked |= {row.id for row in found}
    elif request.form.get("then") == "none":
        ticked = set()
    form.candidate.data = sorted(ticked)
    return Selection(sorted(ticked), found)


def _matching(form: HandOverForm, candidates: Sequence[Candidate]) -> Sequence[Candidate]:
    words = (form.q.data or "").casefold().split()
    return sorted(
        (
            row
            for row in candidates
            if form.office.data in ("", None, str(row.office_id))
            and form.field.data in ("", None, str(row.field_id))
            and all(word in row.name.casefold() for word in words)
        ),
        key=lambda row: (row.name.casefold(), row.id),
    )
