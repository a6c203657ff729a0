"""Forms of cards: the medium, the options, the address, and the day of posting."""

import uuid
from typing import Any

from flask_babel import gettext
from flask_babel import lazy_gettext as _
from wtforms import BooleanField, DateField, Field, RadioField, SelectField, SelectMultipleField
from wtforms.validators import InputRequired, ValidationError

from portal.cards import address_formats, print_checks
from portal.cards.actions import CardOptions
from portal.cards.rules.addresses import FIELDS
from portal.web.shared import fields
from portal.web.shared.edit_conflict_forms import ConflictCheckedForm
from portal.web.shared.fields import Form, options

CHOICE_REQUIRED = _("Choose one.")
SIZES = (
    ("a6", _("A6 (148 × 105 mm)")),
    ("a7", _("A7 (105 × 74 mm)")),
    ("us_a2", _("US A2 (5½ × 4¼ in)")),
    ("us_a7", _("US A7 (7 × 5 in)")),
)
ADDRESS_PART_LABELS = {
    "area": _("Area"),
    "city": _("City"),
    "county": _("County"),
    "department": _("Department"),
    "district": _("District"),
    "do_si": _("Province"),
    "eircode": _("Eircode"),
    "emirate": _("Emirate"),
    "island": _("Island"),
    "neighborhood": _("Neighborhood"),
    "oblast": _("Oblast"),
    "parish": _("Parish"),
    "pin": _("PIN code"),
    "post_town": _("Post town"),
    "postal": _("Postal code"),
    "prefecture": _("Prefecture"),
    "province": _("Province"),
    "state": _("State"),
    "suburb": _("Suburb"),
    "townland": _("Townland"),
    "village_township": _("Village or township"),
    "zip": _("ZIP code"),
}


class MediumForm(Form):
    """The medium of a note: email or card."""

    medium = RadioField(
        _("How should it be sent?"),
        [InputRequired(CHOICE_REQUIRED)],
        choices=options([("email", _("Email")), ("card", _("Card"))]),
    )


def check_printable(_form: Form, field: Field) -> None:
    """Refuse characters that cannot be printed, and name them."""
    if signs := print_checks.describe_unprintable(field.data or ""):
        raise ValidationError(gettext("We can’t print: %(signs)s. Use Latin letters.", signs=signs))


class CardOptionsForm(ConflictCheckedForm):
    """How the card looks, and who posts it."""

    size = RadioField(_("Size"), [InputRequired(CHOICE_REQUIRED)], choices=options(SIZES))
    fold = RadioField(
        _("Shape"), [InputRequired(CHOICE_REQUIRED)], choices=options([("flat", _("Flat")), ("folded", _("Folded"))])
    )
    hand = RadioField(
        _("How is it written?"),
        [InputRequired(CHOICE_REQUIRED)],
        choices=options([("printed", _("Printed")), ("by_hand", _("By hand"))]),
    )
    cover = RadioField(
        _("Address"),
        [InputRequired(CHOICE_REQUIRED)],
        choices=options([("envelope", _("Printed on the envelope")), ("label", _("On a label"))]),
    )
    posted_by = RadioField(_("Who mails it?"), [InputRequired(CHOICE_REQUIRED)])
    sender = fields.text(_("Return address"), most=300, checks=[check_printable])

    def wishes(self) -> CardOptions:
        return CardOptions(
            size=self.size.data,
            folded=self.fold.data == "folded",
            by_hand=self.hand.data == "by_hand",
            label=self.cover.data == "label",
            posted_by=self.posted_by.data,
            sender=self.sender.data or None,
        )


class CardAddressForm(ConflictCheckedForm):
    """An address by its parts, as the country writes them; the country decides which parts there are."""

    country_code = SelectField(_("Country"))
    name = fields.line(_("Name"), most=fields.NAME_LENGTH, checks=[check_printable])
    company_name = fields.line(_("Company"), most=fields.NAME_LENGTH, checks=[check_printable])
    street_address = fields.text(_("Street address"), most=250, checks=[check_printable])
    city_area = fields.line(_("Suburb"), most=fields.NAME_LENGTH, checks=[check_printable])
    city = fields.line(_("City"), most=fields.NAME_LENGTH, checks=[check_printable])
    country_area = fields.line(_("State or province"), most=fields.NAME_LENGTH, checks=[check_printable])
    postal_code = fields.line(_("Postal code"), most=20, checks=[check_printable])
    sorting_code = fields.line(_("Sorting code"), most=20, checks=[check_printable])

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        named = sorted(address_formats.country_names().items(), key=lambda pair: pair[1])
        self.country_code.choices = options(named)
        self._adapt(self.country_code.data)

    @property
    def parts(self) -> list[Any]:
        """Return the fields of the chosen country, in the order of its envelopes."""
        return [self[name] for name in self._order]

    def address(self) -> dict[str, str]:
        return {name: self[name].data or "" for name in FIELDS}

    def validate(self, extra_validators: Any = None) -> bool:
        """Return whether every part is as the country writes it; put each error at its field."""
        if not super().validate(extra_validators):
            return False
        wrong = address_formats.address_problems(self.address())
        for name, sentence in wrong.items():
            self[name].errors = [*self[name].errors, gettext(sentence)]
        return not wrong

    def _adapt(self, country: str | None) -> None:
        known = country if country in address_formats.country_names() else "US"
        self._order, required, kinds = address_formats.address_fields(known)
        for name, kind in kinds.items():
            self[name].label.text = str(ADDRESS_PART_LABELS.get(kind, self[name].label.text))
        for name in required:
            self[name].flags.required = True


class CardPostedForm(Form):
    """The day a card was posted."""

    on = DateField(_("Mailed on"), [InputRequired(_("Enter the date.")), fields.check_year])


class SelectedCardsForm(Form):
    """Cards ticked in a list, each by the id of its note."""

    note = SelectMultipleField(_("Cards"), coerce=uuid.UUID, validate_choice=False)
    everything = BooleanField(_("All"))


class SelectedCardsPostedForm(CardPostedForm, SelectedCardsForm):
    """Cards ticked in a list, and the day they were all posted."""
