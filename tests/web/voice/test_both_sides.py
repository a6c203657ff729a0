"""Both sides: staff read about the candidate, never “you” for them; and no side reads a word that we don't use."""

from collections.abc import Iterator

import pytest
from flask import Flask

from portal.followups.reasons import LATER_SENTENCES, SENTENCES
from portal.followups.wording import APPLICATION_STATES, STAFF_TITLES, STEP_STATES, title_for
from portal.jobs import runner
from portal.sample.dataset import load_sample_data
from tests.fixtures.marked import marked_language, sentences, shown_on
from tests.fixtures.rest import lay_all_to_rest
from tests.messaging.catching import Catcher
from tests.web.voice.demo_pages import HOSTS, Walk, browser_of, emails
from tests.web.voice.sentences import SAID_TO_OTHERS, STAFF_THEMSELVES, old_words, says_you, visible_text

CANDIDATES = ("Omar Farouk", "Amara Osei", "Ben Carter")


@pytest.fixture(scope="module")
def demo(app: Flask) -> Iterator[Flask]:
    """The demo's data in this process's database; nothing of it is due after the module."""
    load_sample_data(app)
    with app.app_context():
        yield app
        with runner.session() as session:
            lay_all_to_rest(session)


@pytest.fixture(scope="module")
def own_pages(demo: Flask) -> list[tuple[str, str]]:
    """What candidates read: the path and the HTML of each page."""
    walks = [Walk(browser_of(demo, HOSTS[0], "candidate", name)) for name in CANDIDATES]
    return [page for walk in walks for page in walk.through("/today", "/drafts").read.items()]


@pytest.fixture(scope="module")
def staff_pages(
    demo: Flask, own_pages: list[tuple[str, str]], tmp_path_factory: pytest.TempPathFactory
) -> list[tuple[str, str]]:
    """What owners read, also in answer to forms, and what a viewer reads, with each sentence marked."""
    assert own_pages, "candidates' pages are read before forms change them"
    with marked_language(demo, tmp_path_factory.mktemp("marked")):
        viewer = Walk(browser_of(demo, HOSTS[0], "viewer")).through("/today")
        owners = [Walk(browser_of(demo, host, "owner")).through("/today").press() for host in HOSTS]
        return [page for walk in (viewer, *owners) for page in walk.read.items()]


def test_staff_never_read_you_for_the_candidate(staff_pages: list[tuple[str, str]]) -> None:
    catalog, kept = sentences(), STAFF_THEMSELVES | SAID_TO_OTHERS
    shown = {catalog[number]: path for path, page in staff_pages for number in shown_on(page)}
    assert len(shown) > 600
    assert {said: path for said, path in shown.items() if says_you(said) and said not in kept} == {}


def test_every_sentence_that_may_say_you_to_staff_is_in_the_catalog() -> None:
    assert (STAFF_THEMSELVES | SAID_TO_OTHERS) - set(sentences()) == set()
    assert [said for said in STAFF_THEMSELVES | SAID_TO_OTHERS if not says_you(said)] == []


def test_no_page_of_either_side_has_an_old_word(
    staff_pages: list[tuple[str, str]], own_pages: list[tuple[str, str]]
) -> None:
    found = {(path, word) for path, page in (*staff_pages, *own_pages) for word in old_words(visible_text(page))}
    assert found == set()


def test_no_page_of_either_side_shows_a_merge_field_in_braces(
    staff_pages: list[tuple[str, str]], own_pages: list[tuple[str, str]]
) -> None:
    shown = (*staff_pages, *own_pages)
    assert any("[their first name]" in page for _, page in shown), "a draft or a template is shown"
    assert {path for path, page in shown if "{{" in page or "}}" in page} == set()


@pytest.mark.usefixtures("demo")
def test_no_email_has_an_old_word_or_a_merge_field(catcher: Catcher) -> None:
    sent = emails(catcher)
    assert {"reminder", "contact-ready", "approval"} <= {mail["X-Portal-Kind"] for mail in sent}
    for mail in sent:
        html, plain = mail.get_body(("html",)), mail.get_body(("plain",))
        said = visible_text(html.get_content()) if html else plain.get_content() if plain else ""
        assert old_words(f"{mail['Subject']} {said}") == [], mail["Subject"]
        assert [part for part in (html, plain) if part and "{{" in part.get_content()] == [], mail["Subject"]


def test_no_sentence_of_the_catalog_has_an_old_word() -> None:
    found = {said: old_words(said) for said in sentences()}
    assert {said: words for said, words in found.items() if words} == {}


def test_what_both_sides_see_speaks_to_neither() -> None:
    tables = (SENTENCES, LATER_SENTENCES, STEP_STATES, APPLICATION_STATES, STAFF_TITLES)
    assert [said for table in tables for said in table.values() if says_you(said)] == []
    assert title_for("debrief", employer="Acme", person=None, for_staff=True) == "Debrief: Acme"
    assert title_for("debrief", employer="Acme", person=None) == "Share how the Acme interview went"


@pytest.mark.parametrize(
    ("said", "words"),
    [
        ("Put it off, and pass it on by post", ["pass it on", "by post"]),
        ("Put off", ["Put off"]),
        ("Thank you for the opening", ["opening"]),
        ("The post office in care of Dana", []),
    ],
)
def test_an_old_word_would_be_noticed(said: str, words: list[str]) -> None:
    assert old_words(said) == words


@pytest.mark.parametrize(
    ("said", "is_found"), [("Your turn", True), ("You’ll see", True), ("A thank-you, and thank you", False)]
)
def test_you_would_be_noticed(said: str, is_found: bool) -> None:
    assert says_you(said) is is_found
