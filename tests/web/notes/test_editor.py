"""The page a note is written on: what is pointed out, mended, left and taken back, with script and without."""

import re
from datetime import timedelta

import pytest
from bs4 import BeautifulSoup

from portal.contacts.details import ContactDetails
from portal.debriefs import actions as debriefs
from portal.debriefs.rules import DebriefAnswers, PersonAnswers
from portal.interviews.models import Interview
from portal.notes import actions as notes
from portal.notes import queries
from portal.notes.models import Note
from portal.proofreading import queries as kept
from tests.factories.firm import ZONE, Firm
from tests.fixtures.app import Browse, Browser

BODY = "Dear Dana,\n\nThank you for your time. I recieved what you said of the night shift."
PART = {"HX-Request": "true"}


def held(firm: Firm) -> Interview:
    people = ("Dana Ruiz <d@acme.example>", "Lee Park <l@acme.example>")
    interview = firm.interview(starts_in=-timedelta(hours=2), people=people)
    told = tuple(
        PersonAnswers(row.id, ContactDetails(row.contact.name), True, "the night shift") for row in interview.people
    )
    debriefs.finish(firm.command(), interview, DebriefAnswers(told))
    return interview


def begun(firm: Firm, interview: Interview | None = None, name: str = "Dana Ruiz", body: str = BODY) -> Note:
    person = next(row for row in (interview or held(firm)).people if row.contact.name == name)
    note = notes.begin(firm.command(), person, "thank", {})
    notes.save(firm.command(), note, "Thank you", body)
    return note


@pytest.fixture
def note(firm: Firm) -> Note:
    return begun(firm)


@pytest.fixture
def own(firm: Firm, browse: Browse, note: Note) -> Browser:
    return browse(firm.account_of(note.interview.application.candidate))


def text(**values: str) -> dict[str, str]:
    return {"subject": "Thank you", "body": BODY, **values}


def button(page: str, name: str, label: str) -> str:
    """The value that the button of this label would send."""
    found = BeautifulSoup(page, "html.parser").find_all("button", attrs={"name": name})
    return str(next(one for one in found if one.text.strip().startswith(label))["value"])


def now_reads(firm: Firm, note: Note) -> str:
    firm.session.expire_all()
    return note.body


def test_a_part_is_answered_with_what_is_pointed_out_in_the_text_as_typed(own: Browser, firm: Firm, note: Note) -> None:
    typed = text(body=BODY + " I look forward to hear from you.")
    answer = own.post(f"/notes/{note.id}/issues", typed, headers=PART)
    assert answer.status_code == 200
    assert "<html" not in answer.text
    assert "look forward to hearing" in answer.text
    assert "recieved" in answer.text
    assert now_reads(firm, note) == BODY, "what is only read is not saved"


def test_without_script_check_fix_and_leave_are_buttons_of_the_page(own: Browser, firm: Firm, note: Note) -> None:
    path = f"/notes/{note.id}"
    asked = own.post(path, text(body=BODY + " It is definately so.", then="check"))
    assert asked.headers["Location"] == f"{path}?check=1#issues"
    page = own.get(f"{path}?check=1").text
    mend = own.post(f"{path}/issues", text(body=note.body + " Yes.", fix=button(page, "fix", "received")))
    assert mend.status_code == 302, mend.text
    assert "I received what" in now_reads(firm, note)
    page = own.get(f"{path}?check=1").text
    own.post(f"{path}/issues", text(body=BODY + " It is definately so.", leave=button(page, "leave", "Keep as is")))
    firm.session.expire_all()
    assert len(kept.dismissed_issues(firm.session, note.id)) == 1


def test_a_word_is_added_and_taken_away_again(own: Browser, firm: Firm, note: Note) -> None:
    path, typed = f"/notes/{note.id}", text(body="Dear Dana,\n\nThe zylometer of the night shift is new to me.")
    told = own.post(f"{path}/issues", typed, headers=PART).text
    assert "Add to the dictionary" in told and "This word isn’t in our dictionary" in told
    after = own.post(f"{path}/issues", typed | {"word": "zylometer"}, headers=PART).text
    assert "Add to the dictionary" not in after
    assert "Dictionary</summary>" in after
    (row,) = kept.dictionary_words(firm.session, note.interview.application.candidate_id)
    assert own.post(f"{path}/words/{row.id}/removal").status_code == 302
    assert own.post(f"{path}/words/{row.id}/removal").status_code == 404
    assert "Add to the dictionary" in own.post(f"{path}/issues", typed, headers=PART).text


def test_a_word_that_is_none_is_refused_with_words(own: Browser, note: Note) -> None:
    answer = own.post(f"/notes/{note.id}/issues", text(word="two words"), headers=PART)
    assert answer.status_code == 422
    assert "Enter one word" in answer.text


@pytest.mark.parametrize("fix", ["", "x", "x.y", "x.-1", "x.99999999999999999999", ".", "1.²"])
def test_a_fix_that_is_none_changes_nothing(own: Browser, firm: Firm, note: Note, fix: str) -> None:
    answer = own.post(f"/notes/{note.id}/issues", text(fix=fix))
    assert answer.status_code in (302, 422)
    assert now_reads(firm, note) == BODY


