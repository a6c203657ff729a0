"""The debrief in a browser without script: one question a page, kept at each, told as a whole at the end."""

from datetime import date
from io import BytesIO

import pytest
from bs4 import BeautifulSoup
from sqlalchemy import select

from portal.contacts.models import ContactRequest
from portal.debriefs.models import Debrief
from portal.followups.models import Step
from tests.factories.firm import Firm
from tests.fixtures.app import Browse
from tests.web.debriefs.walking import Walk

SIGNATURE = "Best regards\nMo Díaz\nHead of Robots\nmo@acme.example\n+1 212 555 0143\n12 Main St\nNew York, NY 10001"
CARDS = (
    b"BEGIN:VCARD\r\nVERSION:3.0\r\nFN:Mo Diaz\r\nEMAIL:mo@acme.example\r\nTITLE:Head of Robots\r\nEND:VCARD\r\n"
    b"BEGIN:VCARD\r\nVERSION:4.0\r\nFN:Jo Berg\r\nEMAIL:jo@acme.example\r\nEND:VCARD\r\n"
)


def test_a_question_at_a_time_to_what_happens_next(walk: Walk) -> None:
    dana, lee = walk.person("Dana Ruiz"), walk.person("Lee Park")
    assert walk.say(took_place="held").question == "Who did you meet?"
    assert walk.say(met=[dana, lee]).question == "How can you reach Lee?", "Dana’s address is known"
    assert walk.say(title="Planner").question == "What did you talk about with Dana?"
    assert "Next: Lee" in walk.text and "3 of 4 · Dana, 1 of 2" in walk.text
    walk.say(talked_about="robots", clarify="my years in Ohio", personal_detail="sails on Sundays")
    assert walk.question == "What did you talk about with Lee?"
    assert walk.say(talked_about="the night shift").question == "Did they say when they’ll decide?"
    assert "Your note to Dana comes next." in walk.text
    assert walk.people()["Dana Ruiz"].talked_about is None, "nothing of it is a fact yet"
    assert walk.say(answer="7").question == "What happens next"
    assert "There are 2 people to thank" in walk.text
    assert "We asked your recruiter for Lee Park’s contact info" in walk.text
    assert "Thank Dana Ruiz now" in walk.text and "Times are shown for New York" in walk.text
    told = walk.people()
    assert (told["Dana Ruiz"].clarify, told["Dana Ruiz"].personal_detail) == ("my years in Ohio", "sails on Sundays")
    assert (told["Lee Park"].met, told["Lee Park"].contact.title) == (True, "Planner")
    assert walk.interview.expected_days == 7
    assert len(walk.firm.session.scalars(select(ContactRequest)).all()) == 1


def test_it_goes_on_where_it_was_left_with_everything_as_typed(walk: Walk, browse: Browse) -> None:
    walk.say(took_place="held").say(met=[walk.person("Lee Park")])
    walk.say(email="lee@", phone="call me", then="back")
    assert walk.question == "Who did you meet?"
    other = Walk(walk.firm, browse(walk.firm.recruiter), walk.interview)
    there = other.browser.get(other.at)
    assert there.headers["Location"].endswith("/people"), "where it was left, for the recruiter too"
    other.at = f"{other.at}/people"
    assert "You’re answering for Ann Lee." in other.browser.get(other.at).text
    other.say(met=[walk.person("Lee Park")])
    assert (other.value("email"), other.value("phone")) == ("lee@", "call me"), "also what cannot stand so"
    assert other.say(422, email="lee@", phone="").question == "How can we reach Lee Park?"
    assert "Enter an email address, like name@example.com." in other.text


def test_the_last_answer_leads_straight_to_the_first_note(walk: Walk) -> None:
    walk.say(took_place="held").say(met=[walk.person("Lee Park"), walk.person("Dana Ruiz")])
    walk.say(then="finish")
    told = walk.browser.get(f"/interviews/{walk.interview.id}/debrief/next?go=1")
    assert told.headers["Location"].endswith(f"/people/{walk.person('Dana Ruiz')}/note"), "Lee can’t be reached yet"


def test_nobody_met_is_said_at_the_list(walk: Walk) -> None:
    walk.say(took_place="held").say(422, met=[])
    assert "Choose who you met, or add someone." in walk.text
    assert walk.say(adding="Kim Soto").question == "How can you reach Kim?"


def test_asking_the_recruiter_goes_on_and_asks_at_once(walk: Walk) -> None:
    walk.say(took_place="held").say(met=[walk.person("Lee Park")])
    assert f"Ask {walk.firm.recruiter.short_name} to find it" in walk.text
    assert walk.say(email="lee@", title="Planner", then="ask").question == "What did you talk about with Lee?"
    [asked] = walk.firm.session.scalars(select(ContactRequest)).all()
    assert asked.contact.name == "Lee Park"
    walk.say(then="finish")
    assert walk.question == "What happens next", "what had an error was left out"


