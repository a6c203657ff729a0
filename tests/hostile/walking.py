"""The forms that the hostile suite fills, and how much of the suite runs."""

import os
import re
from collections.abc import Iterable, Sequence
from random import Random
from typing import TypeVar

from tests.fixtures.app import Browser
from tests.web.page_forms import Sent, forms_on

Case = TypeVar("Case")
ID = re.compile("[0-9a-f-]{36}")
ENDS_THE_WALK = ("/sign-out", "/me/sign-ins/", "/me/password")
WORDS_IN_PATHS = {"notes.begin_thank_you": {"kind": "thank"}, "notes.mark_sent_manually": {"kind": "follow_up"}}


def kinds_of_form(browser: Browser, paths: list[str]) -> list[Sent]:
    """One form of each kind that stands on the pages, whatever it is about."""
    return one_of_each(forms_on(browser, paths))


def one_of_each(forms: Iterable[Sent]) -> list[Sent]:
    """Return one form of each kind, without those that end a walk."""
    sent = [form for form in forms if not form.path.startswith(ENDS_THE_WALK)]
    return list({(ID.sub("", form.path), *form.fields): form for form in sent}.values())


def sampled(name: str, cases: Sequence[Case]) -> list[Case]:
    """Return every case where `HOSTILE=all` (`make hostile`), else a tenth; `HOSTILE_SEED` chooses which."""
    if os.environ.get("HOSTILE") == "all":
        return list(cases)
    seed = os.environ.get("HOSTILE_SEED", "11")
    return Random(f"{seed} {name}").sample(cases, -(-len(cases) // 10))
