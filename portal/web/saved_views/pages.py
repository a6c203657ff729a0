"""The lists that views can be saved of, by name."""

from collections.abc import Mapping

from portal.web.applications import list_page as applications
from portal.web.candidates import list_page as candidates
from portal.web.contact_requests import list_page as contact_requests
from portal.web.contacts import list_page as contacts
from portal.web.employers import list_page as employers
from portal.web.interviews import list_page as interviews
from portal.web.openings import list_page as openings
from portal.web.shared.lists import ListPage

PAGES: Mapping[str, ListPage] = {
    page.name: page
    for page in (
        candidates.PAGE,
        applications.PAGE,
        interviews.PAGE,
        contacts.PAGE,
        contact_requests.PAGE,
        employers.PAGE,
        openings.PAGE,
        openings.RESPONSE_PAGE,
    )
}
