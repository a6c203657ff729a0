"""What the events of calendar files would change, given what is recorded (docs/rules.md#invitations).

These are pure functions: nothing here reads a clock, a database, or a file.
"""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from hashlib import sha256

from portal.interviews.series import Occurrence, has_occurrence, occurrences_of, recurrence_id, slot_of
from portal.interviews.slots import CalendarKey, Slot
from portal.readers.ics import CalendarEvent
from portal.readers.invitation import Invitee, KnownAddresses, list_invitees

NEW, UPDATE, CANCEL, SAME, OLD, UNUSABLE = "new", "update", "cancel", "same", "old", "unusable"
UNKNOWN, ANSWER, PROPOSED = "unknown", "answer", "proposed"
RESPONSE_CODES = {"COUNTER": PROPOSED, "REPLY": ANSWER, "DECLINECOUNTER": ANSWER, "REFRESH": ANSWER}
MAX_UID_LENGTH = 255
MAX_OTHER_TIMES = 50
EARLIEST = datetime.min.replace(tzinfo=UTC)


@dataclass(frozen=True)
class RecordedInterview:
    """An interview recorded from a calendar; `emails`, in lower case, are those of its people."""

    key: CalendarKey
    slot: Slot
    cancelled: bool = False
    emails: frozenset[str] = frozenset()


@dataclass(frozen=True)
class CalendarChange:
    """What one event would do: the code, and everything it would record.

    `recorded` is the interview it is about, None for a new one. `others` are further times of a series, at most the
    next 50.
    """

    what: str
    event: CalendarEvent
    slot: Slot | None
    people: tuple[Invitee, ...]
    recorded: RecordedInterview | None
    key: CalendarKey
    others: tuple[Slot, ...] = ()


@dataclass(frozen=True)
class RecordedFacts:
    """The facts that events are compared with: `zone` is the IANA zone for floating times, `now` an aware moment."""

    recorded: tuple[RecordedInterview, ...]
    known: KnownAddresses
    zone: str
    now: datetime


def evaluate_events(events: Sequence[CalendarEvent], facts: RecordedFacts) -> list[CalendarChange]:
    """Return what each event would change, in order; omit an event for one time of a series that the file also has.

    If the file has an event more than once, the newest by SEQUENCE and DTSTAMP counts, and the others are old.
    """
    newest = _newest(events)
    series = {event.uid for event in newest if event.uid and event.series and event.recurrence_id is None}
    found = []
    for event in events:
        if event.uid in series and event.recurrence_id is not None:
            continue
        overrides = [row for row in newest if row.uid == event.uid and row.recurrence_id is not None]
        found.append(_evaluate_event(event, overrides if event.series and event.uid else (), event in newest, facts))
    return found


def recorded_after(change: CalendarChange) -> RecordedInterview | None:
    """Return the interview as recorded once the change is accepted; None if nothing is recorded."""
    if change.what not in (NEW, UPDATE, CANCEL) or change.slot is None:
        return change.recorded
    expected = {row.attendee.email.lower() for row in change.people if row.attendee.email and not row.left_out}
    before = change.recorded.emails if change.recorded else frozenset()
    slot = change.recorded.slot if change.what == CANCEL and change.recorded else change.slot
    return RecordedInterview(change.key, slot, change.what == CANCEL, before | expected)


def _newest(events: Sequence[CalendarEvent]) -> list[CalendarEvent]:
    """Return the newest version of each event; of equally new ones, the last in the file."""
    found: dict[tuple[str, str | None], CalendarEvent] = {}
    for event in events:
        key = _calendar_key(event)
        before = found.get((key.uid, key.recurrence))
        if before is None or _version(event) >= _version(before):
            found[key.uid, key.recurrence] = event
    return list(found.values())


def _evaluate_event(
    event: CalendarEvent, overrides: Collection[CalendarEvent], is_newest: bool, facts: RecordedFacts
) -> CalendarChange:
    key, people = _calendar_key(event), list_invitees(event, facts.known)
    recorded, one_time = _find_recorded(key, facts.recorded)
    times = occurrences_of(event, overrides, facts.zone, facts.now, MAX_OTHER_TIMES + 1) if event.series else []
    time = _occurrence_for(event, recorded, times, facts)
    slot = time.slot if time else None
    others = tuple(row.slot for row in times if row != time and row.slot.ends_at > facts.now)[:MAX_OTHER_TIMES]
    if one_time and recorded is not None:
        key = replace(recorded.key, occurrence_sequence=event.sequence, occurrence_stamp=event.stamp)
    elif event.series:
        key = replace(key, occurrence=time.recurrence if time else None)
    change = CalendarChange("", event, slot, people, recorded, key, others)
    return replace(change, what=_change_code(change, recorded, is_newest, one_time))


