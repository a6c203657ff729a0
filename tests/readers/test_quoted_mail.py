"""Where the mail that a reply quotes begins."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.readers.quoted_mail import MAX_LINE_LENGTH, strip_quoted

OWN = ["Thanks!", "Dana Ruiz"]
BEGINNINGS = {
    "English": ["On Tue, May 12, 2026 at 2:30 PM Ann Lee <ann@home.example> wrote:"],
    "English over two lines": ["On Tue, May 12, 2026 at 2:30 PM Ann Lee", "<ann@home.example> wrote:"],
    "without an address": ["On 12 May 2026, at 19:04, Ann Lee wrote:"],
    "Zoho": ["---- On Tue, 12 May 2026 14:02:50 +0530 ann@home.example wrote ----"],
    "German": ["Am 12.05.2026 um 14:30 schrieb Ann Lee <ann@home.example>:"],
    "German, the name first": ["Ann Lee <ann@home.example> schrieb am Di., 12. Mai 2026 um 12:52 Uhr:"],
    "French": ["Le 12 mai 2026 à 14:30, Ann Lee <ann@home.example> a écrit :"],
    "Spanish": ["El martes, 12 de mayo de 2026, Ann Lee escribió:"],
    "Italian": ["Il giorno 12 maggio 2026 alle 14:30 Ann Lee <ann@home.example> ha scritto:"],
    "Portuguese": ["Em 12 de maio de 2026 10:58, Ann Lee < ann@home.example> escreveu:"],
    "Dutch": ["Op di 12 mei 2026 om 14:30 schreef Ann Lee <ann@home.example>:"],
    "Norwegian": ["tir. 12. mai 2026 kl. 13:09 skrev Ann Lee <ann@home.example>:"],
    "Polish": ["Dnia 12 maja 2026 o godz. 00:25 Ann Lee <ann@home.example> napisał(a):"],
    "Ukrainian": ['12 трав. 2026 20:45 "Ann Lee" <ann@home.example> пише:'],
    "only date and address": ["2026-05-12 13:29 GMT+02:00 Ann Lee <ann@home.example>:"],
    "Outlook": ["From: Ann Lee <ann@home.example>", "Sent: Tuesday, May 12, 2026 2:30 PM", "To: Dana Ruiz"],
    "Outlook in bold": ["*From:* Ann Lee <ann@home.example>", "*Sent:* Tuesday, May 12, 2026 2:30 PM"],
    "Outlook, German": ["Von: Ann Lee <ann@home.example>", "Gesendet: Dienstag, 12. Mai 2026 14:30"],
    "Outlook, French": ["De : Ann Lee <ann@home.example>", "Envoyé : mardi 12 mai 2026 14:30"],
    "Outlook, Swedish": ["Från: Ann Lee [mailto:ann@home.example]", "Skickat: den 12 maj 2026 12:22"],
    "a separator": ["-----Original Message-----", "From: ann@home.example"],
    "a German separator": ["-----Ursprüngliche Nachricht-----"],
    "a Danish separator": ["-------- Oprindelig besked --------", "Fra: Ann", "Dato: 12.05.2026"],
    "forwarded by a phone": ["Begin forwarded message:"],
}


@pytest.mark.parametrize("form", BEGINNINGS)
def test_nothing_of_the_quoted_mail_is_left(form: str) -> None:
    assert strip_quoted([*OWN, *BEGINNINGS[form], "Ann Lee", "ann@home.example"]) == OWN


def test_quoted_lines_are_left_out_wherever_they_are() -> None:
    assert strip_quoted(["> Ann Lee", *OWN, "> ann@home.example"]) == OWN


def test_a_text_that_is_quoted_whole_is_read() -> None:
    assert strip_quoted(["> Dana Ruiz", ">Acme"]) == [" Dana Ruiz", "Acme"]


def test_what_is_written_below_the_quoted_mail_counts() -> None:
    attribution = BEGINNINGS["English"]
    assert strip_quoted([*attribution, "> Hi Dana", *OWN]) == OWN


def test_headers_copied_with_the_text_are_left_out() -> None:
    headers = ["From: Dana Ruiz <dana@acme.example>", "To: Ann Lee <ann@home.example>", "Subject: Thanks", ""]
    assert strip_quoted([*headers, *OWN]) == ["", *OWN]


@pytest.mark.parametrize(
    "line", ["From Monday on I am away.", "I wrote: yes.", "Tel: 212 555 0100", "To: be continued"]
)
def test_own_words_are_no_beginning(line: str) -> None:
    assert strip_quoted([line, *OWN]) == [line, *OWN]


@given(st.lists(st.text(max_size=2 * MAX_LINE_LENGTH), max_size=30))
def test_no_text_breaks_it(lines: list[str]) -> None:
    assert len(strip_quoted(lines)) <= len(lines)
