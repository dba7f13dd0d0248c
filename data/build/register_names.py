"""The products of national registers -> rows of names.csv: what each brand means, where it is sold, how it is taken."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from typing import Protocol

from ingredient_names import IngredientNames
from name_rows import OWN, Row
from name_rules import CODE, LONGEST, Trust, is_fit, plain
from product_names import LINKS, ProductNames
from registers import Product, Register, Ways

from medcheck.naming.index import key_of

Drugs = frozenset[str]
MOST_MEANINGS = 4
MOST_WORDS = 6  # of a brand; no longer name is looked for in a line
FEWEST_AGREEING = 3  # registers that say the same
LONGEST_SAID = 3  # words of an ingredient inside a product's name
SHORTEST_SAID = 4  # letters
SHORTEST_WORD = 3  # letters of what makes a phrase of ordinary words a name
LOCAL = {"ear", "eye", "inhaled", "mouth", "nasal", "skin", "vaginal"}
LANGUAGES = {"ES": "ES", "FR": "FR", "IT": "IT", "BR": "PT", "NL": "NL", "PL": "PL"}
LATIN = "INT"  # what the Polish register writes its ingredients in; a genitive is no name
GENITIVES = ("i", "is")


@dataclass
class Meaning:
    """What a name stands for in some registers."""

    drugs: Drugs
    names: Counter[str] = field(default_factory=Counter[str])
    registers: dict[str, Register] = field(default_factory=dict[str, Register])
    ways: set[Drugs] = field(default_factory=set[Drugs])

    @property
    def countries(self) -> str:
        """Where the name is sold so."""
        return "|".join(sorted({register.country for register in self.registers.values()}))

    @property
    def routes(self) -> str:
        """The route of all products, where it is one and does not reach the blood in full."""
        routes = {route for way in self.ways for route in way}
        return "".join(routes) if len(routes) == 1 and routes <= LOCAL and frozenset() not in self.ways else ""


class Decisions(Protocol):
    """What was decided by hand."""

    generic: dict[str, str]
    left_out: set[str]
    ordinary: set[str]


class RegisterNames:
    """Gathers what the products of registers are called, and settles it against the names that are known."""

    def __init__(
        self,
        ingredients: IngredientNames,
        brands: ProductNames,
        ways: Ways,
        known: Iterable[Row],
        curated: Decisions,
        families: Mapping[str, str],
        classes: Iterable[str],
    ) -> None:
        """Take the finders, the rows that stand already, what a hand decided, kinds of one medicine, class words."""
        self.ingredients = ingredients
        self.families = families
        self.curated = curated
        self.brands = brands
        self.ways = ways
        self.generic = {key_of(name): drug_id for name, drug_id in curated.generic.items()}
        self.taken = {*self.generic, *map(key_of, classes)}
        self.known: dict[str, list[Row]] = defaultdict(list)
        for row in known:
            self.known[key_of(row.name)].append(row)
        self.meanings: dict[str, dict[Drugs, Meaning]] = defaultdict(dict)
        self.unknown: Counter[tuple[str, str]] = Counter()
        self.foreign: dict[str, Counter[Row]] = defaultdict(Counter)
        self.missing: Counter[str] = Counter()
        self.find = cache(ingredients.find)

    def gather(self, products: Sequence[Product]) -> None:
        """Learn the makers, then what every product means."""
        resolved = [(product, self.drugs_of(product)) for product in products]
        self.brands.learn(self.beside_generic(resolved))
        for product, drugs in resolved:
            for brand in self.brands.brands(product.name):
                self.add(brand, product, drugs)

    def drugs_of(self, product: Product) -> Drugs | None:
        """Return the medicines of a product; None where an ingredient is unknown."""
        found = [self.find(text) for text in product.ingredients]
        for text, drugs in zip(product.ingredients, found, strict=True):
            if drugs is None:
                self.missing[text] += 1
            elif len(drugs) == 1:
                region = LANGUAGES.get(product.register.country, "")
                self.add_foreign(text, drugs[0], LATIN if region == "PL" else region, product.register)
        drugs = frozenset(drug for drugs in found for drug in drugs or ())
        return drugs if drugs and None not in found else None

    def add_foreign(self, text: str, drug_id: str, region: str, register: Register) -> None:
        """Take in how a register writes an ingredient, without its salt."""
        written = self.ingredients.bare(text) or text.lower()
        genitive = region == LATIN and written.endswith(GENITIVES)
        if region and not genitive and self.find(written) == (drug_id,):
            self.foreign[key_of(written)][Row(written, drug_id, "foreign", region, register.id)] += 1

    def said(self, name: str) -> tuple[dict[str, tuple[str, ...]], list[str]]:
        """Return the names of medicines that stand in the name of a product, and the words that are left."""
        words = [word for word in plain(name.replace("-", " ").replace("/", " ")).split() if word not in LINKS]
        told, left, place = dict[str, tuple[str, ...]](), list[str](), 0
        while place < len(words):
            for end in range(min(place + LONGEST_SAID, len(words)), place, -1):
                text = " ".join(words[place:end])
                found = self.find(text) if len(text) >= SHORTEST_SAID else None
                if found:
                    told[text] = found
                    place = end
                    break
            else:
                left.append(words[place])
                place += 1
        return told, left

    def beside_generic(self, resolved: Iterable[tuple[Product, Drugs | None]]) -> Iterator[tuple[str, str]]:
        """Yield the medicine of a product that is called by it, and each word beside."""
        for product, drugs in resolved:
            said, left = self.said(self.brands.bare(product.name)) if drugs else ({}, [])
            if said and drugs and united(said) == drugs:
                for word in left:
                    yield "|".join(sorted(drugs)), word

    def add(self, brand: str, product: Product, drugs: Drugs | None) -> None:
        """Take in what a product is called, unless it says itself what is in it."""
        key = key_of(brand)
        if drugs is None:
            self.unknown[key, product.register.id] += 1
        if drugs is None or key in self.taken:
            return
        said = self.said(brand)[0]
        if united(said) == drugs:
            self.add_said(said, brand, product.register)
        else:
            meaning = self.meanings[key].setdefault(drugs, Meaning(drugs))
            meaning.names[brand] += 1
            meaning.registers.setdefault(product.register.id, product.register)
            meaning.ways.add(self.ways.of(product))

    def add_said(self, said: Mapping[str, tuple[str, ...]], brand: str, register: Register) -> None:
        """Take in how the name of a product spells its ingredients."""
        for text, drugs in said.items():
            if len(drugs) == 1 and text in plain(brand):
                self.add_foreign(text, drugs[0], LANGUAGES.get(register.country, ""), register)

    def family(self, drugs: Drugs) -> set[str]:
        """Return medicines without their salts and kinds: insulin_human is insulin."""
        return {self.families.get(drug, drug.split("_")[0]) for drug in drugs}

    def rows(self) -> list[Row]:
        """Return the rows that stand already, with what the registers tell of them, and those of further names."""
        settled = {key: self.agreed(key, list(told.values())) for key, told in sorted(self.meanings.items())}
        settled = {key: told[:MOST_MEANINGS] for key, told in settled.items() if told}
        made: dict[str, list[Row]] = {key: self.told(rows, settled.get(key, [])) for key, rows in self.known.items()}
        plainly = {key: frozenset(row.drug_id for row in rows) for key, rows in made.items()}
        for key in sorted(settled.keys() - self.known.keys(), key=lambda key: (len(key), key)):
            told = settled[key]
            name = min(told[0].names, key=lambda name: (-told[0].names[name], name))
            if self.is_fit(name, Trust.BRAND) and not (
                len(told) == 1 and self.is_covered(name, told[0].drugs, plainly)
            ):
                made[key] = list(numbered(name, told))
                plainly[key] = told[0].drugs if len(told) == 1 else frozenset()
        for key in sorted(self.foreign.keys() - made.keys() - self.taken):
            row = min(self.foreign[key], key=lambda row: (-self.foreign[key][row], row))
            if len({row.drug_id for row in self.foreign[key]}) == 1 and self.is_fit(row.name, Trust.LISTED):
                made[key] = [row]
        return [row for rows in made.values() for row in rows]

    def is_fit(self, name: str, trust: Trust) -> bool:
        """Say whether a name is fit, not left out by hand, and no phrase of ordinary words."""
        text = plain(name)
        words = [word for word in text.split() if word not in self.curated.ordinary and len(word) >= SHORTEST_WORD]
        if not words or text in self.curated.left_out or self.ways.pattern.fullmatch(name):
            return False
        if trust == Trust.BRAND and len(text.split()) > 1:
            return len(text.split()) <= MOST_WORDS and len(text) <= LONGEST and not CODE.fullmatch(text)
        return is_fit(name, trust, self.curated.ordinary, self.curated.generic)

    def is_covered(self, name: str, drugs: Drugs, plainly: Mapping[str, Drugs]) -> bool:
        """Say whether the first words of a name mean the same alone, and none behind them another medicine."""
        words = name.replace("-", " ").split()
        for end in range(len(words) - 1, 0, -1):
            if plainly.get(key_of("".join(words[:end]))) == drugs and self.is_fit(" ".join(words[:end]), Trust.BRAND):
                return not any(key_of(word) in plainly or key_of(word) in self.generic for word in words[end:])
        return False

    def told(self, rows: list[Row], told: list[Meaning]) -> list[Row]:
        """Return the rows of a known name as the registers have it: the same, better told, or one of several."""
        known = frozenset(row.drug_id for row in rows)
        by_hand, brand = any(row.source == OWN for row in rows), rows[0].kind in {"brand", "synonym"}
        if not told or not brand or (by_hand and rows[0].kind != "brand"):
            return rows
        alike = [one for one in told if self.family(one.drugs) == self.family(known)]
        kinds = self.family(known)
        others = [one for one in told if not self.family(one.drugs) <= kinds and not self.family(one.drugs) >= kinds]
        better = [one for one in told if one.drugs > known]
        if better and not by_hand:
            return list(numbered(rows[0].name, told))
        countries = "|".join(sorted({country for one in alike for country in one.countries.split("|")}))
        routes = alike[0].routes if len(alike) == 1 and not others else ""
        first = [row._replace(countries=countries, routes=routes) for row in rows]
        return [*first, *numbered(rows[0].name, others, first=2)]

    def agreed(self, key: str, told: list[Meaning]) -> list[Meaning]:
        """Return the meanings of a name without slips: those of one register that share a medicine with many others."""
        known = frozenset(row.drug_id for row in self.known.get(key, ()))
        told = [one for one in told if known == one.drugs or self.outnumbers(one, key)]
        told.sort(key=lambda one: (one.drugs != known, -len(one.registers), -one.names.total(), sorted(one.drugs)))
        kept: list[Meaning] = []
        for one in told:
            same = next((other for other in kept if self.family(one.drugs) == self.family(other.drugs)), None)
            if same:
                same.registers |= one.registers
                same.ways |= one.ways
            elif not any(outweighs(other, one, known) for other in kept):
                kept.append(one)
        return kept

    def outnumbers(self, one: Meaning, key: str) -> bool:
        """Say whether as many products of the name are known so as hold what nobody knows."""
        return one.names.total() >= sum(self.unknown[key, register] for register in one.registers)


def united(said: Mapping[str, tuple[str, ...]]) -> Drugs:
    """Return the medicines of several names."""
    return frozenset(drug for drugs in said.values() for drug in drugs)


def numbered(name: str, told: Sequence[Meaning], first: int = 1) -> Iterator[Row]:
    """Yield the rows of the meanings of a name; the first one is not numbered."""
    for number, one in enumerate(told, start=first):
        source = next(iter(one.registers))
        for drug_id in sorted(one.drugs):
            meaning = str(number) if number > 1 else ""
            yield Row(name, drug_id, "brand", "", source, meaning, one.countries, one.routes)


def outweighs(one: Meaning, other: Meaning, known: Drugs) -> bool:
    """Say whether a meaning is so much better told than another that shares a medicine that the other is a slip."""
    surer = one.drugs == known or len(one.registers) >= FEWEST_AGREEING > len(other.registers)
    return surer and not one.drugs.isdisjoint(other.drugs)
