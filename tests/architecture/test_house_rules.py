"""The checks find what they are there for; that the project itself has none of it is `make check`'s to say."""

import pytest

from checks import docs_rules, house_rules, locks, package_rules, python_rules, text_rules

LONG_FUNCTION = "def long():\n" + "    x = 1\n" * 41
LONG_VIEW = '@blueprint.get(\'/x\')\ndef long():\n    """Says so."""\n' + "    x = 1\n" * 16
LONG_FILE = "x = 1\n" * 301


@pytest.mark.parametrize(
    ("path", "source", "said"),
    [
        ("portal/notes/actions.py", "session.commit()\n", "an action never commits"),
        ("portal/notes/queries.py", "transaction.commit(session, now)\n", "an action never commits"),
        ("portal/notes/rules.py", "datetime.now(UTC)\n", "reads a clock"),
        ("portal/web/today/views.py", "datetime.datetime.utcnow()\n", "reads a clock"),
        ("portal/cli/plan.py", "date.today()\n", "reads a clock"),
        ("portal/core/queue.py", "time.time()\n", "reads a clock"),
        ("portal/web/today/views.py", "from datetime import datetime as dt\ndt.now(UTC)\n", "reads a clock"),
        ("portal/web/today/views.py", "from time import time\ntime()\n", "reads a clock"),
        ("portal/web/notes/views.py", "db.session.commit()\n", "an action never commits"),
        ("portal/web/notes/views.py", LONG_VIEW, "long has more than 15 statements"),
        ("portal/notes/__init__.py", "x = 1\n", "holds no code"),
        ("portal/notes/rules.py", LONG_FUNCTION, "long has 42 lines"),
        ("portal/notes/rules.py", LONG_FILE, "301 lines"),
        ("portal/core/queue.py", "_connections: list[Redis] = []\n", "_connections is a collection that changes"),
        ("portal/core/queue.py", "_current = [usual]\n", "_current is a collection that changes"),
        ("portal/core/queue.py", "kinds = defaultdict(list)\n", "kinds is a collection that changes"),
        ("portal/core/queue.py", "def use(it):\n    global connection\n    connection = it\n", "global connection"),
        ("portal/notes/actions.py", "def close(session, note, *, by, now):\n    pass\n", "take a Command"),
        ("tests/notes/test_rules.py", "time.sleep(1)\n", "a test that sleeps"),
        ("tests/notes/test_rules.py", "from time import sleep\nsleep(1)\n", "a test that sleeps"),
        ("tests/notes/test_rules.py", "pytest.skip('later')\n", "no test is skipped"),
        ("tests/notes/test_rules.py", "@pytest.mark.xfail\ndef test_it():\n    assert False\n", "no test is skipped"),
        (
            "tests/notes/test_rules.py",
            "@pytest.mark.skipif(True)\ndef test_it():\n    assert x\n",
            "no test is skipped",
        ),
        ("tests/notes/test_rules.py", "def test_it():\n    run()\n", "asserts nothing"),
        ("tests/notes/test_rules.py", "from portal.notes.rules import _find\n", "_find is private"),
        ("tests/notes/test_rules.py", "rules._find(note)\n", "_find is private"),
        ("tests/notes/test_rules.py", "Reader([])._find(note)\n", "_find is private"),
        ("tests/notes/test_rules.py", "monkeypatch.setattr(rules, '_limit', 3)\n", "_limit is private"),
    ],
)
def test_python_that_breaks_a_rule_is_found(path: str, source: str, said: str) -> None:
    assert [said in finding.sentence for finding in python_rules.findings(path, source)] == [True]


@pytest.mark.parametrize(
    ("path", "source"),
    [
        ("portal/core/clock.py", "datetime.now(UTC)\n"),
        ("portal/web/shared/request_cycle.py", "transaction.commit(session, now)\n"),
        ("portal/notes/__init__.py", ""),
        ("portal/notes/rules.py", "KINDS = {'thank': 1}\n_log = getLogger()\nDue = tuple[int, str]\n"),
        ("portal/notes/actions.py", "session.flush()\nclock.now(session)\n"),
        ("tests/notes/test_rules.py", "def test_it():\n    with pytest.raises(Refused):\n        run()\n"),
        ("tests/fixtures/app.py", "class Browser:\n    def get(self):\n        return self._get(super()._get())\n"),
        ("portal/notes/rules.py", "row._find()\n"),
        ("tests/web/test_page.py", "def test_it(page):\n    expect(page).to_have_title('Today')\n"),
    ],
)
def test_python_as_we_write_it_passes(path: str, source: str) -> None:
    assert list(python_rules.findings(path, source)) == []


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("<script>go()</script>", "a script in the page"),
        ("<p>one</p>\n<style>p {}</style>", "a style in the page"),
        ('<p style="color: red">', "a style attribute"),
        ("<p onclick='go()'>", "a handler in the page"),
        ('<a href="javascript:go()">', "a script as an address"),
        ("<SCRIPT>go()</SCRIPT>", "a script in the page"),
        ("<p onclick=go()>", "a handler in the page"),
        ('<p hx-on:click="go()">', "a handler in the page"),
        ('<p hx-vals="js:{a: 1}">', "a handler in the page"),
        ('<a href="/today">', "writes out a path"),
        ('{{ link(here ~ "/removal") }}', "writes out a path"),
        ('{# a #}<p\nclass="x">Hello</p>', "is not translatable"),
        ("<div>\n" + "</div>" * 30, "180 characters in one line"),
    ],
)
def test_what_a_browser_refuses_is_found_in_templates(text: str, said: str) -> None:
    finding, *_words = text_rules.template_findings("templates/today/page.html", text)
    assert said in finding.sentence
    assert finding.line == text.count("\n") + 1


