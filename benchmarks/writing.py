"""A note read, ten notes compared, a card set: each beside what the library's call alone takes."""

from collections.abc import Iterator
from itertools import combinations

import typst
from harper import Dialect, Language, Linter
from rapidfuzz import fuzz

from benchmarks.measuring import line, rates
from portal.cards import rendering
from portal.cards.rendering import CardLayout, Envelope
from portal.cards.rules.sizes import SIZES
from portal.notes.similarity import ComparedNote, find_similar_sentences, original_sentences
from portal.proofreading.proofreader import ReadingContext, proofread
from portal.proofreading.rules.known import name_words
from portal.proofreading.rules.names import NoteNames

NOTE = """\
Dear Dana,

Thank you for the hour in the test hall on Tuesday. What you told me about the second line stayed with me: \
that it stands still for twenty minutes at every change of format, and that nobody has had the time to find \
out why.

In my last position we had nearly the same on a packaging line. I wrote down for a week what each minute went \
into, and more than half of it was people walking to a cupboard. We moved the cupboard, and after that we \
began to talk about the machine. I would begin in the same way with you, and I would enjoy doing it together \
with the people who run the line.

You asked how I work with a team that has seen many consultants. I listen first, and I put the first change \
where it helps them, not where it looks good.

I look forward to hearing from you.

Kind regards,
Ann Lee {number}"""
NAMES = NoteNames("Dana Ruiz", "McGrath Systems", "Ann Lee", ("Lee Park", "Will Hope"), ("Acme Robotics",))
ABOUT = ReadingContext("us", name_words(["McGrath Systems", "Dana Ruiz", "Ann Lee", "Lee Park", "Will Hope"]), NAMES)
COMPARED = 10
CARD = "Dear Dana,\n\nthank you for the hour in the test hall and for what you told me.\n\nKind regards\nAnn Lee"


def run(rounds: int = 7, times: int = 20) -> Iterator[str]:
    """The lines of this benchmark."""
    notes, linter = [NOTE.format(number=number) for number in range(times)], Linter(Dialect.AMERICAN)
    card = CardLayout(SIZES["a6"], False, CARD, "Thank you", Envelope("Ann Lee", "Dana Ruiz\nAcme Robotics"))
    yield (
        f"writing: a note of {len(NOTE.split())} words, {COMPARED} such notes of one application, a card of A6; "
        f"{rounds} rounds of {times}"
    )
    found = rates(
        {
            "read": lambda: sum(proofread(note, ABOUT) is not None for note in notes),
            "harper": lambda: sum(linter.lint(note, language=Language.PLAINTEXT) is not None for note in notes),
            "compared": lambda: _compared(times),
            "rapidfuzz": lambda: _ratios(times),
            "card": lambda: sum(
                bool(rendering.render_pdf("Card", [rendering.build_card_sheet(card)])) for _ in range(times)
            ),
            "typst": lambda: _compiled(times),
        },
        rounds,
    )
    for name, side, against, what in (
        ("notes read", "read", "harper", "Harper alone"),
        ("ten notes, each beside the nine others", "compared", "rapidfuzz", "rapidfuzz's ratios alone"),
        ("cards as PDF", "card", "typst", "typst alone, the same words"),
    ):
        yield line(name, found[side], found[against], f"{what}, {found[against]:,.0f}/s")


def _compared(times: int) -> int:
    """The ten notes of an application, each beside the nine others, so many times."""
    notes = [
        ComparedNote(f"Person {number}", NOTE.replace("test hall", f"hall {number}")) for number in range(COMPARED)
    ]
    for _ in range(times):
        for mine in notes:
            find_similar_sentences(mine.body, [other for other in notes if other is not mine])
    return times


def _ratios(times: int) -> int:
    """Every sentence of one note beside every sentence of another, for each two of ten, in both ways."""
    sentences = [sentence.plain for sentence in original_sentences(NOTE)]
    for _ in range(times):
        for _pair in combinations(range(COMPARED), 2):
            for mine in sentences:
                for theirs in sentences:
                    fuzz.ratio(mine, theirs)
                    fuzz.ratio(theirs, mine)
    return times


def _compiled(times: int) -> int:
    source = '#set page(width: 148mm, height: 105mm)\n#set text(font: "EB Garamond")\n' + CARD
    folders = rendering.font_folders()
    fonts = typst.Fonts(include_system_fonts=False, include_embedded_fonts=False, font_paths=folders)
    for _ in range(times):
        typst.compile(source.encode(), format="pdf", font_paths=fonts, ignore_system_fonts=True)
    return times
