"""Keeping views of lists: save, rename, share, delete, and undo that."""

import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta

from sqlalchemy import delete, func, select
from sqlalchemy.exc import IntegrityError

from portal.audit import actions as audit
from portal.core.command import Command
from portal.core.errors import N_, ActionRefused
from portal.saved_views.models import SavedView

UNDO_PERIOD = timedelta(days=1)
"""How long a deleted view is kept, at least."""


def save(
    command: Command, account_id: uuid.UUID, list_name: str, name: str, query: str, *, is_shared: bool
) -> SavedView:
    """Save a view of the list under this name; one that the account has under it is saved anew."""
    standing = command.session.scalar(
        select(SavedView).where(
            SavedView.account_id == account_id,
            SavedView.list_name == list_name,
            func.lower(SavedView.name) == func.lower(name),
            SavedView.deleted_at.is_(None),
        )
    )
    if standing is not None:
        audit.apply_change(command, "view.save", standing, {"name": name, "query": query, "is_shared": is_shared})
        return standing
    view = SavedView(account_id=account_id, list_name=list_name, name=name, query=query, is_shared=is_shared)
    with _refusing_a_taken_name(command, name):
        command.session.add(view)
        command.session.flush()
    audit.record(command, "view.save", view)
    return view


def change(command: Command, view: SavedView, name: str, *, is_shared: bool) -> None:
    """Rename the view, and share it or not; raise `ActionRefused` at `name` for the name of another one."""
    with _refusing_a_taken_name(command, name):
        audit.apply_change(command, "view.change", view, {"name": name, "is_shared": is_shared})


def delete_view(command: Command, view: SavedView) -> None:
    """Delete the view; what its account deleted long ago goes for good."""
    old = SavedView.account_id == view.account_id, SavedView.deleted_at < command.now - UNDO_PERIOD
    command.session.execute(delete(SavedView).where(*old))
    audit.apply_change(command, "view.delete", view, {"deleted_at": command.now})


def restore(command: Command, view: SavedView) -> None:
    """Bring a deleted view back; raise `ActionRefused` if another one has its name by now."""
    with _refusing_a_taken_name(command, view.name):
        audit.apply_change(command, "view.restore", view, {"deleted_at": None})


@contextmanager
def _refusing_a_taken_name(command: Command, name: str) -> Iterator[None]:
    """Refuse a name that the account has another view of this list under."""
    try:
        with command.session.begin_nested():
            yield
    except IntegrityError as error:
        raise ActionRefused(N_("You already have a view called %(name)s."), field="name", name=name) from error
