"""Find the Chromium that tests drive, or install one (`python environment/browser.py`)."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

WITHOUT_A_WINDOW = "chromium-headless-shell"
"""The same engine without a browser window: tests use a quarter less CPU time with it."""
NAMES = (WITHOUT_A_WINDOW, "chromium", "chromium-browser", "google-chrome-stable", "google-chrome", "chrome")


def found() -> str | None:
    """Return the path of the machine's Chromium; None when it has none."""
    return next((path for name in NAMES if (path := shutil.which(name))), None)


def ensure() -> None:
    """Install Chromium if there is none: headless where available, else the machine's package, or Playwright's own."""
    if shutil.which(WITHOUT_A_WINDOW) or _apt_installs(WITHOUT_A_WINDOW):
        return
    if found() or _playwright_has_one() or _apt_installs("chromium"):
        return
    subprocess.run([sys.executable, "-m", "playwright", "install", "chromium"], check=True)


def _playwright_has_one() -> bool:
    from playwright.sync_api import sync_playwright  # noqa: PLC0415 - only where the machine has none

    with sync_playwright() as playwright:
        return Path(playwright.chromium.executable_path).exists()


def _apt_installs(package: str) -> bool:
    """Return whether the machine's package manager, where it may be used, has installed this package."""
    if os.geteuid() != 0 or not shutil.which("apt-get"):
        return False
    quiet = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    commands = (["apt-get", "update", "-qq"], ["apt-get", "install", "-y", "-qq", package])
    done = all(
        subprocess.run(command, env=quiet, stdout=subprocess.DEVNULL, check=False).returncode == 0
        for command in commands
    )
    return done and bool(shutil.which(package))


if __name__ == "__main__":
    ensure()
