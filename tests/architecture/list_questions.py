"""What the pages of lists ask, with each filter and in each order."""

import uuid
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

from sqlalchemy import Select
from sqlalchemy.orm import Session

from portal.accounts.viewer import Viewer
from portal.candidates.models import Candidate
from portal.contacts.lists import CONTACTS, EMPLOYERS, contacts_matching, employers_matching
from portal.contacts.models import Contact
from portal.core import clock, listing
from portal.core.listing import ListQuery, Order
from portal.followups import request_lists
from portal.followups.request_lists import REQUESTS, RequestFilter
from portal.interviews import lists as interview_lists
from portal.interviews.lists import INTERVIEWS, InterviewFilter
from portal.openings import lists as opening_lists
from portal.openings import response_lists
from portal.openings.lists import OPENINGS
from portal.openings.response_lists import RESPONSES, ResponseFilter
from portal.search import queries as search
from portal.summaries import application_list, candidate_list
from portal.summaries.application_list import APPLICATIONS, ApplicationFilter
from portal.summaries.candidate_list import CANDIDATES, DUE, LATE_DAY, LATE_NOW, NAME, CandidateFilter

Ask = Callable[[Session], object]
OWN = [uuid.uuid4() for _ in range(3)]
VIEWER = Viewer(uuid.uuid4(), "owner", "Olga", "olga@example.com", "UTC", None, "agency", None)
OFFICE = Viewer(uuid.uuid4(), "recruiter", "Rita", "rita@example.com", "UTC", uuid.uuid4(), "office", None)
SOMEONE, DAY, WEEK = uuid.uuid4(), datetime(2026, 12, 1, tzinfo=UTC), timedelta(days=7)


def pages(of: ListQuery, find: Callable[[datetime], Select[uuid.UUID]], order: Order) -> Ask:
    """A page of a list, the page that follows it, and the count."""

    def ask(session: Session) -> None:
        found = find(clock.now(session))
        last = listing.load_page(session, of, found, order).after or ("2026-12-01", uuid.uuid4())
        listing.load_page(session, of, found, replace(order, after=last))
        listing.count_each(session, [found])

    return ask


def candidates(viewer: Viewer, chosen: CandidateFilter, order: Order = Order(NAME)) -> Ask:  # noqa: B008
    return pages(CANDIDATES, lambda now: candidate_list.matching(viewer, chosen, ("thank", "debrief"), now), order)


EVERY_LIST: dict[str, tuple[ListQuery, Callable[[datetime], Select[uuid.UUID]]]] = {
    "candidates": (CANDIDATES, lambda now: candidate_list.matching(VIEWER, CandidateFilter(), ("thank",), now)),
    "applications": (APPLICATIONS, lambda now: application_list.matching(VIEWER, ApplicationFilter(), now)),
    "interviews ahead": (INTERVIEWS, lambda now: interview_lists.matching(VIEWER, InterviewFilter(), now)),
    "interviews over": (INTERVIEWS, lambda now: interview_lists.matching(VIEWER, InterviewFilter(over=True), now)),
    "contacts": (CONTACTS, lambda _: contacts_matching()),
    "employers": (EMPLOYERS, lambda _: employers_matching()),
    "open requests": (REQUESTS, lambda now: request_lists.matching(VIEWER, RequestFilter(), now)),
    "closed requests": (REQUESTS, lambda now: request_lists.matching(VIEWER, RequestFilter(closed=True), now)),
    "open jobs": (OPENINGS, lambda now: opening_lists.matching(now.date(), ended=False)),
    "past jobs": (OPENINGS, lambda now: opening_lists.matching(now.date(), ended=True)),
    "waiting responses": (RESPONSES, lambda _: response_lists.matching(VIEWER, ResponseFilter())),
    "handled responses": (RESPONSES, lambda _: response_lists.matching(VIEWER, ResponseFilter(handled=True))),
}
EVERY_ORDER: dict[str, Ask] = {
    f"{name} by {key}, {'down' if descending else 'up'}": pages(of, find, Order(key, descending))
    for name, (of, find) in EVERY_LIST.items()
    for key, sorts in of.sort_keys.items()
    if not sorts.for_short_lists
    for descending in (False, True)
}
"""A list of any length in each order that it can have."""
CANDIDATE_FILTERS: dict[str, Any] = {
    "all": CandidateFilter(),
    "one field": CandidateFilter(fields=[SOMEONE, OWN[0]]),
    "one office": CandidateFilter(offices=[SOMEONE]),
    "one recruiter": CandidateFilter(recruiters=[SOMEONE, OWN[0]]),
    "one employer": CandidateFilter(employers=["Acme", "Globex"]),
    "one tag": CandidateFilter(tags=[SOMEONE]),
    "late": CandidateFilter(late=[LATE_NOW]),
    "late by a day": CandidateFilter(late=[LATE_DAY]),
    "contact info missing": CandidateFilter(missing_contacts=True),
    "interviewed then": CandidateFilter(interviews=[(DAY, DAY + WEEK)]),
    "with a task then": CandidateFilter(due_span=(DAY, DAY + WEEK)),
    "late or due then": CandidateFilter(late=[LATE_NOW], due=[(DAY, DAY + WEEK)]),
    "available": CandidateFilter(available_since=DAY),
    "with a word": CandidateFilter(named=search.matching(Candidate, "ruiz")),
}
APPLICATION_FILTERS = {
    "all": ApplicationFilter(),
    "one office": ApplicationFilter(offices=[SOMEONE]),
    "one recruiter": ApplicationFilter(recruiters=[SOMEONE, OWN[0]]),
    "one employer": ApplicationFilter(employers=["Acme", "Globex"]),
    "late or due then": ApplicationFilter(late=True, due=[(DAY, DAY + WEEK)]),
    "not everyone thanked": ApplicationFilter(unthanked=True),
    "closing or just closed": ApplicationFilter(no_answer_since=DAY),
    "with a word": ApplicationFilter(named=search.matching(Candidate, "ruiz")),
}
INTERVIEW_FILTERS = {
    "ahead": InterviewFilter(),
    "over": InterviewFilter(over=True),
    "planned then": InterviewFilter(planned=(DAY, DAY + WEEK)),
    "one recruiter": InterviewFilter(recruiters=[SOMEONE]),
    "one employer": InterviewFilter(employers=["Acme"]),
    "then": InterviewFilter(span=(DAY, DAY + WEEK)),
}


