"""The whole ritual, with script and without: three people met, one address missing, one card, two notes too alike."""

import re
from dataclasses import dataclass
from datetime import timedelta

from playwright.sync_api import Page, expect

from tests.fixtures.chromium import PHONE, Visit, Window, link_in, mail_to, mails_to, only_these_go_on

AGAIN, DAYS_OFF = "Follow up with", 4
OWNER = "maureen.mcgrath@mcgrath.example"
IRIS, NOEL, OTTO = "Iris Vale", "Noel Frost", "Otto Lind"
EXPECTED = "Iris Vale <iris.vale@{domain}>\nNoel Frost <noel.frost@{domain}>\nOtto Lind"
TALKED = {IRIS: "the move to the new building", NOEL: "the phone system", OTTO: "how visitors are greeted"}
TOLD = (
    "Thank you for your time. I keep thinking of {talked}, and of how I would go about it with you.\n\n"
    "{own}\n\nKind regards\nDora"
)
OWN = "At my last desk I planned such a week twice, and I wrote down what each of us had forgotten."
MENDED = "How visitors are greeted is what I liked best. People remember the first minute at a door."


@dataclass(frozen=True)
class Sides:
    """The candidate's window, a phone, and the recruiter's, a desk."""

    mine: Window
    theirs: Window
    name: str
    email: str
    employer: str

    @property
    def domain(self) -> str:
        return f"{self.employer.partition(' ')[0].lower()}.example"

    @property
    def phone(self) -> Page:
        return self.mine.page

    @property
    def desk(self) -> Page:
        return self.theirs.page


def test_from_the_debrief_to_the_close_and_the_next_position_with_script_and_without(visit: Visit) -> None:
    dora = Sides(visit(PHONE), visit().sign_in(OWNER), "Dora Papadakis", "dora.papadakis@example.org", "Kestrel Print")
    staff = visit(script=False).sign_in(OWNER)
    chen = Sides(visit(PHONE, script=False), staff, "Chen Wei", "chen.wei@example.org", "Plover Optics")
    all_are_thanked(dora)
    all_are_thanked(chen)
    demo = dora.mine.demo
    only_these_go_on(demo, dora.email, chen.email)
    a_week_passes(dora)
    followed_up(dora)
    followed_up(chen)
    demo.advance("1m")
    for sides in (dora, chen):
        sides.phone.reload()
        expect(sides.phone.get_by_text("Sent").first).to_be_visible()
    demo.advance("8d")
    closed_by_hand_and_they_wrote_after_all(chen)
    closed_by_itself(dora)
    next_position(dora, "Reception lead, evenings", "Administrative/clerical")
    next_position(chen, "Welfare officer", "HR")


def all_are_thanked(sides: Sides) -> None:
    """From an interview of yesterday to two notes and a card."""
    demo = sides.mine.demo
    held_yesterday(sides)
    sides.phone.goto(link_in(mail_to(demo, sides.email, "debrief"), "/t/"))
    sides.phone.get_by_role("link", name="Use a password").click()
    sides.mine.fill_sign_in(sides.email)
    tell(sides.phone)
    thank(sides.mine, IRIS, OWN)
    answer_request(sides)
    sides.phone.goto(link_in(mail_to(demo, sides.email, "contact-ready", OTTO), "/t/"))
    too_much_alike_and_mended(sides.phone)
    as_a_card(sides)
    note = mail_to(demo, f"otto.lind@{sides.domain}", "note")
    assert MENDED in note.get_content()
    assert sides.name in note["From"]


def held_yesterday(sides: Sides, expected: str = EXPECTED) -> None:
    """A recruiter records what they hear of a day late: an interview with three people, one of them without address."""
    page = sides.theirs.go(f"/candidates?q={sides.name}")
    page.get_by_role("link", name=sides.name).first.click()
    page.get_by_role("link", name="Add an application").first.click()
    page.get_by_label("Or a new employer").fill(sides.employer)
    page.get_by_label("Job title").fill("Front desk lead")
    page.get_by_role("button", name="Save").click()
    page.get_by_role("link", name="Add an interview").first.click()
    page.get_by_label("Date", exact=True).fill((sides.mine.demo.now().date() - timedelta(days=1)).isoformat())
    page.get_by_label("Starts", exact=True).fill("09:00")
    page.get_by_label("Ends", exact=True).fill("10:00")
    page.get_by_label("Who will be there?").fill(expected.format(domain=sides.domain))
    page.get_by_role("button", name="Save interview").click()
    expect(page.get_by_role("heading", name=f"Interview with {sides.employer}")).to_be_visible()


