"""What every reader gives (entries, and what was not used), and the refusal that all of them share."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from medcheck.reading.lines import Entry

Recognise = Callable[[Sequence[str]], list[bool]]


class ReadError(ValueError):
    """A file that cannot be used; one sentence that names the file, the place and what to do.

    `columns` and `sheets` are what the person may choose to have it read after all, empty where nothing would help.
    """

    def __init__(self, message: str, columns: Sequence[str] = (), sheets: Sequence[str] = ()) -> None:
        super().__init__(message)
        self.columns = tuple(columns)
        self.sheets = tuple(sheets)


@dataclass(frozen=True)
class SeenLine:
    """A line that was read from a photo, and whether the recognition was sure of it."""

    text: str
    sure: bool


class UnconfirmedError(ReadError):
    """A photo whose lines a person has to confirm before anything is made of them."""

    def __init__(self, message: str, lines: Sequence[SeenLine]) -> None:
        super().__init__(message)
        self.lines = tuple(lines)


@dataclass(frozen=True)
class Choice:
    """What the person chose instead of what was found: the column of the medicines by its title, the sheet by name.

    `confirmed` is whether the person has seen what was read from a photo and found it right.
    """

    column: str | None = None
    sheet: str | None = None
    confirmed: bool = False


@dataclass(frozen=True)
class Unused:
    """A row that gave no entry, kept so that nothing vanishes; `maybe` where it might have held a medicine."""

    line: int
    raw: str
    reason: str
    maybe: bool = False


@dataclass(frozen=True)
class Reading:
    """The entries of a file, how it was read, and every row that was not used.

    `columns` and `sheets` are what may be chosen instead, empty where there is nothing to choose.
    """

    format: str
    entries: tuple[Entry, ...]
    unused: tuple[Unused, ...] = ()
    columns: tuple[str, ...] = ()
    column: str | None = None
    preview: tuple[tuple[str, ...], ...] = field(default=())
    sheets: tuple[str, ...] = ()
    sheet: str | None = None
