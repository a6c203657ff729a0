"""What the panel of a bulk action says: how many candidates it is for, why not for others, and what became of it."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from babel.lists import format_list
from flask_babel import get_locale, gettext
from sqlalchemy.orm import Session

from portal.accounts import queries as accounts
from portal.bulk_actions import actions, queries
from portal.bulk_actions.models import BulkAction, BulkActionItem
from portal.bulk_actions.queries import Numbers
from portal.bulk_actions.rules import (
    CLOSE,
    EXPORT,
    GOES,
    INCLUDED,
    MESSAGE,
    MOST,
    PREVIEW,
    REMIND,
    RUNNING,
    STOPPED,
    UNDONE,
)
from portal.core.db import db
from portal.core.listing import PAGE_SIZE
from portal.core.rate_limits import MESSAGES_TO_CANDIDATE
from portal.web.bulk_actions import sentences
from portal.web.bulk_actions.sentences import BulkSentence
from portal.web.bulk_actions.verdict_sentences import VERDICTS
from portal.web.shared import formatting, request_cycle

EMAILS = (REMIND, MESSAGE)
REASONS = 2
"""Up to how many reasons why not for all stand in the title."""
NAMES = 3
"""Up to how many candidates a line names."""


@dataclass(frozen=True)
class Line:
    """What holds for the candidates with one verdict, or one result; `way_out` is what can be done about them.

    `opens`: the line leads to the list of who they are, as it does not name all of them.
    """

    code: str
    icon: str
    tone: str
    text: str
    way_out: str | None = None
    opens: bool = False


@dataclass(frozen=True)
class Names:
    """Candidates with one verdict or result, by name, and the number to go on after; None after the last."""

    names: Sequence[str]
    after: int | None


@dataclass(frozen=True)
class Panel:
    """A bulk action as its panel shows it; `seconds` are left to undo it, None where that is not counted down."""

    title: str
    lines: Sequence[Line]
    numbers: Numbers
    button: str
    consequence: str = ""
    can_undo: bool = False
    seconds: int | None = None
    has_emails: bool = False
    can_start: bool = True


def panel(session: Session, row: BulkAction) -> Panel:
    """Return what the panel says of this action now."""
    counted = queries.numbers(session, row)
    if row.state != PREVIEW:
        return _result(session, row, counted)
    count = counted.included
    only = _only_name(session, row)
    return Panel(
        title=_preview_title(row, counted, only),
        lines=list(_lines(session, row, _with_all_included(counted), BulkActionItem.verdict)),
        numbers=counted,
        button=_say(sentences.BUTTONS[row.action], count, "", {}),
        consequence=str(sentences.CONSEQUENCES[row.action])
        % {"most": formatting.number(MOST), "each": MESSAGES_TO_CANDIDATE.most},
        has_emails=row.action in EMAILS and bool(count) and actions.is_complete(row),
        can_start=bool(count) and actions.is_complete(row) and row.action != EXPORT,
    )


def _result(session: Session, row: BulkAction, counted: Numbers) -> Panel:
    only = _only_name(session, row)
    done = counted.results.get(UNDONE, 0) if row.state in ("undoing", UNDONE) else counted.done
    if row.state == RUNNING:
        return Panel(_say(sentences.TITLES[row.action], counted.included, only, _values(row)), [], counted, "")
    words = sentences.UNDONE_TITLES if row.state in ("undoing", UNDONE) else sentences.RESULT_TITLES
    results = {code: count for code, count in counted.results.items() if code not in ("done", UNDONE)}
    return Panel(
        title=_say(words[row.action], done, only, _values(row)),
        lines=list(_lines(session, row, results, BulkActionItem.result)),
        numbers=counted,
        button="",
        can_undo=bool(counted.done) and row.undo_until is not None and row.undo_until > request_cycle.now(),
        seconds=_seconds_left(row),
        consequence=gettext("Stopped before the end.") if row.state == STOPPED else "",
    )


def _preview_title(row: BulkAction, counted: Numbers, only: str) -> str:
    """Return what it would do in one sentence: the action, for how many it is, and the main reason why not for all."""
    total = row.item_count - counted.left_out
    title = _say(sentences.TITLES[row.action], total, only, _values(row))
    others = {code: count for code, count in counted.verdicts.items() if code not in INCLUDED}
    if total < 2 or not others:
        return title
    included = _say(sentences.INCLUDED_SHORT[row.action], counted.included, "", {}) if counted.included else ""
    parts = [included, *(_short(code, count) for code, count in sorted(others.items(), key=_place))]
    if len(others) > REASONS:
        parts = [included, gettext("%(num)s don’t", num=formatting.number(sum(others.values())))]
    said = [part for part in parts if part]
    return f"{title}: {format_list(said, 'unit', locale=get_locale())}" if said else title


def _short(code: str, count: int) -> str:
    return _say(VERDICTS[code].sentence, count, "", {})


def _with_all_included(counted: Numbers) -> Mapping[str, int]:
    """Return the verdicts with all that the action is for under the first of them; notes on some of those follow."""
    included = {GOES: counted.included} if counted.included else {}
    return {**counted.verdicts, **included}


def _place(item: tuple[str, int]) -> int:
    return list(VERDICTS).index(item[0])


def _lines(session: Session, row: BulkAction, counts: Mapping[str, int], column: Any) -> Iterator[Line]:
    """Yield a line for each verdict or result, those that the action is for first."""
    for code, count in sorted(counts.items(), key=_place):
        said = VERDICTS[code]
        codes = INCLUDED if code == GOES else (code,)
        found = queries.first_with(session, row, column, codes, NAMES) if count <= NAMES else []
        sentence = sentences.INCLUDED_LINES[row.action] if code == GOES else said.sentence
        values = _values(row) | {"at": _at(found[0][0]) if found else ""}
        names = [name for _item, name in found]
        text = _say(sentence, count, names[0] if len(names) == 1 else "", values)
        if len(names) > 1 and code != GOES:
            text = gettext("%(what)s: %(names)s", what=text, names=format_list(names, locale=get_locale()))
        way_out = said.way_out if row.state == PREVIEW else None
        yield Line(code, said.icon, said.tone, text, way_out, opens=count > (1 if code == GOES else NAMES))


def names_with(session: Session, row: BulkAction, code: str, after: int) -> Names:
    """Return a page of the candidates with this verdict, or this result once the action has begun."""
    column = BulkActionItem.verdict if row.state == PREVIEW else BulkActionItem.result
    codes = INCLUDED if code == GOES else (code,)
    found = queries.first_with(session, row, column, codes, PAGE_SIZE + 1, min(max(after, 0), MOST))
    following = found[PAGE_SIZE - 1][0].number if len(found) > PAGE_SIZE else None
    return Names([name for _item, name in found[:PAGE_SIZE]], following)


def _say(sentence: BulkSentence, count: int, name: str, values: Mapping[str, Any]) -> str:
    """Return the sentence for one candidate, by name, or for many."""
    if count == 1 and name:
        return str(sentence.one) % {"name": name, **values}
    if count == 1 and sentence.short_one:
        return str(sentence.short_one) % {"num": 1, **values}
    return str(sentence.many) % {"num": formatting.number(count), **values}


def _values(row: BulkAction) -> dict[str, Any]:
    values = {"who": _recruiter(row) or gettext("a recruiter"), "tag": row.parameters.get("tag") or gettext("this tag")}
    if row.action == CLOSE:
        values["count"] = formatting.number(queries.sum_of_details(db.session(), row, "count"))
    return values


def _recruiter(row: BulkAction) -> str:
    chosen = row.parameters.get("recruiter_id")
    named = {str(account.id): account.name for account in accounts.recruiters(db.session())} if chosen else {}
    return named.get(str(chosen), "")


def _only_name(session: Session, row: BulkAction) -> str:
    """Return the candidate's name where there is only one."""
    return queries.first_with(session, row, None, (), 1)[0][1] if row.item_count == 1 else ""


def _at(item: BulkActionItem) -> str:
    at = item.details.get("at")
    return formatting.moment(datetime.fromisoformat(at)) if at else ""


def _seconds_left(row: BulkAction) -> int | None:
    """Return how many seconds are left to undo it, where it is only seconds."""
    if row.undo_until is None or row.finished_at is None:
        return None
    is_short = (row.undo_until - row.finished_at).total_seconds() <= 60
    return max(int((row.undo_until - request_cycle.now()).total_seconds()), 0) if is_short else None
