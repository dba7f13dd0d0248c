"""The words of a page with their places -> its lines from top to bottom, each parted where a wide gap stands."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property

from medcheck.reading.files.pdf_pages import Word

SAME_LINE = 0.5  # of the height of the lower one, by which two words of a line overlap at least
WIDE = 0.9  # of the height of a line: a gap that no blank between two words has


@dataclass(frozen=True)
class Line:
    """The words of one line from left to right."""

    words: tuple[Word, ...]

    @cached_property
    def top(self) -> float:
        """The highest place of it."""
        return max(word.top for word in self.words)

    @cached_property
    def bottom(self) -> float:
        """The lowest place of its first word, from which the way to the next line is measured."""
        return self.words[0].bottom

    @cached_property
    def height(self) -> float:
        """The height of its lowest word, at least a point."""
        return max(1.0, min(word.top - word.bottom for word in self.words))

    @property
    def middle(self) -> float:
        """Half way up its first word."""
        return (self.words[0].bottom + self.words[0].top) / 2

    @property
    def left(self) -> float:
        """Where it begins."""
        return self.words[0].left

    @cached_property
    def right(self) -> float:
        """Where it ends."""
        return max(word.right for word in self.words)

    @property
    def text(self) -> str:
        """Its words with a blank between them."""
        return " ".join(word.text for word in self.words)

    @cached_property
    def segments(self) -> tuple["Line", ...]:
        """Its parts between wide gaps."""
        parts: list[list[Word]] = []
        for word in self.words:
            if parts and word.left - parts[-1][-1].right < WIDE * self.height:
                parts[-1].append(word)
            else:
                parts.append([word])
        return tuple(Line(tuple(part)) for part in parts)

    def between(self, left: float, right: float) -> str:
        """Return the words whose middle stands between two places."""
        return " ".join(word.text for word in self.words if left <= (word.left + word.right) / 2 < right)


def lines_of(words: Sequence[Word]) -> Iterator[Line]:
    """Yield the lines of a page from top to bottom."""
    held: list[Word] = []
    for word in sorted(words, key=lambda word: (-(word.top + word.bottom), word.left)):
        if held and overlap(held[0], word) < SAME_LINE:
            yield line_of(held)
            held = []
        held.append(word)
    if held:
        yield line_of(held)


def overlap(one: Word, other: Word) -> float:
    """Return which share of the lower one of two words stands at the height of the other."""
    shared = min(one.top, other.top) - max(one.bottom, other.bottom)
    return shared / max(1.0, min(one.top - one.bottom, other.top - other.bottom))


def line_of(words: Sequence[Word]) -> Line:
    """Return words as a line from left to right; a sign printed twice in one place, to look bold, stands there once."""
    ordered = sorted(words, key=lambda word: word.left)
    kept = ordered[:1]
    for word in ordered[1:]:
        if word.text != kept[-1].text or word.left - kept[-1].left > 1:
            kept.append(word)
    return Line(tuple(kept))
