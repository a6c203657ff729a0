"""The kinds of input that forms are made of, each validated and tidied in one place."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from io import SEEK_END
from typing import Any, Generic, TypeVar

import phonenumbers
from flask import request
from flask_babel import gettext, lazy_gettext
from flask_wtf import FlaskForm
from flask_wtf.file import FileField
from markupsafe import Markup
from werkzeug.datastructures import MultiDict
from wtforms import EmailField, Field, StringField, TelField, TextAreaField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import DataRequired, Length, Optional, StopValidation, ValidationError
from wtforms.widgets import HiddenInput

from portal.core import email_addresses
from portal.core.errors import ActionRefused
from portal.messaging.rules import has_forbidden_character
from portal.web.shared import submissions
from portal.web.shared.questions import Question, unanswered_questions
from portal.web.shared.sentences import translate

FIRST_YEAR, LAST_YEAR = 2000, 2100
NAME_LENGTH, LINE_LENGTH, LINK_LENGTH, TEXT_LENGTH = 120, 300, 1000, 5000


T = TypeVar("T")
QuestionSource = Callable[[], Iterable[Question]]
"""Returns the questions about a valid form before it is saved."""


@dataclass(frozen=True)
class Saved(Generic[T]):
    """What a form's action returned; always true, also where that is None."""

    value: T


class Form(FlaskForm):
    """A form that can also show errors from the action that it was for.

    `id_prefix` keeps the fields of several forms on a page apart; it comes before each field's id.
    """

    id_prefix = ""
    questions: tuple[Question, ...] = ()
    already: submissions.SubmissionProblem | None = None

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        if not args:
            kwargs.setdefault("formdata", _submitted_text())
        super().__init__(*args, **kwargs)
        if self.id_prefix:
            for field in self:
                field.id = f"{self.id_prefix}-{field.id}"

    def hidden_tag(self) -> Markup:
        """Return the hidden fields without ids: several forms share a page, and no label names a hidden field."""
        hidden = [field for field in self if isinstance(field.widget, HiddenInput)]
        return Markup("\n").join(field(id=False) for field in hidden)

    @property
    def invalid_fields(self) -> list[Field]:
        """Return the fields with something to fix that the page can show."""
        return [field for field in self if field.errors and not isinstance(field.widget, HiddenInput)]

    @property
    def other_errors(self) -> list[str]:
        """Return the errors of the form as a whole, and of its hidden fields."""
        hidden = [field for field in self if isinstance(field.widget, HiddenInput)]
        return [*self.form_errors, *(str(problem) for field in hidden for problem in field.errors)]

    def refuse(self, refused: ActionRefused) -> None:
        """Show the action's error at its field, or at the top if it is about no field here."""
        sentence = translate(refused.sentence, refused.values)
        field = self._fields.get(refused.field or "")
        if field is None:
            self.form_errors.append(sentence)
        else:
            field.errors = [*field.errors, sentence]

    def accepts(self, action: Callable[[], T], ask: QuestionSource | None = None) -> "Saved[T] | None":
        """Return what the action made of the valid form, or None when either refused; the form then shows why.

        What `ask` returns about a valid form has to be answered first, by "Save anyway".
        """
        return self.takes(action) if self.validate_on_submit() and self.is_answered(ask) else None

    def is_answered(self, ask: QuestionSource | None) -> bool:
        """Return whether there is no question about the form, or its sender answered.

        Open questions are shown in the form.
        """
        self.questions = unanswered_questions(ask()) if ask and submissions.submission_problem() is None else ()
        return not self.questions

    def takes(self, action: Callable[[], T]) -> "Saved[T] | None":
        """Return what the action made of the valid form, or None when it refused; the form then shows why."""
        problem = submissions.submission_problem()
        if problem is not None:
            self._say_unsaved(problem)
            return None
        try:
            return Saved(action())
        except ActionRefused as refused:
            self.refuse(refused)
            return None

    def _say_unsaved(self, problem: submissions.SubmissionProblem) -> None:
        """Say that nothing was saved: the form has no token, or was sent before with other values."""
        if problem.status == 409:
            self.already = problem
            self.form_errors.append(gettext("You already added this"))
        else:
            self.form_errors.append(gettext("Nothing was saved yet. Check what you typed, then save again."))


class UploadField(FileField):
    """A field that takes its file from the request's files; text under its name is a missing value."""

    def process(self, formdata: MultiDict[str, Any] | None, *args: Any, **kwargs: Any) -> None:
        """Read the file where the form was sent, as `Field.process` reads text."""
        sent_here = formdata is not None and formdata is request.form
        super().process(request.files if sent_here else formdata, *args, **kwargs)


def line(
    label: str,
    *,
    required: bool = False,
    most: int = LINE_LENGTH,
    checks: Iterable[Any] = (),
    kind: type[StringField] = StringField,
    **kwargs: Any,
) -> StringField:
    """Return a field for one line of text, without surrounding blanks; `checks` are further validators."""
    return kind(
        label, [*_base_validators(required, most), _no_invisible_signs, *checks], filters=[strip_blanks], **kwargs
    )


def name(label: str, *, required: bool = False, checks: Iterable[Any] = (), **kwargs: Any) -> StringField:
    """Return a field for a person's name: it has a letter or a digit, and is not an email address."""
    return line(label, required=required, most=NAME_LENGTH, checks=[_has_letter, _no_email, *checks], **kwargs)


