"""Every detail of a contact is kept, filled in, merged, disclosed, and read from a card, whatever details there are."""

import pytest
from sqlalchemy import select

from portal.accounts.rules import CANDIDATE
from portal.audit.models import AuditEvent
from portal.contacts import actions, disclosure
from portal.contacts.details import CONTACT_DETAILS, PRIVATE_DETAILS, ContactDetail, ContactDetails
from portal.contacts.disclosure import Disclosure
from portal.contacts.models import Contact
from portal.contacts.rules import fill_missing
from portal.core.command import Actor
from portal.debriefs.contact_extraction import extract_from_text
from portal.debriefs.rules import DETAIL_FIELDS
from portal.drafts.rules import FIELDS
from portal.duplicates import merging
from tests.factories.contact_details import example_of
from tests.factories.firm import Firm

BLANK = ContactDetails("Dana Ruiz")
every_detail = pytest.mark.parametrize("detail", CONTACT_DETAILS, ids=lambda detail: detail.name)
every_other_detail = pytest.mark.parametrize("detail", CONTACT_DETAILS[1:], ids=lambda detail: detail.name)
every_private_detail = pytest.mark.parametrize("detail", PRIVATE_DETAILS, ids=lambda detail: detail.name)


def with_detail(detail: ContactDetail) -> ContactDetails:
    return ContactDetails.from_values({"name": BLANK.name, detail.name: example_of(detail)})


def new_contact(firm: Firm, details: ContactDetails, like: Contact | None = None) -> Contact:
    employer_id = like.employer_id if like else firm.employer().id
    return actions.create_contact(firm.command(), employer_id, details)


@every_detail
def test_a_detail_is_kept_and_its_change_is_audited(firm: Firm, detail: ContactDetail) -> None:
    contact = new_contact(firm, BLANK)
    actions.update_contact(firm.command(), contact, with_detail(detail))
    firm.session.expire_all()
    assert actions.details_of(contact) == with_detail(detail)
    changed = firm.session.scalars(select(AuditEvent.fields).where(AuditEvent.action == "contact.update")).one()
    assert detail.name in changed


@every_other_detail
def test_a_missing_detail_is_filled_in_and_a_known_one_stays(detail: ContactDetail) -> None:
    known = with_detail(detail)
    assert BLANK.lacks(detail.name) and not known.lacks(detail.name)
    assert fill_missing(BLANK, known) == known
    assert fill_missing(known, ContactDetails.from_values({"name": "Dana Ruiz", detail.name: "other"})) == known
    assert detail.name in DETAIL_FIELDS, "the debrief asks for it"


@every_other_detail
def test_a_merge_moves_a_detail_and_undoing_it_moves_it_back(firm: Firm, detail: ContactDetail) -> None:
    loser = new_contact(firm, with_detail(detail))
    winner = new_contact(firm, BLANK, like=loser)
    made = merging.merge(firm.command(), winner, loser)
    assert actions.details_of(winner) == with_detail(detail)
    merging.undo(firm.command(), made)
    assert (actions.details_of(winner), actions.details_of(loser)) == (BLANK, with_detail(detail))


@every_private_detail
def test_a_private_detail_is_only_for_candidates_who_entered_it(firm: Firm, detail: ContactDetail) -> None:
    contact, account = new_contact(firm, with_detail(detail)), firm.account_of(firm.candidate())
    assert Disclosure().visible(contact, with_detail(detail)) == BLANK
    by = Actor("account", account.id, CANDIDATE)
    disclosure.record_entered(firm.command(by=by), with_detail(detail))
    own = Disclosure(entered=disclosure.details_entered_by(firm.session, account.id))
    assert own.visible(contact, with_detail(detail)) == with_detail(detail)
    assert f"contact_{detail.name}" not in FIELDS, "a merge field would show it"


def test_a_contact_card_gives_every_detail_that_has_a_property() -> None:
    lines = {detail.vcard_property: detail.name for detail in CONTACT_DETAILS if detail.vcard_property}
    card = "BEGIN:VCARD\nFN:Mo Diaz\nTITLE:Planner\nEMAIL:mo@acme.example\nTEL:1\nADR:;;12 Main St;Ohio;;;\n"
    said = extract_from_text(card + "".join(f"{name}:as written\n" for name in lines) + "END:VCARD\n").said
    assert set(said) == {"name", "title", "email", "phone", "postal_address", *lines.values()}
    assert {said[name] for name in lines.values()} <= {"as written"}
