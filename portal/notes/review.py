"""A note as a careful colleague would read it before it goes out: everything that is still to be looked at."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy.orm import Session

from portal.agencies import queries as agencies
from portal.drafts import guiding
from portal.drafts import queries as drafts
from portal.interviews.models import Person
from portal.notes import queries
from portal.notes.likeness import Alike, Other, alike, is_copy
from portal.notes.models import Note
from portal.notes.rules import Fault, faults
from portal.notes.specifics import missing
from portal.proofreading import queries as proofreading
from portal.proofreading.models import OwnWord, WavedIssue
from portal.proofreading.reading import About, read
from portal.proofreading.rules.issues import ASKS, HINTS, POINTS, Issue, unanswered
from portal.proofreading.rules.known import names_in, words_of
from portal.proofreading.rules.languages import english
from portal.proofreading.rules.names import Names


@dataclass(frozen=True)
class Pointed:
    """An issue and the field of the note that it is in."""

    field: str
    issue: Issue


@dataclass(frozen=True)
class Review:
    """What was found in a note; `language` is one that is not checked, `waved` what was left as it is."""

    faults: tuple[Fault, ...]
    found: tuple[Pointed, ...]
    language: str | None
    english: str
    waved: Sequence[WavedIssue]
    own_words: Sequence[OwnWord]

    def of(self, weight: str) -> list[Pointed]:
        """What was found of this weight, in the order of the text."""
        return [pointed for pointed in self.found if pointed.issue.weight == weight]

    @property
    def asks(self) -> list[Pointed]:
        """What is to be mended or left before the note goes out."""
        return self.of(ASKS)

    @property
    def points(self) -> list[Pointed]:
        return self.of(POINTS)

    @property
    def hints(self) -> list[Pointed]:
        return self.of(HINTS)

    @property
    def is_ready(self) -> bool:
        """Whether nothing is left to be mended or answered."""
        return not self.faults and not self.asks

    def by_mark(self, mark: str) -> Pointed | None:
        """The issue of this mark, if it is still there."""
        return next((pointed for pointed in self.found if pointed.issue.mark == mark), None)


def facts(person: Person) -> list[str]:
    """What was told after the interview of this person: what a note can speak of."""
    return [fact for fact in (person.talked_about, person.clarify, person.personal_detail) if fact]


def earlier(note: Note, beside: Sequence[Note]) -> list[Note]:
    """What the same person was written after an earlier interview, the latest first."""
    same = [row for row in beside if row.person.contact_id == note.person.contact_id]
    return [row for row in same if row.interview.starts_at < note.interview.starts_at]


def review(session: Session, note: Note, subject: str, body: str) -> Review:
    """Everything that is still to be looked at in the note, if it read so."""
    candidate = note.interview.process.candidate
    written_in = candidate.english or english(candidate.time_zone, agencies.profile(session).country)
    words = proofreading.own_words(session, candidate.id)
    waved = proofreading.waved(session, note.id)
    about = _about(session, note, written_in, [row.word for row in words])
    subject_read, body_read = read(subject, About(written_in, about.known, kind="subject")), read(body, about)
    found = [Pointed("subject", issue) for issue in subject_read.issues]
    found += [Pointed("body", issue) for issue in (*body_read.issues, *_of_conversation(session, note, body))]
    marks = {row.mark for row in waved}
    left_out = [pointed for pointed in found if unanswered([pointed.issue], marks)]
    return Review(faults(subject, body), tuple(left_out), body_read.language, written_in, waved, words)


def sent_before(session: Session, note: Note) -> Note | None:
    """A note that this person got already, word for word the same."""
    names = _names(session, note)
    return next(
        (
            row
            for row in queries.beside(session, note)
            if row.person.contact_id == note.person.contact_id
            and row.message is not None
            and row.message.state == "sent"
            and is_copy(note.body, row.body, names)
        ),
        None,
    )


def _about(session: Session, note: Note, written_in: str, own_words: list[str]) -> About:
    process, contact = note.interview.process, note.person.contact
    met = queries.names_met(session, process.id)
    around = [*met, *queries.names_at(session, process.employer_id), process.employer.name, process.candidate.name]
    own = [agencies.profile(session).name, contact.name, note.to_name, *own_words]
    known = words_of([*around, *own]) | names_in([process.opening_title, contact.title or "", *facts(note.person)])
    companies = queries.companies_of(session, process.candidate_id)
    to = (process.employer.hr_name or "") if note.to_hr else contact.name
    names = Names(
        to,
        process.employer.name,
        process.candidate.name,
        tuple(name for name in met if name != to) if to else (),
        tuple(name for name in companies if name != process.employer.name),
    )
    return About(written_in, known, names, note.kind)


def _of_conversation(session: Session, note: Note, body: str) -> list[Issue]:
    """Whether a thank-you speaks of the conversation, and whether it says what another one says."""
    if note.kind != "thank" or not body.strip():
        return []
    told, names = facts(note.person), _names(session, note)
    beside = queries.beside(session, note)
    before = {row.id for row in earlier(note, beside)}
    others = [Other(row.person.contact.name, row.body, row.id in before) for row in beside]
    given = [row.body for kind in ("thank", "card") for row in drafts.templates(session, kind)]
    found = [_alike(one) for one in alike(body, others, names, told, (*given, *guiding.frames()))]
    code = missing(body, told, names)
    return (
        [Issue(0, 0, "", f"specifics.{code}", (), POINTS, values=(("name", note.person.contact.name),))] if code else []
    ) + found


def _alike(one: Alike) -> Issue:
    values = {
        "name": one.name,
        "their_text": one.their_text,
        "likeness": str(one.likeness),
        "instead": one.instead or "",
    }
    code = "alike.earlier" if one.earlier else "alike.same" if one.same else "alike.nearly"
    return Issue(one.start, one.end, one.text, code, (), POINTS, around=one.name, values=tuple(values.items()))


def _names(session: Session, note: Note) -> list[str]:
    process = note.interview.process
    return [*queries.names_met(session, process.id), process.candidate.name]
