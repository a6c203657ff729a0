"""The role and office of each address of a pasted list: those for all, or others chosen next to the address."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from flask import request

from portal.accounts.rules import email_key
from portal.core.errors import N_, ActionRefused
from portal.staff.invitation_verdicts import GOOD, InvitationVerdict
from portal.staff.invitations import Assignment
from portal.web.settings.forms import InviteForm
from portal.web.shared.choices import parse_id

AS_FOR_ALL = "as-for-all"
FIELDS = ("role", "office")


@dataclass(frozen=True)
class LineChoice:
    """A select next to an address: its name, and the value, label, and state of each option.

    The role or office for all comes first, under its own label: it follows when that changes.
    """

    name: str
    options: Sequence[tuple[str, str, bool]]


def line_choices(form: InviteForm, verdicts: Sequence[InvitationVerdict]) -> Mapping[str, Sequence[LineChoice]]:
    """Return the selects of each address that can be invited, for role and office, by the address."""
    return {
        str(verdict.entry.email): [_choice(form, name, str(verdict.entry.email)) for name in FIELDS]
        for verdict in verdicts
        if verdict.code == GOOD
    }


def own_assignments(form: InviteForm, verdicts: Sequence[InvitationVerdict]) -> Mapping[str, Assignment]:
    """Return the role and office of each address that can be invited, by its `email_key`.

    Raise `ActionRefused` at the addresses for a role or an office that isn't offered.
    """
    found = {}
    for verdict in verdicts:
        if verdict.code == GOOD:
            email = str(verdict.entry.email)
            role, office = (_chosen(form, name, email) for name in FIELDS)
            found[email_key(email)] = Assignment(role, parse_id(office))
    return found


def _chosen(form: InviteForm, name: str, email: str) -> str:
    sent, for_all = request.form.get(_field(name, email), AS_FOR_ALL), _for_all(form, name)
    if sent == AS_FOR_ALL:
        return for_all
    if sent not in dict(_offered(form, name)):
        raise ActionRefused(N_("Choose a role and an office for %(email)s."), field="addresses", email=email)
    return sent


def _choice(form: InviteForm, name: str, email: str) -> LineChoice:
    sent, for_all, offered = request.form.get(_field(name, email)), _for_all(form, name), _offered(form, name)
    others = [(value, label, value == sent) for value, label in offered if value != for_all]
    return LineChoice(_field(name, email), [(AS_FOR_ALL, dict(offered).get(for_all, ""), False), *others])


def _offered(form: InviteForm, name: str) -> Sequence[tuple[str, str]]:
    field = form.role if name == "role" else form.office_id
    return [(str(value), str(label)) for value, label, *_more in field.iter_choices()]


def _for_all(form: InviteForm, name: str) -> str:
    return str((form.role.data if name == "role" else form.office_id.data) or "")


def _field(name: str, email: str) -> str:
    return f"{name}-of-{email_key(email)}"