def test_a_path_that_a_view_writes_out_is_found() -> None:
    source = 'blueprint = Blueprint("x", __name__, url_prefix="/notes")\nTO = "/today"\nlink = f"/notes/{TO}"\n'
    assert [finding.line for finding in python_rules.findings("portal/web/notes/views.py", source)] == [2, 3]
    assert list(python_rules.findings("portal/notes/mails.py", source)) == []


def test_templates_as_we_write_them_pass() -> None:
    text = '<script src="/static/app.js" defer></script>\n<p class="on" data-on="x">{{ _("Once") }}</p>'
    assert list(text_rules.template_findings("templates/today/page.html", text)) == []
    assert list(text_rules.template_findings("templates/mail/note/body.html", "<style>p {}</style>")) == []


@pytest.mark.parametrize(
    "path", ["portal/core/utils.py", "portal/helpers/dates.py", "static/src/shell/utils.js", "templates/common/x.html"]
)
def test_a_name_that_says_nothing_is_found(path: str) -> None:
    (finding,) = text_rules.name_findings(path)
    assert "does not say what is in it" in finding.sentence


def test_a_script_that_nobody_reads_at_once_is_found() -> None:
    (finding,) = text_rules.findings("static/src/shell/long.js", "go()\n" * 301)
    assert "301 lines" in finding.sentence


@pytest.mark.parametrize("text", ["see ../shared/design", "cd /work/main", "in /home/somebody/portal", "# TODO later"])
def test_what_only_one_machine_or_nobody_has_is_found(text: str) -> None:
    assert len(list(text_rules.findings("docs/operating.md", text))) == 1


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("--index-url https://registry.example/simple", "names a download host"),
        ("flask==3.1.0", "not an exact version followed by hashes"),
        ("flask>=3.1 \\", "not an exact version followed by hashes"),
    ],
)
def test_a_python_lock_that_is_none_is_found(line: str, said: str) -> None:
    (finding,) = locks.python_findings("requirements.lock", f"# made by uv\n{line}\n")
    assert said in finding.sentence and finding.line == 2


@pytest.mark.parametrize(
    "line", ["registry=https://registry.example/", "[[tool.uv.index]]", "pip install --index-url x"]
)
def test_a_registry_in_the_projects_own_configuration_is_found(line: str) -> None:
    (finding,) = locks.naming_findings(".npmrc", f"fund=false\n{line}\n")
    assert "names a download host" in finding.sentence and finding.line == 2


def test_an_npm_lock_that_names_a_host_or_trusts_it_is_found() -> None:
    text = '{"packages": {"": {}, "node_modules/x": {"version": "1",\n"resolved": "https://registry.example/x.tgz"}}}'
    assert [finding.line for finding in locks.npm_findings("package-lock.json", text)] == [2, 1]


def test_a_dependency_that_the_lock_lacks_is_found() -> None:
    project = (
        '[project]\ndependencies = ["flask>=3.1", "psycopg[binary]"]\noptional-dependencies = {dev = ["pytest"]}\n'
    )
    sentences = [finding.sentence for finding in locks.missing(project, "flask==3.1.0 \\\npytest==9 \\\n")]
    assert sentences == ["psycopg is not in requirements.lock: recompile it (CONTRIBUTING.md)"]


def test_the_rules_are_asked_about_every_file_that_git_knows() -> None:
    paths = house_rules.files()
    assert {"Makefile", "portal/core/settings.py", "tests/architecture/test_house_rules.py"} <= set(paths)
    assert not any(path.startswith((".venv/", "node_modules/", "static/dist/")) for path in paths)


@pytest.mark.parametrize(
    ("sources", "said"),
    [
        ({"portal/notes/models.py": "class Note:\n    x = 1\n"}, "class Note is in portal/cards/models.py too"),
        ({"portal/web/notes/views.py": "from portal.web.cards.forms import CardForm\n"}, "imports cards"),
        ({"portal/web/notes/views.py": "from portal.web.cards import presenter, views\n"}, "imports cards"),
        ({"portal/web/shared/labels.py": "from portal.web.notes import status\n"}, "imports notes"),
        ({"tests/letters/test_rules.py": ""}, "there is no portal/letters"),
    ],
)
def test_what_breaks_the_order_of_packages_is_found(sources: dict[str, str], said: str) -> None:
    card = {"portal/cards/models.py": "class Note:\n    x = 1\n"} if "class" in said else {}
    (finding,) = package_rules.findings(sources | card)
    assert said in finding.sentence


def test_an_area_may_use_shared_code_and_what_another_area_offers() -> None:
    lines = ("web.shared import labels", "web.cards import presenter", "web.notes import forms")
    text = "".join(f"from portal.{line}\n" for line in lines)
    assert list(package_rules.findings({"portal/web/notes/views.py": text})) == []


def test_a_document_that_names_no_file_or_no_name_in_it_is_found() -> None:
    files = {"portal/notes/rules.py": "UNDO_PERIOD = 20\n", "portal/notes/": ""}
    lines = (
        "See `portal/notes/rules.py` (`UNDO_PERIOD`), `portal/notes/`,",
        "`portal/notes/rules.py` (`MOST`: how many),",
        "`portal/letters.py`.",
    )
    found = docs_rules.findings("docs/finding-your-way.md", "\n".join(lines), files.get)
    assert [(finding.line, finding.sentence.partition(";")[0]) for finding in found] == [
        (2, "portal/notes/rules.py has no `MOST`"),
        (3, "portal/letters.py does not exist"),
    ]
