"""Quick add: everything of an interview on one page, each part found or created; all of it is saved, or nothing."""

from datetime import timedelta

import pytest
from bs4 import BeautifulSoup
from sqlalchemy import text

from portal.candidates.models import Candidate
from portal.contacts import actions as contacts
from portal.contacts.details import ContactDetails
from portal.interviews.models import Interview
from portal.web.shared import submissions
from tests.factories.firm import Firm
from tests.fixtures.app import Browse, Browser
from tests.web.interviews.quick_add_cases import DAY, NEW, PARTS, PATH, choices, error_of, pressed, said, shown, words
from tests.web.page_forms import save_anyway


@pytest.fixture
def rita(firm: Firm, browse: Browse) -> Browser:
    return browse(firm.recruiter)


def counted(firm: Firm) -> dict[str, int]:
    return {name: firm.session.execute(text(f"select count(*) from {name}")).scalar_one() for name in PARTS}


def only_interview(firm: Firm) -> Interview:
    return firm.session.query(Interview).one()


def test_everything_new_is_created_with_the_interview_and_said(firm: Firm, rita: Browser) -> None:
    saved = rita.post(PATH, {**NEW, "round_kind": "phone", "round_name": "First round"}, follow_redirects=True)
    interview = only_interview(firm)
    application = interview.application
    assert (application.candidate.name, application.employer.name) == ("Aaron Blake", "Hooli Paper")
    assert (application.opening_title, interview.round_kind) == ("Line cook", "phone")
    assert application.candidate.recruiter_id == firm.recruiter.id
    assert sorted(row.contact.name for row in interview.people) == ["Dana Ruiz", "Lee Park"]
    told = words(saved, "notices")
    names = "Aaron Blake , Hooli Paper , Dana Ruiz , Lee Park"
    assert told == f"Created {names} , and the interview on {said(DAY)}, 1:30 PM. Aaron Blake isn’t invited yet."
    notices = BeautifulSoup(saved.text, "html.parser").find(id="notices")
    assert notices is not None
    assert [link.text for link in notices.find_all("a")] == ["Aaron Blake", "Hooli Paper", "Dana Ruiz", "Lee Park"]
    assert "Phone interview with Hooli Paper" in saved.text


def test_save_and_add_another_says_what_was_created_and_opens_an_empty_form(firm: Firm, rita: Browser) -> None:
    saved = rita.post(PATH, {**NEW, "another": "1"})
    assert saved.headers["Location"] == f"{PATH}?then=another"
    page = rita.get(saved.headers["Location"])
    interview = only_interview(firm)
    notices = BeautifulSoup(page.text, "html.parser").find(id="notices")
    assert notices is not None
    assert f"and the interview on {said(DAY)}" in " ".join(notices.text.split())
    assert f"/interviews/{interview.id}" in [link["href"] for link in notices.find_all("a")]
    assert {shown(page)[name] for name in ("candidate_name", "employer_name", "date", "people")} == {""}
    assert BeautifulSoup(page.text, "html.parser").select_one("#candidate_name[autofocus]")


@pytest.mark.parametrize(("pressed_then", "leads"), [({}, f"{PATH}?then=another"), ({"then": "view"}, "/interviews/")])
def test_answering_a_question_still_adds_another_unless_the_other_button_is_pressed(
    rita: Browser, pressed_then: dict[str, str], leads: str
) -> None:
    night = {**NEW, "starts": "01:00", "ends": "14:30"}
    asked = rita.post(PATH, {**night, "another": "1"})
    assert asked.status_code == 422 and 'type="hidden" name="adds_another"' in asked.text
    again = rita.post(PATH, {**night, **save_anyway(asked.text), "adds_another": "1", **pressed_then})
    assert again.headers["Location"].startswith(leads)
    assert again.headers["Location"].startswith(PATH) is not bool(pressed_then)


