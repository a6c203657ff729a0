"""What an owner decides for the agency, and what is known of an employer."""

import re
from io import BytesIO
from typing import Any

import pytest
from PIL import Image

from environment.sample_emails import HAND_OVER
from portal.agencies import queries as agencies
from portal.agencies.emails import write_email
from portal.contacts.details import ContactDetails
from portal.core.formatting import plain_spaces
from portal.interviews import actions as interviews
from portal.messaging.kinds import Content
from tests.factories.firm import Firm
from tests.fixtures.app import Browse
from tests.readers.test_logo import bomb

DECIDED = {
    "name": "McGrath Systems",
    "color": "#7c3aed",
    "phone": "+1 212 555 0100",
    "country": "US",
    "locale": "",
}
PROFILE = "/settings/agency"


def test_an_owner_decides_for_the_agency(firm: Firm, browse: Browse) -> None:
    owner = browse(firm.owner)
    sent = DECIDED | {
        "legal_name": "McGrath Inc.",
        "postal_address": "1 Main St\nBoston",
        "sender_name": "McGrath Team",
    }
    assert owner.post(PROFILE, sent | {"email_footer": "Licensed in NY.\nNo. 5"}).status_code == 302
    firm.session.expire_all()
    profile = agencies.profile(firm.session)
    assert (profile.color, profile.legal_name, profile.locale) == ("#7c3aed", "McGrath Inc.", "en_US")
    page = owner.get(PROFILE).text
    assert 'value="#7c3aed"' in page
    assert "We use #7c3aed in light and #" in page
    assert firm.agency.host in page


def test_a_new_name_is_the_agencys_and_its_profiles(firm: Firm, browse: Browse) -> None:
    owner = browse(firm.owner)
    assert owner.post(PROFILE, DECIDED | {"name": "McGrath Staffing"}).status_code == 302
    firm.session.expire_all()
    assert (firm.agency.name, agencies.profile(firm.session).name) == ("McGrath Staffing", "McGrath Staffing")
    assert "McGrath Staffing" in browse.nobody().get("/sign-in").text


@pytest.mark.parametrize(
    ("country", "locale", "expected"),
    [
        ("GB", "", ("GB", "en_GB", "Tue 1 Dec, 13:30")),
        ("US", "en_GB", ("US", "en_GB", "Tue 1 Dec, 13:30")),
        ("US", "en_US", ("US", "en_US", "Tue, Dec 1, 1:30 PM")),
        ("DE", "", ("DE", "de_DE", "Di., 1. Dez., 13:30")),
    ],
)
def test_dates_are_those_of_the_country_unless_chosen(
    firm: Firm, browse: Browse, country: str, locale: str, expected: tuple[str, str, str]
) -> None:
    owner = browse(firm.owner)
    assert owner.post(PROFILE, DECIDED | {"country": country, "locale": locale}).status_code == 302
    firm.session.expire_all()
    profile = agencies.profile(firm.session)
    assert (profile.country, profile.locale) == expected[:2]
    assert f"Now: {expected[2]}" in plain_spaces(owner.get(PROFILE).text)


def test_another_country_has_other_regions(firm: Firm, browse: Browse) -> None:
    agencies.profile(firm.session).holiday_region = "CA"
    firm.commit()
    assert browse(firm.owner).post(PROFILE, DECIDED | {"country": "DE"}).status_code == 302
    firm.session.expire_all()
    assert agencies.profile(firm.session).holiday_region is None


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        ({"color": "red"}, "Enter a color code, like #0f766e."),
        ({"phone": "call me"}, "phone"),
        ({"name": ""}, "Fill this in."),
        ({"country": "ZZZ"}, "Not a valid choice"),
        ({"locale": "tlh"}, "Not a valid choice"),
        ({"sender_name": "McGrath\u202e Team"}, "This has a character we can’t save."),
        ({"sender_name": "boss@other.example"}, "This looks like an email address."),
        ({"email_footer": "x" * 501}, "Use 500 characters or fewer."),
    ],
)
def test_what_cannot_be_decided_is_said_at_its_field(
    firm: Firm, browse: Browse, wrong: dict[str, str], words: str
) -> None:
    answer = browse(firm.owner).post("/settings/agency", DECIDED | wrong)
    assert answer.status_code == 422
    assert words in answer.text
    firm.session.expire_all()
    assert agencies.profile(firm.session).color == "#0f766e"


@pytest.mark.parametrize(
    ("typed", "shown"), [("#8b1e1e", "#8b1e1e"), ("red", "#0f766e"), ("", "#0f766e"), ("#8b1e1e;}", "#0f766e")]
)
def test_the_typed_color_is_shown_as_each_theme_has_it(firm: Firm, browse: Browse, typed: str, shown: str) -> None:
    found = browse(firm.owner).get(f"{PROFILE}/shades", query_string={"color": typed})
    assert found.status_code == 200
    assert f'data-shade="{shown}" data-on-shade="#ffffff"' in found.text
    assert re.search(rf"We use {shown} in light and #[0-9a-f]{{6}} in dark", found.text)
    firm.session.expire_all()
    assert agencies.profile(firm.session).color == "#0f766e"


