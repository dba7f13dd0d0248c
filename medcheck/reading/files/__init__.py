"""A file -> entries: one module a format, one registry, bytes sniffed, never trusted."""

from medcheck.reading.files import (
    bluebutton,
    ccda,
    delimited,
    fhir,
    mail,
    medication_plan,
    openfda,
    pdf,
    photo,
    plain_json,
    saved_report,
    sheets,
    text,
    webpage,
    zipped,
)
from medcheck.reading.files.bytes import LARGEST_FILE
from medcheck.reading.files.outcome import Choice, ReadError, Reading, Recognise, SeenLine, UnconfirmedError, Unused
from medcheck.reading.files.text import read_text
from medcheck.reading.files.upload import Upload
from medcheck.tables import Tables

__all__ = [
    "READERS", "Choice", "ReadError", "Reading", "Recognise", "SeenLine", "UnconfirmedError", "Unused", "Upload",
    "read", "read_text",
]  # fmt: skip

# The first that says it can read an upload reads it, the binary formats first; what none can read is a plain list.
READERS = (
    sheets,
    pdf,
    photo,
    saved_report,
    fhir,
    openfda,
    ccda,
    medication_plan,
    bluebutton,
    plain_json,
    webpage,
    delimited,
)


def read(data: bytes, file: str, tables: Tables, recognise: Recognise, choice: Choice | None = None) -> Reading:
    """Read the bytes of a file into entries; `file` is only its name in messages.

    `recognise` says of each of some cells whether it is a medicine. ReadError says in one sentence what the file is
    and what to do.
    """
    return read_upload(Upload(data, file, tables, recognise, choice or Choice()))


def read_upload(upload: Upload) -> Reading:
    """Read an upload with the first reader that can."""
    if len(upload.data) > LARGEST_FILE:
        raise ReadError(
            f"{upload.file} is larger than {LARGEST_FILE // 1_000_000} MB; split it, or use `medcheck screen`."
        )
    reading = reading_of(upload)
    if not reading.entries:
        raise ReadError(
            f"{upload.file} holds no medicines that could be read; give one a line, or a CSV with a column of them.",
            reading.columns,
            reading.sheets,
        )
    return reading


def reading_of(upload: Upload) -> Reading:
    """Return what the first reader that can makes of an upload; of an archive or a mail, what is in it is read."""
    if not sheets.can_read(upload) and zipped.can_read(upload):
        return zipped.read(upload, read_upload)
    if mail.can_read(upload):
        return mail.read(upload, read_upload)
    reader = next((reader for reader in READERS if reader.can_read(upload)), text)
    return reader.read(upload)
