"""Forms that two may have open at once: what the other one typed stands beside what was typed here."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Self, TypeVar

from flask import flash, request
from flask_babel import gettext
from wtforms import BooleanField, Field, FileField, HiddenField, RadioField, SelectField, TextAreaField
from wtforms.validators import Length
from wtforms.widgets import HiddenInput

from portal.core import edit_conflicts
from portal.core.db import db, lock_row
from portal.core.edit_conflicts import FormSnapshot
from portal.web.shared.fields import Form, QuestionSource

FormType = TypeVar("FormType", bound="ConflictCheckedForm")
CHOICE_PREFIX = "standing-"
"""Before the name of a field that both typed in: which of the two is to stand."""


@dataclass(frozen=True)
class ConflictingValue:
    """What somebody else put into a field meanwhile, in words; whether both can stand, one after the other."""

    words: str
    both: bool


class ConflictCheckedForm(Form):
    """A form on something that others may change while it is open (docs/rules.md#windows)."""

    shown = HiddenField(validators=[Length(max=5000)])
    _standing: "ConflictCheckedForm | None" = None

    def show(self, row: Any) -> None:
        """What the form shows of the row beyond the columns that are named as its fields."""

    def beside(self, standing: Self) -> Self:
        """The form as it was typed, beside how the same thing reads now."""
        self._standing = standing
        return self

    def typed(self) -> dict[str, Any]:
        """What stands in the fields that somebody sees."""
        return {field.name: field.data for field in self if _is_visible(field)}

    def accepts(self, deed: Callable[[], Any], ask: QuestionSource | None = None) -> bool:
        """Whether the form is valid, nobody else typed in the same fields, and the action takes it."""
        return self.validate_on_submit() and self._meets() and self.is_answered(ask) and self.takes(deed)

    def _meets(self) -> bool:
        if self._standing is None:
            return True
        standing, shown = self._standing.typed(), form_snapshot(self.shown.data, self.typed())
        met = edit_conflicts.merge(shown, self.typed(), standing)
        for name, value in met.values.items():
            if self[name].data != value:
                self[name].data, self[name].raw_data = value, None
        for name in met.clashes:
            add_conflict(self[name], standing[name])
        if met.clashes:
            self.shown.raw_data, self.shown.data = None, edit_conflicts.serialize(standing)
        elif met.taken:
            flash(merged_message(str(self[name].label.text) for name in met.taken), "info")
        return not met.clashes


def edit_form(kind: type[FormType], row: Any, known: Callable[[], Any] | None = None) -> FormType:
    """The form on this row, or on what is `known` of it; whoever else sends one for the row waits until then."""
    if request.method == "POST":
        lock_row(db.session(), row)
    shown = known() if known else row
    standing = initial_form(kind, shown)
    return (kind(obj=shown) if request.method == "POST" else standing).beside(standing)


def initial_form(kind: type[FormType], row: Any, offered: Any = None) -> FormType:
    """The form on this row as a page first shows it, whatever was sent to another form on that page.

    What is `offered` instead stands in its fields, and counts as typed: the page's signs are of the row.
    """
    form = standing = kind(formdata=None, obj=row)
    standing.show(row)
    if offered is not None:
        form = kind(formdata=None, obj=offered)
    form.shown.data = edit_conflicts.serialize(standing.typed())
    return form


def form_snapshot(signs: str | None, names: Iterable[str]) -> FormSnapshot:
    """What the page of this request showed, and what was chosen on it."""
    chosen = {name: request.form[CHOICE_PREFIX + name] for name in names if CHOICE_PREFIX + name in request.form}
    return FormSnapshot(edit_conflicts.deserialize(signs), chosen)


def add_conflict(field: Field, standing: Any) -> None:
    """The field says that somebody else typed in it meanwhile, and shows that beside what was typed here."""
    field.errors = [
        *field.errors,
        gettext("This was changed meanwhile, here or by somebody else. Choose which stands."),
    ]
    both = isinstance(field, TextAreaField) and bool(field.data and standing)
    field.theirs = ConflictingValue(_value_label(field, standing), both)


def merged_message(names: Iterable[str]) -> str:
    """What is said where somebody else changed the fields of these names meanwhile, and both stand."""
    said = ", ".join(names)
    return gettext("Changed meanwhile: %(fields)s. That stands, and so does what you typed.", fields=said)


def flash_known_values(known: Mapping[str, Any], said: Mapping[str, str | None]) -> None:
    """Of what somebody typed that is known otherwise by now they are told both: what is known stays."""
    for name, typed in said.items():
        if typed and known.get(name) and typed.strip() != known[name]:
            values = {"known": known[name], "said": typed.strip()}
            flash(gettext("%(known)s was entered meanwhile, and stands. You typed: %(said)s", **values), "info")


def _is_visible(field: Field) -> bool:
    return not isinstance(field, FileField | HiddenField) and not isinstance(field.widget, HiddenInput)


def _value_label(field: Field, value: Any) -> str:
    if isinstance(field, BooleanField):
        return gettext("Yes") if value else gettext("No")
    said = "" if value is None else str(value)
    if isinstance(field, RadioField | SelectField):
        return next((str(choice.label) for choice in field.choices or () if str(choice.value) == said), said)
    return said
