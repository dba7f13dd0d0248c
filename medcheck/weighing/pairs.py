"""Medicines of a list -> findings: pairs that interact, each with its dose held against the limit of the pair."""

from collections.abc import Iterator, Sequence
from dataclasses import replace

from medcheck.tables import CLASS, Tables
from medcheck.tables.rows import Interaction
from medcheck.weighing.findings import SEVERITIES, URGENCIES, Finding, Taken, assumed_reasons, cited, is_above


def interaction_findings(paired: Sequence[Taken], tables: Tables) -> Iterator[Finding]:
    """Yield the pairs of the list that the interactions table names, drug by drug or by class."""
    for (one, two), rows in sorted(named_pairs(paired, tables).items()):
        pair = paired[one], paired[two]
        if overlapping(*pair):
            for row in _most_specific(rows):
                yield interaction_finding(row, pair, tables)


def named_pairs(paired: Sequence[Taken], tables: Tables) -> dict[tuple[int, int], list[Interaction]]:
    """Return the rows that name each pair, by the places of both in the list.

    It goes from each medicine to its rows and not from every pair of the list to all rows, for a list may be long.
    """
    places: dict[str, list[int]] = {}
    for place, drug in enumerate(paired):
        for name in _as_listed(drug, tables):
            places.setdefault(name, []).append(place)
    named: dict[tuple[int, int], list[Interaction]] = {}
    for name, here in places.items():
        for row in tables.interactions_of.get(name, ()):
            for pair in {(min(a, b), max(a, b)) for a in here for b in places.get(row.b, ()) if a != b}:
                named.setdefault(pair, []).append(row)
    return named


def overlapping(one: Taken, two: Taken) -> bool:
    """Say whether two medicines were taken at the same time, as far as their dates tell."""
    return not any(
        first.stop and second.start and first.stop < second.start for first, second in ((one, two), (two, one))
    )


def _as_listed(drug: Taken, tables: Tables) -> list[str]:
    return [drug.drug_id, *(CLASS + class_id for class_id in tables.classes_of.get(drug.drug_id, ()))]


def _most_specific(rows: Sequence[Interaction]) -> list[Interaction]:
    """Keep of each mechanism the rows that name the drugs before those that name their classes, one a region."""
    closest: dict[str, int] = {}
    best: dict[tuple[str, str], Interaction] = {}
    for row in sorted(rows, key=_precedence):
        if closest.setdefault(row.mechanism, _classes_named(row)) == _classes_named(row):
            best.setdefault((row.mechanism, row.region), row)
    return list(best.values())


def _precedence(row: Interaction) -> tuple[int, int, int, str, str]:
    return _classes_named(row), URGENCIES.index(row.urgency), SEVERITIES.index(row.severity), row.a, row.b


def _classes_named(row: Interaction) -> int:
    return sum(side.startswith(CLASS) for side in (row.a, row.b))


def interaction_finding(row: Interaction, pair: tuple[Taken, Taken], tables: Tables) -> Finding:
    """Return the finding of one pair, with the daily dose of the list held against the limit."""
    drug_ids = (pair[0].drug_id, pair[1].drug_id)
    limited = next((drug for drug in pair if drug.drug_id == row.limit_drug), None)
    reasons = limit_reasons(row, limited, drug_ids, tables) if limited else []
    if row.contraindicated:
        reasons.append(tables.say("interaction.contraindicated"))
    if row.region:
        reasons.append(tables.say("interaction.region", region=row.region))
    return Finding(
        "interaction", tuple(map(tables.inn, drug_ids)), row.mechanism, row.severity, row.urgency,
        row.patient_note, row.professional_note, drug_ids, claim=row, limit=limit_of(row, limited),
        reasons=tuple(reasons), sources=cited(row.source_ids, tables),
    )  # fmt: skip


def limit_of(row: Interaction, limited: Taken | None) -> str:
    """Say how the daily dose stands to the limit of a pair: above, unknown or within; blank where there is none."""
    if limited is None or row.limit_mg_a_day is None:
        return ""
    if is_above(limited.at_least_mg, row.limit_mg_a_day):
        return "above"
    return "unknown" if limited.daily_mg is None else "within"


def one_a_pair(findings: Sequence[Finding], tables: Tables) -> list[Finding]:
    """Keep of each pair the finding that stands first; what else the pair does is named among its reasons."""
    kept: dict[tuple[str, frozenset[str]], list[Finding]] = {}
    for finding in findings:
        key = frozenset(finding.drug_ids) if finding.kind == "interaction" else frozenset({str(id(finding))})
        kept.setdefault((finding.kind, key), []).append(finding)
    return [with_others(first, others, tables) for first, *others in kept.values()]


def with_others(first: Finding, others: Sequence[Finding], tables: Tables) -> Finding:
    """Return a finding with what the other rows of its pair say: limits, advice of other regions, further effects."""
    further = {one.mechanism for one in others} - {first.mechanism}
    titles = ", ".join(
        tables.mechanisms[mechanism].title.lower() for mechanism in tables.mechanisms if mechanism in further
    )
    also = [tables.say("interaction.also", mechanisms=titles)] if titles else []
    reasons = dict.fromkeys((*first.reasons, *(reason for one in others for reason in one.reasons), *also))
    sources = {source.id: source for one in (first, *others) for source in one.sources}
    return replace(first, reasons=tuple(reasons), sources=tuple(sources.values())) if others else first


def limit_reasons(row: Interaction, limited: Taken, drug_ids: tuple[str, str], tables: Tables) -> list[str]:
    """Hold the daily dose of the list against the limit of a pair, in words."""
    if row.limit_mg_a_day is None:
        return []
    other = next(drug for drug in drug_ids if drug != row.limit_drug)
    names = {"drug": tables.inn(row.limit_drug), "limit": f"{row.limit_mg_a_day:g}", "other": tables.inn(other)}
    if is_above(limited.at_least_mg, row.limit_mg_a_day):
        return [tables.say("limit.above", dose=f"{limited.at_least_mg:g}", **names), *assumed_reasons(limited, tables)]
    if limited.daily_mg is None:
        return [tables.say("limit.unknown", **names)]
    return [tables.say("limit.within", dose=f"{limited.daily_mg:g}", **names), *assumed_reasons(limited, tables)]
