"""Questions about input that may be a mistake or intended; a second submit, "Save anyway", answers them."""

from collections.abc import Iterable
from dataclasses import dataclass
from hashlib import sha256

from flask import request

ANSWER_FIELD = "confirmed"
"""The field that "Save anyway" sends: the keys of the questions that its page showed."""


@dataclass(frozen=True)
class Question:
    """One thing to look at before it is saved; `links` are labels and URLs of the rows it is about."""

    sentence: str
    links: tuple[tuple[str, str], ...] = ()

    @property
    def key(self) -> str:
        """Return what tells this question from any other, so that changed input asks again."""
        return sha256(repr((self.sentence, self.links)).encode("utf-8", "replace")).hexdigest()[:16]


def question_keys(questions: Iterable[Question]) -> str:
    """Return what "Save anyway" sends to answer these questions."""
    return " ".join(question.key for question in questions)


def unanswered_questions(questions: Iterable[Question]) -> tuple[Question, ...]:
    """Return all of these questions while this request leaves one of them open, else none."""
    asked, answered = tuple(questions), set(" ".join(request.form.getlist(ANSWER_FIELD)).split())
    return asked if any(question.key not in answered for question in asked) else ()