@pytest.mark.parametrize(
    ("answer", "known"),
    [
        ({"answer": "14"}, (None, 14)),
        ({"answer": "date", "decision_on": "2099-12-11"}, (date(2099, 12, 11), None)),
        ({"answer": "unsaid"}, (date(2099, 1, 5), None)),
    ],
)
def test_when_they_decide_is_one_answer(
    walk: Walk, answer: dict[str, str], known: tuple[date | None, int | None]
) -> None:
    walk.interview.decision_on = date(2099, 1, 5)
    walk.firm.commit()
    walk.say(took_place="held").say(met=[walk.person("Dana Ruiz")]).say(talked_about="")
    assert walk.say(**answer).question == "What happens next"
    walk.firm.session.refresh(walk.interview)
    assert (walk.interview.decision_on, walk.interview.expected_days) == known


@pytest.mark.parametrize(("day", "words"), [("", "Choose a date."), ("2001-01-01", "on or after the interview")])
def test_a_date_that_cannot_be_is_said_where_it_stands(walk: Walk, day: str, words: str) -> None:
    walk.say(took_place="held").say(met=[walk.person("Dana Ruiz")]).say(talked_about="")
    walk.say(422, answer="date", decision_on=day)
    assert words in walk.text


def test_progress_never_goes_back(walk: Walk) -> None:
    walk.say(took_place="held").say(met=[walk.person("Dana Ruiz")])
    furthest = _progress(walk)
    walk.at = f"/interviews/{walk.interview.id}/debrief/people"
    walk.text = walk.browser.get(walk.at).text
    assert _progress(walk) == furthest
    walk.say(met=[walk.person("Dana Ruiz")], adding="Kim Soto", then="add")
    assert _progress(walk) == furthest, "whoever is added makes nothing shorter"


@pytest.mark.parametrize(
    ("said", "words"),
    [
        ({"took_place": "cancelled"}, "is marked as canceled"),
        ({"no_show_by": "candidate"}, "didn’t take place"),
    ],
)
def test_what_did_not_take_place_ends_kindly(walk: Walk, said: dict[str, str], words: str) -> None:
    assert walk.say(**said).question == "Thanks for telling us"
    assert words in walk.text
    assert f"/interviews/{walk.interview.id}/edit" in walk.text, "it may have a new date"


def _progress(walk: Walk) -> list[float]:
    return [float(str(bar["value"])) for bar in BeautifulSoup(walk.text, "html.parser").select(".parts progress")]


def test_today_goes_on_with_what_was_begun(walk: Walk) -> None:
    assert "Your answers so far are kept." not in walk.browser.get("/today").text
    walk.say(took_place="held").say(met=[walk.person("Dana Ruiz")])
    today = walk.browser.get("/today").text
    assert "Your answers so far are kept." in today and "Go on" in today


def test_that_is_all_i_know_ends_it_at_any_question_and_shows_what_cannot_stand(walk: Walk) -> None:
    walk.say(took_place="held").say(met=[walk.person("Lee Park")])
    walk.say(email="nonsense", then="back").say(met=[walk.person("Lee Park")], then="finish")
    assert walk.question == "How can you reach Lee?"
    assert walk.say(email="lee@acme.example", then="finish").question == "What happens next"
    people = walk.people()
    assert (people["Lee Park"].met, people["Dana Ruiz"].met) == (True, False)
    assert people["Lee Park"].contact.email == "lee@acme.example"


def test_what_is_typed_is_kept_before_it_is_sent(walk: Walk) -> None:
    walk.say(took_place="held").say(met=[walk.person("Dana Ruiz")])
    assert walk.browser.post(walk.at, {"autosave": "1", "talked_about": "rob"}).status_code == 204
    walk.text = walk.browser.get(walk.at).text
    assert walk.value("talked_about") == "rob"


def test_others_are_added_by_name_or_from_a_file_of_cards(walk: Walk) -> None:
    walk.say(took_place="held").say(adding="Kim Soto", then="stay")
    assert "Kim Soto" in walk.text and walk.question == "Who did you meet?"
    kim = str(BeautifulSoup(walk.text, "html.parser").find_all("input", attrs={"name": "met"})[-1]["value"])
    walk.say(200, met=[kim], file=(BytesIO(CARDS), "all.vcf"))
    assert "Mo Diaz" in walk.text and "jo@acme.example" in walk.text
    kept = walk.firm.session.scalars(select(Debrief.answers)).one()
    assert "Mo Diaz" not in str(kept), "a file alone keeps nothing"
    walk.say(**{"met": [kim], "card": "0", "card-0-name": "Mo Diaz", "card-0-email": "mo@acme.example"})
    assert walk.question == "How can you reach Kim?"
    walk.say(name="Kim Soto", then="finish")
    people = walk.people()
    assert {name for name, row in people.items() if row.met} == {"Kim Soto", "Mo Diaz"}
    assert people["Mo Diaz"].contact.email == "mo@acme.example"


