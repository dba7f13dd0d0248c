"""data/*.csv -> frozen rows: the curated tables, checked against data/datapackage.json."""

import csv
import json
from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache, cached_property
from pathlib import Path
from typing import Any

from medcheck.tables import imported
from medcheck.tables.checks import Schema, TableError, cell_problems, key_problems
from medcheck.tables.collector import paused
from medcheck.tables.rows import (
    Burden,
    Cause,
    CauseClue,
    CauseDrug,
    ClassMember,
    DoseLimit,
    Drug,
    DrugClass,
    EntryWord,
    FitClue,
    FitPoint,
    Interaction,
    LabResult,
    LevelRule,
    Lookalike,
    Mechanism,
    Name,
    Phrase,
    RedFlag,
    RedFlagRule,
    Registered,
    Route,
    RouteWord,
    Source,
    StatusWord,
    Stopping,
    Strength,
    Term,
    Test,
    Weakness,
)

__all__ = ["CLASS", "UNRANKED", "TableError", "Tables", "load", "load_shipped", "shipped"]

CLASS = "class:"
UNRANKED = 10_000  # behind every drug with a use rank

ROW_CLASSES: dict[str, Any] = {
    "sources": Source,
    "drugs": Drug,
    "names": Name,
    "classes": DrugClass,
    "class_members": ClassMember,
    "lookalikes": Lookalike,
    "entry_words": EntryWord,
    "mechanisms": Mechanism,
    "weakness": Weakness,
    "interactions": Interaction,
    "dose_limits": DoseLimit,
    "stopping": Stopping,
    "burdens": Burden,
    "causes": Cause,
    "cause_clues": CauseClue,
    "cause_drugs": CauseDrug,
    "fit_clues": FitClue,
    "routes": Route,
    "route_words": RouteWord,
    "status_words": StatusWord,
    "strengths": Strength,
    "registered": Registered,
    "level_rules": LevelRule,
    "fit_points": FitPoint,
    "results": LabResult,
    "red_flags": RedFlag,
    "red_flag_rules": RedFlagRule,
    "tests": Test,
    "terms": Term,
    "phrases": Phrase,
}


