"""Lines as people could type them into a name or a subject, with encoded words in every charset among them."""

from base64 import b64encode
from encodings.aliases import aliases

from hypothesis import strategies as st

from portal.messaging.rules import has_forbidden_character

INJECTED = "=?utf-8?q?Thanks=0d=0aBcc:_x@y.example=0d=0a=0d=0abody?="
"""What wrote a header and a body of its own where the library parsed it (Python 3.11.7 and 3.12.1)."""

CHARSETS = sorted({*aliases.values(), "utf-8*en", "us-ascii", "x-unknown", ""})
PAYLOADS = ("\r\nBcc: spy@example.com\r\n\r\nbody", "x\nBcc: y", "\r", "Dana, <spy@example.com>", "é", "")


@st.composite
def encoded_words(draw: st.DrawFn) -> str:
    """An encoded word in any charset that Python knows, whole or broken, with something harmful in it."""
    charset, way = draw(st.sampled_from(CHARSETS)), draw(st.sampled_from("qQbBx"))
    payload = draw(st.sampled_from(PAYLOADS)).encode()
    text = b64encode(payload).decode() if way in "bB" else "".join(f"={octet:02x}" for octet in payload)
    return draw(st.sampled_from(["=?{}?{}?{}?=", "=?{}?{}?{}", '"=?{}?{}?{}?="', "=?={}?{}?{}?=?="])).format(
        charset, way, text
    )


_SIGNS = st.characters(codec="utf-8").filter(lambda sign: not has_forbidden_character(sign))
_PARTS = st.one_of(
    encoded_words(),
    st.just(INJECTED),
    st.text(_SIGNS, max_size=30),
    st.text("ab \"\\,;:<>()@.=?_'\u00e9\u738b\U0001f600", max_size=80),
)
LINES = st.lists(_PARTS, min_size=1, max_size=4).map("".join)
"""Any one line that no form refuses for its signs."""

WORDED = st.builds("{}{}".format, st.text("abc ", max_size=5), encoded_words())
"""A line that has an encoded word for certain."""
