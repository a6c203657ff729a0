"""A debrief whose interview was canceled, whose person was taken off, or whose sign-in ended while it was answered."""

import pytest

from portal.interviews import actions as interviews
from tests.factories.firm import PASSWORD
from tests.fixtures.app import csrf
from tests.web.debriefs.walking import Walk
from tests.web.shared.test_form_replay import held_in, send

CALLED_OFF = "This interview is marked as not taking place. The answers so far are kept."


def called_off(walk: Walk, status: str = "cancelled") -> None:
    absent = "employer" if status == "no_show" else None
    interviews.set_status(walk.firm.command(), walk.interview, status, None, no_show_by=absent)
    walk.firm.commit()


def taken_off(walk: Walk, name: str) -> None:
    interviews.remove_person(walk.firm.command(), walk.interview, walk.people()[name])
    walk.firm.commit()


@pytest.mark.parametrize("status", ["cancelled", "no_show"])
def test_an_answer_to_a_canceled_interview_is_kept_and_it_is_asked_again(walk: Walk, status: str) -> None:
    walk.say(took_place="held").say(met=[walk.person("Dana Ruiz")])
    called_off(walk, status)
    walk.say(talked_about="the press shop")
    assert (walk.question, CALLED_OFF in walk.text) == ("Did the interview take place?", True)
    assert walk.interview.status == status, "no answer brings it back by itself"
    walk.say(took_place="held")
    assert walk.question == "Who did you meet?"
    walk.say(met=[walk.person("Dana Ruiz")])
    assert walk.value("talked_about") == "the press shop"
    walk.say(talked_about="the press shop").say(answer="7")
    walk.firm.session.expire_all()
    assert walk.interview.status == "planned"


def test_the_last_answer_does_not_bring_a_canceled_interview_back(walk: Walk) -> None:
    walk.say(took_place="held").say(met=[walk.person("Dana Ruiz")]).say(talked_about="the press shop")
    called_off(walk)
    walk.say(answer="7")
    assert CALLED_OFF in walk.text
    assert walk.say(took_place="cancelled").question == "Thanks for telling us"


def test_a_debrief_that_was_left_begins_anew_where_the_interview_was_canceled(walk: Walk) -> None:
    walk.say(took_place="held").say(met=[walk.person("Dana Ruiz")])
    called_off(walk)
    page = walk.browser.get(f"/interviews/{walk.interview.id}/debrief")
    assert page.status_code == 200 and CALLED_OFF in page.text


def test_the_first_answer_on_a_page_from_before_says_what_happened(walk: Walk) -> None:
    page = walk.browser.get(walk.at).text
    shown = page.partition('name="shown" value="')[2].partition('"')[0].replace("&#34;", '"')
    called_off(walk)
    walk.say(409, took_place="held", shown=shown)
    assert "This interview was marked as not taking place in the meantime." in walk.text
    assert walk.interview.status == "cancelled"


def test_what_was_typed_about_someone_who_was_taken_off_is_shown_again(walk: Walk) -> None:
    walk.say(took_place="held").say(met=[walk.person("Dana Ruiz"), walk.person("Lee Park")])
    walk.at = f"/interviews/{walk.interview.id}/debrief/people/{walk.person('Dana Ruiz')}"
    taken_off(walk, "Dana Ruiz")
    assert walk.browser.post(walk.at, {"talked_about": "robots", "autosave": "1"}).status_code == 409
    walk.say(talked_about="robots")
    assert walk.question == "Who did you meet?"
    assert "This person was taken off the list in the meantime." in walk.text
    assert "What you typed about them: robots" in walk.text
    walk.say(adding="Dana Ruiz", then="add", met=[walk.person("Lee Park")])
    assert "Added Dana Ruiz." in walk.text


def test_an_answer_after_the_sign_in_ended_is_kept_and_goes_on_with_a_press(walk: Walk) -> None:
    walk.say(took_place="held").say(met=[walk.person("Dana Ruiz")])
    assert "Your answers are kept. Sign in to go on." in walk.text
    token = csrf(walk.text)
    walk.browser.post("/sign-out")
    asked = send(walk.browser, walk.at, token, talked_about="robots")
    assert asked.status_code == 401
    assert "What you typed is kept. Sign in to go on." in asked.text
    email = walk.interview.application.candidate.email
    there = walk.browser.post("/sign-in", {"email": email, "password": PASSWORD, "held": held_in(asked.text)})
    assert "Go on with it" in there.text and "robots" in there.text
    assert f'action="{walk.at}"' in there.text
