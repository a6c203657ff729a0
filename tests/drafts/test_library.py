"""The library of templates: what every agency starts with, versions, proposals, and which template a note takes."""

import pytest

from portal.agencies import queries as agencies
from portal.core.errors import Refused
from portal.drafts import actions, proposing, queries
from portal.drafts.defaults import DEFAULTS
from portal.drafts.models import Template
from portal.drafts.rules import KINDS, Wording, letter_faults
from portal.interviews import outcomes
from portal.notes import actions as notes
from tests.factories.firm import Firm

WORDS = Wording("thank", "For engineers", "Thank you", "Dear {{ contact_first_name }}, I liked your test bench.")


def made(firm: Firm, wording: Wording = WORDS) -> Template:
    return actions.create(firm.session, wording, by=firm.by, now=firm.now())


def change(firm: Firm, template: Template, body: str, base: int | None = None) -> None:
    words = Wording(template.kind, template.name, template.subject, body, template.field_id, template.stage)
    number = template.number if base is None else base
    actions.change(firm.session, template, words, base=number, by=firm.by, now=firm.now())


def test_every_agency_starts_with_a_template_of_each_kind_and_none_has_a_fault(firm: Firm) -> None:
    assert set(queries.library(firm.session, archived=False)) == set(KINDS)
    assert [row.name for row in DEFAULTS if letter_faults(row.subject, row.body, row.kind)] == []
    rows = [row for kind in KINDS for row in queries.templates(firm.session, kind)]
    assert all(queries.version(firm.session, row.id, 1).body == row.body for row in rows)


def test_other_words_are_a_new_version_and_an_earlier_one_comes_back_as_the_latest(firm: Firm) -> None:
    template = made(firm)
    change(firm, template, "Dear you")
    change(firm, template, "Dear you")
    actions.restore(firm.session, template, queries.version(firm.session, template.id, 1), by=firm.by, now=firm.now())
    found = queries.versions(firm.session, template.id)
    assert [(row.number, row.body) for row in found] == [(3, WORDS.body), (2, "Dear you"), (1, WORDS.body)]
    assert (template.number, template.body, found[0].by.name) == (3, WORDS.body, firm.recruiter.name)


def test_whoever_changes_an_older_version_is_told_before_anything_is_lost(firm: Firm) -> None:
    template = made(firm)
    change(firm, template, "Dear you")
    with pytest.raises(Refused, match="meanwhile") as refused:
        change(firm, template, "Dear all", base=1)
    assert (refused.value.field, template.body) == ("body", "Dear you")


@pytest.mark.parametrize(
    ("wording", "field"),
    [
        (Wording("thank", "x", " ", "Dear you"), "subject"),
        (Wording("thank", "x", "Thanks", " "), "body"),
        (Wording("thank", "x", "Thanks {{ my_phone }}", "Dear you"), "subject"),
        (Wording("answer", "x", "Thanks", "On {{ interview_day }}"), "body"),
        (Wording("thank", "x", "Thanks", "Dear {{ boss }}"), "body"),
        (Wording("thank", "x", "Thanks", "Dear you", stage="offer"), "stage"),
        (Wording("thank", "A warm thank-you", "Thanks", "Dear you"), "name"),
    ],
)
def test_a_template_that_could_not_be_used_is_refused_at_its_field(firm: Firm, wording: Wording, field: str) -> None:
    with pytest.raises(Refused) as refused:
        made(firm, wording)
    assert refused.value.field == field


def test_an_archived_template_is_offered_no_more_until_it_is_brought_back(firm: Firm) -> None:
    template = made(firm)
    actions.archive(firm.session, template, by=firm.by, now=firm.now())
    assert template not in queries.templates(firm.session, "thank")
    assert template in queries.library(firm.session, archived=True)["thank"]
    actions.bring_back(firm.session, template, by=firm.by, now=firm.now())
    assert template in queries.templates(firm.session, "thank")


