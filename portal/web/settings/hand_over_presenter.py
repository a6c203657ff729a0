"""What the page of a hand-over shows: each colleague with what they get, before anything is done."""

import uuid
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import astuple, dataclass
from hashlib import sha256
from typing import Any

from babel import lists
from flask import flash, render_template, request
from flask_babel import get_locale, gettext, ngettext
from sqlalchemy.orm import Session

from portal.accounts.models import Account
from portal.agencies import queries as agencies
from portal.agencies.models import Office
from portal.candidates.models import Candidate
from portal.core.db import db
from portal.core.errors import N_, ActionRefused
from portal.staff import hand_over_plan, queries, workload
from portal.staff.hand_over_plan import HandOverPlan
from portal.staff.rules import WorkloadCounts
from portal.staff.split import BY_FIELD, BY_NAME
from portal.staff.workload import Workload
from portal.web.settings.hand_over_forms import LeavingForm
from portal.web.shared import request_cycle
from portal.web.shared.responses import ViewResponse, render_form

MAX_NAMED_FIELDS, MAX_NAMED_PARTS = 4, 4


@dataclass(frozen=True)
class ColleagueRow:
    """A colleague who can take over, and what they get: how many candidates, the rest in words, and their names."""

    account: Account
    is_chosen: bool
    candidates: int
    words: str
    names: Sequence[str]


@dataclass(frozen=True)
class HandOverPage:
    """A hand-over as chosen so far; `seen` stands for exactly this result."""

    held: Workload
    plan: HandOverPlan
    rows: Sequence[ColleagueRow]
    offices: Sequence[Office]
    interviews_ahead: int
    seen: str
    places: "Places"

    @property
    def chosen(self) -> Sequence[Account]:
        return [row.account for row in self.rows if row.is_chosen]

    @property
    def takers(self) -> int:
        """Return how many colleagues get anything, and so an email."""
        return sum(part.held.counts.any for part in self.plan.parts)


def render(template: str, form: LeavingForm, account: Account, held: Workload, **values: Any) -> ViewResponse:
    """Return the page with what each colleague would get; with status 422 where the hand-over was refused."""
    page = hand_over_page(account, form, held)
    form.seen.data = page.seen
    if form.is_preview:
        return render_template(template, form=form, account=account, page=page, **values)
    return render_form(template, form, account=account, page=page, **values)


def chosen_accounts(form: LeavingForm) -> Sequence[Account]:
    """Return who takes over, as the form says; raise `ActionRefused` at `to` for someone who isn't here."""
    here = {row.id: row for row in queries.colleagues(db.session())}
    wanted = [one for one in form.to.data or () if one]
    if any(one not in here for one in wanted):
        raise ActionRefused(N_("Choose who takes over."), field="to")
    return [row for row in here.values() if row.id in wanted]


def refuse_unseen(account: Account, form: LeavingForm, held: Workload) -> None:
    """Raise `ActionRefused` where the page showed another result than the one that would be carried out now."""
    if form.seen.data and form.seen.data != hand_over_page(account, form, held).seen:
        raise ActionRefused(N_("The numbers changed. Check who gets what, then press the button again."))


def posted_account_ids(name: str) -> Sequence[uuid.UUID]:
    """Return the ids that were posted under this name, without what is no id."""
    return request.form.getlist(name, type=uuid.UUID)


def hand_over_page(account: Account, form: LeavingForm, held: Workload) -> HandOverPage:
    """Return the page for what is to be handed over, with the colleagues and the split that the form names."""
    session = db.session()
    possible = workload.possible_successors(session, account)
    office_ids = posted_account_ids("everyone_in")
    if office_ids:
        form.to.data = [row.id for row in possible if row.office_id in office_ids]
    chosen = [row for row in possible if row.id in (form.to.data or ())]
    how = form.split
    plan = hand_over_plan.plan_hand_over(session, held, chosen, how)
    by_id = {part.to.id: part.held for part in plan.parts}
    places = Places.load(session)
    near = {row.office_id for row in possible}
    return HandOverPage(
        held,
        plan,
        [_row(one, by_id.get(one.id), how if len(chosen) > 1 else "", places) for one in possible],
        [row for row in agencies.offices(session) if row.id in near],
        queries.interviews_ahead(session, [row.id for row in held.candidates], request_cycle.now()),
        _fingerprint(plan),
        places,
    )