def applications(viewer: Viewer, chosen: ApplicationFilter, key: str = application_list.DUE) -> Ask:
    return pages(APPLICATIONS, lambda now: application_list.matching(viewer, chosen, now), Order(key))


def interviews(viewer: Viewer, chosen: InterviewFilter, key: str = interview_lists.STARTS) -> Ask:
    order = Order(key, descending=chosen.over)
    return pages(INTERVIEWS, lambda now: interview_lists.matching(viewer, chosen, now), order)


def requests(viewer: Viewer, chosen: RequestFilter, key: str = request_lists.GOAL) -> Ask:
    return pages(REQUESTS, lambda now: request_lists.matching(viewer, chosen, now), Order(key))


def responses(viewer: Viewer, chosen: ResponseFilter, key: str) -> Ask:
    return pages(RESPONSES, lambda _: response_lists.matching(viewer, chosen), Order(key))


OTHER_LISTS: dict[str, Ask] = {
    **{f"applications, {name}": applications(VIEWER, chosen) for name, chosen in APPLICATION_FILTERS.items()},
    **{f"applications by {key}": applications(VIEWER, ApplicationFilter(), key) for key in APPLICATIONS.sort_keys},
    "an office's applications": applications(OFFICE, ApplicationFilter()),
    **{f"interviews, {name}": interviews(VIEWER, chosen) for name, chosen in INTERVIEW_FILTERS.items()},
    **{f"interviews by {key}": interviews(VIEWER, InterviewFilter(), key) for key in INTERVIEWS.sort_keys},
    "an office's interviews": interviews(OFFICE, InterviewFilter()),
    **{f"contacts by {key}": pages(CONTACTS, lambda _: contacts_matching(), Order(key)) for key in CONTACTS.sort_keys},
    "contacts with a word": pages(
        CONTACTS, lambda _: contacts_matching(search.matching(Contact, "le pa")), Order("name")
    ),
    "contacts without contact info": pages(CONTACTS, lambda _: contacts_matching(info=["none"]), Order("name")),
    "employers": pages(EMPLOYERS, lambda _: employers_matching(), Order("name")),
    "open requests": requests(VIEWER, RequestFilter()),
    "an office's open requests": requests(OFFICE, RequestFilter()),
    "candidates interested in jobs": responses(VIEWER, ResponseFilter(), response_lists.AT),
    "an office's candidates interested in jobs": responses(OFFICE, ResponseFilter(), response_lists.AT),
    "handled responses": responses(VIEWER, ResponseFilter(handled=True), response_lists.HANDLED),
    "closed requests": requests(VIEWER, RequestFilter(closed=True), request_lists.CLOSED),
}
LIST_PAGES: dict[str, Ask] = {
    **{f"the list of {name}": ask for name, ask in OTHER_LISTS.items()},
    **{f"the list of candidates, {name}": candidates(VIEWER, chosen) for name, chosen in CANDIDATE_FILTERS.items()},
    **{
        f"the list of candidates by {key}": candidates(VIEWER, CandidateFilter(), Order(key))
        for key in CANDIDATES.sort_keys
    },
    "an office's list of candidates": candidates(OFFICE, CandidateFilter()),
    "a recruiter's list of candidates": candidates(replace(OFFICE, scope="own"), CandidateFilter(), Order(DUE)),
}
