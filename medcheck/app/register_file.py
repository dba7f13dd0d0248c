"""A register as an upload -> its tables, one a sheet or a file of an archive, with every value as it was written."""

from dataclasses import dataclass
from functools import cached_property
from io import BytesIO
from pathlib import PurePath
from typing import TYPE_CHECKING

from medcheck.naming.matches import shipped_matcher
from medcheck.reading.files import ReadError, sheets, zipped
from medcheck.reading.files.bytes import LARGEST_FILE, decoded, encoding_of
from medcheck.reading.files.grid import Table, read_table, table_of
from medcheck.reading.files.upload import Upload
from medcheck.tables import shipped

if TYPE_CHECKING:
    import pandas as pd

ENDINGS = ("csv", "tsv", "txt", "parquet", "pq", "xlsx", "xlsm", "xls", "ods", "zip")


@dataclass(frozen=True)
class Sheet:
    """One table of a register; its name is blank where its file has no sheets."""

    name: str
    frame: "pd.DataFrame"

    @cached_property
    def medicines(self) -> float:
        """How many rows name a medicine in the best column, judged by a sample."""
        from medcheck.batch.frames import share_of

        matcher = shipped_matcher()
        shares = (share_of(self.frame, place, matcher) for place in range(len(self.frame.columns)))
        return max(shares, default=0.0) * len(self.frame)

    @cached_property
    def likely_column(self) -> int | None:
        """The place of the column that holds medicines, or None where no column does."""
        from medcheck.batch.frames import place_of

        try:
            return place_of(self.frame, None, shipped_matcher())
        except ValueError:
            return None


@dataclass(frozen=True)
class Register:
    """The tables of an uploaded file, and why parts of it were not read."""

    file: str
    sheets: tuple[Sheet, ...]
    unread: tuple[str, ...] = ()

    @cached_property
    def likely(self) -> int:
        """The place of the table with most medicines."""
        places = range(len(self.sheets))
        return max(places, key=lambda place: self.sheets[place].medicines) if len(places) > 1 else 0


def read_register(data: bytes, file: str) -> Register:
    """Read an uploaded file; ReadError says what to do where it holds no table."""
    unread: list[str] = []
    frames = frames_of(Upload(data, file, shipped(), shipped_matcher().recognises), unread)
    filled = tuple(Sheet(name, frame) for name, frame in frames.items() if not frame.empty)
    if not filled:
        raise ReadError(" ".join([shipped().say("bulk.empty", file=file), *unread[:3]]))
    return Register(file, filled, tuple(unread))


def frames_of(upload: Upload, unread: list[str]) -> "dict[str, pd.DataFrame]":
    """Return every table of an upload by its name, and note why parts of an archive were not read."""
    if PurePath(upload.file).suffix.lower() in {".parquet", ".pq"}:
        return {"": parquet_of(upload)}
    if sheets.can_read(upload):
        _, grids = sheets.grids_of(upload)
        return {name: frame_of(table_of(grid, "", upload.file, upload.recognise)) for name, grid in grids.items()}
    return frames_in_archive(upload, unread) if zipped.can_read(upload) else {"": frame_of(delimited(upload))}


def frames_in_archive(upload: Upload, unread: list[str]) -> "dict[str, pd.DataFrame]":
    """Return the tables of the files of an archive, by the names of file and sheet."""
    found: dict[str, pd.DataFrame] = {}
    for part in zipped.parts(upload):
        try:
            if isinstance(part, ReadError):
                raise part
            inner = frames_of(part, unread)
        except ReadError as error:
            unread.append(str(error))
        else:
            found |= {": ".join(filter(None, (part.file, name))): frame for name, frame in inner.items()}
    return found


def parquet_of(upload: Upload) -> "pd.DataFrame":
    """Return the table of a Parquet file."""
    import pandas as pd

    try:
        return pd.read_parquet(BytesIO(upload.data))
    except (OSError, ValueError) as error:
        reason = str(error).partition("\n")[0]
        raise ReadError(shipped().say("bulk.unreadable", file=upload.file, reason=reason)) from error


def delimited(upload: Upload) -> Table:
    """Return the table of a delimited text, which may have more lines than a person's list."""
    return read_table(text_of(upload), upload.file, upload.recognise)


def text_of(upload: Upload) -> str:
    """Return the text of a table; unlike a person's list, a register may be of any size."""
    if len(upload.data) > LARGEST_FILE:
        return upload.data.decode(encoding_of(upload.data), errors="replace")
    return decoded(upload.data, upload.file)


def frame_of(table: Table) -> "pd.DataFrame":
    """Return a table as a frame of text under its titles."""
    import pandas as pd

    frame = pd.DataFrame([cells for _, cells in table.rows], dtype="str")
    frame.columns = list(table.header) if len(frame) else []
    return frame
