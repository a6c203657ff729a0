"""Import a file: choose it, look at what it would do, decide, run it, and undo it."""

import uuid

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask_babel import gettext, ngettext
from werkzeug.wrappers import Response

from portal.accounts import permissions
from portal.core import access
from portal.core.db import db
from portal.core.errors import ActionRefused
from portal.core.rate_limits import EXPORTS
from portal.imports import actions, previews, queries, reports, undoing
from portal.imports.calendars import NOTE
from portal.imports.kept_records import kept_records
from portal.imports.models import Import
from portal.imports.rules import CHECKING, MAYBE, READING, READY, RUNNING, UNDOING, UNREADABLE, VERDICTS
from portal.readers.table_limits import MAX_BYTES
from portal.web.imports import presenter
from portal.web.imports import rows as rows_shown
from portal.web.imports.forms import OptionsForm, ReadingForm, UploadForm
from portal.web.shared import choices, rate_limits, request_cycle, submissions, uploads
from portal.web.shared.responses import ViewResponse, paginate, render_form, stream_file

blueprint = Blueprint("imports", __name__, url_prefix="/imports")
AT_WORK = (READING, CHECKING, RUNNING, UNDOING)
CALENDAR = (".ics", ".ical", ".ifb", ".vcs")


@blueprint.get("")
@access.requires(permissions.IMPORT_RECORDS)
def index() -> ViewResponse:
    rows, following = paginate(queries.imports_by_date())
    return render_template("imports/list.html", imports=rows, following=following, presenter=presenter)


@blueprint.route("/new", methods=["GET", "POST"])
@access.requires(permissions.IMPORT_RECORDS)
@uploads.accepts_files(MAX_BYTES)
@submissions.creates
def new() -> ViewResponse:
    form = UploadForm()
    _offer(form)
    made = form.accepts(lambda: _upload(form))
    if made:
        return _back(made.value)
    return render_form("imports/new.html", form)


@blueprint.get("/<uuid:import_id>")
@access.requires(permissions.IMPORT_RECORDS)
def detail(import_id: uuid.UUID) -> ViewResponse:
    row = _load(import_id)
    if row.state == READY:
        return _preview(row)
    if row.state == UNREADABLE:
        return _choose_again(row)
    session = db.session()
    counts = row.outcomes or queries.outcome_counts(session, row.id)
    if row.state in AT_WORK:
        return render_template("imports/progress.html", row=row, counts=counts, presenter=presenter)
    return render_template(
        "imports/result.html",
        row=row,
        counts=counts,
        left_out=rows_shown.row_views(session, row, queries.rows_left_out(session, row.id)),
        kept=queries.kept_changes(session, row.id),
        undone=presenter.undone_lines(queries.undone_counts(session, row.id)),
        stays=kept_records(session, row.id),
        presenter=presenter,
    )


@blueprint.post("/<uuid:import_id>/mapping")
@access.requires(permissions.IMPORT_RECORDS)
def save_mapping(import_id: uuid.UUID) -> Response:
    row = _load(import_id)
    chosen = {name: request.form.get(f"column-{place}", "") for place, name in enumerate(row.columns)}
    actions.change_mapping(request_cycle.command(), row, {name: code for name, code in chosen.items() if code})
    return _back(row)


@blueprint.route("/<uuid:import_id>/options", methods=["GET", "POST"])
@access.requires(permissions.IMPORT_RECORDS)
def edit_options(import_id: uuid.UUID) -> ViewResponse:
    row = _load(import_id)
    form = ReadingForm(obj=row)
    _offer(form)
    if form.accepts(lambda: actions.change_options(request_cycle.command(), row, form.choices(), form.date_order.data)):
        return _back(row)
    return render_form("imports/options.html", form, row=row)


@blueprint.post("/<uuid:import_id>/rows/<int:number>/cell")
@access.requires(permissions.IMPORT_RECORDS)
def edit_cell(import_id: uuid.UUID, number: int) -> Response:
    """Replace one cell's text, and check its row again."""
    row, command = _load(import_id), request_cycle.command()
    one = actions.edit_cell(command, row, number, request.form.get("column", ""), request.form.get("text", ""))
    previews.check_rows(command.session, queries.importer(command.session, row, command.now), row, [one])
    return _back(row)


@blueprint.post("/<uuid:import_id>/rows/<int:number>/decision")
@access.requires(permissions.IMPORT_RECORDS)
def decide(import_id: uuid.UUID, number: int) -> Response:
    row = _load(import_id)
    actions.decide(request_cycle.command(), row, request.form.get("decision") or None, number=number)
    return _back(row)


@blueprint.post("/<uuid:import_id>/decisions")
@access.requires(permissions.IMPORT_RECORDS)
def decide_all(import_id: uuid.UUID) -> Response:
    """Decide about all possible duplicates that still wait."""
    row = _load(import_id)
    count = actions.decide(request_cycle.command(), row, request.form.get("decision"))
    flash(ngettext("%(num)s row decided.", "%(num)s rows decided.", count), "success")
    return _back(row)


