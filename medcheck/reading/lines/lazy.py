"""A pattern -> the same, compiled when it is first used: a start need not wait for what most lists never need."""

import re
from collections.abc import Callable, Iterator
from functools import cached_property


class LazyPattern:
    """A regular expression without regard to case, compiled when first asked."""

    def __init__(self, pattern: str) -> None:
        """Hold the expression."""
        self.pattern = pattern

    @cached_property
    def compiled(self) -> re.Pattern[str]:
        """The compiled expression."""
        return re.compile(self.pattern, re.IGNORECASE)

    def search(self, text: str) -> re.Match[str] | None:
        """Return the first place where it matches."""
        return self.compiled.search(text)

    def finditer(self, text: str) -> Iterator[re.Match[str]]:
        """Return every place where it matches."""
        return self.compiled.finditer(text)

    def sub(self, put: str | Callable[[re.Match[str]], str], text: str) -> str:
        """Return the text with something else in each of these places."""
        return self.compiled.sub(put, text)
