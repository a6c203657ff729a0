"""Two values for each detail of a contact, by the kind of its input."""

from portal.contacts.details import ContactDetail

EXAMPLES = {
    "line": ("ze/zir", "she/her"),
    "name": ("Dana Moss", "Dana Lind"),
    "title": ("Head of robots", "Plant manager"),
    "email": ("dana.moss@acme.example", "d.lind@acme.example"),
    "phone": ("+1 212 555 0123", "+1 212 555 0145"),
    "text": ("48 Oak Avenue", "7 Mill Lane"),
}


def example_of(detail: ContactDetail) -> str:
    return EXAMPLES[detail.input][0]


def other_example_of(detail: ContactDetail) -> str:
    return EXAMPLES[detail.input][1]
