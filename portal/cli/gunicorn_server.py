"""Gunicorn, configured by arguments and not by its configuration files."""

import os
import selectors
import signal
from collections.abc import Callable, Mapping
from functools import partial
from typing import Any

from flask import Flask
from gunicorn.app.base import BaseApplication
from gunicorn.glogging import Logger
from gunicorn.workers.gthread import TConn, ThreadWorker
from werkzeug.debug import DebuggedApplication

from portal.app import create_app
from portal.core.db import db
from portal.core.settings import Settings
from portal.proofreading import harper

AppLoader = Callable[[], Any]
SHUTDOWN_SIGNALS = (signal.SIGTERM, signal.SIGINT, signal.SIGQUIT)


class GunicornServer(BaseApplication):  # type: ignore[misc, unused-ignore]
    """Gunicorn with these options; each of its processes serves the app that `load` returns."""

    def __init__(self, load: AppLoader, options: Mapping[str, Any]) -> None:
        self._load, self._options = load, options
        super().__init__()

    def load_config(self) -> None:
        for name, value in self._options.items():
            self.cfg.set(name, value)

    def load(self) -> Any:
        return self._load()

    def run(self) -> None:
        """Serve until a signal to end; one that comes while a process is being forked is handled right after."""
        os.register_at_fork(before=_hold_shutdown_signals, after_in_parent=_accept_shutdown_signals)
        super().run()


class PatientWorker(ThreadWorker):  # type: ignore[misc, unused-ignore]
    """A worker with threads that each serve a request, and none that waits for one.

    Browsers open connections before they have a request; gunicorn's own worker keeps a thread for each of them for five
    seconds, so a few browsers would make everyone wait.
    """

    def init_signals(self) -> None:
        super().init_signals()
        _accept_shutdown_signals()

    def enqueue_req(self, conn: TConn) -> None:
        if conn.initialized or conn.data_ready:
            super().enqueue_req(conn)
            return
        conn.sock.setblocking(False)
        conn.set_timeout()
        self.pending_conns.append(conn)
        self.poller.register(conn.sock, selectors.EVENT_READ, partial(self.on_pending_socket_readable, conn))

    def murder_pending(self) -> None:
        if not self.alive:
            for conn in self.pending_conns:
                conn.timeout = 0.0
        super().murder_pending()


class ProgramLogger(Logger):  # type: ignore[misc, unused-ignore]
    """Gunicorn's own lines, written as all of the program's."""

    def setup(self, cfg: Any) -> None:
        self.error_log.setLevel(self.LOG_LEVELS[cfg.loglevel])
        self.error_log.propagate = True


def _hold_shutdown_signals() -> None:
    signal.pthread_sigmask(signal.SIG_BLOCK, SHUTDOWN_SIGNALS)


def _accept_shutdown_signals() -> None:
    signal.pthread_sigmask(signal.SIG_UNBLOCK, SHUTDOWN_SIGNALS)


def preloaded_app(settings: Settings) -> tuple[AppLoader, Callable[[Any, Any], None]]:
    """Create the app before any process is forked, so that an error is reported once and at once; return its loader.

    Also return what each process does after the fork: it shares no connection made before, and loads the spelling
    checker while it serves its first pages.
    """
    app: Flask = create_app(settings)

    def forked(_server: Any, _worker: Any) -> None:
        with app.app_context():
            db.engine.dispose(close=False)
        harper.warm_up()

    return lambda: app, forked


def debug_app(settings: Settings) -> AppLoader:
    """Return a loader that creates the app in each process, from the current code, inside a debugger."""
    return lambda: DebuggedApplication(create_app(settings), evalex=True)
