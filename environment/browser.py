"""The Chromium that tests drive: one found on the machine, else one installed (`python environment/browser.py`)."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

NAMES = ("chromium", "chromium-browser", "google-chrome-stable", "google-chrome", "chrome")


def found() -> str | None:
    """Where the machine's Chromium is; None when it has none."""
    return next((path for name in NAMES if (path := shutil.which(name))), None)


def ensure() -> None:
    """There is a Chromium: the machine's, one from its package manager where that may be done, or Playwright's own."""
    if found() or _playwright_has_one() or _apt_installs_one():
        return
    subprocess.run([sys.executable, "-m", "playwright", "install", "chromium"], check=True)


def _playwright_has_one() -> bool:
    from playwright.sync_api import sync_playwright  # noqa: PLC0415 - only where the machine has none

    with sync_playwright() as playwright:
        return Path(playwright.chromium.executable_path).exists()


def _apt_installs_one() -> bool:
    if os.geteuid() != 0 or not shutil.which("apt-get"):
        return False
    quiet = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    commands = (["apt-get", "update", "-qq"], ["apt-get", "install", "-y", "-qq", "chromium"])
    return all(subprocess.run(command, env=quiet, check=False).returncode == 0 for command in commands) and bool(
        found()
    )


if __name__ == "__main__":
    ensure()