def tell(page: Page) -> None:
    """One question a screen: whom, how to reach them, what was said with each, their pace; then the first note."""
    page.get_by_role("button", name="Yes, it took place").click()
    for name in TALKED:
        expect(page.get_by_label(name)).to_be_checked()
    go_on(page)
    expect(page.get_by_role("heading", name=f"How can you reach {OTTO.split(maxsplit=1)[0]}?")).to_be_visible()
    go_on(page)
    for name, talked in TALKED.items():
        expect(page.get_by_role("heading", name=f"What did you talk about with {name.split()[0]}?")).to_be_visible()
        page.get_by_label("What did you talk about?").fill(talked)
        go_on(page)
    debrief = page.url.partition("/debrief")[0] + "/debrief"
    page.get_by_role("button", name="In about a week").click()
    expect(page.get_by_role("heading", name=f"Thank {IRIS}")).to_be_visible()
    page.goto(f"{debrief}/next")
    expect(page.get_by_text("There are 3 people to thank")).to_be_visible()
    expect(page.get_by_text(f"We asked your recruiter for {OTTO}’s contact info")).to_be_visible()


def go_on(page: Page) -> None:
    page.get_by_role("button", name="Next").last.click()


def thank(window: Window, name: str, own: str) -> None:
    """A note of one's own is written and sent."""
    page = to_the_note(window, name)
    write(page, name, own)
    send(page)


def to_the_note(window: Window, name: str) -> Page:
    """The note to this person is begun, from Today."""
    page = window.go("/today")
    task = page.get_by_role("article").filter(has=page.get_by_role("heading", name=f"Thank {name}"))
    task.get_by_role("link").first.click()
    begun(page)
    return page


def begun(page: Page) -> None:
    """The note is begun, unless sending the one before began it."""
    start = page.get_by_role("button", name="Start writing")
    start.or_(page.get_by_label("Your note")).first.wait_for()
    if start.count():
        start.click()


def send(page: Page) -> None:
    """The note is read and sent, and the page that follows says that it is on its way."""
    page.get_by_role("button", name="Read and send").click()
    page.get_by_role("button", name=re.compile("^Send (to|anyway)")).click()
    expect(page.get_by_text(re.compile("^Sending")).first).to_be_visible()


def write(page: Page, name: str, own: str) -> None:
    page.get_by_label("Subject").fill("Thank you for yesterday")
    first = name.partition(" ")[0]
    page.get_by_label("Your note").fill(f"Dear {first},\n\n{TOLD.format(talked=TALKED[name], own=own)}")


def answer_request(sides: Sides) -> None:
    """The recruiter knows the address, and whoever waits for it is told."""
    page = sides.theirs.go("/contact-requests")
    asked = page.locator("tr").filter(has_text=sides.employer).get_by_role("link", name=OTTO)
    asked.click()
    page.get_by_role("textbox", name="Email").first.fill(f"otto.lind@{sides.domain}")
    page.get_by_role("button", name="Save contact info").click()
    expect(asked).to_have_count(0)


def too_much_alike_and_mended(page: Page) -> None:
    """What stands in another note already is said in one line, and once it says something else it goes."""
    begun(page)
    write(page, OTTO, OWN)
    checked(page)
    alike = page.get_by_text("sentences are as in your note to Iris")
    expect(alike.first).to_be_visible()
    page.get_by_label("Your note").fill(f"Dear Otto,\n\n{MENDED}\n\nKind regards\nDora")
    checked(page)
    expect(alike).to_have_count(0)
    send(page)


def checked(page: Page) -> None:
    """Without script a press checks the note; with it that is done while it is typed."""
    button = page.get_by_role("button", name="Check the note")
    if button.count():
        with page.expect_navigation():
            button.click()


