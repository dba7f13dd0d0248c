"""The bytes of a file -> each way to look at them, worked out once, for every reader."""

import json
import time
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any, TypeVar

from medcheck.reading.files.bytes import decoded
from medcheck.reading.files.outcome import Choice, ReadError, Recognise, Unused
from medcheck.tables import Tables

LONGEST_READING = 60.0  # seconds
MOST_LINES = 400_000
MOST_PARTS = 3_000_000  # objects, lists or elements: what one file may unfold to in memory
NOTHING = object()  # what a file that is no JSON parses to; null is JSON

Item = TypeVar("Item")


@dataclass(frozen=True)
class Upload:
    """The bytes of a file with its name in messages, the person's choice, and what tells a medicine from other cells.

    `depth` is how many archives it was taken out of.
    """

    data: bytes
    file: str
    tables: Tables
    recognise: Recognise
    choice: Choice = field(default_factory=Choice)
    depth: int = 0
    until: float = field(default_factory=lambda: time.monotonic() + LONGEST_READING)

    @cached_property
    def text(self) -> str:
        """The text of the file; ReadError where it is none, or has too many lines."""
        text = decoded(self.data, self.file)
        if text.count("\n") + text.count("\r") > MOST_LINES:
            raise ReadError(f"{self.file} has more than {MOST_LINES:,} lines; split it, or use `medcheck screen`.")
        return text

    @cached_property
    def head(self) -> str:
        """The first signs of the text, without the blanks before them."""
        return self.text[:4000].lstrip("\ufeff \t\r\n")[:2000]

    @cached_property
    def json(self) -> Any:
        """The values of the file if it is JSON, else NOTHING; ReadError where they are too many or nested too deep."""
        return self.parsed(self.text) if self.head[:1] in {"{", "["} else NOTHING

    def parsed(self, text: str) -> Any:
        """Return the values of a text if it is JSON, else NOTHING."""
        if text.count("{") + text.count("[") > MOST_PARTS:
            raise ReadError(f"{self.file} has more than {MOST_PARTS:,} parts; split it.")
        try:
            return json.loads(text.strip("\ufeff \t\r\n"))
        except RecursionError as error:
            raise ReadError(f"{self.file} is nested too deeply to be a list of medicines.") from error
        except ValueError:
            return NOTHING

    def unused(self, line: int, raw: str, reason: str, *, maybe: bool = False, **filled: object) -> Unused:
        """Return a row that gives no entry, with the phrase that says why."""
        return Unused(line, raw, self.tables.say(f"unused.{reason}", **filled), maybe)

    def in_time(self, items: Iterable[Item]) -> Iterator[Item]:
        """Yield the items as long as there is time; ReadError where reading takes longer than a minute."""
        for item in items:
            if time.monotonic() > self.until:
                raise ReadError(f"{self.file} takes longer than {LONGEST_READING:.0f} s to read; split it.")
            yield item
