"""Whom the candidate met: those ticked, somebody typed, and whoever stands in a file of contact cards."""

import uuid
from collections.abc import Iterable
from dataclasses import replace

from flask import request
from flask_babel import gettext

from portal.core import email_addresses
from portal.debriefs.finding import of_card, persons
from portal.debriefs.rules import DETAILS, MOST_PEOPLE, PEOPLE, Entry, is_same
from portal.readers import vcard
from portal.web.debriefs.conflicts import page_showed
from portal.web.debriefs.forms import COMPANY_CARD, PeopleForm
from portal.web.debriefs.wizard import LONGEST_KEPT, Telling, shown
from portal.web.shared.responses import Page

MOST_CARDS = 25


def ticked(telling: Telling, form: PeopleForm) -> tuple[Telling, tuple[Entry, ...] | None]:
    """Everybody, as ticked, with whoever was typed or ticked among cards; None where the form is to be mended."""
    telling, everybody = _met(telling)
    if not form.validate_on_submit():
        return replace(telling, people=tuple(everybody)), None
    news = [card_values(number) for number in request.form.getlist("card")]
    if form.adding.data and not form.file.data:
        news.append({"name": form.adding.data})
    for said in news:
        everybody = _with(everybody, said)
    if len(everybody) > MOST_PEOPLE:
        form.adding.errors = [gettext("That is more than %(most)s people.", most=MOST_PEOPLE)]
        return telling, None
    return telling, tuple(everybody)


def added(telling: Telling, everybody: Iterable[Entry]) -> list[str]:
    """Return the names that this answer put on the list."""
    known = {entry.id for entry in telling.people}
    return [entry.name for entry in everybody if entry.id not in known]


def is_nothing_added(form: PeopleForm) -> bool:
    """Whether someone pressed Add or Read the file with nothing to add or read; the form then says so."""
    then = request.form.get("then")
    if then == "add" and not form.adding.data and not request.form.getlist("card"):
        form.adding.errors = [gettext("Enter a name to add.")]
    if then == "read":
        form.file.errors = [gettext("Choose a file to read.")]
    return bool(form.adding.errors or form.file.errors)


def offered(telling: Telling, form: PeopleForm, everybody: tuple[Entry, ...]) -> Page:
    """The people whose cards are in the file, to be ticked; nothing of them is kept yet."""
    cards = vcard.read(form.file.data.read())
    people = persons(cards.cards)
    if not people:
        form.file.errors = [str(COMPANY_CARD)] if cards.ok else cards.problems[:1]
        return shown(telling, form, cards=()), 422
    kept = telling.keep(PEOPLE, everybody, adding=form.adding.data or "")
    found = [of_card(card).said for card in people[:MOST_CARDS]]
    more = len(people) - len(found)
    return shown(kept, form, cards=found, more=more, problems=cards.problems)


def card_values(number: str) -> dict[str, str]:
    """The details of one of the cards that were shown, as they came back with the form."""
    given = {name: request.form.get(f"card-{number}-{name}", "")[:LONGEST_KEPT] for name in DETAILS}
    return {name: value.replace("\x00", "") for name, value in given.items() if value}


def _met(telling: Telling) -> tuple[Telling, list[Entry]]:
    """Everybody as ticked on this page; whoever it did not show, as they were put on the list meanwhile."""
    wanted, seen = set(request.form.getlist("met")), page_showed().signs
    typed = {name: "met" if name in wanted else "" for name in telling.now if not seen or name in seen}
    telling, both = telling.meet(typed)
    ticks = {**telling.now, **both.values}
    return telling, [replace(entry, met=bool(ticks[str(entry.id)])) for entry in telling.people]


def _with(everybody: list[Entry], said: dict[str, str]) -> list[Entry]:
    """Who is on the list already is ticked, and told so; anybody else is added."""
    name = email_addresses.name_for(said.get("name"), said.get("email"))
    if not name:
        return everybody
    same = next((entry for entry in everybody if is_same(entry, name, said.get("email"))), None)
    if same is None:
        return [*everybody, Entry(uuid.uuid4(), met=True, said=said | {"name": name})]
    told = replace(same, met=True, said=_filled(same, said))
    return [told if entry.id == same.id else entry for entry in everybody]


def _filled(entry: Entry, said: dict[str, str]) -> dict[str, str]:
    missing: Iterable[str] = (name for name in said if not entry.said.get(name))
    return {**entry.said, **{name: said[name] for name in missing}}
