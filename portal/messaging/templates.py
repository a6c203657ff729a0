"""Email templates: a folder each, with the subject, the text and the HTML, rendered strictly."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import css_inline
from babel.lists import format_list
from jinja2 import Environment, FileSystemLoader, StrictUndefined, pass_context, select_autoescape
from jinja2.runtime import Context

from portal.core import formatting

FOLDER = Path(__file__).resolve().parents[2] / "templates" / "mail"


@dataclass(frozen=True)
class RenderedMail:
    """The rendered parts of an email folder."""

    subject: str
    text: str
    html: str


def render(name: str, /, *, locale: str, now: datetime, **values: Any) -> RenderedMail:
    """Render the email folder `name` with these values; raise `UndefinedError` where a needed one is missing.

    `locale` writes its days and times.
    """
    values |= {"locale": locale, "now": now}
    subject = environment.get_template(f"{name}/subject.txt").render(values)
    text = environment.get_template(f"{name}/body.txt").render(values)
    html = environment.get_template(f"{name}/body.html").render(values)
    inliner = css_inline.CSSInliner(keep_style_tags=True, load_remote_stylesheets=False)
    return RenderedMail(" ".join(subject.split()), text.strip() + "\n", inliner.inline(html))


@pass_context
def format_moment(context: Context, value: datetime, zone: str) -> str:
    """Return “Tue, Dec 1, 1:30 PM” in that time zone, with a plain space in subjects and text parts.

    A narrow space would force a subject into an encoded form.
    """
    year = context["now"].astimezone(ZoneInfo(zone)).year
    said = formatting.format_moment(value, zone, context["locale"], year)
    return said if context.eval_ctx.autoescape else formatting.plain_spaces(said)


@pass_context
def format_day(context: Context, value: datetime, zone: str) -> str:
    """Return “Tuesday, December 1” in that time zone."""
    year = context["now"].astimezone(ZoneInfo(zone)).year
    return formatting.format_long_day(value.astimezone(ZoneInfo(zone)).date(), context["locale"], year)


def join_names(names: Iterable[str]) -> str:
    """Return “Grace Okafor, Marc Lefèvre, and Ingrid Sørensen”."""
    return format_list(list(names), locale="en")


environment = Environment(
    loader=FileSystemLoader(FOLDER),
    undefined=StrictUndefined,
    autoescape=select_autoescape(["html"]),
    extensions=["jinja2.ext.i18n"],
    trim_blocks=True,
    lstrip_blocks=True,
)
environment.filters.update(moment=format_moment, day=format_day, in_list=join_names)
environment.install_null_translations(newstyle=True)  # type: ignore[attr-defined]
