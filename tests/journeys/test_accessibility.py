"""Every page that links lead to is valid, fits, passes axe-core, and has no control that a press does not reach."""

from collections import deque
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Page, expect

from tests.fixtures.axe import MAIN_VIEWS, Inspector, Known
from tests.fixtures.chromium import PHONE, Visit, Window, mail_to
from tests.fixtures.demo import Demo
from tests.fixtures.markup import Markup
from tests.fixtures.page_kinds import PageKinds

OWNER, VIEWER = "maureen.mcgrath@mcgrath.example", "vince.tully@mcgrath.example"
OMAR = "omar.farouk@example.org"
JAMAL = "jamal.edwards@example.org"
"""Who stopped in the middle of a debrief."""
CANDIDATES = (OMAR, "amara.osei@example.org", "ben.carter@example.org", "daniel.kim@example.org")
SENT = "async () => (await fetch(location.href)).text()"
LINKS = "() => [...document.querySelectorAll('a[href]')].map(link => link.href.split('#')[0])"
"""Each page is looked at from its top, where the sticky head covers nothing of a row."""
EVERY = 12


@dataclass
class Walk:
    """Through the pages that links lead to: those that `kinds` lets it open."""

    inspector: Inspector
    markup: Markup
    kinds: PageKinds = field(default_factory=PageKinds)

    def through(self, window: Window, *starts: str) -> None:
        ahead = deque(window.url(start) for start in starts)
        while ahead:
            url = ahead.popleft()
            if not self.kinds.is_new(url):
                continue
            answer = window.page.goto(url)
            if answer is None or "html" not in answer.headers.get("content-type", ""):
                continue
            if window.page.url != url and not self.kinds.is_new(window.page.url):
                continue
            self.markup.add(page_name := window.page.url, answer.text())
            thoroughly = self.kinds.met.total() % EVERY == 0
            self.inspector.look(window.page, page_name, thoroughly=thoroughly)
            ahead.extend(link for link in window.page.evaluate(LINKS) if _is_page(link, url))


def _is_page(link: str, origin: str) -> bool:
    parts = urlsplit(link)
    return parts.netloc == urlsplit(origin).netloc and not parts.path.endswith(
        (".csv", ".xlsx", ".zip", ".ics", ".txt")
    )


@pytest.fixture(scope="module")
def known() -> Known:
    """What one walk has looked at, the next need not."""
    return Known()


@pytest.fixture
def markup(tmp_path: Path) -> Iterator[Markup]:
    """Collect the pages of a test; in the end all of them are valid."""
    pages = Markup(tmp_path)
    yield pages
    assert pages.errors() == []


@pytest.fixture
def inspector(known: Known) -> Inspector:
    return Inspector(known)


def test_nothing_is_wrong_with_what_staff_see(visit: Visit, inspector: Inspector, markup: Markup) -> None:
    walk = Walk(inspector, markup)
    walk.through(visit().sign_in(OWNER), "/today", "/contact-requests")
    assert walk.kinds.met["/applications/*"], "the walk goes by links"
    assert walk.kinds.met["/interviews/*"]
    assert not inspector.objections, "\n".join(inspector.objections)


def test_nothing_is_wrong_with_what_a_viewer_sees(visit: Visit, known: Known, markup: Markup) -> None:
    inspector = Inspector(known, views=MAIN_VIEWS[1:])
    Walk(inspector, markup).through(visit().sign_in(VIEWER), "/today")
    assert not inspector.objections, "\n".join(inspector.objections)


def test_nothing_is_wrong_with_what_candidates_see(visit: Visit, inspector: Inspector, markup: Markup) -> None:
    walk = Walk(inspector, markup)
    for email in CANDIDATES:
        walk.kinds.met["/today"] = 0
        walk.through(visit().sign_in(email), "/today", "/drafts")
    assert walk.kinds.met["/interviews/*/debrief"]
    assert walk.kinds.met["/interviews/*/people/*/note"]
    assert not inspector.objections, "\n".join(inspector.objections)


