"""`portal import`, run inside the test."""

import re

import pytest

from portal.cli.main import main
from portal.core import tenancy
from tests.factories.firm import Firm


def importing(capsys: pytest.CaptureFixture[str], firm: Firm, kind: str, *arguments: object) -> tuple[object, str, str]:
    """What `portal import` exits with and prints for this agency, without its seconds."""
    with pytest.raises(SystemExit) as ended:
        main(["import", kind, *map(str, arguments), "--agency", firm.agency.host])
    captured = capsys.readouterr()
    tenancy.enter(firm.session, firm.id)
    return ended.value.code, re.sub(r" seconds=\d+\.\d", "", captured.out), captured.err
