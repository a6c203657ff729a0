"""Email domains where anyone can get an address: they say nothing about where a person works."""

BRANDS = frozenset(
    {"aol", "gmail", "gmx", "googlemail", "hotmail", "hushmail", "icloud", "live", "mail", "msn", "outlook", "proton",
     "protonmail", "rocketmail", "tutanota", "yahoo", "yandex", "ymail", "zoho", "zohomail"}
)  # fmt: skip
DOMAINS = frozenset(
    {"126.com", "163.com", "att.net", "bellsouth.net", "bigpond.com", "bluewin.ch", "bol.com.br", "btinternet.com",
     "charter.net", "comcast.net", "cox.net", "daum.net", "duck.com", "earthlink.net", "fastmail.com", "fastmail.fm",
     "free.fr", "freenet.de", "frontier.com", "hanmail.net", "hey.com", "inbox.com", "interia.pl", "juno.com",
     "laposte.net", "libero.it", "list.ru", "mac.com", "mail.ru", "me.com", "naver.com", "neuf.fr", "o2.pl",
     "onet.pl", "optonline.net", "optusnet.com.au", "orange.fr", "pm.me", "privaterelay.appleid.com", "qq.com",
     "rambler.ru", "rediffmail.com", "rogers.com", "sbcglobal.net", "seznam.cz", "sfr.fr", "shaw.ca", "sky.com",
     "sympatico.ca", "t-online.de", "talktalk.net", "telus.net", "terra.com.br", "tin.it", "tuta.com", "tuta.io",
     "uol.com.br", "verizon.net", "virgilio.it", "virginmedia.com", "wanadoo.fr", "web.de", "wp.pl", "xtra.co.nz"}
)  # fmt: skip


def is_free_mail(domain: str) -> bool:
    """Return whether this is the domain of a provider where anyone can get an address, such as gmail.com."""
    name = domain.casefold().strip(".")
    labels = name.split(".")
    top = len(labels) == 2 or (len(labels) == 3 and labels[1] in ("co", "com"))
    return name in DOMAINS or (top and labels[0] in BRANDS)
