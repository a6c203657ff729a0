"""The suite keeps its own rules."""

import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]


@pytest.mark.parametrize(
    "source",
    [
        "import pytest\n\n@pytest.mark.skip(reason='later')\ndef test_it():\n    assert True\n",
        "import pytest\n\ndef test_it():\n    pytest.skip('later')\n",
        "import pytest\n\n@pytest.mark.xfail(reason='later')\ndef test_it():\n    assert False\n",
        "import pytest\n\npytest.importorskip('no_such_module')\n",
    ],
)
def test_a_skipped_test_fails_the_suite(tmp_path: Path, source: str) -> None:
    (tmp_path / "test_probe.py").write_text(source)
    command = [sys.executable, "-m", "pytest", "-q", "-p", "tests.fixtures.strict", "-c", str(ROOT / "pyproject.toml")]
    answer = subprocess.run(
        [*command, "--rootdir", str(tmp_path), str(tmp_path)], cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert answer.returncode != 0
    assert "No test is skipped here" in answer.stdout and "later" in answer.stdout + source.replace("no_such", "later")
