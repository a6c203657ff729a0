"""The whole ritual after one interview: three people met, one address missing, one card, two notes too much alike."""

from dataclasses import dataclass
from datetime import timedelta

from playwright.sync_api import Page, expect

from tests.fixtures.chromium import PHONE, Visit, Window, link_in, mail_to

OWNER = "maureen.mcgrath@mcgrath.example"
IRIS, NOEL, OTTO = "Iris Vale", "Noel Frost", "Otto Lind"
EXPECTED = "Iris Vale <iris.vale@kestrel.example>\nNoel Frost <noel.frost@kestrel.example>\nOtto Lind"
TALKED = {IRIS: "the move to the new building", NOEL: "the phone system", OTTO: "how visitors are greeted"}
TOLD = (
    "Thank you for your time. I keep thinking of {talked}, and of how I would go about it with you.\n\n"
    "{own}\n\nKind regards\nDora"
)
OWN = "At my last desk I planned such a week twice, and I wrote down what each of us had forgotten."
MENDED = "What you do at the door is what I liked best, because people remember the first minute."


@dataclass(frozen=True)
class Sides:
    """The candidate's window, a phone, and the recruiter's, a desk."""

    mine: Window
    theirs: Window

    @property
    def phone(self) -> Page:
        return self.mine.page

    @property
    def desk(self) -> Page:
        return self.theirs.page


def test_from_the_debrief_to_the_close_and_the_next_position(visit: Visit) -> None:
    dora = "dora.papadakis@example.org"
    sides = Sides(visit(PHONE), visit().sign_in(OWNER))
    held_yesterday(sides.theirs, "Dora Papadakis", "Kestrel Print")
    demo = sides.mine.demo
    sides.phone.goto(link_in(mail_to(demo, dora, "debrief"), "/steps/"))
    sides.mine.fill_sign_in(dora)
    tell(sides.phone)
    thank(sides.mine, IRIS, OWN)
    answer_request(sides.theirs)
    ready = mail_to(demo, dora, "contact-ready", OTTO)
    sides.phone.goto(link_in(ready, "/steps/"))
    too_much_alike_and_mended(sides.phone)
    as_a_card(sides, "McGrath Systems")
    assert MENDED in mail_to(demo, "otto.lind@kestrel.example", "note").get_content()
    followed_up_and_closed(sides, dora)
    next_position(sides)


def test_without_script_every_step_is_a_plain_page(visit: Visit) -> None:
    chen = "chen.wei@example.org"
    sides = Sides(visit(PHONE, script=False), visit(script=False).sign_in(OWNER))
    held_yesterday(sides.theirs, "Chen Wei", "Plover Optics")
    sides.phone.goto(link_in(mail_to(sides.mine.demo, chen, "debrief"), "/steps/"))
    sides.mine.fill_sign_in(chen)
    tell(sides.phone)
    thank(sides.mine, IRIS, OWN)
    answer_request(sides.theirs)
    sides.phone.goto(link_in(mail_to(sides.mine.demo, chen, "contact-ready", OTTO), "/steps/"))
    too_much_alike_and_mended(sides.phone)
    as_a_card(sides, "McGrath Systems")
    assert MENDED in mail_to(sides.mine.demo, "otto.lind@kestrel.example", "note").get_content()


def held_yesterday(window: Window, candidate: str, employer: str) -> None:
    """A recruiter records what they hear of a day late: an interview with three people, one of them without address."""
    page = window.go("/candidates")
    page.get_by_role("link", name=candidate).first.click()
    page.get_by_role("link", name="Add a process").first.click()
    page.get_by_label("Or a new employer").fill(employer)
    page.get_by_label("Opening").fill("Front desk lead")
    page.get_by_role("button", name="Save").click()
    page.get_by_role("link", name="Add an interview").first.click()
    page.get_by_label("Date", exact=True).fill((window.demo.now().date() - timedelta(days=1)).isoformat())
    page.get_by_label("Starts", exact=True).fill("09:00")
    page.get_by_label("Ends", exact=True).fill("10:00")
    page.get_by_label("Whom will they meet?").fill(EXPECTED)
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_role("heading", name=f"Interview at {employer}")).to_be_visible()


def tell(page: Page) -> None:
    """One question a screen: whom, how to reach them, what was said with each, their pace."""
    page.get_by_role("button", name="Yes, it took place").click()
    for name in TALKED:
        expect(page.get_by_label(name)).to_be_checked()
    go_on(page)
    for name, talked in TALKED.items():
        if name == OTTO:
            expect(page.get_by_role("heading", name=f"How can {name} be reached?")).to_be_visible()
            go_on(page)
        expect(page.get_by_role("heading", name=f"What did you talk about with {name}?")).to_be_visible()
        page.get_by_label("What did you talk about?").fill(talked)
        go_on(page)
    page.get_by_text("Near the end").click()
    page.get_by_role("button", name="That is all I know").click()
    expect(page.get_by_role("heading", name="What happens next")).to_be_visible()
    expect(page.get_by_text("There are 3 people to thank")).to_be_visible()
    expect(page.get_by_text(f"We asked your recruiter for the address of {OTTO}")).to_be_visible()


def go_on(page: Page) -> None:
    page.get_by_role("button", name="Next").last.click()


def thank(window: Window, name: str, own: str) -> None:
    """A note of one's own is written and sent."""
    page = to_the_note(window, name)
    write(page, name, own)
    page.get_by_role("button", name="Read it once more").click()
    page.get_by_role("button", name=f"Send to {name}").click()
    expect(page.get_by_text("It goes out in")).to_be_visible()


