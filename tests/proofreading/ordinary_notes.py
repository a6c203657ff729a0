"""Two hundred thank-you notes as people write them, with nothing wrong in them, and whom each is to."""

from dataclasses import dataclass

PEOPLE = (
    "Dana Ruiz",
    "Lee Park",
    "Maria Sanchez",
    "Tom Becker",
    "Aisha Khan",
    "Paul Jansen",
    "Ruth O'Neill",
    "Stefan Müller",
    "Grace Okafor",
    "Marc Lefèvre",
    "Ingrid Sørensen",
    "Jack Sullivan",
    "Will Hope",
    "May Grant",
    "Mark Day",
    "Nguyen Thi Lan",
    "Jean-Luc Moreau",
    "Priya Raman",
    "Michael Stone",
    "Elizabeth McDonald",
)
EMPLOYERS = (
    "Acme Robotics",
    "Northwind Logistics",
    "Globex Health",
    "Initech",
    "Umbra Foods",
    "Stark Construction",
    "Wayne Insurance",
    "Cyber Meadow",
    "Hooli Paper",
    "McGrath Systems",
)
WRITERS = ("Ann Lee", "Omar Farouk", "Katya Morozova", "Ben Carter", "Siobhán Walsh", "Chen Wei")
GREETINGS = (
    "Dear {first},",
    "Hello {first},",
    "Hi {first},",
    "Dear {title} {last},",
    "Dear {name},",
    "Good morning {first},",
)
OPENINGS = (
    "Thank you for taking the time to meet with me this morning.",
    "Thank you so much for your time today and for the tour of the plant.",
    "It was a pleasure to meet you and the rest of the team at {employer} yesterday.",
    "I wanted to thank you for the good conversation on Tuesday.",
    "Thanks again for meeting with me on such short notice.",
    "Thank you for the friendly welcome, and for answering all my questions so patiently.",
    "I really enjoyed our conversation about the position.",
    "Many thanks for inviting me to interview, and for the coffee.",
    "I appreciate that you made time for me in a busy week.",
    "Thank you for walking me through the role in so much detail.",
)
_TALKED = """
What you said about the second packaging line stayed with me: I have brought up two such lines, and the
changeovers were always where we lost the time.

Your plan to move the help desk to shared queues makes sense to me. At my last job we did the same, and first
answers became twice as fast within a month.

I kept thinking about the backlog you would like to see cleared before spring. I would begin with the oldest
tickets and a short meeting every morning.

I liked how openly you described the night shift and who covers for whom. I have worked nights for three years
and know what a good handover is worth.

The way you train new people on the floor, with one colleague beside them for two weeks, is how I learned the
trade myself.

You asked how I would organize the archive. I have since thought about it, and I would sort by project first
and by date second.

We talked about payroll and the new time clocks. I have set up the same ones at two sites and would be happy
to share what went wrong the first time.

Hearing how you moved the billing service to PostgreSQL in one weekend was a highlight for me.

I was impressed by the safety record of the warehouse, and by how simply you explained it: everybody may stop
the belt.

You mentioned that the robot cell still waits for its guards. If it helps, I can send you the drawings of the
ones we built.

Our talk about onboarding gave me a lot to think about, especially your idea of a buddy for the first month.

The question about conflicts in the team was a good one. My answer was too short: what helped us most was to
agree on who decides.

I did not know that you run your own bakery for the canteen. It says a lot about how you treat people.

You told me that the audit in March is the first big test. I have prepared three audits, and I would enjoy the
fourth.

It was interesting to hear why you chose Kubernetes, and why you would think twice about it today.

The problem with the label printer that you showed me looks like one I solved last year: the sensor was fine,
the roll was not.

I understand better now why the site clerk is the heart of the project, as you put it.

Your remark that quality is decided before the first part is made is one I will remember.

I enjoyed meeting the people in the workshop, and the friendly argument about the best torque wrench.

We agreed that a good dispatcher is calm before anything else. My last manager would tell you that I am.
"""
TALKED = tuple(" ".join(paragraph.split()) for paragraph in _TALKED.split("\n\n"))
INTEREST = (
    "I left with an even better impression of {employer} than I came with, and I would be glad to join you.",
    "I am very interested in the position and believe that I could be of use from the first week.",
    "The role is just what I have been looking for.",
    "With my experience in this field I am confident that I can contribute to your team.",
    "After our conversation I am sure that this is the kind of work I want to do next.",
    "It would be a pleasure to work with you and your colleagues.",
    "The position fits my background well, and I like how the team works.",
    "I would welcome the chance to learn from you.",
)
OFFERS = (
    "Please let me know if you need anything else from me.",
    "If there is anything more I can provide, I will gladly send it.",
    "I have attached nothing to this note, but my references are ready whenever you want them.",
    "You can reach me by phone at any time before noon.",
    "",
    "Should you have any further questions, please do not hesitate to ask.",
)
HOPES = (
    "I look forward to hearing from you.",
    "I hope to hear from you soon.",
    "I look forward to the next step.",
    "Until then, I wish you a good week.",
    "I am looking forward to your decision.",
    "",
)
CLOSINGS = (
    "Kind regards,",
    "Best regards,",
    "Sincerely,",
    "With best wishes,",
    "Many thanks again,",
    "Warm regards,",
    "Best,",
)


@dataclass(frozen=True)
class Ordinary:
    """A note, whom it is to, where they work, and who wrote it."""

    person: str
    employer: str
    writer: str
    body: str


def ordinary_notes() -> list[Ordinary]:
    """Two hundred notes, each of another mixture, always the same ones."""
    return [_note(number) for number in range(200)]


def _note(number: int) -> Ordinary:
    person, employer, writer = _of(PEOPLE, number), _of(EMPLOYERS, number // 3), _of(WRITERS, number // 5)
    values = {
        "name": person,
        "first": person.split()[0],
        "last": person.split()[-1],
        "title": ("Ms.", "Mr.", "Dr.")[number % 3],
        "employer": employer,
    }
    middle = [_of(OPENINGS, number * 3 + number // 10), _of(TALKED, number * 7 + number // 20)]
    end = [_of(OFFERS, number // 2), _of(HOPES, number // 3 + number)]
    paragraphs = [_of(GREETINGS, number // 4), " ".join(middle), _of(INTEREST, number * 5), " ".join(filter(None, end))]
    closing = f"{_of(CLOSINGS, number // 6)}\n{writer}"
    body = "\n\n".join([part for part in paragraphs if part] + [closing])
    return Ordinary(person, employer, writer, body.format(**values))


def _of(table: tuple[str, ...], number: int) -> str:
    return table[number % len(table)]
