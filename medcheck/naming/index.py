"""The tables -> the index over every name: exact look-up and neighbours, built once."""

import re
import unicodedata
from bisect import bisect_left
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import combinations
from typing import TYPE_CHECKING, Any, NamedTuple

from medcheck.tables import Tables
from medcheck.tables.collector import paused
from medcheck.tables.imported import SOURCE as IMPORTED
from medcheck.tables.rows import Name

if TYPE_CHECKING:
    import numpy as np

    Pairs = tuple[np.ndarray, np.ndarray]

LATIN = str.maketrans({
    "α": "alpha", "β": "beta", "γ": "gamma", "δ": "delta", "ω": "omega",
    "ß": "ss", "ø": "o", "æ": "ae", "œ": "oe", "ł": "l", "đ": "d", "ı": "i",
    "й": "i", "ё": "e", "ж": "zh", "х": "kh", "ц": "ts", "ч": "ch", "ш": "sh", "щ": "shch",
    "ъ": "", "ь": "", "ю": "yu", "я": "ya", "є": "e", "і": "i", "ї": "i", "ґ": "g",
    **dict(zip("абвгдезиклмнопрстуфыэ", "abvgdeziklmnoprstufye", strict=True)),
})  # fmt: skip
NO_KEY = re.compile(r"[^a-z0-9]+")
NO_KEYS = re.compile(r"[^a-z0-9\n]+")
SILENT_H, SOFT_C = re.compile(r"h(?<=[a-z]h)"), re.compile(r"c(?=[eiy])")
FIRST_VOWELS = re.compile(r"^[aeiouy]+", re.MULTILINE)
HARD = (("ck", "k"), ("qk", "k"), ("c", "k"), ("q", "k"), ("x", "ks"))
ALIKE = str.maketrans("zwjA", "svga", "aeiouy")

WIDELY_KNOWN = frozenset({"own", "dner", "unii", IMPORTED})  # sources of names; the others are registers
CODE = "code"  # the kind of a name by which only programs call a medicine

PREFIX = 7  # letters of a key that its deletion keys are made of
EDITS = 2  # slips of the pen that a neighbour may have
SOUND_EDITS = 1  # and of the sound, whatever the pen
SOUND_FROM = 4  # sounds of fewer signs are shared by too many names
MOST_LENGTH_APART = 4  # letters

CHUNK = 5_000  # keys looked up at once; more take memory and no less time

# What a difference costs, in edits. Set on one half of 1,254 real misspellings of known names and tried on the other
# half: the right medicine was among the first three in 99 %.
SOUND_COST = 0.25
UNLIKENESS_COST = 2.0
FIRST_LETTER_COST = 0.2
LESS_KNOWN_COST = 0.8  # for a brand or synonym: people misspell generic names more
LOCAL_COST = 1.5  # for a name that only registers know: at 1.0 ordinary words were asked about more often
FAR = ((5, 2.3), (6, 2.8), (8, 3.6), (11, 4.8), (10_000, 6.0))  # letters below which: the cost
LONGEST_FAR = 11  # letters; what is longer may be as far


class Known(NamedTuple):
    """What a name stands for: its ingredients, a class of which one must be named, or either of several medicines."""

    name: str
    drugs: tuple[str, ...]
    kind: str
    class_id: str = ""
    either: tuple[tuple[str, ...], ...] = ()
    local: bool = False  # only registers know the name
    route: str = ""  # where every product of that name is put on or into one place of the body

    @property
    def meanings(self) -> tuple[tuple[str, ...], ...]:
        """The ingredients of each medicine that the name may mean; one without any for a class."""
        return self.either or (self.drugs,)


@dataclass(frozen=True, slots=True)
class Neighbour:
    """A known name near to what was typed, and how far it is, in edits weighed by kind."""

    known: Known
    cost: float


def key_of(text: str) -> str:
    """Return the letters and digits of a text, plain and small, by which names are looked up."""
    return NO_KEY.sub("", (text if text.isascii() else latin(text)).lower())


