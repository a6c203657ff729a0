"""Which two names somebody is asked about, and which are plainly two people."""

import uuid

import pytest

from portal.names.similarity import are_similar_names, find_similar_pairs

ONE_PERSON = [
    ("Dana Ruiz", "dana  RUIZ"),
    ("Dana Ruiz", "Ruiz, Dana"),
    ("Dana Ruiz", "Dana Ruis"),
    ("Dana Ruiz", "Dana Riuz"),
    ("Dana Ruiz", "Diana Ruiz"),
    ("Dana Ruiz", "D. Ruiz"),
    ("Dana Ruiz", "Dana M. Ruiz"),
    ("Dr. Dana Ruiz", "Dana Ruiz, PhD"),
    ("José Núñez", "Jose Nunez"),
    ("Liz Taylor", "Elizabeth Taylor"),
    ("Bill Gates", "William Gates"),
    ("Katherine Johnson", "Catherine Johnson"),
    ("Stephen Clark", "Steven Clark"),
    ("Jonathan Wheeler", "Johnathan Wheeler"),
    ("Alexandra Papadopoulos", "Alexandra Papadopulos"),
    ("Ana Smith", "Ana Smith-Jones"),
    ("Ana Smithjones", "Ana Smith-Jones"),
    ("Moser Anna", "Anna Moser"),
    ("Li Wei", "Wei Li"),
    ("Sean O'Brien", "Sean OBrien"),
]
TWO_PEOPLE = [
    ("Dana Ruiz", "Lee Park"),
    ("Dana Ruiz", "Dana Reyes"),
    ("Dana Ruiz", "Dora Ruiz"),
    ("John Smith", "Jane Smith"),
    ("John Smith", "Joan Smith"),
    ("John Smith", "John Smythson"),
    ("Maria Garcia", "Mario Garcia"),
    ("Paul Young", "Paula Young"),
    ("Michael Brown", "Michelle Brown"),
    ("Andre Weber", "Andrea Weber"),
    ("Daniel Kim", "Daniela Kim"),
    ("Wei Chen", "Wei Chan Li"),
    ("Ann Lee", "Ann Li"),
    ("Amy Wu", "Amy Xu"),
    ("Tom Ford", "Tim Ford"),
    ("Dana Ruiz", "E. Ruiz"),
    ("Dana Ruiz", "D. Reyes"),
    ("Dana", "Dana Ruiz"),
    ("", "Dana Ruiz"),
    ("Kim Day", "Kim May"),
    ("Jean Martin", "Juan Martin"),
    ("Laura Stone", "Lara Stone"),
    ("Dana Ruis", "Diana Ruiz"),
]


@pytest.mark.parametrize(("one", "other"), ONE_PERSON)
def test_asked_about(one: str, other: str) -> None:
    assert are_similar_names(one, other)
    assert are_similar_names(other, one)


@pytest.mark.parametrize(("one", "other"), TWO_PEOPLE)
def test_not_asked_about(one: str, other: str) -> None:
    assert not are_similar_names(one, other)
    assert not are_similar_names(other, one)


def test_only_those_of_one_group_are_found_and_each_pair_once() -> None:
    here, there = uuid.uuid4(), uuid.uuid4()
    names = [("Dana Ruiz", here), ("Ruiz, Dana", here), ("Lee Park", here), ("Dana Ruis", here), ("Dana Ruiz", there)]
    rows = [(uuid.uuid4(), group, name) for name, group in names]
    first, second, _, third, _ = (key for key, _, _ in rows)
    assert sorted(find_similar_pairs(rows)) == sorted([(first, second), (first, third), (second, third)])
