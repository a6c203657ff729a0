"""Words that are right although no dictionary has them."""

import pytest

from portal.proofreading.rules.issues import Issue
from portal.proofreading.rules.known import name_words, without_known_words


@pytest.mark.parametrize(
    ("text", "word", "known", "is_left"),
    [
        ("We use Kubernets here.", "Kubernets", (), False),
        ("Kubernets is here.", "Kubernets", (), True),
        ("I said: yes. Kubernets is here.", "Kubernets", (), True),
        ("We use kubernets here.", "kubernets", (), True),
        ("We use kubernets here.", "kubernets", ("Kubernets",), False),
        ("We like kubernets's ways.", "kubernets's", ("Kubernets",), False),
        ("The PLCX stood.", "PLCX", (), False),
        ("The x9k stood.", "x9k", (), False),
    ],
)
def test_a_word_no_dictionary_has_is_let_pass_where_it_is_known_or_plainly_a_name(
    text: str, word: str, known: tuple[str, ...], is_left: bool
) -> None:
    issue = Issue(text.index(word), text.index(word) + len(word), word, "spelling")
    assert without_known_words(text, [issue], name_words(known)) == ((issue,) if is_left else ())
