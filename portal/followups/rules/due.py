"""When each step is due (docs/rules.md#plan)."""

from dataclasses import replace
from datetime import date, datetime, time, timedelta

from portal.applications.rules import Pace
from portal.followups.rules.facts import CANCELLED, NO_SHOW, Facts, InterviewFacts, PersonFacts
from portal.followups.rules.reason import Reason
from portal.followups.rules.working_time import (
    MORNING,
    add_working_hours,
    local_date,
    to_utc,
    working_day_from,
    working_days_after,
)

NOON = time(12)
EVENING_BEFORE = time(18)


def prepare_draft(facts: Facts, interview: InterviewFacts) -> datetime:
    """Return a number of hours before the start, but not before the interview was recorded."""
    return max(interview.starts_at - timedelta(hours=facts.policy.draft_lead_hours), interview.recorded_at)


def collect_contacts(facts: Facts, interview: InterviewFacts) -> datetime:
    """Return the evening before a morning interview, else hours before it; not before it was recorded."""
    local = interview.starts_at.astimezone(facts.zone)
    if local.time() < NOON:
        asked = to_utc(local.date() - timedelta(days=1), EVENING_BEFORE, facts.zone)
    else:
        asked = interview.starts_at - timedelta(hours=facts.policy.collect_lead_hours)
    return max(asked, interview.recorded_at)


def debrief(facts: Facts, interview: InterviewFacts) -> datetime:
    """Return a number of minutes after the end."""
    return interview.ends_at + timedelta(minutes=facts.policy.debrief_delay_minutes)


def thank(facts: Facts, interview: InterviewFacts, person: PersonFacts) -> datetime:
    """Return a number of hours after the end, or after the address came in, if that was later."""
    learned = person.reachable_at if person.reachable and person.reachable_at else interview.ends_at
    return max(interview.ends_at, learned) + timedelta(hours=facts.policy.thank_within_hours)


def request_contact(facts: Facts, start: datetime) -> datetime:
    """Return when a number of the recruiters' working hours after the request have passed."""
    return add_working_hours(start, facts.policy.contact_target_working_hours, facts.calendar)


def other_way(facts: Facts, ended_at: datetime) -> datetime:
    """Return a number of hours after the contact info turned out to be not available."""
    return ended_at + timedelta(hours=facts.policy.thank_within_hours)


def follow_up(facts: Facts, held: InterviewFacts) -> tuple[datetime, Reason]:
    """Return 09:00 on the working day that the pace suggests, and the reason (docs/rules.md#follow-up)."""
    thanked = [person.thanked_at for person in held.people if person.thanked_at]
    target, reason = _target(facts, held, min(thanked, default=None))
    wanted = working_day_from(target, facts.calendar)
    last = local_date(max(thanked, default=held.ends_at), facts.zone)
    gap = facts.policy.min_working_days_after_thanks
    soonest = working_day_from(working_days_after(last, gap, facts.calendar), facts.calendar)
    late = not_before(facts, held) or wanted
    if late > max(wanted, soonest):
        reason = Reason("added_late" if _last_change(facts, held) == held.recorded_at else "other_not_held")
    elif soonest > wanted:
        reason = Reason("after_thanks" if thanked else "after_interview", {"days": gap})
    elif reason.code not in ("decision", "duration"):
        first = local_date(min(thanked, default=held.ends_at), facts.zone)
        reason = Reason(reason.code, {"days": (wanted - first).days})
    return to_utc(max(wanted, soonest, late), MORNING, facts.zone), reason


def close(facts: Facts, held: InterviewFacts, sent_at: datetime) -> datetime:
    """Return 09:00 a number of days after the second follow-up, but not before `not_before`."""
    asks = local_date(sent_at, facts.zone) + timedelta(days=facts.policy.close_asks_after_days)
    late = not_before(facts, held)
    return to_utc(max(asks, late) if late else asks, MORNING, facts.zone)


def not_before(facts: Facts, held: InterviewFacts) -> date | None:
    """Return the working day after anything that came in later than the interview's end; None if nothing did."""
    late = _last_change(facts, held)
    return working_days_after(local_date(late, facts.zone), 1, facts.calendar) if late else None


def _last_change(facts: Facts, held: InterviewFacts) -> datetime | None:
    """Return when the last fact came in later than the interview's end; None if none did."""
    changed = [row.status_changed_at for row in facts.interviews if row.status in (CANCELLED, NO_SHOW)]
    return max((moment for moment in (held.recorded_at, *changed) if moment and moment > held.ends_at), default=None)


def _target(facts: Facts, held: InterviewFacts, first_thanked: datetime | None) -> tuple[date, Reason]:
    policy, ended_on = facts.policy, local_date(held.ends_at, facts.zone)
    pace = _pace(facts, held, ended_on)
    if pace.decision_on:
        return (
            working_days_after(pace.decision_on, 1, facts.calendar),
            Reason("decision", {"on": pace.decision_on.isoformat()}),
        )
    if pace.expected_days:
        over = ended_on + timedelta(days=pace.expected_days)
        return working_days_after(over, 1, facts.calendar), Reason("duration", {"days": pace.expected_days})
    code, days = _pace_indication(pace, policy.near_end_days, policy.way_to_go_days, policy.unknown_days)
    start = first_thanked or held.ends_at
    return local_date(start, facts.zone) + timedelta(days=days), Reason(
        code if first_thanked else "not_thanked", {"days": days}
    )


def _pace_indication(pace: Pace, near: int, far: int, unknown: int) -> tuple[str, int]:
    if pace.stage:
        return ("near_end", near) if pace.stage == "near_end" else ("way_to_go", far)
    if pace.candidates_left is not None:
        return ("few_left", near) if pace.candidates_left <= 1 else ("many_left", far)
    if pace.hires_right_away is not None:
        return ("hires_right_away", near) if pace.hires_right_away else ("takes_time", far)
    return "unknown_pace", unknown


def _pace(facts: Facts, held: InterviewFacts, ended_on: date) -> Pace:
    """Return the pace given at the interview, else that of the application; a past decision date does not count."""
    own, general = (_current(pace, ended_on) for pace in (held.pace, facts.pace))
    return general if own == Pace() else own


def _current(pace: Pace, ended_on: date) -> Pace:
    if pace.decision_on and pace.decision_on <= ended_on:
        return replace(pace, decision_on=None)
    return pace
