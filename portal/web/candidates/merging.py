"""Two candidates who are one person: found, compared, merged, and separated again."""

import uuid

from flask import Blueprint, flash, redirect, render_template, url_for
from flask_babel import gettext
from werkzeug.wrappers import Response

from portal.accounts import permissions
from portal.candidates import queries
from portal.candidates.models import Candidate
from portal.core import access
from portal.core.db import db
from portal.core.rate_limits import SEARCHES
from portal.duplicates import candidate_merging, non_duplicates
from portal.web.candidates import duplicates
from portal.web.shared import rate_limits, request_cycle
from portal.web.shared.responses import ViewResponse
from portal.web.shared.search_words import search_words
from portal.web.shared.undo import flash_undo

blueprint = Blueprint("candidate_merging", __name__)


@blueprint.get("/candidates/<uuid:candidate_id>/merging")
@access.requires(permissions.EDIT_CANDIDATES)
@rate_limits.limited_per_person(SEARCHES)
def choose(candidate_id: uuid.UUID) -> ViewResponse:
    """Show who may be the same person, and find someone else by name, email, or phone."""
    candidate = _load(candidate_id)
    typed = search_words()
    others = duplicates.found_by(candidate, typed) if typed else duplicates.similar_candidates(candidate)
    apart = queries.non_duplicates_of(db.session(), request_cycle.viewer(), candidate.id)
    values = {"candidate": candidate, "others": others, "typed": typed, "apart": apart}
    return render_template("candidates/choose_duplicate.html", **values)


@blueprint.get("/candidates/<uuid:candidate_id>/merging/<uuid:other_candidate_id>")
@access.requires(permissions.EDIT_CANDIDATES)
def compare(candidate_id: uuid.UUID, other_candidate_id: uuid.UUID) -> ViewResponse:
    first, second = _load(candidate_id), _load(other_candidate_id)
    if first is second:
        return redirect(url_for("candidates.detail", candidate_id=first.id))
    counts = candidate_merging.count_applications(db.session(), [first.id, second.id])
    pairs = [(first, second), (second, first)]
    kept = {row.id: candidate_merging.keeps_sign_in_of(row, other) for row, other in pairs}
    return render_template("candidates/merge.html", pairs=pairs, counts=counts, kept=kept)


@blueprint.post("/candidates/<uuid:candidate_id>/merging/<uuid:other_candidate_id>")
@access.requires(permissions.EDIT_CANDIDATES)
def merge(candidate_id: uuid.UUID, other_candidate_id: uuid.UUID) -> Response:
    """Merge two candidates who are one person; the first one stays."""
    row = queries.find_merge_of(db.session(), other_candidate_id)
    if row is None or row.winner_id != candidate_id:
        candidate_merging.merge(request_cycle.command(), _load(candidate_id), _load(other_candidate_id))
    flash(gettext("Merged. You can undo it here for 30 days."), "success")
    return redirect(url_for("candidates.detail", candidate_id=candidate_id))


@blueprint.post("/candidates/<uuid:candidate_id>/merging/<uuid:other_candidate_id>/apart")
@access.requires(permissions.EDIT_CANDIDATES)
def mark_not_duplicates(candidate_id: uuid.UUID, other_candidate_id: uuid.UUID) -> Response:
    """Record that these are two people, so that no one is asked until that is undone."""
    other = _load(other_candidate_id)
    non_duplicates.mark_not_duplicates(request_cycle.command(), _load(candidate_id), other)
    undo = url_for("candidate_merging.undo_not_duplicates", candidate_id=candidate_id, other_candidate_id=other.id)
    flash_undo(gettext("%(name)s, %(email)s is kept as another person.", name=other.name, email=other.email), undo)
    return redirect(url_for("candidates.detail", candidate_id=candidate_id))


@blueprint.post("/candidates/<uuid:candidate_id>/merging/<uuid:other_candidate_id>/apart/removal")
@access.requires(permissions.EDIT_CANDIDATES)
def undo_not_duplicates(candidate_id: uuid.UUID, other_candidate_id: uuid.UUID) -> Response:
    other = _load(other_candidate_id)
    non_duplicates.undo_not_duplicates(request_cycle.command(), _load(candidate_id), other)
    flash(gettext("Undone. %(name)s, %(email)s may be the same person.", name=other.name, email=other.email), "success")
    return redirect(url_for("candidates.detail", candidate_id=candidate_id))


@blueprint.post("/candidate-merges/<uuid:candidate_merge_id>/removal")
@access.requires(permissions.EDIT_CANDIDATES)
def undo(candidate_merge_id: uuid.UUID) -> Response:
    """Undo the merge: both candidates are as they were."""
    row = queries.get_merge(db.session(), request_cycle.viewer(), candidate_merge_id)
    candidate_merging.undo(request_cycle.command(), row)
    flash(gettext("Undone. They’re two candidates again."), "success")
    return redirect(url_for("candidates.detail", candidate_id=row.winner_id))


def _load(candidate_id: uuid.UUID) -> Candidate:
    return queries.get_candidate(db.session(), request_cycle.viewer(), candidate_id)
