"""What becomes of a proposal is told to its proposer."""

from dataclasses import replace
from datetime import UTC, datetime

from sqlalchemy import select

from portal.alerts import proposals
from portal.drafts import template_proposals
from portal.drafts.rules import TemplateText
from portal.messaging.kinds import Drop, Send, Wait, kind_of
from portal.messaging.models import OutgoingMessage
from tests.factories.firm import Firm

WORDS = TemplateText("thank", "Short and warm", "Thank you", "Dear {{ contact_first_name }}, thank you.")
NOON, NIGHT = datetime(2026, 3, 5, 17, tzinfo=UTC), datetime(2026, 3, 6, 3, tzinfo=UTC)
MORNING = datetime(2026, 3, 6, 14, tzinfo=UTC)


def test_who_proposed_is_told_by_one_mail_of_what_was_decided_and_why(firm: Firm) -> None:
    owner, now = replace(firm.by, account_id=firm.owner.id), firm.now()
    one, other, own = (
        template_proposals.propose(firm.command(by=by, now=now), None, WORDS, None) for by in (firm.by, firm.by, owner)
    )
    proposals.decline(firm.command(by=owner, now=now), own, "Not needed.")
    proposals.accept(firm.command(by=owner, now=now), one, None)
    proposals.decline(firm.command(by=owner, now=now), other, "There is one like it.")
    mail = firm.session.scalars(select(OutgoingMessage)).one()
    assert (mail.to_email, mail.due_at >= now + proposals.BUNDLING_DELAY) == (firm.recruiter.email, True)
    kind = kind_of(mail.kind)
    wanted = kind.recheck(firm.session, mail, NOON)
    assert isinstance(wanted, Send)
    content = kind.render(firm.session, mail, wanted.values, NOON)
    assert content.reply_to == (firm.owner.name, firm.owner.email)
    said = content.text
    assert said.index("accepted it") < said.index("kept the template as it was") < said.index("“There is one like it.”")
    assert kind.recheck(firm.session, mail, NIGHT) == Wait(MORNING)
    one.decided_by = firm.stranger
    assert kind.render(firm.session, mail, wanted.values, NOON).reply_to is None
    firm.recruiter.deactivated_at = now
    assert kind.recheck(firm.session, mail, NOON) == Drop("deactivated")
