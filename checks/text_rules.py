"""House rules about templates and about any text at all."""

import re
from collections.abc import Iterator

from checks.finding import Finding

INLINE = {
    r"<script(?![^>]*\ssrc=)": "a script in the page is refused by the browser's policy; put it under static/src",
    r"<style[\s>]": "a style in the page is refused by the browser's policy; put it under static/src",
    r"\sstyle\s*=": "a style attribute is refused by the browser's policy; use a class",
    r"\son[a-z]+\s*=\s*[\"'{]": "a handler in the page is refused by the browser's policy; listen from a module",
    r"javascript:": "a script as an address is refused by the browser's policy; use a button",
}
ANYWHERE = {
    r"\.\./shared\b|/work/[a-z.]|(?<![\w.])/(?:root|home)/[a-z]": "names a path that nobody else has",
    r"\b(?:TODO|FIXME)\b": "is work left open: do it, or write an issue",
}


def template_findings(path: str, text: str) -> Iterator[Finding]:
    """Every breach in one template. A mail has its styles inside, for no mail program fetches them."""
    if not path.startswith("templates/mail/"):
        yield from _matches(path, re.sub(r"\{([%{#]).*?[%}#]\}", _blank, text, flags=re.DOTALL), INLINE)


def findings(path: str, text: str) -> Iterator[Finding]:
    """Every breach in one text file of any kind."""
    yield from _matches(path, text, ANYWHERE)


def _blank(found: re.Match[str]) -> str:
    """What Jinja takes out again is no part of the page; its lines still count."""
    return "\n" * found[0].count("\n")


def _matches(path: str, text: str, rules: dict[str, str]) -> Iterator[Finding]:
    for pattern, sentence in rules.items():
        for found in re.finditer(pattern, text):
            yield Finding(path, text.count("\n", 0, found.start()) + 1, sentence)
