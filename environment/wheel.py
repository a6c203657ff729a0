"""Build the wheel and the pinned list of what it needs, into `dist`: `python -m environment.wheel`."""

import re
import shutil
import subprocess
import sys
import tomllib
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
DIST = ROOT / "dist"


def main() -> None:
    """Build both, and say where they are."""
    shutil.rmtree(DIST, ignore_errors=True)
    DIST.mkdir()
    wheel = build(DIST)
    project, lock = ((ROOT / name).read_text("utf-8") for name in ("pyproject.toml", "requirements.lock"))
    requirements = DIST / "requirements.txt"
    requirements.write_text(shipped_requirements(project, lock), "utf-8")
    for path in (wheel, requirements):
        print(path.relative_to(ROOT))


def build(folder: Path) -> Path:
    """Compile the translations, build the wheel into the folder, and return its path."""
    if any(ROOT.glob("translations/*/LC_MESSAGES/*.po")):
        _run("babel.messages.frontend", "--quiet", "compile", "--directory", "translations")
    _run("hatchling", "build", "--target", "wheel", "--directory", str(folder))
    (wheel,) = folder.glob("*.whl")
    return wheel


def shipped_requirements(project: str, lock: str) -> str:
    """Return the entries of the lock that an installation needs: the dependencies, and what they depend on."""
    entries = re.split(r"\n(?=\w)", lock.strip())
    needed = {_name(dependency) for dependency in tomllib.loads(project)["project"]["dependencies"]}
    while more := {_name(entry) for entry in entries if needed & _needed_by(entry)} - needed:
        needed |= more
    return "".join(f"{entry}\n" for entry in entries if _name(entry) in needed)


def _name(requirement: str) -> str:
    """Return the name at the start of a requirement."""
    return re.split(r"[\[<>=!~; ]", requirement)[0].lower()


def _needed_by(entry: str) -> set[str]:
    """Return the packages that the comments at the end of a lock's entry name."""
    return set(re.findall(r"^ +#(?: via)? +(\S+)$", entry, re.MULTILINE))


def _run(module: str, *arguments: str) -> None:
    subprocess.run([sys.executable, "-m", module, *arguments], cwd=ROOT, check=True, capture_output=True)


if __name__ == "__main__":
    main()
