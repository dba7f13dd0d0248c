"""Writes the rows of data/names.csv that come from open lists and registers anew; those made by hand stay, and win.

make names                                            downloads the two lists at their pinned versions
python data/build/build_names.py --wheels FOLDER      takes the two wheels from a folder
python data/build/build_names.py --registers FOLDER   reads the registers of registers.csv anew, that the folder holds;
                                                      without, what they told last stays
"""

import argparse
import re
import tempfile
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from functools import cached_property
from pathlib import Path

from ingredient_names import IngredientNames
from name_rows import OWN, Row, pairs, read, rows, write
from name_rules import Trust, foreign_region, is_chemical, is_fit, plain, usual_case
from open_lists import DNER, UNII, Dictionary, Substance, SubstanceName, dictionary, fetch, inside, substances
from product_names import ProductNames
from rapidfuzz import process
from rapidfuzz.distance import OSA
from register_names import RegisterNames
from registers import Ways, listed, products

from medcheck.naming.index import key_of

DATA = Path(__file__).parent.parent
# "sodium butyrate" is not sodium, while "zinc citrate" is zinc.
COUNTER_IONS = {
    "sodium", "potassium", "aluminium", "aluminum", "copper", "silver", "hydrogen", "ammonium", "strontium", "bismuth",
    "calcium",
}  # fmt: skip
MARKETED = {"ORANGE BOOK", "PURPLE BOOK CDER", "EMA EPAR"}
OFFICIAL = MARKETED | {"VANDF", "USP MONOGRAPH", "EP MONOGRAPH", "JAN", "INN", "USAN", "BAN", "MART.", "WHO-DD"}
INDUSTRIAL = {"ISO", "FHFI", "FCC", "LANGUAL", "II", "EMA EPAR VETERINARY", "EMA HERBAL SUBSTANCE"}
PART_OF_BRAND = " COMPONENT "
COMMON_NAME = re.compile(r"[A-Z]{6,16}")
LONGEST_NEAR = 12  # letters; a longer name is seldom typed for another that is one edit away
LIST_COLUMNS = 5  # of a row, which registers do not change
UNKNOWN = ""  # an ingredient of a combination that the tables do not know


class Curated:
    """What was made by hand: ingredients, own names, decisions on names of the lists, salts and ordinary words."""

    def __init__(self, data: Path) -> None:
        """Read the tables of the folder."""
        self.old = rows(data / "names.csv")
        self.own = [row for row in self.old if row.source == OWN]
        self.kept = rows(data / "build" / "kept.csv")
        self.left_out = {plain(row["name"]) for row in read(data / "build" / "left_out.csv")}
        self.salts = set((data / "build" / "salt_words.txt").read_text(encoding="utf-8").split())
        self.ordinary = set((data / "ordinary_words.txt").read_text(encoding="utf-8").split())
        self.inns = {drug["id"]: plain(drug["inn"]) for drug in read(data / "drugs.csv")}
        us_names = {plain(drug["us_name"]): drug["id"] for drug in read(data / "drugs.csv") if drug["us_name"]}
        self.generic = us_names | {inn: drug_id for drug_id, inn in self.inns.items()}

    @cached_property
    def meanings(self) -> dict[str, str]:
        """The ingredient of each generic name, and of each own name that means one ingredient."""
        meant: dict[str, set[str]] = defaultdict(set)
        for row in self.own:
            if row.kind in {"brand", "salt", "synonym"}:
                meant[plain(row.name)].add(row.drug_id)
        return {name: drugs.pop() for name, drugs in meant.items() if len(drugs) == 1} | self.generic

    def find(self, name: str) -> str:
        """Return the ingredient that a name means with or without the words of its salt, or nothing."""
        words = plain(name).split()
        for end in range(len(words), 0, -1):
            text = " ".join(words[:end])
            if text in self.meanings and (end == len(words) or text not in COUNTER_IONS):
                return self.meanings[text]
            if words[end - 1] not in self.salts:
                break
        return ""

    def has_salt(self, name: str) -> bool:
        """Say whether a word behind the first is that of a salt."""
        return not self.salts.isdisjoint(plain(name).split()[1:])


