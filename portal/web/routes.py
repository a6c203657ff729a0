"""Every area's pages, in one list."""

from flask import Flask
from flask_wtf.csrf import CSRFProtect

from portal.core.services import services
from portal.web.accounts import (
    account,
    confirmation,
    date_format,
    emailed_code,
    first_password,
    own_calendar_feed,
    own_email,
    reminder_choices,
    second_factor,
    sign_in,
    sign_in_code,
)
from portal.web.applications import outcomes
from portal.web.applications import views as applications
from portal.web.approvals import assigning as review_assigning
from portal.web.approvals import views as approvals
from portal.web.bulk_actions import views as bulk_actions
from portal.web.calendar import feed as calendar_feed
from portal.web.calendar import views as calendar
from portal.web.candidates import email_changes, own_recruiter, unsubscribe
from portal.web.candidates import invitations as candidate_invitations
from portal.web.candidates import merging as candidate_merging
from portal.web.candidates import views as candidates
from portal.web.cards import print_queue
from portal.web.cards import views as cards
from portal.web.contact_requests import assigning as request_assigning
from portal.web.contact_requests import contact_info
from portal.web.contact_requests import views as contact_requests
from portal.web.contacts import card_photos, duplicates
from portal.web.contacts import views as contacts
from portal.web.debriefs import person_views
from portal.web.debriefs import views as debriefs
from portal.web.demo import views as demo
from portal.web.drafts import views as drafts
from portal.web.employers import views as employers
from portal.web.exports import views as exports
from portal.web.home import views as home
from portal.web.imports import views as imports
from portal.web.insight import views as insight
from portal.web.interviews import preparation, quick_add
from portal.web.interviews import views as interviews
from portal.web.invitations import views as invitations
from portal.web.library import proposals
from portal.web.library import views as library
from portal.web.notes import follow_ups, proofreading, sending, versions, worked_in
from portal.web.notes import views as notes
from portal.web.onboarding import views as onboarding
from portal.web.openings import responses
from portal.web.openings import views as openings
from portal.web.operations import health, metrics
from portal.web.outbox import received
from portal.web.outbox import views as outbox
from portal.web.recruiter_notes import views as recruiter_notes
from portal.web.saved_views import views as saved_views
from portal.web.search import views as search
from portal.web.settings import (
    absences,
    audit_log,
    export,
    factor_reset,
    hand_overs,
    hours,
    job_fields,
    leaving,
    offices,
    own_absence,
    policies,
    roles,
    sign_in_rules,
    staff,
)
from portal.web.settings import invitations as staff_invitations
from portal.web.settings import tags as tag_words
from portal.web.settings import views as settings
from portal.web.shared import branding
from portal.web.steps import task_link
from portal.web.steps import views as steps
from portal.web.tags import views as tags
from portal.web.today import tasks as today_tasks
from portal.web.today import views as today

AREAS = (
    contact_info,
    approvals,
    audit_log,
    export,
    branding,
    calendar,
    calendar_feed,
    bulk_actions,
    candidates,
    candidate_invitations,
    print_queue,
    card_photos,
    cards,
    contact_requests,
    request_assigning,
    review_assigning,
    contacts,
    person_views,
    debriefs,
    drafts,
    duplicates,
    email_changes,
    exports,
    employers,
    outcomes,
    follow_ups,
    health,
    metrics,
    responses,
    imports,
    insight,
    interviews,
    invitations,
    library,
    outbox,
    received,
    account,
    confirmation,
    date_format,
    own_calendar_feed,
    own_email,
    reminder_choices,
    second_factor,
    emailed_code,
    first_password,
    sign_in_code,
    policies,
    preparation,
    quick_add,
    versions,
    notes,
    onboarding,
    openings,
    absences,
    own_absence,
    hand_overs,
    leaving,
    hours,
    offices,
    job_fields,
    saved_views,
    tag_words,
    candidate_merging,
    own_recruiter,
    recruiter_notes,
    tags,
    staff,
    staff_invitations,
    roles,
    factor_reset,
    sign_in_rules,
    applications,
    proofreading,
    worked_in,
    proposals,
    sending,
    search,
    settings,
    sign_in,
    home,
    steps,
    task_link,
    today,
    today_tasks,
    unsubscribe,
)


def install(app: Flask, csrf: CSRFProtect) -> None:
    """Register every area's routes, and the demo's own routes in demo and dev only."""
    for area in AREAS:
        app.register_blueprint(area.blueprint)
    if services(app).settings.environment in ("demo", "dev"):
        app.register_blueprint(demo.blueprint)
    unsubscribe.exempt_from_csrf(csrf)