def test_an_accepted_proposal_is_the_next_version_in_its_proposers_name(firm: Firm) -> None:
    template = made(firm)
    words = Wording("thank", "For engineers", "Thank you", "Dear {{ contact_first_name }}, a better text.")
    proposal = proposing.propose(firm.session, template, words, "Shorter", by=firm.by, now=firm.now())
    assert queries.open_proposals(firm.session) == 1
    proposing.accept(firm.session, proposal, None, by=firm.by, now=firm.now())
    latest = queries.versions(firm.session, template.id)[0]
    assert (latest.number, latest.body, latest.proposed_by_id) == (2, words.body, firm.recruiter.id)
    with pytest.raises(Refused, match="decided already"):
        proposing.decline(firm.session, proposal, "No", by=firm.by, now=firm.now())


def test_a_proposal_can_be_for_a_new_template_and_is_declined_with_words(firm: Firm) -> None:
    proposal = proposing.propose(firm.session, None, WORDS, None, by=firm.by, now=firm.now())
    with pytest.raises(Refused, match="Say why"):
        proposing.decline(firm.session, proposal, " ", by=firm.by, now=firm.now())
    assert proposing.accept(firm.session, proposal, None, by=firm.by, now=firm.now()).body == WORDS.body
    other = proposing.propose(firm.session, None, WORDS, None, by=firm.by, now=firm.now())
    with pytest.raises(Refused, match="by that name"):
        proposing.accept(firm.session, other, None, by=firm.by, now=firm.now())
    proposing.withdraw(firm.session, other, by=firm.by, now=firm.now())
    assert other.state == "withdrawn"


def test_what_changes_nothing_or_could_not_be_used_is_not_proposed(firm: Firm) -> None:
    template = made(firm)
    with pytest.raises(Refused, match="already"):
        proposing.propose(firm.session, template, template.wording, None, by=firm.by, now=firm.now())
    faulty = Wording("thank", "For engineers", "Thank you", "Dear {{ boss }}")
    with pytest.raises(Refused, match="no field"):
        proposing.propose(firm.session, template, faulty, None, by=firm.by, now=firm.now())


def test_a_note_starts_from_the_template_that_suits_field_and_round(firm: Firm) -> None:
    field = agencies.fields(firm.session)[0]
    made(firm, Wording("thank", "a", "Thank you", "Of the field", field.id))
    made(firm, Wording("thank", "b", "Thank you", "Of the field, later", field.id, "later"))
    candidate = firm.candidate()
    candidate.field_id = field.id
    process = firm.process(candidate)
    rounds = [firm.interview(process, people=("Dana Ruiz",)) for _ in range(1)]
    rounds.append(firm.interview(process, starts_in=2 * (rounds[0].ends_at - rounds[0].starts_at), people=("Lee",)))
    first, later = sorted(rounds, key=lambda row: row.starts_at)
    texts = [
        notes.begin(firm.session, row.people[0], "thank", {}, by=firm.by, now=firm.now()).body for row in (first, later)
    ]
    assert texts == ["Of the field", "Of the field, later"]


def test_an_answer_starts_with_words_for_what_was_decided_and_leaves_misplaced_fields_unfilled(firm: Firm) -> None:
    interview = firm.interview(people=("Dana Ruiz <d@acme.example>",))
    outcomes.heard_back(
        firm.session, interview.process, "refusal", None, ahead="cancelled", at=firm.now(), by=firm.by, now=firm.now()
    )
    firm.session.expire_all()
    template = queries.suiting(firm.session, "answer", None, "refusal")
    assert template is not None
    template.body += "\nOn {{ interview_day }}"  # as one of before there were places could say
    merge = {"contact_first_name": "Dana", "interview_day": "Monday"}
    note = notes.begin(firm.session, interview.people[0], "answer", merge, by=firm.by, now=firm.now())
    assert note.subject == "Thank you for letting me know"
    assert note.body.startswith("Dear Dana,")
    assert note.body.endswith("On {{ interview_day }}")
