"""The text a note starts from: the candidate's own draft, or the agency's most suitable template."""

from collections.abc import Mapping

from sqlalchemy.orm import Session

from portal.audit import actions as audit
from portal.core.command import Command
from portal.drafts import queries as drafts
from portal.drafts.models import GeneralDraft, Template
from portal.drafts.rules import fill_merge_fields, stage_of, values_allowed_in
from portal.interviews import queries as interviews
from portal.interviews.models import Interview, InterviewPerson
from portal.notes import queries, versions, worked_in
from portal.notes.models import Note
from portal.notes.sentences.letter import PlacedSentence


def load_initial_text(session: Session, interview: Interview, kind: str) -> tuple[str, str]:
    """Return the subject and the body that a note of this kind starts from; empty without a draft or a template.

    The rule is in docs/rules.md#templates.
    """
    found = (find_own_draft(session, interview) if kind == "thank" else None) or _best_template(
        session, interview, kind
    )
    return (found.subject, found.body) if found else ("", "")


def write_first_text(
    session: Session, person: InterviewPerson, kind: str, merge: Mapping[str, str]
) -> tuple[str, str, tuple[PlacedSentence, ...]]:
    """Return the subject and the body that a note to this person begins with, and the sentences built into it.

    `merge` holds the values of the merge fields.
    """
    values = values_allowed_in(merge, kind)
    subject, body = (fill_merge_fields(text, values) for text in load_initial_text(session, person.interview, kind))
    return subject, *worked_in.write_first_sentences(session, person, kind, body)


def apply_card_template(command: Command, note: Note, merge: Mapping[str, str]) -> None:
    """Replace the text of a thank-you that becomes a card with the agency's card template, unless it was edited.

    A candidate's own draft is kept.
    """
    begun = [row for row in queries.versions_of(command.session, note.id) if row.reason == "begun"]
    untouched = [row for row in begun if (row.subject, row.body) == (note.subject, note.body)]
    if note.kind != "thank" or not untouched or find_own_draft(command.session, note.interview):
        return
    found = _best_template(command.session, note.interview, "card")
    if found is not None:
        values = values_allowed_in(merge, "card")
        body = fill_merge_fields(found.body, values)
        body, placed = worked_in.write_first_sentences(command.session, note.person, note.kind, body)
        text = {"subject": fill_merge_fields(found.subject, values), "body": body, "saved_at": command.now}
        audit.apply_change(command, "note.save", note, text)
        worked_in.forget(command, note)
        worked_in.record(command, note, placed)
        versions.save_version(command, note, "begun")


def find_own_draft(session: Session, interview: Interview) -> GeneralDraft | None:
    """Return the candidate's own draft, or None if it has no text."""
    own = drafts.find_general_draft(session, interview.application.candidate_id)
    return own if own is not None and own.body.strip() else None


def _best_template(session: Session, interview: Interview, kind: str) -> Template | None:
    application = interview.application
    rounds = interviews.interviews_of_application(session, application.id)
    before = sum(row.status == "planned" and row.starts_at < interview.starts_at for row in rounds)
    stage = stage_of(kind, before, application.answers[-1].kind if application.answers else None)
    return drafts.best_template(session, kind, application.candidate.field_id, stage)