def test_the_candidate_is_invited_only_if_that_is_ticked(firm: Firm, rita: Browser) -> None:
    rita.post(PATH, dict(NEW))
    assert counted(firm)["outgoing_messages"] == 0
    other = {"candidate_email": "ann@example.org", "candidate_name": "Ann Moss", "employer_name": "Initech"}
    saved = rita.post(PATH, {**NEW, **other, "invite": "y"}, follow_redirects=True)
    assert "Sending the invitation to Ann Moss." in saved.text
    kinds = firm.session.execute(text("select kind, to_email from outgoing_messages")).all()
    assert kinds == [("invitation", "ann@example.org")]


REFUSED = [
    ({"candidate_name": ""}, "candidate_name", "Fill this in."),
    ({"candidate_name": "aaron@example.org"}, "candidate_name", "This looks like an email address."),
    ({"candidate_email": "aaron"}, "candidate_email", "Enter an email address, like name@example.com."),
    ({"candidate_phone": "call me"}, "candidate_phone", "Enter a phone number"),
    ({"candidate_time_zone": "Mars/Base"}, "candidate_time_zone", "Not a valid choice"),
    ({"employer_name": ";;;"}, "employer_name", "Use at least one letter or number."),
    ({"opening_title": ""}, "opening_title", "Fill this in."),
    ({"date": "soon"}, "date", "Not a valid date"),
    ({"starts": "noonish"}, "starts", "Enter a time, like"),
    ({"ends": "13:00", "ends_on": DAY.isoformat()}, "ends", "Enter an end time that’s after the start time."),
    ({"link": "zoom"}, "link", "Enter a link that starts with https://."),
    ({"round_kind": "fax"}, "round_kind", "Not a valid choice"),
    ({"round_name": "x" * 200}, "round_name", "Use 120 characters or fewer."),
    ({"people": "a@b.example c@d.example"}, "people", "Line 1: Enter one person, with one email address."),
]


@pytest.mark.parametrize(("typed", "field", "says"), REFUSED)
def test_bad_input_is_said_at_its_field_and_nothing_is_saved(
    firm: Firm, rita: Browser, typed: dict[str, str], field: str, says: str
) -> None:
    before = counted(firm)
    refused = rita.post(PATH, {**NEW, **typed})
    assert refused.status_code == 422
    assert error_of(refused, field).startswith(says)
    assert counted(firm) == before
    assert {name: shown(refused)[name] for name in NEW if name not in typed and name != "people"} == {
        name: value for name, value in NEW.items() if name not in typed and name != "people"
    }


@pytest.mark.parametrize("name", ["candidate_id", "employer_id", "application_id"])
def test_a_row_that_is_not_there_or_not_theirs_is_not_found(firm: Firm, rita: Browser, name: str) -> None:
    before = counted(firm)
    for value in ("nonsense", "01a22bcb-9698-7951-8629-dd4b03326178"):
        assert rita.post(PATH, {**NEW, name: value}).status_code == 404
        assert pressed(rita, {name: value}).status_code == 404
    assert counted(firm) == before


def test_what_is_refused_last_takes_everything_with_it(firm: Firm, rita: Browser) -> None:
    """The employer's name is taken, which only its action knows: by then the candidate was added."""
    employer = firm.employer()
    firm.commit()
    before = counted(firm)
    refused = rita.post(PATH, {**NEW, "employer_name": employer.name})
    assert refused.status_code == 422
    assert error_of(refused, "employer_name") == "You already have an employer with this name."
    assert choices(refused, "quick-employer") == [f"employer:{employer.id}"]
    assert choices(refused, "quick-candidate") == [], "nothing that was about to be added is found"
    assert counted(firm) == before


def test_an_invitation_that_is_refused_saves_nothing(firm: Firm, rita: Browser) -> None:
    before = counted(firm)
    refused = rita.post(PATH, {**NEW, "candidate_email": firm.recruiter.email, "invite": "y"})
    assert refused.status_code == 422
    assert "A colleague already signs in with this email address." in words(refused, "quick-makes")
    assert counted(firm) == before


