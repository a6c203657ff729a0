"""The page that exports the whole agency: for owners who entered their password lately, audited, and streamed."""

from io import BytesIO
from zipfile import ZipFile

from sqlalchemy import select

from portal.audit.models import AuditEvent
from tests.factories.firm import Firm
from tests.fixtures.app import Browse


def test_an_owner_downloads_everything_and_the_audit_log_says_so(firm: Firm, browse: Browse) -> None:
    firm.candidate("Zoë Lee")
    firm.commit()
    browser = browse(firm.owner)
    assert "Export everything" in browser.get("/settings/export").text
    answer = browser.post("/settings/export/download")
    assert (answer.status_code, answer.mimetype) == (200, "application/zip")
    with ZipFile(BytesIO(answer.data)) as archive:
        assert archive.namelist() == [
            "candidates.csv",
            "employers.csv",
            "contacts.csv",
            "interviews.csv",
            "recruiter_notes.csv",
        ]
        assert "Zoë Lee" in archive.read("candidates.csv").decode()
    event = firm.session.scalars(select(AuditEvent).where(AuditEvent.action == "agency.export")).one()
    assert event.actor_id == firm.owner.id


def test_only_owners_export_the_agency(firm: Firm, browse: Browse) -> None:
    firm.commit()
    for account in (firm.recruiter, firm.viewer):
        browser = browse(account)
        assert browser.get("/settings/export").status_code == 403
        assert browser.post("/settings/export/download").status_code == 403


def test_the_page_leads_to_the_imports(firm: Firm, browse: Browse) -> None:
    firm.commit()
    assert 'href="/imports/new"' in browse(firm.owner).get("/settings/export").text
