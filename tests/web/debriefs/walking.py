"""A candidate on their way through a debrief."""

from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

from bs4 import BeautifulSoup

from portal.interviews.models import Interview, InterviewPerson
from tests.factories.firm import Firm
from tests.fixtures.app import Browser


@dataclass
class Walk:
    """Somebody on their way through a debrief: `at` is the page they stand on."""

    firm: Firm
    browser: Browser
    interview: Interview
    at: str = ""

    def __post_init__(self) -> None:
        self.at = self.at or f"/interviews/{self.interview.id}/debrief"

    def person(self, name: str) -> str:
        return next(str(row.id) for row in self.interview.people if row.contact.name == name)

    def say(self, status: int = 302, /, **fields: Any) -> "Walk":
        """The page's form is sent with these answers, and leads on."""
        answer = self.browser.post(self.at, fields)
        assert answer.status_code == status, answer.text
        self.at = urlsplit(answer.headers.get("Location", self.at)).path
        self.text = answer.text if status != 302 else self.browser.get(self.at).text
        return self

    @property
    def question(self) -> str:
        heading = BeautifulSoup(self.text, "html.parser").find("h1")
        assert heading is not None
        return heading.text.strip()

    def value(self, name: str) -> str:
        field = BeautifulSoup(self.text, "html.parser").select_one(f"[name={name}]")
        assert field is not None, name
        return str(field.get("value") or "") if field.name == "input" else field.text.strip()

    def people(self) -> dict[str, InterviewPerson]:
        self.firm.session.expire_all()
        return {row.contact.name: row for row in self.interview.people}
