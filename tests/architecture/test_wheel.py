"""The wheel has everything that the program reads, and its list of requirements everything that it imports."""

import subprocess
from collections.abc import Iterator
from zipfile import ZipFile

import pytest

from environment import wheel

READ = ("portal", "templates", "migrations", "translations")
"""The folders whose files are read at run time, besides the built assets."""


@pytest.fixture(scope="module")
def contents(tmp_path_factory: pytest.TempPathFactory) -> Iterator[set[str]]:
    with ZipFile(wheel.build(tmp_path_factory.mktemp("wheel"))) as archive:
        yield set(archive.namelist())


def installed(path: str) -> str:
    return path if path.startswith("portal/") else f"portal/resources/{path}"


def test_the_wheel_has_every_file_of_the_program_and_of_the_folders_that_it_reads(contents: set[str]) -> None:
    tracked = subprocess.run(["git", "ls-files", *READ], cwd=wheel.ROOT, capture_output=True, text=True, check=True)
    assert {installed(path) for path in tracked.stdout.split()} - contents == set()


def test_the_wheel_has_every_built_asset(contents: set[str]) -> None:
    assets = {path.relative_to(wheel.ROOT).as_posix() for path in (wheel.ROOT / "static/dist").iterdir()}
    assert "static/dist/manifest.json" in assets
    assert {installed(path) for path in assets} - contents == set()


def test_the_wheel_has_nothing_of_tests_or_tools(contents: set[str]) -> None:
    assert {path.partition("/")[0] for path in contents if ".dist-info/" not in path} == {"portal"}
    assert not [path for path in contents if path.endswith((".pyc", "build.mjs"))]


def test_the_requirements_are_the_dependencies_and_what_they_need_in_every_locked_version() -> None:
    project = '[project]\ndependencies = ["flask>=3.1"]\n[project.optional-dependencies]\ndev = ["pytest"]\n'
    kept = (
        "deprecated==1.3.1 ; python_full_version < '3.12' \\\n    --hash=sha256:1a\n    # via limits\n",
        "deprecated==3.0.1 ; python_full_version >= '3.12' \\\n    --hash=sha256:2b\n    # via limits\n",
        "flask==3.1 \\\n    --hash=sha256:3c\n    # via portal (pyproject.toml)\n",
        "limits==5.8 \\\n    --hash=sha256:4d\n    # via\n    #   flask\n    #   pytest\n",
    )
    tools = ("pluggy==1 \\\n    # via pytest\n", "pytest==9 \\\n    # via portal (pyproject.toml)\n")
    assert wheel.shipped_requirements(project, "".join((*kept, *tools))) == "".join(kept)
