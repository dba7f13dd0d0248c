"""An entry -> its words, the known names among them, and what may be a misspelt one."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache
from itertools import accumulate, pairwise

from medcheck.naming.index import Known, NameIndex, key_of
from medcheck.reading.lines import LONGEST_KEPT, NO_NAME, STAND_IN, is_plain, tokens
from medcheck.tables import Tables

LONGEST_NAME = 6  # words
LONGEST_GUESS = 3  # words of a misspelt name
LONGEST_TYPO = 60  # letters; no name is longer by a slip of the pen
SHORTEST_NAME = 3  # letters of a name that may stand among other words
SHORTEST_TYPO = 4  # letters; anything shorter is near to everything
SHORTEST_BEGINNING = 6  # letters of a name that was cut off
LONGEST_PHRASE = 8  # words that speak of a kind of medicine
SPEAK_OF_MEDICINE = frozenset({"form", "medicine"})
MOST_KEPT = 20_000  # words, and ends of lines: lists say the same again and again


@dataclass(frozen=True)
class Word:
    """One word of an entry: as written, as key, its kind if it is known to be no name, and whether it is ordinary."""

    text: str
    key: str
    kind: str
    ordinary: bool

    @cached_property
    def speaks(self) -> bool:
        """Whether the word could be a name: neither directions nor a number."""
        return bool(self.key) and not self.kind and not self.key.isdecimal()


@dataclass(frozen=True)
class Wording:
    """The words of a line, the known names among them, and the words that belong to neither name nor directions.

    `doubtful` says that each known name is an ordinary word too.
    """

    words: tuple[Word, ...]
    known: tuple[Known, ...]
    left: tuple[Word, ...]
    doubtful: bool

    @cached_property
    def whole(self) -> str:
        """The key of a short line that is a known name beside an unknown word: "Depo-Clinoivr" is not "Depo"."""
        if not self.known or not any(not word.ordinary and len(word.key) >= SHORTEST_TYPO for word in self.left):
            return ""
        spoken = [word.key for word in self.words if word.speaks]
        key = "".join(spoken)
        return key if len(spoken) <= LONGEST_GUESS and len(key) <= LONGEST_TYPO else ""

    @cached_property
    def guesses(self) -> tuple[tuple[str, bool], ...]:
        """The keys of the line that may be a misspelt name, and whether all their words are ordinary ones."""
        whole = ((self.whole, False),) if self.whole else ()
        if self.known and not may_have_partner(self):
            return whole
        return (*whole, *parts_of(self.left))


class Topics:
    """What people write beside a word for a tablet to mean a kind of medicine: "pastilla de la tensión"."""

    def __init__(self, tables: Tables) -> None:
        """Gather the topics by key, and the ends of German words for a medicine ("-tablette", "-mittel")."""
        self.classes = {key_of(topic): row.id for row in tables.classes.values() for topic in row.topics}
        self.ends = tuple(
            key_of(word)
            for word, kind in tables.entry_words.items()
            if kind in SPEAK_OF_MEDICINE and len(word) > SHORTEST_TYPO
        )

    def class_of(self, words: Sequence[Word]) -> str:
        """Return the class that a phrase of ordinary words means, blank where it means none or more than one."""
        spoken = [word for word in words if word.key and not word.key.isdecimal()]
        keys = [word.key for word in spoken]
        joined = [self.classes[head] for key in keys if (head := self.head_of(key)) in self.classes]
        plain = [self.classes[key] for key in (*keys, *map("".join, pairwise(keys))) if key in self.classes]
        told = set(plain + joined)
        tablet = bool(joined) or any(word.kind in SPEAK_OF_MEDICINE for word in spoken)
        known = all(word.ordinary or word.kind or word.key in self.classes or self.head_of(word.key) in self.classes
                    for word in spoken)  # fmt: skip
        return told.pop() if len(told) == 1 and tablet and known and len(spoken) <= LONGEST_PHRASE else ""

    def head_of(self, key: str) -> str:
        """Return what stands before "tablette" in one word: "blutdruck" of Blutdrucktablette, without a joining s."""
        end = max((end for end in self.ends if key.endswith(end) and key != end), key=len, default="")
        head = key.removesuffix(end) if end else ""
        return head if head in self.classes else head.removesuffix("s")


class WordReader:
    """Reads lines against an index of names; keeps words and ends of lines, for lists repeat them."""

    def __init__(self, tables: Tables, index: NameIndex) -> None:
        """Hold the tables and the index."""
        self.tables = tables
        self.index = index
        self.word = lru_cache(MOST_KEPT)(self.look_at)
        self.read_behind = lru_cache(MOST_KEPT)(lambda tail: self.read_anew(f"{STAND_IN}{tail}"))

    def read(self, text: str) -> Wording:
        """Find the known names in a line, the longest first; what stands behind a plain first word is read once."""
        head, space, tail = text.partition(" ")
        if not is_plain(head, self.tables) or len(tail) > LONGEST_KEPT:
            return self.read_anew(text)
        alike = self.read_behind(f"{space}{tail}")
        if self.begins_name(head, alike.words[1:]):
            return self.read_anew(text)
        first = self.look_at(head)
        return Wording((first, *alike.words[1:]), alike.known, (first, *alike.left[1:]), alike.doubtful)

    def begins_name(self, head: str, words: Sequence[Word]) -> bool:
        """Say whether a known name begins with this first word."""
        keys = accumulate((key_of(head), *(word.key for word in words[: LONGEST_NAME - 1])))
        return any(key in self.index.exact for key in keys)

    def read_anew(self, text: str) -> Wording:
        """Find the known names in a line, the longest first."""
        words = tuple(self.word(token) for token in tokens(text))
        taken: dict[int, Known] = {}
        used: set[int] = set()
        doubtful: set[int] = set()
        for start, end in self.stretches(words):
            if used.isdisjoint(range(start, end)) and (known := self.known_name(words, start, end)):
                taken[start] = known
                used.update(range(start, end))
                if is_doubtful(known, words, start, end):
                    doubtful.add(start)
        if doubtful != set(taken):  # beside a name that is none, an everyday word is what it says
            taken = {start: known for start, known in taken.items() if start not in doubtful or not known.local}
            doubtful &= taken.keys()
        left = tuple(word for place, word in enumerate(words) if place not in used and word.speaks)
        return Wording(words, tuple(taken[start] for start in sorted(taken)), left, doubtful == set(taken))

    def stretches(self, words: Sequence[Word]) -> list[tuple[int, int]]:
        """Return the stretches of words that are written like a known name, the longest first, from left to right."""
        exact, found = self.index.exact, []
        for start in range(len(words)):
            key = ""
            for end in range(start + 1, min(start + LONGEST_NAME, len(words)) + 1):
                key += words[end - 1].key
                if key in exact:
                    found.append((start, end))
        return sorted(found, key=lambda stretch: (stretch[0] - stretch[1], stretch[0]))

    def look_at(self, token: str) -> Word:
        """Return a token with what is known of it."""
        key, small = key_of(token), token.lower()
        ordinary = small in self.tables.ordinary_words or key in self.tables.ordinary_words
        return Word(token, key, self.tables.entry_words.get(small, ""), ordinary)

    def known_name(self, words: Sequence[Word], start: int, end: int) -> Known | None:
        """Return the name that these words are, unless they are directions, digits or too short to stand in a line."""
        here = words[start:end]
        known = self.index.exact.get("".join(word.key for word in here))
        company = (*words[:start], *words[end:])
        if known is None or (
            not known.class_id and self.is_no_name(here) and not self.is_all_there_is(start, here, company)
        ):
            return None
        if is_written_apart(known, here) and any(word.ordinary for word in company):
            return None
        too_short = end - start == 1 and len(here[0].key) < SHORTEST_NAME
        return None if too_short and any(word.speaks for word in company) else known

    def is_no_name(self, here: Sequence[Word]) -> bool:
        """Say whether words are nothing but directions and digits."""
        return all(word.kind in NO_NAME or word.key.isdecimal() for word in here)

    def is_all_there_is(self, start: int, here: Sequence[Word], company: Sequence[Word]) -> bool:
        """Say whether a line begins with a name like a form and names nothing else: "INH 300 mg"."""
        like_a_form = start == 0 and here[0].text.lower() in self.tables.names_like_forms
        return like_a_form and not any(word.speaks or word.text.lower() in self.tables.route_words for word in company)


def is_doubtful(known: Known, words: Sequence[Word], start: int, end: int) -> bool:
    """Say whether a name is an ordinary word that may be meant as such: a brand, or any name in an ordinary phrase."""
    if end - start > 1:
        return is_written_apart(known, words[start:end])
    if not words[start].ordinary or known.class_id:
        return False
    if known.kind in {"regimen", "abbreviation"} and words[start].text.isupper():
        return False
    company = (*words[:start], *words[end:])
    return known.kind not in {"generic", "US name"} or any(word.ordinary and word.speaks for word in company)


def is_written_apart(known: Known, words: Sequence[Word]) -> bool:
    """Say whether ordinary words only happen to make up a name that is one word: "for it" is not Forit."""
    plain = all(word.ordinary or len(word.key) < SHORTEST_NAME for word in words)
    return plain and any(word.ordinary for word in words) and len(words) > len(tokens(known.name))


def parts_of(left: Sequence[Word]) -> Iterator[tuple[str, bool]]:
    """Yield the keys of the stretches of some words that are long enough to be a name, and whether all are ordinary."""
    for size in range(1, min(LONGEST_GUESS, len(left)) + 1):
        for start in range(len(left) - size + 1):
            part = left[start : start + size]
            key = "".join(word.key for word in part)
            ordinary = all(word.ordinary for word in part)
            if SHORTEST_TYPO <= len(key) <= LONGEST_TYPO and (size == 1 or not ordinary):
                yield key, ordinary


def may_have_partner(reading: Wording) -> bool:
    """Say whether a long unknown word stands beside the known names of a combination."""
    return any(len(word.key) >= SHORTEST_BEGINNING and not word.ordinary for word in reading.left)
