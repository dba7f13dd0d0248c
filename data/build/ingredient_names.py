"""An active ingredient as a national register writes it -> the medicine: salts, languages and spellings set aside."""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping

from name_rules import plain

ACID = re.compile(r"\b(?:acide|acido|acidum|acid|zuur)\b|(?<=\w{4})zuur\b")
ACIDIC = "+"
LINKS = {"de", "du", "des", "di", "del", "da", "do", "das", "dos", "d", "la", "le", "l", "as", "en", "y"}
SPELLINGS = tuple((re.compile(pattern), letters) for pattern, letters in (
    (r"\b(?:es(?=[tp]|cop|cam))", "s"), (r"ph", "f"), (r"qu(?=[ei])", "k"), (r"c(?=[eiy])|ts(?=i)", "s"),
    (r"ch|ck|c|q", "k"), (r"x", "ks"), (r"h", ""), (r"ae|oe", "e"), (r"[yj]", "i"), (r"w", "v"), (r"z", "s"),
    (r"(.)\1+", r"\1"), (r"(?<=\w{3})as\b", "at"), (r"(?<=\w{2})(?:i?usum|i?um|us|[aeiou]+)\b", ""),
))  # fmt: skip
ELIDED = re.compile(r"\b[dDlL]['’]\s*(?=\w)")
BRACKETS = re.compile(r"\s*\(([^()]*)\)")


def spelling(text: str) -> str:
    """Return what the spellings of a name in several languages have in common: ibuprofène, ibuprofeno, ibuprofenum."""
    text, acid = ACID.subn(" ", plain(ELIDED.sub("de ", text)))
    words = [word for word in text.split() if word not in LINKS]
    text = " ".join(words)
    for pattern, letters in SPELLINGS:
        text = pattern.sub(letters, text)
    return f"{text} {ACIDIC}" if acid else text


class IngredientNames:
    """Finds the medicine that an ingredient of a register is, by its names, its salts, and its spelling."""

    def __init__(
        self,
        named: Iterable[tuple[str, str]],
        words: Mapping[str, str],
        salts: Iterable[str],
        by_hand: Mapping[str, tuple[str, ...]],
    ) -> None:
        """Take pairs of a name and its medicine, words of other languages, those of salts, and what a hand settled."""
        self.words = {spelling(word): spelling(means) for word, means in words.items()}
        self.salts = set(self.in_common(" ".join(salts)))
        self.by_hand = {self.key(name): drugs for name, drugs in by_hand.items()}
        meant: dict[str, set[str]] = defaultdict(set)
        for name, drug_id in named:
            meant[self.key(name)].add(drug_id)
        self.meant = {key: drugs.pop() for key, drugs in meant.items() if len(drugs) == 1}

    def key(self, text: str) -> str:
        """Return the words of a name as spelt in common, in no order."""
        return " ".join(sorted(self.in_common(text)))

    def in_common(self, text: str) -> list[str]:
        """Return the words of a name, each as it is spelt in common and in one language."""
        return [self.words.get(word, word) for word in spelling(text).split()]

    def find(self, text: str) -> tuple[str, ...] | None:
        """Return the medicines of an ingredient, none for what is no medicine (water), None for an unknown one."""
        for written in self.ways(text):
            for key in (self.key(written), self.without_salts(written)):
                if key in self.by_hand:
                    return self.by_hand[key]
                if key in self.meant:
                    return (self.meant[key],)
        return None

    def ways(self, text: str) -> Iterator[str]:
        """Yield an ingredient as written, without its brackets, with them opened, and what stands inside."""
        yield text
        inside = BRACKETS.findall(text)
        if inside:
            yield BRACKETS.sub("", text)
            yield BRACKETS.sub(r" \1", text)
            yield from inside
        if "," in text:
            yield text.split(",", maxsplit=1)[0]

    def bare(self, text: str) -> str:
        """Return an ingredient in small letters as it is written, without its brackets and the words of its salt."""
        words = ELIDED.sub("", BRACKETS.sub("", text.split(",", maxsplit=1)[0])).lower().split()
        kept = [word for word in words if word not in LINKS
                and (ACID.fullmatch(plain(word)) or not self.salts.issuperset(self.in_common(word)))]  # fmt: skip
        return " ".join(kept)

    def without_salts(self, text: str) -> str:
        """Return the words of a name without those of its salt, or all of them where nothing would be left."""
        words = self.in_common(text)
        kept = [word for word in words if word not in self.salts and word != ACIDIC]
        return " ".join(sorted([*kept, *(word for word in words if word == ACIDIC)] if kept else words))