@pytest.mark.parametrize("given", [{"pasted": SIGNATURE}, {"file": (CARDS.split(b"BEGIN:VCARD\r\nVERSION:4")[0])}])
def test_what_is_found_is_shown_and_kept_only_once_confirmed(walk: Walk, given: dict[str, object]) -> None:
    walk.say(took_place="held").say(met=[walk.person("Lee Park")])
    if "file" in given:
        given = {"file": (BytesIO(given["file"]), "card.vcf")}  # type: ignore[arg-type]
    walk.say(200, **given)
    assert walk.value("email") == "mo@acme.example"
    assert walk.value("title") == "Head of Robots"
    assert "mo@acme.example" not in str(walk.firm.session.scalars(select(Debrief.answers)).one())
    assert walk.browser.get(walk.at).status_code == 200
    walk.say(email="mo@acme.example", then="finish")
    assert walk.people()["Lee Park"].contact.email == "mo@acme.example"


def test_the_browser_keeps_its_copy_while_what_was_found_is_only_shown(walk: Walk) -> None:
    walk.say(took_place="held").say(met=[walk.person("Lee Park")])
    answer = walk.browser.post(walk.at, {"pasted": SIGNATURE, "kept": "0123456789abcdef01234567"})
    assert answer.status_code == 200
    assert not [cookie for cookie in answer.headers.getlist("Set-Cookie") if cookie.startswith("kept=")]


def test_a_file_of_several_asks_which_it_is(walk: Walk) -> None:
    walk.say(took_place="held").say(met=[walk.person("Lee Park")])
    walk.say(200, file=(BytesIO(CARDS), "all.vcf"))
    assert "Which one is it?" in walk.text
    walk.say(200, **{"then": "card-1", "card-1-email": "jo@acme.example"})
    assert walk.value("email") == "jo@acme.example"


@pytest.mark.parametrize(
    ("field", "data", "words"),
    [
        ("file", b"", "Next"),
        ("file", b"hello", "This is no contact card"),
        ("file", b"\x89PNG\r\n\x1a\n broken", "damaged"),
        ("file", b"GIF89a" + b"\x00" * 50, "JPEG, PNG, or WebP"),
        ("pasted", "no idea", "We didn’t find a name, address, or number"),
    ],
)
def test_what_cannot_be_read_is_said_at_its_field(walk: Walk, field: str, data: object, words: str) -> None:
    walk.say(took_place="held").say(met=[walk.person("Lee Park")])
    given = (BytesIO(data), "x") if isinstance(data, bytes) else data
    answer = walk.browser.post(walk.at, {field: given, "email": "lee@", "then": "stay"})
    assert answer.status_code == 422
    assert words in answer.text and "lee@" in answer.text


def test_an_address_that_somebody_else_has_is_said_and_loses_nothing(walk: Walk) -> None:
    dana, lee = walk.person("Dana Ruiz"), walk.person("Lee Park")
    walk.say(took_place="held").say(met=[dana, lee])
    walk.at = f"/interviews/{walk.interview.id}/debrief/people/{dana}/details"
    walk.say(title="Head of Robots")
    walk.say(email="dana@acme.example", title="Planner", then="finish")
    assert walk.question == "How can you reach Lee?"
    assert "Dana Ruiz already has this email address." in walk.text
    assert walk.value("title") == "Planner"
    assert walk.people()["Lee Park"].met is None
    assert walk.people()["Dana Ruiz"].contact.title is None, "all of it, or nothing"


def test_told_before_the_end_or_by_who_may_not_it_is_refused(firm: Firm, browse: Browse) -> None:
    interview = firm.interview(people=("Dana Ruiz",))
    firm.commit()
    recruiter, path = browse(firm.recruiter), f"/interviews/{interview.id}/debrief"
    assert "The interview isn’t over yet" in recruiter.get(path).text
    assert recruiter.post(path, {"took_place": "held"}).status_code == 409
    assert "Only the candidate and their recruiters can share" not in recruiter.get(f"{path}/people").text


def test_what_was_told_can_be_changed_and_the_plan_follows(walk: Walk) -> None:
    dana = walk.person("Dana Ruiz")
    walk.say(took_place="held").say(met=[dana]).say(talked_about="robots", then="finish")
    start = f"/interviews/{walk.interview.id}/debrief"
    assert walk.browser.get(start).headers["Location"].endswith("/next")
    walk.at = start
    walk.say(took_place="held").say(met=[dana])
    assert walk.value("talked_about") == "robots"
    walk.say(talked_about="robots", then="next").say(hires_right_away="yes", then="finish")
    walk.firm.session.refresh(walk.interview)
    assert walk.interview.hires_right_away is True
    states = walk.firm.session.scalars(select(Step.state).where(Step.kind == "debrief")).all()
    assert states == ["done"]
