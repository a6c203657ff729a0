"""A debrief in progress: the answers so far, the current question, and the next one."""

import uuid
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext
from werkzeug.wrappers import Response

from portal.contacts import actions as contacts
from portal.core.db import db
from portal.core.edit_conflicts import MergeResult
from portal.core.errors import N_, ActionRefused, NotFound
from portal.debriefs import actions, queries
from portal.debriefs.rules import (
    CONVERSATION_FIELDS,
    PARTS,
    PEOPLE,
    START,
    DebriefScreen,
    PersonEntry,
    is_saved,
    list_screens,
    load_entries,
    next_screen,
    progress,
    serialize_entries,
    shares,
)
from portal.interviews import queries as interviews
from portal.interviews.models import Interview, InterviewPerson
from portal.names.rules import first_name
from portal.web.debriefs import conflicts
from portal.web.shared import formatting, request_cycle
from portal.web.shared.edit_conflict_forms import add_conflict, merged_message
from portal.web.shared.fields import Form
from portal.web.shared.responses import ViewResponse

MAX_ANSWER_LENGTH = 2000


class PersonRemoved(NotFound):
    """The question is about someone who was taken off the interview's list since the debrief began."""


@dataclass(frozen=True)
class DebriefState:
    """One question of one debrief, with all answers so far."""

    interview: Interview
    here: DebriefScreen
    kept: dict[str, Any]
    people: tuple[PersonEntry, ...]
    finished: bool

    @property
    def now(self) -> Mapping[str, str]:
        """Return the saved answers to this question, by field name."""
        return conflicts.current_answers(self.interview, self.here, self.kept, self.people)

    def meet(self, typed: Mapping[str, str]) -> tuple["DebriefState", MergeResult]:
        """Merge what was typed here with what someone else saved in another window.

        Return the new state and the result.
        """
        met, typed_in = conflicts.merge_answers(self.here, self.kept, typed, self.now)
        return replace(self, kept={**self.kept, "windows": typed_in}), met

    @property
    def entry(self) -> PersonEntry:
        """Return the person that this question is about; raise `NotFound` if the debrief has no such person."""
        found = next((entry for entry in self.people if entry.id == self.here.of), None)
        if found is None:
            raise (PersonRemoved if is_saved(self.kept, self.here.of) else NotFound)("person")
        return found

    @property
    def is_called_off(self) -> bool:
        """Return whether the interview was canceled or missed, and nobody has said since that it did take place."""
        return self.interview.status != "planned" and self.kept.get("held") != self._status_sign

    def as_held(self) -> "DebriefState":
        """Return the debrief with the answer that the interview took place, whatever was recorded before."""
        return replace(self, kept={**self.kept, "held": self._status_sign})

    @property
    def _status_sign(self) -> str:
        return f"{self.interview.status} {self.interview.status_changed_at}"

    @property
    def screens(self) -> tuple[DebriefScreen, ...]:
        """Return all questions in order, this one among them."""
        return list_screens(self.people, self.here)

    @property
    def shares(self) -> list[float]:
        """Return how much of each part is done: the furthest that was reached, so that it never goes back."""
        return shares(max(_reached(self.kept), progress(self.screens, self.here)))

    @property
    def place(self) -> str:
        """Return in words how far this question is."""
        values: dict[str, Any] = {"part": PARTS[self.here.kind] + 1, "parts": len(set(PARTS.values()))}
        if self.here.kind != "talk":
            return gettext("%(part)s of %(parts)s", **values)
        talks = [screen for screen in self.screens if screen.kind == "talk"]
        values |= {"name": self.short_name(self.entry), "all": len(talks)}
        at = talks.index(self.here) + 1 if self.here in talks else 1
        return gettext("%(part)s of %(parts)s · %(name)s, %(at)s of %(all)s", at=at, **values)

    def short_name(self, entry: PersonEntry) -> str:
        """Return the person’s first name; in full where another person has the same one, or there is none."""
        name = first_name(entry.name)
        same = [one for one in self.people if one.met and first_name(one.name) == name]
        return name if name and len(same) <= 1 else entry.name

    @property
    def back_url(self) -> str:
        """Return the page before this question."""
        if self.here == START:
            return url_for("interviews.detail", interview_id=self.interview.id)
        return screen_url(self.interview.id, next_screen(self.screens, self.here, -1))

    @property
    def next_name(self) -> str:
        """Return whom the next question is about; empty where it is about nobody, or still about this person."""
        at = next_screen(self.screens, self.here, 1)
        entry = next((one for one in self.people if one.id == at.of and at.of != self.here.of), None)
        return self.short_name(entry) if entry else ""

    @property
    def first_note_name(self) -> str:
        """Return whom the first note goes to; empty if nobody can be reached yet."""
        found = next((one for one in self.people if one.met and (one.is_reachable or one.said.get("email"))), None)
        return self.short_name(found) if found else ""

    @property
    def resume_at(self) -> DebriefScreen | None:
        """Return the question to go on with; None if nothing was answered yet."""
        kind, _, of = str(self.kept.get("at") or "").partition(":")
        try:
            found = DebriefScreen(kind, uuid.UUID(of) if of else None)
        except ValueError:
            return None
        return found if kind and found in list_screens(self.people, found) else None

    def with_entry(self, entry: PersonEntry) -> tuple[PersonEntry, ...]:
        """Return all people, with this entry in place of the one with its id."""
        return tuple(entry if one.id == entry.id else one for one in self.people)

    def keep(self, at: DebriefScreen, people: Iterable[PersonEntry] | None = None, **more: Any) -> "DebriefState":
        """Save the answers and the question to resume at; return the new state."""
        everybody = tuple(self.people if people is None else people)
        place = f"{at.kind}:{at.of}" if at.of else at.kind
        reached = max(_reached(self.kept), progress(list_screens(everybody, at), at))
        kept = {**self.kept, **more, "people": serialize_entries(everybody), "at": place, "reached": reached}
        actions.save_answers(request_cycle.command(), self.interview, kept)
        return DebriefState(self.interview, self.here, kept, everybody, self.finished)


