"""A debrief open in two windows, or answered by two people: what the other one saved (docs/rules.md#windows)."""

import uuid
from collections.abc import Iterable, Mapping
from typing import Any

from flask import request

from portal.core import edit_conflicts
from portal.core.edit_conflicts import FormSnapshot, MergeResult
from portal.debriefs.rules import CONVERSATION_FIELDS, DETAIL_FIELDS, DebriefScreen, PersonEntry
from portal.interviews.models import Interview
from portal.web.debriefs.forms import DebriefPaceForm
from portal.web.shared.edit_conflict_forms import form_snapshot

AnswerValues = Mapping[str, str]
MAX_WINDOW_ID, MAX_SNAPSHOT = 64, 5000
FINISHED = "finished"
"""The key in a page's snapshot that says whether the debrief was finished by then."""


def current_answers(
    interview: Interview, here: DebriefScreen, kept: Mapping[str, Any], people: tuple[PersonEntry, ...]
) -> AnswerValues:
    """Return the current answers to this question, by field name."""
    if here.kind == "people":
        return {str(entry.id): "met" if entry.met else "" for entry in people}
    if here.kind in ("details", "talk"):
        said = next((entry.said for entry in people if entry.id == here.of), {})
        return {name: said.get(name, "") for name in (DETAIL_FIELDS if here.kind == "details" else CONVERSATION_FIELDS)}
    return _current_pace(interview, kept) if here.kind == "pace" else {"status": interview.status}


def merge_answers(
    here: DebriefScreen, kept: Mapping[str, Any], typed: AnswerValues, now: AnswerValues
) -> tuple[MergeResult, dict[str, str]]:
    """Merge what was typed with the current answers `now`; return it, and in which window each field was last typed."""
    typed_in, this = {**(kept.get("windows") or {})}, _window_id()
    own = [name for name in typed if this and typed_in.get(_field_key(here, name)) == this]
    met = edit_conflicts.merge(page_snapshot(typed), typed, {name: now.get(name, "") for name in typed}, own)
    changed = (name for name in typed if name not in met.taken and met.values[name] != now.get(name, ""))
    return met, typed_in | {_field_key(here, name): this for name in changed}


def page_snapshot(names: Iterable[str] = ()) -> FormSnapshot:
    """Return what the page that this form was sent from showed."""
    return form_snapshot(request.form.get("shown", "")[:MAX_SNAPSHOT], names)


def hidden_values(now: AnswerValues, finished: bool, *, anew: bool) -> dict[str, str]:
    """Return the hidden values of the page's form: an id of its window, and what the page shows.

    A page that is shown again keeps the values it came with; with `anew` it carries the current answers instead.
    """
    if "shown" in request.form and not anew:
        return {"window": _window_id(), "shown": request.form["shown"][:MAX_SNAPSHOT]}
    return {"window": _window_id() or uuid.uuid4().hex, "shown": edit_conflicts.serialize({**now, FINISHED: finished})}


def _window_id() -> str:
    return request.form.get("window", "")[:MAX_WINDOW_ID].replace("\x00", "")


def _current_pace(interview: Interview, kept: Mapping[str, Any]) -> AnswerValues:
    if kept.get("pace"):
        return {name: str(value or "") for name, value in kept["pace"].items()}
    form = DebriefPaceForm(formdata=None)
    form.show_pace(interview)
    return {field.name: "" if field.data is None else str(field.data) for field in form if field.name != "csrf_token"}


def _field_key(here: DebriefScreen, name: str) -> str:
    return f"{here.kind}:{here.of}:{name}"
