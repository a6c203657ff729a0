"""House rules about templates and about any text at all."""

import re
from collections.abc import Iterator
from pathlib import PurePosixPath

from checks.finding import Finding

INLINE = {
    r"<script(?![^>]*\ssrc=)": "a script in the page is refused by the browser's policy; put it under static/src",
    r"<style[\s>]": "a style in the page is refused by the browser's policy; put it under static/src",
    r"\sstyle\s*=": "a style attribute is refused by the browser's policy; use a class",
    r"\son[a-z]+\s*=|\shx-on\b|=\s*[\"']?js:": (
        "a handler in the page is refused by the browser's policy; listen from a module"
    ),
    r"javascript:": "a script as an address is refused by the browser's policy; use a button",
}
LITERAL_PATHS = {
    r"[\"'`]/(?:(?!static/)[a-z]|\{\{)|~\s*[\"']/": "writes out a path of the portal; build it with url_for"
}
NAMELESS = {"utils", "util", "helpers", "helper", "common", "misc"}
LINES_A_FILE = 300
SIGNS_A_TEMPLATE_LINE = 160
WORDLESS = ("templates/demo/", "templates/components/button.html")
"""Pages that only who builds the portal reads, and a macro that writes a class."""
ANYWHERE = {
    r"\.\./shared\b|/work/[a-z.]|(?<![\w.])/(?:root|home)/[a-z]": "names a path that nobody else has",
    r"\b(?:TODO|FIXME)\b": "is work left open: do it, or write an issue",
}


def template_findings(path: str, text: str) -> Iterator[Finding]:
    """Every breach in one template. A mail has its styles inside, for no mail program fetches them."""
    if not path.startswith("templates/mail/"):
        yield from _matches(path, _plain(text), INLINE)
        yield from _matches(path, text, LITERAL_PATHS)
    if path.endswith(".html") and not path.startswith(WORDLESS):
        yield from _untranslated(path, text)
    for number, line in enumerate(text.splitlines(), start=1):
        if len(line) > SIGNS_A_TEMPLATE_LINE:
            sentence = f"{len(line)} signs in one line, more than {SIGNS_A_TEMPLATE_LINE}: nobody sees a change in it"
            yield Finding(path, number, sentence)


def findings(path: str, text: str) -> Iterator[Finding]:
    """Every breach in one text file of any kind."""
    yield from _matches(path, text, ANYWHERE)
    lines = text.count("\n")
    if path.endswith((".html", ".js", ".mjs", ".css")) and lines > LINES_A_FILE:
        yield Finding(
            path, lines, f"{lines} lines, more than {LINES_A_FILE}: nobody reads that at once; split it by meaning"
        )


def name_findings(path: str) -> Iterator[Finding]:
    """Every part of the path that says nothing."""
    rooms = {PurePosixPath(part).stem for part in PurePosixPath(path).parts}
    for name in sorted(rooms & NAMELESS):
        yield Finding(
            path, 1, f"{name!r} says nothing of what is in it, so everything ends up there; name it by its meaning"
        )


def _untranslated(path: str, text: str) -> Iterator[Finding]:
    """Words between tags that no catalogue could have; keys of the keyboard are called the same everywhere."""
    silent = r"<style.*?</style>|<kbd.*?</kbd>|<[^<>]*>|&#?\w+;"
    words = re.sub(silent, _blank, _plain(text), flags=re.DOTALL)
    yield from _matches(path, words, {r"[^\W\d_]{2,}": "is a word in no catalogue; put visible ones into _()"})


def _plain(text: str) -> str:
    """The template without what Jinja takes out again."""
    return re.sub(r"\{([%{#]).*?[%}#]\}", _blank, text, flags=re.DOTALL)


def _blank(found: re.Match[str]) -> str:
    """What Jinja takes out again is no part of the page; its lines still count."""
    return "\n" * found[0].count("\n")


def _matches(path: str, text: str, rules: dict[str, str]) -> Iterator[Finding]:
    for pattern, sentence in rules.items():
        for found in re.finditer(pattern, text, re.IGNORECASE if rules is INLINE else 0):
            yield Finding(path, text.count("\n", 0, found.start()) + 1, sentence)
