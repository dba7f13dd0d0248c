"""Report -> pictures as HTML: small drawings with words beside them, each with a text alternative."""

from medcheck.exports.pictures.drawing import Draw, Drawing, as_image, inline
from medcheck.exports.pictures.matrix import matrix
from medcheck.exports.pictures.outline import outlines
from medcheck.exports.pictures.people import people
from medcheck.exports.pictures.timeline import timeline

__all__ = ["Draw", "Drawing", "as_image", "inline", "matrix", "outlines", "people", "timeline"]
