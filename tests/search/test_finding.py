"""What a recruiter finds by what they type."""

import pytest
from sqlalchemy import text

from portal.accounts import queries as accounts
from portal.accounts.models import Account
from portal.contacts.queries import get_employer
from portal.core import tenancy
from portal.search import changes, queries
from tests.factories.firm import Firm
from tests.factories.firm import found as new_firm

NAMES = ("Amara Osei", "Josie Okoro", "Mehmet Şatō", "Seán O’Brien", "Grace Liu")


@pytest.fixture
def full(firm: Firm) -> Firm:
    """An agency with some people whose names are easily misspelled."""
    made = {name: firm.candidate(name) for name in NAMES}
    made["Amara Osei"].phone = "+1 (202) 555-0143"
    firm.commit()
    return firm


def found(
    firm: Firm, typed: str, kind: str = "candidate", account: Account | None = None, scope: str = "agency"
) -> list[str]:
    viewer = accounts.viewer_as(account or firm.recruiter, scope)
    return [hit.title for hit in queries.find(firm.session, viewer, typed).hits if hit.kind == kind]


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("am", ["Amara Osei"]),
        ("osei", ["Amara Osei"]),
        ("OSEI amara", ["Amara Osei"]),
        ("osie", ["Amara Osei", "Josie Okoro"]),
        ("sato", ["Mehmet Şatō"]),
        ("Şatō", ["Mehmet Şatō"]),
        ("obrien", ["Seán O’Brien"]),
        ("o'brien sean", ["Seán O’Brien"]),
        ("202 555", ["Amara Osei"]),
        ("(202) 555-0143", ["Amara Osei"]),
        ("0012025550143", ["Amara Osei"]),
        ("5550143", ["Amara Osei"]),
        ("amara.osei", ["Amara Osei"]),
        ("osei@", ["Amara Osei"]),
        ("armara", ["Amara Osei"]),
        ("maara", ["Amara Osei"]),
        ("x", []),
        ("", []),
        ("zzzzzz", []),
        ("%", []),
        ("am%", ["Amara Osei"]),
        ("_", []),
        ("a\x00mara", ["Amara Osei"]),
        ("😀", []),
        ("amara " * 500, ["Amara Osei"]),
    ],
)
def test_a_candidate_is_found_by_what_is_typed(full: Firm, typed: str, expected: list[str]) -> None:
    assert found(full, typed) == expected


def test_each_kind_is_found_by_the_names_that_belong_to_it(firm: Firm) -> None:
    application = firm.application(firm.candidate("Amara Osei"))
    employer = get_employer(firm.session, application.employer_id)
    employer.name, employer.hr_phone = "Hooli Paper", "+1 212 555 0188"
    firm.interview(application, people=("Tom Becker <t.becker@hoolipaper.example>",))
    firm.commit()
    looked_for = ("hooli", "becker amara", "amara hooli", "t.becker@hooli", "212-555-0188", "bekcer", "paper becker")
    assert {words: kinds(firm, words) for words in looked_for} == {
        "hooli": ["contact", "employer", "interview"],
        "becker amara": ["interview"],
        "amara hooli": ["interview"],
        "t.becker@hooli": ["contact", "interview"],
        "212-555-0188": ["employer"],
        "bekcer": ["contact", "interview"],
        "paper becker": ["contact", "interview"],
    }


def kinds(firm: Firm, typed: str) -> list[str]:
    return [hit.kind for hit in queries.find(firm.session, accounts.viewer_as(firm.recruiter, "agency"), typed).hits]


def test_ones_own_candidates_come_first_and_are_found_among_any_number(firm: Firm) -> None:
    """More than are read of a word that so many have."""
    mine = firm.candidate("Zoe Marino")
    firm.session.execute(
        text(
            "insert into candidates (name, email, email_key, time_zone, recruiter_id) select 'Mara ' || n, n::text, "
            "n::text, 'UTC', :whose from generate_series(1, 600) n"
        ),
        {"whose": firm.stranger.id},
    )
    changes.rebuild(firm.session)
    firm.commit()
    assert found(firm, "ma")[0] == mine.name
    assert found(firm, "mar")[:2] != [mine.name, mine.name]
    assert found(firm, "ma", account=firm.recruiter, scope="own") == [mine.name]
    assert found(firm, "zoe ma") == [mine.name]


def test_who_sees_their_office_finds_its_candidates_and_no_others(full: Firm) -> None:
    elsewhere = full.candidate("Osei Elsewhere")
    elsewhere.office_id, elsewhere.recruiter_id = full.stranger.office_id, full.stranger.id
    full.commit()
    assert found(full, "osei", account=full.recruiter, scope="office") == ["Amara Osei"]
    assert found(full, "osei", account=full.stranger, scope="office") == ["Osei Elsewhere"]
    assert sorted(found(full, "osei", account=full.owner)) == ["Amara Osei", "Osei Elsewhere"]


def test_one_agency_finds_nothing_of_another(full: Firm) -> None:
    assert found(full, "osei") == ["Amara Osei"]
    other = new_firm(full.app)
    other.commit()
    assert found(other, "osei") == found(other, "osie") == []
    tenancy.enter(full.session, full.id)
