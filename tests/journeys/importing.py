"""What the journeys of imports share: choosing a file, its preview and its end, and the database behind the page."""

from collections.abc import Iterator
from contextlib import contextmanager

from playwright.sync_api import FilePayload, Page, expect
from sqlalchemy import Connection, create_engine, text
from sqlalchemy.pool import NullPool

from tests.fixtures.chromium import Window
from tests.fixtures.demo import Demo

OWNER = "maureen.mcgrath@mcgrath.example"


def upload(window: Window, name: str, content: bytes, kind: str = "Candidates") -> None:
    """The file is chosen and checked; its preview is open."""
    page = window.go("/imports")
    page.get_by_role("link", name="Import a file").first.click()
    page.get_by_label("File", exact=True).set_input_files(FilePayload(name=name, mimeType="text/csv", buffer=content))
    page.get_by_role("radio", name=kind).check()
    page.get_by_role("button", name="Check the file").click()
    is_checked(page)


def is_checked(page: Page) -> None:
    expect(page.get_by_role("navigation", name="Verdicts")).to_be_visible(timeout=60_000)


def verdicts(page: Page, *, new: int, same: int, maybe: int, wrong: int) -> None:
    """The tabs count every row by its verdict."""
    counted = [new + same + maybe + wrong, new, same, maybe, wrong]
    expect(page.get_by_role("navigation", name="Verdicts").locator(".count")).to_have_text(
        [str(one) for one in counted]
    )


def is_done(page: Page) -> None:
    expect(page.get_by_role("link", name="Undo import")).to_be_visible(timeout=120_000)


@contextmanager
def database(demo: Demo) -> Iterator[Connection]:
    """The demo's database, as its first agency sees it."""
    with create_engine(demo.servers["DATABASE_URL"], poolclass=NullPool).begin() as connection:
        found = text("select id from ops.agencies where host = 'mcgrath.localhost'")
        agency_id = connection.scalars(found).one()
        connection.execute(text("select set_config('portal.agency_id', :id, true)"), {"id": str(agency_id)})
        yield connection
