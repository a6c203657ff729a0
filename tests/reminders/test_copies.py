"""What an email said is kept for a time, without what works without signing in (docs/operating.md#copies)."""

import zlib
from dataclasses import replace

from sqlalchemy import func, select

from environment.sample_emails import sample_emails
from portal.accounts import actions as accounts
from portal.core import transaction
from portal.messaging import copies, resending, sending
from portal.messaging.kinds import kind_of
from portal.messaging.models import OutgoingMessage, SentCopy
from tests.fixtures.app import Browse
from tests.reminders.conftest import Days


def count(days: Days) -> int:
    return days.firm.session.scalars(select(func.count()).select_from(SentCopy)).one()


def reminded(days: Days) -> OutgoingMessage:
    """Return the candidate's reminder after it was handed over."""
    days.at(11.5).decide()
    days.send()
    [mail] = days.mails()
    return mail


def test_a_reminder_is_kept_as_it_was_sent_but_for_the_readers_own_links(days: Days) -> None:
    mail = reminded(days)
    kept = copies.find(days.firm.session, mail.id)
    [(_to, sent)] = days.catcher.mails
    text, html = (sent.get_body((part,)) for part in ("plain", "html"))
    assert kept is not None and kept.html is not None and text is not None and html is not None
    assert kept.reply_to in str(sent["Reply-To"])
    for said, part in ((kept.text, text), (kept.html, html)):
        was = part.get_content().replace("\r\n", "\n")
        assert "/t/" in was and "/unsubscribe/" in was
        head, rest = was.split("/t/", 1)
        assert said.startswith(f"{head}/t/…")
        assert rest[:20] not in said
        assert "/unsubscribe/…" in said
    assert kept.lacks_links


def test_nothing_is_kept_before_the_hand_over_and_one_copy_after_another_try(days: Days) -> None:
    days.catcher.answer_rcpt = lambda _address: "550 5.1.1 no such user"
    days.at(11.5).decide()
    assert count(days) == 0
    days.send()
    [mail] = days.mails()
    days.firm.session.refresh(mail)
    assert (mail.state, count(days)) == ("failed", 1)
    days.catcher.answer_rcpt = None
    resending.resend(days.firm.command(now=days.now), mail, "ann@new.example")
    transaction.commit(days.firm.session, days.now)
    days.send()
    assert days.fates() == [("sent", None)]
    assert count(days) == 1


def test_an_invitation_with_its_link_is_not_kept(days: Days) -> None:
    accounts.invite(days.firm.command(), days.firm.account_of(days.firm.candidate("Bea Ray", accepted=False)))
    days.firm.commit()
    sending.send(days.firm.session, "now", sending.transport())
    assert [mail["X-Portal-Kind"] for _to, mail in days.catcher.mails] == ["account"]
    assert count(days) == 0


def test_a_copy_is_deleted_when_its_time_is_over(days: Days) -> None:
    reminded(days)
    session, until = days.firm.session, days.now + copies.KEPT_FOR
    assert copies.delete_expired(session, days.now) == 0
    assert copies.delete_expired(session, until) == 1
    assert count(days) == 0


def test_staff_open_the_email_as_it_was_sent_and_others_do_not(days: Days, browse: Browse) -> None:
    mail = reminded(days)
    days.firm.commit()
    recruiter = browse(days.firm.recruiter)
    page = recruiter.get(f"/mail/{mail.id}").text
    assert f'src="/mail/{mail.id}/html"' in page
    assert "Links that work without signing in are left out of this copy." in page
    framed = recruiter.get(f"/mail/{mail.id}/html")
    assert "Share how it went" in framed.text and "<html lang" in framed.text
    policy = framed.headers["Content-Security-Policy"]
    assert policy.startswith("default-src 'none'") and policy.endswith("; sandbox")
    assert browse(days.firm.stranger).get(f"/mail/{mail.id}/html").status_code == 404
    in_place = recruiter.get(f"/candidates/{days.person.id}?mail={mail.id}").text
    assert f'src="/mail/{mail.id}/html"' in in_place


def test_a_page_without_a_text_says_why(days: Days, browse: Browse) -> None:
    mail = reminded(days)
    recruiter = browse(days.firm.recruiter)
    copies.delete_expired(days.firm.session, days.now + copies.KEPT_FOR)
    days.firm.commit()
    assert "There’s no copy of this email. Copies are kept for 90 days." in recruiter.get(f"/mail/{mail.id}").text
    assert recruiter.get(f"/mail/{mail.id}/html").status_code == 404
    mail.handed_over_at, mail.state = None, "dropped"
    days.firm.commit()
    assert "This email hasn’t been sent." in recruiter.get(f"/mail/{mail.id}").text
    mail.kind = "sign-in-code"
    days.firm.commit()
    assert "doesn’t keep the text of account emails" in recruiter.get(f"/mail/{mail.id}").text


def test_no_kind_keeps_a_link_that_works_without_signing_in(days: Days) -> None:
    with days.firm.app.app_context():
        for sample in sample_emails():
            kind = kind_of(sample.kind)
            said = replace(sample.content, text=f"{sample.content.text} https://a.example/t/secret.Token-1")
            found = copies.values_to_keep(OutgoingMessage(kind=kind.name), said, days.now)
            assert (found is None) == (kind.audience in ("account", "contact"))
            assert found is None or b"secret" not in zlib.decompress(found["said"])