@dataclass(frozen=True, eq=False)
class Tables:
    """All curated tables of one data version, with the look-ups that the rooms above share."""

    version: str
    by_name: Mapping[str, tuple[Any, ...]]
    ordinary_words: frozenset[str]

    @property
    def names(self) -> tuple[Name, ...]:
        """Every name that people type, beside the INN and US names in `drugs`."""
        return self.by_name["names"]

    @property
    def lookalikes(self) -> tuple[Lookalike, ...]:
        """The pairs of names that people confuse."""
        return self.by_name["lookalikes"]

    @property
    def interactions(self) -> tuple[Interaction, ...]:
        """The pairs of drugs or classes that weaken together."""
        return self.by_name["interactions"]

    @property
    def burdens(self) -> tuple[Burden, ...]:
        """The classes whose members add up."""
        return self.by_name["burdens"]

    @property
    def cause_clues(self) -> tuple[CauseClue, ...]:
        """What points to or against each cause."""
        return self.by_name["cause_clues"]

    @property
    def cause_drugs(self) -> tuple[CauseDrug, ...]:
        """The drugs and classes that mimic, worsen or bring about a cause."""
        return self.by_name["cause_drugs"]

    @property
    def fit_clues(self) -> tuple[FitClue, ...]:
        """What fits or does not fit each mechanism."""
        return self.by_name["fit_clues"]

    @property
    def red_flag_rules(self) -> tuple[RedFlagRule, ...]:
        """The pairs of drug and sign that need care now."""
        return self.by_name["red_flag_rules"]

    @property
    def level_rules(self) -> tuple[LevelRule, ...]:
        """Which level a finding has, in the order in which the rules are asked."""
        return self.by_name["level_rules"]

    @property
    def status_words(self) -> tuple[StatusWord, ...]:
        """The words that say who takes a medicine and whether still."""
        return self.by_name["status_words"]

    @cached_property
    def results(self) -> dict[str, LabResult]:
        """The blood tests that are asked about, by id."""
        return self._by_id("results")

    @cached_property
    def routes(self) -> dict[str, Route]:
        """Routes by id."""
        return self._by_id("routes")

    @cached_property
    def route_words(self) -> dict[str, str]:
        """The route that each word of a list line tells."""
        return {row.word: row.route for row in self.by_name["route_words"]}

    @cached_property
    def names_like_forms(self) -> frozenset[str]:
        """The abbreviations that mean a form, a route or a direction elsewhere ("INH": isoniazid, or to be inhaled)."""
        return frozenset(
            row.name.lower()
            for row in self.names
            if row.kind == "abbreviation" and row.name.lower() in self.entry_words
        )

    @cached_property
    def strengths(self) -> dict[str, frozenset[float]]:
        """The strengths in mg of the tablets and capsules that are sold of each drug."""
        return {drug: frozenset(row.milligrams for row in rows)
                for drug, rows in _grouped(self.by_name["strengths"], lambda row: row.drug_id).items()}  # fmt: skip

    def is_sold(self, drug: str) -> bool:
        """Say whether a drug is known to be sold: it has a rank of use, or stands in a public register."""
        return drug in self.registered or (drug in self.drugs and self.drugs[drug].use_rank is not None)

    @cached_property
    def registered(self) -> frozenset[str]:
        """The drugs of which a public register holds a product."""
        return frozenset(row.drug_id for row in self.by_name["registered"])

    @cached_property
    def fit_points(self) -> dict[str, FitPoint]:
        """What each thing that was told is worth, by id."""
        return self._by_id("fit_points")

    @cached_property
    def sources(self) -> dict[str, Source]:
        """Sources by id."""
        return self._by_id("sources")

    @cached_property
    def drugs(self) -> dict[str, Drug]:
        """Drugs by id."""
        return self._by_id("drugs")

    @cached_property
    def classes(self) -> dict[str, DrugClass]:
        """Drug classes by id."""
        return self._by_id("classes")

    @cached_property
    def mechanisms(self) -> dict[str, Mechanism]:
        """Mechanisms by id."""
        return self._by_id("mechanisms")

    @cached_property
    def causes(self) -> dict[str, Cause]:
        """Causes by id, in the order of the table."""
        return self._by_id("causes")

    @cached_property
    def red_flags(self) -> dict[str, RedFlag]:
        """Red flags by id."""
        return self._by_id("red_flags")

    @cached_property
    def tests(self) -> dict[str, Test]:
        """Medical tests by id."""
        return self._by_id("tests")

    @cached_property
    def stopping(self) -> dict[str, Stopping]:
        """Why not to stop suddenly, by drug id."""
        return {row.drug_id: row for row in self.by_name["stopping"]}

    @cached_property
    def weakness(self) -> dict[str, tuple[Weakness, ...]]:
        """Weakness rows by drug id."""
        return _grouped(self.by_name["weakness"], lambda row: row.drug_id)

    @cached_property
    def interactions_of(self) -> dict[str, tuple[Interaction, ...]]:
        """Interaction rows by the drug id or class that they name first."""
        return _grouped(self.interactions, lambda row: row.a)

    @cached_property
    def dose_limits(self) -> dict[str, tuple[DoseLimit, ...]]:
        """Dose limits by drug id."""
        return _grouped(self.by_name["dose_limits"], lambda row: row.drug_id)

    @cached_property
    def members(self) -> dict[str, tuple[str, ...]]:
        """Drug ids by class id, the most used first."""
        groups = _grouped(self.by_name["class_members"], lambda row: row.class_id)
        return {
            class_id: tuple(sorted((row.drug_id for row in group), key=self.use_order))
            for class_id, group in groups.items()
        }

    @cached_property
    def classes_of(self) -> dict[str, frozenset[str]]:
        """Class ids by drug id."""
        groups = _grouped(self.by_name["class_members"], lambda row: row.drug_id)
        return {drug_id: frozenset(row.class_id for row in group) for drug_id, group in groups.items()}

    @cached_property
    def entry_words(self) -> dict[str, str]:
        """What kind each word of a list line is that is no name (form, route, salt, direction, maker)."""
        return {row.word: row.kind for row in self.by_name["entry_words"]}

    @cached_property
    def terms(self) -> dict[str, dict[str, Term]]:
        """The closed vocabularies: kind, then id."""
        groups = _grouped(self.by_name["terms"], lambda row: row.kind)
        return {kind: {row.id: row for row in group} for kind, group in groups.items()}

    @cached_property
    def _phrases(self) -> dict[str, str]:
        return {row.id: row.text for row in self.by_name["phrases"]}

    def say(self, phrase: str, **filled: object) -> str:
        """Return a phrase for people with its places filled in; KeyError where it is unknown."""
        return self._phrases[phrase].format(**filled)

    def term(self, kind: str, term_id: str) -> str:
        """Return how a word of a closed vocabulary is said to people."""
        return self.terms[kind][term_id].title

    def use_order(self, drug_id: str) -> tuple[int, str]:
        """Return a sort key that puts the most used drugs first."""
        rank = self.drugs[drug_id].use_rank
        return (UNRANKED if rank is None else rank, drug_id)

    def inn(self, drug_id: str) -> str:
        """Return the INN of a drug."""
        return self.drugs[drug_id].inn

    def expand(self, drug_or_class: str) -> tuple[str, ...]:
        """Return the drug ids behind a drug id or a `class:ID`."""
        if drug_or_class.startswith(CLASS):
            return self.members.get(drug_or_class.removeprefix(CLASS), ())
        return (drug_or_class,)

    def counts(self) -> dict[str, int]:
        """Return the number of rows of each table."""
        return {name: len(table) for name, table in self.by_name.items()}

    def _by_id(self, name: str) -> dict[str, Any]:
        return {row.id: row for row in self.by_name[name]}


