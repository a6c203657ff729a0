"""Questions about saved views: which a person has, and which they may change."""

import uuid
from collections.abc import Sequence

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from portal.accounts.permissions import EDIT_AGENCY
from portal.accounts.viewer import Viewer
from portal.core.errors import NotFound
from portal.saved_views.models import SavedView

MOST = 50


def views_of(session: Session, viewer: Viewer, list_name: str) -> Sequence[SavedView]:
    """Return the viewer's views of this list, then those that others share, each the oldest first."""
    theirs = or_(SavedView.account_id == viewer.account_id, SavedView.is_shared)
    found = select(SavedView).where(theirs, SavedView.list_name == list_name, SavedView.deleted_at.is_(None))
    return session.scalars(found.order_by(SavedView.account_id != viewer.account_id, SavedView.id).limit(MOST)).all()


def get_own_view(session: Session, viewer: Viewer, view_id: uuid.UUID) -> SavedView:
    """Return a view that the viewer may change, also a deleted one: their own; for an owner, a shared one as well.

    Raise `NotFound` for any other.
    """
    found = session.scalar(select(SavedView).where(SavedView.id == view_id))
    if found is None or not may_change(viewer, found):
        raise NotFound("view")
    return found


def find_deleted_view(session: Session, viewer: Viewer, view_id: uuid.UUID) -> SavedView | None:
    """Return this view if it is deleted and the viewer may bring it back."""
    found = session.scalar(select(SavedView).where(SavedView.id == view_id, SavedView.deleted_at.is_not(None)))
    return found if found is not None and may_change(viewer, found) else None


def may_change(viewer: Viewer, view: SavedView) -> bool:
    """Return whether the viewer may rename and delete the view."""
    return view.account_id == viewer.account_id or (view.is_shared and viewer.may(EDIT_AGENCY))
