"""Email templates: a folder each, with the subject, the text and the HTML, rendered strictly."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from functools import lru_cache
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import css_inline
from babel.dates import format_date, format_datetime, get_timezone_name
from babel.lists import format_list
from jinja2 import Environment, FileSystemLoader, StrictUndefined, select_autoescape

FOLDER = Path(__file__).resolve().parents[2] / "templates" / "mail"


@dataclass(frozen=True)
class RenderedMail:
    """The rendered parts of an email folder."""

    subject: str
    text: str
    html: str


def render(name: str, /, **values: Any) -> RenderedMail:
    """Render the email folder `name` with these values; raise `UndefinedError` where a needed one is missing."""
    subject = environment.get_template(f"{name}/subject.txt").render(values)
    text = environment.get_template(f"{name}/body.txt").render(values)
    html = environment.get_template(f"{name}/body.html").render(values)
    inliner = css_inline.CSSInliner(keep_style_tags=True, load_remote_stylesheets=False)
    return RenderedMail(" ".join(subject.split()), text.strip() + "\n", inliner.inline(html))


@lru_cache(1024)
def format_moment(value: datetime, zone: str) -> str:
    """Return “Thursday, 5 March, 14:10 (New York Time)” in that time zone."""
    local = value.astimezone(ZoneInfo(zone))
    return f"{format_datetime(local, 'EEEE, d MMMM, HH:mm', locale='en')} ({_zone_name(zone)})"


@lru_cache(1024)
def _zone_name(zone: str) -> str:
    """Return “New York Time”, the same all year."""
    return get_timezone_name(ZoneInfo(zone), locale="en", width="long")


def format_day(value: datetime, zone: str) -> str:
    """Return “Thursday, 5 March” in that time zone."""
    return format_date_of(value.astimezone(ZoneInfo(zone)).date())


def format_date_of(day: date) -> str:
    """Return “Thursday, 5 March”."""
    return format_date(day, "EEEE, d MMMM", locale="en")


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
