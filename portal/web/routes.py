"""Every area's pages, in one list."""

from flask import Flask
from flask_wtf.csrf import CSRFProtect

from portal.web import (
    addresses,
    approvals,
    brand,
    candidates,
    card_office,
    card_photos,
    cards,
    contact_requests,
    contacts,
    debrief_people,
    debriefs,
    demo,
    drafts,
    duplicates,
    email_changes,
    employers,
    endings,
    follow_ups,
    health,
    interests,
    interviews,
    invitations,
    library,
    mail,
    me,
    meetings,
    note_versions,
    notes,
    openings,
    people,
    processes,
    proofreading,
    proposals,
    sending,
    settings,
    sign_in,
    start,
    steps,
    today,
    unsubscribing,
)

AREAS = (
    addresses,
    approvals,
    brand,
    candidates,
    card_office,
    card_photos,
    cards,
    contact_requests,
    contacts,
    debrief_people,
    debriefs,
    drafts,
    duplicates,
    email_changes,
    employers,
    endings,
    follow_ups,
    health,
    interests,
    interviews,
    invitations,
    library,
    mail,
    me,
    meetings,
    note_versions,
    notes,
    openings,
    people,
    processes,
    proofreading,
    proposals,
    sending,
    settings,
    sign_in,
    start,
    steps,
    today,
    unsubscribing,
)


def install(app: Flask, csrf: CSRFProtect) -> None:
    """The app has every area's routes; the demo's own only where it is one."""
    for area in AREAS:
        app.register_blueprint(area.blueprint)
    if app.config["SETTINGS"].environment in ("demo", "dev"):
        app.register_blueprint(demo.blueprint)
    unsubscribing.exempt(csrf)
