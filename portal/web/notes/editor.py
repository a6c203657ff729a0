"""The page to write a note on: the letter, what was learned, earlier notes, and the issues found."""

from typing import Any

from flask import render_template, request
from flask_babel import lazy_gettext as _
from flask_babel import ngettext

from portal.core.db import db
from portal.interviews import queries as interviews
from portal.notes import queries, sending_policy, worked_in
from portal.notes.models import Note
from portal.notes.review import LocatedIssue, Review, earlier_notes, find_note_overlap, review_note
from portal.notes.worked_in import AddedWords
from portal.proofreading.rules.issues import HINTS
from portal.proofreading.rules.languages import detect_other_language
from portal.web.cards import presenter as card_presenter
from portal.web.notes import status as note_status
from portal.web.notes.run import load_run
from portal.web.shared import request_cycle
from portal.web.shared.fields import options
from portal.web.shared.letter_diffs import diff_words
from portal.web.shared.letter_fields import show_labels
from portal.web.shared.letter_forms import NoteForm, SentManuallyForm
from portal.web.shared.sides import by_side

ISSUE_MESSAGES = {
    "spelling": _("Is this spelled right?"),
    "unfamiliar": _("This word isn’t in our dictionary. If it’s right, keep it or add it to the dictionary."),
    "phrase": _("This is usually written differently."),
    "name.near": _("This looks like a name, but it’s spelled %(name)s."),
    "name.greeted": _("This note goes to %(name)s."),
    "name.other_greeted": _("This greets someone else. The note goes to %(name)s."),
    "name.addressed": _("This addresses someone else. The note goes to %(name)s."),
    "name.company": _("This names another company. The note goes to %(name)s."),
    "greeting.doubled": _("One comma is enough here."),
    "greeting.no_name": _("This is an address, not a name. Greet %(name)s by name."),
    "greeting.surname": _("A last name alone can sound abrupt. Use the first name, or add a title."),
    "alike.same": _("The note to %(name)s has the same sentence. Interviewers sometimes compare notes."),
    "alike.nearly": _("The note to %(name)s has almost the same sentence. Interviewers sometimes compare notes."),
    "alike.earlier": _("This was in a note to %(name)s after an earlier interview. Say what’s new since then."),
    "specifics.no_word": by_side(
        _("This doesn’t mention anything you talked about with %(name)s yet. One sentence is enough."),
        _("This doesn’t mention anything they talked about with %(name)s yet. One sentence is enough."),
    ),
    "specifics.nothing_own": by_side(
        _("This could go to anyone. Add one thing only you and %(name)s talked about."),
        _("This could go to anyone. Add one thing they talked about only with %(name)s."),
    ),
    "day.stale": _("The interview was %(day)s."),
    "built_sentence": by_side(
        _("We wrote this sentence from your words."), _("We wrote this sentence from what was recorded.")
    ),
    "tone.slang": _("This sounds casual. Plain words work better."),
    "tone.text_speak": _("This reads better spelled out."),
    "tone.begging": by_side(
        _("This may sound as if you have no other option. Say what you bring instead."),
        _("This may sound as if they have no other option. Say what they bring instead."),
    ),
    "tone.doubting": by_side(
        _("This works against you. Say what you can do."), _("This works against them. Say what they can do.")
    ),
    "tone.pressing": _("This may sound like a demand. Ask, or save it for the follow-up."),
    "tone.impersonal": by_side(
        _("You know who this goes to, so greet them by name."), _("It’s known who this goes to, so greet them by name.")
    ),
    "tone.shouting": _("This may read as shouting."),
    "tone.pay": _("Leave pay for another conversation."),
    "tone.long_sentence": _("This sentence has %(words)s words. Two shorter ones are easier to read."),
    "tone.short": _("Only %(words)s words. Four or five sentences is a good length."),
    "tone.long": _("This has %(words)s words. Under 200 is easier to read."),
}
SENTENCE_ORIGIN = by_side(_("From what you shared"), _("From the debrief"))
"""Where a built sentence of a note comes from."""
LANGUAGES = {
    "de": _("German"),
    "fr": _("French"),
    "es": _("Spanish"),
    "it": _("Italian"),
    "nl": _("Dutch"),
    "pt": _("Portuguese"),
    "pl": _("Polish"),
    "other": _("another language"),
}
ENGLISH_VARIANTS = {"us": _("American English"), "uk": _("British English")}


