"""What the demo's candidates remember of the people they met, a debrief left unfinished, and a photo of a card."""

from dataclasses import replace
from importlib.resources import files
from io import BytesIO

from PIL import Image, ImageDraw, ImageFont

from portal.cards.rendering import FONT_PACKAGES
from portal.contacts import actions as contacts
from portal.contacts import evidence
from portal.contacts.email_patterns import email_spelling
from portal.contacts.evidence import EvidenceKey, PhotoData
from portal.contacts.models import Contact
from portal.core.command import Command
from portal.debriefs import actions as debriefs
from portal.debriefs.rules import PersonEntry, serialize_entries
from portal.interviews.models import Interview

PERSONAL = (
    "Sails on Sundays",
    "Grew up in Ohio, too",
    "Has two huskies",
    "Back from a hike in Utah",
    "Plays the trombone in a wind band",
)
CLARIFY = ("How long I led the night shift", None, "That I can start in March", None)
PHOTO_WIDTH, PHOTO_HEIGHT = 1000, 600
FONT = files(FONT_PACKAGES["EB Garamond"]) / "files" / "EBGaramond[wght].ttf"
"""A font that has the letters of every name."""


def add_card_photos(command: Command, interview: Interview) -> None:
    """Add a photo of a business card for each person whose address is missing."""
    for person in interview.people:
        if not person.contact.reachable:
            place = EvidenceKey(interview.id, person.id)
            evidence.save_photo(command, place, PhotoData(_card_photo(person.contact), PHOTO_WIDTH, PHOTO_HEIGHT))
            evidence.assign_or_delete(command.session, place, person.contact)


def leave_debrief_unfinished(command: Command, interview: Interview, talked: str) -> None:
    """Save a debrief that covers the first person and leaves the rest open."""
    people = [PersonEntry(row.id, known=contacts.details_of(row.contact)) for row in interview.people]
    told = [replace(people[0], said={"talked_about": talked}), *people[1:]]
    answers = {"people": serialize_entries(told), "at": f"talk:{told[-1].id}"}
    debriefs.save_answers(command, interview, answers)


def _card_photo(contact: Contact) -> bytes:
    """Return a business card on a table, as a phone's photo in JPEG."""
    first, *_, last = (email_spelling(word, spelled_out=True) for word in contact.name.split())
    large, small = (ImageFont.truetype(BytesIO(FONT.read_bytes()), size) for size in (64, 46))
    picture = Image.new("RGB", (PHOTO_WIDTH, PHOTO_HEIGHT), "#8a6f4d")
    draw = ImageDraw.Draw(picture)
    draw.rectangle((90, 70, PHOTO_WIDTH - 90, PHOTO_HEIGHT - 70), fill="#fbfaf5")
    lines = (contact.name, contact.title or "", contact.employer.name, f"{first}.{last}@{contact.employer.domain}")
    for place, line in enumerate(lines):
        draw.text((140, 130 + 85 * place), line, fill="#222222", font=large if place == 0 else small)
    out = BytesIO()
    picture.save(out, "JPEG", quality=80)
    return out.getvalue()
