"""Which English, whether English at all, and how it sounds."""

import pytest

from portal.proofreading.proofreader import ReadingContext, proofread
from portal.proofreading.rules.languages import detect_other_language, english_variant
from portal.proofreading.rules.tone import find_tone_hints

WHERE = (
    ("America/New_York", "US", "us"),
    ("America/Toronto", "GB", "us"),
    ("Pacific/Honolulu", "US", "us"),
    ("Europe/London", "US", "uk"),
    ("Europe/Berlin", "DE", "uk"),
    ("Australia/Sydney", "US", "uk"),
    ("Asia/Manila", "GB", "us"),
    ("UTC", "US", "us"),
    ("UTC", "GB", "uk"),
)
TEXTS = (
    ("de", "Vielen Dank für das Gespräch gestern. Ich habe mich sehr über die Einladung gefreut."),
    ("fr", "Merci beaucoup pour le temps que vous m'avez consacré. Je suis très intéressé par le poste."),
    ("es", "Muchas gracias por su tiempo. Me gustó mucho la conversación y estoy muy interesado."),
    ("it", "Grazie per il suo tempo. Sono molto interessato e la conversazione è stata un piacere per me."),
    ("nl", "Dank u voor het gesprek. Ik vond het heel prettig om met u te spreken in de fabriek."),
    ("pt", "Muito obrigado pela conversa. Gostei muito de falar com o senhor e estou muito interessado."),
    ("pl", "Dziękuję bardzo za rozmowę. Jest to dla mnie bardzo ciekawe i nie mogę się doczekać."),
    ("other", "شكرا جزيلا على وقتك وعلى المحادثة الرائعة أمس حول الوظيفة الجديدة"),
    (None, "Thank you for your time. I enjoyed our talk about the new line, and I look forward to it."),
    (None, "Danke, Dana!"),
    (None, "Dear Herr Müller, thank you for the tour of the Werk in München. It was a pleasure to meet you."),
    (None, ""),
)
SOUNDS = (
    ("Your plant is awesome.", "tone.slang"),
    ("thx for the time", "tone.text_speak"),
    ("See you soon :)", "tone.text_speak"),
    ("I really need this job.", "tone.begging"),
    ("I am not sure if I am the one.", "tone.doubting"),
    ("You must decide soon.", "tone.pressing"),
    ("To whom it may concern,", "tone.impersonal"),
    ("Dear Sir or Madam,", "tone.impersonal"),
    ("Thank you!!", "tone.shouting"),
    ("One word about my salary.", "tone.pay"),
    (f"I {'very ' * 50}much liked it.", "tone.long_sentence"),
    ("word " * 221, "tone.long"),
    ("Thank you.", "tone.short"),
)


@pytest.mark.parametrize(("zone", "country", "expected"), WHERE)
def test_the_english_follows_from_where_they_live(zone: str, country: str, expected: str) -> None:
    assert english_variant(zone, country) == expected


@pytest.mark.parametrize(("language", "text"), TEXTS)
def test_another_language_is_noticed(language: str | None, text: str) -> None:
    assert detect_other_language(text) == language


def test_another_language_is_not_read_for_spelling() -> None:
    text = TEXTS[0][1]
    reading = proofread(text, ReadingContext("us", frozenset()))
    assert (reading.language, reading.issues) == ("de", ())


@pytest.mark.parametrize(("text", "code"), SOUNDS)
def test_how_it_sounds_is_told_and_never_asked(text: str, code: str) -> None:
    found = list(find_tone_hints(text))
    assert code in [issue.code for issue in found]
    assert {issue.weight for issue in found} == {"hints"}


def test_a_note_of_a_good_length_gets_no_hint() -> None:
    assert list(find_tone_hints("I liked the new line, and I would begin with the oldest tickets. " * 4)) == []
    assert list(find_tone_hints("Thank you.", kind="follow_up")) == []
