"""Email templates: a folder each, with its subject and one body, which renders as HTML and as text, strictly."""

from collections.abc import Iterable, Mapping
from contextvars import ContextVar
from dataclasses import dataclass
from datetime import date, datetime
from functools import lru_cache
from gettext import NullTranslations
from types import MappingProxyType
from typing import Any
from zoneinfo import ZoneInfo

import css_inline
from babel.lists import format_list
from babel.support import Translations
from jinja2 import Environment, FileSystemLoader, StrictUndefined, pass_eval_context
from jinja2.nodes import EvalContext

from portal.core import formatting, phone_links
from portal.core.resources import ROOT

FOLDER, CATALOGS = ROOT / "templates" / "mail", ROOT / "translations"
LAYOUT: Mapping[str, Any] = MappingProxyType(
    {"fills_in_for": None, "call": None, "write_to": None, "logo": None, "footer": ()}
)
"""What the layout needs, where an email has none of it."""
BREAK = "\x1e"
"""What the parts of a text stand between until they are put together; a blank line then."""


@dataclass(frozen=True)
class _Writing:
    """How the email that is being rendered is written: its locale, the sentences of that, and the moment."""

    locale: str
    sentences: NullTranslations
    now: datetime

    def year(self, zone: str) -> int:
        return self.now.astimezone(ZoneInfo(zone)).year


# The templates' macros read it here and not from their context: imported without a context, they are loaded once.
_writing: ContextVar[_Writing] = ContextVar("writing")


@dataclass(frozen=True)
class RenderedMail:
    """The rendered parts of an email folder."""

    subject: str
    text: str
    html: str


def render(name: str, /, *, locale: str, now: datetime, **values: Any) -> RenderedMail:
    """Render the email folder `name` with these values; raise `UndefinedError` where a needed one is missing.

    `locale` writes its days and times, and its sentences where `translations/` has a catalog. `name` is what the
    greeting calls the recipient, `answers` who reads a reply, `fills_in_for` for whom who is away, and `call` and
    `write_to` are their phone number and email address. `logo` and `footer` are what the agency adds to the layout.
    """
    token = _writing.set(_Writing(locale, catalog(locale), now))
    try:
        values = {**LAYOUT, **values, "now": now}
        subject = " ".join(TEXT.get_template(f"{name}/subject.txt").render(values).split())
        text = TEXT.get_template(f"{name}/body.jinja").render(values)
        html = HTML.get_template(f"{name}/body.jinja").render(values, subject=subject)
    finally:
        _writing.reset(token)
    inliner = css_inline.CSSInliner(keep_style_tags=True, load_remote_stylesheets=False)
    return RenderedMail(subject, _joined(text), inliner.inline(html))


@lru_cache(64)
def catalog(locale: str) -> NullTranslations:
    """Return the sentences of this locale, read once; English where there are none."""
    return Translations.load(CATALOGS, [locale])


@pass_eval_context
def format_moment(part: EvalContext, value: datetime, zone: str) -> str:
    """Return “Tue, Dec 1, 1:30 PM” in that time zone, with a plain space in subjects and text parts.

    A narrow space would force a subject into an encoded form.
    """
    writing = _writing.get()
    said = formatting.format_moment(value, zone, writing.locale, writing.year(zone))
    return said if part.autoescape else formatting.plain_spaces(said)


@pass_eval_context
def format_end(part: EvalContext, value: datetime, start: datetime, zone: str) -> str:
    """Return when something that starts then is over: “2:30 PM”, as a whole moment where that is another day."""
    local = value.astimezone(ZoneInfo(zone))
    if local.date() != start.astimezone(ZoneInfo(zone)).date():
        return format_moment(part, value, zone)
    said = formatting.format_time(local.time(), _writing.get().locale)
    return said if part.autoescape else formatting.plain_spaces(said)


def format_day(value: date) -> str:
    """Return “Mon, Dec 7”, with the year unless it is the current one."""
    writing = _writing.get()
    return formatting.format_day(value, writing.locale, writing.now.year)


def join_names(names: Iterable[str]) -> str:
    """Return “Grace Okafor, Marc Lefèvre, and Ingrid Sørensen”, in the language of the sentences."""
    writing = _writing.get()
    return format_list(list(names), locale=writing.locale if isinstance(writing.sentences, Translations) else "en")


def _translate(sentence: str) -> str:
    return _writing.get().sentences.gettext(sentence)


def _translate_count(one: str, several: str, count: int) -> str:
    return _writing.get().sentences.ngettext(one, several, count)


def _joined(text: str) -> str:
    """Return the text with a blank line between its parts; what stands outside of them is layout."""
    return "\n\n".join(part.strip("\n ") for part in text.split(BREAK) if part.strip()) + "\n"


def _without_blank_lines(text: str) -> str:
    return "\n".join(line.strip() for line in text.splitlines() if line.strip())


def _environment(kind: str) -> Environment:
    """Return the environment that renders bodies as `html` or `txt`: the layout and the parts are its own."""
    made = Environment(
        loader=FileSystemLoader(FOLDER),
        undefined=StrictUndefined,
        autoescape=kind == "html",  # noqa: S701 - text is not HTML
        extensions=["jinja2.ext.i18n"],
        trim_blocks=True,
        lstrip_blocks=True,
    )
    made.globals.update(layout=f"layout.{kind}", parts=f"parts.{kind}", BREAK=BREAK)
    made.filters.update(
        moment=format_moment,
        end=format_end,
        day=format_day,
        in_list=join_names,
        city=formatting.zone_city,
        tel=phone_links.tel_url,
    )
    made.filters.update(without_blank_lines=_without_blank_lines)
    made.install_gettext_callables(_translate, _translate_count, newstyle=True)  # type: ignore[attr-defined]
    return made


HTML, TEXT = _environment("html"), _environment("txt")