def test_nothing_is_wrong_with_the_questions_of_a_debrief(visit: Visit, inspector: Inspector, markup: Markup) -> None:
    page = visit(PHONE).sign_in(JAMAL).page
    page.get_by_role("link", name="Go on").first.click()
    page.wait_for_url("**/debrief/people/*")
    page.goto(page.url.partition("/debrief")[0] + "/debrief?again=1")
    inspector.look(page, "did it take place")
    page.get_by_role("button", name="Yes, it took place").click()
    page.get_by_text("Add someone").click()
    page.get_by_label("Someone else").fill("Kim Soto")
    for question in ("Who did you meet?", "How can you reach Kim", "What did you talk about", "Did they say when"):
        while not page.get_by_role("heading", name=question).is_visible():
            with page.expect_navigation():
                page.get_by_role("button", name="Next").last.click()
        markup.add(question, page.evaluate(SENT))
        page.locator("details").evaluate_all("folds => folds.forEach((fold) => { fold.open = true; })")
        inspector.look(page, question)
    debrief = page.url.partition("/debrief")[0] + "/debrief"
    page.get_by_role("button", name="In about a week").click()
    page.wait_for_url("**/notes/*")
    page.goto(f"{debrief}/next")
    expect(page.get_by_role("heading", name="What happens next")).to_be_visible()
    inspector.look(page, "what happens next")
    assert not inspector.objections, "\n".join(inspector.objections)


def test_nothing_is_wrong_with_what_anybody_sees(
    visit: Visit, standing: Demo, inspector: Inspector, markup: Markup
) -> None:
    Walk(inspector, markup).through(visit(), "/sign-in", "/nothing-is-here", "/invitations/none", "/unsubscribe/none")
    Walk(inspector, markup).through(visit(), f"http://localhost:{standing.port}/")
    assert not inspector.objections, "\n".join(inspector.objections)


def test_nothing_is_wrong_with_forms_that_say_what_is_wrong(visit: Visit, inspector: Inspector, markup: Markup) -> None:
    window = visit()
    for path in ("/sign-in", "/password"):
        shown_wrong(window.go(path), inspector, markup)
    page = window.sign_in(OWNER).page
    for path in ("/candidates/new", "/employers/new", "/me/account"):
        shown_wrong(window.go(path), inspector, markup)
    for link in ("Add next round", "Upload an invitation"):
        window.go("/today")
        page.goto(window.url(page.locator("a[href^='/applications/']").first.get_attribute("href") or ""))
        page.get_by_role("link", name=link).click()
        shown_wrong(page, inspector, markup)
    assert not inspector.objections, "\n".join(inspector.objections)


def shown_wrong(page: Page, inspector: Inspector, markup: Markup) -> None:
    """The page's form was sent with nothing in it, and says so."""
    form = page.locator("main form[method=post]").filter(has=page.locator("input:not([type=hidden])")).first
    for one in form.locator("input:is([type=text],[type=email],[type=password],[type=date],[type=time])").all():
        if one.is_visible() and one.get_attribute("role") != "combobox":
            one.fill("")
    form.evaluate("form => { form.noValidate = true }")
    with page.expect_navigation() as sent:
        form.locator("button[type=submit]").last.click()
    markup.add(f"{page.url} with errors", sent.value.text() if sent.value else "")
    expect(page.locator("[aria-invalid=true]").first).to_be_attached()
    inspector.look(page, f"{page.url} with errors")


def test_nothing_is_wrong_with_mail(visit: Visit, standing: Demo, inspector: Inspector) -> None:
    mail_to(standing, OMAR, "debrief")
    page = visit().page
    latest = {mail["X-Portal-Kind"]: mail for mail in standing.mails()}
    assert len(latest) > 1
    for kind, mail in latest.items():
        body = mail.get_body(("html",))
        if body is not None:
            page.set_content(body.get_content())
            inspector.look(page, f"mail: {kind}", thoroughly=True)
    assert not inspector.objections, "\n".join(inspector.objections)