def keys_of(texts: Sequence[str]) -> list[str]:
    """Return the key of each text of one line; many at once take a fifth of the time."""
    text = "\n".join([text if text.isascii() else latin(text) for text in texts])
    return NO_KEYS.sub("", text.lower()).split("\n") if texts else []


def latin(text: str) -> str:
    """Return a text without accents, its letters of other scripts written in Latin ones."""
    return unicodedata.normalize("NFKD", text.lower().translate(LATIN))


def sounds_of(keys: Sequence[str]) -> list[str]:
    """Return how each key sounds: its consonants, those that sound alike made one, and its first vowel as an a."""
    text = SOFT_C.sub("s", SILENT_H.sub("", "\n".join(keys).replace("ph", "f")))
    for letters, sound in HARD:
        text = text.replace(letters, sound)
    text = FIRST_VOWELS.sub("A", text).translate(ALIKE)
    for sign in set(text) - {"\n"}:
        while sign * 2 in text:
            text = text.replace(sign * 2, sign)
    return text.split("\n") if keys else []


class NameIndex:
    """Every name of the tables and of `extra`, looked up by key or by nearness."""

    def __init__(self, tables: Tables, extra: Mapping[str, Known] | None = None) -> None:
        """Gather the names; the nearness index is built when it is first asked."""
        with paused():
            self.exact: dict[str, Known] = {**(extra or {}), **gather(tables)}

    @cached_property
    def keys(self) -> list[str]:
        """The keys that a misspelling may be near to: those long enough to tell apart."""
        return [key for key, known in self.exact.items() if len(key) >= 4 and known.kind != CODE]

    @cached_property
    def _in_order(self) -> list[str]:
        return sorted(key for key, known in self.exact.items() if known.kind != CODE)

    def beginning_with(self, start: str) -> list[Known]:
        """Return what the keys that begin so stand for."""
        first, last = bisect_left(self._in_order, start), bisect_left(self._in_order, start + "\x7f")
        begun = (self.exact[key] for key in self._in_order[first:last])
        return [known._replace(drugs=drugs, either=()) for known in begun for drugs in known.meanings]

    @cached_property
    def _sounds(self) -> list[str]:
        return sounds_of(self.keys)

    @cached_property
    def _by_pen(self) -> "DeletionIndex":
        return DeletionIndex(self.keys, EDITS)

    @cached_property
    def _by_sound(self) -> "DeletionIndex":
        return DeletionIndex(self._sounds, SOUND_EDITS)

    def neighbours(self, typed: Sequence[str]) -> dict[str, list[Neighbour]]:
        """Return the names near each key, the nearest first: within 2 edits of the pen, or within 1 of the sound."""
        found: dict[str, list[Neighbour]] = {key: [] for key in typed}
        for start in range(0, len(typed), CHUNK):
            self._find(typed[start : start + CHUNK], found)
        return found

    def _find(self, typed: Sequence[str], found: dict[str, list[Neighbour]]) -> None:
        import numpy as np

        asked, named, costs = self._costs(typed)
        near = np.lexsort((costs, asked))
        for query, name, cost in zip(asked[near].tolist(), named[near].tolist(), costs[near].tolist(), strict=True):
            found[str(typed[query])].append(Neighbour(self._knowns[name], cost))

    def _costs(self, typed: Sequence[str]) -> "tuple[np.ndarray, np.ndarray, np.ndarray]":
        """Return the pairs (query, name) that are near enough, and what each costs."""
        import numpy as np
        from rapidfuzz.distance import OSA, JaroWinkler

        keys, sounds = Strings(typed), Strings(sounds_of(typed))
        known, known_sounds = self._strings
        pen = within(EDITS, keys, known, *self._by_pen.pairs(typed))
        ear = within(SOUND_EDITS, sounds, known_sounds, *self._by_sound.pairs(sounds.strings))
        asked, named = united(pen, kept(sounds.lengths[ear[0]] >= SOUND_FROM, *ear))
        asked, named = kept(np.abs(keys.lengths[asked] - known.lengths[named]) <= MOST_LENGTH_APART, asked, named)
        cost = (compared(OSA.distance, keys, known, asked, named)
                + SOUND_COST * compared(OSA.distance, sounds, known_sounds, asked, named)
                + UNLIKENESS_COST * (1 - compared(JaroWinkler.similarity, keys, known, asked, named))
                + FIRST_LETTER_COST * (keys.firsts[asked] != known.firsts[named])
                + self._less_known[named])  # fmt: skip
        near = cost <= self._far[np.minimum(keys.lengths[asked], LONGEST_FAR)]
        return asked[near], named[near], cost[near]

    @cached_property
    def _far(self) -> "np.ndarray":
        import numpy as np

        return np.array([next(cost for length, cost in FAR if count < length) for count in range(LONGEST_FAR + 1)])

    @cached_property
    def _strings(self) -> "tuple[Strings, Strings]":
        return Strings(self.keys), Strings(self._sounds)

    @cached_property
    def _knowns(self) -> list[Known]:
        return [self.exact[key] for key in self.keys]

    @cached_property
    def _less_known(self) -> "np.ndarray":
        import numpy as np

        return np.array([
            LESS_KNOWN_COST * (known.kind not in {"generic", "US name"}) + LOCAL_COST * known.local
            for known in self._knowns
        ])  # fmt: skip


