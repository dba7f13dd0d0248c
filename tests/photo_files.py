"""Pictures made as if somebody had taken a photo of a list: words at places, held askew, grainy and out of focus."""

import io
import struct
import zlib
from collections.abc import Sequence

from PIL import Image, ImageDraw, ImageFilter, ImageFont

LINES = ("Simvastatin 40 mg at night", "Metformin 500 mg twice daily", "Prednisolone 5 mg every morning")
GRAIN = 0.3  # of what is seen


def list_of(lines: Sequence[str] = LINES, size: int = 28) -> Image.Image:
    """A list, a line below the other."""
    return placed([(40, 30 + at * size * 2, line) for at, line in enumerate(lines)], size, 60 + len(lines) * size * 2)


def placed(words: Sequence[tuple[float, float, str]], size: int = 28, height: int = 400) -> Image.Image:
    """Words at places from the left and from above."""
    picture = Image.new("RGB", (900, height), "white")
    draw = ImageDraw.Draw(picture)
    for left, above, text in words:
        draw.text((left, above), text, font=ImageFont.load_default(size), fill=(20, 20, 30))
    return picture


def taken(picture: Image.Image, askew: float = 3, blur: float = 0.8) -> Image.Image:
    """A picture as a phone sees it."""
    turned = picture.rotate(askew, expand=True, fillcolor=(200, 200, 190), resample=Image.Resampling.BICUBIC)
    grain = Image.effect_noise(turned.size, 50).convert("RGB")
    return Image.blend(turned, grain, GRAIN).filter(ImageFilter.GaussianBlur(blur))


def saved(picture: Image.Image, kind: str = "PNG", **how: object) -> bytes:
    out = io.BytesIO()
    picture.save(out, kind, **how)
    return out.getvalue()


def png_head(width: int, height: int) -> bytes:
    """A picture that says how large it is, and holds next to nothing."""
    head = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    parts = ((b"IHDR", head), (b"IDAT", zlib.compress(b"")), (b"IEND", b""))
    return b"\x89PNG\r\n\x1a\n" + b"".join(
        struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data)) for name, data in parts
    )


def scanned(picture: Image.Image) -> bytes:
    """A PDF of one page that is nothing but a picture."""
    return saved(picture, "PDF")
