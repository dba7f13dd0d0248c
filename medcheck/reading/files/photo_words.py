"""The bytes of a photo or a scanned PDF -> the words seen in it with their places, read by a process of its own.

Run as a script: the bytes come in, JSON goes out. It imports nothing of medcheck. The size is judged by what the
head of a picture says, before any of it is unfolded. Nothing is asked of the network: the models come with the package.
"""

import io
import json
import logging
import os
import subprocess
import sys
import warnings
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from math import atan2, cos, sin
from statistics import median
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from PIL.Image import Image

LONGEST = 90  # seconds
MOST_MEMORY = 900_000_000  # bytes of data, where the system can hold a process to it
MOST_POINTS = 50_000_000  # of a picture
LONG_SIDE = 1_600  # points to which a picture is made smaller, or larger
MOST_LARGER = 2.0  # times
MOST_PAGES = 5  # of a scan
KINDS = ("PNG", "JPEG", "WEBP", "GIF")
PDF = b"%PDF"
THREADS = 2
LETTER_OR_TWO = 3  # letters that do not tell how a picture is held
BROKEN, TOO_LARGE, TOO_LONG, TOO_MANY_PAGES = "broken", "large", "time", "pages"


Corners = list[list[float]]
Words = list[tuple[Corners, str, float]]


class PhotoError(Exception):
    """A photo that cannot be read; what is wrong is one of the words above."""


@dataclass(frozen=True)
class SeenWord:
    """Words that stand beside each other with their place from the left and the foot, and how surely they are these."""

    left: float
    bottom: float
    right: float
    top: float
    text: str
    sure: float


def words_of(data: bytes) -> tuple[tuple[SeenWord, ...], ...]:
    """Return what is seen on each picture of a file; PhotoError where it is broken, too large or takes too long."""
    try:
        done = subprocess.run([sys.executable, "-I", __file__], input=data, capture_output=True, timeout=LONGEST)  # noqa: S603
    except subprocess.TimeoutExpired as error:
        raise PhotoError(TOO_LONG) from error
    try:
        answer = json.loads(done.stdout)
    except ValueError as error:
        raise PhotoError(TOO_LONG) from error  # it went over its memory
    if isinstance(answer, str):
        raise PhotoError(answer)
    return tuple(tuple(SeenWord(*word) for word in page) for page in answer)


def opened(data: bytes) -> list[Any] | str:
    """Return what is seen on each picture of a file, or the word for what is wrong with it."""
    try:
        pictures = list(pages(data) if data.lstrip(b"\0").startswith(PDF) else photo(data))
    except OverflowError:
        return TOO_LARGE
    except IndexError:
        return TOO_MANY_PAGES
    except Exception:  # the decoders raise whatever a broken picture makes of them
        return BROKEN
    return seen(pictures)


def photo(data: bytes) -> Iterator["Image"]:
    """Yield the picture as it is held upright, without what shines through; OverflowError where it is too large."""
    from PIL import Image, ImageOps

    Image.MAX_IMAGE_PIXELS = None  # its size is judged here
    with Image.open(io.BytesIO(data), formats=KINDS) as picture:
        if picture.width * picture.height > MOST_POINTS:
            raise OverflowError
        picture.draft("RGB", (LONG_SIDE, LONG_SIDE))
        picture.thumbnail((LONG_SIDE, LONG_SIDE))
        larger = max(1.0, min(MOST_LARGER, LONG_SIDE / max(picture.size)))
        whole = ImageOps.exif_transpose(picture).convert("RGBA")
        whole = whole.resize((round(whole.width * larger), round(whole.height * larger)))
    paper = Image.new("RGB", whole.size, "white")
    paper.paste(whole, mask=whole)
    yield paper


def pages(data: bytes) -> Iterator["Image"]:
    """Yield the pages of a scan as pictures; IndexError where there are too many."""
    from pypdfium2 import PdfDocument

    document = PdfDocument(data)
    if len(document) > MOST_PAGES:
        raise IndexError
    for page in document:
        yield page.render(scale=LONG_SIDE / max(page.get_size()), may_draw_forms=False).to_pil().convert("RGB")


def seen(pictures: list["Image"]) -> list[Any]:
    """Return what is seen on each picture."""
    import numpy as np
    from rapidocr import RapidOCR

    logging.disable(logging.CRITICAL)
    threads = {f"EngineConfig.onnxruntime.{kind}_op_num_threads": THREADS for kind in ("intra", "inter")}
    # As large as it comes; and several lines at once take more memory and no less time.
    see = RapidOCR(params={**threads, "Det.limit_type": "max", "Det.limit_side_len": LONG_SIDE, "Rec.rec_batch_num": 1})

    def look(picture: "Image", use_cls: bool) -> Words:
        read: Any = see(np.asarray(picture)[:, :, ::-1], use_cls=use_cls)
        words = zip(read.boxes, read.txts, read.scores, strict=True) if read.txts else ()
        return [(box.tolist(), text, float(score)) for box, text, score in words]

    return [straightened(upright(picture, look)) for picture in pictures]


def upright(picture: "Image", look: Callable[..., Words]) -> Words:
    """Return what is seen on a picture, turned to the side on which it is seen most surely where it lies on one."""
    words = look(picture, True)
    if sum(1 if lies(corners) else -1 for corners, text, _ in words if len(text) > LETTER_OR_TWO) <= 0:
        return words
    sides = [look(picture.rotate(turn, expand=True), False) for turn in (90, 270)]
    return max(sides, key=lambda seen: sum(len(text) * score for _, text, score in seen))


def lies(corners: Corners) -> bool:
    """Say whether words stand higher than they are wide."""
    across, down = [x for x, _ in corners], [y for _, y in corners]
    return max(down) - min(down) > max(across) - min(across)


def straightened(words: Words) -> list[list[Any]]:
    """Return words with their places as if the photo had not been held askew."""
    sides = sorted(((right[0] - left[0], right[1] - left[1]) for (left, right, *_), _, _ in words), reverse=True)
    slopes = [atan2(down, across) for across, down in sides[: len(sides) // 2 + 1]]  # the short ones tell it badly
    turn = -median(slopes) if slopes else 0.0
    found: list[list[Any]] = []
    for corners, text, score in words:
        turned = [(x * cos(turn) - y * sin(turn), x * sin(turn) + y * cos(turn)) for x, y in corners]
        across, down = [x for x, _ in turned], [y for _, y in turned]
        found.append([min(across), -max(down), max(across), -min(down), text, score])
    return found


def hold_to_memory() -> None:
    """Hold this process to its memory, where the system can."""
    try:
        import resource
    except ImportError:  # Windows
        return
    resource.setrlimit(resource.RLIMIT_DATA, (MOST_MEMORY, MOST_MEMORY))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))


if __name__ == "__main__":
    hold_to_memory()
    warnings.simplefilter("ignore")
    answer_to, sys.stdout = sys.stdout, sys.stderr
    json.dump(opened(sys.stdin.buffer.read()), answer_to)
    answer_to.flush()
    os._exit(0)  # whatever would run at the end may write no file any more
