"""The library of templates: what every agency starts with, versions, proposals, and which template a note takes."""

import pytest

from portal.agencies import queries as agencies
from portal.core.errors import ActionRefused
from portal.drafts import actions, queries, template_proposals
from portal.drafts.default_templates import DEFAULT_TEMPLATES
from portal.drafts.models import Template
from portal.drafts.rules import KINDS, TemplateText, letter_faults
from portal.interviews import outcomes
from portal.notes import actions as notes
from tests.factories.firm import Firm

WORDS = TemplateText("thank", "For engineers", "Thank you", "Dear {{ contact_first_name }}, I liked your test bench.")


def made(firm: Firm, wording: TemplateText = WORDS) -> Template:
    return actions.create_template(firm.command(), wording)


def change(firm: Firm, template: Template, body: str, base: int | None = None) -> None:
    words = TemplateText(template.kind, template.name, template.subject, body, template.field_id, template.stage)
    number = template.number if base is None else base
    actions.update_template(firm.command(), template, words, base=number)


def test_every_agency_starts_with_a_template_of_each_kind_and_none_has_a_fault(firm: Firm) -> None:
    assert set(queries.templates_by_kind(firm.session, archived=False)) == set(KINDS)
    assert [row.name for row in DEFAULT_TEMPLATES if letter_faults(row.subject, row.body, row.kind)] == []
    rows = [row for kind in KINDS for row in queries.templates_of_kind(firm.session, kind)]
    assert all(queries.get_version(firm.session, row.id, 1).body == row.body for row in rows)


def test_other_words_are_a_new_version_and_an_earlier_one_comes_back_as_the_latest(firm: Firm) -> None:
    template = made(firm)
    change(firm, template, "Dear you")
    change(firm, template, "Dear you")
    actions.restore_template(firm.command(), template, queries.get_version(firm.session, template.id, 1))
    found = queries.versions_of(firm.session, template.id)
    assert [(row.number, row.body) for row in found] == [(3, WORDS.body), (2, "Dear you"), (1, WORDS.body)]
    assert (template.number, template.body, found[0].by.name) == (3, WORDS.body, firm.recruiter.name)


def test_whoever_changes_an_older_version_is_told_before_anything_is_lost(firm: Firm) -> None:
    template = made(firm)
    change(firm, template, "Dear you")
    with pytest.raises(ActionRefused, match="Save again to replace it") as refused:
        change(firm, template, "Dear all", base=1)
    assert (refused.value.field, template.body) == ("body", "Dear you")


@pytest.mark.parametrize(
    ("wording", "field"),
    [
        (TemplateText("thank", "x", " ", "Dear you"), "subject"),
        (TemplateText("thank", "x", "Thanks", " "), "body"),
        (TemplateText("thank", "x", "Thanks {{ my_phone }}", "Dear you"), "subject"),
        (TemplateText("answer", "x", "Thanks", "On {{ interview_day }}"), "body"),
        (TemplateText("thank", "x", "Thanks", "Dear {{ boss }}"), "body"),
        (TemplateText("thank", "x", "Thanks", "Dear you", stage="offer"), "stage"),
        (TemplateText("thank", "A warm thank-you", "Thanks", "Dear you"), "name"),
    ],
)
def test_a_template_that_could_not_be_used_is_refused_at_its_field(
    firm: Firm, wording: TemplateText, field: str
) -> None:
    with pytest.raises(ActionRefused) as refused:
        made(firm, wording)
    assert refused.value.field == field


def test_an_archived_template_is_offered_no_more_until_it_is_brought_back(firm: Firm) -> None:
    template = made(firm)
    actions.archive_template(firm.command(), template)
    assert template not in queries.templates_of_kind(firm.session, "thank")
    assert template in queries.templates_by_kind(firm.session, archived=True)["thank"]
    actions.unarchive_template(firm.command(), template)
    assert template in queries.templates_of_kind(firm.session, "thank")


def test_an_accepted_proposal_is_the_next_version_in_its_proposers_name(firm: Firm) -> None:
    template = made(firm)
    words = TemplateText("thank", "For engineers", "Thank you", "Dear {{ contact_first_name }}, a better text.")
    proposal = template_proposals.propose(firm.command(), template, words, "Shorter")
    assert queries.count_open_proposals(firm.session) == 1
    template_proposals.accept(firm.command(), proposal, None)
    latest = queries.versions_of(firm.session, template.id)[0]
    assert (latest.number, latest.body, latest.proposed_by_id) == (2, words.body, firm.recruiter.id)
    with pytest.raises(ActionRefused, match="already been decided"):
        template_proposals.decline(firm.command(), proposal, "No")


def test_a_proposal_can_be_for_a_new_template_and_is_declined_with_words(firm: Firm) -> None:
    proposal = template_proposals.propose(firm.command(), None, WORDS, None)
    with pytest.raises(ActionRefused, match="Say why"):
        template_proposals.decline(firm.command(), proposal, " ")
    assert template_proposals.accept(firm.command(), proposal, None).body == WORDS.body
    other = template_proposals.propose(firm.command(), None, WORDS, None)
    with pytest.raises(ActionRefused, match="with that name"):
        template_proposals.accept(firm.command(), other, None)
    template_proposals.withdraw(firm.command(), other)
    assert other.state == "withdrawn"


def test_what_changes_nothing_or_could_not_be_used_is_not_proposed(firm: Firm) -> None:
    template = made(firm)
    with pytest.raises(ActionRefused, match="current wording"):
        template_proposals.propose(firm.command(), template, template.wording, None)
    faulty = TemplateText("thank", "For engineers", "Thank you", "Dear {{ boss }}")
    with pytest.raises(ActionRefused, match="don’t have a detail called"):
        template_proposals.propose(firm.command(), template, faulty, None)


def test_a_note_starts_from_the_template_that_suits_field_and_round(firm: Firm) -> None:
    field = agencies.job_fields(firm.session)[0]
    made(firm, TemplateText("thank", "a", "Thank you", "Of the field", field.id))
    made(firm, TemplateText("thank", "b", "Thank you", "Of the field, later", field.id, "later"))
    candidate = firm.candidate()
    candidate.field_id = field.id
    application = firm.application(candidate)
    rounds = [firm.interview(application, people=("Dana Ruiz",)) for _ in range(1)]
    rounds.append(firm.interview(application, starts_in=2 * (rounds[0].ends_at - rounds[0].starts_at), people=("Lee",)))
    first, later = sorted(rounds, key=lambda row: row.starts_at)
    texts = [notes.begin(firm.command(), row.people[0], "thank", {}).body for row in (first, later)]
    assert texts == ["Of the field", "Of the field, later"]


def test_an_answer_starts_with_words_for_what_was_decided_and_leaves_misplaced_fields_unfilled(firm: Firm) -> None:
    interview = firm.interview(people=("Dana Ruiz <d@acme.example>",))
    outcomes.record_response(firm.command(), interview.application, "refusal", None, ahead="cancelled", at=firm.now())
    firm.session.expire_all()
    template = queries.best_template(firm.session, "answer", None, "refusal")
    assert template is not None
    template.body += "\nOn {{ interview_day }}"  # as one of before there were places could say
    merge = {"contact_first_name": "Dana", "interview_day": "Monday"}
    note = notes.begin(firm.command(), interview.people[0], "answer", merge)
    assert note.subject == "Thank you for letting me know"
    assert note.body.startswith("Dear Dana,")
    assert note.body.endswith("On {{ interview_day }}")
