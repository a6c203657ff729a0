"""Choose the language of pages, the browser's where `translations/` has it, and the locale of dates and numbers."""

from babel.core import negotiate_locale
from babel.support import NullTranslations, Translations
from flask import Flask, current_app, g, has_request_context, request
from flask_babel import Babel, Domain

from portal.core.formatting import DEFAULT_LOCALE
from portal.web.shared import request_cycle


class RequestDomain(Domain):
    """The portal's sentences, whose catalog a request chooses once: a list asks for hundreds of them."""

    def get_translations(self) -> Translations | NullTranslations:
        """Return the catalog of the request's language; one without words outside of an application."""
        if not g:
            return NullTranslations()
        if "catalog" not in g:
            g.catalog = super().get_translations()
        catalog: Translations | NullTranslations = g.catalog
        return catalog


def install(app: Flask) -> None:
    """Read the compiled catalogs of `translations/`, once: a new one needs a restart and no code."""
    babel = Babel(app, default_locale="en", default_translation_directories="translations")
    babel.domain_instance = RequestDomain()
    with app.app_context():
        languages = sorted({str(locale) for locale in babel.list_translations()} | {"en"})

    def preferred_language() -> str | None:
        """Return the catalog that the browser asks for first; None outside requests and for every other language."""
        if len(languages) == 1 or not has_request_context():
            return None
        asked = [tag.replace("-", "_") for tag in request.accept_languages.values()]
        return negotiate_locale(asked, languages)

    app.extensions["babel"].locale_selector = preferred_language


def reader_locale() -> str:
    """Return the locale of dates, times, and numbers: the reader's choice, else the agency's.

    A reader whose language is another one, and who chose nothing, gets that language's.
    """
    viewer = request_cycle.viewer_or_none()
    if viewer is not None and viewer.locale is not None:
        return viewer.locale
    choose, ours = current_app.extensions["babel"].locale_selector, agency_locale()
    chosen: str | None = choose() if choose else None
    return ours if chosen is None or _language(chosen) == _language(ours) else chosen


def agency_locale() -> str:
    """Return the agency's locale, which letters and cards are written in; the default one outside of an agency."""
    return str(g.profile.locale) if g.get("agency") else DEFAULT_LOCALE


def _language(locale: str) -> str:
    return locale.partition("_")[0]