def load_debrief(interview_id: uuid.UUID, here: DebriefScreen) -> DebriefState:
    """Return this question of a visible interview. Raise `ActionRefused` for an answer before the interview's end.

    A POST locks the debrief until its transaction ends.
    """
    session = db.session()
    interview = interviews.get_interview(session, request_cycle.viewer(), interview_id)
    if request.method == "POST" and interview.ends_at > request_cycle.now():
        raise ActionRefused(N_("This interview isn’t over yet."))
    held = request.method == "POST"
    row = actions.lock_or_create(session, interview) if held else queries.find_debrief(session, interview.id)
    kept = dict(row.answers) if row else {}
    finished = row is not None and row.finished_at is not None
    people = [row for row in interview.people if row.contact.merged_into_id is None]
    return DebriefState(interview, here, kept, load_entries(kept, map(_entry_of, people)), finished)


def save_and_continue(
    telling: DebriefState, people: Iterable[PersonEntry] | None = None, *, focus: str | None = None, **more: Any
) -> Response:
    """Save the answers; then show the next question, the one before, or this one again with focus on a field."""
    then = request.form.get("then", "next")
    told = tuple(telling.people if people is None else people)
    if request.form.get("autosave"):
        telling.keep(telling.here, told, **more)
        return Response(status=204, headers=formatting.saved_at_header(request_cycle.now()))
    by = {"back": -1, "stay": 0, "add": 0, "read": 0}.get(then, 1)
    if not conflicts.page_snapshot().knows(conflicts.FINISHED, telling.finished):
        flash(gettext("Someone already filled this in. Your changes are added when you finish."), "info")
    if telling.is_called_off:
        telling.keep(telling.here, told, **more)
        return redirect(screen_url(telling.interview.id, START))
    at = next_screen(list_screens(told, telling.here), telling.here, by)
    telling.keep(at, told, **more)
    anchor = {"_anchor": focus} if focus and at == telling.here else {}
    return redirect(screen_url(telling.interview.id, at, **anchor))


def merge_typed(telling: DebriefState, form: Form, said: Mapping[str, str]) -> tuple[DebriefState, MergeResult]:
    """Merge what was typed with what someone else saved; the form shows both, and conflicts at their fields."""
    telling, met = telling.meet(said)
    for name in met.taken:
        form[name].data, form[name].raw_data = met.values[name], [met.values[name]]
    for name in met.clashes:
        add_conflict(form[name], telling.now.get(name, ""))
    if met.taken and not met.clashes and not request.form.get("autosave"):
        flash(merged_message(str(form[name].label.text) for name in met.taken), "info")
    return telling, met


def was_changed_elsewhere(telling: DebriefState, form: Form) -> bool:
    """Return whether someone else saved answers that the page did not show yet; the form then says so, once."""
    page = conflicts.page_snapshot()
    if page.knows("status", telling.interview.status) and page.knows(conflicts.FINISHED, telling.finished):
        return False
    form.form_errors.append(
        gettext("Someone already filled this in. Answer once more to continue.")
        if telling.interview.status == "planned"
        else gettext("This interview was marked as not taking place in the meantime. Answer once more to continue.")
    )
    return True


def conflict_response(page: Callable[[], str]) -> ViewResponse:
    """Return 409 with the page, so that the person chooses between two values; an autosave gets the status only."""
    return Response(status=409) if request.form.get("autosave") else (page(), 409)


def is_unvalidated_save() -> bool:
    """Return whether to save what was typed without validation, to be checked later."""
    return bool(request.form.get("autosave")) or request.form.get("then") == "back"


def typed_values(names: Iterable[str]) -> dict[str, str]:
    """Return what was typed into these fields of the form."""
    return {name: request.form[name][:MAX_ANSWER_LENGTH].replace("\x00", "") for name in names if name in request.form}


def screen_url(interview_id: uuid.UUID, screen: DebriefScreen, **more: Any) -> str:
    """Return the URL of a question's page."""
    if screen == START:
        return url_for("debriefs.start_page", interview_id=interview_id, again=1)
    if screen.of is None:
        return url_for(
            "debriefs.people_page" if screen == PEOPLE else "debriefs.pace_page", interview_id=interview_id, **more
        )
    endpoint = "debrief_person.details_page" if screen.kind == "details" else "debrief_person.talk_page"
    return url_for(endpoint, interview_id=interview_id, person_id=screen.of, **more)


def render_screen(telling: DebriefState, form: Form, **values: Any) -> str:
    """Return the page of the question."""
    anew = bool(form.form_errors) or any(hasattr(field, "theirs") for field in form)
    return render_template(
        f"debriefs/{telling.here.kind}.html",
        telling=telling,
        interview=telling.interview,
        form=form,
        carried=conflicts.hidden_values(telling.now, telling.finished, anew=anew),
        ended=telling.interview.ends_at <= request_cycle.now(),
        **values,
    )


def _reached(kept: Mapping[str, Any]) -> float:
    reached = kept.get("reached")
    return float(reached) if isinstance(reached, int | float) else 0.0


def _entry_of(person: InterviewPerson) -> PersonEntry:
    told = {name: getattr(person, name) or "" for name in CONVERSATION_FIELDS}
    return PersonEntry(person.id, person.met is not False, told, contacts.details_of(person.contact))
