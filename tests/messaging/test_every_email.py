"""What holds for every kind of email that the portal words, over a sample of each."""

import re
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from bs4 import BeautifulSoup

from environment import email_pictures
from environment.sample_emails import OMAR, SENT, TO_CANDIDATES, SampleEmail, sample_emails
from environment.sample_reminders import DANA, NOW, PHONE, RECRUITER, UMBRA
from portal.app import MAIL_KINDS
from portal.messaging import templates
from portal.reminders.mails import REMINDER_KINDS
from tests.architecture.test_pseudo_language import Page, is_data, parts
from tests.fixtures.marked import LANGUAGE, write_marked_catalog

LETTERS = {"note", "follow-up", "hr-question"}
"""Kinds that a person words, as text alone."""
ABOUT_AN_INTERVIEW = {"reminder", "debrief", "contact-ready", "contact-request", "contact-request-open", "approval"} | {
    "asked-again",
    "contact-request-assigned",
    "approval-open",
    "approval-assigned",
    "note-returned",
    "note-approved",
    "note-stopped",
    "note-copy",
    "interview-change",
}
WRITTEN = ("the new line.”", "https://")
"""How lines begin that a person wrote."""
SAMPLES = list(sample_emails())
LINK = re.compile(r"https?://\S+")
DATA = (
    "McGrath Systems, Maureen, Maureen McGrath, Rita, Rita Alvarez, Sam, Sam Oyelaran, Omar, Omar Farouk, Bea Ray, "
    "Dana Ruiz, Kim Stone, Hal Ito, Umbra Foods, Heron Books, Otis Press, New York, Chicago, am, pm, Street, Yonkers, "
    "12 Mill Street, 8 Pine Street, McGrath Systems LLC, 350 Fifth Avenue, NY 10118, "
    "rita@mcgrath.example, maureen@mcgrath.example, "
    "Quality technician, After the first interview, Warmer. Thanks!, Thank you, Open house on Thursday"
)
KNOWN = {part for said in re.split(", ", DATA) for part in (said, *parts(said))}
samples = pytest.mark.parametrize("sample", SAMPLES, ids=lambda one: f"{one.kind} {one.variant}".strip())


FOR_CANDIDATES = {name.partition(" ")[0] for name in TO_CANDIDATES} | {*REMINDER_KINDS, "asked-again"}
SCOLDS = re.compile(
    r"(was|were) (due|planned)|overdue|(?<!too )\blate\b|too long|you (didn’t|haven’t|forgot|missed|failed)|expired",
    re.IGNORECASE,
)


def html_words(sample: SampleEmail) -> list[str]:
    """Return the words of the HTML part below the agency's name."""
    page = BeautifulSoup(sample.content.html or "", "html.parser")
    for silent in (page.head, page.find(class_="agency")):
        if silent is not None:
            silent.decompose()
    return words(page.get_text(" "))


def text_words(sample: SampleEmail) -> list[str]:
    """Return the words of the text part without the agency's name above its foot."""
    return words(re.sub(r"^-- \n.*\n", "", sample.content.text, flags=re.MULTILINE))


def words(said: str) -> list[str]:
    """Return the words of a text, without links: the text part writes out those that HTML hides behind words."""
    return re.findall(r"[\w’@.-]*\w", LINK.sub(" ", said.replace("\u202f", " ")))


def _name(sample: SampleEmail) -> str:
    return f"{sample.kind} {sample.variant}".strip()


def paragraphs(sample: SampleEmail) -> list[str]:
    return sample.content.text.split("\n\n")


@pytest.mark.parametrize("sample", [one for one in SAMPLES if one.kind in FOR_CANDIDATES], ids=lambda one: one.kind)
def test_no_email_scolds_a_candidate(sample: SampleEmail) -> None:
    assert SCOLDS.findall(f"{sample.content.subject} {sample.content.text}") == []


def test_every_kind_has_a_sample() -> None:
    assert {one.kind for one in SAMPLES} == {kind.name for kind in MAIL_KINDS} - LETTERS
    folders = {path.parent.name for path in templates.FOLDER.glob("*/body.jinja")}
    assert folders == {one.kind for one in SAMPLES} - {"debrief", "contact-ready", "asked-again"}


@samples
def test_the_html_and_the_text_part_carry_the_same_words(sample: SampleEmail) -> None:
    assert html_words(sample) == text_words(sample)


def test_a_word_in_one_part_alone_is_found() -> None:
    one = SAMPLES[0]
    longer = replace(one, content=replace(one.content, text=f"{one.content.text}More.\n"))
    assert html_words(longer) != text_words(longer)


@samples
def test_an_email_greets_by_first_name_and_every_sentence_begins_with_a_capital(sample: SampleEmail) -> None:
    greeting, opening, *_ = paragraphs(sample)
    # A code comes first: previews show it, and phones offer it.
    assert re.fullmatch(r"\d{6}" if sample.kind == "sign-in-code" else r"Hi \w+,", greeting)
    assert opening[0].isupper()
    lines = [line.strip("* ") for line in sample.content.text.splitlines()]
    assert [line for line in lines if line and line[0].islower() and not line.startswith(WRITTEN)] == []


@samples
def test_an_email_says_who_reads_a_reply(sample: SampleEmail) -> None:
    reader = sample.content.reply_to
    away = ", who’s filling in for Nora Blue" if (sample.kind, sample.variant) == ("note-approved", "away") else ""
    says = f"Reply to this email to reach {reader[0]}{away}." if reader else "No one reads replies to this email."
    assert says in sample.content.text


