"""Forms that two people may have open at once: another person's value is shown next to what was typed here."""

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
from portal.web.shared.fields import Form, QuestionSource, Saved, T
from portal.web.shared.letter_fields import LetterLine, show_labels

FormType = TypeVar("FormType", bound="ConflictCheckedForm")
CHOICE_PREFIX = "standing-"
"""Prefix of the input that says which value to keep in a field that two people changed; the field's name follows."""


@dataclass(frozen=True)
class ConflictingValue:
    """The value that someone else saved in a field, in words; whether both can stay, one after the other."""

    words: str
    both: bool


class ConflictCheckedForm(Form):
    """A form on a row that others may change while the form is open (docs/rules.md#windows)."""

    shown = HiddenField(validators=[Length(max=5000)])
    _standing: "ConflictCheckedForm | None" = None

    def show(self, row: Any) -> None:
        """Show what the row holds beyond the columns named like its fields."""

    def beside(self, standing: Self) -> Self:
        """Return the form as typed, to be compared with the current values in `standing`."""
        self._standing = standing
        return self

    def typed(self) -> dict[str, Any]:
        """Return the values of the visible fields, by name."""
        return {field.name: field.data for field in self if _is_visible(field)}

    def accepts(self, action: Callable[[], T], ask: QuestionSource | None = None) -> Saved[T] | None:
        """Return what the action made of the valid form, or None when it was refused or others changed the fields.

        The form then shows why.
        """
        return self.takes(action) if self.validate_on_submit() and self._meets() and self.is_answered(ask) else None

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
    """Return the form on this row, or on what is `known` of it.

    A POST locks the row, so a second one for the same row waits until the first is done.
    """
    if request.method == "POST":
        lock_row(db.session(), row)
    shown = known() if known else row
    standing = initial_form(kind, shown)
    return (kind(obj=shown) if request.method == "POST" else standing).beside(standing)


def initial_form(kind: type[FormType], row: Any, offered: Any = None) -> FormType:
    """Return the form on this row as a page first shows it, whatever was sent to another form on that page.

    Values in `offered` replace the row's and count as typed: the page's fingerprints are still of the row.
    """
    form = standing = kind(formdata=None, obj=row)
    standing.show(row)
    if offered is not None:
        form = kind(formdata=None, obj=offered)
    form.shown.data = edit_conflicts.serialize(standing.typed())
    return form


def form_snapshot(signs: str | None, names: Iterable[str]) -> FormSnapshot:
    """Return what the page of this request showed, and what was chosen on it."""
    chosen = {name: request.form[CHOICE_PREFIX + name] for name in names if CHOICE_PREFIX + name in request.form}
    return FormSnapshot(edit_conflicts.deserialize(signs), chosen)


def add_conflict(field: Field, standing: Any) -> None:
    """Add an error that someone else changed the field, and show their value next to what was typed here."""
    field.errors = [
        *field.errors,
        gettext("This changed while you were editing. Choose which version to keep."),
    ]
    both = isinstance(field, TextAreaField) and bool(field.data and standing)
    field.theirs = ConflictingValue(_value_label(field, standing), both)


def merged_message(names: Iterable[str]) -> str:
    """Return the message that someone else changed these fields, and that both changes were kept."""
    said = ", ".join(names)
    return gettext("Changed while you were editing: %(fields)s. Those changes and yours are both saved.", fields=said)


def flash_known_values(known: Mapping[str, Any], said: Mapping[str, str | None]) -> None:
    """Show both values of each detail that was typed but is known otherwise by now: what is known stays."""
    for name, typed in said.items():
        if typed and known.get(name) and typed.strip() != known[name]:
            values = {"known": known[name], "said": typed.strip()}
            flash(gettext("%(known)s was entered in the meantime and was kept. You typed: %(said)s", **values), "info")


def _is_visible(field: Field) -> bool:
    return not isinstance(field, FileField | HiddenField) and not isinstance(field.widget, HiddenInput)


def _value_label(field: Field, value: Any) -> str:
    if isinstance(field, BooleanField):
        return gettext("Yes") if value else gettext("No")
    if isinstance(field, LetterLine):
        return show_labels(value)
    said = "" if value is None else str(value)
    if isinstance(field, RadioField | SelectField):
        return next((str(choice.label) for choice in field.choices or () if str(choice.value) == said), said)
    return said
