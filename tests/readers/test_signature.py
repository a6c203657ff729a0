"""Some thirty usual signatures: what must be found in each, and what must not be taken for it."""

from dataclasses import dataclass, replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.readers import signature
from portal.readers.signature import Signature


@dataclass(frozen=True)
class Signed:
    """One signature, and all that is in it."""

    text: str
    name: str | None = None
    titles: tuple[str, ...] = ()
    emails: tuple[str, ...] = ()
    phones: tuple[str, ...] = ()
    addresses: tuple[str, ...] = ()


DANA = "dana.ruiz@acme.example"
SIGNED = {
    "plain": Signed(
        "Best regards,\n\nDana Ruiz\nHead of Robots\nAcme Inc.\n212-555-0143\ndana.ruiz@acme.example",
        "Dana Ruiz",
        ("Head of Robots",),
        (DANA,),
        ("212-555-0143",),
    ),
    "after a whole letter": Signed(
        "Hi Ann,\n\nthank you for coming on 12 May 2026 at 14:30. Room 4021 was cold.\nTalk soon.\n\n-- \nDana Ruiz\n"
        "Plant Manager | Acme Inc.\nT: +1 212 555 0143 | F: +1 212 555 0199\n" + DANA,
        "Dana Ruiz",
        ("Plant Manager",),
        (DANA,),
        ("+1 212 555 0143",),
    ),
    "one line with bars": Signed(
        "Dana Ruiz | Head of Robots | Acme Inc. | +1 (212) 555-0143 | dana.ruiz@acme.example | www.acme.example",
        "Dana Ruiz",
        ("Head of Robots",),
        (DANA,),
        ("+1 (212) 555-0143",),
    ),
    "one line with dots": Signed(
        "Dana Ruiz • Operations Director • m 212.555.0143 • dana.ruiz@acme.example",
        "Dana Ruiz",
        ("Operations Director",),
        (DANA,),
        ("212.555.0143",),
    ),
    "a title after a comma": Signed(
        "Dana Ruiz, Head of Robots\nAcme Inc.\nOffice: (212) 555-0143 x 204",
        "Dana Ruiz",
        ("Head of Robots",),
        (),
        ("(212) 555-0143 ext. 204",),
    ),
    "letters after the name": Signed(
        "Dana Ruiz, PhD, PMP\nSenior Controls Engineer\n" + DANA, "Dana Ruiz", ("Senior Controls Engineer",), (DANA,)
    ),
    "pronouns": Signed(
        "Thanks!\nDana Ruiz (she/her)\nTalent Acquisition\n" + DANA, "Dana Ruiz", ("Talent Acquisition",), (DANA,)
    ),
    "an American address": Signed(
        f"Dana Ruiz\nAcme Inc.\n12 Main Street, Suite 400\nNew York, NY 10001\n{DANA}",
        "Dana Ruiz",
        (),
        (DANA,),
        (),
        ("12 Main Street, Suite 400\nNew York, NY 10001",),
    ),
    "an address on one line": Signed(
        "Dana Ruiz\nPlant Manager\n350 Fifth Avenue, New York, NY 10118-0110\nTel. 212 555 0143",
        "Dana Ruiz",
        ("Plant Manager",),
        (),
        ("212 555 0143",),
        ("350 Fifth Avenue, New York, NY 10118-0110",),
    ),
    "British": Signed(
        "Kind regards\n\nOliver O'Brien\nHR Manager\nAcme Ltd\n14 Baker Street\nLondon NW1 6XE\nUnited Kingdom\n"
        "Tel: 020 7946 0018\nMob: 07700 900123\no.obrien@acme.co.uk\nRegistered in England, company no. 01234567",
        "Oliver O'Brien",
        ("HR Manager",),
        ("o.obrien@acme.co.uk",),
        ("020 7946 0018", "07700 900123"),
        ("14 Baker Street\nLondon NW1 6XE\nUnited Kingdom",),
    ),
    "Canadian": Signed(
        "Sincerely,\nAmélie Roy\nRecruiter\n100 King Street\nToronto, ON M5V 2T6\nCell 416-555-0143",
        "Amélie Roy",
        ("Recruiter",),
        (),
        ("416-555-0143",),
        ("100 King Street\nToronto, ON M5V 2T6",),
    ),
    "a disclaimer": Signed(
        f"Dana Ruiz\nHead of Robots\n{DANA}\n\nCONFIDENTIALITY NOTICE: This e-mail is for Lee Park, Chief Counsel, "
        "212-555-0100, legal@acme.example only.",
        "Dana Ruiz",
        ("Head of Robots",),
        (DANA,),
    ),
    "sent from a phone": Signed(
        "Dana Ruiz\n212-555-0143\n\nSent from my iPhone", "Dana Ruiz", (), (), ("212-555-0143",)
    ),
    "quoted": Signed(f"> Best,\n> Dana Ruiz\n> Head of Robots\n> {DANA}", "Dana Ruiz", ("Head of Robots",), (DANA,)),
    "stars around it": Signed(
        "*Dana Ruiz*\n_Head of Robots_\n*Acme Inc.*\n" + DANA, "Dana Ruiz", ("Head of Robots",), (DANA,)
    ),
    "only a first name": Signed(f"Cheers,\nDana\n{DANA}", "Dana", (), (DANA,)),
    "nothing but an address of mail": Signed(DANA, None, (), (DANA,)),
    "a disguised address": Signed("Dana Ruiz\ndana.ruiz [at] acme [dot] example", "Dana Ruiz", (), (DANA,)),
    "links": Signed(
        "Dana Ruiz\nBuyer\nhttps://www.linkedin.com/in/dana-ruiz-2125550143\nBook a meeting: https://cal.example/dana",
        "Dana Ruiz",
        ("Buyer",),
    ),
    "a mail link": Signed(f"Dana Ruiz\n{DANA}<mailto:{DANA}>", "Dana Ruiz", (), (DANA,)),
    "capitals": Signed(
        "DANA RUIZ\nPLANT MANAGER\n212-555-0143", "DANA RUIZ", ("PLANT MANAGER",), (), ("212-555-0143",)
    ),
    "German": Signed(
        "Mit freundlichen Grüßen\n\ni. A. Jörg Müller-Lüdenscheidt\nAbteilungsleiter Automatisierung\n\nAcme GmbH\n"
        "Heidestraße 17\n51147 Köln\n\nTelefon: +49 221 9999123\nTelefax: +49 221 9999124\nMobil: 0170 1234567\n"
        "E-Mail: j.mueller@acme-gmbh.de\nInternet: www.acme-gmbh.de\n\nSitz der Gesellschaft: Köln\n"
        "Registergericht: Amtsgericht Köln, HRB 12345\nUSt-IdNr.: DE123456789\nGeschäftsführer: Dr. Petra Klein",
        "Jörg Müller-Lüdenscheidt",
        ("Abteilungsleiter Automatisierung",),
        ("j.mueller@acme-gmbh.de",),
        ("+49 221 9999123", "0170 1234567"),
        ("Heidestraße 17\n51147 Köln",),
    ),
    "German on few lines": Signed(
        "Viele Grüße\nDr. Petra von der Heide\n--\nGeschäftsführerin · Acme GmbH · Lange Gasse 3 · 1010 Wien\n"
        "T +43 1 5330143 · petra@acme.at",
        "Petra von der Heide",
        ("Geschäftsführerin",),
        ("petra@acme.at",),
        ("+43 1 5330143",),
        ("Lange Gasse 3\n1010 Wien",),
    ),
    "German with an extension": Signed(
        "MfG\nHans Huber\nPersonalreferent\nTel.: 089 / 1234567-89\nFax: 089 / 1234567-90\nhans.huber@werk.de",
        "Hans Huber",
        ("Personalreferent",),
        ("hans.huber@werk.de",),
        ("089 / 1234567-89",),
    ),
    "Swiss": Signed(
        "Freundliche Grüsse\nUrs Meier\nLeiter Einkauf\nAcme AG\nBahnhofstrasse 12\nCH-8001 Zürich\n"
        "+41 44 668 18 00\nurs.meier@acme.ch",
        "Urs Meier",
        ("Leiter Einkauf",),
        ("urs.meier@acme.ch",),
        ("+41 44 668 18 00",),
        ("Bahnhofstrasse 12\nCH-8001 Zürich",),
    ),
    "a German box": Signed(
        "Hans Huber\nAcme GmbH\nPostfach 12 34\n80331 München",
        "Hans Huber",
        (),
        (),
        (),
        ("Postfach 12 34\n80331 München",),
    ),
    "German, private words": Signed(
        "Anna Schmidt\nVertriebsleiterin\nanna@werk.de\n\nDiese E-Mail ist vertraulich. Rückfragen: 0221 9999100",
        "Anna Schmidt",
        ("Vertriebsleiterin",),
        ("anna@werk.de",),
    ),
    "French": Signed(
        "Bien cordialement,\n\nJean-Luc DUPONT\nDirecteur des ressources humaines\nAcme SAS\n12 bis, rue de la Paix\n"
        "75002 Paris\nTél. : 01 42 68 53 00\nPort. : 06 12 34 56 78\nFax : 01 42 68 53 01\njl.dupont@acme.fr\n"
        "SIRET 732 829 320 00074 - RCS Paris",
        "Jean-Luc DUPONT",
        ("Directeur des ressources humaines",),
        ("jl.dupont@acme.fr",),
        ("01 42 68 53 00", "06 12 34 56 78"),
        ("12 bis, rue de la Paix\n75002 Paris",),
    ),
    "French on one line": Signed(
        "Cordialement, Amélie Lefèvre | Chargée de recrutement | +33 1 42 68 53 00 | amelie@acme.fr",
        "Amélie Lefèvre",
        ("Chargée de recrutement",),
        ("amelie@acme.fr",),
        ("+33 1 42 68 53 00",),
    ),
    "French, small print": Signed(
        "Merci,\nLéa Martin\nIngénieure méthodes\nlea@acme.fr\nCe message est confidentiel, appelez le 01 42 68 53 99.",
        "Léa Martin",
        ("Ingénieure méthodes",),
        ("lea@acme.fr",),
    ),
    "nobody": Signed("The meeting is in room 12, at half past nine. Bring 2 pens and read chapter 2026."),
}