def handed_over(firm: Firm) -> Content:
    values: dict[str, Any] = {**HAND_OVER}
    said = values | {"zone": "UTC", "locale": None, "answers": None}
    return write_email(firm.session, "hand-over", name="Rita", now=firm.now(), **said)


def picture(size: tuple[int, int] = (300, 100)) -> bytes:
    out = BytesIO()
    Image.new("RGBA", size, "teal").save(out, "PNG")
    return out.getvalue()


def test_a_logo_is_shown_on_pages_and_in_emails_until_it_is_removed(firm: Firm, browse: Browse) -> None:
    owner = browse(firm.owner)
    assert owner.post(f"{PROFILE}/logo", {"file": (BytesIO(picture()), "logo.png")}).status_code == 302
    firm.session.expire_all()
    digest = agencies.profile(firm.session).logo_digest
    nobody = browse.nobody()
    assert f'src="/logo/{digest}/shown"' in nobody.get("/sign-in").text
    shown = nobody.get(f"/logo/{digest}/shown")
    assert (shown.status_code, shown.mimetype) == (200, "image/webp")
    assert shown.headers["Cache-Control"] == "public, max-age=31536000, immutable"
    assert shown.headers["X-Content-Type-Options"] == "nosniff"
    assert nobody.get(f"/logo/{digest}/email").mimetype == "image/png"
    assert nobody.get(f"/logo/{digest}/huge").status_code == nobody.get("/logo/none/shown").status_code == 404
    content = handed_over(firm)
    assert f'{firm.url}/logo/{digest}/email" width="144" height="48"' in (content.html or "").replace(":8000", "")
    assert owner.post(f"{PROFILE}/logo/removal").status_code == 302
    assert nobody.get(f"/logo/{digest}/shown").status_code == 404
    assert "<img" not in nobody.get("/sign-in").text


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"<svg><script>alert(1)</script></svg>", "An SVG file can hold scripts. Export the logo as a PNG"),
        (bomb(8000, 5000), "larger than the 16 megapixels that a logo can have. Make it smaller"),
        (b"", "This file is empty. Choose a PNG, JPEG, or WebP picture."),
        (b"GIF89a", "This is a GIF file."),
    ],
)
def test_what_cannot_be_a_logo_is_refused(firm: Firm, browse: Browse, data: bytes, words: str) -> None:
    answer = browse(firm.owner).post(f"{PROFILE}/logo", {"file": (BytesIO(data), "logo.png")})
    assert answer.status_code == 422
    assert words in answer.text
    firm.session.expire_all()
    assert agencies.profile(firm.session).logo_digest is None


def test_emails_end_with_the_legal_name_the_address_and_the_footer(firm: Firm) -> None:
    profile = agencies.profile(firm.session)
    profile.legal_name, profile.postal_address = "McGrath Inc.", "1 Main St\nBoston, MA 02110"
    profile.sender_name, profile.email_footer = "McGrath Team", "Licensed in NY."
    firm.session.flush()
    content = handed_over(firm)
    assert content.from_name == "McGrath Team"
    assert content.text.endswith("\n\nMcGrath Inc. · 1 Main St, Boston, MA 02110\nLicensed in NY.\n")
    assert "McGrath Inc. · 1 Main St, Boston, MA 02110<br>Licensed in NY." in (content.html or "")


def test_only_an_owner_finds_the_settings(firm: Firm, browse: Browse) -> None:
    assert "/settings/agency" in browse(firm.owner).get("/today").text
    recruiter = browse(firm.recruiter)
    assert "/settings/agency" not in recruiter.get("/today").text
    assert recruiter.get("/settings/agency").status_code in (403, 404)


def test_an_employer_has_an_address_a_website_and_a_sender_of_its_own(firm: Firm, browse: Browse) -> None:
    employer = firm.employer()
    path = f"/employers/{employer.id}"
    recruiter = browse(firm.recruiter)
    filled = {
        "name": "Acme",
        "postal_address": "1 Main Street\nSpringfield, IL 62701",
        "website": "https://acme.example",
        "note_sending": "recruiter",
    }
    assert recruiter.post(f"{path}/edit", filled | {"website": "acme"}).status_code == 422
    assert recruiter.post(f"{path}/edit", filled).status_code == 302
    page = recruiter.get(path).text
    assert "Springfield, IL 62701" in page
    assert 'href="https://acme.example"' in page
    firm.session.refresh(employer)
    assert employer.note_sending == "recruiter"
    assert "Recruiter forwards" in page
    assert recruiter.post(f"{path}/edit", {"name": "Acme", "note_sending": ""}).status_code == 302
    firm.session.refresh(employer)
    assert employer.note_sending is None


def test_mail_by_way_of_human_resources_goes_to_their_address(firm: Firm) -> None:
    contact = firm.interview(people=("Dana Ruiz",)).people[0].contact
    details = ContactDetails("Dana Ruiz", email="dana@acme.example")
    found = [contact.mail_address]
    contact.via_hr = True
    found.append(contact.mail_address)
    interviews.update_contact(firm.command(), contact, details)
    assert [*found, contact.mail_address] == [None, "hr@acme.example", "dana@acme.example"]
