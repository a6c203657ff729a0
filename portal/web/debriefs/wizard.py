"""A debrief under way: what was told so far, which question this is, and where it goes from here."""

import uuid
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext
from werkzeug.wrappers import Response

from portal.contacts import actions as contacts
from portal.core.db import db
from portal.core.errors import N_, Missing, Refused
from portal.core.windows import Met
from portal.debriefs import actions, queries
from portal.debriefs.rules import PEOPLE, START, TALK, Entry, Screen, entries, kept_people, screens, step
from portal.interviews import queries as interviews
from portal.interviews.models import Interview, Person
from portal.web.debriefs import conflicts
from portal.web.shared import formatting, request_cycle
from portal.web.shared.edit_conflict_forms import clash, merged
from portal.web.shared.fields import Form
from portal.web.shared.responses import Page

LONGEST_KEPT = 2000


@dataclass(frozen=True)
class Telling:
    """One question of one debrief, with everything that was answered so far."""

    interview: Interview
    here: Screen
    kept: dict[str, Any]
    people: tuple[Entry, ...]
    finished: bool

    @property
    def now(self) -> Mapping[str, str]:
        """What the answers to this question are as they are kept, field by field."""
        return conflicts.standing(self.interview, self.here, self.kept, self.people)

    def meet(self, typed: Mapping[str, str]) -> tuple["Telling", Met]:
        """What was typed here, put together with what somebody else told in another window meanwhile."""
        met, saved_from = conflicts.meet(self.here, self.kept, typed, self.now)
        return replace(self, kept={**self.kept, "windows": saved_from}), met

    @property
    def entry(self) -> Entry:
        """Whom this question is about; raises `Missing`."""
        found = next((entry for entry in self.people if entry.id == self.here.of), None)
        if found is None:
            raise Missing("person")
        return found

    @property
    def place(self) -> tuple[int, int]:
        """Which question this is, of how many."""
        every = screens(self.people, self.here)
        return (every.index(self.here) + 1 if self.here in every else 1), len(every)

    @property
    def stopped_at(self) -> Screen | None:
        """The question to go on with; None where nothing was told yet."""
        kind, _, of = str(self.kept.get("at") or "").partition(":")
        try:
            found = Screen(kind, uuid.UUID(of) if of else None)
        except ValueError:
            return None
        return found if kind and found in screens(self.people, found) else None

    def with_entry(self, entry: Entry) -> tuple[Entry, ...]:
        """Everybody, with this one told so."""
        return tuple(entry if one.id == entry.id else one for one in self.people)

    def keep(self, at: Screen, people: Iterable[Entry] | None = None, **more: Any) -> "Telling":
        """What was answered is kept, and where to go on."""
        everybody = tuple(self.people if people is None else people)
        place = f"{at.kind}:{at.of}" if at.of else at.kind
        kept = {**self.kept, **more, "people": kept_people(everybody), "at": place}
        actions.save(db.session(), self.interview, kept, by=request_cycle.viewer().by, now=request_cycle.now())
        return Telling(self.interview, self.here, kept, everybody, self.finished)


def load(interview_id: uuid.UUID, here: Screen) -> Telling:
    """This question of a visible interview; whoever answers holds the debrief. Raises `Refused` before the end."""
    session = db.session()
    interview = interviews.one(session, request_cycle.viewer(), interview_id)
    if request.method == "POST" and interview.ends_at > request_cycle.now():
        raise Refused(N_("This interview isn’t over yet."))
    held = request.method == "POST"
    row = actions.begin(session, interview) if held else queries.of_interview(session, interview.id)
    kept = dict(row.answers) if row else {}
    finished = row is not None and row.finished_at is not None
    people = [row for row in interview.people if row.contact.merged_into_id is None]
    return Telling(interview, here, kept, entries(kept, map(_listed, people)), finished)


def go_on(
    telling: Telling, people: Iterable[Entry] | None = None, *, focus: str | None = None, **more: Any
) -> Response:
    """Keep what was answered; then show the next question, the one before, or this one again with focus on a field."""
    then = request.form.get("then", "next")
    told = tuple(telling.people if people is None else people)
    if request.form.get("autosave"):
        telling.keep(telling.here, told, **more)
        return Response(status=204, headers={"X-Saved-At": formatting.clock_time(request_cycle.now())})
    by = {"back": -1, "stay": 0, "add": 0, "read": 0}.get(then, 1)
    if not conflicts.page_showed().knows(conflicts.FINISHED, telling.finished):
        flash(gettext("All of this was told meanwhile. What you change is added once you end it."), "info")
    at = step(screens(told, telling.here), telling.here, by)
    telling.keep(at, told, **more)
    anchor = {"_anchor": focus} if focus and at == telling.here else {}
    return redirect(url_of(telling.interview.id, at, **anchor))


def put_together(telling: Telling, form: Form, said: Mapping[str, str]) -> tuple[Telling, Met]:
    """What was typed with what somebody else told meanwhile; the form shows both, and the later of two is told."""
    telling, met = telling.meet(said)
    for name in met.taken:
        form[name].data, form[name].raw_data = met.values[name], [met.values[name]]
    for name in met.clashes:
        clash(form[name], telling.now.get(name, ""))
    if met.taken and not met.clashes and not request.form.get("autosave"):
        flash(merged(str(form[name].label.text) for name in met.taken), "info")
    return telling, met


def was_told_meanwhile(telling: Telling, form: Form) -> bool:
    """Whether somebody else said of this interview what its page did not show yet; the form says so, once."""
    page = conflicts.page_showed()
    if page.knows("status", telling.interview.status) and page.knows(conflicts.FINISHED, telling.finished):
        return False
    form.form_errors.append(gettext("This interview was told of meanwhile. Answer once more to go on."))
    return True


def to_choose(page: Callable[[], str]) -> Page:
    """The page again, for whoever typed in the same field as somebody else to choose; a script is only told."""
    return Response(status=409) if request.form.get("autosave") else (page(), 409)


def is_raw() -> bool:
    """Whether what was typed is to be kept as it stands, to be looked over later."""
    return bool(request.form.get("autosave")) or request.form.get("then") == "back"


def typed(names: Iterable[str]) -> dict[str, str]:
    """What stands in these fields of the form, as it was typed."""
    return {name: request.form[name][:LONGEST_KEPT].replace("\x00", "") for name in names if name in request.form}


def url_of(interview_id: uuid.UUID, screen: Screen, **more: Any) -> str:
    """The page of a question."""
    if screen == START:
        return url_for("debriefs.page", interview_id=interview_id, again=1)
    if screen.of is None:
        return url_for("debriefs.people" if screen == PEOPLE else "debriefs.pace", interview_id=interview_id, **more)
    endpoint = "debrief_person.details" if screen.kind == "details" else "debrief_person.talk"
    return url_for(endpoint, interview_id=interview_id, person_id=screen.of, **more)


def shown(telling: Telling, form: Form, **values: Any) -> str:
    """The page of the question."""
    anew = bool(form.form_errors) or any(hasattr(field, "theirs") for field in form)
    return render_template(
        f"debriefs/{telling.here.kind}.html",
        telling=telling,
        interview=telling.interview,
        form=form,
        carried=conflicts.carried(telling.now, telling.finished, anew=anew),
        ended=telling.interview.ends_at <= request_cycle.now(),
        **values,
    )


def _listed(person: Person) -> Entry:
    told = {name: getattr(person, name) or "" for name in TALK}
    return Entry(person.id, person.met is not False, told, contacts.details_of(person.contact))