@blueprint.post("/<uuid:import_id>/run")
@access.requires(permissions.IMPORT_RECORDS)
def start(import_id: uuid.UUID) -> Response:
    row = _load(import_id)
    actions.start(request_cycle.command(), row)
    return _back(row)


@blueprint.post("/<uuid:import_id>/stop")
@access.requires(permissions.IMPORT_RECORDS)
def stop(import_id: uuid.UUID) -> Response:
    row = _load(import_id)
    actions.stop(request_cycle.command(), row)
    flash(gettext("Stopped. What was imported stays, and you can resume."), "success")
    return _back(row)


@blueprint.route("/<uuid:import_id>/undo", methods=["GET", "POST"])
@access.requires(permissions.IMPORT_RECORDS)
def undo(import_id: uuid.UUID) -> ViewResponse:
    """Say what an undo would remove and what stays; then do it."""
    row, command = _load(import_id), request_cycle.command()
    if request.method == "POST":
        actions.undo(command, row)
        return _back(row)
    preview = undoing.preview(command, queries.importer(command.session, row, command.now), row)
    return render_template("imports/undo.html", row=row, preview=preview, presenter=presenter)


@blueprint.post("/<uuid:import_id>/removal")
@access.requires(permissions.IMPORT_RECORDS)
def discard(import_id: uuid.UUID) -> Response:
    row = _load(import_id)
    actions.discard(request_cycle.command(), row)
    flash(gettext("%(name)s is discarded. Nothing was imported from it.", name=row.file_name), "success")
    return redirect(url_for("imports.index"))


@blueprint.get("/<uuid:import_id>/report.csv")
@access.requires(permissions.IMPORT_RECORDS)
@rate_limits.limited_per_person(EXPORTS)
def report(import_id: uuid.UUID) -> Response:
    row = _load(import_id)
    return stream_file(reports.stream(db.session, row.id), "import-report.csv", "text/csv")


@blueprint.get("/<uuid:import_id>/left-out.csv")
@access.requires(permissions.IMPORT_RECORDS)
@rate_limits.limited_per_person(EXPORTS)
def left_out(import_id: uuid.UUID) -> Response:
    """Send the rows that were left out as a file to fix and import again."""
    row = _load(import_id)
    header = [*row.columns, gettext("Problem")]
    return stream_file(reports.stream_left_out(db.session, row.id, header), "rows-to-fix.csv", "text/csv")


def _choose_again(row: Import) -> ViewResponse:
    """Say what is wrong with the file at the field where another one is chosen."""
    form = UploadForm(obj=row)
    _offer(form)
    form.refuse(ActionRefused(row.problem or "", field="file"))
    return render_form("imports/new.html", form, row=row)


def _preview(row: Import) -> ViewResponse:
    session = db.session()
    verdict = request.args.get("verdict", "")
    verdict = verdict if verdict in VERDICTS else ""
    rows, following = paginate(queries.rows_of(row.id, verdict or None))
    decided = queries.decision_counts(session, row.id)
    return render_template(
        "imports/preview.html",
        row=row,
        rows=rows_shown.row_views(session, row, rows),
        columns=rows_shown.column_views(row),
        verdict=verdict,
        following=following,
        counts=queries.verdict_counts(session, row.id),
        waiting=decided.get((MAYBE, None), 0),
        reasons=queries.waiting_reasons(session, row.id),
        options=presenter.options_line(session, row),
        importable=presenter.will_import(decided),
        unused=[name for name in row.columns if name not in row.mapping and name != NOTE],
        presenter=presenter,
    )


def _upload(form: UploadForm) -> Import:
    """Keep the chosen file, or the chosen calendar files together."""
    files = [file for file in request.files.getlist("file") if file.filename]
    command, first = request_cycle.command(), files[0]
    if any(str(file.filename).lower().endswith(CALENDAR) for file in files):
        name = str(first.filename) if len(files) == 1 else gettext("%(num)s calendar files", num=len(files))
        made = actions.upload_calendars(command, name, [file.stream for file in files], form.choices())
    else:
        made = actions.upload(command, form.kind.data, first.filename or "", first.stream, form.choices())
    submissions.set_added(made.id)
    return made


def _offer(form: OptionsForm) -> None:
    session = db.session()
    form.recruiter_id.choices = choices.recruiter_choices(session)
    form.office_id.choices = choices.office_choices(session)


def _back(row: Import) -> Response:
    """Return to the preview, with the filter that the person had."""
    verdict, page = request.args.get("verdict"), request.args.get("page")
    return redirect(url_for("imports.detail", import_id=row.id, verdict=verdict or None, page=page or None))


def _load(import_id: uuid.UUID) -> Import:
    return queries.get_import(db.session(), import_id)
