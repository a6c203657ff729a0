"""Choose the language of pages: the browser's, where `translations/` has it, else English."""

from babel.core import negotiate_locale
from flask import Flask, has_request_context, request
from flask_babel import Babel


def install(app: Flask) -> None:
    """Read the compiled catalogs of `translations/`, once: a new one needs a restart and no code."""
    babel = Babel(app, default_locale="en", default_translation_directories="translations")
    with app.app_context():
        languages = sorted({str(locale) for locale in babel.list_translations()} | {"en"})

    def preferred_language() -> str | None:
        """Return the catalog that the browser asks for first; None outside requests and for every other language."""
        if len(languages) == 1 or not has_request_context():
            return None
        asked = [tag.replace("-", "_") for tag in request.accept_languages.values()]
        return negotiate_locale(asked, languages)

    app.extensions["babel"].locale_selector = preferred_language
