"""What the demo's candidates remember of the people they met, a debrief that was left half way, and a card's photo."""

from dataclasses import replace
from datetime import datetime
from importlib.resources import files
from io import BytesIO

from PIL import Image, ImageDraw, ImageFont
from sqlalchemy.orm import Session

from portal.audit.actions import By
from portal.cards.typesetting import FAMILIES
from portal.contacts import actions as contacts
from portal.contacts import photos
from portal.contacts.models import Contact
from portal.contacts.patterns import in_address
from portal.contacts.photos import Place, Shot
from portal.debriefs import actions as debriefs
from portal.debriefs.rules import Entry, kept_people
from portal.interviews.models import Interview

PERSONAL = (
    "Sails on Sundays",
    "Grew up in Ohio, too",
    "Has two huskies",
    "Back from a hike in Utah",
    "Plays the trombone in a wind band",
)
CLARIFY = ("How long I led the night shift", None, "That I can start in March", None)
WIDE, HIGH = 1000, 600
FONT = files(FAMILIES["EB Garamond"]) / "files" / "EBGaramond[wght].ttf"
"""One that has the letters of every name."""


def photograph(session: Session, interview: Interview, by: By, at: datetime) -> None:
    """Whoever's address is missing gave a card, and the candidate took a photo of it."""
    for person in interview.people:
        if not person.contact.reachable:
            place = Place(interview.id, person.id)
            photos.keep(session, place, Shot(_card(person.contact), WIDE, HIGH), by=by, now=at)
            photos.settle(session, place, person.contact)


def leave_half_way(session: Session, interview: Interview, talked: str, by: By, at: datetime) -> None:
    """The first person is told of; the rest waits for a quieter moment."""
    people = [Entry(row.id, known=contacts.details_of(row.contact)) for row in interview.people]
    told = [replace(people[0], said={"talked_about": talked}), *people[1:]]
    answers = {"people": kept_people(told), "at": f"talk:{told[-1].id}"}
    debriefs.save(session, interview, answers, by=by, now=at)


def _card(contact: Contact) -> bytes:
    """A business card, as a phone sees it on a table."""
    first, *_, last = (in_address(word, spelled_out=True) for word in contact.name.split())
    large, small = (ImageFont.truetype(BytesIO(FONT.read_bytes()), size) for size in (64, 46))
    picture = Image.new("RGB", (WIDE, HIGH), "#8a6f4d")
    draw = ImageDraw.Draw(picture)
    draw.rectangle((90, 70, WIDE - 90, HIGH - 70), fill="#fbfaf5")
    lines = (contact.name, contact.title or "", contact.employer.name, f"{first}.{last}@{contact.employer.domain}")
    for place, line in enumerate(lines):
        draw.text((140, 130 + 85 * place), line, fill="#222222", font=large if place == 0 else small)
    out = BytesIO()
    picture.save(out, "JPEG", quality=80)
    return out.getvalue()
