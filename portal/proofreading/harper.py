"""The grammar and spelling checker: one adapter around Harper, loaded once for each process."""

from collections.abc import Collection
from functools import cache
from threading import Lock, Thread

from harper import Dialect, Language, Lint, Linter, Suggestion, SuggestionKind

from portal.proofreading.rules.issues import BLOCKING, HINTS, Issue, surrounding_words

ENGLISH = {"us": Dialect.AMERICAN, "uk": Dialect.BRITISH}
STYLE_KINDS = frozenset({"Enhancement", "Readability", "Redundancy", "Regionalism", "Style"})
"""Kinds that are a matter of taste: shown as hints, and never asked about."""
DISABLED_RULES = (
    "CompoundNouns",  # wants "hardhat", and "SummerTime"
    "LookingForwardTo",  # writes to the terminal, and our own table has it
    "MissingPreposition",  # reports one as missing in "being a caregiver is hard work"
    "NumericRangeEnDash",  # takes a phone number for a range
    "OneOfTheSingular",  # takes "one of the last two" for one of the last
    "PronounInflectionBe",  # takes "the one I solved last year: the sensor was fine" for a mistake
    "Regionalisms",  # a wrench is a wrench in Leeds too
    "SpelledNumbers",
    "SplitWords",  # takes an unknown word for two known ones; as one word it can be added to the dictionary
    "LongSentences",  # our own hints say when a sentence is long
)
MAX_FIXES = 3
_lint_lock = Lock()


def find_issues(text: str, english: str) -> tuple[Issue, ...]:
    """Return what Harper flags in a text in this English, `us` or `uk`; the text is never kept.

    No agency's data reaches the linter, which all requests of a process share: known words are filtered afterwards.
    """
    with _lint_lock:
        found = _linter(english).lint(text, language=Language.PLAINTEXT)
    return tuple(_issue(text, lint) for lint in found)


def ordinary_words(words: Collection[str], english: str) -> frozenset[str]:
    """Return those of these words that are also ordinary ones, such as `data` or `mark`, and not only names."""
    text = "\n".join(sorted({word.lower() for word in words}))
    odd = {issue.text for issue in find_issues(text, english) if issue.is_word}
    return frozenset(text.split("\n")) - odd


def warm_up() -> None:
    """Start loading the checker in the background: it takes more than a second."""
    Thread(target=lambda: find_issues("Ready.", "us"), name="harper", daemon=True).start()


@cache
def _linter(english: str) -> Linter:
    made = Linter(ENGLISH[english])
    made.set_lint_config({**made.get_default_lint_config(), **dict.fromkeys(DISABLED_RULES, False)})
    return made


def _issue(text: str, lint: Lint) -> Issue:
    start, end = lint.span.start, lint.span.end
    spelling = lint.lint_kind == "Spelling" and " " not in lint.problem_text
    return Issue(
        start,
        end,
        lint.problem_text,
        "spelling" if spelling else "said",
        tuple(dict.fromkeys(_fix(lint.problem_text, one) for one in lint.suggestions))[:MAX_FIXES],
        HINTS if lint.lint_kind in STYLE_KINDS else BLOCKING,
        "" if spelling else _with_quotes(lint.message),
        "" if spelling else surrounding_words(text, start, end),
    )


def _fix(problem: str, suggestion: Suggestion) -> str:
    if suggestion.kind == SuggestionKind.REMOVE:
        return ""
    return (problem if suggestion.kind == SuggestionKind.INSERT_AFTER else "") + suggestion.replacement_text


def _with_quotes(message: str) -> str:
    """Return Harper's sentence with quotation marks in place of code marks."""
    parts = message.split("`")
    return "".join(part if number % 2 == 0 else f"“{part}”" for number, part in enumerate(parts))
