"""Writes data/registered.csv anew, and of data/strengths.csv the rows that come from public registers.

python data/build/build_sold.py --bdpm FOLDER --dpd FOLDER

The folders hold the unpacked downloads of two registers: CIS_bdpm.txt and CIS_COMPO_bdpm.txt of the Base de données
publique des médicaments (https://base-donnees-publique.medicaments.gouv.fr/telechargement), and drug.txt, ingred.txt,
form.txt and route.txt of the Drug Product Database of Health Canada (https://www.canada.ca/en/health-canada/services/
drugs-health-products/drug-products/drug-product-database/what-data-extract-drug-product-database.html). Of each product
with one ingredient that is swallowed in solid form, the labelled strength counts; rows made by hand stay.
"""

import argparse
import csv
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import NamedTuple

import medcheck

DATA = Path(__file__).parent.parent
TABLE, REGISTERED = DATA / "strengths.csv", DATA / "registered.csv"
REGISTERS = ("bdpm", "dpd")
SOLID = re.compile(r"comprim|gélule|capsule|pilule|tablet|caplet", re.IGNORECASE)
LABELLED = re.compile(
    r"(?<![\d,./])(?P<amount>\d[\d ]*(?:[.,]\d+)?) ?(?P<unit>mg|g|microgrammes?|µg|mcg)(?![/\w])", re.IGNORECASE
)
MILLIGRAMS = {"mg": 1.0, "g": 1000.0}
BESIDE_THE_NAME = re.compile(r"\s*\(.*?\)| ANHYDRE| BASE")


class Product(NamedTuple):
    """An ingredient of a product in a register; the labelled strength in mg of one swallowed in solid form, else 0."""

    ingredient: str
    milligrams: float
    register: str


def french(folder: Path) -> Iterator[Product]:
    """Yield the products of the French register: name, form and routes stand in one file, ingredients in another."""
    parts = defaultdict(list)
    for row in tabbed(folder / "CIS_COMPO_bdpm.txt"):
        parts[row[0]].append(row)
    for number, name, form, routes, *_ in tabbed(folder / "CIS_bdpm.txt"):
        one = len({row[7] for row in parts[number]}) == 1
        labelled = LABELLED.search(name.replace("\xa0", " "))
        swallowed = one and "orale" in routes.split(";") and SOLID.search(form)
        strength = milligrams(labelled["amount"], labelled["unit"]) if labelled and swallowed else 0
        for ingredient in {row[3] for row in parts[number]}:
            yield Product(ingredient, strength, "bdpm")


def canadian(folder: Path) -> Iterator[Product]:
    """Yield the products of the Canadian register, in which each property has a file of its own."""
    human = {row["DRUG_CODE"]: row for row in commas(folder / "drug.txt") if row["CLASS"] == "Human"}
    solid = {row["DRUG_CODE"] for row in commas(folder / "form.txt") if SOLID.search(row["PHARMACEUTICAL_FORM"])}
    oral = {row["DRUG_CODE"] for row in commas(folder / "route.txt") if row["ROUTE_OF_ADMINISTRATION"] == "ORAL"}
    for row in commas(folder / "ingred.txt"):
        product, unit = human.get(row["DRUG_CODE"]), row["STRENGTH_UNIT"].lower()
        if product is None:
            continue
        swallowed = product["NUMBER_OF_AIS"] == "1" and row["DRUG_CODE"] in solid & oral and not row["DOSAGE_VALUE"]
        weighed = swallowed and unit in {"mg", "g", "mcg"} and row["STRENGTH"]
        yield Product(row["INGREDIENT"], milligrams(row["STRENGTH"], unit) if weighed else 0, "dpd")


def tabbed(file: Path) -> Iterator[list[str]]:
    """Yield the rows of a file without titles, in the writing of Western Europe."""
    for line in file.read_text(encoding="cp1252").splitlines():
        yield [cell.strip() for cell in line.split("\t")]


def commas(file: Path) -> list[dict[str, str]]:
    """Return the rows of a file with titles."""
    with file.open(encoding="utf-8-sig", newline="") as handle:
        return list(csv.DictReader(handle))


def milligrams(amount: str, unit: str) -> float:
    """Return a strength in mg."""
    return round(float(amount.replace(" ", "").replace(",", ".")) * MILLIGRAMS.get(unit.lower(), 0.001), 6)


def main() -> None:
    """Put the strengths of both registers beside those made by hand."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--bdpm", type=Path, required=True)
    parser.add_argument("--dpd", type=Path, required=True)
    folders = parser.parse_args()
    products = {*french(folders.bdpm), *canadian(folders.dpd)}
    names = sorted({product.ingredient for product in products})
    matches = dict(zip(names, medcheck.match_entries([BESIDE_THE_NAME.sub("", name) for name in names]), strict=True))
    strengths: dict[tuple[str, float], set[str]] = defaultdict(set)
    registered: dict[str, set[str]] = defaultdict(set)
    for product in products:
        match = matches[product.ingredient]
        if match.verdict == "exact" and len(match.drugs) == 1:
            registered[match.drugs[0]].add(product.register)
            if product.milligrams:
                strengths[match.drugs[0], product.milligrams].add(product.register)
    for row in commas(TABLE):
        if by_hand := set(row["source_ids"].split("|")) - set(REGISTERS):
            strengths[row["drug_id"], float(row["milligrams"])] |= by_hand
    sold = ([drug, f"{mg:g}", "|".join(sorted(told))] for (drug, mg), told in strengths.items())
    write(TABLE, ["drug_id", "milligrams", "source_ids"], sorted(sold))
    known = ([drug, "|".join(sorted(told))] for drug, told in sorted(registered.items()))
    write(REGISTERED, ["drug_id", "source_ids"], known)


def write(file: Path, titles: list[str], rows: Iterable[list[str]]) -> None:
    """Write a table."""
    with file.open("w", encoding="utf-8", newline="") as handle:
        csv.writer(handle, lineterminator="\n").writerows([titles, *rows])


if __name__ == "__main__":
    main()
