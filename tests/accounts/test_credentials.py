"""Passwords are kept as Argon2id, weak ones are told why, and tokens are kept as digests."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace

import pytest
from flask import Flask

from portal.accounts import credentials
from portal.core.services import services
from tests.fixtures.services import replaced


@pytest.mark.parametrize(
    ("password", "why"),
    [
        ("short one", "short"),
        ("password123", "common"),
        ("qwertyuiop", "common"),
        ("ann.lee@example.org", "common"),
        ("1111111111111111", "common"),
        ("mcgrathsystems", "common"),
        ("McGrath Systems", "common"),
        ("Systems-McGrath", "common"),
        ("mcgrath2026", "common"),
        ("portalportal", "common"),
        ("McGrath Portal", "common"),
        ("x" * 129, "long"),
        ("a good long password", None),
        ("tiger-over-lamp 7", None),
        ("Füchse jagen über Zäune", None),
        ("\U0001f98a fox hunts the moon", None),
        ("correct horse battery staple and so on " * 3, None),
    ],
)
def test_a_password_is_long_enough_and_not_easily_guessed(password: str, why: str | None) -> None:
    assert (
        credentials.password_weakness(password, ["Ann Lee", "ann.lee@example.org", "McGrath Systems", "Portal"]) == why
    )


def test_passwords_are_kept_as_argon2id_and_never_twice_alike() -> None:
    one, other = credentials.hash_password("a good long password"), credentials.hash_password("a good long password")
    assert one.startswith("$argon2id$") and one != other
    assert credentials.verify_password(one, "a good long password")
    assert not credentials.verify_password(one, "a good long password ")


@pytest.mark.parametrize("kept", [None, "", "not a hash", "$argon2id$v=19$m=8,t=1,p=1$eA$eA"])
def test_nothing_matches_where_no_password_is_kept(kept: str | None) -> None:
    assert not credentials.verify_password(kept, "a password that nobody has")


def test_a_hash_of_weaker_settings_is_outdated() -> None:
    assert credentials.needs_rehash("$argon2id$v=19$m=1024,t=1,p=1$c29tZXNhbHQ$aGFzaGhhc2hoYXNoaGFzaA")
    assert not credentials.needs_rehash(credentials.hash_password("a good long password"))


def test_where_no_password_is_kept_it_takes_as_long_as_where_one_is() -> None:
    assert not credentials.needs_rehash(credentials.DUMMY_HASH)


def test_tokens_cannot_be_guessed_and_are_kept_as_digests() -> None:
    made = {credentials.new_token() for _ in range(100)}
    assert len(made) == 100 and min(map(len, made)) >= 43
    assert len(credentials.token_digest(made.pop())) == 32


@contextmanager
def signing_with(app: Flask, *keys: str) -> Iterator[None]:
    with replaced(app, settings=replace(services(app).settings, secret_keys=keys)), app.app_context():
        yield


def test_a_link_in_a_mail_is_made_again_from_its_row_and_differs_with_the_key(app: Flask) -> None:
    with signing_with(app, "one key"):
        first = credentials.derived_token("one")
        assert first == credentials.derived_token("one") != credentials.derived_token("two")
    with signing_with(app, "another key"):
        assert credentials.derived_token("one") != first


def test_a_link_that_waits_for_its_mail_stays_good_while_the_key_is_replaced(app: Flask) -> None:
    with signing_with(app, "old key"):
        first = credentials.derived_token("one")
    with signing_with(app, "new key", "old key"):
        assert credentials.derived_token("one", credentials.token_digest(first)) == first
        new = credentials.derived_token("one")
        assert new != first
        assert credentials.derived_token("one", credentials.token_digest(new)) == new
