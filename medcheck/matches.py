"""Entry -> Match: exact, close, unsure or none."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache, cached_property, lru_cache
from itertools import accumulate

from medcheck.entries import LONGEST_KEPT, NO_NAME, STAND_IN, Entry, is_plain, readable, tokens
from medcheck.names import Known, NameIndex, Neighbour, key_of
from medcheck.tables import UNRANKED, Tables, shipped

VERDICTS = ("exact", "close", "unsure", "none")
LONGEST_NAME = 6  # words
LONGEST_GUESS = 3  # words of a misspelt name
LONGEST_TYPO = 60  # letters; no name is longer by a slip of the pen
SHORTEST_NAME = 3  # letters of a name that may stand among other words
SHORTEST_TYPO = 4  # letters; anything shorter is near to everything
SHORTEST_BEGINNING = 6  # letters of a name that was cut off
MOST_CANDIDATES = 6
RXCUI = "rxcui"  # before a number makes it a name; a bare number could be anything
MOST_KEPT = 20_000  # words, and ends of lines: lists say the same again and again

# How near a name must be to be taken, and how far ahead of the next different medicine, in edits as names.py weighs
# them. On 1,368 real misspellings: 92 % taken rightly, 6 % asked about, 0.7 % wrongly, most of these one label.
NEAR_ENOUGH = ((5, 0.0), (6, 1.5), (8, 2.3), (11, 3.2), (10_000, 4.4))  # letters below which: the cost
MARGIN = 0.5
WIDE_MARGIN = 1.35  # between look-alikes, and where the second is a much used medicine and the first is not
CUT_OFF_COST = 0.25  # for each letter that is missing at the end

BRACKETS = re.compile(r"\[[^\]]*\]")  # RxNorm puts the brand there
COMBINED = re.compile(r"[/+&]|\bwith\b")
JOINED = re.compile(r"[/+&,]|\b(?:and|with|plus|und|et|y)\b", re.IGNORECASE)
NOT_TAKEN = re.compile(
    r"\b(?:deficien|poison|overdos|toxic|dependen|withdraw|abuse|allerg|screen|level|tests?\b|powder\b|sauce)",
    re.IGNORECASE,
)


@dataclass(frozen=True)
class Candidate:
    """A medicine that may be meant: its ingredients and the name that came nearest; score from 0 to 100."""

    drugs: tuple[str, ...]
    name: str
    score: int


@dataclass(frozen=True)
class Match:
    """What became of an entry: `drugs` where the verdict is exact or close, `class_id` for a class word."""

    entry: Entry
    verdict: str
    via: str = ""
    name: str = ""
    score: int = 0
    drugs: tuple[str, ...] = ()
    candidates: tuple[Candidate, ...] = ()
    class_id: str = ""


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
class Reading:
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


@cache
def shipped_matcher() -> "Matcher":
    """Return the matcher over the tables that came with this installation, built once a process."""
    return Matcher(shipped(), NameIndex(shipped()))


def confirmed(match: Match, chosen: Mapping[str, Sequence[str]]) -> Match:
    """Return the match as the person settled it: with the drugs chosen for its line, or none of the candidates."""
    if match.entry.raw not in chosen:
        return match
    drugs = tuple(chosen[match.entry.raw])
    return Match(match.entry, "exact" if drugs else "none", "your choice", match.name, 100 if drugs else 0, drugs)


class Matcher:
    """Resolves entries against an index of names."""

    def __init__(self, tables: Tables, index: NameIndex) -> None:
        """Hold the tables and the index; nothing is built before it is needed."""
        self.tables = tables
        self.index = index
        self.word = lru_cache(MOST_KEPT)(self.look_at)
        self.read_behind = lru_cache(MOST_KEPT)(lambda tail: self.read_anew(f"{STAND_IN}{tail}"))

    def match(self, entries: Sequence[Entry]) -> list[Match]:
        """Return one match an entry, in order; lines that say the same are resolved once."""
        readings = {entry.text: self.read(entry.text) for entry in entries}
        unbracketed = [self.read(BRACKETS.sub(" ", text)) for text in readings if "[" in text]
        typed = {key for reading in (*readings.values(), *unbracketed) for key, _ in reading.guesses}
        near = self.index.neighbours(sorted(typed))
        solved: dict[tuple[str, bool], Match] = {}
        for entry in entries:
            asked = (entry.text, entry.strength is not None)
            if asked not in solved:
                solved[asked] = self.conclude(entry, readings[entry.text], near)
        return [of_entry(solved[entry.text, entry.strength is not None], entry) for entry in entries]

    def recognises(self, cells: Sequence[str]) -> list[bool]:
        """Say of each cell whether it names a medicine exactly; quick, for telling a column of medicines."""
        readings = (self.read(readable(cell)) for cell in cells)
        return [any(known.drugs for known in reading.known) and not reading.doubtful for reading in readings]

    def read(self, text: str) -> Reading:
        """Find the known names in a line, the longest first; what stands behind a plain first word is read once."""
        head, space, tail = text.partition(" ")
        if not is_plain(head, self.tables) or len(tail) > LONGEST_KEPT:
            return self.read_anew(text)
        alike = self.read_behind(f"{space}{tail}")
        if self.begins_name(head, alike.words[1:]):
            return self.read_anew(text)
        first = self.look_at(head)
        return Reading((first, *alike.words[1:]), alike.known, (first, *alike.left[1:]), alike.doubtful)

    def begins_name(self, head: str, words: Sequence[Word]) -> bool:
        """Say whether a known name begins with this first word."""
        keys = accumulate((key_of(head), *(word.key for word in words[: LONGEST_NAME - 1])))
        return any(key in self.index.exact for key in keys)

    def read_anew(self, text: str) -> Reading:
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
        left = tuple(word for place, word in enumerate(words) if place not in used and word.speaks)
        return Reading(words, tuple(taken[start] for start in sorted(taken)), left, doubtful == set(taken))

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
        if known is None or (known.drugs and all(word.kind in NO_NAME or word.key.isdecimal() for word in here)):
            return None
        company = (*words[:start], *words[end:])
        if is_written_apart(known, here) and any(word.ordinary for word in company):
            return None
        too_short = end - start == 1 and len(here[0].key) < SHORTEST_NAME
        return None if too_short and any(word.speaks for word in company) else known

    def conclude(self, entry: Entry, reading: Reading, near: Mapping[str, list[Neighbour]]) -> Match:
        """Give the verdict on one line."""
        if code := self.index.exact.get(f"{RXCUI}{entry.text}") if entry.text.isdecimal() else None:
            return Match(entry, "unsure", "code", code.name, 100, (), (Candidate(code.drugs, code.name, 100),))
        known = [name for name in reading.known if name.drugs]
        classes = [name for name in reading.known if name.class_id]
        if known:
            return self.named(entry, reading, known, near)
        if classes:
            return self.class_word(entry, classes[0])
        return self.guessed(entry, reading, near)

    def named(
        self, entry: Entry, reading: Reading, known: Sequence[Known], near: Mapping[str, list[Neighbour]]
    ) -> Match:
        """Give the verdict on a line that holds known names, and perhaps a misspelt partner of a combination."""
        drugs = ordered(drug for name in known for drug in name.drugs)
        via = " + ".join(dict.fromkeys(f"{name.kind} {name.name}" for name in known))
        title = " / ".join(dict.fromkeys(name.name for name in known))
        doubtful = reading.doubtful and not any(word.kind == "form" for word in reading.words)
        if entry.strength is None and (doubtful or self.is_spoken_of(reading, entry)):
            return Match(entry, "unsure", via, title, 100, (), (Candidate(drugs, title, 100),))
        whole = self.decide(entry, key, False, near[key]) if (key := reading.whole) else None
        if whole and whole.verdict == "close" and set(whole.drugs) != set(drugs):
            return whole
        unbracketed = self.read(BRACKETS.sub(" ", entry.text)) if "[" in entry.text else reading
        if COMBINED.search(entry.text) and may_have_partner(unbracketed):
            partner = self.guessed(entry, unbracketed, near)
            if partner.verdict == "close":
                both = ordered((*drugs, *partner.drugs))
                return Match(entry, "close", f"{via} + {partner.via}", title, partner.score, both)
        return Match(entry, "exact", via, title, 100, drugs)

    def is_spoken_of(self, reading: Reading, entry: Entry) -> bool:
        """Say whether the line speaks of a substance ("iron deficiency", "garlic powder") and not of taking it."""
        return bool(NOT_TAKEN.search(entry.text)) and (
            bool(reading.left) or any(word.ordinary for word in reading.words)
        )

    def class_word(self, entry: Entry, known: Known) -> Match:
        """Ask which medicine of a class is meant, the most used first."""
        members = self.tables.members.get(known.class_id, ())
        candidates = tuple(Candidate((drug,), self.tables.inn(drug), 100) for drug in members)
        return Match(entry, "unsure", "class word", known.name, 100, (), candidates, known.class_id)

    def guessed(self, entry: Entry, reading: Reading, near: Mapping[str, list[Neighbour]]) -> Match:
        """Give the verdict on a line without a known name: that on its best stretch of words, or on several."""
        verdicts = [self.decide(entry, key, ordinary, near[key]) for key, ordinary in reading.guesses]
        best = min(verdicts, key=verdict_order, default=Match(entry, "none"))
        if best.verdict != "close":
            return best
        if entry.strength is None and any(word.ordinary for word in reading.left):
            return replace(best, verdict="unsure", drugs=())
        words = {word.key for word in reading.left}
        singles = [one for (key, _), one in zip(reading.guesses, verdicts, strict=True)
                   if key in words and one.verdict == "close"]  # fmt: skip
        if len({one.drugs for one in singles}) < 2 or not JOINED.search(entry.text):
            return best
        return replace(best, via=" + ".join(one.via for one in singles), name=" / ".join(one.name for one in singles),
                       drugs=ordered(drug for one in singles for drug in one.drugs))  # fmt: skip

    def decide(self, entry: Entry, key: str, ordinary: bool, near: Sequence[Neighbour]) -> Match:
        """Give the verdict on one key from the names near to it."""
        if ordinary and entry.strength is None:
            return Match(entry, "none")
        ranked = self.ranked(key, near)
        if not ranked:
            return Match(entry, "none")
        candidates = tuple(candidate for _, candidate in ranked[:MOST_CANDIDATES])
        first = candidates[0]
        via = f"spelling of {first.name}"
        if not ordinary and first.drugs and self.is_clear(key, ranked):
            return Match(entry, "close", via, first.name, first.score, first.drugs, candidates)
        return Match(entry, "unsure", via, first.name, first.score, (), candidates)

    def is_clear(self, key: str, ranked: Sequence[tuple[float, Candidate]]) -> bool:
        """Say whether the nearest medicine is near enough, and ahead of the next one by the margin."""
        if ranked[0][0] > next(cost for length, cost in NEAR_ENOUGH if len(key) < length):
            return False
        if len(ranked) == 1:
            return True
        one, two = (frozenset(candidate.drugs) for _, candidate in ranked[:2])
        likelier = self.use_order(ranked[1][1])[0] < self.use_order(ranked[0][1])[0] == UNRANKED
        wide = (one, two) in self.lookalikes or likelier
        return round(ranked[1][0] - ranked[0][0], 3) >= (WIDE_MARGIN if wide else MARGIN)

    def cut_off(self, key: str) -> list[tuple[float, Known]]:
        """Return the one medicine whose names begin with this key, if there is just one, with its cost."""
        begun = self.index.beginning_with(key) if len(key) >= SHORTEST_BEGINNING else []
        if not begun or len({frozenset(known.drugs) for known in begun}) > 1:
            return []
        nearest = min(begun, key=lambda known: len(known.name))
        return [(1 + CUT_OFF_COST * (len(key_of(nearest.name)) - len(key)), nearest)]

    def ranked(self, key: str, near: Sequence[Neighbour]) -> list[tuple[float, Candidate]]:
        """Return the different medicines near a key with their cost, the nearest first, the more used before others."""
        best: dict[tuple[str, ...], tuple[float, Candidate]] = {}
        for cost, known in (*((one.cost, one.known) for one in near), *self.cut_off(key)):
            group = tuple(sorted(known.drugs)) or (known.class_id,)
            if group not in best or cost < best[group][0]:
                best[group] = (
                    cost,
                    Candidate(known.drugs, known.name, max(0, round(100 - 100 * cost / (len(key) + 1)))),
                )
        return sorted(best.values(), key=lambda pair: (round(pair[0], 2), self.use_order(pair[1]), pair[1].name))

    def use_order(self, candidate: Candidate) -> tuple[int, str]:
        """Return the sort key of the most used ingredient of a candidate."""
        return min(map(self.tables.use_order, candidate.drugs), default=(0, ""))

    @cached_property
    def lookalikes(self) -> set[tuple[frozenset[str], frozenset[str]]]:
        """The pairs of ingredients that people confuse, both ways round."""
        pairs = set()
        for row in self.tables.lookalikes:
            known = [self.index.exact.get(key_of(name)) for name in (row.name_a, row.name_b)]
            if known[0] and known[1]:
                one, two = frozenset(known[0].drugs), frozenset(known[1].drugs)
                pairs |= {(one, two), (two, one)}
        return pairs


def of_entry(match: Match, entry: Entry) -> Match:
    """Return the match of another line that says the same."""
    return match if match.entry is entry else replace(match, entry=entry)


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


def verdict_order(match: Match) -> tuple[int, int]:
    """Return the sort key that puts the surest match first."""
    return VERDICTS.index(match.verdict), -match.score


def parts_of(left: Sequence[Word]) -> Iterator[tuple[str, bool]]:
    """Yield the keys of the stretches of some words that are long enough to be a name, and whether all are ordinary."""
    for size in range(1, min(LONGEST_GUESS, len(left)) + 1):
        for start in range(len(left) - size + 1):
            part = left[start : start + size]
            key = "".join(word.key for word in part)
            ordinary = all(word.ordinary for word in part)
            if SHORTEST_TYPO <= len(key) <= LONGEST_TYPO and (size == 1 or not ordinary):
                yield key, ordinary


def may_have_partner(reading: Reading) -> bool:
    """Say whether a long unknown word stands beside the known names of a combination."""
    return any(len(word.key) >= SHORTEST_BEGINNING and not word.ordinary for word in reading.left)


def ordered(drugs: Iterable[str]) -> tuple[str, ...]:
    """Return each drug once, in the order of first mention."""
    return tuple(dict.fromkeys(drugs))
