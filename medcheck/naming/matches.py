"""Entry -> Match: exact, close, unsure or none."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache, cached_property

from medcheck.naming.index import Known, NameIndex, Neighbour, key_of
from medcheck.naming.line_words import SHORTEST_BEGINNING, Topics, Wording, WordReader, may_have_partner
from medcheck.naming.usual_strengths import usual_strength, with_usual_strength
from medcheck.reading.lines import Entry, readable
from medcheck.tables import UNRANKED, Tables, shipped

VERDICTS = ("exact", "close", "unsure", "none")
MOST_CANDIDATES = 6
RXCUI = "rxcui"  # before a number makes it a name; a bare number could be anything

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
    """What became of an entry: `drugs` where the verdict is exact or close, `class_id` for a class word.

    `route` is how a product of that name is always taken, where its name tells that.
    """

    entry: Entry
    verdict: str
    via: str = ""
    name: str = ""
    score: int = 0
    drugs: tuple[str, ...] = ()
    candidates: tuple[Candidate, ...] = ()
    class_id: str = ""
    route: str = ""


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
        self.words = WordReader(tables, index)
        self.topics = Topics(tables)

    def match(self, entries: Sequence[Entry]) -> list[Match]:
        """Return one match an entry, in order; lines that say the same are resolved once."""
        readings = {entry.text: self.words.read(entry.text) for entry in entries}
        unbracketed = [self.words.read(BRACKETS.sub(" ", text)) for text in readings if "[" in text]
        typed = {key for reading in (*readings.values(), *unbracketed) for key, _ in reading.guesses}
        near = self.index.neighbours(sorted(typed))
        solved: dict[tuple[str, bool], Match] = {}
        for entry in entries:
            asked = (entry.text, entry.strength is not None)
            if asked not in solved:
                solved[asked] = self.conclude(entry, readings[entry.text], near)
        return [self.of_entry(solved[entry.text, entry.strength is not None], entry) for entry in entries]

    def of_entry(self, match: Match, entry: Entry) -> Match:
        """Return the match of another line that says the same, with the dose and route that its medicine tells."""
        told = with_usual_strength(entry, match.drugs, self.tables)
        told = replace(told, route=match.route) if match.route and not told.route else told
        return match if match.entry is told else replace(match, entry=told)

    def recognises(self, cells: Sequence[str]) -> list[bool]:
        """Say of each cell whether it names a medicine exactly; quick, for telling a column of medicines."""
        readings = (self.words.read(readable(cell)) for cell in cells)
        return [any(not known.class_id for known in reading.known) and not reading.doubtful for reading in readings]

    def conclude(self, entry: Entry, reading: Wording, near: Mapping[str, list[Neighbour]]) -> Match:
        """Give the verdict on one line."""
        if code := self.index.exact.get(f"{RXCUI}{entry.text}") if entry.text.isdecimal() else None:
            return Match(entry, "unsure", "code", code.name, 100, (), (Candidate(code.drugs, code.name, 100),))
        known = [name for name in reading.known if name.drugs]
        classes = [name for name in reading.known if name.class_id]
        if class_id := self.topics.class_of(reading.words):
            return self.class_word(entry, readable(entry.raw), class_id)
        several = [name for name in reading.known if name.either]
        if several and not any(is_told(name, known) for name in several):
            return self.either(entry, several[0], known)
        if known:
            return self.named(entry, reading, known, near)
        if classes:
            return self.class_word(entry, classes[0].name, classes[0].class_id)
        return self.guessed(entry, reading, near)

    def named(
        self, entry: Entry, reading: Wording, known: Sequence[Known], near: Mapping[str, list[Neighbour]]
    ) -> Match:
        """Give the verdict on a line that holds known names, and perhaps a misspelt partner of a combination."""
        drugs = ordered(drug for name in known for drug in name.drugs)
        via = " + ".join(dict.fromkeys(f"{name.kind} {name.name}" for name in known))
        title = " / ".join(dict.fromkeys(name.name for name in known))
        local = any(name.local for name in known)  # an ordinary word first of all, whatever stands beside it
        doubtful = reading.doubtful and (local or not any(word.kind == "form" for word in reading.words))
        sold_so = usual_strength(entry, drugs, self.tables) is not None
        if entry.strength is None and not sold_so and (doubtful or self.is_spoken_of(reading, entry)):
            return Match(entry, "unsure", via, title, 100, (), (Candidate(drugs, title, 100),))
        if doubtful and may_have_partner(reading) and (other := self.guessed(entry, reading, near)).verdict == "close":
            return other
        whole = self.decide(entry, key, False, near[key]) if (key := reading.whole) else None
        if whole and whole.verdict == "close" and set(whole.drugs) != set(drugs):
            return whole
        unbracketed = self.words.read(BRACKETS.sub(" ", entry.text)) if "[" in entry.text else reading
        if COMBINED.search(entry.text) and may_have_partner(unbracketed):
            partner = self.guessed(entry, unbracketed, near)
            if partner.verdict == "close":
                both = ordered((*drugs, *partner.drugs))
                return Match(entry, "close", f"{via} + {partner.via}", title, partner.score, both)
        routes = {name.route for name in known}
        return Match(entry, "exact", via, title, 100, drugs, route=routes.pop() if len(routes) == 1 else "")

    def is_spoken_of(self, reading: Wording, entry: Entry) -> bool:
        """Say whether the line speaks of a substance ("iron deficiency", "garlic powder") and not of taking it."""
        return bool(NOT_TAKEN.search(entry.text)) and (
            bool(reading.left) or any(word.ordinary for word in reading.words)
        )

    def class_word(self, entry: Entry, said: str, class_id: str) -> Match:
        """Ask which medicine of a class is meant, the most used first; one that is no longer sold is not offered."""
        members = self.tables.members.get(class_id, ())
        sold = [drug for drug in members if self.tables.is_sold(drug)]
        candidates = tuple(Candidate((drug,), self.tables.inn(drug), 100) for drug in sold or members)
        return Match(entry, "unsure", "class word", said, 100, (), candidates, class_id)

    def either(self, entry: Entry, several: Known, beside: Sequence[Known]) -> Match:
        """Ask which medicine is meant by a name that means several, each with what is named beside it."""
        others = [drug for name in beside for drug in name.drugs]
        candidates = tuple(Candidate(ordered([*drugs, *others]), several.name, 100) for drugs in several.either)
        return Match(entry, "unsure", f"{several.kind} of several medicines", several.name, 100, (), candidates)

    def guessed(self, entry: Entry, reading: Wording, near: Mapping[str, list[Neighbour]]) -> Match:
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
        if class_id := self.index.exact[key_of(ranked[0][1].name)].class_id:
            return self.class_word(entry, ranked[0][1].name, class_id)
        candidates = tuple(candidate for _, candidate in ranked if candidate.drugs)[:MOST_CANDIDATES]
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
            for drugs in known.meanings:
                group = tuple(sorted(drugs)) or (known.class_id,)
                if group not in best or cost < best[group][0]:
                    score = max(0, round(100 - 100 * cost / (len(key) + 1)))
                    best[group] = (cost, Candidate(drugs, known.name, score))
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
            if known[0] and known[1] and known[0].drugs and known[1].drugs:
                one, two = frozenset(known[0].drugs), frozenset(known[1].drugs)
                pairs |= {(one, two), (two, one)}
        return pairs


def is_told(several: Known, beside: Sequence[Known]) -> bool:
    """Say whether a line names one of the medicines that a name may mean: "Vivacor (rosuvastatin)"."""
    named = {drug for name in beside for drug in name.drugs}
    return any(named.issuperset(drugs) for drugs in several.either)


def verdict_order(match: Match) -> tuple[int, int]:
    """Return the sort key that puts the surest match first."""
    return VERDICTS.index(match.verdict), -match.score


def ordered(drugs: Iterable[str]) -> tuple[str, ...]:
    """Return each drug once, in the order of first mention."""
    return tuple(dict.fromkeys(drugs))