def test_the_same_form_twice_makes_one_of_each(firm: Firm, rita: Browser) -> None:
    form = {**NEW, submissions.TOKEN_FIELD: submissions.new_form_token()}
    first = rita.post(PATH, form)
    once = counted(firm)
    again = rita.post(PATH, form)
    assert (again.status_code, again.location) == (302, first.location)
    assert counted(firm) == once


def test_update_it_changes_the_interview_but_not_whose_it_is(firm: Firm, rita: Browser) -> None:
    form = {**NEW, submissions.TOKEN_FIELD: submissions.new_form_token()}
    rita.post(PATH, form)
    asked = rita.post(PATH, {**form, "starts": "13:45"})
    assert asked.status_code == 409 and "You already added this" in asked.text
    interview = only_interview(firm)
    edit = f"/interviews/{interview.id}/edit"
    assert f'formaction="{edit}"' in asked.text
    refused = rita.post(edit, {**NEW, "employer_name": "Initech"})
    assert refused.status_code == 422
    assert "This interview is for Aaron Blake with Hooli Paper." in refused.text
    assert rita.post(edit, {**NEW, "starts": "13:45"}).status_code == 302
    firm.session.expire_all()
    assert only_interview(firm).starts_at.minute == 45


def test_a_similar_candidate_is_shown_under_the_field_and_asked_about(firm: Firm, rita: Browser) -> None:
    known = firm.candidate("Aaron Blake")
    firm.commit()
    asked = rita.post(PATH, dict(NEW))
    assert asked.status_code == 422
    assert "“Aaron Blake” is similar to a candidate you already have:" in words(asked, "quick-candidate")
    assert choices(asked, "quick-candidate") == [f"candidate:{known.id}"]
    button = BeautifulSoup(asked.text, "html.parser").find("button", string="Add as new")
    assert button is not None
    assert rita.post(PATH, {**NEW, "confirmed": str(button["value"])}).status_code == 302
    assert firm.session.query(Candidate).count() == 2


def test_a_known_candidate_employer_and_application_are_used_instead(firm: Firm, rita: Browser) -> None:
    candidate = firm.candidate("Grace Liu")
    application = firm.application(candidate)
    firm.interview(application)
    contacts.create_contact(firm.command(), application.employer_id, ContactDetails("Joan Whitaker", "HR"))
    firm.commit()
    before = counted(firm)
    page = pressed(rita, {**NEW, "candidate_email": candidate.email})
    assert words(page, "quick-candidate") == "Grace Liu has this email and is yours. Use Grace Liu ↵"
    page = pressed(rita, shown(page), use=choices(page, "quick-candidate")[0])
    assert "candidate_name" not in shown(page) and "Grace Liu" in page.text
    page = pressed(rita, shown(page) | {"employer_name": application.employer.name[:6]})
    page = pressed(rita, shown(page), use=f"employer:{application.employer_id}")
    assert "this would be round 2" in words(page, "quick-application")
    page = pressed(rita, shown(page), use=f"application:{application.id}")
    assert "Also there: Joan Whitaker, HR" in words(page, "quick-people")
    joan = BeautifulSoup(page.text, "html.parser").find("button", attrs={"name": "add_person"})
    assert joan is not None
    page = pressed(rita, shown(page) | {"people": ""}, add_person=joan["value"])
    assert shown(page)["people"].strip() == "Joan Whitaker"
    saved = rita.post(PATH, shown(page), follow_redirects=True)
    assert words(saved, "notices") == f"Created the interview on {said(DAY)}, 1:30 PM."
    added = {name: count - before[name] for name, count in counted(firm).items() if count != before[name]}
    assert added == {"interviews": 1, "interview_people": 1}