def title(label: str, **kwargs: Any) -> StringField:
    """Return a field for a job title, which is not an email address."""
    return line(label, most=NAME_LENGTH, checks=[_has_letter, _no_email], **kwargs)


def company(label: str, *, required: bool = False, **kwargs: Any) -> StringField:
    """Return a field for an employer's name: it has a letter or a digit."""
    return line(label, required=required, most=NAME_LENGTH, checks=[_has_letter], **kwargs)


def link(label: str, **kwargs: Any) -> StringField:
    """Return a field for a page's URL, `https://` or `http://`."""
    return line(label, most=LINK_LENGTH, checks=[_check_url], **kwargs)


def text(
    label: str,
    *,
    required: bool = False,
    most: int = TEXT_LENGTH,
    checks: Iterable[Any] = (),
    kind: type[TextAreaField] = TextAreaField,
    **kwargs: Any,
) -> TextAreaField:
    """Return a field for several lines of text; `checks` are further validators."""
    return kind(label, [*_base_validators(required, most), *checks], filters=[_unix_lines], **kwargs)


def email(label: str, *, required: bool = False, **kwargs: Any) -> EmailField:
    """Return a field for an email address that could exist; whether it does is not checked."""
    return EmailField(label, [*_base_validators(required, 254), _check_email], filters=[strip_blanks], **kwargs)


def phone(label: str, **kwargs: Any) -> TelField:
    """Return a field for a phone number as people write it."""
    return TelField(label, [*_base_validators(False, 40), _check_phone], filters=[strip_blanks], **kwargs)


def upload(label: str, *, largest: int, checks: Iterable[Any] = ()) -> UploadField:
    """Return a field for a file of at most `largest` bytes; a script refuses a larger one before it is sent."""
    words = lazy_gettext("This file is larger than %(most)s MB. Choose a smaller one.", most=megabytes(largest))

    def small(_form: FlaskForm, field: Field) -> None:
        if field.data and field.data.seek(0, SEEK_END) > largest:
            field.data = None
            raise StopValidation(str(words))
        if field.data:
            field.data.seek(0)

    return UploadField(label, [*checks, small], render_kw={"data-largest": largest, "data-too-large": words})


def megabytes(size: int) -> str:
    """Return this number of bytes in whole megabytes."""
    return str(size // 1_000_000)


def check_year(_form: FlaskForm, field: Field) -> None:
    """Refuse a date too far off to calculate with."""
    if field.data and not FIRST_YEAR <= field.data.year <= LAST_YEAR:
        raise ValidationError(gettext("Enter a year from %(first)s to %(last)s.", first=2000, last=2100))


def options(pairs: Iterable[tuple[str, Any]]) -> list[SelectChoice]:
    """Return values with their labels, as a field offers them."""
    return [SelectChoice(value, label) for value, label in pairs]


def strip_blanks(value: str | None) -> str | None:
    """Return the value without surrounding blanks, None if nothing is left."""
    return " ".join(value.split()) or None if isinstance(value, str) else value


def _unix_lines(value: str | None) -> str | None:
    return value.replace("\r\n", "\n").replace("\r", "\n").strip() or None if isinstance(value, str) else value


def _submitted_text() -> MultiDict[str, Any] | None:
    """Return the text fields of a form that was sent: a file in a text field is a missing value, and so is JSON."""
    submitted = request.method in ("POST", "PUT", "PATCH", "DELETE")
    return request.form if submitted and (request.form or request.files) else None


def _base_validators(required: bool, most: int) -> list[Any]:
    presence = DataRequired(lazy_gettext("Fill this in.")) if required else Optional()
    too_long = lazy_gettext("Use %(most)s characters or fewer.", most=most)
    return [presence, Length(max=most, message=too_long), _no_nul]


def _no_nul(_form: FlaskForm, field: Field) -> None:
    if "\x00" in (field.data or "") or any("\ud800" <= sign <= "\udfff" for sign in field.data or ""):
        raise StopValidation(gettext("This has a character we can’t save. Type it again."))


def _no_invisible_signs(_form: FlaskForm, field: Field) -> None:
    """Refuse control and bidirectional characters, which an email header cannot hold."""
    if has_forbidden_character(field.data or ""):
        raise StopValidation(gettext("This has a character we can’t save. Type it again."))


def _check_email(_form: FlaskForm, field: Field) -> None:
    address = email_addresses.normalize_email(field.data)
    if address is None:
        raise ValidationError(gettext("Enter an email address, like name@example.com."))
    field.data = address


def _has_letter(_form: FlaskForm, field: Field) -> None:
    if field.data and not any(sign.isalnum() for sign in field.data):
        raise StopValidation(gettext("Use at least one letter or number."))


def _no_email(_form: FlaskForm, field: Field) -> None:
    if email_addresses.contains_email(field.data):
        raise StopValidation(gettext("This looks like an email address. Enter it in the email field."))


def _check_url(_form: FlaskForm, field: Field) -> None:
    if field.data and not field.data.lower().startswith(("https://", "http://")):
        raise ValidationError(gettext("Enter a link that starts with https://."))


def _check_phone(_form: FlaskForm, field: Field) -> None:
    try:
        phonenumbers.parse(field.data, "US")
    except phonenumbers.NumberParseException as error:
        raise ValidationError(gettext("Enter a phone number, like 202-555-0143.")) from error
