"""The forms that stand on the pages, each with what it would send if nothing were changed."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

from bs4 import BeautifulSoup, Tag
from werkzeug.test import TestResponse

from portal.web.shared import submissions
from tests.fixtures.app import Browser

LEFT_OUT = ("csrf_token", "form_token", "another")
"""The tokens, which a test brings itself, and the button that only asks for one more row."""

TEXT_TYPES = ("text", "search", "tel", "url")


@dataclass(frozen=True)
class Sent:
    """One form of one page: where it goes, its fields as a browser would send them, and which of them take text."""

    path: str
    fields: dict[str, str]
    texts: tuple[str, ...] = ()

    def but(self, name: str, value: str) -> dict[str, str]:
        return self.fields | {name: value}


def forms_on(browser: Browser, paths: Iterable[str]) -> list[Sent]:
    """Every form of these pages that changes something."""
    return forms_in({path: browser.get(path).text for path in paths})


def forms_in(pages: Mapping[str, str]) -> list[Sent]:
    """Every form that changes something in these pages: the HTML of each, by its path."""
    found = []
    for path, html in pages.items():
        page = BeautifulSoup(html, "html.parser")
        for form in page.find_all("form", method="post"):
            action = urlsplit(str(form.get("action") or path)).path
            found.append(Sent(action, fields_of(form), texts_of(form)))
    return found


def form_of(answer: TestResponse) -> dict[str, str]:
    """The fields of the page's main form, as a browser would send them."""
    found = BeautifulSoup(answer.text, "html.parser").select("form.flow[method=post]")
    assert found
    return max(map(fields_of, found), key=len)


def texts_of(form: Tag) -> tuple[str, ...]:
    """Return the names of the form's fields in which a person types any text."""
    typed = [field for field in form.find_all(["input", "textarea"]) if field.get("name")]
    return tuple(str(field["name"]) for field in typed if str(field.get("type") or "text") in TEXT_TYPES)


def fields_of(form: Tag) -> dict[str, str]:
    """The fields of a form, as a browser would send them."""
    fields: dict[str, str] = {}
    for field in form.find_all(["input", "select", "textarea", "button"]):
        name = str(field.get("name") or "")
        kind = str(field.get("type") or "")
        if not name or name in LEFT_OUT or kind == "file":
            continue
        if kind == "radio" and name in fields and not field.has_attr("checked"):
            continue
        if field.name == "button" and name in fields:
            continue
        fields[name] = _value(field)
    return fields


def save_anyway(page: str) -> dict[str, str]:
    """Return what this page's "Save anyway" sends, which answers its questions."""
    button = BeautifulSoup(page, "html.parser").find("button", attrs={"name": "confirmed"})
    assert isinstance(button, Tag) and button.text == "Save anyway"
    return {"confirmed": str(button["value"])}


def _value(field: Tag) -> str:
    if field.name == "textarea":
        return field.text.removeprefix("\r\n")  # a browser drops the line break that a text begins with
    if field.name == "select":
        chosen = field.find("option", selected=True) or field.find("option")
        return str(chosen.get("value") or "") if chosen else ""
    return str(field.get("value") or "")


def send(browser: Browser, path: str, data: Any, **kwargs: Any) -> TestResponse:
    """Posted as it stands: the caller brings the token of the page; the form's own token is new, unless it is given."""
    sent = {submissions.TOKEN_FIELD: submissions.new_form_token(), **data} if isinstance(data, dict) else data
    return browser.apart(browser.client.post, path, data=sent, **kwargs)
