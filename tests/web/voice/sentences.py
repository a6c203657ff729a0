"""Sentences that say “you” to staff, and words that the product doesn't use."""

import re

from bs4 import BeautifulSoup

YOU = re.compile(r"\b(you|your|yours|yourself)\b", re.IGNORECASE)
THANK_YOU = re.compile(r"\bthank[ -]you", re.IGNORECASE)
OLD_WORDS = re.compile(
    r"""\b(
    process(es)? | openings? | open\ positions? | put(s|ting)?\ (\w+\ )?forward | missed | prompt(s|ed)? | puts?\ off
    | takes?\ up\ again | address\ requests? | info\ is\ in | somebody | nobody | whom | not\ to\ be\ had | told
    | human\ resources | reception | postal | by\ post | posted | e-mails? | mail\ programs? | second\ follow-ups?
    | once\ more\ with | notes\ to\ look\ at | g[ai]ves?\ back | hand(ed|s)?\ in | pass(ed|es)?\ (it\ )?on | lapsed
    | let\ \w+\ rest | it\ rests | wish(es)? | stands?\ twice | mend | point(ed)?\ out | pace | a\ way\ to\ go
    | called\ off | refusals? | placeholders? | merge\ fields? | cvs? | working\ (days?|hours?|time)
    | meanwhile | not\ known | please | invalid
    )\b""",
    re.IGNORECASE | re.VERBOSE,
)
KEPT_PHRASES = (
    "Postal code",  # the name of a part of an address, in some countries
    "someone who told you",  # of contact info, not of a debrief
)
"""Phrases with one of those words in another meaning."""
LETTERS = ".letter, .compared, .paper, .changes, .excerpt, textarea, code, script, style"
"""What a person wrote or will send: letters have their own words."""


SHOWN_ATTRIBUTES = ("alt", "aria-label", "placeholder", "title")
VALUES = re.compile(r"%\(\w+\)s|\{\{.*?\}\}")
MARKS = re.compile(r"⟦\d+·|⟧")


def says_you(sentence: str) -> bool:
    """Return whether a sentence speaks to its reader."""
    return YOU.search(THANK_YOU.sub("", sentence)) is not None


def old_words(said: str) -> list[str]:
    """Return the words of a text that the product doesn't use."""
    for phrase in KEPT_PHRASES:
        said = said.replace(phrase, "")
    said = VALUES.sub("", said)
    return [found.group(0) for found in OLD_WORDS.finditer(said)]


def visible_text(html: str) -> str:
    """Return what a page or an email says, without letters, and without the marks of `tests.fixtures.marked`."""
    page = BeautifulSoup(MARKS.sub("", html), "lxml")
    for letter in page.select(LETTERS):
        letter.decompose()
    named = [str(tag[name]) for name in SHOWN_ATTRIBUTES for tag in page.select(f"[{name}]")]
    return " ".join(" ".join([page.get_text(" "), *named]).split())


