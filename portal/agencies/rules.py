"""Who sends notes; and the accent color, made readable on both themes (WCAG 2.2, 1.4.3)."""

import re

CANDIDATE, APPROVAL, RECRUITER = "candidate", "approval", "recruiter"
SENDERS = (CANDIDATE, APPROVAL, RECRUITER)
"""Who sends a note to an employer's people: the candidate; the candidate once a recruiter approves; the recruiter."""

MIN_CONTRAST = 4.6
"""A little above the 4.5 that text needs, to allow for rounding."""

LIGHT_SURFACE, DARK_SURFACE = (255, 255, 255), (33, 31, 28)
_HEX = re.compile(r"#[0-9a-fA-F]{6}")
_FALLBACK = "#0f766e"

Color = tuple[int, int, int]


def note_sender(agency: str, employer: str | None) -> str:
    """Return who sends notes to this employer's people: as decided for the employer, else as for the agency."""
    return employer or agency


def footer_lines(legal_name: str | None, postal_address: str | None, text: str | None) -> tuple[str, ...]:
    """Return the lines at the end of every email: who sends it, where they are, and what the agency adds."""
    address = ", ".join(line.strip() for line in (postal_address or "").splitlines() if line.strip())
    sender = " · ".join(part for part in (legal_name, address) if part)
    return tuple(line.strip() for line in (sender, *(text or "").splitlines()) if line.strip())


def is_color(text: str) -> bool:
    """Return whether the text is a color as an agency's is written, like #0f766e."""
    return _HEX.fullmatch(text) is not None


def readable_color(color: str, surface: Color) -> str:
    """Return the color, darkened or lightened just enough to read it on `surface`; the default if malformed."""
    wanted = parse_color(color if is_color(color) else _FALLBACK)
    goal = (0, 0, 0) if luminance(surface) > 0.5 else (255, 255, 255)
    steps = (_mix(wanted, goal, part / 50) for part in range(51))
    return format_color(next(found for found in steps if contrast_ratio(found, surface) >= MIN_CONTRAST))


def accent_color(color: str) -> str:
    """Return the color adjusted for emails: readable on white, and white on it."""
    return readable_color(color, LIGHT_SURFACE)


def text_color_on(color: str) -> str:
    """Return white or near-black, whichever is easier to read on the color."""
    return max(("#ffffff", "#1a1815"), key=lambda text: contrast_ratio(parse_color(text), parse_color(color)))


def contrast_ratio(one: Color, other: Color) -> float:
    """Return the contrast ratio of two colors, 1 to 21."""
    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def luminance(color: Color) -> float:
    """Return the relative luminance of an sRGB color."""
    red, green, blue = (_linear(channel / 255) for channel in color)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def parse_color(color: str) -> Color:
    """Return the three channels of `#rrggbb`."""
    return int(color[1:3], 16), int(color[3:5], 16), int(color[5:7], 16)


def format_color(color: Color) -> str:
    """Return the color as `#rrggbb`."""
    return "#" + "".join(f"{channel:02x}" for channel in color)


def _linear(channel: float) -> float:
    return channel / 12.92 if channel <= 0.04045 else ((channel + 0.055) / 1.055) ** 2.4


def _mix(one: Color, other: Color, part: float) -> Color:
    red, green, blue = (round(a + (b - a) * part) for a, b in zip(one, other, strict=True))
    return red, green, blue
