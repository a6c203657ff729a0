"""How dates and times are written for one person: on their pages and in their emails, never in letters."""

from datetime import UTC, datetime, timedelta

import pytest
from flask import g
from flask_login import login_user
from sqlalchemy import select

from portal.accounts import queries as accounts
from portal.accounts.models import Account
from portal.agencies import emails
from portal.agencies import queries as agencies
from portal.candidates import queries as candidates
from portal.reminders import content, plans
from portal.web.shared import formatting
from tests.factories.firm import Firm
from tests.fixtures.app import Browse
from tests.web.page_forms import forms_in

PAGE = "/me/account"
FORM = "/me/date-format"
AFTERNOON = datetime(2026, 11, 20, 18, 30, tzinfo=UTC)


def locale_of(firm: Firm, account: Account) -> str | None:
    found = select(Account).where(Account.id == account.id).execution_options(populate_existing=True)
    return firm.session.scalars(found).one().locale


@pytest.mark.parametrize("is_candidate", [True, False])
def test_a_choice_is_saved_and_its_page_follows_it(firm: Firm, browse: Browse, is_candidate: bool) -> None:
    account = firm.account_of(firm.candidate()) if is_candidate else firm.recruiter
    own = browse(account)
    before = own.get(PAGE).text
    assert "Your agency’s way: Tue, Dec 1, 1:30 PM" in before and "Tue 1 Dec, 13:30" in before
    assert own.post(FORM, {"locale": "en_GB"}, page=PAGE).status_code == 302
    assert locale_of(firm, account) == "en_GB"
    page = own.get(PAGE)
    assert next(form for form in forms_in({PAGE: page.text}) if form.path == FORM).fields["locale"] == "en_GB"
    assert " PM" not in page.text.replace("Tue, Dec 1, 1:30 PM", "")
    own.post(FORM, {"locale": ""}, page=PAGE)
    assert locale_of(firm, account) is None


def test_a_change_is_saved_in_place(firm: Firm, browse: Browse) -> None:
    answer = browse(firm.recruiter).post(FORM, {"locale": "en_AU"}, page=PAGE, headers={"HX-Request": "true"})
    assert (answer.status_code, "Saved" in answer.text) == (200, True)


@pytest.mark.parametrize("wrong", ["de_DE", "en_US.UTF-8", "<b>"])
def test_another_locale_is_refused_at_its_field(firm: Firm, browse: Browse, wrong: str) -> None:
    answer = browse(firm.recruiter).post(FORM, {"locale": wrong}, page=PAGE)
    assert (answer.status_code, "field-error" in answer.text) == (422, True)
    assert locale_of(firm, firm.recruiter) is None


def test_reminders_are_written_as_the_candidate_chose(firm: Firm) -> None:
    candidate = firm.candidate()
    firm.account_of(candidate).locale = "en_GB"
    firm.interview(firm.application(candidate), starts_in=timedelta(days=1))
    firm.commit()
    people = list(candidates.candidates_with_recruiter(firm.session, [candidate.id]))
    planned = plans.read(firm.session, people, firm.now(), waiting=False)
    assert content.read(firm.session, people, planned, firm.now())[candidate.id].locale == "en_GB"


@pytest.mark.parametrize(("locale", "said"), [(None, "Fri, Nov 20, 1:30 PM"), ("en_GB", "Fri 20 Nov, 13:30")])
def test_an_email_is_written_as_its_recipient_chose(firm: Firm, locale: str | None, said: str) -> None:
    email = emails.write_email(
        firm.session,
        "new-device",
        name="Omar Farouk",
        zone="America/New_York",
        locale=locale,
        now=AFTERNOON,
        answers=None,
        browser="Safari",
        system="iPhone",
        at=AFTERNOON,
        link="https://acme.example",
    )
    assert said in email.text


def test_letters_keep_the_agencys_way(firm: Firm) -> None:
    candidate = firm.candidate()
    account = firm.account_of(candidate)
    account.locale = "en_GB"
    firm.commit()
    with firm.app.test_request_context():
        g.agency, g.profile, g.now = firm.id, agencies.profile(firm.session), AFTERNOON
        login_user(accounts.viewer_as(account, "own"))
        assert formatting.dated_moment(AFTERNOON, "America/New_York") == "Fri 20 Nov, 13:30"
        assert formatting.letter_day(AFTERNOON, "America/New_York") == "Friday, November 20"
