"""The demo's start page, read from the file that names its agencies and logins."""

import json
from pathlib import Path
from typing import Any

from flask import render_template

from portal.core.services import services
from portal.web.shared.responses import ViewResponse


def start_page() -> ViewResponse:
    """Show the agencies, the people who can sign in there, and the link to the caught email."""
    return render_template("demo/start.html", demo=_read_demo_file())


def _read_demo_file() -> dict[str, Any]:
    file = data_folder() / "demo.json"
    found: dict[str, Any] = json.loads(file.read_text("utf-8")) if file.exists() else {"agencies": []}
    return found


def data_folder() -> Path:
    found: Path = services().settings.var
    return found
