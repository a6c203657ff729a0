"""An employee with 80 candidates leaves: two colleagues take over. Then the employee comes back and is offered them."""

from playwright.sync_api import Page, expect
from sqlalchemy import create_engine, text
from sqlalchemy.pool import NullPool

from tests.fixtures.chromium import PHONE, Visit, Window, mail_to
from tests.fixtures.demo import Demo

GRETA, JONAS, MIRA = (f"{name}@alpenrose.example" for name in ("greta.alpenrose", "jonas.frei", "mira.stein"))


def test_80_candidates_leave_with_an_employee_and_come_back(visit: Visit) -> None:
    greta, jonas = visit(agency=1).sign_in(GRETA), visit(agency=1).sign_in(JONAS)
    look_after_80(greta.demo, JONAS)
    page = greta.go("/settings/people")
    page.get_by_role("link", name="Jonas Frei").click()
    page.get_by_role("link", name="Deactivate Jonas").click()
    choose_two(page)
    page.get_by_role("button", name="Deactivate Jonas and hand over 80").click()
    expect(page.get_by_text("Jonas Frei is deactivated and signed out everywhere.")).to_be_visible()
    expect(page.get_by_text("40 candidates", exact=False).first).to_be_visible()
    expect(jonas.go("/today").get_by_label("Password", exact=True)).to_be_visible()
    assert (
        "You’re taking over 40 candidates from Jonas Frei" in mail_to(greta.demo, MIRA, "account", "taking")["Subject"]
    )
    comes_back(greta)
    jonas.fill_sign_in(JONAS)
    jonas.page.wait_for_url("**/today")
    expect(jonas.go("/candidates?q=Zoe+Zimmer+01").get_by_text("Zoe Zimmer 01")).to_be_visible()


def choose_two(page: Page) -> None:
    """The red button is off until there is someone; each choice shows what everyone gets."""
    red = page.get_by_role("button", name="Deactivate Jonas and hand over 80")
    expect(red).to_be_disabled()
    page.get_by_label("Greta Alpenrose").check()
    expect(page.get_by_text("1 colleague gets 1 email.")).to_be_visible()
    expect(red).to_be_enabled()
    page.get_by_label("Mira Stein").check()
    expect(page.get_by_label("Mira Stein")).to_be_checked()
    page.get_by_label("Evenly").check()
    expect(page.get_by_text("2 colleagues get 1 email each.")).to_be_visible()
    expect(page.locator("strong", has_text="40")).to_have_count(2)


def comes_back(greta: Window) -> None:
    """Mira's are taken back first, then the others."""
    page = greta.go("/settings/people")
    page.get_by_role("link", name="Jonas Frei").click()
    page.get_by_role("button", name="Reactivate").click()
    expect(page.get_by_text("Jonas Frei can sign in again.")).to_be_visible()
    expect(page.get_by_role("button", name="Take back all 80 candidates")).to_be_visible()
    page.get_by_role("listitem").filter(has_text="Mira Stein").get_by_role("button").click()
    expect(page.get_by_text("moved back from Mira Stein to Jonas Frei")).to_be_visible()
    page.get_by_role("button", name="Take back 40 candidates").click()
    expect(page.get_by_text("moved back from Greta Alpenrose to Jonas Frei")).to_be_visible()
    back = mail_to(greta.demo, MIRA, "account", "back with")
    assert back["Subject"] == "40 candidates are back with Jonas Frei"


def test_a_selection_is_handed_over_on_a_phone_and_without_script(visit: Visit) -> None:
    greta = visit(PHONE, agency=1, script=False).sign_in(GRETA)
    look_after_80(greta.demo, JONAS)
    page = greta.go("/settings/people")
    page.get_by_role("link", name="Jonas Frei").click()
    page.get_by_role("link", name="Hand over work").click()
    page.get_by_label("Some candidates").check()
    page.get_by_role("button", name="Preview").last.click()
    page.get_by_label("Name", exact=True).fill("zimmer 01")
    page.get_by_role("button", name="Find").click()
    page.get_by_role("button", name="Select 1").click()
    page.get_by_label("Mira Stein").check()
    page.get_by_role("button", name="Preview").last.click()
    page.get_by_role("button", name="Hand over 1 candidate").click()
    expect(page.get_by_text("1 candidate moved to Mira Stein, who gets an email.")).to_be_visible()
    page.get_by_role("button", name="Take back 1 candidate").click()
    expect(page.get_by_text("moved back from Mira Stein to Jonas Frei")).to_be_visible()


def look_after_80(demo: Demo, email: str) -> None:
    """Give this recruiter as many more candidates as it takes to have 80; they have no applications."""
    fill = text("""
        insert into candidates (name, email, email_key, time_zone, recruiter_id, office_id)
        select 'Zoe Zimmer ' || lpad(n::text, 2, '0'), 'zoe' || n || '@example.org', 'zoe' || n || '@example.org',
               account.time_zone, account.id, account.office_id
        from accounts account, generate_series(1, 80) n
        where account.email = :email
          and n <= 80 - (select count(*) from candidates where recruiter_id = account.id)
        on conflict do nothing
    """)
    with create_engine(demo.servers["DATABASE_URL"], poolclass=NullPool).begin() as connection:
        found = text("select id from ops.agencies where host = 'alpenrose.localhost'")
        agency_id = connection.scalars(found).one()
        connection.execute(text("select set_config('portal.agency_id', :id, true)"), {"id": str(agency_id)})
        connection.execute(fill, {"email": email})
