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

GREEK = str.maketrans({"α": "alpha", "β": "beta", "γ": "gamma", "δ": "delta", "ω": "omega", "ß": "ss", "ø": "o",
                       "æ": "ae", "œ": "oe", "ł": "l", "đ": "d"})  # fmt: skip
NO_KEY = re.compile(r"[^a-z0-9]+")
SOUNDS = tuple((re.compile(pattern), sound) for pattern, sound in (
    (r"ph", "f"), (r"(?<=[a-z])h", ""), (r"c(?=[eiy])", "s"), (r"[cq]k?", "k"), (r"x", "ks"), (r"z", "s"), (r"w", "v"),
    (r"j|g(?=[eiy])", "g"), (r"^[aeiouy]+", "a"), (r"(?<=.)[aeiouy]+", ""), (r"(.)\1+", r"\1"),
))  # fmt: skip

PREFIX = 7  # letters of a key that its deletion keys are made of
EDITS = 2  # slips of the pen that a neighbour may have
SOUND_EDITS = 1  # and of the sound, whatever the pen
SOUND_FROM = 4  # sounds of fewer signs are shared by too many names


@dataclass(frozen=True)
class Known:
    """What a name stands for: its ingredients, or a class of which one must be named."""

    name: str
    drugs: tuple[str, ...]
    kind: str
    class_id: str = ""


@dataclass(frozen=True)
class Neighbour:
    """A known name near to what was typed: edits of the pen, edits of the sound, likeness from 0 to 1."""

    known: Known
    key: str
    edits: int
    sound_edits: int
    likeness: float


def key_of(text: str) -> str:
    """Return the letters and digits of a text, plain and small, by which names are looked up."""
    if not text.isascii():
        text = unicodedata.normalize("NFKD", text.lower().translate(GREEK))
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
        """Return the names near each key: within 2 edits of the pen, or within 1 of the sound."""
        if not typed:
            return {}
        import numpy as np
        from rapidfuzz.distance import OSA, JaroWinkler
        from rapidfuzz.process import cpdist

        sounds = [sound_of(key) for key in typed]
        asked, named = _joined(self._by_pen.pairs(typed), self._by_sound.pairs(sounds))
        typed_keys, typed_sounds = np.array(typed, dtype=object)[asked], np.array(sounds, dtype=object)[asked]
        known_keys, known_sounds = np.array(self.keys, dtype=object)[named], np.array(self._sounds, dtype=object)[named]
        edits = cpdist(typed_keys, known_keys, scorer=OSA.distance, dtype=np.int32)
        sound_edits = cpdist(typed_sounds, known_sounds, scorer=OSA.distance, dtype=np.int32)
        likeness = cpdist(typed_keys, known_keys, scorer=JaroWinkler.similarity, dtype=np.float32)
        sound_lengths = np.array([len(sound) for sound in typed_sounds], dtype=np.int32)
        kept = (edits <= EDITS) | ((sound_edits <= SOUND_EDITS) & (sound_lengths >= SOUND_FROM))
        found: dict[str, list[Neighbour]] = {key: [] for key in typed}
        for place in np.flatnonzero(kept):
            key = self.keys[named[place]]
            found[typed_keys[place]].append(
                Neighbour(self.exact[key], key, int(edits[place]), int(sound_edits[place]), float(likeness[place]))
            )
        return found


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

    def pairs(self, queries: Sequence[str]) -> "tuple[np.ndarray, np.ndarray]":
        """Return the pairs (query, string) that share a deletion key, each once, as two arrays of places."""
        import numpy as np

        keys = self._deletion_keys(queries)
        first = np.searchsorted(self.sorted_keys, keys.ravel(), side="left")
        counts = np.searchsorted(self.sorted_keys, keys.ravel(), side="right") - first
        asked = np.repeat(np.arange(keys.size) // keys.shape[1], counts)
        within = np.arange(counts.sum()) - np.repeat(counts.cumsum() - counts, counts)
        named = self.owners[np.repeat(first, counts) + within]
        return _unique_pairs(asked, named)


def _joined(
    one: "tuple[np.ndarray, np.ndarray]", two: "tuple[np.ndarray, np.ndarray]"
) -> "tuple[np.ndarray, np.ndarray]":
    import numpy as np

    return _unique_pairs(np.concatenate([one[0], two[0]]), np.concatenate([one[1], two[1]]))


def _unique_pairs(asked: "np.ndarray", named: "np.ndarray") -> "tuple[np.ndarray, np.ndarray]":
    import numpy as np

    both = np.unique(asked.astype(np.int64) << 32 | named)
    return both >> 32, both & 0xFFFFFFFF


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
