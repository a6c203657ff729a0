"""A compiled catalog is all that a second language needs: pages use it for the browsers that ask for it."""

from pathlib import Path

import pytest
from babel.messages.catalog import Catalog
from babel.messages.mofile import write_mo
from babel.messages.pofile import write_po
from flask import Flask, g
from flask_babel import gettext
from flask_login import LoginManager

from checks import translations
from portal.agencies.models import Agency, AgencyProfile
from portal.web.shared import languages


def german() -> Catalog:
    catalog = Catalog("de")
    catalog.add("Today", "Heute")
    return catalog


@pytest.fixture
def pages(tmp_path: Path) -> Flask:
    """An application with one page, and German beside English."""
    folder = tmp_path / "translations" / "de" / "LC_MESSAGES"
    folder.mkdir(parents=True)
    with (folder / "messages.mo").open("wb") as file:
        write_mo(file, german())
    app = Flask("pages", root_path=str(tmp_path))
    languages.install(app)
    LoginManager(app).user_loader(lambda _id: None)
    app.add_url_rule("/", view_func=lambda: gettext("Today"))
    return app


@pytest.mark.parametrize(
    ("accepted", "said"),
    [
        ("de", "Heute"),
        ("de-AT,en;q=0.5", "Heute"),
        ("fr,de;q=0.8,en;q=0.5", "Heute"),
        ("en-US,de;q=0.5", "Today"),
        ("fr,*", "Today"),
        ("", "Today"),
    ],
)
def test_a_page_is_in_the_first_language_that_the_browser_asks_for_and_a_catalog_has(
    pages: Flask, accepted: str, said: str
) -> None:
    assert pages.test_client().get("/", headers={"Accept-Language": accepted}).text == said


@pytest.mark.parametrize(
    ("ours", "accepted", "locale"),
    [
        ("en_GB", "en-US,en", "en_GB"),
        ("en_GB", "fr", "en_GB"),
        ("de_AT", "de", "de_AT"),
        ("de_AT", "en", "en"),
        ("en_US", "de-DE,en;q=0.5", "de"),
    ],
)
def test_formats_are_the_agencys_unless_the_reader_asks_for_another_language_that_has_a_catalog(
    pages: Flask, ours: str, accepted: str, locale: str
) -> None:
    with pages.test_request_context(headers={"Accept-Language": accepted}):
        g.agency, g.profile = Agency(), AgencyProfile(locale=ours)
        assert (languages.reader_locale(), languages.agency_locale()) == (locale, ours)


def test_outside_requests_everything_is_in_english(pages: Flask) -> None:
    with pages.app_context():
        assert gettext("Today") == "Today"


def test_a_catalog_that_lacks_a_string_or_has_one_too_many_is_found(tmp_path: Path) -> None:
    with (tmp_path / "messages.po").open("wb") as file:
        write_po(file, german())
    wanted = Catalog()
    wanted.add("Tomorrow")
    missing, unused = sorted(translations.stale(tmp_path / "messages.po", wanted), key=lambda one: one.sentence)[::-1]
    assert "'Tomorrow' is missing" in missing.sentence
    assert "'Today' is no longer used" in unused.sentence
