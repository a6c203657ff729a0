"""Signed addresses that name one outgoing email."""

import uuid

import pytest

from portal.messaging import return_addresses
from portal.messaging.return_addresses import BOUNCE, REPLY, ReturnAddress, Sender

MESSAGE = uuid.UUID("01990000-0000-7000-8000-0123456789ab")
OLD, NEW = "the old key", "the new key"
SENDER = Sender("mcgrath", "mail.example", "0123456789", (NEW, OLD))
ADDRESS = SENDER.return_address(REPLY, MESSAGE)


def read(address: str, *keys: str) -> ReturnAddress | None:
    return return_addresses.read(address, "mail.example", keys or (NEW, OLD))


@pytest.mark.parametrize("purpose", [BOUNCE, REPLY])
def test_an_address_reads_back(purpose: str) -> None:
    address = SENDER.return_address(purpose, MESSAGE)
    assert read(address) == read(address.upper()) == ReturnAddress(purpose, "0123456789", MESSAGE)
    assert len(address.partition("@")[0]) <= 64  # RFC 5321, section 4.5.3.1.1


def test_an_address_that_an_older_key_signed_is_valid_until_the_key_is_gone() -> None:
    address = Sender("mcgrath", "mail.example", "0123456789", (OLD,)).return_address(REPLY, MESSAGE)
    assert read(address)
    assert read(address, NEW) is None


@pytest.mark.parametrize(
    "address",
    [
        ADDRESS.replace("reply+0", "reply+1"),
        ADDRESS.replace("reply+", "bounces+"),
        ADDRESS.replace("mail.example", "other.example"),
        f"{ADDRESS[:-14]}a@mail.example",
        "reply+@mail.example",
        "mcgrath@mail.example",
        "",
    ],
)
def test_an_address_that_was_not_signed_is_none(address: str) -> None:
    assert read(address) is None
