"""The index over every name: exact look-up and edit-distance neighbours, built once."""

import re
import unicodedata
from bisect import bisect_left
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import combinations
from typing import TYPE_CHECKING

from medcheck.tables import Tables
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
SOUNDS = tuple((re.compile(pattern), sound) for pattern, sound in (
    (r"ph", "f"), (r"(?<=[a-z])h", ""), (r"c(?=[eiy])", "s"), (r"[cq]k?", "k"), (r"x", "ks"), (r"z", "s"), (r"w", "v"),
    (r"j|g(?=[eiy])", "g"), (r"^[aeiouy]+", "a"), (r"(?<=.)[aeiouy]+", ""), (r"(.)\1+", r"\1"),
))  # fmt: skip

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
FAR = ((5, 2.3), (6, 2.8), (8, 3.6), (11, 4.8), (10_000, 6.0))  # letters below which: the cost


@dataclass(frozen=True)
class Known:
    """What a name stands for: its ingredients, or a class of which one must be named."""

    name: str
    drugs: tuple[str, ...]
    kind: str
    class_id: str = ""


@dataclass(frozen=True, slots=True)
class Neighbour:
    """A known name near to what was typed, and how far it is, in edits weighed by kind."""

    known: Known
    cost: float


def key_of(text: str) -> str:
    """Return the letters and digits of a text, plain and small, by which names are looked up."""
    if not text.isascii():
        text = unicodedata.normalize("NFKD", text.lower().translate(LATIN))
    return NO_KEY.sub("", text.lower())


def sound_of(key: str) -> str:
    """Return how a key sounds: its consonants, those that sound alike made one, and its first vowel as an a."""
    for pattern, sound in SOUNDS:
        key = pattern.sub(sound, key)
    return key


class NameIndex:
    """Every name of the tables and of `extra`, looked up by key or by nearness."""

    def __init__(self, tables: Tables, extra: Mapping[str, Known] | None = None) -> None:
        """Gather the names; the nearness index is built when it is first asked."""
        self.exact: dict[str, Known] = {**(extra or {}), **gather(tables)}

    @cached_property
    def keys(self) -> list[str]:
        """The keys that a misspelling may be near to: those long enough to tell apart."""
        return [key for key in self.exact if len(key) >= 4]

    @cached_property
    def _in_order(self) -> list[str]:
        return sorted(self.exact)

    def beginning_with(self, start: str) -> list[Known]:
        """Return what the keys that begin so stand for."""
        first, last = bisect_left(self._in_order, start), bisect_left(self._in_order, start + "\x7f")
        return [self.exact[key] for key in self._in_order[first:last]]

    @cached_property
    def _sounds(self) -> list[str]:
        return [sound_of(key) for key in self.keys]

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

        asked, named = self._near_pairs(typed)
        costs = self._costs(typed, asked, named)
        far = np.array([next(cost for length, cost in FAR if len(key) < length) for key in typed])
        near = np.flatnonzero(costs <= far[asked])
        near = near[np.lexsort((costs[near], asked[near]))]
        for place in near.tolist():
            known = self.exact[self.keys[int(named[place])]]
            found[typed[int(asked[place])]].append(Neighbour(known, float(costs[place])))

    def _near_pairs(self, typed: Sequence[str]) -> "Pairs":
        import numpy as np

        by_pen = self._by_pen.pairs(typed)
        by_sound = self._by_sound.pairs([sound_of(key) for key in typed])
        both = np.sort(np.concatenate([asked << 32 | named for asked, named in (by_pen, by_sound)]))
        both = both[np.diff(both, prepend=-1) > 0]
        asked, named = both >> 32, both & 0xFFFFFFFF
        lengths = np.array([len(key) for key in typed])
        close = np.abs(lengths[asked] - self._lengths[named]) <= MOST_LENGTH_APART
        return asked[close], named[close]

    def _costs(self, typed: Sequence[str], asked: "np.ndarray", named: "np.ndarray") -> "np.ndarray":
        """Weigh slips of pen and sound, unlikeness, first letter and fame; infinite where there are too many slips."""
        import numpy as np
        from rapidfuzz.distance import OSA, JaroWinkler
        from rapidfuzz.process import cpdist

        keys, sounds = np.array(typed, dtype=object), np.array([sound_of(key) for key in typed], dtype=object)
        known_keys, known_sounds = self._arrays
        one, two = keys[asked], known_keys[named]
        edits = cpdist(one, two, scorer=OSA.distance, dtype=np.int32)
        sound_edits = cpdist(sounds[asked], known_sounds[named], scorer=OSA.distance, dtype=np.int32)
        likeness = cpdist(one, two, scorer=JaroWinkler.similarity, dtype=np.float32)
        sound_lengths = np.array([len(sound) for sound in sounds])[asked]
        firsts = np.array([key[0] for key in typed])[asked] != self._first_letters[named]
        cost = (edits + SOUND_COST * sound_edits + UNLIKENESS_COST * (1 - likeness) + FIRST_LETTER_COST * firsts
                + LESS_KNOWN_COST * self._less_known[named])  # fmt: skip
        too_many = (edits > EDITS) & ((sound_edits > SOUND_EDITS) | (sound_lengths < SOUND_FROM))
        return np.where(too_many, np.inf, cost)

    @cached_property
    def _arrays(self) -> "tuple[np.ndarray, np.ndarray]":
        import numpy as np

        return np.array(self.keys, dtype=object), np.array(self._sounds, dtype=object)

    @cached_property
    def _lengths(self) -> "np.ndarray":
        import numpy as np

        return np.array([len(key) for key in self.keys])

    @cached_property
    def _first_letters(self) -> "np.ndarray":
        import numpy as np

        return np.array([key[0] for key in self.keys])

    @cached_property
    def _less_known(self) -> "np.ndarray":
        import numpy as np

        return np.array([self.exact[key].kind not in {"generic", "US name"} for key in self.keys])


