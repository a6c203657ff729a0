"""Tags: added once however they are written, put on many candidates, renamed, and deleted with their audit."""

import pytest
from sqlalchemy import select

from portal.audit.models import AuditDetail, AuditEvent
from portal.candidates.models import Candidate
from portal.core.errors import ActionRefused
from portal.onboarding import sample_data
from portal.tags import actions, queries
from portal.tags.models import CandidateTag, Tag
from tests.factories.firm import Firm


def tag(firm: Firm, name: str = "Forklift license") -> Tag:
    return actions.get_or_add(firm.command(), name)


def recorded(firm: Firm, action: str) -> list[dict[str, list[object]]]:
    events = select(AuditEvent.id).where(AuditEvent.action == action)
    return list(firm.session.scalars(select(AuditDetail.changes).where(AuditDetail.event_id.in_(events))))


def test_a_tag_written_otherwise_is_the_same_tag(firm: Firm) -> None:
    first = tag(firm, "Résumé  checked")
    assert tag(firm, "resume CHECKED") is first
    assert [row.name for row in queries.all_tags(firm.session)] == ["Résumé  checked"]
    added = select(AuditEvent.id).where(AuditEvent.action == "tag.add")
    assert len(firm.session.scalars(added).all()) == 1


def test_a_tag_is_put_on_those_who_do_not_have_it_and_taken_off_those_who_do(firm: Firm) -> None:
    ann, lee, word = firm.candidate("Ann Lee"), firm.candidate("Lee Park"), tag(firm)
    assert actions.tag_candidates(firm.command(), word, [ann.id]) == [ann.id]
    assert actions.tag_candidates(firm.command(), word, [ann.id, lee.id]) == [lee.id]
    assert queries.tags_of(firm.session, lee.id) == [word] and queries.count(firm.session, word) == 2
    assert recorded(firm, "candidate.tag") == [{"tag": [None, str(word.id)]}] * 2
    assert actions.untag_candidates(firm.command(), word, [ann.id]) == [ann.id]
    assert actions.untag_candidates(firm.command(), word, [ann.id]) == []
    assert recorded(firm, "candidate.untag") == [{"tag": [str(word.id), None]}]
    assert list(firm.session.scalars(queries.tagged([word.id]))) == [lee.id]


def test_a_tag_cannot_get_the_name_of_another_one(firm: Firm) -> None:
    word = tag(firm, "Nights")
    tag(firm, "Days")
    with pytest.raises(ActionRefused) as refused:
        actions.rename(firm.command(), word, "DAYS")
    assert refused.value.field == "name" and word.name == "Nights"
    actions.rename(firm.command(), word, "Nights only")
    assert tag(firm, "nights only") is word


def test_a_deleted_tag_is_taken_off_everyone(firm: Firm) -> None:
    ann, word = firm.candidate("Ann Lee"), tag(firm)
    actions.tag_candidates(firm.command(), word, [ann.id])
    actions.delete_tag(firm.command(), word)
    assert firm.session.scalars(select(CandidateTag)).all() == []
    assert recorded(firm, "tag.delete") == [{"candidates": [1, 0]}]


def test_candidates_are_deleted_with_their_tags(firm: Firm) -> None:
    sample_data.add(firm.command())
    person = firm.session.scalars(select(Candidate.id).where(Candidate.is_sample)).first()
    assert person is not None
    actions.tag_candidates(firm.command(), tag(firm), [person])
    sample_data.remove(firm.command())
    assert firm.session.scalars(select(CandidateTag)).all() == []
