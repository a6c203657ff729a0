"""The application factory: wires extensions, blueprints and domain hooks, once and in one place."""

import logging
from functools import partial
from typing import Any

from flask import Flask
from flask_wtf.csrf import CSRFProtect
from sqlalchemy.orm import Session
from werkzeug.middleware.proxy_fix import ProxyFix

from portal.accounts import devices, second_factor_mails, sign_in_code_mails
from portal.accounts import mails as account_mails
from portal.accounts.rules import MAX_LIFETIME
from portal.agencies import queries as agencies
from portal.alerts import assigned_requests, assigned_reviews, proposals, unclaimed_requests, unreviewed_notes
from portal.approvals import actions as approvals
from portal.approvals import mails as approval_mails
from portal.bulk_actions import messaging as staff_messages
from portal.candidates import mails as candidate_mails
from portal.core import access, privileges, template_cache, tenancy, timeouts
from portal.core.db import db, enable_prepared_statements
from portal.core.resources import ROOT
from portal.core.services import EXTENSION, Services, services
from portal.core.settings import Settings, SettingsError, SmtpServer, read_environment
from portal.interviews import change_notices, contact_info, hr_questions
from portal.messaging import templates, test_mail
from portal.messaging.return_addresses import Sender
from portal.messaging.sending import Transport
from portal.messaging.smtp import SmtpConnection
from portal.notes import mails as note_mails
from portal.recruiter_notes import mails as recruiter_note_mails
from portal.reminders import actions as reminders
from portal.reminders import asked_again, ended_applications, stopped_notes
from portal.reminders import mails as reminder_mails
from portal.search import changes as search_changes
from portal.staff import mails as staff_mails
from portal.web import routes
from portal.web.cards import mailing
from portal.web.cards import presenter as card_presenter
from portal.web.contact_requests import presenter as request_presenter
from portal.web.notes import status as note_status
from portal.web.search import presenter as search_presenter
from portal.web.shared import (
    assets,
    disclosure,
    error_handlers,
    guessed_emails,
    interview_links,
    languages,
    live_pages,
    login,
    rate_limits,
    request_cycle,
    second_step,
    security_headers,
    submissions,
    template_context,
    uploads,
)

_log = logging.getLogger(__name__)
ENGINE: dict[str, Any] = {
    "hide_parameters": True,
    "pool_pre_ping": True,
    "pool_size": 8,
    "max_overflow": 4,
    "pool_timeout": 5,
}
"""No statement is prepared by default, as a pooler may not support it; a lost connection is noticed before use."""
PARTS = (
    security_headers,
    error_handlers,
    assets,
    rate_limits,
    login,
    live_pages,
    template_context,
    interview_links,
    card_presenter,
    request_presenter,
    search_presenter,
    mailing,
    note_status,
    disclosure,
    guessed_emails,
    submissions,
    second_step,
)
MAIL_KINDS = (
    *account_mails.KINDS,
    *second_factor_mails.KINDS,
    *devices.KINDS,
    *sign_in_code_mails.KINDS,
    *note_mails.KINDS,
    *approval_mails.KINDS,
    *reminder_mails.KINDS,
    *asked_again.KINDS,
    *staff_messages.KINDS,
    *unclaimed_requests.KINDS,
    *assigned_requests.KINDS,
    *stopped_notes.KINDS,
    *unreviewed_notes.KINDS,
    *assigned_reviews.KINDS,
    *proposals.KINDS,
    *hr_questions.KINDS,
    *change_notices.KINDS,
    *ended_applications.KINDS,
    *staff_mails.KINDS,
    *recruiter_note_mails.KINDS,
    *test_mail.KINDS,
    *candidate_mails.KINDS,
)
UPLOAD_BYTES = 2 * 1024 * 1024


