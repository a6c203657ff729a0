"""What may be done only so often, and what is recorded when it is refused."""

import os
import subprocess
import sys
import uuid
from datetime import timedelta

import pytest
from sqlalchemy import select

from portal.audit.models import AuditDetail, AuditEvent
from portal.core.rate_limits import INVITATIONS_OF_AGENCY, NOTES, RateLimitReached
from portal.core.settings import Settings
from portal.interviews.models import Interview
from portal.messaging import actions as messages
from portal.messaging.actions import NewMail
from portal.messaging.models import OutgoingMessage
from portal.notes import actions as notes
from tests.factories.firm import PASSWORD, Firm
from tests.fixtures.app import Browse

TRY_12_TIMES = """
from portal.app import create_app
from portal.core.settings import Settings, read_environment
from tests.fixtures.app import Browser
import sys
browser = Browser(create_app(Settings.from_environment(read_environment())), sys.argv[1])
said = {"email": "nobody@example.org", "password": "wrong"}
print([browser.post("/sign-in", said).status_code for _ in range(12)])
"""


def events(firm: Firm, action: str) -> list[AuditEvent]:
    firm.session.expire_all()
    return list(firm.session.scalars(select(AuditEvent).where(AuditEvent.action == action)))


def fill(firm: Firm, kind: str, times: int, about: uuid.UUID | None = None) -> None:
    """Put so many emails of this kind into the outbox, each to an address of its own."""
    now = firm.now()
    mails = [
        NewMail(kind, f"{kind}:{uuid.uuid4()}", "Ann", f"ann{number}@example.org", {}, "due", now, about)
        for number in range(times)
    ]
    messages.enqueue_all(firm.session, mails, now=now)


def test_one_address_gets_three_invitations_a_day(firm: Firm, browse: Browse) -> None:
    candidate, recruiter = firm.candidate(accepted=False), browse(firm.recruiter)
    answers = [recruiter.post(f"/candidates/{candidate.id}/invitation") for _ in range(4)]
    assert [answer.status_code for answer in answers] == [302, 302, 302, 429]
    assert "3 invitations to one address in 24 hours" in answers[3].text
    assert "Try again in 24 hr" in answers[3].text or "Try again in 23 hr" in answers[3].text
    other = firm.candidate("Ben Oak", accepted=False)
    firm.commit()
    assert recruiter.post(f"/candidates/{other.id}/invitation").status_code == 302
    invited = firm.session.scalars(select(OutgoingMessage.id).where(OutgoingMessage.to_email == candidate.email)).all()
    assert len(invited) == 3


def test_an_agency_sends_300_invitations_a_day(firm: Firm, browse: Browse) -> None:
    candidate = firm.candidate(accepted=False)
    fill(firm, "invitation", INVITATIONS_OF_AGENCY.most)
    answer = browse(firm.recruiter).post(f"/candidates/{candidate.id}/invitation")
    assert answer.status_code == 429
    assert "300 invitations from your agency in 24 hours" in answer.text
    colleague = {"addresses": "cora@example.org", "role": "recruiter", "office_id": ""}
    refused = browse(firm.owner).post("/settings/people/invite", colleague)
    assert "300 invitations" in refused.text and refused.status_code == 422


def test_a_person_gets_five_test_emails_an_hour(firm: Firm, browse: Browse) -> None:
    recruiter = browse(firm.recruiter)
    answers = [recruiter.post("/mail/test") for _ in range(6)]
    assert [answer.status_code for answer in answers] == [302] * 5 + [429]
    assert "5 test emails in an hour" in answers[5].text
    assert browse(firm.owner).post("/mail/test").status_code == 302


@pytest.fixture
def interview(firm: Firm) -> Interview:
    found = firm.interview(starts_in=-timedelta(hours=2), people=("Dana Ruiz <dana@acme.example>",))
    firm.debriefed(found)
    return found


def test_thirty_notes_a_day_go_out_for_one_candidate(firm: Firm, interview: Interview) -> None:
    note = notes.begin(firm.command(), interview.people[0], "thank", {})
    text = "Dear Dana,\n\nThank you for your time. The night shift you described is what I know best."
    notes.save(firm.command(), note, "Thank you", text)
    fill(firm, "note", NOTES.most, interview.application_id)
    last = firm.session.scalars(select(OutgoingMessage).where(OutgoingMessage.kind == "note")).first()
    assert last is not None
    with pytest.raises(RateLimitReached) as refused:
        notes.send(firm.command(), note)
    assert "30 notes for one candidate in 24 hours" in refused.value.sentence % refused.value.values
    assert messages.cancel(firm.session, last, "undone", now=firm.now())
    assert notes.send(firm.command(), note).kind == "note"


@pytest.mark.usefixtures("counted")
def test_three_password_emails_an_hour_to_one_address_whether_it_has_an_account_or_not(
    firm: Firm, browse: Browse
) -> None:
    browser = browse.nobody()
    for email in (firm.owner.email, f"{uuid.uuid4().hex}@example.org"):
        answers = [
            browser.post("/password", {"email": email}, environ_base={"REMOTE_ADDR": f"192.0.2.{number}"})
            for number in range(4)
        ]
        assert [answer.status_code for answer in answers] == [200, 200, 200, 429]
        assert "Try again in 1 hr" in answers[3].text or "Try again in 59 min" in answers[3].text
        assert int(answers[3].headers["Retry-After"]) > 3000


