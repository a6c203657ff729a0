"""A logo for a sample email, as an agency's own is there: a PNG 48 pixels high, drawn at twice its size."""

import base64
import io

from PIL import Image, ImageDraw, ImageFont

WIDTH, HEIGHT = 172, 48
_TEAL, _INK = "#0f766e", "#23201b"


def sample_logo() -> dict[str, str | int]:
    """Return what the layout of emails takes as the agency's logo."""
    picture = Image.new("RGB", (2 * WIDTH, 2 * HEIGHT), "white")
    drawing = ImageDraw.Draw(picture)
    drawing.rounded_rectangle((4, 8, 84, 88), 20, fill=_TEAL)
    drawing.line(((22, 68), (22, 30), (44, 54), (66, 30), (66, 68)), fill="white", width=9, joint="curve")
    drawing.text((100, 26), "McGrath", fill=_INK, font=ImageFont.load_default(52))
    out = io.BytesIO()
    picture.save(out, "PNG", optimize=True)
    url = "data:image/png;base64," + base64.b64encode(out.getvalue()).decode()
    return {"url": url, "width": WIDTH, "height": HEIGHT}
