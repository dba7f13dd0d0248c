"""What every reader takes and gives."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from medcheck.entries import Entry
from medcheck.tables import Tables

Recognise = Callable[[Sequence[str]], list[bool]]


class ReadError(ValueError):
    """A file that cannot be used; one sentence that names the file, the place and what to do."""


@dataclass(frozen=True)
class Choice:
    """What the person chose instead of what was found: the column of the medicines, by its header."""

    column: str | None = None


@dataclass(frozen=True)
class Content:
    """The text of a file on its way to a reader; `file` is its name in messages."""

    text: str
    file: str
    tables: Tables
    recognise: Recognise
    choice: Choice = Choice()


@dataclass(frozen=True)
class Unused:
    """A row that gave no entry, kept so that nothing vanishes."""

    line: int
    raw: str
    reason: str


@dataclass(frozen=True)
class Reading:
    """The entries of a file, how it was read, and every row that was not used; `columns` is empty for plain text."""

    format: str
    entries: tuple[Entry, ...]
    unused: tuple[Unused, ...] = ()
    columns: tuple[str, ...] = ()
    column: str | None = None
    preview: tuple[tuple[str, ...], ...] = field(default=())
