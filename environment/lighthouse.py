"""Print Lighthouse's figures of a candidate's Today, debrief, and note on a phone: `make demo`, then this module."""

import json
import os
import statistics
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

from playwright.sync_api import Browser, Page, sync_playwright

from environment.browser import found

ROOT = Path(__file__).parents[1]
LIGHTHOUSE = "lighthouse@12.6.1"
CATEGORIES = ("performance", "accessibility", "best-practices")
TIMES = ("largest-contentful-paint", "total-blocking-time", "cumulative-layout-shift")
ROUNDS = 5
PAGES = {
    "today": ("omar.farouk@example.org", ""),
    "debrief": ("omar.farouk@example.org", "main a[href*='/debrief']"),
    "note": ("william.fox@example.org", "main a[href*='/note']"),
}
"""Each page: who opens it, and the link on Today that leads there, if it isn't Today itself."""


def main() -> int:
    """Print the medians of each page, as a row of the table in docs/benchmarks.md."""
    record = Path(os.environ.get("PORTAL_VAR", ROOT / "var")) / "demo.json"
    if not record.exists():
        print("lighthouse: no demo runs here; start one with make demo", file=sys.stderr)
        return 2
    agency = json.loads(record.read_text("utf-8"))["agencies"][0]
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=found(), args=["--no-sandbox", "--disable-gpu"])
        signed_in = {name: _signed_in(browser, agency, *how) for name, how in PAGES.items()}
        browser.close()
    for name, (url, cookie) in signed_in.items():
        print(f"| {name} | {' | '.join(_figures([_report(url, cookie) for _ in range(ROUNDS)]))} |", flush=True)
    return 0


def _signed_in(browser: Browser, agency: dict[str, Any], email: str, link: str) -> tuple[str, str]:
    """Return the page's address, and the cookie of somebody who may open it."""
    page = browser.new_page()
    page.goto(f"{agency['url']}/sign-in")
    page.get_by_label("Email").fill(email)
    page.get_by_label("Password", exact=True).fill(agency["accounts"][0]["password"])
    page.get_by_role("button", name="Sign in").click()
    page.wait_for_url("**/today")
    if link:
        page.goto(agency["url"] + (page.locator(link).first.get_attribute("href") or ""))
    return page.url, _cookie(page)


def _cookie(page: Page) -> str:
    return "; ".join(f"{one['name']}={one['value']}" for one in page.context.cookies())


def _report(url: str, cookie: str) -> dict[str, Any]:
    with tempfile.NamedTemporaryFile("w", suffix=".json") as headers:
        json.dump({"Cookie": cookie}, headers)
        headers.flush()
        command = ["npx", "--yes", LIGHTHOUSE, url, f"--extra-headers={headers.name}", "--output=json", "--quiet"]
        only = f"--only-categories={','.join(CATEGORIES)}"
        flags = "--chrome-flags=--headless --no-sandbox --disable-gpu"
        chrome = {**os.environ, "CHROME_PATH": found() or ""}
        done = subprocess.run([*command, only, flags], env=chrome, capture_output=True, check=True)
    report: dict[str, Any] = json.loads(done.stdout)
    return report


def _figures(reports: list[dict[str, Any]]) -> list[str]:
    scores = [[100 * report["categories"][name]["score"] for report in reports] for name in CATEGORIES]
    times = [[report["audits"][name]["numericValue"] for report in reports] for name in TIMES]
    paint, blocked, moved = (statistics.median(values) for values in times)
    points = [f"{statistics.median(values):.0f}" for values in scores]
    return [*points, f"{paint / 1000:.1f} s", f"{blocked:.0f} ms", f"{moved:.3f}"]


if __name__ == "__main__":
    sys.exit(main())
