"""Plain text: one medicine a line, or several parted by commas, semicolons or "and"."""

from medcheck.entries import read_list
from medcheck.readers.reading import Content, Reading


def read(content: Content) -> Reading:
    """Read every line that is not blank as one or more entries."""
    return Reading("text", tuple(read_list(content.text, content.tables)))
