"""Notes of the demo that are being written, to two people of one interview, and are not yet ready to send."""

from portal.core.command import Command
from portal.interviews.models import Interview
from portal.names.rules import first_name
from portal.notes import actions as notes

FIRST_BODY = """\
Dear {first},

Thank you for taking the time to meet with me. I enjoyed our conversation about {talked}, \
and I kept thinking about it on the way home.

I’d start with the part that takes the most of your time today. I’ve done that twice before.

I look forward to hearing from you.

Best regards,
{me}"""
SECOND_BODY = """\
Dear {first},

Thank you for you're time, it was a great interview. \
I enjoyed our conversation about {talked}, and I kept thinking about it on my way home.

I definately would like to join {employer}. I look forward to hear from you.

Best regards,
{me}"""


def write_notes(command: Command, interview: Interview, talked: str) -> None:
    """Begin a note to each of the first two people met; the second reads much like the first."""
    for person, body in zip(interview.people, (FIRST_BODY, SECOND_BODY), strict=False):
        note = notes.begin(command, person, "thank", {})
        candidate, employer = interview.application.candidate, interview.application.employer
        text = body.format(
            first=first_name(person.contact.name), talked=talked, employer=employer.name, me=candidate.name
        )
        notes.save(command, note, "Thank you for your time", text)
