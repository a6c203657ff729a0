"""Reviews a note before it goes out, as a careful colleague would: everything that still needs attention."""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from sqlalchemy.orm import Session

from portal.agencies import queries as agencies
from portal.drafts import queries as drafts
from portal.drafts import questionnaire
from portal.interviews.models import InterviewPerson
from portal.notes import queries, worked_in
from portal.notes.models import Note
from portal.notes.rules import NoteFault, find_faults
from portal.notes.sentences.letter import find_sentence
from portal.notes.similarity import (
    ComparedNote,
    NoteOverlap,
    SimilarSentence,
    find_overlap,
    find_similar_sentences,
    is_copy,
)
from portal.notes.specificity import missing_specifics
from portal.proofreading import queries as proofreading
from portal.proofreading.models import DictionaryWord, DismissedIssue
from portal.proofreading.proofreader import ReadingContext, proofread
from portal.proofreading.rules.days import Meeting
from portal.proofreading.rules.issues import BLOCKING, HINTS, WARNINGS, Issue, without_dismissed
from portal.proofreading.rules.known import capitalized_words, name_words
from portal.proofreading.rules.languages import detect_other_language, english_variant
from portal.proofreading.rules.names import NoteNames, is_about_addressee

BUILT_SENTENCE = "built_sentence"
"""The code of a sentence that was built from what was recorded, and that nobody has looked at yet."""


@dataclass(frozen=True)
class LocatedIssue:
    """An issue, and the field of the note that it is in."""

    field: str
    issue: Issue


@dataclass(frozen=True)
class Review:
    """The result of reviewing a note to `to`; `language` is set if the note is in a language that is not checked."""

    faults: tuple[NoteFault, ...]
    found: tuple[LocatedIssue, ...]
    language: str | None
    english: str
    dismissed_issues: Sequence[DismissedIssue]
    dictionary_words: Sequence[DictionaryWord]
    to: str
    overlap: NoteOverlap | None = None
    unreviewed: tuple[LocatedIssue, ...] = ()
    """The sentences that were built from what was recorded, and that their writer has not looked at."""

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

    @property
    def misspelled(self) -> list[LocatedIssue]:
        """The words that look misspelled and have a suggestion: those that one press can fix."""
        codes = ("spelling", "name.near")
        return [one for one in self.found if one.issue.code in codes and one.issue.fixes and one.issue.weight != HINTS]

    @property
    def misspelled_addressee(self) -> list[LocatedIssue]:
        """The issues about the recipient's own name, which no one can send a note with."""
        return [pointed for pointed in self.asks if is_about_addressee(pointed.issue, self.to)]

    @property
    def overridable(self) -> list[LocatedIssue]:
        """What to look at once more before the note goes out, and what its writer can send it with all the same."""
        held = {pointed.issue.mark for pointed in self.misspelled_addressee}
        listed = (*self.asks, *self.points, *self.unreviewed)
        return [pointed for pointed in listed if pointed.issue.mark not in held]

    def is_sendable_with(self, kept: Collection[str]) -> bool:
        """Return whether the note can go out as it is, where its writer keeps the issues with these marks."""
        asked = [*self.asks, *(pointed for pointed in self.points if pointed.issue.code == "day.stale")]
        return not self.faults and all(
            one.issue.mark in kept and not is_about_addressee(one.issue, self.to) for one in asked
        )

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


def review_note(session: Session, note: Note, subject: str, body: str, now: datetime) -> Review:
    """Return everything that would still need attention if the note had this subject and body, and went out `now`."""
    candidate = note.interview.application.candidate
    written_in = candidate.english or english_variant(candidate.time_zone, agencies.profile(session).country)
    words = proofreading.dictionary_words(session, candidate.id)
    dismissed_issues = proofreading.dismissed_issues(session, note.id)
    about = _reading_context(session, note, written_in, [row.word for row in words], now)
    subject_read, body_read = (
        proofread(subject, ReadingContext(written_in, about.known, kind="subject", meeting=about.meeting)),
        proofread(body, about),
    )
    found = [LocatedIssue("subject", issue) for issue in subject_read.issues]
    beside = queries.other_thank_yous(session, note) if note.kind == "thank" else []
    overlap = find_note_overlap(session, note, body, beside)
    about_talk = _conversation_issues(session, note, body, beside, overlap)
    found += [LocatedIssue("body", issue) for issue in (*body_read.issues, *about_talk)]
    marks = {row.mark for row in dismissed_issues}
    left_out = [pointed for pointed in found if without_dismissed([pointed.issue], marks)]
    to = about.names.to if about.names else note.to_name
    faults = find_faults(subject, body)
    built = tuple(_unreviewed_sentences(session, note, body))
    return Review(faults, tuple(left_out), body_read.language, written_in, dismissed_issues, words, to, overlap, built)


def find_note_overlap(session: Session, note: Note, body: str, beside: Sequence[Note]) -> NoteOverlap | None:
    """Return how much of a thank-you with this text is as in one of the notes `beside` it; None if little is."""
    others = [one for one in _compared_notes(note, beside) if not one.earlier]
    return find_overlap(body, others, _names_in_application(session, note)) if note.kind == "thank" else None


def _unreviewed_sentences(session: Session, note: Note, body: str) -> Iterator[LocatedIssue]:
    for row in worked_in.load(session, note, body).marked:
        start = find_sentence(body, row.sentence)
        issue = Issue(start, start + len(row.sentence), row.sentence, BUILT_SENTENCE, (), WARNINGS)
        yield LocatedIssue("body", issue)


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


def _reading_context(
    session: Session, note: Note, written_in: str, dictionary_words: list[str], now: datetime
) -> ReadingContext:
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
    zone = ZoneInfo(note.interview.time_zone)
    meeting = Meeting(note.interview.starts_at.astimezone(zone).date(), now.astimezone(zone).date())
    return ReadingContext(written_in, known, names, note.kind, meeting if note.kind == "thank" else None)


def _conversation_issues(
    session: Session, note: Note, body: str, beside: Sequence[Note], overlap: NoteOverlap | None
) -> list[Issue]:
    """Return issues for a thank-you that does not mention the conversation, or that repeats another note.

    Sentences that the `overlap` counts are not pointed out one by one.
    """
    if note.kind != "thank" or not body.strip():
        return []
    told, names = conversation_facts(note.person), _names_in_application(session, note)
    given = [row.body for kind in ("thank", "card") for row in drafts.templates_of_kind(session, kind)]
    others = [one for one in _compared_notes(note, beside) if overlap is None or one.earlier]
    found = [
        _similarity_issue(one)
        for one in find_similar_sentences(body, others, names, told, (*given, *questionnaire.tone_texts()))
    ]
    # In another language, a fact may well be mentioned in other words than it was recorded in.
    code = None if detect_other_language(body) else missing_specifics(body, told, names)
    return (
        [Issue(0, 0, "", f"specifics.{code}", (), WARNINGS, values=(("name", note.person.contact.name),))]
        if code
        else []
    ) + found


def _compared_notes(note: Note, beside: Sequence[Note]) -> list[ComparedNote]:
    before = {row.id for row in earlier_notes(note, beside)}
    return [ComparedNote(row.person.contact.name, row.body, row.id in before) for row in beside]


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
