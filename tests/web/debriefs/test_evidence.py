"""Photos and pasted texts of a debrief: kept beside the fields, and deleted when they are not needed any more."""

from io import BytesIO

import pytest
from PIL import Image
from sqlalchemy import select

from portal.contacts import evidence
from portal.contacts.models import ContactEvidence, ContactRequest
from portal.contacts.rules import CONFIRMATION_UNDO_PERIOD
from tests.factories.firm import Firm
from tests.fixtures.app import Browse, csrf
from tests.web.debriefs.walking import Walk
from tests.web.page_forms import send

SIGNATURE = "Mo Díaz\nHead of Robots\nmo@acme.example"
UNREADABLE = "Lee Park\nHead of Robots\nlee (at) acme dot example"


def photo(width: int = 600, height: int = 300) -> bytes:
    out = BytesIO()
    Image.effect_noise((width, height), 90).convert("RGB").save(out, "JPEG", quality=95, exif=_where_it_was_taken())
    return out.getvalue()


def _where_it_was_taken() -> Image.Exif:
    exif = Image.Exif()
    exif[0x010F] = "SecretPhone"
    return exif


def is_gone_with_the_undo(firm: Firm) -> bool:
    """Return whether the one piece of evidence is there while the answer can be undone, and deleted after that."""
    (row,) = firm.session.scalars(select(ContactEvidence)).all()
    assert row.kept_until <= firm.now() + CONFIRMATION_UNDO_PERIOD
    evidence.delete_expired(firm.session, row.kept_until)
    firm.commit()
    return firm.session.scalars(select(ContactEvidence)).all() == []


def test_a_photo_is_kept_beside_the_fields_until_the_person_can_be_reached(
    walk: Walk, firm: Firm, browse: Browse
) -> None:
    lee = walk.person("Lee Park")
    walk.say(took_place="held").say(met=[lee])
    taken = photo()
    assert b"SecretPhone" in taken
    walk.say(phone="+1 212 555 0143", file=(BytesIO(taken), "card.jpg"))
    assert walk.value("phone") == "+1 212 555 0143"
    where = f"/interviews/{walk.interview.id}/debrief/people/{lee}/photo"
    assert where in walk.text
    shown = walk.browser.get(where)
    assert shown.mimetype == "image/jpeg" and b"SecretPhone" not in shown.data
    assert Image.open(BytesIO(shown.data)).size == (600, 300)
    assert browse(firm.stranger).get(where).status_code == 404
    assert browse(firm.account_of(firm.candidate("Bob Moss"))).get(where).status_code == 404
    walk.say(phone="+1 212 555 0143", then="finish")
    assert len(firm.session.scalars(select(ContactEvidence)).all()) == 1, "nobody could type the address yet"
    request = firm.session.scalars(select(ContactRequest)).one()
    recruiter = browse(firm.recruiter)
    assert recruiter.get(f"/contacts/{request.contact_id}/photo").data == shown.data
    recruiter.post(f"/contact-requests/{request.id}/answer", {"name": "Lee Park", "email": "lee@acme.example"})
    assert is_gone_with_the_undo(firm)
    assert recruiter.get(f"/contacts/{request.contact_id}/photo").status_code == 404


def test_a_photo_may_be_as_large_as_phones_take_them(walk: Walk) -> None:
    walk.say(took_place="held").say(met=[walk.person("Lee Park")])
    taken = photo(2400, 1800)
    assert 2_500_000 < len(taken) < 12_000_000
    for size, status, words in ((0, 302, ""), (16_000_000, 422, "This file is larger than 12 MB")):
        body = _multipart(csrf(walk.browser.get(walk.at).text), taken + b"\x00" * size)
        answer = send(walk.browser, walk.at, body, content_type="multipart/form-data; boundary=x")
        assert answer.status_code == status and words in answer.text
        assert status == 302 or "call me" in answer.text, "what else was typed is still there"
    row = walk.firm.session.scalars(select(ContactEvidence)).one()
    assert (row.width, row.height) == (1600, 1200)


def _multipart(token: str, data: bytes) -> bytes:
    named = b'--x\r\nContent-Disposition: form-data; name="%s"%s\r\n\r\n%s\r\n'
    typed = named % (b"csrf_token", b"", token.encode()) + named % (b"phone", b"", b"call me")
    return typed + named % (b"file", b'; filename="a.jpg"', data) + b"--x--"


@pytest.mark.parametrize("then", ["drop_photo", "finish"])
def test_a_photo_goes_when_it_is_deleted_or_not_needed_any_more(walk: Walk, then: str) -> None:
    walk.say(took_place="held").say(met=[walk.person("Lee Park")])
    walk.say(file=(BytesIO(photo()), "card.jpg"))
    assert "replaced the earlier one" not in walk.text
    walk.say(file=(BytesIO(photo(500, 300)), "better.jpg"))
    assert "This photo replaced the earlier one." in walk.text
    walk.say(email="lee@acme.example", then=then)
    assert walk.firm.session.scalars(select(ContactEvidence)).all() == []


def test_a_pasted_text_is_kept_beside_the_fields_until_the_person_can_be_reached(
    walk: Walk, firm: Firm, browse: Browse
) -> None:
    walk.say(took_place="held").say(met=[walk.person("Lee Park")])
    walk.say(200, pasted=UNREADABLE)
    assert walk.value("title") == "Head of Robots" and "lee (at) acme" in walk.text
    walk.say(title="Head of Robots", then="finish")
    assert firm.session.scalars(select(ContactEvidence.text)).all() == [UNREADABLE]
    request = firm.session.scalars(select(ContactRequest)).one()
    recruiter, path = browse(firm.recruiter), f"/contact-requests/{request.id}/answer"
    assert "lee (at) acme" in recruiter.get(path).text
    recruiter.post(path, {"name": "Lee Park", "email": "lee@acme.example"})
    assert is_gone_with_the_undo(firm)


def test_a_photo_and_a_text_are_deleted_one_at_a_time(walk: Walk) -> None:
    walk.say(took_place="held").say(met=[walk.person("Lee Park")])
    walk.say(file=(BytesIO(photo()), "card.jpg")).say(200, pasted=SIGNATURE)
    walk.say(200, pasted=UNREADABLE)
    walk.say(then="drop_photo")
    assert "lee (at) acme" in walk.text and "mo@acme.example" not in walk.text and "/photo" not in walk.text
    walk.say(then="drop_text")
    assert "lee (at) acme" not in walk.text
    assert walk.firm.session.scalars(select(ContactEvidence)).all() == []
