"""Reviews a note before it goes out, as a careful colleague would: everything that still needs attention."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy.orm import Session

from portal.agencies import queries as agencies
from portal.drafts import queries as drafts
from portal.drafts import questionnaire
from portal.interviews.models import InterviewPerson
from portal.notes import queries
from portal.notes.models import Note
from portal.notes.rules import NoteFault, find_faults
from portal.notes.similarity import ComparedNote, SimilarSentence, find_similar_sentences, is_copy
from portal.notes.specificity import missing_specifics
from portal.proofreading import queries as proofreading
from portal.proofreading.models import DictionaryWord, DismissedIssue
from portal.proofreading.proofreader import ReadingContext, proofread
from portal.proofreading.rules.issues import BLOCKING, HINTS, WARNINGS, Issue, without_dismissed
from portal.proofreading.rules.known import capitalized_words, name_words
from portal.proofreading.rules.languages import english_variant
from portal.proofreading.rules.names import NoteNames


@dataclass(frozen=True)
class LocatedIssue:
    """An issue, and the field of the note that it is in."""

    field: str
    issue: Issue


@dataclass(frozen=True)
class Review:
    """The result of reviewing a note; `language` is set if the note is in a language that is not checked."""

    faults: tuple[NoteFault, ...]
    found: tuple[LocatedIssue, ...]
    language: str | None
    english: str
    dismissed_issues: Sequence[DismissedIssue]
    dictionary_words: Sequence[DictionaryWord]

    def of(self, weight: str) -> list[LocatedIssue]:
        """Return the issues of this weight, in the order of the text."""
        return [pointed for pointed in self.found if pointed.issue.weight == weight]

    @property
    def asks(self) -> list[LocatedIssue]:
        """The issues to fix or dismiss before the note goes out."""
        return self.of(BLOCKING)

    @property
    def points(self) -> list[LocatedIssue]:
        return self.of(WARNINGS)

    @property
    def hints(self) -> list[LocatedIssue]:
        return self.of(HINTS)

    @property
    def is_ready(self) -> bool:
        """Whether there are no faults and no blocking issues left."""
        return not self.faults and not self.asks

    def by_mark(self, mark: str) -> LocatedIssue | None:
        """Return the issue with this mark; None if it is gone."""
        return next((pointed for pointed in self.found if pointed.issue.mark == mark), None)


def conversation_facts(person: InterviewPerson) -> list[str]:
    """Return what the debrief says about this person, for the note to mention."""
    return [fact for fact in (person.talked_about, person.clarify, person.personal_detail) if fact]


def earlier_notes(note: Note, beside: Sequence[Note]) -> list[Note]:
    """Return the notes to the same person after earlier interviews, in the order of `beside`."""
    same = [row for row in beside if row.person.contact_id == note.person.contact_id]
    return [row for row in same if row.interview.starts_at < note.interview.starts_at]


def review_note(session: Session, note: Note, subject: str, body: str) -> Review:
    """Return everything that would still need attention if the note had this subject and body."""
    candidate = note.interview.application.candidate
    written_in = candidate.english or english_variant(candidate.time_zone, agencies.profile(session).country)
    words = proofreading.dictionary_words(session, candidate.id)
    dismissed_issues = proofreading.dismissed_issues(session, note.id)
    about = _reading_context(session, note, written_in, [row.word for row in words])
    subject_read, body_read = (
        proofread(subject, ReadingContext(written_in, about.known, kind="subject")),
        proofread(body, about),
    )
    found = [LocatedIssue("subject", issue) for issue in subject_read.issues]
    found += [LocatedIssue("body", issue) for issue in (*body_read.issues, *_conversation_issues(session, note, body))]
    marks = {row.mark for row in dismissed_issues}
    left_out = [pointed for pointed in found if without_dismissed([pointed.issue], marks)]
    return Review(find_faults(subject, body), tuple(left_out), body_read.language, written_in, dismissed_issues, words)


def find_identical_sent_note(session: Session, note: Note) -> Note | None:
    """Return a note with exactly the same words that was already sent to this person; None if there is none."""
    names = _names_in_application(session, note)
    return next(
        (
            row
            for row in queries.other_thank_yous(session, note)
            if row.person.contact_id == note.person.contact_id
            and row.message is not None
            and row.message.state == "sent"
            and is_copy(note.body, row.body, names)
        ),
        None,
    )


def _reading_context(session: Session, note: Note, written_in: str, dictionary_words: list[str]) -> ReadingContext:
    application, contact = note.interview.application, note.person.contact
    met = queries.names_of_people_met(session, application.id)
    around = [
        *met,
        *queries.names_of_contacts_at(session, application.employer_id),
        application.employer.name,
        application.candidate.name,
    ]
    own = [agencies.profile(session).name, contact.name, note.to_name, *dictionary_words]
    known = name_words([*around, *own]) | capitalized_words(
        [application.opening_title, contact.title or "", *conversation_facts(note.person)]
    )
    companies = queries.employers_of_candidate(session, application.candidate_id)
    to = (application.employer.hr_name or "") if note.to_hr else contact.name
    names = NoteNames(
        to,
        application.employer.name,
        application.candidate.name,
        tuple(name for name in met if name != to) if to else (),
        tuple(name for name in companies if name != application.employer.name),
    )
    return ReadingContext(written_in, known, names, note.kind)


def _conversation_issues(session: Session, note: Note, body: str) -> list[Issue]:
    """Return issues for a thank-you that does not mention the conversation, or that repeats another note."""
    if note.kind != "thank" or not body.strip():
        return []
    told, names = conversation_facts(note.person), _names_in_application(session, note)
    beside = queries.other_thank_yous(session, note)
    before = {row.id for row in earlier_notes(note, beside)}
    others = [ComparedNote(row.person.contact.name, row.body, row.id in before) for row in beside]
    given = [row.body for kind in ("thank", "card") for row in drafts.templates_of_kind(session, kind)]
    found = [
        _similarity_issue(one)
        for one in find_similar_sentences(body, others, names, told, (*given, *questionnaire.tone_texts()))
    ]
    code = missing_specifics(body, told, names)
    return (
        [Issue(0, 0, "", f"specifics.{code}", (), WARNINGS, values=(("name", note.person.contact.name),))]
        if code
        else []
    ) + found


def _similarity_issue(one: SimilarSentence) -> Issue:
    values = {
        "name": one.name,
        "their_text": one.their_text,
        "likeness": str(one.likeness),
        "instead": one.instead or "",
    }
    code = "alike.earlier" if one.earlier else "alike.same" if one.same else "alike.nearly"
    return Issue(one.start, one.end, one.text, code, (), WARNINGS, around=one.name, values=tuple(values.items()))


def _names_in_application(session: Session, note: Note) -> list[str]:
    application = note.interview.application
    return [*queries.names_of_people_met(session, application.id), application.candidate.name]
