"""The library of templates in the browser: an owner changes, a recruiter proposes, a viewer looks."""

from datetime import timedelta

import pytest

from portal.drafts import queries
from portal.drafts.models import Template
from tests.factories.firm import Firm
from tests.fixtures.app import Browse


def first(firm: Firm) -> Template:
    firm.session.expire_all()
    return queries.templates_of_kind(firm.session, "thank")[0]


def filled(template: Template, **changes: object) -> dict[str, object]:
    base = {"kind": template.kind, "name": template.name, "subject": template.subject, "body": template.body}
    return base | {"field_id": "", "stage": "", "base": template.number} | changes


def test_an_owner_saves_a_version_looks_at_what_changed_and_takes_the_first_back(firm: Firm, browse: Browse) -> None:
    owner, template = browse(firm.owner), first(firm)
    path = f"/templates/{template.id}"
    saved = owner.post(f"{path}/edit", filled(template, body="Dear {{ contact_first_name }},\nNew words."))
    assert saved.status_code == 302
    compared = owner.get(f"{path}/versions/1").text
    assert "New words." in compared
    assert "Restore this version" in compared
    owner.post(f"{path}/versions/1/restoring")
    assert [row.number for row in queries.versions_of(firm.session, template.id)] == [3, 2, 1]
    assert "Version 3" in owner.get(path).text


def test_who_saves_over_somebody_elses_change_is_told_and_keeps_what_was_typed(firm: Firm, browse: Browse) -> None:
    owner, template = browse(firm.owner), first(firm)
    path, mine = f"/templates/{template.id}/edit", filled(template, body="Dear you, mine.")
    owner.post(path, filled(template, body="Dear you, theirs."))
    told = owner.post(path, mine)
    assert told.status_code == 422
    assert "Someone changed this while you were editing" in told.text
    assert "Dear you, mine." in told.text
    assert 'name="base" type="hidden" value="2"' in told.text
    assert owner.post(path, mine | {"base": 2}).status_code == 302


def test_a_recruiter_proposes_and_an_owner_declines_with_words_then_accepts(firm: Firm, browse: Browse) -> None:
    recruiter, owner, template = browse(firm.recruiter), browse(firm.owner), first(firm)
    path = f"/templates/{template.id}/edit"
    assert "Propose a change" in recruiter.get(path).text
    for words in ("Dear you, first try.", "Dear you, second try."):
        assert recruiter.post(path, filled(template, body=words, reason="Shorter")).status_code == 302
    assert first(firm).number == 1
    one, two = firm.session.scalars(queries.proposals(standing=True)).all()
    assert "2 proposals are waiting" in owner.get("/templates").text
    assert "Proposed template changes" in owner.get("/today").text
    assert "Proposed template changes" not in recruiter.get("/today").text
    assert owner.post(f"/templates/proposals/{one.id}/decision", {"decision": "decline"}).status_code == 422
    owner.post(f"/templates/proposals/{one.id}/decision", {"decision": "decline", "answer": "Too short for us"})
    owner.post(f"/templates/proposals/{two.id}/decision", {"decision": "accept"})
    assert first(firm).body == "Dear you, second try."
    assert "Too short for us" in recruiter.get("/templates/proposals?decided=1").text
    assert recruiter.post(f"/templates/proposals/{two.id}/decision", {"decision": "accept"}).status_code == 403


def test_a_fault_and_how_it_reads_with_somebody_are_shown_before_anything_is_saved(firm: Firm, browse: Browse) -> None:
    interview = firm.interview(starts_in=-timedelta(hours=3), people=("Dana Ruiz", "Lee Park"))
    owner, template = browse(firm.owner), first(firm)
    lee = next(row for row in interview.people if row.contact.name == "Lee Park")
    text = "Dear {{ contact_fist_name }}, {{ contact_name }}, [something], {{ my_phone }}"
    seen = owner.post(
        f"/templates/{template.id}/edit", filled(template, body=text, then="preview", preview_with=str(lee.id))
    )
    assert seen.status_code == 200
    assert "Did you mean “their first name”?" in seen.text
    assert "Lee Park, <mark" in seen.text
    assert "We have nothing to fill in for “my phone number” here." in seen.text
    assert first(firm).number == 1


@pytest.mark.parametrize("wrong", [{"body": "Dear {{ boss }}"}, {"subject": "{{ my_phone }}"}, {"stage": "offer"}])
def test_what_could_not_be_used_is_refused_at_its_field(firm: Firm, browse: Browse, wrong: dict[str, object]) -> None:
    owner, template = browse(firm.owner), first(firm)
    refused = owner.post(f"/templates/{template.id}/edit", filled(template, **wrong))
    assert refused.status_code == 422
    assert f'id="{next(iter(wrong))}-error"' in refused.text


def test_a_message_to_candidates_has_no_field_and_no_stage(firm: Firm, browse: Browse) -> None:
    owner = browse(firm.owner)
    page = owner.get("/templates/new?kind=message").text
    assert "A message to candidates suits every field, at any time." in page
    typed = {"kind": "message", "name": "Happy holidays", "subject": "Happy holidays", "body": "All the best, Rita"}
    assert owner.post("/templates/new", typed | {"stage": "offer"}).status_code == 302
    (made,) = [row for row in queries.templates_of_kind(firm.session, "message") if row.name == "Happy holidays"]
    assert (made.field_id, made.stage) == (None, None)
    shown = owner.get(f"/templates/{made.id}").text
    assert "Message to candidates" in shown and "Any time" not in shown and "All fields" not in shown
    assert 'name="stage"' not in owner.get(f"/templates/{made.id}/edit").text
    thanks = owner.get(f"/templates/{first(firm).id}/edit").text
    assert 'value="later"' in thanks and 'value="refusal"' not in thanks


def test_an_archived_template_is_found_among_the_archived_and_brought_back(firm: Firm, browse: Browse) -> None:
    owner, template = browse(firm.owner), first(firm)
    owner.post(f"/templates/{template.id}/archiving")
    assert f"/templates/{template.id}" in owner.get("/templates?archived=1").text
    owner.post(f"/templates/{template.id}/archiving/removal")
    assert f"/templates/{template.id}" in owner.get("/templates").text


def test_a_kind_without_templates_says_what_that_means(firm: Firm, browse: Browse) -> None:
    owner = browse(firm.owner)
    card = queries.templates_of_kind(firm.session, "card")[0]
    owner.post(f"/templates/{card.id}/archiving")
    assert "These start empty until there’s a template." in owner.get("/templates").text
    assert owner.post("/templates/new", filled(card, name="Ours")).status_code == 302
    assert "Ours" in owner.get("/templates").text