@samples
def test_an_email_to_a_candidate_says_how_to_call_and_write_to_who_reads_a_reply(sample: SampleEmail) -> None:
    reader = sample.content.reply_to
    ways = f"{PHONE} · {reader[1]}" if reader else ""
    is_for_candidate = sample.content.unsubscribe_url is not None or _name(sample) in TO_CANDIDATES
    assert (bool(ways) and ways in sample.content.text) == (is_for_candidate and reader is not None)
    page = BeautifulSoup(sample.content.html or "", "html.parser")
    links = [str(link["href"]) for link in page.select(".reach a")]
    assert links == ([f"tel:{PHONE.replace(' ', '')}", f"mailto:{reader[1]}"] if is_for_candidate and reader else [])


@samples
def test_an_email_about_an_interview_says_when_and_where_it_is(sample: SampleEmail) -> None:
    if sample.kind == "interview-change":  # words the time itself, beside what it was
        assert re.search(r"\w+, \w+ \d+, \d+:\d\d [AP]M[^\n]*, [\w ]+ time", sample.content.text)
        assert ("12 Mill Street, Yonkers" in sample.content.text) == (not sample.variant.startswith("canceled"))
        return
    about = sample.kind in ABOUT_AN_INTERVIEW
    found = re.search(r"nterview with \w+ \w+: \w+, \w+ \d+, \d+:\d\d [AP]M, [\w ]+ time\n *\S", sample.content.text)
    assert (found is not None) == about


@samples
def test_the_subject_names_the_employer_and_the_person(sample: SampleEmail) -> None:
    if sample.kind in ABOUT_AN_INTERVIEW:
        assert re.search("Umbra Foods|Heron Books|Otis Press", sample.content.subject)
    if sample.kind in ABOUT_AN_INTERVIEW - {"reminder", "interview-change"}:
        assert DANA in sample.content.subject
    if sample.kind.startswith("approval"):
        assert OMAR in sample.content.subject


@samples
def test_an_email_has_one_button_and_a_reminder_says_how_to_turn_reminders_off(sample: SampleEmail) -> None:
    page = BeautifulSoup(sample.content.html or "", "html.parser")
    buttons = page.find_all(class_="button")
    without = sample.kind in ("test", "note-copy", "staff-message") or (sample.kind, sample.variant) == (
        "email-change",
        "",
    )
    assert len(buttons) == (0 if without else 1)
    off = [link["href"] for link in page.find_all("a") if link.get_text() == "Turn off reminders"]
    assert off == ([sample.content.unsubscribe_url] if sample.content.unsubscribe_url else [])
    assert bool(off) == (sample.kind in ("reminder", "debrief", "contact-ready", "asked-again"))


def test_what_people_typed_is_text_in_both_parts() -> None:
    typed = '<b title="x">Dana & co</b>'
    place = replace(UMBRA, place=typed, link="javascript:alert(1)")
    values = SENT | {"to": typed, "body": typed, "note_subject": typed, "interview": place}
    looks = {"agency": typed, "color": "#0f766e", "zone": "UTC", "answers": typed, "name": typed}
    rendered = templates.render("note-copy", locale="en_US", now=NOW, **looks, **values)
    assert rendered.text.count(typed) == 7 and "&lt;" not in rendered.text + rendered.subject
    page = BeautifulSoup(rendered.html, "html.parser")
    assert page.get_text().count(typed) == 8 and page.find(title="x") is None
    assert [link["href"] for link in page.find_all("a")] == []


@pytest.fixture
def marked(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Iterator[None]:
    """Emails find a catalog of `LANGUAGE` that wraps each sentence in ⟦ and ⟧."""
    write_marked_catalog(tmp_path)
    monkeypatch.setattr(templates, "CATALOGS", tmp_path)
    templates.catalog.cache_clear()
    yield
    templates.catalog.cache_clear()


@pytest.mark.usefixtures("marked")
def test_every_sentence_comes_from_the_catalog_of_the_locale() -> None:
    said = {
        text
        for one in sample_emails(LANGUAGE)
        for shown in (one.content.html or "", f"<p>{one.content.subject}</p>")
        for text in Page(LINK.sub("", re.sub('href="[^"]*"', "", shown))).unmarked
    }
    assert {text for text in said if not all(is_data(part, KNOWN) for part in parts(text))} == set()


def test_the_page_of_pictures_shows_each_kind_as_it_is() -> None:
    said = email_pictures.PAGE.read_text("utf-8")
    assert said == email_pictures.page_text(), "take the pictures again: make screenshots"
    pictures = re.findall(r"\(screenshots/emails/([\w-]+\.png)\)", said)
    assert set(pictures) == {path.name for path in email_pictures.PICTURES.iterdir()}
    assert {f"{one.kind}-{theme}.png" for one in SAMPLES for theme in email_pictures.THEMES} <= set(pictures)


def test_a_locale_without_a_catalog_is_english() -> None:
    english, german = next(sample_emails()), next(sample_emails("de"))
    assert german.content.subject == english.content.subject
    assert "Di., 1. Dez., 13:00" in german.content.text


def test_an_account_without_a_name_is_greeted_too() -> None:
    looks = {"agency": "", "color": "#0f766e", "zone": "UTC", "answers": RECRUITER[0]}
    rendered = templates.render("test", locale="en_US", now=NOW, name="", **looks)
    assert rendered.text.startswith("Hello,\n\n")
