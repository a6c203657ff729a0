"""Secrets that are read again: by any key that is set, on their own row only."""

from collections.abc import Iterator
from contextlib import AbstractContextManager
from dataclasses import replace

import pytest
from flask import Flask

from portal.core import encryption
from portal.core.encryption import UnreadableSecret
from portal.core.services import services
from tests.fixtures.services import replaced

OLD, NEW = "old-" * 5, "new-" * 5


def with_keys(app: Flask, *keys: str) -> AbstractContextManager[None]:
    return replaced(app, settings=replace(services(app).settings, encryption_keys=keys))


@pytest.fixture(autouse=True)
def inside(app: Flask) -> Iterator[None]:
    with app.app_context():
        yield


def test_a_secret_is_read_as_it_was_and_never_looks_the_same() -> None:
    first, second = (encryption.encrypt("a seed", "row 1") for _ in range(2))
    assert first != second and b"seed" not in first
    assert encryption.decrypt(first, "row 1") == encryption.decrypt(second, "row 1") == "a seed"


def test_another_rows_secret_is_not_read() -> None:
    with pytest.raises(UnreadableSecret):
        encryption.decrypt(encryption.encrypt("a seed", "row 1"), "row 2")


def test_keys_rotate(app: Flask) -> None:
    with with_keys(app, OLD):
        kept = encryption.encrypt("a seed", "row")
    with with_keys(app, NEW, OLD):
        assert encryption.decrypt(kept, "row") == "a seed"
        anew = encryption.encrypt("a seed", "row")
    assert [encryption.is_readable(token, (NEW,)) for token in (kept, anew)] == [False, True]
    with with_keys(app, NEW), pytest.raises(UnreadableSecret):
        encryption.decrypt(kept, "row")


def test_without_a_key_nothing_is_encrypted_or_read(app: Flask) -> None:
    kept = encryption.encrypt("a seed", "row")
    with with_keys(app):
        assert not encryption.is_available()
        with pytest.raises(UnreadableSecret):
            encryption.decrypt(kept, "row")


def test_a_broken_secret_is_not_read() -> None:
    with pytest.raises(UnreadableSecret):
        encryption.decrypt(b"not a token", "row")
