"""RxNorm as the user downloaded it (RXNCONSO.RRF) -> more names that are recognised, kept in the cache folder."""

import csv
import os
import re
import zipfile
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from medcheck.naming.index import gather, key_of
from medcheck.tables import Tables, load_shipped
from medcheck.tables.imported import COLUMNS, file

RXCUI, LANGUAGE, SOURCE, TERM_TYPE, NAME, SUPPRESSED, WIDTH = 0, 1, 11, 12, 14, 16, 18
INGREDIENTS, BRANDS = frozenset({"IN", "PIN", "MIN"}), frozenset({"BN"})
PRODUCTS = frozenset({"SCD", "SBD", "SCDC", "SBDC", "SCDF", "SBDF", "SCDG", "SBDG"})  # packs hold several
SYNONYMS = frozenset({"SY", "TMSY"})
FEWEST_INGREDIENTS = 10  # fewer come of a file that was cut off
LONGEST_INGREDIENT = 8  # words
SHORTEST = 4  # signs of a name that may stand in a line
BRAND = re.compile(r"\[([^\]]+)\]\s*$")
MEMBER = re.compile(r"(?:^|/)RXNCONSO\.RRF$", re.IGNORECASE)


class ImportRefusedError(ValueError):
    """A file that is no RxNorm release, or not a whole one; one sentence with what to do."""


@dataclass(frozen=True)
class Concept:
    """One line of RXNCONSO: a name of a concept."""

    rxcui: str
    kind: str
    name: str


@dataclass(frozen=True)
class Imported:
    """How many names, codes and ingredients that the tables lack were kept, how many were left out, and where."""

    names: int
    codes: int
    new_drugs: int
    left_out: int
    file: Path


def import_rxnorm(path: Path) -> Imported:
    """Keep the names of an RxNorm release (RXNCONSO.RRF, or the ZIP it came in); a broken file changes nothing.

    ImportRefusedError says why a file cannot be used.
    """
    tables = load_shipped()
    concepts = list(read_concepts(path))
    drugs, rows, left_out = rows_of(concepts, tables)
    kept = file()
    write_whole([*drugs, *rows], kept)
    codes = sum(kind == "code" for kind, _, _ in rows)
    return Imported(len(rows) - codes, codes, len(drugs), left_out, kept)


def forget() -> Path | None:
    """Remove what was imported, and say where it was; None where there was nothing."""
    kept = file()
    if not kept.is_file():
        return None
    kept.unlink()
    return kept


def read_concepts(path: Path) -> Iterator[Concept]:
    """Yield the English RxNorm names of a release that are in use."""
    found = 0
    for number, line in enumerate(lines_of(path), start=1):
        cells = line.split("|")
        if len(cells) < WIDTH or not cells[RXCUI].isdecimal():
            raise ImportRefusedError(f"{path}, row {number} is none of RXNCONSO.RRF; download the release anew.")
        if cells[SOURCE] == "RXNORM" and cells[LANGUAGE] == "ENG" and cells[SUPPRESSED] in {"N", ""}:
            found += cells[TERM_TYPE] == "IN"
            yield Concept(cells[RXCUI], cells[TERM_TYPE], " ".join(cells[NAME].split()))
    if found < FEWEST_INGREDIENTS:
        raise ImportRefusedError(
            f"{path} names {found} ingredients, far too few for an RxNorm release; give its RXNCONSO.RRF."
        )


def lines_of(path: Path) -> Iterator[str]:
    """Yield the lines of the file, out of the ZIP where it is in one."""
    try:
        if zipfile.is_zipfile(path):
            with zipfile.ZipFile(path) as release:
                yield from decoded(release.open(member_of(release, path)))
        else:
            with path.open("rb") as opened:
                yield from decoded(opened)
    except (OSError, UnicodeDecodeError, zipfile.BadZipFile) as error:
        raise ImportRefusedError(f"{path} cannot be read ({error}); download the release anew.") from error


def member_of(release: zipfile.ZipFile, path: Path) -> str:
    """Return the name of the RXNCONSO.RRF of an archive."""
    found = next((name for name in release.namelist() if MEMBER.search(name)), None)
    if found is None:
        raise ImportRefusedError(f"{path} holds no RXNCONSO.RRF; give the ZIP of an RxNorm release.")
    return found


def decoded(lines: Iterable[bytes]) -> Iterator[str]:
    """Yield lines as text, the blank ones left out."""
    return (text for line in lines if (text := line.decode("utf-8-sig").rstrip("\r\n")))


Row = tuple[str, str, tuple[str, ...]]