def marks(page: str) -> list[str]:
    """What the page lists to look at once more, as its form sends it back."""
    return [str(row["value"]) for row in BeautifulSoup(page, "html.parser").select("input[name=keep]")]


def is_queued(firm: Firm, note: Note) -> bool:
    firm.session.expire_all()
    return note.message_id is not None


def test_what_is_not_mended_is_listed_once_and_sent_anyway(own: Browser, firm: Firm, note: Note) -> None:
    path = f"/notes/{note.id}"
    assert own.post(path, text(then="read")).headers["Location"] == f"{path}/sending"
    page = own.get(f"{path}/sending").text
    assert "Send anyway" in page
    refused = own.post(f"{path}/sending")
    assert (refused.status_code, "Look at what’s listed" in refused.text) == (409, True)
    assert not is_queued(firm, note)
    assert own.post(f"{path}/sending", {"keep": marks(page)}).status_code == 302
    assert is_queued(firm, note)
    kept_rows = kept.dismissed_issues(firm.session, note.id)
    assert {row.mark for row in kept_rows} == set(marks(page))


MUST_FIX = [
    ("Dear Dayna,\n\nThe night shift is what I know best.", "Change to “Dana”", {}, "Dear Dana,"),
    ("Dear Lee,\n\nThe night shift is what I know best.", "Change to “Dana”", {}, "Dear Dana,"),
    ("Dear Dana,\n\nI liked [what you liked].", "Put it in", {"words": "the press shop"}, "I liked the press shop."),
]


@pytest.mark.parametrize(("body", "button", "words", "becomes"), MUST_FIX)
def test_what_no_note_goes_out_with_is_fixed_where_it_is_read(
    own: Browser, firm: Firm, note: Note, body: str, button: str, words: dict[str, str], becomes: str
) -> None:
    own.post(f"/notes/{note.id}", text(body=body, then="read"))
    page = BeautifulSoup(own.get(f"/notes/{note.id}/sending").text, "html.parser")
    kept_marks = [str(row["value"]) for row in page.select("input[name=keep]")]
    assert own.post(f"/notes/{note.id}/sending", {"keep": kept_marks}).status_code == 409
    (form,) = page.select(f"form[action='/notes/{note.id}/sending/corrections']")
    assert button in form.get_text()
    typed = {str(row["name"]): str(row.get("value", "")) for row in form.select("input[name]")} | words
    assert own.post(f"/notes/{note.id}/sending/corrections", typed).headers["Location"] == f"/notes/{note.id}/sending"
    assert becomes in now_reads(firm, note)


def test_a_placeholder_is_not_filled_with_nothing(own: Browser, firm: Firm, note: Note) -> None:
    own.post(f"/notes/{note.id}", text(body="Dear Dana,\n\nI liked [what].", then="read"))
    answer = own.post(f"/notes/{note.id}/sending/corrections", {"placeholder": "[what]", "words": " "})
    assert answer.status_code == 422
    assert "[what]" in now_reads(firm, note)


def test_a_note_changed_elsewhere_is_read_once_more(own: Browser, note: Note) -> None:
    page = BeautifulSoup(own.get(f"/notes/{note.id}/sending").text, "html.parser")
    (read,) = page.select("#send-form [name=read]")
    typed = {"read": str(read["value"]), "keep": marks(str(page))}
    own.post(f"/notes/{note.id}", text(body=BODY + " More."))
    answer = own.post(f"/notes/{note.id}/sending", typed)
    assert (answer.status_code, "changed on another device" in answer.text) == (409, True)


def test_likeness_is_said_in_one_line_and_holds_nothing_back(firm: Firm, browse: Browse) -> None:
    interview = held(firm)
    good = "Dear {},\n\nThank you for your time. What you said of the night shift is what I know best."
    begun(firm, interview, "Dana Ruiz", good.format("Dana"))
    other = begun(firm, interview, "Lee Park", good.format("Lee"))
    own = browse(firm.account_of(interview.application.candidate))
    assert "2 of 2 sentences are as in your note to Dana" in own.get(f"/notes/{other.id}").text
    page = own.get(f"/notes/{other.id}?check=1").text
    assert "2 of 2 sentences are as in your note to Dana" in page
    assert "has the same sentence" not in page
    assert "Send to Lee" in own.get(f"/notes/{other.id}/sending").text


def test_a_fact_chosen_in_the_likeness_lowers_its_count(firm: Firm, browse: Browse) -> None:
    interview = held(firm)
    same = "Dear {},\n\nThank you for your time. It was good to see the plant."
    begun(firm, interview, "Dana Ruiz", same.format("Dana"))
    lee = begun(firm, interview, "Lee Park", same.format("Lee"))
    own, page = browse(firm.account_of(interview.application.candidate)), f"/notes/{lee.id}"
    chips = BeautifulSoup(own.get(page).text, "html.parser").select("#likeness [data-add-fact]")
    assert [chip.text.strip() for chip in chips] == ["the night shift"]
    added = {"subject": "Thank you", "body": same.format("Lee"), "add": str(chips[0]["value"])}
    assert own.post(str(chips[0]["formaction"]), added).status_code == 302
    assert "2 of 3 sentences are as in your note to Dana" in own.get(page).text


