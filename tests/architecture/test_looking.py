"""GET changes nothing, whoever follows whatever link: mail programs and link scanners follow them all."""

import pytest
from flask import Flask
from sqlalchemy import select, text

from portal.accounts import actions as accounts
from portal.accounts import credentials
from portal.accounts.models import AccountToken
from portal.candidates.models import Candidate
from portal.candidates.unsubscribe_tokens import make_token
from portal.interviews import task_links
from portal.interviews.models import Interview
from portal.interviews.task_links import Target
from tests.architecture.test_access import ids, visits
from tests.factories.firm import Firm
from tests.fixtures.app import Browse, Browser

__all__ = ["ids"]

READABLE = """
    select format('%I.%I', schemaname, tablename) from pg_tables
    where schemaname in ('public', 'ops') and has_table_privilege(format('%I.%I', schemaname, tablename), 'select')
    order by 1
"""


# A refused look is recorded as such (docs/security.md), and nothing else is.
REFUSALS = {
    "public.audit_events": "where action not in ('request.forbidden', 'request.limited')",
    "public.audit_details": "where not array['endpoint'] <@ array(select jsonb_object_keys(changes))",
}


def contents(firm: Firm) -> dict[str, str | None]:
    """What every table says, to the last column, as the program's own role sees it; without records of refusals."""
    firm.session.rollback()
    tables = firm.session.scalars(text(READABLE)).all()
    read = "select md5(string_agg(t::text, '|' order by t::text)) from {} t {}"
    return {table: firm.session.scalar(text(read.format(table, REFUSALS.get(table, "")))) for table in tables}


def task_link(firm: Firm, path: str) -> str:
    """The link of an email to the candidate who was added first, to this page about an interview."""
    interview = firm.session.scalars(select(Interview).order_by(Interview.id).limit(1)).one()
    made = task_links.url(firm.session, Target(interview.application.candidate_id, interview.id, path), firm.now())
    return made[made.index(task_links.PATH) :]


def everything(app: Flask, firm: Firm, named: dict[str, str]) -> list[str]:
    """The path of every page, and of every link that a mail can hold."""
    paths = {path for _, method, path in visits(app, named) if method == "GET"}
    accounts.invite(firm.command(), firm.viewer)
    accounts.request_password_reset(firm.command(), firm.owner.email)
    links = {
        f"/{'invitations' if row.purpose == 'invitation' else 'password'}/{credentials.derived_token(str(row.id))}"
        for row in firm.session.scalars(select(AccountToken))
    }
    links |= {f"/unsubscribe/{make_token(row.id)}" for row in firm.session.scalars(select(Candidate))}
    steps = {f"/steps/{step}" for step in firm.session.scalars(text("select id from steps"))}
    steps |= {task_link(firm, step) for step in steps}
    assert len(links) == 7 and len(steps) > 10
    firm.commit()
    return sorted(paths | links | steps)


def browser_of(who: str, firm: Firm, browse: Browse) -> Browser:
    """Return a browser of nobody, the owner, or the candidate who was added first."""
    if who == "nobody":
        return browse.nobody()
    candidate = firm.session.scalars(select(Candidate).order_by(Candidate.id).limit(1)).one()
    return browse({"owner": firm.owner, "candidate": firm.account_of(candidate)}[who])


@pytest.mark.parametrize("who", ["nobody", "owner", "candidate"])
def test_looking_at_every_page_and_every_mailed_link_changes_nothing(
    app: Flask, firm: Firm, browse: Browse, ids: dict[str, str], who: str
) -> None:
    browser, paths = browser_of(who, firm, browse), everything(app, firm, ids)
    before = contents(firm)
    assert len(before) > 20 and before["public.outgoing_messages"]
    seen = [browser.get(path).status_code for path in paths]
    assert contents(firm) == before
    assert 200 in seen and max(seen) < 500


def test_what_does_change_something_would_be_noticed(firm: Firm, browse: Browse) -> None:
    browser: Browser = browse(firm.viewer)
    before = contents(firm)
    browser.post("/me/account", {"name": "Vera Newname", "time_zone": "UTC"}, page="/me/account")
    assert {table for table, said in contents(firm).items() if said != before[table]} == {
        "public.accounts",
        "public.audit_details",
        "public.audit_events",
    }