class Strings:
    """Many strings with what is quick to compare of them: length, first letter, and which letters they are made of."""

    def __init__(self, strings: Sequence[str]) -> None:
        """Look at every letter once."""
        import numpy as np

        self.strings = strings
        self.array = np.array(strings, dtype=object)
        self.lengths = np.fromiter(map(len, strings), dtype=np.int64, count=len(strings))
        signs = np.frombuffer("".join(strings).encode("ascii", "replace"), dtype=np.uint8)
        bits = np.left_shift(np.uint64(1), (signs & 63).astype(np.uint64))
        starts = np.cumsum(self.lengths) - self.lengths
        filled = self.lengths > 0
        self.letters = np.zeros(len(strings), dtype=np.uint64)
        self.firsts = np.zeros(len(strings), dtype=np.uint8)
        if filled.any():
            self.letters[filled] = np.bitwise_or.reduceat(bits, starts[filled])
            self.firsts[filled] = signs[starts[filled]]


def within(edits: int, typed: Strings, known: Strings, asked: "np.ndarray", named: "np.ndarray") -> "Pairs":
    """Return the pairs that are at most so many edits apart; most fall out by their lengths and letters alone."""
    import numpy as np
    from rapidfuzz.distance import OSA

    apart = np.abs(typed.lengths[asked] - known.lengths[named])
    other = np.bitwise_count(typed.letters[asked] ^ known.letters[named])
    asked, named = kept((apart <= edits) & (other <= 2 * edits), asked, named)
    asked, named = united((asked, named))
    return kept(compared(OSA.distance, typed, known, asked, named, edits) <= edits, asked, named)


def compared(
    scorer: Any, typed: Strings, known: Strings, asked: "np.ndarray", named: "np.ndarray", most: int | None = None
) -> "np.ndarray":
    """Return the score of each pair; a distance beyond `most` is only said to be so."""
    import numpy as np
    from rapidfuzz.process import cpdist

    return cpdist(typed.array[asked], known.array[named], scorer=scorer, score_cutoff=most, dtype=np.float64)


def kept(holds: "np.ndarray", asked: "np.ndarray", named: "np.ndarray") -> "Pairs":
    """Return the pairs of which something holds."""
    return asked[holds], named[holds]


def united(*pairs: "Pairs") -> "Pairs":
    """Return every pair of some lists once."""
    import numpy as np

    both = np.sort(np.concatenate([asked << 32 | named for asked, named in pairs]))
    both = both[np.diff(both, prepend=-1) > 0]
    return both >> 32, both & 0xFFFFFFFF