class DeletionIndex:
    """Finds which of many strings share what is left of their first letters when up to `deletes` are left out."""

    def __init__(self, strings: Sequence[str], deletes: int) -> None:
        """Sort the deletion keys of all strings once."""
        import numpy as np

        self.masks = [
            kept for left_out in range(deletes + 1) for kept in combinations(range(PREFIX), PREFIX - left_out)
        ]
        keys = self._deletion_keys(strings)
        order = np.argsort(keys, axis=None, kind="stable")
        self.sorted_keys = keys.ravel()[order]
        self.owners = (order // keys.shape[1]).astype(np.int64)

    def _deletion_keys(self, strings: Sequence[str]) -> "np.ndarray":
        import numpy as np

        letters = np.array([string[:PREFIX].encode() for string in strings], dtype=f"S{PREFIX}")
        signs = letters.view(np.uint8).reshape(len(strings), PREFIX).astype(np.uint64)
        keys = np.zeros((len(strings), len(self.masks)), dtype=np.uint64)
        for column, kept in enumerate(self.masks):
            for place, sign in enumerate(kept):
                keys[:, column] |= signs[:, sign] << np.uint64(8 * (PREFIX - 1 - place))
        return keys

    def pairs(self, queries: Sequence[str]) -> "Pairs":
        """Return the pairs (query, string) that share a deletion key, some of them more than once."""
        import numpy as np

        keys = self._deletion_keys(queries)
        first = np.searchsorted(self.sorted_keys, keys.ravel(), side="left")
        counts = np.searchsorted(self.sorted_keys, keys.ravel(), side="right") - first
        asked = np.repeat(np.arange(keys.size) // keys.shape[1], counts)
        within = np.arange(counts.sum()) - np.repeat(counts.cumsum() - counts, counts)
        return asked, self.owners[np.repeat(first, counts) + within]


def gather(tables: Tables) -> dict[str, Known]:
    """Return every name of the tables by its key: class words first, names over them, US names and INNs over all."""
    known = {key_of(word): Known(word, (), "class", drug_class.id)
             for drug_class in tables.classes.values() for word in drug_class.words}  # fmt: skip
    ingredients: dict[str, list[Name]] = {}
    for name in tables.names:
        ingredients.setdefault(key_of(name.name), []).append(name)
    known |= {key: Known(rows[0].name, tuple(dict.fromkeys(row.drug_id for row in rows)), rows[0].kind)
              for key, rows in ingredients.items()}  # fmt: skip
    drugs = tables.drugs.values()
    known |= {key_of(drug.us_name): Known(drug.us_name, (drug.id,), "US name") for drug in drugs}
    known |= {key_of(drug.inn): Known(drug.inn, (drug.id,), "generic") for drug in drugs}
    known.pop("", None)
    return known
