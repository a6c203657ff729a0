"""Insight: how well thank-yous, contact info, and follow-ups go, and the rows behind each figure."""

from flask import Blueprint, render_template

from portal.accounts import permissions
from portal.core import access
from portal.insight.rules import FIGURES
from portal.web.insight import labels, presenter
from portal.web.shared.responses import ViewResponse

blueprint = Blueprint("insight", __name__, url_prefix="/insight")


@blueprint.get("")
@access.requires(permissions.SEE_INSIGHT)
def index() -> ViewResponse:
    chosen = presenter.choice()
    return render_template(
        "insight/report.html", chosen=chosen, figures=presenter.figures(chosen), report=presenter, labels_of=labels
    )


@blueprint.get(f"/<any({', '.join(repr(name) for name in FIGURES)}):figure>")
@access.requires(permissions.SEE_INSIGHT)
def figure(figure: str) -> ViewResponse:
    chosen = presenter.choice()
    rows, following = presenter.list_rows(chosen, figure)
    return render_template(
        "insight/figure.html",
        chosen=chosen,
        name=figure,
        words=labels.FIGURES[figure],
        rows=rows,
        following=following,
        report=presenter,
    )