def create_app(settings: Settings | None = None) -> Flask:
    """Return the whole application; raise `UndeclaredRoute` when a route does not declare who may call it."""
    settings = settings or Settings.from_environment(read_environment())
    warn_of_http(settings)
    app = Flask("portal", root_path=str(ROOT), template_folder="templates", static_folder=None)
    _configure(app, settings)
    app.extensions[EXTENSION] = _services(settings)
    db.init_app(app)
    languages.install(app)
    request_cycle.install(app)
    uploads.install(app)
    csrf = CSRFProtect(app)
    for part in PARTS:
        part.install(app)
    routes.install(app, csrf)
    access.require_declared_access(app)
    if settings.is_local:
        template_cache.enable(app.jinja_env)
        template_cache.enable(templates.HTML)
        template_cache.enable(templates.TEXT)
    with app.app_context():
        timeouts.install(db.engine, lambda: services(app).timeouts)
        if settings.prepares:
            enable_prepared_statements(db.engine)
        privileges.require_unprivileged_role(db.engine)
        db.engine.dispose()  # a process that forks from here shares no connection
    return app


def warn_of_http(settings: Settings) -> None:
    """Log a warning if passwords and links would travel unencrypted in production."""
    if settings.environment == "production" and settings.url_scheme == "http":
        _log.warning(
            "PORTAL_URL_SCHEME IS http IN PRODUCTION: passwords, cookies, and links travel unencrypted. "
            "Set PORTAL_URL_SCHEME=https and serve the portal over TLS."
        )


def _services(settings: Settings) -> Services:
    """Return what the domain is given: how it re-plans, enqueues jobs, and sends which emails."""
    return Services(
        settings=settings,
        timeouts=timeouts.for_pages(settings),
        redis=timeouts.redis_client(settings),
        replan=reminders.replan,
        summarize=reminders.summarize,
        write_search=search_changes.write_changes,
        on_deactivation=(contact_info.release_requests_of, approvals.release_reviews_of),
        mail_kinds={kind.name: kind for kind in MAIL_KINDS},
        transport=Transport(partial(_sender, settings), lambda: SmtpConnection(_server(settings)), tenancy.entered_at),
    )


def _sender(settings: Settings, session: Session) -> Sender:
    """Return who the entered agency's emails come from: the mailbox is the first part of its host."""
    agency = agencies.get_agency(session, tenancy.entered(session))
    return Sender(agency.host.partition(".")[0], settings.mail_domain, agency.mail_code, settings.secret_keys)


def _server(settings: Settings) -> SmtpServer:
    """Return the mail server; without one, emails wait as for a server that is unreachable."""
    return settings.smtp or SmtpServer("localhost", 9, None, None, "none")


def _configure(app: Flask, settings: Settings) -> None:
    if settings.database_url is None:
        raise SettingsError("DATABASE_URL", "is needed here; `portal demo run` brings its own database")
    secure = settings.url_scheme == "https"
    app.config.from_mapping(
        SECRET_KEY=settings.secret_keys[0],
        SECRET_KEY_FALLBACKS=list(settings.secret_keys[1:]),
        SESSION_COOKIE_NAME="__Host-portal" if secure else "portal",
        SESSION_COOKIE_SECURE=secure,
        SESSION_COOKIE_HTTPONLY=True,
        SESSION_COOKIE_SAMESITE="Lax",
        PERMANENT_SESSION_LIFETIME=MAX_LIFETIME,  # the row in `sign_ins` ends it sooner
        MAX_CONTENT_LENGTH=UPLOAD_BYTES,
        MAX_FORM_MEMORY_SIZE=UPLOAD_BYTES,
        WTF_CSRF_TIME_LIMIT=None,
        SQLALCHEMY_DATABASE_URI=settings.database_url,
        SQLALCHEMY_ENGINE_OPTIONS={
            **ENGINE,
            "connect_args": {"prepare_threshold": None, "connect_timeout": settings.connect_seconds},
        },
        RATELIMIT_STORAGE_OPTIONS=timeouts.redis_options(settings),
        RATELIMIT_STORAGE_URI=rate_limits.storage_uri(settings.redis_url or "memory://"),
    )
    app.jinja_env.auto_reload = settings.environment == "dev"
    if settings.proxies:
        app.wsgi_app = ProxyFix(app.wsgi_app, *[settings.proxies] * 4)  # type: ignore[method-assign]
