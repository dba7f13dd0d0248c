"""A file -> entries: one module a format, one registry, bytes sniffed, never trusted."""

from medcheck.readers import bluebutton, delimited, text
from medcheck.readers.bytes import decoded
from medcheck.readers.reading import Choice, Content, ReadError, Reading, Recognise
from medcheck.tables import Tables

__all__ = ["READERS", "Choice", "ReadError", "Reading", "Recognise", "read"]

# The first that says it can read a text reads it; what none can read is a plain list.
READERS = (bluebutton, delimited)


def read(data: bytes, file: str, tables: Tables, recognise: Recognise, choice: Choice | None = None) -> Reading:
    """Read the bytes of a file into entries; `file` is only its name in messages.

    `recognise` says of each of some cells whether it is a medicine. ReadError says in one sentence what the file is
    and what to do.
    """
    content = Content(decoded(data, file), file, tables, recognise, choice or Choice())
    reader = next((reader for reader in READERS if reader.can_read(content)), text)
    reading = reader.read(content)
    if not reading.entries:
        raise ReadError(
            f"{file} holds no medicines that could be read; give one a line, or a CSV with a column of them."
        )
    return reading
