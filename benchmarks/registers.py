"""How many names of national registers are recognised, and how many are taken for another medicine.

python benchmarks/registers.py --registers FOLDER    prints a Markdown table, a register a line

Every name is typed as its register writes it. A fifth of the brands of each register (by the seed) is held out first:
their rows, whichever register told them, are not in the index, so that only rules and other lists can know them.
`known`: all medicines of the product are recognised and no other; `asked`: they are among the three that are offered
first; `in part`: some of them are, or further ones; `wrong`: another medicine is taken without asking.
"""

import argparse
import random
import sys
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from matching import row

from medcheck.naming.index import NameIndex, key_of
from medcheck.naming.matches import Match, Matcher
from medcheck.reading.lines import read_entry
from medcheck.tables import Tables, shipped

BUILD = Path(__file__).parents[1] / "data" / "build"
sys.path.insert(0, str(BUILD))

from build_names import DATA, Curated, register_names  # noqa: E402
from name_rows import rows  # noqa: E402
from register_names import Drugs, RegisterNames  # noqa: E402
from registers import listed, products  # noqa: E402

SOURCES = frozenset(register.id for register in listed())
OFFERED = 3
SHARE = 5  # one of so many is held out
OUTCOMES = ("known", "asked", "in part", "wrong", "unknown")


@dataclass(frozen=True)
class Case:
    """A name as a register writes it, the keys of its brand, and what it may mean there."""

    typed: str
    keys: frozenset[str]
    meant: frozenset[Drugs]


def cases_of(folder: Path, names: RegisterNames) -> dict[str, list[Case]]:
    """Return the names of each register whose ingredients are all known."""
    found: dict[str, dict[str, set[Drugs]]] = {}
    for product in products(folder):
        if drugs := names.drugs_of(product):
            found.setdefault(product.register.file, {}).setdefault(product.name, set()).add(drugs)
    return {file: [Case(typed, frozenset(map(key_of, names.brands.brands(typed))), frozenset(meant))
                   for typed, meant in sorted(told.items())] for file, told in found.items()}  # fmt: skip


def held_out(cases: Iterable[Case], seed: int) -> frozenset[str]:
    """Return a fifth of the brands of some cases, by their keys."""
    keys = sorted({key for case in cases for key in case.keys})
    return frozenset(random.Random(seed).sample(keys, len(keys) // SHARE))


def without(tables: Tables, held: frozenset[str]) -> Tables:
    """Return the tables without the rows that registers tell of some names."""
    names = tuple(name for name in tables.names if name.source not in SOURCES or key_of(name.name) not in held)
    return Tables(tables.version, {**tables.by_name, "names": names}, tables.ordinary_words)


def outcome(match: Match, meant: Iterable[Drugs], families: Mapping[str, str]) -> str:
    """Return what became of a name."""

    def kinds(drugs: Iterable[str]) -> frozenset[str]:
        return frozenset(families.get(drug, drug.split("_")[0]) for drug in drugs)

    right = {kinds(drugs) for drugs in meant}
    if match.drugs:
        taken = kinds(match.drugs)
        return "known" if taken in right else "wrong" if all(map(taken.isdisjoint, right)) else "in part"
    offered = [kinds(candidate.drugs) for candidate in match.candidates[:OFFERED]]
    return "asked" if not right.isdisjoint(offered) else "unknown"


def outcomes(tables: Tables, cases: list[Case], families: Mapping[str, str]) -> Iterator[str]:
    """Yield what becomes of each case with the names of these tables."""
    matcher = Matcher(tables, NameIndex(tables))
    matches = matcher.match([read_entry(case.typed, line, tables) for line, case in enumerate(cases, start=1)])
    return (outcome(match, case.meant, families) for match, case in zip(matches, cases, strict=True))


def shares(told: Iterable[str]) -> list[str]:
    """Return the share of each outcome in per cent."""
    counted = Counter(told)
    return [f"{100 * counted[one] / max(1, counted.total()):.1f}" for one in OUTCOMES]


def main() -> None:
    """Measure and print the table."""
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--registers", type=Path, help="a folder that holds registers as three columns")
    options.add_argument("--seed", type=int, default=19, help="which fifth is held out")
    options.add_argument("--show", type=int, default=0, help="how many of each wrong outcome are printed")
    chosen = options.parse_args()
    if not chosen.registers:
        print("Not measured: name a folder of registers (--registers FOLDER; data/README.md says where they are had).")
        return
    names = register_names(DATA, Curated(DATA), [one for one in rows(DATA / "names.csv") if one.source not in SOURCES])
    cases = cases_of(chosen.registers, names)
    print(f"Seed {chosen.seed}; {OUTCOMES} in per cent.\n")
    row("register", "names", *(f"held out: {one}" for one in OUTCOMES), *(f"all: {one}" for one in OUTCOMES))
    row(*["---"] * (2 + 2 * len(OUTCOMES)))
    for file, told in cases.items():
        held = held_out(told, chosen.seed)
        unseen = [case for case in told if case.keys <= held]
        before = list(outcomes(without(shipped(), held), unseen, names.families))
        after = list(outcomes(shipped(), told, names.families))
        row(file, f"{len(told):,}", *shares(before), *shares(after))
        for label, which, results in (("held out", unseen, before), ("all", told, after)):
            for kind in ("wrong", "in part", "unknown"):
                shown = [case for case, one in zip(which, results, strict=True) if one == kind][: chosen.show]
                for case in shown:
                    print(f"    {label}, {kind}: {case.typed} is {[sorted(drugs) for drugs in case.meant]}")


if __name__ == "__main__":
    main()