def workload_label(counts: WorkloadCounts) -> str:
    """Return “80 candidates, 3 contact requests”, without what there is none of."""
    candidates = counts.candidates
    first = ngettext("%(num)s candidate", "%(num)s candidates", candidates) if candidates else ""
    return ", ".join(part for part in (first, tasks_label(counts)) if part)


def tasks_label(counts: WorkloadCounts) -> str:
    """Return “3 contact requests, 1 card to mail”: what comes along with the candidates."""
    _, requests, approvals, cards = astuple(counts)
    parts = [
        ngettext("%(num)s contact request", "%(num)s contact requests", requests) if requests else "",
        ngettext("%(num)s note to review", "%(num)s notes to review", approvals) if approvals else "",
        ngettext("%(num)s card to mail", "%(num)s cards to mail", cards) if cards else "",
    ]
    return ", ".join(part for part in parts if part)


def flash_moved(moved: HandOverPlan) -> None:
    """Say “46 candidates, 2 contact requests moved to Rita Alvarez, who gets an email.” of each; of many, the sum."""
    parts = [part for part in moved.parts if part.held.counts.any]
    if len(parts) > MAX_NAMED_PARTS:
        what = workload_label(moved.counts)
        said = gettext("%(what)s moved to %(num)s colleagues, who get an email each.", what=what, num=len(parts))
        flash(said, "success")
        return
    for part in parts:
        what = workload_label(part.held.counts)
        flash(gettext("%(what)s moved to %(name)s, who gets an email.", what=what, name=part.to.name), "success")


@dataclass(frozen=True)
class Places:
    """The names of offices and fields, by id."""

    offices: Mapping[uuid.UUID, str]
    fields: Mapping[uuid.UUID, str]

    @classmethod
    def load(cls, session: Session) -> "Places":
        return cls(
            {row.id: row.name for row in agencies.offices(session)},
            {row.id: row.name for row in agencies.job_fields(session)},
        )

    def names_of(self, candidate: Candidate) -> tuple[str, str]:
        """Return the names of the candidate's office and field."""
        office = self.offices[candidate.office_id] if candidate.office_id else gettext("No office")
        return office, self.fields[candidate.field_id] if candidate.field_id else gettext("no field")

    def describe(self, candidates: Iterable[Candidate]) -> str:
        """Return “New York: Engineering and IT. Boston: Sales”."""
        groups: dict[str, set[str]] = {}
        for row in candidates:
            office, field = self.names_of(row)
            groups.setdefault(office, set()).add(field)
        return "; ".join(
            gettext("%(office)s: %(fields)s", office=office, fields=_in_words(sorted(fields, key=str.casefold)))
            for office, fields in sorted(groups.items())
        )


def _row(account: Account, held: Workload | None, how: str, places: Places) -> ColleagueRow:
    if held is None:
        return ColleagueRow(account, False, 0, "", ())
    named = sorted(held.candidates, key=lambda row: (hand_over_plan.last_name(row.name).casefold(), row.name))
    what = ""
    if held.candidates and how == BY_FIELD:
        what = places.describe(held.candidates)
    elif held.candidates and how == BY_NAME:
        ends = (hand_over_plan.last_name(row.name) for row in (named[0], named[-1]))
        what = gettext("Last names %(first)s to %(last)s", **dict(zip(("first", "last"), ends, strict=True)))
    words = ", ".join(part for part in (what, tasks_label(held.counts)) if part)
    return ColleagueRow(account, True, len(named), words, [row.name for row in named])


def _in_words(names: Sequence[str]) -> str:
    if len(names) > MAX_NAMED_FIELDS:
        return ngettext("%(num)s field", "%(num)s fields", len(names))
    return lists.format_list(names, locale=get_locale() or "en")


def _fingerprint(plan: HandOverPlan) -> str:
    """Return a short text that is another one where anyone gets anything else."""
    said = [
        f"{part.to.id}:{row.id}"
        for part in plan.parts
        for row in (*part.held.candidates, *part.held.requests, *part.held.approvals, *part.held.cards)
    ]
    return sha256(" ".join(sorted(said)).encode()).hexdigest()[:16]