def rows_of(concepts: Sequence[Concept], tables: Tables) -> tuple[list[Row], list[Row], int]:
    """Return the rows of ingredients that the tables lack, those of names and codes, and how many were left out."""
    named = ingredients(concepts, tables)
    new = {drug_id: name for name, drug_id in named.new.items()}
    found: dict[tuple[str, str], tuple[str, ...]] = {}
    left_out = 0
    for concept in concepts:
        drug_ids = named.of(concept)
        if not drug_ids:
            left_out += concept.kind in INGREDIENTS | BRANDS | PRODUCTS
            continue
        found["code", f"RxCUI {concept.rxcui}"] = drug_ids
        kind = kind_of(concept)
        if kind and is_fit(concept.name, tables):
            found[kind, concept.name] = drug_ids
        else:
            left_out += bool(kind)
    return ([("drug", name, (drug_id,)) for drug_id, name in sorted(new.items())],
            sorted((kind, name, ids) for (kind, name), ids in found.items()), left_out)  # fmt: skip


def kind_of(concept: Concept) -> str:
    """Return as what a name is kept, blank where only its code is."""
    if concept.kind in BRANDS:
        return "brand"
    return "synonym" if concept.kind in INGREDIENTS | SYNONYMS else ""


def is_fit(name: str, tables: Tables) -> bool:
    """Say whether a name may stand in a list as a medicine: no ordinary word, and of some length."""
    return len(key_of(name)) >= SHORTEST and name.lower() not in tables.ordinary_words


@dataclass(frozen=True)
class Ingredients:
    """The drug ids of ingredients by name and by code, of brands by name, and the names of those that are new."""

    by_name: Mapping[str, tuple[str, ...]]
    by_code: Mapping[str, tuple[str, ...]]
    of_brand: Mapping[str, tuple[str, ...]]
    new: Mapping[str, str]

    def of(self, concept: Concept) -> tuple[str, ...]:
        """Return the drug ids of a concept, none where they cannot be told."""
        if concept.kind in BRANDS:
            return self.of_brand.get(key_of(concept.name), ())
        if concept.rxcui in self.by_code:
            return self.by_code[concept.rxcui]
        return held(concept.name, self.by_name) if concept.kind in PRODUCTS else ()


def ingredients(concepts: Sequence[Concept], tables: Tables) -> Ingredients:
    """Return what the concepts say of ingredients, those of the tables under the ids they have there."""
    known = gather(tables)
    new: dict[str, str] = {}
    by_name: dict[str, tuple[str, ...]] = {}
    by_code: dict[str, tuple[str, ...]] = {}
    for kind in ("IN", "PIN", "MIN"):
        for concept in (one for one in concepts if one.kind == kind):
            found = known.get(key_of(concept.name))
            ids = found.drugs if found else ()
            if not ids and kind == "IN":
                ids = (slug(concept.name),) if slug(concept.name) not in tables.drugs else ()
                new |= {concept.name: ids[0]} if ids else {}
            elif not ids:
                ids = held(concept.name, by_name)
            if ids:
                by_name[key_of(concept.name)] = by_code[concept.rxcui] = tuple(ids)
    return Ingredients(by_name, by_code, brands(concepts, by_name), new)


def brands(concepts: Iterable[Concept], by_name: Mapping[str, tuple[str, ...]]) -> dict[str, tuple[str, ...]]:
    """Return the drug ids of each brand, where all its products hold the same."""
    told: dict[str, set[tuple[str, ...]]] = defaultdict(set)
    for concept in concepts:
        found = BRAND.search(concept.name) if concept.kind in PRODUCTS else None
        if found and (ids := held(concept.name, by_name)):
            told[key_of(found[1])].add(ids)
    return {brand: next(iter(groups)) for brand, groups in told.items() if len(groups) == 1}


def held(product: str, by_name: Mapping[str, tuple[str, ...]]) -> tuple[str, ...]:
    """Return the drug ids of a product ("amlodipine 5 MG / valsartan 80 MG Oral Tablet"), none if one is not known."""
    ids: list[str] = []
    for part in BRAND.sub("", product).split(" / "):
        found = longest(part.split(), by_name)
        if not found:
            return ()
        ids += found
    return tuple(sorted(set(ids)))


def longest(words: Sequence[str], by_name: Mapping[str, tuple[str, ...]]) -> tuple[str, ...]:
    """Return the drug ids of the longest ingredient name among some words."""
    for size in range(min(LONGEST_INGREDIENT, len(words)), 0, -1):
        for start in range(len(words) - size + 1):
            if ids := by_name.get(key_of(" ".join(words[start : start + size]))):
                return ids
    return ()


def slug(name: str) -> str:
    """Return a drug id for a name."""
    return re.sub(r"[^a-z0-9]+", "_", name.lower()).strip("_")


def write_whole(rows: Iterable[Row], kept: Path) -> None:
    """Write the rows; the file is there whole or as it was."""
    part = kept.with_name(f".{kept.name}.{os.getpid()}.part")
    try:
        kept.parent.mkdir(parents=True, exist_ok=True)
        with part.open("w", encoding="utf-8", newline="") as opened:
            out = csv.writer(opened, lineterminator="\n")
            out.writerow(COLUMNS)
            out.writerows((kind, name, "|".join(ids)) for kind, name, ids in rows)
        part.replace(kept)
    except OSError as error:
        if part.is_file():
            part.unlink()
        reason = error.strerror or error
        raise ImportRefusedError(f"{kept} cannot be written ({reason}); set MEDCHECK_CACHE.") from error