def test_without_redis_each_process_counts_and_nobody_else_is_refused(firm: Firm, settings: Settings) -> None:
    firm.commit()
    env = os.environ | {
        "PORTAL_ENV": "dev",
        "DATABASE_URL": settings.database_url or "",
        "REDIS_URL": "redis://127.0.0.1:1/0",
        "SMTP_URL": "smtp://127.0.0.1:1",
    }
    command = [sys.executable, "-c", TRY_12_TIMES, firm.url]
    answer = subprocess.run(command, env=env, capture_output=True, text=True, check=True)
    assert answer.stdout.strip() == str([422] * 10 + [429] * 2)


def test_failed_sign_ins_are_audited_and_logged_without_addresses(
    firm: Firm, browse: Browse, caplog: pytest.LogCaptureFixture
) -> None:
    browser = browse.nobody()
    for email in (firm.owner.email, "nobody@example.org"):
        browser.post("/sign-in", {"email": email, "password": "wrong"})
    known, unknown = sorted(events(firm, "account.sign_in_failed"), key=lambda row: row.subject_kind)
    assert (known.subject_kind, known.subject_id) == ("accounts", firm.owner.id)
    assert (unknown.subject_kind, unknown.actor_kind) == ("agency_profiles", "visitor")
    assert known.origin is not None and known.origin.endswith(" 127.0.0.1")
    said = [record.getMessage() for record in caplog.records if "sign_in_failed" in record.getMessage()]
    assert len(said) == 2 and str(firm.owner.id) in said[0]
    assert "@" not in "".join(said)


def test_a_sign_in_is_audited_with_its_request_and_ip_address(firm: Firm, browse: Browse) -> None:
    browse.nobody().sign_in(firm.owner.email)
    (event,) = events(firm, "account.sign_in")
    request_id, address = (event.origin or "").split(" ")
    assert (len(request_id), address) == (12, "127.0.0.1")


def test_a_wrong_current_password_is_a_failed_sign_in(firm: Firm, browse: Browse) -> None:
    new = {"current": "wrong", "password": "another good long one", "again": "another good long one"}
    assert browse(firm.owner).post("/me/password", new, page="/me/account").status_code == 422
    (event,) = events(firm, "account.sign_in_failed")
    assert (event.actor_id, event.subject_id) == (firm.owner.id, firm.owner.id)


def refused(firm: Firm, event: AuditEvent) -> dict[str, object]:
    """What the audit log holds of a refused request, besides who and when."""
    found = firm.session.scalars(select(AuditDetail.changes).where(AuditDetail.event_id == event.id)).one()
    return dict(found)


def test_what_is_forbidden_or_too_frequent_is_audited_and_logged(
    firm: Firm, browse: Browse, caplog: pytest.LogCaptureFixture
) -> None:
    candidate = firm.account_of(firm.candidate())
    assert browse(candidate).get("/candidates").status_code == 403
    (forbidden,) = events(firm, "request.forbidden")
    assert forbidden.actor_id == candidate.id
    assert refused(firm, forbidden) == {"endpoint": [None, "candidates.index"], "permission": [None, "see_records"]}
    recruiter = browse(firm.recruiter)
    for _ in range(7):
        recruiter.post("/mail/test")
    (limited,) = events(firm, "request.limited")
    assert limited.actor_id == firm.recruiter.id
    assert refused(firm, limited)["endpoint"] == [None, "outbox.send_test_email"]
    said = [record.getMessage() for record in caplog.records if "request.limited" in record.getMessage()]
    assert len(said) == 2 and all("endpoint outbox.send_test_email" in line for line in said)


def test_a_password_request_does_the_same_work_whether_there_is_an_account_or_not(
    firm: Firm, browse: Browse, statements: list[str]
) -> None:
    browser = browse.nobody()
    browser.get("/password")
    counted = []
    for email in (firm.owner.email, "nobody@example.org"):
        statements.clear()
        assert browser.post("/password", {"email": email}).status_code == 200
        counted.append([line.split()[0] for line in statements if not line.startswith(("SAVEPOINT", "ROLLBACK"))])
    known, unknown = counted
    writes = [sum(word in ("INSERT", "UPDATE") for word in words) for words in counted]
    assert writes[0] <= writes[1] <= writes[0] + 1
    assert abs(len(known) - len(unknown)) <= 4
    assert len(events(firm, "account.password_unknown")) == 1


def test_an_account_is_read_without_its_password(firm: Firm, browse: Browse, statements: list[str]) -> None:
    browser = browse(firm.owner)
    statements.clear()
    assert browser.get("/me/account").status_code == 200
    assert statements and not [line for line in statements if "password_hash" in line.partition("FROM")[0]]
    assert browse.nobody().sign_in(firm.owner.email, PASSWORD)