def _occurrence_for(
    event: CalendarEvent, recorded: RecordedInterview | None, times: Sequence[Occurrence], facts: RecordedFacts
) -> Occurrence | None:
    """Return when the event takes place; for a series, the recorded time if it still has it, else the next one."""
    if not event.series:
        slot = slot_of(event, facts.zone)
        return Occurrence(event.recurrence_id or "", slot) if slot else None
    if recorded is not None:
        kept = _recorded_occurrence(event, recorded, times, facts)
        if kept is not None:
            return kept
    ahead = [row for row in times if row.slot.ends_at > facts.now]
    return next(iter(ahead), None) or next(iter(times[-1:]), None)


def _recorded_occurrence(
    event: CalendarEvent, recorded: RecordedInterview, times: Sequence[Occurrence], facts: RecordedFacts
) -> Occurrence | None:
    """Return the time of the series that the recorded interview is at, if the series still has it."""
    stands_for = recorded.key.occurrence or recurrence_id(recorded.slot.starts_at)
    found = next((row for row in times if stands_for in (row.recurrence, recurrence_id(row.slot.starts_at))), None)
    if found is None and has_occurrence(event, stands_for, facts.zone):
        return Occurrence(stands_for, recorded.slot)
    return found


def _find_recorded(key: CalendarKey, rows: Iterable[RecordedInterview]) -> tuple[RecordedInterview | None, bool]:
    """Return the interview the event is about, and whether the event changes one time of the series it came from."""
    of_uid = [row for row in rows if row.key.uid == key.uid]
    exact = next((row for row in of_uid if row.key.recurrence == key.recurrence), None)
    if exact is not None or key.recurrence is None:
        return exact, False
    of_series = next((row for row in of_uid if row.key.recurrence is None), None)
    if of_series is None:
        return None, False
    stands_for = of_series.key.occurrence or recurrence_id(of_series.slot.starts_at)
    return (of_series, True) if stands_for == key.recurrence else (None, False)


def _change_code(change: CalendarChange, recorded: RecordedInterview | None, is_newest: bool, one_time: bool) -> str:
    event = change.event
    if event.method in RESPONSE_CODES:
        return RESPONSE_CODES[event.method]
    if not is_newest:
        return OLD
    if recorded is None:
        return _new_event_code(change)
    order = _compare_age(event, recorded.key, one_time)
    if order < 0:
        return OLD
    if _is_cancelled(event):
        return SAME if recorded.cancelled else CANCEL
    if change.slot is None:
        return UNUSABLE
    if order == 0 and recorded.cancelled:
        return SAME
    same = change.slot == recorded.slot and not recorded.cancelled and not _adds_people(change.people, recorded.emails)
    return SAME if same else UPDATE


def _new_event_code(change: CalendarChange) -> str:
    if _is_cancelled(change.event):
        return UNKNOWN
    return NEW if change.slot is not None else UNUSABLE


def _compare_age(event: CalendarEvent, key: CalendarKey, one_time: bool) -> int:
    """Return below 0 if the event is older than what is recorded, above 0 if it is newer, and 0 if it is as old.

    A change of one time of a series is compared with the last change of that time, never with the series' own SEQUENCE.
    """
    sequence, stamp = (key.occurrence_sequence, key.occurrence_stamp) if one_time else (key.sequence, key.stamp)
    if sequence is None:
        return 1
    if event.sequence != sequence:
        return 1 if event.sequence > sequence else -1
    if event.stamp is None or stamp is None or event.stamp == stamp:
        return 0
    return 1 if event.stamp > stamp else -1


def _is_cancelled(event: CalendarEvent) -> bool:
    return event.status == "CANCELLED" or event.method == "CANCEL"


def _adds_people(people: Iterable[Invitee], emails: Collection[str]) -> bool:
    """Return whether the event expects a person who is not on the interview's list."""
    return any(row.attendee.email and not row.left_out and row.attendee.email.lower() not in emails for row in people)


def _version(event: CalendarEvent) -> tuple[int, datetime]:
    return event.sequence, event.stamp or EARLIEST


def _calendar_key(event: CalendarEvent) -> CalendarKey:
    """Return the key that identifies the event; without a usable UID, it is made from the event's content."""
    uid = event.uid or f"{event.starts_at.isoformat()} {event.ends_at} {event.summary}"
    if not event.uid or len(uid) > MAX_UID_LENGTH:
        uid = f"sha256:{sha256(uid.encode('utf-8', 'replace')).hexdigest()}"
    return CalendarKey(uid, event.recurrence_id, event.sequence, event.stamp)
