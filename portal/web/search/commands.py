"""What can be done from the search, besides opening what it finds: go to a page, begin something new, move."""

from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import Any

from flask import url_for
from flask_babel import gettext
from flask_babel import lazy_gettext as _

from portal.accounts import permissions
from portal.accounts.viewer import Viewer
from portal.search import rules
from portal.search.queries import Hit
from portal.search.sources import INTERVIEW
from portal.web.search.presenter import ResultRow
from portal.web.shared import formatting
from portal.web.shared.navigation import main_navigation, settings_navigation

MOVES_OF_HITS = 2
"""How many of the interviews found can be moved right from the results."""
_NEW = (
    (_("New interview"), "quick_add.new", "calendar-plus", permissions.EDIT_APPLICATIONS),
    (_("Invite candidates"), "candidate_invitations.index", "send", permissions.EDIT_CANDIDATES),
    (_("Import"), "imports.index", "upload", permissions.IMPORT_RECORDS),
)


def without_move(text: str) -> str | None:
    """Return what follows the words "Move interview of", or some of them, in a typed text; None without "move"."""
    command = rules.words_of(gettext("Move interview of"))
    words = rules.words_of(text)
    if not words or words[0] != command[0]:
        return None
    at = 1
    while at < len(words) and words[at] in command:
        at += 1
    return " ".join(words[at:])


def commands(viewer: Viewer, text: str, hits: Sequence[Hit], now: datetime, moves: int) -> list[ResultRow]:
    """Return the commands that what was typed may mean, for who may give them."""
    return [*_moves(viewer, hits, now)[:moves], *_pages(viewer, text), *new_candidate(viewer, text)]


def new_candidate(viewer: Viewer, text: str) -> Iterator[ResultRow]:
    """Yield the command that begins a new candidate with what was typed, which may also be an email address."""
    if viewer.may(permissions.EDIT_CANDIDATES):
        typed = " ".join(text.split())
        title: list[tuple[str, bool]] = [(gettext("New candidate"), False)]
        if not typed or _is_meant(gettext("New candidate"), rules.words_of(typed)):
            yield ResultRow(url_for("candidates.new"), title, "user-plus")
        else:
            values: dict[str, Any] = {"email" if "@" in typed else "name": typed}
            title.append((" " + gettext("“%(text)s”", text=typed), False))
            yield ResultRow(url_for("candidates.new", **values), title, "user-plus")


def _moves(viewer: Viewer, hits: Sequence[Hit], now: datetime) -> list[ResultRow]:
    if not viewer.may(permissions.EDIT_APPLICATIONS):
        return []
    ahead = [hit for hit in hits if hit.kind == INTERVIEW and hit.planned and hit.starts_at and hit.starts_at > now]
    return [
        ResultRow(
            url_for("interviews.edit", interview_id=hit.id),
            [(gettext("Move interview of %(name)s", name=hit.title), False)],
            "calendar-clock",
            hit.about,
            formatting.moment(hit.starts_at) if hit.starts_at else "",
        )
        for hit in ahead
    ]


def _pages(viewer: Viewer, text: str) -> Iterator[ResultRow]:
    typed = rules.words_of(text)
    for label, endpoint, icon, permission in _NEW:
        if viewer.may(permission) and _is_meant(str(label), typed):
            yield ResultRow(url_for(endpoint), [(str(label), False)], icon)
    for item in main_navigation(viewer):
        if _is_meant(item.label, typed):
            yield ResultRow(item.url, [(item.label, False)], item.icon)
    for heading, pages in settings_navigation(viewer):
        for item in pages:
            if _is_meant(f"{gettext('Settings')} {heading} {item.label}", typed):
                yield ResultRow(item.url, [(item.label, False)], "settings", gettext("Settings"))


def _is_meant(label: str, typed: Sequence[str]) -> bool:
    """Return whether each typed word begins a word of the label."""
    words = rules.words_of(label)
    return bool(typed) and all(any(word.startswith(one) for word in words) for one in typed)