def as_a_card(sides: Sides) -> None:
    """The third gets a card, which the agency prints and posts."""
    page = to_the_note(sides.mine, NOEL)
    write(page, NOEL, "The old switchboard made me smile, for I learned on one.")
    page.get_by_role("button", name="Card", exact=True).click()
    page.get_by_role("link", name="Add the address").first.click()
    page.get_by_label("Street address").fill("12 Main Street")
    page.get_by_label("City").fill("Springfield")
    page.get_by_label("State").fill("IL")
    page.get_by_label("ZIP code").fill("62701")
    page.get_by_role("button", name="Use this address").click()
    page.get_by_role("button", name=re.compile("^Send to .+ to print$")).click()
    expect(page.get_by_text("Waiting to be printed and mailed")).to_be_visible()
    desk = sides.theirs.go("/cards")
    for box in desk.get_by_role("checkbox").all():
        box.set_checked(NOEL in (box.get_attribute("aria-label") or box.evaluate("box => box.labels[0].innerText")))
    desk.get_by_role("button", name="Mark selected as mailed").click()
    expect(
        desk.get_by_role("region", name="Mailed in the last 3 weeks").get_by_role(
            "link", name=f"{sides.name} to {NOEL}"
        )
    ).to_be_visible()
    page.reload()
    expect(page.get_by_text("Mailed on")).to_be_visible()


def a_week_passes(sides: Sides) -> None:
    """Until the follow-up is asked for: a week, and on to the next working day where it ends on none."""
    demo = sides.mine.demo
    demo.advance("7d")
    for _ in range(DAYS_OFF):
        if not mails_to(demo, sides.email, "reminder", AGAIN):
            demo.advance("1d")


def followed_up(sides: Sides) -> None:
    """One follow-up goes to the main contact."""
    page = sides.phone
    page.goto(link_in(mail_to(sides.mine.demo, sides.email, "reminder", AGAIN), "/t/"))
    page.get_by_role("button", name="Start writing").click()
    sent_with(page, "Has a decision been reached? I gladly send anything you miss.")


def sent_with(page: Page, words: str) -> None:
    note = page.get_by_label("Your note")
    greeting = note.input_value().splitlines()[0]
    note.fill(f"{greeting}\n\n{words}")
    send(page)


def closed_by_itself(sides: Sides) -> None:
    """No one answers the reminder to close it, and it closes by itself without another email."""
    demo = sides.mine.demo
    assert mail_to(demo, sides.email, "reminder", "Close the")
    before = len([mail for mail in demo.mails() if sides.email in mail["To"]])
    demo.advance("8d")
    page = sides.mine.go("/today")
    expect(page.get_by_text("Closed").first).to_be_visible()
    after = len([mail for mail in demo.mails() if sides.email in mail["To"]])
    assert after <= before + 1, "a closed process is not prompted for"


def closed_by_hand_and_they_wrote_after_all(sides: Sides) -> None:
    """The candidate closes it; a refusal that comes then is recorded, and answered in good grace."""
    page = sides.phone
    page.goto(link_in(mail_to(sides.mine.demo, sides.email, "reminder", "Close the"), "/t/"))
    page.get_by_role("button", name="Close application").first.click()
    expect(page.get_by_text("Closed. No more reminders will go out for it.")).to_be_visible()
    page.get_by_text("Heard back after all").click()
    page.get_by_label("Not selected").check()
    page.get_by_role("button", name="Save response").click()
    expect(page.get_by_text("Remaining tasks for this application are no longer needed.")).to_be_visible()
    page.get_by_role("link", name="Write a gracious reply").click()
    page.get_by_role("button", name="Start writing").click()
    sent_with(page, "Thank you for telling me. I would gladly hear of the next position.")


def next_position(sides: Sides, title: str, field: str) -> None:
    """The recruiter has something new, the candidate says so, and the recruiter sees it and sees to it."""
    desk = sides.theirs.go("/openings")
    desk.get_by_role("link", name="Add a job").first.click()
    desk.get_by_label("Title").fill(title)
    desk.get_by_label("Field").select_option(field)
    desk.get_by_label("Open until").fill((sides.mine.demo.now().date() + timedelta(days=20)).isoformat())
    desk.get_by_role("button", name="Save").click()
    page = sides.mine.go("/today")
    page.get_by_role("link", name=title).click()
    page.get_by_text("Submit me").first.click()
    page.get_by_role("button", name="Yes, submit me").first.click()
    expect(page.get_by_text("Submitted. ").first).to_be_visible()
    wish = sides.theirs.go("/today").get_by_role("region", name="Candidates interested in jobs").get_by_role("listitem")
    wish = wish.filter(has_text=title)
    wish.hover()
    wish.get_by_role("button", name="Mark as handled").click()
    expect(desk.get_by_text("request is marked as handled").first).to_be_visible()
