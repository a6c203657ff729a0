"""Encoded words, which a mail parser decodes: typed anywhere, they stay text and put nothing into any mail or file."""

import re
from collections.abc import Iterator, Sequence
from email import message_from_bytes

from portal.messaging import sending
from tests.factories.firm import Firm
from tests.fixtures.app import Browser, csrf
from tests.hostile.walking import kinds_of_form, sampled
from tests.messaging.catching import Catcher
from tests.web.page_forms import send

WORDS = (
    "=?utf-8?q?Thanks=0d=0aX-Hostile:_x@y.example=0d=0a=0d=0abody?=",
    "=?UTF-8?B?VGhhbmtzDQpYLUhvc3RpbGU6IHhAeS5leGFtcGxlDQoNCmJvZHk=?=",
    "=?us-ascii?Q?Thanks=0AX-Hostile:_x@y.example?=",
    "=?iso-8859-1*en?q?Thanks=0d=0aX-Hostile:_x@y.example?= =?utf-8?q?=0d=0aX-Hostile:_y?=",
    "=?utf-7?q?Thanks+AA0ACg-X-Hostile:_x@y.example?=",
    "=?utf-16?b?DQAKAFgALQBIAG8AcwB0AGkAbABlADoAIAB4AA==?=",
    "=?gb18030?q?Thanks=0d=0aX-Hostile:_x?=",
    "=?iso-2022-jp?q?=1b$B=0d=0aX-Hostile:_x?=",
    "=?cp037?b?DSXnYMiWoqOJk4V6QKc=?=",
    "=?no-such-charset?q?Thanks=0d=0aX-Hostile:_x?=",
    "Ann =?utf-8?q?=22=2C_x=40y=2Eexample=0d=0aX-Hostile:_x?= Lee",
)


def test_no_encoded_word_reaches_a_header(firm: Firm, catcher: Catcher, walks: list[tuple[Browser, list[str]]]) -> None:
    wrong = list[object]()
    for browser, paths in walks:
        token = csrf(browser.get("/me/account", follow_redirects=True).text)
        forms = [form for form in kinds_of_form(browser, paths) if form.texts]
        cases = [(form, form.but(name, word)) for form in forms for name in form.texts for word in WORDS]
        cases += [(form, form.fields | dict.fromkeys(form.texts, word)) for form in forms for word in WORDS]
        for form, fields in sampled(f"words {paths[0]}", cases):
            status = send(browser, form.path, fields | {"csrf_token": token}).status_code
            if status >= 500 or status == 401:
                wrong.append((form.path, fields, status))
        wrong += [(path, "is broken") for path in paths if browser.get(path).status_code >= 500]
        wrong += [path for path, body in downloads(browser, paths) if is_injected(body)]
    while sending.send_now(firm.session, firm.now()):
        continue
    wrong += [(mail["To"], mail["Subject"]) for _, mail in catcher.mails if "X-Hostile" in mail]
    assert wrong == []


def downloads(browser: Browser, paths: Sequence[str]) -> Iterator[tuple[str, bytes]]:
    """Yield the mail and calendar files of these pages' notes and interviews, each with its path."""
    notes = {found[0] + "/letter.eml" for path in paths if (found := re.match(r"/notes/[0-9a-f-]{36}", path))}
    interviews = {
        found[0] + "/calendar.ics" for path in paths if (found := re.match(r"/interviews/[0-9a-f-]{36}", path))
    }
    for path in sorted(notes | interviews):
        answer = browser.get(path)
        if answer.status_code == 200:
            yield path, answer.data


def is_injected(body: bytes) -> bool:
    """Whether a line of the file, or a header of the mail that it is, was made by what was typed."""
    return "X-Hostile" in message_from_bytes(body) or re.search(rb"^X-Hostile", body, re.MULTILINE) is not None
