"""The agency's logo: every size of it replaced at once, or removed."""

from sqlalchemy import delete

from portal.agencies.models import AgencyProfile, LogoFile
from portal.audit import actions as audit
from portal.core.command import Command
from portal.readers.logo import Logo


def set_logo(command: Command, profile: AgencyProfile, logo: Logo) -> None:
    """Make this the agency's logo, on pages and in emails."""
    if profile.logo_digest == logo.digest:
        return
    command.session.execute(delete(LogoFile))
    command.session.add_all(
        LogoFile(
            size=row.size,
            digest=logo.digest,
            media_type=row.media_type,
            width=row.width,
            height=row.height,
            data=row.data,
        )
        for row in logo.files
    )
    shown = {"logo_digest": logo.digest, "logo_width": logo.shown.width, "logo_height": logo.shown.height}
    audit.apply_change(command, "agency.set_logo", profile, shown)


def remove_logo(command: Command, profile: AgencyProfile) -> None:
    """Show the agency's first letter in place of its logo again."""
    command.session.execute(delete(LogoFile))
    none = {"logo_digest": None, "logo_width": None, "logo_height": None}
    audit.apply_change(command, "agency.remove_logo", profile, none)
