"""A Flask application of one empty route, served exactly as the portal's pages are."""

import argparse

from flask import Flask

from portal.cli.gunicorn_server import GunicornServer
from portal.cli.web import PROCESSES, THREADS, gunicorn_options
from portal.core.settings import Settings, read_environment


def made() -> Flask:
    """The application."""
    app = Flask("empty")
    app.add_url_rule("/", view_func=lambda: "")
    return app


if __name__ == "__main__":
    parser = argparse.ArgumentParser()
    parser.add_argument("--socket", type=int, required=True)
    found = gunicorn_options(Settings.from_environment(read_environment()), (parser.parse_args().socket,))
    GunicornServer(made, found | {"workers": PROCESSES, "threads": THREADS}).run()
