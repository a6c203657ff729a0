"""A mailing address for a card."""

MAILING_ADDRESS = {
    "country_code": "US",
    "name": "Dana Ruiz",
    "street_address": "12 Main Street",
    "city": "Springfield",
    "country_area": "IL",
    "postal_code": "62701",
}
