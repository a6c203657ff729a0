"""Which English a text is read as, and whether it looks like English at all."""

import re
import unicodedata

ENGLISH_VARIANTS = ("us", "uk")
MIN_WORDS = 8
"""A text with fewer words is too short to detect its language."""
_AMERICAN_ENGLISH = frozenset({"US", "CA", "PH", "PR", "MX"})

_COMMON_WORDS = {
    "en": "the and to of you for with was in that my your it at is we from about have on i me be this as are what",
    "de": "der die das und ich sie mit für ist nicht ein eine zu den auf im mich dass ihnen ihr sehr auch von haben",
    "fr": "le la les et je vous pour avec dans que des une un est notre votre mon ma sur au du nous ce merci à de",
    "es": "el la los las y que de en por con para una un su mi muy es gracias usted me se lo al como más sobre",
    "it": "il la le e che di per con una un mi è sono molto grazie lei della del nel al come più ho suo",
    "nl": "de het een en ik u met voor van is niet dat op in mijn uw ook zeer om te bij heb graag",
    "pt": "o a os as e que de em por com para uma um seu minha muito é obrigado obrigada me se no na mais foi",
    "pl": "i w na z że się do za o jest nie dziękuję bardzo to mi pani pana oraz przez jak było",
}
_WORDS = {language: frozenset(words.split()) for language, words in _COMMON_WORDS.items()}


def english_variant(time_zone: str, country: str) -> str:
    """Return the English of a person who lives in this time zone and is looked after from this country."""
    area = time_zone.partition("/")[0]
    if area in ("Europe", "Africa", "Asia", "Australia", "Indian", "Atlantic"):
        return "uk" if time_zone != "Asia/Manila" else "us"
    if area == "America" or time_zone == "Pacific/Honolulu":
        return "us"
    return "us" if country in _AMERICAN_ENGLISH else "uk"


def detect_other_language(text: str) -> str | None:
    """Return the code of the language that the text seems to be in, if not English; `other` for another script."""
    words = re.findall(r"[^\W\d_]+", text.lower())
    if len(words) < MIN_WORDS:
        return None
    if _share_of_latin(words) < 0.5:
        return "other"
    counts = {language: sum(word in known for word in words) for language, known in _WORDS.items()}
    best = max(counts, key=lambda language: (counts[language], language == "en"))
    return None if best == "en" or counts[best] < max(3, 2 * counts["en"]) else best


def _share_of_latin(words: list[str]) -> float:
    letters = "".join(words)
    return sum(unicodedata.name(sign, "").startswith("LATIN") for sign in letters) / len(letters)
