"""Where the files beside the code are: templates, built assets, migrations, and translations."""

from pathlib import Path

_PACKAGE = Path(__file__).resolve().parents[1]
_INSTALLED = _PACKAGE / "resources"
"""Where the wheel puts them; pyproject.toml lists them. In a checkout they are in its root."""
ROOT = _INSTALLED if _INSTALLED.is_dir() else _PACKAGE.parent