def test_a_choice_can_be_changed_again(firm: Firm, rita: Browser) -> None:
    application = firm.application()
    firm.commit()
    page = rita.get(f"{PATH}?application={application.id}")
    assert shown(page)["application_id"] == str(application.id)
    page = pressed(rita, shown(page), drop="employer")
    values = shown(page)
    assert values["candidate_id"] == str(application.candidate_id)
    assert (values["employer_id"], values["application_id"]) == ("", "")
    assert "employer_name" in values and "opening_title" in values


def test_a_person_like_a_contact_there_is_asked_about_and_can_be_used(firm: Firm, rita: Browser) -> None:
    application = firm.application()
    joan = contacts.create_contact(firm.command(), application.employer_id, ContactDetails("Joanna Whitaker"))
    firm.commit()
    typed = {**NEW, "application_id": str(application.id), "people": "Kim Oaks\nJoanna Whittaker"}
    asked = rita.post(PATH, typed)
    assert asked.status_code == 422
    assert "“Joanna Whittaker” is similar to a contact you already have there:" in words(asked, "quick-people")
    page = pressed(rita, typed, use=choices(asked, "quick-people")[0])
    assert shown(page)["people"].split("\n")[-1].strip() == "Joanna Whitaker"
    assert rita.post(PATH, shown(page)).status_code == 302
    assert joan.id in {row.contact_id for row in only_interview(firm).people}


def test_an_unusual_time_is_asked_about_where_the_times_are(rita: Browser) -> None:
    asked = rita.post(PATH, {**NEW, "starts": "01:00", "ends": "14:30"})
    assert asked.status_code == 422
    assert "longer than 12 hours" in words(asked, "quick-interview")
    answered = {**NEW, "starts": "01:00", "ends": "14:30", **save_anyway(asked.text)}
    assert rita.post(PATH, answered).status_code == 302


def test_the_side_says_what_saving_makes_and_plans_with_the_rules(firm: Firm, rita: Browser) -> None:
    parts = rita.post(f"{PATH}/outlook", dict(NEW))
    assert parts.status_code == 200
    makes, plan = words(parts, "quick-makes"), words(parts, "quick-plan")
    for line in ("New candidate: Aaron Blake", "New employer: Hooli Paper", "New application: Line cook"):
        assert line in makes
    assert f"Interview: {said(DAY)}, 1:30 PM" in makes and "2 new contacts: Dana Ruiz and Lee Park" in makes
    assert "Invite Aaron by email" in makes
    assert f"Debrief: Hooli Paper {said(DAY)}, 3:00 PM" in plan
    assert f"Thank each of 2 people by {said(DAY + timedelta(days=1))}, 2:30 PM" in plan
    assert "Follow up with Hooli Paper" in plan
    assert counted(firm) == dict.fromkeys(PARTS, 0)


def test_another_offices_candidate_is_neither_shown_nor_added_again(firm: Firm, browse: Browse) -> None:
    known = firm.candidate("Grace Liu")
    firm.commit()
    stan = browse(firm.stranger)
    typed = {**NEW, "candidate_name": "Grace Liu", "candidate_email": known.email}
    assert words(pressed(stan, typed), "quick-candidate") == ""
    refused = stan.post(PATH, typed)
    assert error_of(refused, "candidate_email") == "Another candidate already has this email address."


def test_staff_add_interviews_here_and_candidates_on_their_own_page(firm: Firm, browse: Browse) -> None:
    candidate = firm.candidate()
    application = firm.application(candidate)
    firm.commit()
    old = f"/applications/{application.id}/interviews/new"
    assert browse(firm.recruiter).get(old).location == f"{PATH}?application={application.id}"
    own = browse(firm.account_of(candidate))
    assert own.get(old).status_code == 200
    assert own.get(PATH).status_code == 403
    assert f'href="{old}"' in own.get(f"/applications/{application.id}").text
    assert 'data-key="n"' in browse(firm.recruiter).get("/today").text
    assert 'data-key="n"' not in browse(firm.viewer).get("/today").text