class Candidates:
    """The names of the open lists, each with how far it is trusted, and the ingredients of brands of several."""

    def __init__(self, curated: Curated) -> None:
        """Begin without any."""
        self.curated = curated
        self.rows: list[tuple[Trust, Row]] = []
        self.parts: dict[str, set[str]] = defaultdict(set)

    def add(self, trust: Trust, row: Row) -> None:
        """Take a row in unless its name is unfit or was left out by hand."""
        row = row._replace(name=" ".join(row.name.split()))
        fit = is_fit(row.name, trust, self.curated.ordinary, self.curated.generic)
        if fit and plain(row.name) not in self.curated.left_out:
            self.rows.append((trust, row))

    def add_substance(self, substance: Substance) -> None:
        """Take in the names of a substance of the FDA's list: an ingredient, a salt, or a part of a brand."""
        drug_id = self.ingredient(substance)
        registers = frozenset[str]().union(*(name.registers for name in substance.names))
        industrial = not registers.isdisjoint(INDUSTRIAL) and registers.isdisjoint(MARKETED)
        is_salt = all(self.curated.generic.get(plain(name.name)) != drug_id for name in substance.names)
        for name in substance.names:
            brand, part, _ = name.name.partition(PART_OF_BRAND)
            if part:
                self.parts[plain(brand)].add(drug_id or UNKNOWN)
            if drug_id and (part or name.kind == "bn") and (part or not industrial):
                self.add(Trust.BRAND, Row(usual_case(brand), drug_id, "brand", "", "unii"))
            elif drug_id and not part:
                self.add_unbranded(name, drug_id, is_salt, industrial)

    def add_unbranded(self, name: SubstanceName, drug_id: str, is_salt: bool, industrial: bool) -> None:
        """Take in an official name, or a common one of a word."""
        if name.registers & OFFICIAL or name.kind == "of":
            kind = "salt" if is_salt or self.curated.has_salt(name.name) else "synonym"
            self.add(Trust.OFFICIAL, Row(name.name.lower(), drug_id, kind, "", "unii"))
        elif name.kind != "bn" and not industrial and not is_salt and COMMON_NAME.fullmatch(name.name):
            self.add(Trust.LISTED, Row(name.name.lower(), drug_id, "synonym", "", "unii"))

    def ingredient(self, substance: Substance) -> str:
        """Return the ingredient that the official names of a substance mean, the INN first."""
        inn = [name.name for name in substance.names if "INN" in name.registers][:1]
        official = [name.name for name in substance.names if name.kind == "of" or name.registers & OFFICIAL]
        names = [*inn, substance.title, *official]
        meant = [self.curated.generic.get(plain(name), "") for name in names] + [*map(self.curated.find, names)]
        return next(filter(None, meant), "")

    def add_dictionary(self, listed: Dictionary) -> None:
        """Take in the variants of the medicines of the dictionary that mean one ingredient."""
        for variant, meanings in listed.meanings.items():
            drug_id = self.curated.find(meanings[0])
            name = re.sub(r"^other(?=\w{4})", "", variant)  # a slip of the list: "otherbrufen"
            if drug_id and len(meanings) == 1 and meanings[0] in listed.medicines and plain(name):
                self.add_variant(name, plain(meanings[0]), drug_id, variant in listed.brands)

    def add_variant(self, name: str, base: str, drug_id: str, is_brand: bool) -> None:
        """Take in one variant, as what its letters tell that it is."""
        text, inn = plain(name), self.curated.inns[drug_id]
        region = foreign_region(text, inn) or foreign_region(text, base)
        brand = Row(usual_case(name.upper()), drug_id, "brand", "UK" if is_brand else "", "dner")
        if is_brand:
            self.add(Trust.BRAND, brand)
        elif self.curated.has_salt(name) or self.curated.salts & (set(base.split()) - set(inn.split())):
            self.add(Trust.LISTED, Row(name, drug_id, "salt", "", "dner"))
        elif region:
            self.add(Trust.LISTED, Row(name, drug_id, "foreign", region, "dner"))
        elif text[:3] in (inn[:3], base[:3]) or is_chemical(text):
            self.add(Trust.LISTED, Row(name, drug_id, "synonym", "", "dner"))
        else:
            self.add(Trust.LISTED, brand)

    def settled(self) -> Iterator[Row]:
        """Yield the rows of each name that is not made by hand and not near to another medicine."""
        by_key: dict[str, list[tuple[Trust, Row]]] = defaultdict(list)
        for trust, row in sorted(self.rows, key=lambda pair: (pair[0], plain(pair[1].name), pair[1].name)):
            by_key[key_of(row.name)].append((trust, row))
        by_hand = {key_of(row.name) for row in (*self.curated.own, *self.curated.kept)}
        for key in by_key.keys() - by_hand - set(map(key_of, self.curated.generic)) - self.near_others(by_key):
            yield from self.agreed(by_key[key])

    def agreed(self, ranked: list[tuple[Trust, Row]]) -> Iterable[Row]:
        """Return one row an ingredient under one spelling, by the most trusted list; none where it disagrees."""
        trust, first = ranked[0]
        meant = {row.drug_id: row._replace(name=first.name, kind=first.kind)
                 for other, row in reversed(ranked) if other == trust}  # fmt: skip
        parts = self.parts.get(plain(first.name), set[str]()) if trust == Trust.BRAND else set[str]()
        if parts:
            whole = len(parts) > 1 and UNKNOWN not in parts
            return [row for drug_id, row in meant.items() if whole and drug_id in parts]
        return meant.values() if len(meant) == 1 else []

    def near_others(self, by_key: dict[str, list[tuple[Trust, Row]]]) -> set[str]:
        """Return the keys of rare synonyms that are one slip of the pen from the generic name of another medicine."""
        generic = {key_of(name): drug_id for name, drug_id in self.curated.generic.items()}
        near = set[str]()
        for key, ((_, row), *_) in by_key.items():
            if row.kind == "synonym" and len(key) <= LONGEST_NEAR:
                found = process.extract(key, generic.keys(), scorer=OSA.distance, score_cutoff=1, limit=5)
                near |= {key for name, *_ in found if generic[name] != row.drug_id}
        return near


