"""A folder of national registers -> their products: name, ingredients, country, and how they are taken."""

import csv
import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import NamedTuple

LISTED = Path(__file__).with_name("registers.csv")
COLUMNS = ["name", "ingredients", "route"]
SEPARATOR = "|"


class Register(NamedTuple):
    """A register that names are taken from; `id` is the source of its rows in names.csv."""

    id: str
    file: str
    country: str


class Product(NamedTuple):
    """A product of a register as the register writes it; `way` is its route, or its form where no route is told."""

    name: str
    ingredients: tuple[str, ...]
    way: str
    register: Register


def listed(path: Path = LISTED) -> list[Register]:
    """Return the registers in the order in which they are trusted."""
    with path.open(newline="", encoding="utf-8") as file:
        return [Register(row["file"].removesuffix(".csv").split("_")[1], row["file"], row["country"])
                for row in csv.DictReader(file)]  # fmt: skip


def products(folder: Path) -> Iterator[Product]:
    """Yield the products of every listed register that the folder holds."""
    present = [register for register in listed() if (folder / register.file).is_file()]
    if not present:
        raise SystemExit(f"{folder} holds none of the registers of {LISTED.name}; name a folder that does.")
    for register in present:
        yield from read(folder / register.file, register)


def read(path: Path, register: Register) -> Iterator[Product]:
    """Yield the products of one register."""
    with path.open(newline="", encoding="utf-8") as file:
        rows = csv.DictReader(file)
        if rows.fieldnames != COLUMNS:
            raise SystemExit(f"{path}, row 1: the columns must be {','.join(COLUMNS)}.")
        for row in rows:
            told = tuple(text for part in row["ingredients"].split(SEPARATOR) if (text := " ".join(part.split())))
            yield Product(" ".join(row["name"].split()), told, row["route"], register)


class Ways:
    """Tells by which route of `routes.csv` a product is taken, from the words of its route, form or name."""

    def __init__(self, words: Mapping[str, str]) -> None:
        """Take the words of routes and forms, each with its route; the longest that is found decides."""
        longest_first = sorted(words, key=lambda word: (-len(word), word))
        self.words = {word.lower(): words[word] for word in longest_first}
        self.pattern = re.compile(r"(?<!\w)(?:" + "|".join(map(re.escape, self.words)) + r")(?!\w)", re.IGNORECASE)

    def of(self, product: Product) -> frozenset[str]:
        """Return every route that is told; none where no word tells any."""
        told = [match[0] for match in self.pattern.finditer(product.way)]
        if not told:
            told = [match[0] for match in self.pattern.finditer(product.name)]
        return frozenset(self.words[word.lower()] for word in told)