def _grouped(table: Sequence[Any], key: Callable[[Any], str]) -> dict[str, tuple[Any, ...]]:
    groups: dict[str, list[Any]] = defaultdict(list)
    for row in table:
        groups[key(row)].append(row)
    return {name: tuple(group) for name, group in groups.items()}


def folder() -> Path:
    """Return the folder of the tables: inside the installed package, or beside it in a checkout."""
    inside = Path(__file__).parents[1] / "data"
    return inside if inside.is_dir() else Path(__file__).parents[2] / "data"


@cache
def load_shipped() -> Tables:
    """Load the tables that came with this installation, once a process."""
    return load(folder())


@cache
def shipped() -> Tables:
    """Return the tables of this installation, with the names that its user imported beside them."""
    tables = load_shipped()
    drugs, names = imported.drugs_and_names(tables.drugs)
    if not names:
        return tables
    added = {"drugs": (*tables.by_name["drugs"], *drugs), "names": (*tables.names, *names)}
    return Tables(f"{tables.version}+{imported.SOURCE}", {**tables.by_name, **added}, tables.ordinary_words)


def load(data: Path) -> Tables:
    """Read and check all tables of a folder; TableError lists every bad cell."""
    with paused():
        return _loaded(data)


def _loaded(data: Path) -> Tables:
    package = _described(data / "datapackage.json")
    resources = {resource["name"]: resource for resource in package["resources"]}
    problems: list[str] = []
    columns = {name: _columns(data / resource["path"], resource["schema"], problems)
               for name, resource in resources.items() if name in ROW_CLASSES}  # fmt: skip
    if problems:
        raise TableError(problems)
    known = _known_ids(resources, columns)
    for name, table in columns.items():
        schema, file = resources[name]["schema"], data / resources[name]["path"]
        problems += cell_problems(file, schema["fields"], table, known)
        problems += key_problems(file, schema, table)
    if problems:
        raise TableError(problems)
    words = frozenset(_read(data / resources["ordinary_words"]["path"]).split("\n")) - {""}
    tables = {name: _rows(name, resources[name]["schema"], table) for name, table in columns.items()}
    return Tables(package["version"], tables, words)


def _described(file: Path) -> Mapping[str, Any]:
    try:
        return json.loads(_read(file))
    except json.JSONDecodeError as error:
        raise TableError([f"{file.name} cannot be read ({error}); restore it from the release."]) from error


def _read(file: Path) -> str:
    try:
        return file.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise TableError([f"{file.name} cannot be read ({error}); restore it from the release."]) from error


def _columns(file: Path, schema: Schema, problems: list[str]) -> list[tuple[str, ...]]:
    header = [field["name"] for field in schema["fields"]]
    lines = list(csv.reader(_read(file).splitlines(keepends=True)))
    if not lines or lines[0] != header:
        problems.append(f"{file.name}, row 1: the columns must be {','.join(header)}.")
        return [()] * len(header)
    body = lines[1:]
    if set(map(len, lines)) != {len(header)}:
        for row, line in enumerate(lines, start=1):
            if len(line) != len(header):
                problems.append(
                    f"{file.name}, row {row}: {len(line)} cells where {len(header)} belong; quote the commas."
                )
        body = [line for line in body if len(line) == len(header)]
    return list(zip(*body, strict=True)) if body else [()] * len(header)


def _known_ids(resources: Mapping[str, Any], columns: Mapping[str, list[tuple[str, ...]]]) -> dict[str, set[str]]:
    known = {name: set(columns[name][0]) for name in columns if resources[name]["schema"]["fields"][0]["name"] == "id"}
    known["drugs or classes"] = known["drugs"] | {CLASS + class_id for class_id in known["classes"]}
    for kind, term_id in zip(columns["terms"][0], columns["terms"][1], strict=True):
        known.setdefault(f"terms of kind {kind}", set()).add(term_id)
    return known


def _rows(name: str, schema: Schema, columns: Sequence[tuple[str, ...]]) -> tuple[Any, ...]:
    converted = [_converted(field, column) for field, column in zip(schema["fields"], columns, strict=True)]
    return tuple(map(ROW_CLASSES[name], *converted))


def _converted(field: Schema, column: tuple[str, ...]) -> Sequence[Any]:
    convert = CONVERSIONS.get(field["type"])
    if convert is None:
        return column
    values = {text: convert(text) for text in set(column)}
    return [values[text] for text in column]


def _items(text: str) -> tuple[str, ...]:
    return tuple(text.split("|")) if text else ()


CONVERSIONS: dict[str, Callable[[str], object]] = {
    "list": _items,
    "integer": lambda text: int(text) if text else None,
    "number": lambda text: float(text) if text else None,
    "date": lambda text: date.fromisoformat(text) if text else None,
}
