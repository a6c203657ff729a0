"""What other programs write as a person's name, how it should be written, and how a letter greets them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.names.rules import MAX_LENGTH, first_name, guess_name_from_email, is_title, name_without_titles, person_name

NAMES = [
    ("Dana Ruiz", "Dana Ruiz", "Dana"),
    ("Hansen, Sune", "Sune Hansen", "Sune"),
    ('"Hansen, Sune"', "Sune Hansen", "Sune"),
    ("'Dana Ruiz'", "Dana Ruiz", "Dana"),
    ("Costa, Jorge", "Jorge Costa", "Jorge"),
    ("Kent Michaelsen (kmichaelsen@acme.example)", "Kent Michaelsen", "Kent"),
    ("Dana Ruiz <dana@acme.example>", "Dana Ruiz", "Dana"),
    ("Dana Ruiz dana@acme.example", "Dana Ruiz", "Dana"),
    ("Ruiz, Dana (HR)", "Dana Ruiz", "Dana"),
    ("Ruiz, Dana HR-DE", "Dana Ruiz", "Dana"),
    ("Dana Ruiz [External]", "Dana Ruiz", "Dana"),
    ("Dana Ruiz - Talent Acquisition", "Dana Ruiz", "Dana"),
    ("Dana Ruiz | Acme", "Dana Ruiz", "Dana"),
    ("Dana Ruiz, Human Resources", "Dana Ruiz", "Dana"),
    ("Dana Ruiz, PhD, PMP", "Dana Ruiz", "Dana"),
    ("Ruiz, Dana, PhD", "Dana Ruiz", "Dana"),
    ("Dana Ruiz via Calendly", "Dana Ruiz", "Dana"),
    ("Dana Ruiz (", "Dana Ruiz", "Dana"),
    ("von der Heide, Anna-Lena", "Anna-Lena von der Heide", "Anna-Lena"),
    ("i. A. Dr.-Ing. Anna-Lena von der Heide", "Anna-Lena von der Heide", "Anna-Lena"),
    ("Dr. med. univ. Margit Popp, MSc", "Margit Popp", "Margit"),
    ("Dipl.-Ing. (FH) Jörg Groß", "Jörg Groß", "Jörg"),
    ("Prof. Dr. Dr. h.c. mult. Eva Stein", "Eva Stein", "Eva"),
    ("Mag. Eva Huber", "Eva Huber", "Eva"),
    ("Mme Jeanne Lefèvre", "Jeanne Lefèvre", "Jeanne"),
    ("Dott.ssa Maria Rossi", "Maria Rossi", "Maria"),
    ("Sra. Ana de la Cruz", "Ana de la Cruz", "Ana"),
    ("Ing. Jan Novák, Ph.D.", "Jan Novák", "Jan"),
    ("Chau Nguyen (Ms.)", "Chau Nguyen", "Chau"),
    ("Frau Heide", "Heide", "Frau Heide"),
    ("LEFÈVRE Jeanne", "Jeanne LEFÈVRE", "Jeanne"),
    ("DANA ruiz", "DANA ruiz", "DANA"),
    ("Sammy Davis Jr.", "Sammy Davis", "Sammy"),
    ("Dana M. Ruiz", "Dana M. Ruiz", "Dana"),
    ("J. Robert Miller", "J. Robert Miller", "Robert"),
    ("D. Ruiz", "D. Ruiz", "D. Ruiz"),
    ("Jack Ma", "Jack Ma", "Jack"),
    ("Dana Ruiz, MA", "Dana Ruiz", "Dana"),
    ("Dana R.", "Dana R.", "Dana"),
    ("Dr. Ruiz", "Ruiz", "Dr. Ruiz"),
    ("Don", "Don", "Don"),
    ("Dana", "Dana", "Dana"),
    ("Ruiz,", "Ruiz", "Ruiz"),
    ("Dr. Dana Ruiz", "Dana Ruiz", "Dana"),
    ("prof Dr Dana", "Dana", "prof Dana"),
    ("Mrs. Ruiz", "Ruiz", "Mrs. Ruiz"),
    ("Dr.", "Dr.", "Dr."),
    ("李雷", "李雷", "李雷"),
    ("dana.ruiz@acme.example", None, ""),
    ("'dana.ruiz@acme.example'", None, ""),
    ("<dana.ruiz@acme.example>", None, ""),
    (";;;", None, ""),
    ("", None, ""),
]


@pytest.mark.parametrize(("written", "name", "greeted"), NAMES, ids=[row[0] for row in NAMES])
def test_a_name_is_read_as_a_person_reads_it(written: str, name: str | None, greeted: str) -> None:
    assert name_without_titles(written) == name
    assert first_name(written) == greeted


@pytest.mark.parametrize(
    ("written", "name"),
    [
        ("Stein, Dr. Eva", "Dr. Eva Stein"),
        ("Ruiz, Dana, PhD", "Dana Ruiz, PhD"),
        ("Mr. Michael Angstadt Jr.", "Mr. Michael Angstadt Jr."),
        ("Dana Ruiz, Ph.D., Acme", "Dana Ruiz, Ph.D."),
        ("Ruiz, Dr.", "Dr. Ruiz"),
        ("Chau Nguyen (Ms.)", "Chau Nguyen"),
    ],
)
def test_titles_and_credentials_stay_where_the_name_is_written(written: str, name: str) -> None:
    assert person_name(written) == name


@pytest.mark.parametrize("written", [row[0] for row in NAMES if row[1] and "R." not in row[0]])
def test_a_name_once_read_reads_the_same_again(written: str) -> None:
    once = person_name(written)
    assert once is not None and person_name(once) == once


@pytest.mark.parametrize("word", ["Dr.", "Dr.-Ing.", "Dipl.-Kfm.", "Mag.", "Mme", "MUDr.", "Sig.ra", "professor"])
def test_titles_of_many_countries(word: str) -> None:
    assert is_title(word)


@pytest.mark.parametrize("word", ["Dana", "Drew", "Marge", "Prof-Ruiz", "", "."])
def test_a_name_is_no_title(word: str) -> None:
    assert not is_title(word)


@pytest.mark.parametrize(
    ("email", "name"),
    [("dana.ruiz@acme.example", "Dana Ruiz"), ("dana_ruiz@x.example", "Dana Ruiz"), ("mholden6@acme.example", None),
     ("d.ruiz@acme.example", None), ("dana@acme.example", None), ("@", None)],
)  # fmt: skip
def test_an_address_suggests_a_name_only_where_it_has_two_words(email: str, name: str | None) -> None:
    assert guess_name_from_email(email) == name


@given(st.text(max_size=2 * MAX_LENGTH))
def test_no_text_raises_or_leaves_an_address(text: str) -> None:
    name = person_name(text) or ""
    assert len(name) <= MAX_LENGTH and "\n" not in name and not name.startswith((",", " "))
    assert "@" not in name or "a@b.example" not in text
