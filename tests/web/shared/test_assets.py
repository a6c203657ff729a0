"""Built assets go out compressed to browsers that take it, and are the same file to all."""

import gzip

import pytest

from tests.fixtures.app import Browse


@pytest.mark.parametrize(
    ("accepted", "sent"),
    [
        ("gzip, deflate, br, zstd", "br"),
        ("gzip, deflate", "gzip"),
        ("br;q=0, gzip", "gzip"),
        ("identity", None),
        ("", None),
    ],
)
def test_a_stylesheet_is_sent_as_the_browser_takes_it(browse: Browse, accepted: str, sent: str | None) -> None:
    browser = browse.nobody()
    address = _stylesheet(browser.get("/sign-in").text)
    answer = browser.get(address, headers={"Accept-Encoding": accepted})
    assert answer.headers.get("Content-Encoding") == sent
    assert answer.mimetype == "text/css"
    assert "Accept-Encoding" in answer.headers["Vary"]
    assert "max-age=31536000" in answer.headers["Cache-Control"]


def test_what_is_compressed_is_the_file(browse: Browse) -> None:
    browser = browse.nobody()
    address = _stylesheet(browser.get("/sign-in").text)
    plain = browser.get(address, headers={"Accept-Encoding": "identity"}).data
    assert gzip.decompress(browser.get(address, headers={"Accept-Encoding": "gzip"}).data) == plain


def _stylesheet(page: str) -> str:
    """Return the address of the page's stylesheet."""
    return page.split('<link rel="stylesheet" href="', 1)[1].split('"', 1)[0]
