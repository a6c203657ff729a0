"""The letters that the product offers have nothing that its own proofreader would flag."""

from itertools import product

import pytest

from portal.drafts.default_templates import DEFAULT_TEMPLATES
from portal.drafts.questionnaire import QuestionnaireAnswers, compose_draft
from portal.drafts.rules import TemplateText, fill_merge_fields, find_placeholders
from portal.proofreading.proofreader import ReadingContext, proofread
from portal.proofreading.rules.known import name_words
from portal.proofreading.rules.names import NoteNames
from portal.sample import cards, library, notes, sending

VALUES = {
    "contact_first_name": "Dana",
    "contact_name": "Dana Ruiz",
    "employer": "Acme",
    "opening": "controls engineer",
    "interview_day": "Thursday, March 5",
    "decision_day": "March 20",
    "my_name": "Jo Winter",
    "my_phone": "+1 212 555 0100",
    "my_email": "jo.winter@example.com",
}
OWN_WORDS = {
    "[something you talked about]": "the new packaging line",
    "[what was new this time]": "the plans for the second line",
    "[What you’d like to say in reply.]": "I can come in on Monday to meet the team.",
    "[When you can start, or what you’d still like to talk about.]": "I can start on the first of April.",
    "[something you liked]": "how the team plans its week",
    "[What you could do for them.]": "I have kept three lines running for six years.",
    "[the problem they showed you]": "the sensor that keeps failing",
    "[how you’d look into it]": "measuring how warm it gets",
}
"""What a writer would put in place of each placeholder; one that is new needs a line here."""
BRINGS = "I have kept three lines running for six years."
DEMO_VALUES = {"first": "Dana", "talked": "the new packaging line", "me": "Jo Winter", "candidate": "Jo Winter"}
DEMO_LETTERS = (
    TemplateText("thank", "After a tour", "Thank you, {{ contact_first_name }}", library.FOR_ENGINEERS),
    TemplateText("follow_up", "By the decision", "The position", library.ASKS_BY_DECISION_DAY),
    TemplateText("thank", "Being written", "Thank you for your time", notes.FIRST_BODY.format(**DEMO_VALUES)),
    TemplateText("thank", "On its way", "Thank you for meeting with me", sending.TEXT.format(**DEMO_VALUES)),
    TemplateText("card", "On a card", "Thank you", cards.TEXT.format(**DEMO_VALUES)),
)


def questionnaire_letters() -> list[TemplateText]:
    answers = product(("warm", "plain", "formal"), ("", BRINGS), ("phone", "email", "neither"))
    return [
        TemplateText("thank", f"{tone}, {reach}, {'with' if brings else 'without'} a strength", *made)
        for tone, brings, reach in answers
        for made in [compose_draft(QuestionnaireAnswers(tone, brings, reach))]
    ]


def complete(text: str) -> str:
    """Return the text as a candidate sends it."""
    filled = fill_merge_fields(text, VALUES)
    for placeholder in find_placeholders(filled):
        filled = filled.replace(placeholder, OWN_WORDS[placeholder])
    return filled


def findings(text: str, kind: str) -> list[tuple[str, str | None, str]]:
    known = name_words([*VALUES.values(), "Jo Winter"])
    names = NoteNames("Dana Ruiz", "Acme", "Jo Winter", (), ())
    reading = proofread(text, ReadingContext("us", known, names, kind))
    return [(issue.code, issue.message, issue.text) for issue in reading.issues] + (
        [("language", None, reading.language)] if reading.language else []
    )


@pytest.mark.parametrize(
    "letter", [*DEFAULT_TEMPLATES, *questionnaire_letters(), *DEMO_LETTERS], ids=lambda letter: letter.name
)
def test_the_proofreader_flags_nothing_in_an_offered_letter(letter: TemplateText) -> None:
    assert findings(complete(letter.body), letter.kind) == []
    assert findings(complete(letter.subject), "subject") == []


def test_the_proofreader_of_this_test_reads() -> None:
    assert findings("Dear Dana,\n\nThank you for you're time, it was a great interview.", "thank") != []
