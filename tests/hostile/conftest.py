"""What the hostile suite walks through."""

import re
from datetime import timedelta

import pytest

from portal.notes import actions as notes
from tests.factories import imports
from tests.factories.firm import Firm
from tests.fixtures.app import Browse, Browser

SETTINGS = [
    "start",
    "agency",
    "offices",
    "hours",
    "people",
    "people/invite",
    "roles",
    "policies",
    "policies/tasks",
    "policies/changes",
    "export",
    "audit",
    "sign-in",
]
"""The pages of the settings, below `/settings/`."""


@pytest.fixture
def walks(firm: Firm, browse: Browse) -> list[tuple[Browser, list[str]]]:
    """Who walks, and the pages of a candidate's whole way that they open."""
    candidate = firm.candidate("Ann Lee")
    application, people = firm.application(candidate), ("Dana Ruiz <d@acme.example>", "Lee Park")
    rounds = [firm.interview(application, starts_in=timedelta(hours=hours), people=people) for hours in (-3, 48)]
    rounds.append(firm.interview(firm.application(candidate), starts_in=-timedelta(hours=3), people=people))
    firm.debriefed(rounds[2])
    met, waiting = sorted(rounds[2].people, key=lambda row: row.contact.email is None)
    note = notes.begin(firm.command(), met, "thank", {})
    employer, contact = f"/employers/{application.employer_id}", f"/contacts/{waiting.contact_id}"
    at = [f"/applications/{application.id}", f"/interviews/{rounds[2].id}/people/{waiting.id}"]
    shared = ["/today", "/me/account", f"/notes/{note.id}/sending", f"/notes/{note.id}", f"{at[1]}/note"]
    shared += [f"/interviews/{rounds[0].id}/debrief/{rest}" for rest in ("people", "pace", "next")]
    told = f"/interviews/{rounds[0].id}/debrief/people/{rounds[0].people[1].id}"
    shared += [told, f"{told}/details", f"/interviews/{rounds[1].id}/meeting", f"{at[1]}/address"]
    shared += [f"/interviews/{row.id}{rest}" for row in rounds for rest in ("/debrief", "/edit", "/follow-up", "")]
    shared += [f"{at[0]}/invitation", f"{at[0]}/interviews/new", at[0]]
    staff = ["/candidates/new", "/employers/new", f"{employer}/edit", f"{employer}/contacts/new", f"{contact}/edit"]
    staff += [f"/candidates/{candidate.id}{rest}" for rest in ("/draft", "/applications/new", "/edit", "")]
    account, recruiter = browse(firm.account_of(candidate)), browse(firm.recruiter)
    asked = re.findall(r"/contact-requests/[0-9a-f-]{36}/answer", recruiter.get("/contact-requests").text)
    staff += [*asked, "/mail", f"{at[0]}/edit", "/templates/new", "/openings/new"]
    invited = firm.account("ivy@x.example", "recruiter", "ivy@x.example", accepted=False)
    uploaded = imports.checked(firm, b"Name,Email\nKim Stone,kim@x.example\nLee Park,lee@\n")
    viewer = f"/settings/people/{firm.viewer.id}"
    owner = [f"/settings/{rest}" for rest in SETTINGS]
    owner += [viewer, f"{viewer}/absence", f"/settings/people/{firm.recruiter.id}/hand-over"]
    owner += [f"/settings/people/{firm.recruiter.id}{rest}" for rest in ("/deactivate", "/handed-over", "/absence")]
    owner += [f"/settings/people/{invited.id}", "/imports/new", f"/imports/{uploaded}", f"/imports/{uploaded}/options"]
    owner += ["/interviews/new", "/me/absence", "/me/email", "/me/two-step"]
    return [
        (account, ["/drafts", "/drafts?from=blank", "/drafts/questions", *shared]),
        (recruiter, staff + shared),
        (browse.nobody(), ["/sign-in", "/password"]),
        (browse(firm.owner), owner),
    ]