def test_a_second_round_shows_the_first_note_beside_the_text(firm: Firm, browse: Browse) -> None:
    first = held(firm)
    begun(firm, first, body="Dear Dana,\n\nThe night shift was a revelation to me.")
    again = firm.interview(first.application, starts_in=-timedelta(hours=1), people=("Dana Ruiz <d@acme.example>",))
    firm.debriefed(again)
    second = begun(firm, again)
    page = browse(firm.account_of(first.application.candidate)).get(f"/notes/{second.id}").text
    assert "Earlier note to Dana Ruiz, after the interview" in page
    assert "a revelation to me" in page


def test_another_language_is_said_to_be_unread(own: Browser, note: Note) -> None:
    german = "Liebe Dana,\n\nvielen Dank für das Gespräch. Ich habe mich sehr über die Einladung gefreut."
    page = own.post(f"/notes/{note.id}/issues", text(body=german), headers=PART).text
    assert "This looks like German" in page
    assert "Spelling and grammar aren’t checked" in page and "Checked as" not in page
    assert "doesn’t mention anything you talked about" not in page and "Nothing to fix" not in page


def test_a_fact_goes_into_a_spanish_note_as_it_was_recorded(own: Browser, note: Note) -> None:
    spanish = "Estimada Dana:\n\nMuchas gracias por su tiempo y por la entrevista. Me gustó mucho conocer la planta."
    saved = own.post(f"/notes/{note.id}", text(body=spanish, then="stay"), follow_redirects=True).text
    assert "This note isn’t in English, so the words go in as they were recorded." in saved
    chip = BeautifulSoup(saved, "html.parser").select_one("[data-add-fact]")
    assert chip is not None
    added = {"add": str(chip["value"]), **text(body=spanish)}
    part = own.post(str(chip["formaction"]), added, headers=PART).text
    assert 'data-added="the night shift" data-is-built=""' in part


def test_the_english_is_changed_on_the_page(own: Browser, note: Note) -> None:
    path = f"/notes/{note.id}"
    assert "Checked as American English" in own.get(f"{path}?check=1").text
    assert own.post(f"{path}/english", {"english": "uk"}).status_code == 302
    assert "Checked as British English" in own.get(f"{path}?check=1").text
    assert own.post(f"{path}/english", {"english": "xx"}).status_code == 409


def test_versions_are_listed_compared_and_taken_back(own: Browser, firm: Firm, note: Note) -> None:
    path = f"/notes/{note.id}"
    own.post(path, text(body="Dear Dana,\n\nSomething else.", then="stay"))
    assert "Earlier versions" in own.get(f"{path}/versions").text
    first = queries.versions_of(firm.session, note.id)[-1]
    page = own.get(f"{path}/versions/{first.id}").text
    assert "Something" in "".join(part.text for part in BeautifulSoup(page, "html.parser").find_all("ins"))
    assert own.post(f"{path}/versions/{first.id}/restoring").status_code == 302
    assert now_reads(firm, note) == first.body
    assert "Something else." in own.get(f"{path}/versions").text


def test_a_version_of_another_note_is_not_there(own: Browser, firm: Firm, note: Note) -> None:
    other = begun(firm)
    firm.commit()
    theirs = queries.versions_of(firm.session, other.id)[0]
    assert own.get(f"/notes/{note.id}/versions/{theirs.id}").status_code == 404
    assert own.post(f"/notes/{note.id}/versions/{theirs.id}/restoring").status_code == 404


def test_a_phone_number_that_a_note_waits_for_is_entered_by_its_writer_and_stands_in_it(
    firm: Firm, note: Note, own: Browser
) -> None:
    handed_in = begun(firm, note.interview, "Lee Park", "Call {{ my_phone }}")
    handed_in.submitted_at = firm.now()
    own.post(f"/notes/{note.id}", text(body="Call [my phone number], [decision date]", then="check"))
    here = f"/notes/{note.id}?check=1"
    page = BeautifulSoup(own.get(here).text, "html.parser")
    link = str(next(one for one in page.find_all("a") if one.text.strip() == "Add your phone number")["href"])
    mine = {"name": "Ann Lee", "time_zone": ZONE, "phone": "call me"}
    refused = own.post(link.partition("#")[0], mine, page="/me/account")
    assert refused.status_code == 422 and "Enter a phone number, like 202-555-0143." in refused.text
    again = BeautifulSoup(refused.text, "html.parser").find("form", action=re.compile("back="))
    assert again is not None
    entered = own.post(str(again["action"]), mine | {"phone": "+1 212 555 0100"}, page="/me/account")
    assert entered.headers["Location"] == here
    assert now_reads(firm, note) == "Call +1 212 555 0100, {{ decision_day }}"
    assert handed_in.body == "Call {{ my_phone }}", "what a recruiter has is nobody's to change"
