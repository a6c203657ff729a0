"""Facts, the pages that show them, and the sentences each side reads there: never one about what has not happened."""

from collections.abc import Callable
from dataclasses import dataclass

import pytest

from tests.factories.firm import Firm
from tests.fixtures.app import Browse
from tests.web.notes.test_sending import words_of
from tests.web.true_sentences import situations
from tests.web.true_sentences.situations import Scene

CANDIDATE, RECRUITER = "candidate", "recruiter"
BOTH = (CANDIDATE, RECRUITER)


@dataclass(frozen=True)
class Row:
    """One fact on one page: what the sides that see it read there, and what they never do."""

    item: int
    fact: Callable[[Firm], Scene]
    page: str
    says: tuple[str, ...] = ()
    never: tuple[str, ...] = ()
    sides: tuple[str, ...] = BOTH


ASKED = ("has your request", "asked your recruiter", "recruiter was asked", "recruiters were asked", "been requested")
THANKED_ALL = ("thanked everyone", "nothing left undone", "on their way")
NOT_AVAILABLE = "Contact info for Dana Ruiz marked as not available"
STILL_WAITS = ("Waiting for contact info", "Ask for the address", "Still open", "past target")
S = situations
TABLE = (
    # 9: nobody says that a recruiter was asked before a request exists
    Row(9, S.interview_ahead, "today", never=ASKED),
    Row(9, S.interview_ahead, "application", never=ASKED),
    Row(9, S.debrief_still_open, "today", ("Contact info for Dana Ruiz",), ASKED, (CANDIDATE,)),
    Row(9, S.debrief_still_open, "application", never=ASKED),
    Row(9, S.debrief_still_open, "begin note", ("No contact info for Dana Ruiz yet",), ASKED),
    Row(9, S.debrief_still_open, "address", ("Not requested yet",), ASKED),
    Row(9, S.request_withdrawn, "today", ("Contact info for Dana Ruiz",), ASKED, (CANDIDATE,)),
    Row(9, S.request_withdrawn, "next", never=(*ASKED, "You’ll have it")),
    Row(9, S.request_withdrawn, "begin note", never=ASKED),
    Row(
        9, S.contact_info_requested, "today", ("Contact info for Dana Ruiz", "Rita has your request"), (), (CANDIDATE,)
    ),
    Row(
        9,
        S.contact_info_requested_without_recruiter,
        "today",
        ("Your agency has your request",),
        ("your recruiter",),
        (CANDIDATE,),
    ),
    Row(9, S.contact_info_requested, "next", ("Waiting for contact info",), sides=(CANDIDATE,)),
    Row(9, S.contact_info_requested, "next", ("missing and has been requested",), sides=(RECRUITER,)),
    Row(9, S.request_withdrawn, "application", ("closed, not needed",), (*ASKED, "recruiter’s goal")),
    Row(9, S.contact_info_requested, "application", ("Contact info requested for Dana Ruiz",)),
    Row(
        9,
        S.contact_info_requested_without_recruiter,
        "next",
        ("We asked your agency for Dana Ruiz",),
        ("your recruiter",),
        (CANDIDATE,),
    ),
    Row(9, S.contact_info_requested, "requests", ("holding up a note",), (), (RECRUITER,)),
    Row(9, S.not_available, "requests", never=("holding up a note",), sides=(RECRUITER,)),
    Row(9, S.withdrawn_without_recruiter, "address", ("Ask my agency",), ("recruiter",), (CANDIDATE,)),
    Row(9, S.request_withdrawn, "address", ("Ask my recruiter",), (), (CANDIDATE,)),
    # 10: "after the first thank-you" only where one was sent
    Row(10, S.nobody_thanked_when_the_follow_up_is_due, "application", ("No thank-you",), ("first thank-you",)),
    Row(
        10,
        S.nobody_thanked_when_the_follow_up_is_due,
        "today",
        ("No thank-you", "Still open: Thank Dana Ruiz"),
        ("first thank-you",),
        (CANDIDATE,),
    ),
    Row(10, S.nobody_thanked_yet, "follow-up", ("No thank-you",), ("first thank-you",)),
    Row(10, S.one_of_two_thanked, "application", ("after the first thank-you",), ("No thank-you",)),
    # 11: not everyone was thanked
    Row(11, S.closed_with_one_of_two_thanked, "closing", ("1 of 2 people thanked",), THANKED_ALL),
    Row(11, S.not_selected_and_nobody_thanked, "closing", ("0 of 1 people thanked",), (*THANKED_ALL, "asked once")),
    # 11: a card that the agency has had for days shows as that, on both sides
    Row(
        11, S.card_just_given_to_the_agency, "today", ("Your agency will mail it",), ("with them since",), (CANDIDATE,)
    ),
    Row(11, S.card_just_given_to_the_agency, "today", ("To print",), ("past its goal",), (RECRUITER,)),
    Row(11, S.card_with_the_agency_for_days, "today", ("not mailed yet, with them since",), (), (CANDIDATE,)),
    Row(11, S.card_with_the_agency_for_days, "today", ("past its goal of",), (), (RECRUITER,)),
    Row(11, S.card_with_the_agency_for_days, "closing", ("0 of 1 people thanked",), THANKED_ALL),
    # 12: an offer does not make anyone free
    Row(12, S.offered, "closing", never=("free", "What’s next for you", "open jobs")),
    Row(12, S.closed_with_one_of_two_thanked, "closing", never=("you are free", "that you are free")),
    # 13: what was not sent is not on its way, and an empty application is not finished
    Row(13, S.nobody_thanked_yet, "application", ("Thank Dana Ruiz",), THANKED_ALL, (CANDIDATE,)),
    Row(13, S.nobody_thanked_yet, "application", ("Thank Dana Ruiz",), THANKED_ALL, (RECRUITER,)),
    Row(13, S.nothing_recorded, "application", ("Add an interview",), ("left to do here",)),
    Row(13, S.note_with_the_recruiter, "application", ("With the recruiter",), ("Thank Dana Ruiz To do",)),
    Row(13, S.note_with_the_recruiter, "interview", ("With the recruiter",), ("To do",)),
    Row(13, S.note_with_the_recruiter, "/notes/{note}", ("and you get a copy",), (), (CANDIDATE,)),
    Row(13, S.note_with_the_recruiter, "/notes/{note}", ("gets a copy",), ("you get a copy",), (RECRUITER,)),
    Row(13, S.time_to_close, "closing", ("it closes automatically",), ("No more reminders",)),
    Row(13, S.nobody_thanked_yet, "begin note", never=("your draft", "the general draft")),
    # 14: a moment in the past is not a limit, and what could not be done earlier was not due
    Row(14, S.note_past_its_time, "/notes/{note}/sending", never=("Latest", "At the latest")),
    Row(14, S.debrief_still_open, "today", ("interview went",), ("Late", "planned for"), (CANDIDATE,)),
    Row(14, S.nobody_thanked_when_the_follow_up_is_due, "today", never=("within 24 hours",), sides=(CANDIDATE,)),
    Row(14, S.request_past_its_target, "address", never=("due by",)),
    Row(14, S.request_past_its_target, "next", never=("You’ll have it, or know", "Needed by")),
    # 15: after "not available" nobody waits for it, asks for it, or calls it late
    Row(15, S.not_available, "application", (NOT_AVAILABLE, "Reach Dana Ruiz another way"), STILL_WAITS),
    Row(15, S.not_available, "interview", ("Not available",), ("Waiting for contact info",)),
    Row(15, S.not_available, "requests", ("No open contact requests",), ("Dana Ruiz",), (RECRUITER,)),
    Row(15, S.not_available, "/contact-requests?when=closed", ("Dana Ruiz", "Not available"), (), (RECRUITER,)),
    Row(15, S.contact_has_left, "address", ("no longer work there",), ("in care of", "through HR", "pass it on")),
    Row(15, S.contact_has_left, "today", ("no longer work there",), ("in care of",), (CANDIDATE,)),
)


@pytest.mark.parametrize(
    ("row", "side"),
    [
        pytest.param(row, side, id=f"{row.item}-{row.fact.__name__}-{row.page}-{side}")
        for row in TABLE
        for side in row.sides
    ],
)
def test_each_side_reads_only_what_has_happened(firm: Firm, browse: Browse, row: Row, side: str) -> None:
    scene = row.fact(firm)
    account = firm.account_of(scene.candidate) if side == CANDIDATE else firm.recruiter
    answer = browse(account).get(scene.path(row.page), follow_redirects=True)
    assert answer.status_code == 200
    read = words_of(answer.text)
    assert [words for words in row.says if words.casefold() not in read.casefold()] == [], read
    assert [words for words in row.never if words.casefold() in read.casefold()] == [], read
