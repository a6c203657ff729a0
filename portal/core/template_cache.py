"""Compiled templates, kept next to Python's compiled modules."""

import os
import sys
from hashlib import sha256
from pathlib import Path

from jinja2 import Environment, FileSystemBytecodeCache

FOLDER = Path(__file__).resolve().parents[1] / "__pycache__" / "templates"


def enable(environment: Environment, folder: Path = FOLDER) -> None:
    """Keep the environment's compiled templates for later processes; each is valid until its text changes.

    Nothing is kept if Python keeps no compiled modules either, or if the folder is not writable.
    """
    if not sys.dont_write_bytecode and _is_writable(folder):
        environment.bytecode_cache = FileSystemBytecodeCache(str(folder), f"{_options_digest(environment)}-%s")


def _is_writable(folder: Path) -> bool:
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError:
        return False
    return os.access(folder, os.W_OK)


def _options_digest(environment: Environment) -> str:
    """Return a digest of what a compiled template depends on besides its text."""
    newstyle = getattr(environment, "newstyle_gettext", False)
    escapes = environment.autoescape if isinstance(environment.autoescape, bool) else "by name"
    options = (sorted(environment.extensions), environment.trim_blocks, environment.lstrip_blocks, newstyle, escapes)
    return sha256(repr(options).encode()).hexdigest()[:8]
