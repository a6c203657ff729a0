"""How a note read before: what is kept, what is shown, what comes back."""

from datetime import UTC, datetime, timedelta

import pytest

from portal.core.errors import ActionRefused
from portal.notes import actions as notes
from portal.notes import queries, versions
from portal.notes.models import Note
from portal.notes.versions import MAX_VERSIONS, is_due
from tests.factories.firm import Firm

NOW = datetime(2026, 3, 2, 15, tzinfo=UTC)
MINUTE = timedelta(minutes=1)
DUE = (
    (None, "some text", "some text more", True),
    (NOW - MINUTE, "some text", "some text more", False),
    (NOW - 5 * MINUTE, "some text", "some text more", True),
    (NOW - MINUTE, "a long text that somebody wrote", "a long text", True),
    (NOW - MINUTE, "a long text that somebody wrote", "", True),
    (None, "  ", "anything", False),
)


@pytest.mark.parametrize(("last_at", "old", "new", "expected"), DUE)
def test_it_is_kept_every_few_minutes_and_before_much_is_lost(
    last_at: datetime | None, old: str, new: str, expected: bool
) -> None:
    assert is_due(last_at, old, new, NOW) == expected


def begun(firm: Firm) -> Note:
    interview = firm.interview(starts_in=-timedelta(hours=2), people=("Dana Ruiz <d@acme.example>",))
    firm.debriefed(interview)
    return notes.begin(firm.command(), interview.people[0], "thank", {})


def bodies(firm: Firm, note: Note) -> list[str]:
    return [row.body for row in queries.versions_of(firm.session, note.id)]


def test_typing_keeps_one_every_five_minutes_and_saving_always(firm: Firm) -> None:
    note, start = begun(firm), firm.now()
    first = note.body
    for minute, body in ((1, "Dear Dana, one" * 30), (2, "Dear Dana, two" * 30), (7, "Dear Dana, three" * 30)):
        notes.save(firm.command(now=start + minute * MINUTE), note, "Thanks", body)
    assert bodies(firm, note) == ["Dear Dana, two" * 30, first]
    notes.save(firm.command(now=start + 8 * MINUTE), note, "Thanks", "Dear Dana, four" * 30, keep="saved")
    assert bodies(firm, note)[0] == "Dear Dana, four" * 30
    notes.save(firm.command(now=start + 8 * MINUTE), note, "Thanks", "Dear Dana, four" * 30, keep="saved")
    assert len(bodies(firm, note)) == 3


def test_a_version_taken_back_loses_nothing(firm: Firm) -> None:
    note, now = begun(firm), firm.now()
    first = note.body
    notes.save(firm.command(now=now), note, "Thanks", "Dear Dana, new")
    version = queries.versions_of(firm.session, note.id)[-1]
    notes.restore(firm.command(now=now + MINUTE), note, version)
    assert note.body == first
    assert "Dear Dana, new" in bodies(firm, note)


def test_of_very_many_the_oldest_goes(firm: Firm) -> None:
    note, now = begun(firm), firm.now()
    for number in range(MAX_VERSIONS + 5):
        note.body = f"text {number}"
        versions.save_version(firm.command(now=now + number * MINUTE), note, "saved")
    assert len(bodies(firm, note)) == MAX_VERSIONS
    assert bodies(firm, note)[0] == f"text {MAX_VERSIONS + 4}"


def test_what_is_on_its_way_is_not_taken_back(firm: Firm) -> None:
    note, now = begun(firm), firm.now()
    notes.save(firm.command(now=now), note, "Thanks", "Dear Dana,\n\nThank you for the tour.")
    notes.send(firm.command(now=now), note)
    firm.session.refresh(note)
    kept = queries.versions_of(firm.session, note.id)[0]
    assert (kept.reason, kept.body) == ("sent", "Dear Dana,\n\nThank you for the tour.")
    with pytest.raises(ActionRefused, match="is being sent"):
        notes.restore(firm.command(now=now), note, kept)
