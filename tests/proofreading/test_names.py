"""Names against how they are spelled."""

import pytest

from portal.proofreading import harper
from portal.proofreading.proofreader import ReadingContext, proofread
from portal.proofreading.rules.known import name_words
from portal.proofreading.rules.names import NoteNames, find_name_issues

NAMES = NoteNames("Dana Ruiz", "McGrath Systems", "Ann Lee", ("Lee Park", "Will Hope"), ("Acme Robotics",))
NEAR, GREETED, OTHER, ADDRESSED, COMPANY = (
    "name.near",
    "name.greeted",
    "name.other_greeted",
    "name.addressed",
    "name.company",
)
WRONG = (
    ("Dear Diana,\n", NEAR, "Diana", "Dana"),
    ("Hi Danna, thank you", NEAR, "Danna", "Dana"),
    ("Dear dana,\n", NEAR, "dana", "Dana"),
    ("Dear Data Ruiz,\n", NEAR, "Data", "Dana"),
    ("Dear Ms. Ruis,\n", NEAR, "Ruis", "Ruiz"),
    ("Dear Lee,\n", OTHER, "Lee", "Dana"),
    ("Dear Ms. Park,\n", OTHER, "Park", "Ruiz"),
    ("Dear Mr Will Hope,\n", OTHER, "Will Hope", "Ruiz"),
    ("Dear Kim Smith,\n", GREETED, "Kim Smith", "Dana"),
    ("Dear Mrs. Walker,\n", GREETED, "Walker", "Ruiz"),
    ("Dear Ruiz,\n", "greeting.surname", "Ruiz", "Dana"),
    ("Dear Dana,,\n", "greeting.doubled", ",,", ","),
    ("Dear dana7,\n", "greeting.no_name", "dana7", "Dana"),
    ("Dear Dana,\nI like McGraph Systems.", NEAR, "McGraph", "McGrath"),
    ("Dear Dana,\nI like Mcgrath Systems.", NEAR, "Mcgrath", "McGrath"),
    ("Dear Dana,\nI like MacGrath's plant.", NEAR, "MacGrath's", "McGrath's"),
    ("Dear Dana,\nI like Mc Grath a lot.", NEAR, "Mc Grath", "McGrath"),
    ("Dear Dana,\nThank you, Lee.\n", ADDRESSED, "Lee", "Dana"),
    ("Dear Dana,\nThanks again Lee!", ADDRESSED, "Lee", "Dana"),
    ("Dear Dana,\nLee, thank you for today.", ADDRESSED, "Lee", "Dana"),
    ("Dear Dana,\nWe heard Ms. Ruin on pumps.", NEAR, "Ruin", "Ruiz"),
    ("Dear Dana,\nWe heard of Lee Bark and pumps.", NEAR, "Bark", "Park"),
    ("Dear Dana,\nI like Acme Robotics.", COMPANY, "Acme Robotics", "McGrath Systems"),
)
RIGHT = (
    "Dear Dana,\nMcGrath Systems is great, and so is McGrath’s plant.",
    "DEAR DANA,\nMCGRATH SYSTEMS",
    "Dear Ms. Ruiz,\n",
    "Dear Dr Ruiz,\n",
    "Dear D. Ruiz,\n",
    "Hello Dana and Lee,\n",
    "Good morning Dana!\n",
    "Dear Hiring Manager,\n",
    "Dear all,\n",
    "Dear Dana,\nYes, , I know.",
    "Dear Dana,\nThe Data was good. Data is all. Park the car.",
    "Dear Dana,\nI met Lee, Will, and you. Will we meet again? Say hello to Lee.",
    "Dear Dana,\nWe talked with Lee Park about the lee side.",
    "Dear Dana,\nI met Will, Lee.",
    "Thank you for the day.",
)
OTHERS_RIGHT = (
    ("Michael Stone", "Dear Mike,\n"),
    ("Elizabeth McDonald", "Hi Liz,\n"),
    ("Samantha Fox", "Hi Sam,\n"),
    ("Jean-Luc Moreau", "Dear Jean-Luc,\n"),
    ("Jean-Luc Moreau", "Dear Mr. Moreau,\n"),
    ("Dr. Grace Okafor", "Dear Dr. Okafor,\n"),
    ("Maria de la Cruz", "Dear Ms. de la Cruz,\n"),
    ("Li Wei", "Dear Wei,\n"),
    ("Oluwaseun Adebayo", "Hi Seun,\n"),
    ("Dolores St. John", "Dear Ms St. John,\n"),
)
OTHERS_WRONG = (
    ("Stefan Müller", "Dear Mr. Muller,\n", "Müller"),
    ("Marc Lefèvre", "Dear Mark,\n", "Marc"),
    ("Ingrid Sørensen", "Dear Ms. Sorenson,\n", "Sørensen"),
    ("Siobhán Walsh", "Dear Siobhan,\n", "Siobhán"),
    ("Stephen King", "Dear Steven,\n", "Stephen"),
    ("Joanna King", "Dear Anna,\n", "Joanna"),
)


