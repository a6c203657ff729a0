"""House rules for templates, and for text of any kind."""

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
"""Pages that only developers read, and a macro that writes a class."""
ANYWHERE = {
    r"\.\./shared\b|/work/[a-z.]|(?<![\w.])/(?:root|home)/[a-z]": "names a path that exists only on one machine",
    r"\b(?:TODO|FIXME)\b": "marks unfinished work: do it, or write an issue",
}


def template_findings(path: str, text: str) -> Iterator[Finding]:
    """Yield every violation in one template. An email has inline styles, because mail programs do not fetch any."""
    if not path.startswith("templates/mail/"):
        yield from _matches(path, _plain(text), INLINE)
        yield from _matches(path, text, LITERAL_PATHS)
    if path.endswith((".html", ".jinja")) and not path.startswith(WORDLESS):
        yield from _untranslated(path, text)
    for number, line in enumerate(text.splitlines(), start=1):
        if len(line) > SIGNS_A_TEMPLATE_LINE:
            sentence = (
                f"{len(line)} characters in one line, more than {SIGNS_A_TEMPLATE_LINE}: changes in it are hard to see"
            )
            yield Finding(path, number, sentence)


def findings(path: str, text: str) -> Iterator[Finding]:
    """Yield every violation in one text file of any kind."""
    yield from _matches(path, text, ANYWHERE)
    lines = text.count("\n")
    if path.endswith((".html", ".js", ".mjs", ".css")) and lines > LINES_A_FILE:
        yield Finding(
            path, lines, f"{lines} lines, more than {LINES_A_FILE}: too long to read at once; split it by meaning"
        )


def name_findings(path: str) -> Iterator[Finding]:
    """Yield every part of the path with a meaningless name."""
    rooms = {PurePosixPath(part).stem for part in PurePosixPath(path).parts}
    for name in sorted(rooms & NAMELESS):
        yield Finding(
            path, 1, f"{name!r} does not say what is in it, so everything ends up there; name it by its meaning"
        )


def _untranslated(path: str, text: str) -> Iterator[Finding]:
    """Yield words between tags that cannot be translated; names of keys are the same in every language."""
    silent = r"<style.*?</style>|<kbd.*?</kbd>|<[^<>]*>|&#?\w+;"
    words = re.sub(silent, _blank, _plain(text), flags=re.DOTALL)
    yield from _matches(path, words, {r"[^\W\d_]{2,}": "is not translatable; wrap visible words in _()"})


def _plain(text: str) -> str:
    """Return the template without Jinja's tags and comments."""
    return re.sub(r"\{([%{#]).*?[%}#]\}", _blank, text, flags=re.DOTALL)


def _blank(found: re.Match[str]) -> str:
    """Return only the line breaks of a Jinja tag, so that lines still count."""
    return "\n" * found[0].count("\n")


def _matches(path: str, text: str, rules: dict[str, str]) -> Iterator[Finding]:
    for pattern, sentence in rules.items():
        for found in re.finditer(pattern, text, re.IGNORECASE if rules is INLINE else 0):
            yield Finding(path, text.count("\n", 0, found.start()) + 1, sentence)
