"""The tables -> what they cover: the drugs of each class with a warning by each mechanism, and those with none."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from medcheck.tables import Tables

CLASS_KIND = "class"  # the other kind is a property, a group that nobody takes a medicine for


@dataclass(frozen=True)
class Covered:
    """How far a group of drugs is covered: each drug is warned of, listed without a warning, or not reviewed.

    `by_mechanism` counts the drugs with a warning of their own; a drug may count under several mechanisms.
    """

    id: str
    title: str
    drugs: int
    warned: int
    nothing_listed: int
    not_reviewed: int
    by_mechanism: Mapping[str, int]

    @property
    def by_state(self) -> dict[str, int]:
        """How many drugs are in each of the three states that a known drug can be in; together all of them."""
        return {"listed": self.warned, "nothing_listed": self.nothing_listed, "not_reviewed": self.not_reviewed}


@dataclass(frozen=True)
class Coverage:
    """All drugs, each class in the order of the titles, the drugs of no class, and the rows of `weakness`."""

    every: Covered
    classes: tuple[Covered, ...]
    classless: Covered
    rows_by_mechanism: Mapping[str, int]
    rows_by_evidence: Mapping[str, int]


def coverage(tables: Tables) -> Coverage:
    """Count what the tables hold."""
    groups = (group for group in tables.classes.values() if group.kind == CLASS_KIND)
    classes = sorted(groups, key=lambda group: group.title.casefold())
    classed = {drug for one in classes for drug in tables.members.get(one.id, ())}
    rows = tables.by_name["weakness"]
    mechanisms, kinds = Counter(row.mechanism for row in rows), Counter(row.evidence for row in rows)
    return Coverage(
        covered("", "", tables.drugs, tables),
        tuple(covered(one.id, one.title, tables.members.get(one.id, ()), tables) for one in classes),
        covered("", "", (drug for drug in tables.drugs if drug not in classed), tables),
        {name: mechanisms[name] for name in tables.mechanisms},
        {name: kinds[name] for name in tables.terms["evidence"]},
    )


def covered(group_id: str, title: str, drug_ids: Iterable[str], tables: Tables) -> Covered:
    """Count one group of drugs."""
    drugs = tuple(drug_ids)
    warned = [drug for drug in drugs if drug in tables.weakness]
    read = sum(1 for drug in drugs if drug not in tables.weakness and tables.drugs[drug].label_read_on)
    found = Counter(name for drug in warned for name in {row.mechanism for row in tables.weakness[drug]})
    return Covered(group_id, title, len(drugs), len(warned), read, len(drugs) - len(warned) - read,
                   {name: found[name] for name in tables.mechanisms if found[name]})  # fmt: skip
