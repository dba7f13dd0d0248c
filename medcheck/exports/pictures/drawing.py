"""Shapes and a text alternative -> SVG, in a page or as an image."""

from base64 import b64encode
from collections.abc import Callable
from dataclasses import dataclass

from markupsafe import Markup

# Each stands out from white paper and from the dark page by 3 to 1 or more, and they differ in grey too.
FILL, LINE, ALARM = "#4d7fb8", "#7d8793", "#d1495b"
SVG = "http://www.w3.org/2000/svg"


@dataclass(frozen=True)
class Drawing:
    """Shapes in a frame of `width` by `height` units; a stretched one fills the width that it is given."""

    width: int
    height: int
    shapes: Markup
    alt: str
    stretched: bool = False


Draw = Callable[[Drawing], Markup]


def inline(drawing: Drawing) -> Markup:
    """Return the drawing as an SVG element, for a page of our own."""
    label = Markup('role="img" aria-label="{}"').format(drawing.alt) if drawing.alt else Markup('aria-hidden="true"')
    return element(drawing, label)


def as_image(drawing: Drawing) -> Markup:
    """Return the drawing as an image that holds its own bytes, where a page takes no SVG element."""
    encoded = b64encode(element(drawing, Markup("")).encode()).decode()
    return Markup('<img class="{}" alt="{}" src="data:image/svg+xml;base64,{}">').format(
        kind_of(drawing), drawing.alt, encoded
    )


def element(drawing: Drawing, label: Markup) -> Markup:
    """Return the SVG element of a drawing."""
    size = Markup("") if drawing.stretched else Markup('width="{}" height="{}"').format(drawing.width, drawing.height)
    ratio = "none" if drawing.stretched else "xMidYMid"
    return Markup(
        '<svg xmlns="{}" class="{}" viewBox="0 0 {} {}" preserveAspectRatio="{}" {} {}>{}</svg>'
    ).format(SVG, kind_of(drawing), drawing.width, drawing.height, ratio, size, label, drawing.shapes)  # fmt: skip


def kind_of(drawing: Drawing) -> str:
    """Return the class under which the style sheet finds the drawing."""
    return "drawn-wide" if drawing.stretched else "drawn"


def rectangle(left: float, top: float, width: float, height: float, fill: str, opacity: float = 1) -> Markup:
    """Return a filled rectangle."""
    return Markup('<rect x="{:.1f}" y="{:.1f}" width="{:.1f}" height="{:.1f}" fill="{}" fill-opacity="{:g}"/>').format(
        left, top, width, height, fill, opacity
    )
