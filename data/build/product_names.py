"""A product of a register as it is written there -> the brand that people type: without strength, form and maker."""

import re
from collections import Counter, defaultdict
from collections.abc import Collection, Iterator, Sequence

from name_rules import plain, usual_case

PREVIOUSLY = re.compile(r"\((?:previously|formerly|anciennement) ([^()]*(?:\([^()]*\)[^()]*)*)\)", re.IGNORECASE)
BRACKETS = re.compile(r"\s*[(\[][^()\[\]]*[)\]]")
SIGNS = re.compile('[®™©*"“”]')
UNITS = (
    r"mg|g|mcg|µg|ug|ng|kg|ml|cl|dl|l|ui|u\.i|iu|ie|j\.m|je|e|mui|miu|ku|u|meq|mmol|mol|mbq|gbq|kbq|kcal|mm|cm|cm2|h|"
    r"heures|microgram\w*|mikrogram\w*|milligram\w*|miligramos|gramos|gram\w*|unidades|units|unités|dosis|doses|ppm|ch|dh"
)
STRENGTH = re.compile(rf"\s*[-(]?\b\d[\d.,/+ x]*\s*(?:(?:{UNITS})\b|%|pour cent|p\.? ?c\b|por ciento).*", re.IGNORECASE)
RELEASE = re.compile(r"\bL\.? ?P\.?(?!\w)")  # libération prolongée
JOINTS = re.compile(r"[/+&•]|(?<=\s)-(?=\s)")
NUMBER = re.compile(r"[\d.,/+-]+")
LINKS = {"para", "de", "du", "des", "la", "le", "el", "en", "in", "y", "e", "et", "con", "com", "with", "and", "pour",
         "for", "a", "o", "do", "w", "z", "met", "of", "i", "-", "/", "+", "&", "per", "da"}  # fmt: skip
VARIANTS = {
    "forte", "plus", "max", "junior", "kids", "extra", "rapid", "duo", "mini", "baby", "baby's", "night", "day", "cold",
    "flu", "compositum", "comp", "retard", "long", "fast", "express", "hct", "combo", "complex",
}  # fmt: skip
FEWEST_OF_MAKER = 8  # medicines that a word must stand behind to be a maker's name


class ProductNames:
    """Finds the brand in the names of products; learns the makers from the generic ones among them."""

    def __init__(self, forms: Collection[str], makers: Collection[str]) -> None:
        """Take the words of forms and routes, and the makers that are known."""
        self.forms = {plain(word) for word in forms}
        self.makers = {plain(word) for word in makers}

    def learn(self, generic: Iterator[tuple[str, str]]) -> None:
        """Learn the makers from generic products: pairs of the medicine and what stands beside its name."""
        behind: dict[str, set[str]] = defaultdict(set)
        for medicine, word in generic:
            behind[plain(word)].add(medicine)
        counted = Counter({word: len(medicines) for word, medicines in behind.items()})
        often = {word for word, count in counted.items() if count >= FEWEST_OF_MAKER and len(word) > 1}
        self.makers |= often - VARIANTS - self.forms

    def brands(self, name: str) -> list[str]:
        """Return what a product is called, and what it was called before."""
        name = SIGNS.sub("", name)
        before = PREVIOUSLY.findall(name)
        return [brand for text in (PREVIOUSLY.sub("", name), *before) if (brand := self.bare(text))]

    def bare(self, name: str) -> str:
        """Return a name without its brackets, strength, form, numbers and maker."""
        name = RELEASE.sub("", BRACKETS.sub("", name)).strip()
        name = STRENGTH.sub("", name) or name
        words = JOINTS.sub(" ", name.split(",")[0]).split()
        end = next((place for place, word in enumerate(words) if place and plain(word) in self.forms), len(words))
        words = words[:end]
        while len(words) > 1 and self.is_tail(words):
            words.pop()
        return usual(" ".join(words).strip(" -/+&."))

    def is_tail(self, words: Sequence[str]) -> bool:
        """Say whether the last word of a name is a link, a number or a maker."""
        word = words[-1]
        number = NUMBER.fullmatch(word) and not (len(words) == 2 and len(words[0]) < 4)
        return word.lower() in LINKS or bool(number) or plain(word) in self.makers


def usual(name: str) -> str:
    """Return a name in its usual case: as it is where it has small letters, else Doliprane for DOLIPRANE."""
    return usual_case(name) if name.isupper() else name[:1].upper() + name[1:]