def to_the_note(window: Window, name: str) -> Page:
    """The note to this person is begun, from Today."""
    page = window.go("/today")
    task = page.get_by_role("article").filter(has=page.get_by_role("heading", name=f"Thank {name}"))
    task.get_by_role("link").first.click()
    page.get_by_role("button", name="Start writing").click()
    return page


def write(page: Page, name: str, own: str) -> None:
    page.get_by_label("Subject").fill("Thank you for yesterday")
    first = name.partition(" ")[0]
    page.get_by_label("Your note").fill(f"Dear {first},\n\n{TOLD.format(talked=TALKED[name], own=own)}")


def answer_request(window: Window) -> None:
    """The recruiter knows the address, and whoever waits for it is told."""
    page = window.go("/contact-requests")
    page.get_by_role("link", name=OTTO).first.click()
    page.get_by_label("E-mail").first.fill("otto.lind@kestrel.example")
    page.get_by_role("button", name="Save and tell who waits").click()
    expect(page.get_by_role("link", name=OTTO)).to_have_count(0)


def too_much_alike_and_mended(page: Page) -> None:
    """What stands in another note already is shown beside it, and once it says something else it goes."""
    page.get_by_role("button", name="Start writing").click()
    write(page, OTTO, OWN)
    page.get_by_role("button", name="Check").click()
    expect(page.get_by_text(f"The same sentence stands in your note to {IRIS}").first).to_be_visible()
    expect(page.get_by_text(f"To {IRIS}").first).to_be_visible()
    write(page, OTTO, MENDED)
    page.get_by_role("button", name="Check").click()
    expect(page.get_by_text(f"The same sentence stands in your note to {IRIS}")).to_have_count(0)
    page.get_by_role("button", name="Read it once more").click()
    page.get_by_role("button", name=f"Send to {OTTO}").click()
    expect(page.get_by_text("It goes out in")).to_be_visible()


def as_a_card(sides: Sides, agency: str) -> None:
    """The third gets a card, which the agency prints and posts."""
    page = to_the_note(sides.mine, NOEL)
    write(page, NOEL, "The old switchboard made me smile, for I learned on one.")
    page.get_by_role("button", name="Make it a card instead").click()
    page.get_by_role("link", name="Give the address").first.click()
    page.get_by_label("Street and number").fill("12 Main Street")
    page.get_by_label("City").fill("Springfield")
    page.get_by_label("State").fill("IL")
    page.get_by_label("ZIP code").fill("62701")
    page.get_by_role("button", name="Put it on the envelope").click()
    page.get_by_role("button", name=f"Give it to {agency}").click()
    expect(page.get_by_text("Waiting to be printed and posted")).to_be_visible()
    desk = sides.theirs.go("/cards")
    for box in desk.get_by_role("checkbox").all():
        box.set_checked(NOEL in (box.get_attribute("aria-label") or box.evaluate("box => box.labels[0].innerText")))
    desk.get_by_role("button", name="The chosen ones are in the post").click()
    expect(desk.get_by_role("region", name="Posted in the last three weeks").get_by_text(NOEL)).to_be_visible()
    page.reload()
    expect(page.get_by_text("Posted on")).to_be_visible()


def followed_up_and_closed(sides: Sides, email: str) -> None:
    """A week later one follow-up goes to the main contact, and after it the process comes to rest by itself."""
    demo, page = sides.mine.demo, sides.phone
    demo.advance("7d")
    page.goto(link_in(mail_to(demo, email, "prompt", "Follow up once more"), "/steps/"))
    page.get_by_role("button", name="Start writing").click()
    note = page.get_by_label("Your note")
    greeting = note.input_value().splitlines()[0]
    note.fill(f"{greeting}\n\nHas a decision been reached? I gladly send anything you miss.")
    page.get_by_role("button", name="Read it once more").click()
    page.get_by_role("button", name="Send to").click()
    demo.advance("1m")
    page.reload()
    expect(page.get_by_text("Sent").first).to_be_visible()
    demo.advance("8d")
    assert mail_to(demo, email, "prompt", "rest")
    before = len([mail for mail in demo.mails() if email in mail["To"]])
    demo.advance("8d")
    page.goto(sides.mine.url("/today"))
    expect(page.get_by_text("Closed").first).to_be_visible()
    after = len([mail for mail in demo.mails() if email in mail["To"]])
    assert after <= before + 1, "a closed process is not prompted for"


def next_position(sides: Sides) -> None:
    """The recruiter has something new, the candidate says so, and the recruiter sees it."""
    desk, page = sides.theirs.go("/openings"), sides.phone
    desk.get_by_role("link", name="Add an opening").first.click()
    desk.get_by_label("Title").fill("Reception lead, evenings")
    desk.get_by_label("Field").select_option("Administrative/clerical")
    desk.get_by_label("Open until").fill((sides.mine.demo.now().date() + timedelta(days=20)).isoformat())
    desk.get_by_role("button", name="Save").click()
    page.goto(sides.mine.url("/today"))
    page.get_by_role("link", name="Reception lead, evenings").click()
    page.get_by_role("button", name="Put me forward").first.click()
    expect(page.get_by_text("Your recruiter sees it on their Today")).to_be_visible()
    sides.theirs.go("/today")
    expect(
        desk.get_by_role("region", name="Wish to hear from you").get_by_text("Reception lead, evenings")
    ).to_be_visible()
