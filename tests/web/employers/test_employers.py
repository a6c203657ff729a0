"""Employers as recruiters keep them."""

from sqlalchemy import select

from portal.contacts.models import Employer
from tests.factories.firm import Firm
from tests.fixtures.app import Browse


def test_an_employer_has_the_department_to_ask_and_a_name_of_its_own(firm: Firm, browse: Browse) -> None:
    recruiter = browse(firm.recruiter)
    form = {"name": "Acme", "domain": "https://www.acme.example/", "hr_name": "Hal", "hr_email": "hr@acme.example"}
    path = recruiter.post("/employers/new", form).headers["Location"]
    assert firm.session.scalars(select(Employer.domain)).one() == "acme.example"
    assert recruiter.post("/employers/new", form).status_code == 422
    assert recruiter.post(f"{path}/edit", form | {"hr_phone": "+1 212 555 0100"}).headers["Location"] == path
    assert "Hal" in recruiter.get(path).text
