"""The demo's library: a template for one field, one that was changed, and a recruiter's proposals."""

from dataclasses import replace
from datetime import datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.accounts.models import Account
from portal.agencies import queries as agencies
from portal.core.command import Actor, Command
from portal.drafts import actions, queries, template_proposals
from portal.drafts.rules import TemplateText

FOR_ENGINEERS = """\
Dear {{ contact_first_name }},

Thank you for showing me around on {{ interview_day }}. I’ve been thinking about [the problem they showed you], \
and I’d start by [how you’d look into it].

I’d love to work on it with you at {{ employer }}.

Best regards,
{{ my_name }}
{{ my_phone }}"""
ASKS_BY_DECISION_DAY = """\
Dear {{ contact_first_name }},

You hoped to decide about the {{ opening }} position by {{ decision_day }}. I’m still very interested \
in working at {{ employer }}. Has a decision been made?

Best regards,
{{ my_name }}"""


def add_library(session: Session, *, now: datetime) -> None:
    """Fill the agency's library: a template with two versions, one for a field, and proposals open and declined."""
    boss, by = _first_with_role(session, "owner"), _first_with_role(session, "recruiter")
    engineering = agencies.job_fields(session)[0]
    words = TemplateText("thank", "After a tour of the plant", "Thank you, {{ contact_first_name }}", FOR_ENGINEERS)
    actions.create_template(Command(session, boss, now - timedelta(days=40)), replace(words, field_id=engineering.id))
    thanks, asks = queries.templates_of_kind(session, "answer")[-1], queries.templates_of_kind(session, "follow_up")[0]
    shorter = replace(thanks.wording, body=thanks.body.replace("I was so glad to hear from you, and ", ""))
    actions.update_template(Command(session, boss, now - timedelta(days=12)), thanks, shorter, base=thanks.number)
    short_card = TemplateText("card", "A very short card", "Thank you", "Thanks, {{ contact_first_name }}!")
    proposed = Command(session, by, now - timedelta(days=9))
    declined = template_proposals.propose(proposed, None, short_card, "Fits the smallest card")
    template_proposals.decline(
        Command(session, boss, now - timedelta(days=8)), declined, "Too short. No one will remember it."
    )
    named = replace(asks.wording, body=ASKS_BY_DECISION_DAY)
    template_proposals.propose(
        Command(session, by, now - timedelta(hours=5)), asks, named, "It names the day they gave us"
    )


def _first_with_role(session: Session, role: str) -> Actor:
    account = session.scalars(select(Account).where(Account.role == role).order_by(Account.name)).first()
    if account is None:
        raise LookupError(role)
    return Actor("account", account.id, role)
