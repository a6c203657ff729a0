"""A debrief in two windows, or told by two: what was told in the other one (docs/rules.md#windows)."""

import uuid
from collections.abc import Iterable, Mapping
from typing import Any

from flask import request

from portal.core import windows
from portal.core.windows import Met, Shown
from portal.debriefs.rules import DETAILS, TALK, Entry, Screen
from portal.interviews.models import Interview
from portal.web.debriefs.forms import SaidForm
from portal.web.shared.edit_conflict_forms import shown_on

Said = Mapping[str, str]
LONGEST, LONGEST_SIGNS = 64, 5000
FINISHED = "finished"
"""Among the signs of what a page showed: whether everything had been told by then."""


def standing(interview: Interview, here: Screen, kept: Mapping[str, Any], people: tuple[Entry, ...]) -> Said:
    """What the answers to this question are now, field by field."""
    if here.kind == "people":
        return {str(entry.id): "met" if entry.met else "" for entry in people}
    if here.kind in ("details", "talk"):
        said = next((entry.said for entry in people if entry.id == here.of), {})
        return {name: said.get(name, "") for name in (DETAILS if here.kind == "details" else TALK)}
    return _pace(interview, kept) if here.kind == "pace" else {"status": interview.status}


def meet(here: Screen, kept: Mapping[str, Any], typed: Said, now: Said) -> tuple[Met, dict[str, str]]:
    """What was typed put together with what stands `now`; and in which window each field was last typed."""
    saved_from, this = {**(kept.get("windows") or {})}, _window()
    own = [name for name in typed if this and saved_from.get(_key(here, name)) == this]
    met = windows.meet(page_showed(typed), typed, {name: now.get(name, "") for name in typed}, own)
    changed = (name for name in typed if name not in met.taken and met.values[name] != now.get(name, ""))
    return met, saved_from | {_key(here, name): this for name in changed}


def page_showed(names: Iterable[str] = ()) -> Shown:
    """What the page that this was sent from showed."""
    return shown_on(request.form.get("shown", "")[:LONGEST_SIGNS], names)


def carried(now: Said, finished: bool, *, anew: bool) -> dict[str, str]:
    """What the page's form carries: a sign of its window, and of what it shows.

    A page that is shown again carries what it came with, but where it shows `anew` what stands.
    """
    if "shown" in request.form and not anew:
        return {"window": _window(), "shown": request.form["shown"][:LONGEST_SIGNS]}
    return {"window": _window() or uuid.uuid4().hex, "shown": windows.written({**now, FINISHED: finished})}


def _window() -> str:
    return request.form.get("window", "")[:LONGEST].replace("\x00", "")


def _pace(interview: Interview, kept: Mapping[str, Any]) -> Said:
    if kept.get("pace"):
        return {name: str(value or "") for name, value in kept["pace"].items()}
    form = SaidForm(formdata=None)
    form.show_pace(interview)
    return {field.name: "" if field.data is None else str(field.data) for field in form if field.name != "csrf_token"}


def _key(here: Screen, name: str) -> str:
    return f"{here.kind}:{here.of}:{name}"