class DeletionIndex:
    """Finds which of many strings share what is left of their first letters when up to `deletes` are left out."""

    def __init__(self, strings: Sequence[str], deletes: int) -> None:
        """Sort the deletion keys of all strings once."""
        import numpy as np

        # Which letters each deletion key keeps; the last place holds the blank behind a short string.
        self.kept = np.array([
            (*places, *[PREFIX] * (8 - len(places)))
            for left_out in range(deletes + 1) for places in combinations(range(PREFIX), PREFIX - left_out)
        ])  # fmt: skip
        keys = self._deletion_keys(strings)
        order = np.argsort(keys, axis=None, kind="stable")
        in_order = keys.ravel()[order]
        self.owners = order // keys.shape[1]
        self.starts = np.flatnonzero(np.diff(in_order, prepend=~in_order[:1]))
        self.distinct = in_order[self.starts]
        self.counts = np.diff(self.starts, append=len(in_order))

    def _deletion_keys(self, strings: Sequence[str]) -> "np.ndarray":
        import numpy as np

        letters = np.array([string[:PREFIX].encode() for string in strings], dtype=f"S{PREFIX + 1}")
        signs = letters.view(np.uint8).reshape(len(strings), PREFIX + 1)
        return np.ascontiguousarray(signs[:, self.kept]).view(np.uint64)[..., 0]

    def pairs(self, queries: Sequence[str]) -> "Pairs":
        """Return the pairs (query, string) that share a deletion key, some of them more than once."""
        import numpy as np

        keys = self._deletion_keys(queries).ravel()
        place = np.minimum(np.searchsorted(self.distinct, keys), len(self.distinct) - 1)
        hits = np.flatnonzero(self.distinct[place] == keys)
        place = place[hits]
        counts = self.counts[place]
        asked = np.repeat(hits // len(self.kept), counts)
        within = np.arange(len(asked)) - np.repeat(counts.cumsum() - counts, counts)
        return asked, self.owners[np.repeat(self.starts[place], counts) + within]


def gather(tables: Tables) -> dict[str, Known]:
    """Return every name of the tables by its key: class words first, names over them, US names and INNs over all."""
    known = {key_of(word): Known(word, (), "class", drug_class.id)
             for drug_class in tables.classes.values() for word in drug_class.words}  # fmt: skip
    named: dict[str, list[Name]] = {}
    for key, name in zip(keys_of([name.name for name in tables.names]), tables.names, strict=True):
        rows = named.setdefault(key, [])
        if not rows or rows[0].source == name.source or name.source != IMPORTED:
            rows.append(name)
    known |= {key: known_by(rows) for key, rows in named.items()}
    drugs = tables.drugs.values()
    for kind, names in (("US name", [drug.us_name for drug in drugs]), ("generic", [drug.inn for drug in drugs])):
        known |= {
            key: Known(name, (drug.id,), kind) for key, name, drug in zip(keys_of(names), names, drugs, strict=True)
        }
    known.pop("", None)
    return known


def known_by(rows: Sequence[Name]) -> Known:
    """Return what the rows of one name make of it: one medicine, or either of several."""
    first = rows[0]
    local = first.source not in WIDELY_KNOWN
    if len(rows) == 1:
        return Known(first.name, (first.drug_id,), first.kind, "", (), local, one_route(rows))
    if not any(row.meaning for row in rows):
        return Known(first.name, tuple(dict.fromkeys(row.drug_id for row in rows)), first.kind, local=local,
                     route=one_route(rows))  # fmt: skip
    meanings: dict[int, list[str]] = {}
    for row in rows:
        meanings.setdefault(row.meaning or 1, []).append(row.drug_id)
    either = tuple(tuple(dict.fromkeys(drugs)) for drugs in meanings.values())
    return Known(first.name, (), first.kind, either=either, local=local)


def one_route(rows: Sequence[Name]) -> str:
    """Return the route that all rows of a name tell, blank where they tell none or different ones."""
    routes = {row.routes for row in rows}
    return routes.pop()[0] if len(routes) == 1 and rows[0].routes[1:] == () and rows[0].routes else ""
