"""Who the candidate met: people ticked, typed, or read from a file of contact cards."""

import uuid
from collections.abc import Iterable
from dataclasses import replace

from flask import request
from flask_babel import gettext

from portal.core import email_addresses
from portal.debriefs.contact_extraction import extract_from_card, personal_cards
from portal.debriefs.rules import DETAIL_FIELDS, MAX_PEOPLE, PEOPLE, PersonEntry, is_same_person
from portal.readers import vcard
from portal.web.debriefs.conflicts import page_snapshot
from portal.web.debriefs.forms import COMPANY_CARD_MESSAGE, PeopleMetForm
from portal.web.debriefs.wizard import MAX_ANSWER_LENGTH, DebriefState, render_screen
from portal.web.shared import request_cycle
from portal.web.shared.responses import ViewResponse

MAX_CARDS = 25


def collect_people(telling: DebriefState, form: PeopleMetForm) -> tuple[DebriefState, tuple[PersonEntry, ...] | None]:
    """Return everyone as ticked, plus people typed or ticked among cards.

    The people are None if the form has errors to fix.
    """
    telling, everybody = _merge_ticks(telling)
    if not form.validate_on_submit():
        return replace(telling, people=tuple(everybody)), None
    news = [card_values(number) for number in request.form.getlist("card")]
    if form.adding.data and not form.file.data:
        news.append({"name": form.adding.data})
    for said in news:
        everybody = _add_person(everybody, said)
    if len(everybody) > MAX_PEOPLE:
        form.adding.errors = [gettext("Add up to %(most)s people at a time.", most=MAX_PEOPLE)]
        return telling, None
    return telling, tuple(everybody)


def added_names(telling: DebriefState, everybody: Iterable[PersonEntry]) -> list[str]:
    """Return the names that this answer put on the list."""
    known = {entry.id for entry in telling.people}
    return [entry.name for entry in everybody if entry.id not in known]


def has_nothing_to_add(form: PeopleMetForm) -> bool:
    """Return whether Add or Read the file was pressed with nothing to add or read; the form then has the error."""
    then = request.form.get("then")
    if then == "add" and not form.adding.data and not request.form.getlist("card"):
        form.adding.errors = [gettext("Enter a name to add.")]
    if then == "read":
        form.file.errors = [gettext("Choose a file to read.")]
    return bool(form.adding.errors or form.file.errors)


def has_met_nobody(form: PeopleMetForm, everybody: Iterable[PersonEntry]) -> bool:
    """Return whether somebody goes on although nobody is ticked; the form then has the error."""
    if request.form.get("then", "next") not in ("next", "finish") or any(entry.met for entry in everybody):
        return False
    own = request_cycle.viewer().is_candidate
    message = gettext("Choose who you met, or add someone.") if own else gettext("Choose who they met, or add someone.")
    form.adding.errors = [message]
    return True


def render_cards_in_file(
    telling: DebriefState, form: PeopleMetForm, everybody: tuple[PersonEntry, ...]
) -> ViewResponse:
    """Return the page with the people in the file, to be ticked; nothing about them is saved yet."""
    cards = vcard.read(form.file.data.read())
    people = personal_cards(cards.cards)
    if not people:
        form.file.errors = [str(COMPANY_CARD_MESSAGE)] if cards.ok else cards.problems[:1]
        return render_screen(telling, form, cards=()), 422
    kept = telling.keep(PEOPLE, everybody, adding=form.adding.data or "")
    found = [extract_from_card(card).said for card in people[:MAX_CARDS]]
    more = len(people) - len(found)
    return render_screen(kept, form, cards=found, more=more, problems=cards.problems)


def card_values(number: str) -> dict[str, str]:
    """Return the details of one of the cards that were shown, as the form sent them back."""
    given = {name: request.form.get(f"card-{number}-{name}", "")[:MAX_ANSWER_LENGTH] for name in DETAIL_FIELDS}
    return {name: value.replace("\x00", "") for name, value in given.items() if value}


def _merge_ticks(telling: DebriefState) -> tuple[DebriefState, list[PersonEntry]]:
    """Return everyone as ticked on this page; people whom it did not show keep their current tick."""
    wanted, seen = set(request.form.getlist("met")), page_snapshot().signs
    typed = {name: "met" if name in wanted else "" for name in telling.now if not seen or name in seen}
    telling, both = telling.meet(typed)
    ticks = {**telling.now, **both.values}
    return telling, [replace(entry, met=bool(ticks[str(entry.id)])) for entry in telling.people]


def _add_person(everybody: list[PersonEntry], said: dict[str, str]) -> list[PersonEntry]:
    """Tick the person if they are on the list already, and fill in their missing details; else add them."""
    name = email_addresses.display_name(said.get("name"), said.get("email"))
    if not name:
        return everybody
    same = next((entry for entry in everybody if is_same_person(entry, name, said.get("email"))), None)
    if same is None:
        return [*everybody, PersonEntry(uuid.uuid4(), met=True, said=said | {"name": name})]
    told = replace(same, met=True, said=_fill_missing(same, said))
    return [told if entry.id == same.id else entry for entry in everybody]


def _fill_missing(entry: PersonEntry, said: dict[str, str]) -> dict[str, str]:
    missing: Iterable[str] = (name for name in said if not entry.said.get(name))
    return {**entry.said, **{name: said[name] for name in missing}}
