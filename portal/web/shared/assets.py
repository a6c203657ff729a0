"""The built assets, under names that change with their content."""

import json
import mimetypes
from functools import lru_cache
from pathlib import Path

from flask import Blueprint, Flask, Response, current_app, g, request, send_from_directory, url_for
from werkzeug.security import safe_join

from portal.core import access

blueprint = Blueprint("assets", __name__)
COMPRESSED = {"br": ".br", "gzip": ".gz"}
"""What `make assets` compresses texts by, the smallest first, and how such a file's name ends."""


def install(app: Flask) -> None:
    """Serve what `make assets` built at `/static/…`, and let templates find it by its plain name."""
    app.register_blueprint(blueprint)
    app.jinja_env.globals["assets"] = asset_url


@blueprint.get("/static/<path:name>")
@access.any_host
def file(name: str) -> Response:
    """Return one built file, cached for a year, and compressed for a browser that takes it."""
    kind, _ = mimetypes.guess_type(name)
    encoding = _encoding(name)
    sent = name + COMPRESSED.get(encoding, "")
    answer = send_from_directory(_folder(), sent, mimetype=kind, max_age=31536000)
    answer.vary.add("Accept-Encoding")
    if encoding:
        answer.content_encoding = encoding
    return answer


def asset_url(name: str) -> str:
    """Return the URL of the asset with this plain name, such as `app.css`; built once for each page."""
    if "asset_names" not in g:
        manifest = _folder() / "manifest.json"
        g.asset_names, g.asset_urls = _names(manifest, manifest.stat().st_mtime_ns), {}
    if name not in g.asset_urls:
        g.asset_urls[name] = url_for("assets.file", name=g.asset_names.get(name, name))
    url: str = g.asset_urls[name]
    return url


def _encoding(name: str) -> str:
    """Return the best encoding that the browser accepts and the build has of this file; empty for neither."""
    for encoding, suffix in COMPRESSED.items():
        path = safe_join(str(_folder()), name + suffix)
        if request.accept_encodings[encoding] > 0 and path and Path(path).is_file():
            return encoding
    return ""


def _folder() -> Path:
    return Path(current_app.root_path) / "static" / "dist"


@lru_cache(maxsize=1)
def _names(manifest: Path, _built_at: int) -> dict[str, str]:
    found: dict[str, str] = json.loads(manifest.read_text("utf-8"))
    return found