@pytest.mark.parametrize("shape", SIGNED)
def test_everything_is_found_and_nothing_else(shape: str) -> None:
    wanted = SIGNED[shape]
    found = signature.read(wanted.text)
    assert replace(found, phones=()) == Signature(
        (wanted.name,) if wanted.name else (),
        wanted.titles,
        wanted.emails,
        (),
        wanted.addresses,
        found.organizations,
    )
    assert tuple(phone.written for phone in found.phones) == wanted.phones
    assert signature.read(wanted.text.replace("\n", "\r\n")) == found
    assert found.is_empty is (shape == "nobody")


def test_the_company_is_no_persons_name() -> None:
    assert signature.read(SIGNED["German"].text).organizations == ("Acme GmbH",)


@given(st.text(max_size=400))
def test_nothing_breaks_the_reader(text: str) -> None:
    found = signature.read(text)
    assert len(found.names) <= 1 and all(found.phones)


SLOW = ["1 ", "a@", "-", "A ", "12 rue ", "(212", "A.b-", "x" * 70 + " ", ", ", "\n-- \n", "1010 A"]


@pytest.mark.parametrize("piece", SLOW)
def test_no_text_keeps_the_reader_for_ever(piece: str) -> None:
    assert len(signature.read(piece * 20_000).phones) <= signature.MAX_FOUND