def list_names(curated: Curated, unii: Iterable[Substance], dner: Dictionary) -> list[Row]:
    """Return the rows made by hand and those of the open lists."""
    candidates = Candidates(curated)
    for substance in unii:
        candidates.add_substance(substance)
    candidates.add_dictionary(dner)
    return [*curated.own, *curated.kept, *candidates.settled()]


def register_names(data: Path, curated: Curated, names: Iterable[Row]) -> RegisterNames:
    """Return what gathers the names of registers beside those that stand already."""
    build, words, names = data / "build", read(data / "entry_words.csv"), list(names)
    named = [(row.name, row.drug_id) for row in names if row.kind in {"synonym", "salt", "foreign"}]
    by_hand = {name: tuple(filter(None, ids.split("|"))) for name, ids in pairs(build / "ingredient_names.csv").items()}
    salts = (build / "register_salts.txt").read_text(encoding="utf-8").split()
    forms = (build / "form_words.txt").read_text(encoding="utf-8").split()
    return RegisterNames(
        IngredientNames([*curated.generic.items(), *named], pairs(build / "ingredient_words.csv"), salts, by_hand),
        ProductNames([*forms, *(word["word"] for word in words if word["kind"] in {"form", "route"})],
                     [word["word"] for word in words if word["kind"] == "maker"]),
        Ways({row["word"]: row["route"] for row in read(data / "route_words.csv")} | pairs(build / "route_terms.csv")),
        [row._replace(countries="", routes="") for row in names],
        curated,
        pairs(build / "families.csv"),
        [word for row in read(data / "classes.csv") for word in row["words"].split("|")],
    )  # fmt: skip


def as_told_last(old: Sequence[Row], names: Sequence[Row]) -> list[Row]:
    """Return the rows with what the registers told of them last; what was made by hand since then goes over it."""
    sources = {register.id for register in listed()}
    last = {row[:LIST_COLUMNS]: row for row in old if row.source not in sources}
    by_hand = {key_of(row.name) for row in names if row.source == OWN}
    kept = [row for row in old if row.source in sources and (row.meaning or key_of(row.name) not in by_hand)]
    better = {key_of(row.name) for row in kept if not row.meaning}
    return [*(last.get(row[:LIST_COLUMNS], row) for row in names if key_of(row.name) not in better), *kept]


def in_order(row: Row) -> tuple[str, ...]:
    """Return what the rows are sorted by: the name, then its other columns of the key."""
    return (row.name.casefold(), row.name, row.drug_id, row.meaning, *row)


def main() -> None:
    """Fetch or find the lists and write the table."""
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--wheels", type=Path, help="a folder that holds the two wheels; they are downloaded without")
    options.add_argument("--registers", type=Path, help="a folder that holds registers as three columns")
    options.add_argument("--data", type=Path, default=DATA, help="the folder of the tables")
    chosen = options.parse_args()
    with tempfile.TemporaryDirectory() as fresh:
        wheels = chosen.wheels or Path(fresh)
        if not chosen.wheels:
            fetch(wheels)
        curated = Curated(chosen.data)
        names = list_names(curated, substances(inside(wheels, *UNII)), dictionary(inside(wheels, *DNER)))
    if chosen.registers:
        gathered = register_names(chosen.data, curated, names)
        gathered.gather(list(products(chosen.registers)))
        names = gathered.rows()
    else:
        names = as_told_last(curated.old, names)
    write(chosen.data / "names.csv", sorted(names, key=in_order))
    made = sum(row.source == OWN for row in names)
    print(f"{len(names):,} names, {made:,} of them made by hand.")


if __name__ == "__main__":
    main()
