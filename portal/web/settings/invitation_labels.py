"""The verdicts on a pasted list of addresses, in words."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from flask_babel import gettext, ngettext
from flask_babel import lazy_gettext as _

from portal.core.rate_limits import INVITATIONS_OF_AGENCY, INVITATIONS_TO_ADDRESS
from portal.staff import invitation_verdicts as codes
from portal.staff import pasted_addresses as problems
from portal.staff.invitation_verdicts import MOST_AT_ONCE, InvitationVerdict

HERE = {
    "owner": _("Already here, as an owner."),
    "recruiter": _("Already here, as a recruiter."),
    "viewer": _("Already here, as a viewer."),
}
PROBLEMS: Mapping[str, Any] = {
    problems.NO_AT: _("Not an email address. Write it like name@example.com."),
    problems.SEVERAL_ATS: _("Use the @ sign once."),
    problems.NO_LOCAL_PART: _("Add what comes before the @ sign."),
    problems.NO_DOMAIN: _("Add what comes after the @ sign."),
    problems.SPACE: _("Take out the space."),
    problems.DOTS: _("Check the dots."),
    problems.NO_ENDING: _("Add the ending, like .com."),
    problems.UNUSABLE: _("Check the spelling."),
}
REASONS: Mapping[str, Any] = {
    codes.ALREADY_INVITED: _("Already invited."),
    codes.FORMER: _("Was here before."),
    codes.OF_CANDIDATE: _("A candidate’s address, so not invited."),
    codes.TWICE: _("Listed twice. One invitation is enough."),
    codes.ADDRESS_LIMIT: _("Invited %(most)s times in 24 hours, the most we send. Try again tomorrow."),
    codes.AGENCY_LIMIT: _("Your agency reached %(most)s invitations in 24 hours. Try again tomorrow."),
    codes.TOO_MANY: _("More than %(most)s in one go. Send the others first."),
}
MOST = {
    codes.ADDRESS_LIMIT: INVITATIONS_TO_ADDRESS.most,
    codes.AGENCY_LIMIT: INVITATIONS_OF_AGENCY.most,
    codes.TOO_MANY: MOST_AT_ONCE,
}


@dataclass(frozen=True)
class InvitationList:
    """A pasted list as the page shows it: each address with its reason, and how many are ready."""

    verdicts: Sequence[InvitationVerdict]

    @property
    def good(self) -> int:
        return sum(verdict.code == codes.GOOD for verdict in self.verdicts)

    @property
    def title(self) -> str:
        """Return “7 addresses: 4 ready, 3 left out”."""
        if not self.verdicts:
            return gettext("No addresses yet")
        count, left = len(self.verdicts), len(self.verdicts) - self.good
        said = ngettext("%(num)s address: %(good)s ready", "%(num)s addresses: %(good)s ready", count, good=self.good)
        return gettext("%(said)s, %(left)s left out", said=said, left=left) if left else said

    @property
    def button(self) -> str:
        """Return what the button does: it says how many invitations it sends."""
        if not self.good:
            return gettext("Send invitations")
        return ngettext("Send %(num)s invitation", "Send %(num)s invitations", self.good)

    @staticmethod
    def symbol(verdict: InvitationVerdict) -> str:
        """Return `good`, `known`, or `wrong`."""
        if verdict.code == codes.GOOD:
            return "good"
        return "known" if verdict.account is not None and verdict.code != codes.OF_CANDIDATE else "wrong"

    @staticmethod
    def reason(verdict: InvitationVerdict) -> str:
        """Return why the address is left out, and what to do; empty for a good one."""
        if verdict.code == codes.GOOD:
            return ""
        if verdict.code == codes.BROKEN:
            return str(PROBLEMS[verdict.entry.problem or problems.UNUSABLE])
        if verdict.code == codes.HERE and verdict.account is not None:
            return str(HERE[verdict.account.role])
        return str(REASONS[verdict.code]) % {"most": MOST.get(verdict.code, 0)}