STAFF_THEMSELVES = frozenset(
    (
        "%(email)s was confirmed %(when)s. You can undo that until %(until)s.",
        "Your candidates see it beside your name.",
        "How do you know?",
        "Not added. Check your connection.",
        "Sent from another device. What you typed here is kept.",
        "What you typed is kept.",
        (
            "If you have it from a card, an email, or someone who told you, enter it here. Any note waiting for it can "
            "then go out."
        ),
        "%(name)s gets no reminders until you resume them",
        "%(name)s is no longer one of your candidates",
        "%(num)s are no longer your candidates",
        "%(num)s get no reminders until you resume them",
        "%(num)s is no longer your candidate",
        "A new address replaces the one you have.",
        "Add it to your calendar as a calendar to subscribe to. It follows every change.",
        "Check this before you delete",
        "Choose the other candidate who is the same person. You compare both before anything changes.",
        "Copy your feed’s address",
        "If you keep this one, %(name)s signs in and gets email with %(email)s, as before.",
        "If you keep this one, %(name)s signs in with %(email)s. The sign-in with %(other)s is closed.",
        "If you keep this one, no one loses a sign-in: neither was invited.",
        "It’s too late to undo this merge. You can add a new candidate instead.",
        "It’s too late to undo this. You can edit the note, or write a new one.",
        "Merged. You can undo it here for 30 days.",
        "No one is emailed. You can undo this for a day.",
        "On since %(day)s: a secret address that shows interviews in your own calendar app.",
        "Open in your calendar app",
        "Reminders for these applications stop. You can undo this for a day.",
        "Reminders that are due go out soon. You can undo this for a day.",
        (
            "Replies reach you. You can undo for 20 seconds. At most %(most)s candidates at once, and %(each)s "
            "messages to each in 24 hours."
        ),
        "See interviews in your own calendar app. It reads a secret address, and follows every change.",
        "Sending your message to %(name)s",
        "You already have a view called %(name)s.",
        "You can keep working.",
        "You can undo for 20 seconds.",
        "Your calendar feed",
        "You",
        (
            "The candidate you keep gets anything missing from the other, plus the applications, tags, and "
            "recruiters’ notes of both. You can undo it for 30 days."
        ),
        "%(name)s is signed out everywhere at once and can’t sign in until you reactivate them.",
        (
            "A Word document (.docx) or a plain text file (.txt, .md), up to 2 MB. You’ll see its text before "
            "anything is saved."
        ),
        "%(name)s can’t look after candidates now. Once they can again, you can give this back.",
        "%(name)s’s sessions end when you deactivate, and nothing waits for %(name)s after that.",
        "On the day you’re back they come to you again by themselves.",
        (
            "While you’re away, a colleague gets your emails about contact requests and notes, "
            "and replies from candidates."
        ),
        "What do you hand over?",
        "You can undo until",
        "Until %(until)s you can undo this: %(name)s signs in again and gets it all back.",
        "Add your first candidate. A name and an email address are enough.",
        "Anything you don’t check stays open.",
        "Approved. You can still stop it until it’s sent.",
        "Change a number, and see here which tasks move before you save.",
        "Changed while you were editing: %(fields)s. Those changes and yours are both saved.",
        "Colleagues you invite show up here.",
        "Details we fill in for you",
        "Forward it from your own email app, or the way you usually do. Then mark it as forwarded.",
        "From your last preview. Nothing is saved yet.",
        "If you contact us about this, include the ID %(id)s.",
        "If your reason isn’t listed. Everyone waiting can read it.",
        "In progress, for you to mail",
        "It’ll be sent automatically. Until then, you can cancel and edit it.",
        "It’s just you so far",
        "It’s sent in your name, and the reply comes to your inbox.",
        "It’s yours. Others can see you’re on it.",
        "Leave blank to use the candidate’s name, or your address if you mail it.",
        "Merged into %(name)s. You can undo it here.",
        "Not saved. Check your connection.",
        "One person per line: name, and email address if you have it.",
        "Or use one you already have",
        "%(email)s, yours",
        "%(names)s stays, because one of your candidates applied there.",
        "%(count)s may be an employer you already have.\n%(count)s may be employers you already have.",
        "%(count)s may be someone you already have.\n%(count)s may be people you already have.",
        "%(reasons)s. It’s left out until you decide.\n%(reasons)s. They’re left out until you decide.",
        "%(num)s sample candidate is in your lists.\n%(num)s sample candidates are in your lists.",
        "Bring your people along",
        "Candidates start their notes from them. Edit one so that it sounds like your agency.",
        "Candidates you add or import show up here until they’re invited.",
        (
            "Candidates, employers, contacts, and interviews from a .csv or .xlsx file. You see what it would"
            " do first, and can undo it. No one is emailed."
        ),
        "Decides the public holidays, and how dates and paper look unless you choose otherwise.",
        "Each office uses the hours above, unless you set its own. The office of the candidate counts.",
        "Fix these rows in your file and import it again. Rows that are here already aren’t added twice.",
        (
            "Import candidates, employers, contacts, and interviews from your old system. You see what a file"
            " does before it runs."
        ),
        "Imported candidates get no email until you invite them.",
        "Invite your colleagues",
        "It shows that the portal’s email reaches you.",
        "Links in emails lead here. To change it, ask whoever runs the portal for your agency.",
        "Make the templates yours",
        "Next you see what each row would do. Nothing is saved or sent before you say so.",
        "No one gets an email until you invite them.",
        "Sample data is never emailed. Removing it also removes everything you did with it.",
        "Send yourself a test email",
        "Stopped. What was imported stays, and you can resume.",
        "The file’s rows and your decisions are deleted. Nothing was imported.",
        "The columns you choose are kept for your next file like this.",
        "Their addresses end in .example, so no one ever gets an email. You can remove them at any time.",
        "We have no public holidays for %(place)s. Add the days you’re closed below.",
        "What you enter shows up here.",
        "When you save",
        "Where people work, what you place candidates in, and how far recruiters see.",
        "You can leave this page. The import goes on, and the result is under Imports.",
        "You can’t change your own role. Ask another owner to change it.",
        "Your agency can send %(num)s more invitation now.\nYour agency can send %(num)s more invitations now.",
        "Your agency reached %(most)s invitations in 24 hours. Try again tomorrow.",
        "Your phone, logo, and address appear in emails and on cards.",
        "has this email and is yours.",
        "“%(name)s” is similar to a contact you already have there:",
        "We send a link there. The address changes once you open it and confirm.",
        "Preview shows which tasks move before you save.",
        "Replace with your own words:",
        "Required if you decline, so they know what to change.",
        (
            "Save the invitation’s .ics attachment from your email, then choose it here. You’ll see what it "
            "would do before anything is saved."
        ),
        "Sent emails stay sent. You can undo the last change later.",
        "Takes about two minutes. You read the draft and change what you like.",
        "That didn’t work. Check your connection and try again.",
        (
            "The contact you keep gets anything missing from the other, plus the interviews, notes, and "
            "requests of both. Nothing is lost, and you can undo it for a while."
        ),
        "The current draft stays as it is until you save a new one.",
        "The earlier draft stays until you save this one.",
        "The link may be old, or you may not have access. Start again from Today.",
        "The return address on cards you mail. It’s at the end of every email.",
        "These notes are waiting for you before they’re sent.",
        (
            "This is your own account. You’re signed out everywhere at once and can’t sign in until another "
            "owner reactivates you."
        ),
        "Three questions, and you have a draft",
        "Three questions, and you have a draft.",
        "We have nothing to fill in for “%(text)s” here. Write it yourself, or remove it.",
        "What the candidate is good at, or would do for them, in a sentence or two. You can skip this for now.",
        "What your suggestion changes:",
        "Where you are signed in",
        "become late when you save",
        "you",
        "You can change this for each employer, on its page.",
        "You can edit it again.",
        "You have unsent text",
        "You typed this here earlier, and it wasn’t saved:",
        "On your pages and in emails to you. Candidates’ notes and cards don’t change.",
        "Your agency’s way: %(example)s",
        "You’re all caught up",
        "You’re on it",
        "Who can tell you",
        "Requests that you submitted or marked as handled show up here.",
        "You’re answering for %(name)s.",
        "6 digits from your app, or one of your recovery codes.",
        "Back to your account",
        "Canceled. Your email address stays %(email)s.",
        "Code from your app",
        "Don’t know one of them? Change your password, then sign out everywhere.",
        "Enter one of the 10 codes that you saved when you set up two-step sign-in. Each works once.",
        "Enter your code",
        "From %(day)s, your agency requires two-step sign-in. It takes about 2 minutes to set up.",
        "If you lose your phone, one of these codes replaces it. Each works once.",
        "No codes left? Ask an owner of your agency to reset your two-step sign-in.",
        "Off. A code from your phone keeps others out, even if they know your password.",
        "On. You sign in with your password and a code from your app.",
        "Open the authenticator app on your phone. It shows 6 digits for this portal.",
        "QR code for your authenticator app",
        "Save your recovery codes",
        "That code doesn’t match, or it was used already. Enter the one that your app shows next.",
        "These are your new codes. The earlier ones no longer work.",
        "This is your email address already.",
        "Turn off your own two-step sign-in on your account page.",
        "Two-step sign-in is off. You sign in with your password alone.",
        "Use a code from your app",
        "You have no recovery codes left. Get new ones.",
        "You sign in as %(email)s.",
        "You sign in with it and get email there: %(email)s",
        "You sign in with your password and a code that your phone shows. With the password alone, no one gets in.",
        "You’ll sign in with your password alone. Your recovery codes stop working.",
        "Your agency requires it from %(day)s.",
        "Your agency requires two-step sign-in, so it stays on.",
        "Your agency requires two-step sign-in. New phone? Get new recovery codes, or ask an owner to reset it.",
        "Your agency requires two-step sign-in. Set it up on your account page first.",
        "Your recovery codes",
        "1. Scan this with your authenticator app",
        "Confirm it’s you",
        (
            "Enter your password to continue. We ask before sensitive changes when you signed in more than 10"
            " minutes ago."
        ),
        "Finish what you started",
        "It’s confirmed that it’s you. Nothing was saved yet, and what you entered is still here.",
        "Nothing was saved yet. What you entered is kept, and you can send it next.",
        "That isn’t your password.",
        "Until then, you sign in with %(email)s.",
        "We can’t check codes right now. Ask your agency’s owner to tell the portal’s operator.",
        (
            "You need an authenticator app on your phone, such as Google Authenticator, Microsoft Authenticator, or "
            "2FAS. It takes about 2 minutes."
        ),
    )
)
"""Sentences in which “you” is the member of staff who reads them."""
SAID_TO_OTHERS = frozenset(
    (
        "If they can’t share it: “Could the note come to you, so you can forward it?”",
        (
            "Dear %(hr)s,\n\n%(names)s interviewed with you, met %(person)s, and would like to send a "
            "thank-you note. Could you share an email address, or let me know the best way to get a note to "
            "%(first)s?\n\nThank you,\n%(me)s\n%(agency)s"
        ),
        "“Could you spell that for me?” Write it down and read it back.",
        "“Hi, this is %(me)s with %(agency)s. %(names)s interviewed with you and met %(person)s.”",
        "I’d like to thank you in writing and spell your name right.",
        "May I have your card?",
    )
)
"""Words to say or to send to someone at the employer: “you” is that person."""
