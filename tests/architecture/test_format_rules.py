"""The check finds formats for people outside of portal/core/formatting.py, and leaves those for programs."""

import pytest

from checks import format_rules


@pytest.mark.parametrize(
    "source",
    [
        "from babel.dates import format_datetime\n",
        "from babel import dates\n",
        "import babel.numbers\n",
        "from flask_babel import format_date, gettext\n",
        "day.strftime('%d.%m.')\n",
        "day.strftime(pattern)\n",
        "f'{day:%B %d}'\n",
        "show(day, 'EEE d MMM')\n",
        "show(day, 'HH:mm')\n",
    ],
)
def test_a_format_of_its_own_is_found_in_python(source: str) -> None:
    assert len(list(format_rules.findings("portal/web/today/views.py", source))) == 1
    assert list(format_rules.findings("portal/core/formatting.py", source)) == []


@pytest.mark.parametrize(
    "source",
    [
        "from flask_babel import gettext\n",
        "from babel import Locale\n",
        "from email.utils import format_datetime\n",
        "day.strftime('%Y-%m-%dT%H:%M:%SZ')\n",
        "f'{day:%Y-%m-%d}'\n",
        "f'{share:.0%} {name:>10}'\n",
    ],
)
def test_what_programs_read_passes(source: str) -> None:
    assert list(format_rules.findings("portal/cli/account.py", source)) == []


@pytest.mark.parametrize(
    ("path", "text"),
    [
        ("templates/today/staff.html", "{{ now.strftime('%d') }}"),
        ("templates/today/staff.html", "{{ now | show('EEEE, d MMMM') }}"),
        ("templates/mail/test/body.txt", "{{ format_date(now) }}"),
        ("static/src/notes/autosave.js", "new Intl.DateTimeFormat(tag, { hour12: false })"),
        ("static/src/notes/autosave.js", "date.toLocaleTimeString()"),
    ],
)
def test_a_format_of_its_own_is_found_in_templates_and_scripts(path: str, text: str) -> None:
    assert list(format_rules.text_findings(path, text))


def test_templates_and_scripts_as_we_write_them_pass() -> None:
    assert (
        list(format_rules.text_findings("templates/today/staff.html", "{{ formatting.day(now) }} {{ moment(now) }}"))
        == []
    )
    script = 'new Intl.DateTimeFormat(document.documentElement.dataset.locale, { timeStyle: "short" })'
    assert list(format_rules.text_findings("static/src/notes/autosave.js", script)) == []