def issue_message(pointed: LocatedIssue) -> str:
    """Return the message about an issue."""
    issue = pointed.issue
    if issue.message:
        return issue.message
    if issue.is_word and issue.weight == HINTS:
        return str(ISSUE_MESSAGES["unfamiliar"])
    code = issue.code if issue.code in ISSUE_MESSAGES else issue.code.partition(".")[0]
    return str(ISSUE_MESSAGES[code]) % dict(issue.values)


def issue_values(pointed: LocatedIssue) -> dict[str, str]:
    """Return the other values of an issue, such as the sentence that this one resembles."""
    return dict(pointed.issue.values)


def utf16_range(text: str, pointed: LocatedIssue) -> tuple[int, int]:
    """Return where the issue is in the text as shown, as browsers count: in UTF-16 units."""
    start, end = pointed.issue.start, pointed.issue.end
    return _utf16_length(show_labels(text[:start])), _utf16_length(show_labels(text[:end]))


def render_editor(note: Note, form: NoteForm, elsewhere: str | None = None) -> str:
    """Return the page to write this note on, with the issues found if `?check=` asks for them.

    `elsewhere` is the text that another window saved since this page was opened.
    """
    session = db.session()
    interview = interviews.get_interview(session, request_cycle.viewer(), note.interview_id)
    beside = queries.other_thank_yous(session, note)
    met = [row for row in interview.people if row.met is not False]
    form.body.errors = [*form.body.errors, *card_presenter.unprintable_errors(note, form.body.data or "")]
    form.person_id.choices = options((str(row.id), row.contact.name) for row in met if row.contact.mail_address)
    return render_template(
        "notes/page.html",
        note=note,
        form=form,
        interview=interview,
        run=load_run(interview, note.person_id),
        earlier=earlier_notes(note, beside) if note.kind == "thank" else [],
        checked=bool(request.args.get("check")),
        sent_manually_form=SentManuallyForm(),
        way=sending_policy.sending_route_of(session, note, request_cycle.viewer().by),
        came_back=note_status.last_return(note),
        backs=note_status.returns_by_note([note, *beside]),
        elsewhere=diff_words(elsewhere, form.body.data or "") if elsewhere is not None else (),
        **note_status.sending_context(note),
        overlap=find_note_overlap(session, note, _current_text(note, form)[1], beside),
        **issue_context(note, *_current_text(note, form), asked=bool(request.args.get("check"))),
        **worked_in_context(note, _current_text(note, form)[1]),
    )


def worked_in_context(note: Note, body: str, added: AddedWords | None = None) -> dict[str, Any]:
    """Return what the lists of built sentences and of facts that are not used yet need, for a note with this text.

    `added` is what a script is to put into it.
    """
    return {
        "added": added,
        "worked": worked_in.load(db.session(), note, body),
        "fact_key": worked_in.fact_key,
        "origin": SENTENCE_ORIGIN,
        "sentence_counts": lambda most: [_count_sentences(number) for number in range(most + 1)],
        "is_foreign": detect_other_language(body) is not None,
    }


def _count_sentences(number: int) -> str:
    if request_cycle.viewer().is_candidate:
        return ngettext("1 sentence from what you shared", "%(num)s sentences from what you shared", number)
    return ngettext("1 sentence from the debrief", "%(num)s sentences from the debrief", number)


def render_issues(note: Note, subject: str, body: str) -> str:
    """Return what to check in a note with this text, and how much of it is as in another note."""
    found = issue_context(note, subject, body)
    return render_template(
        "notes/_issues_update.html",
        note=note,
        overlap=found["review"].overlap,
        **found,
        **worked_in_context(note, body),
    )


def issue_context(note: Note, subject: str, body: str, *, asked: bool = True) -> dict[str, Any]:
    """Return what the list of issues needs; `review` is None if no check was asked for."""
    found: Review | None = review_note(db.session(), note, subject, body, request_cycle.now()) if asked else None
    return {
        "review": found,
        "texts": {"subject": subject, "body": body},
        "told": issue_message,
        "values_of": issue_values,
        "place": utf16_range,
        "languages": LANGUAGES,
        "englishes": ENGLISH_VARIANTS,
    }


def _current_text(note: Note, form: NoteForm) -> tuple[str, str]:
    return form.letter() if request.method == "POST" else (note.subject, note.body)


def _utf16_length(text: str) -> int:
    return len(text.encode("utf-16-le")) // 2
