"""Plain text: one medicine a line, or several parted by commas, semicolons or "and"."""

from medcheck.entries import read_entry, split_line
from medcheck.readers.reading import Content, Reading, Unused
from medcheck.readers.titles import is_title


def read(content: Content) -> Reading:
    """Read every line as one or more entries; titles and lines without any letter or number are kept as not used."""
    lines = [(number, line) for number, line in enumerate(content.text.splitlines(), start=1) if line.strip()]
    entries = tuple(
        read_entry(piece, number, content.tables)
        for number, line in lines
        if not is_title(line)
        for piece in split_line(line, content.tables)
    )
    read_lines = {entry.line for entry in entries}
    why = content.tables.say("unused.title")
    return Reading("text", entries, tuple(Unused(number, line, why) for number, line in lines
                                          if number not in read_lines))  # fmt: skip