def found(text: str, names: NoteNames = NAMES) -> list[tuple[str, str, str]]:
    issues = find_name_issues(text, names, lambda words: harper.ordinary_words(words, "us"))
    return [(issue.code, issue.text, issue.fixes[0]) for issue in issues]


def test_who_shares_the_first_name_and_an_application_at_the_same_company_mislead_nobody() -> None:
    names = NoteNames("Dana Ruiz", "McGrath Systems", "Ann Lee", ("Dana Stone",), ("McGrath Systems", ""))
    assert found("Dear Dana,\nI like McGrath Systems. Thank you, Dana.", names) == []


def test_a_name_that_ends_with_a_full_stop_may_end_a_sentence() -> None:
    assert found("Dear Dana,\nI like Halloran Bros.", NoteNames("Dana Ruiz", "Halloran Bros.")) == []
    assert found("Dear Dana,\nI like Haloran Bros. very much.", NoteNames("Dana Ruiz", "Halloran Bros.")) != []


@pytest.mark.parametrize(("text", "code", "wrong", "fix"), WRONG)
def test_a_wrong_name_is_pointed_out_with_the_right_one(text: str, code: str, wrong: str, fix: str) -> None:
    assert found(text) == [(code, wrong, fix)]


@pytest.mark.parametrize("text", RIGHT)
def test_right_names_and_ordinary_words_are_let_pass(text: str) -> None:
    assert found(text) == []


@pytest.mark.parametrize(("name", "text"), OTHERS_RIGHT)
def test_people_are_called_as_people_are(name: str, text: str) -> None:
    assert found(text, NoteNames(name, "Acme")) == []


@pytest.mark.parametrize(("name", "text", "fix"), OTHERS_WRONG)
def test_accents_and_letters_are_the_persons_own(name: str, text: str, fix: str) -> None:
    assert [(code, right) for code, _, right in found(text, NoteNames(name, "Acme"))] == [("name.near", fix)]


@pytest.mark.parametrize("text", ["McGrath is here.", "I like McGrath.", "McGrath's plant.", "At McGrath Systems."])
def test_mcgrath_never_becomes_migrate(text: str) -> None:
    raw = [fix for issue in harper.find_issues("McGrath is here.", "us") for fix in issue.fixes]
    assert "Migrate" in raw, "Harper has learned the name: this test and its filter can go"
    for known in (frozenset(), name_words(["McGrath Systems"])):
        fixes = [fix for issue in proofread(text, ReadingContext("us", known, NAMES)).issues for fix in issue.fixes]
        assert "Migrate" not in fixes


def test_a_name_written_last_name_first_is_greeted_by_the_given_name() -> None:
    found = find_name_issues("Dear Hansen,\n", NoteNames("Hansen, Sune"), lambda _words: ())
    assert [(issue.code, issue.fixes) for issue in found] == [("greeting.surname", ("Sune",))]
    assert find_name_issues("Dear Sune,\n", NoteNames("Hansen, Sune"), lambda _words: ()) == ()
