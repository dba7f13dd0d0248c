"""What is taken -> findings: daily doses above their limits, and ingredients that stand twice."""

from collections.abc import Iterator, Sequence

from medcheck.tables import Tables
from medcheck.tables.rows import DoseLimit
from medcheck.weighing.findings import Finding, Taken, assumed_reasons, cited, is_above


def dose_findings(current: Sequence[Taken], conditions: frozenset[str], tables: Tables) -> Iterator[Finding]:
    """Yield the daily doses of the list that are above a labelled limit, for everyone or for this person."""
    for drug in current:
        for limit in tables.dose_limits.get(drug.drug_id, ()):
            applies = not limit.condition or limit.condition in conditions
            if applies and is_above(drug.at_least_mg, limit.mg_a_day):
                yield dose_finding(limit, drug, tables)


def dose_finding(limit: DoseLimit, drug: Taken, tables: Tables) -> Finding:
    """Return the finding of a daily dose above a limit; one that depends on how ill the person is is less pressing."""
    inn = tables.inn(drug.drug_id)
    said = {"drug": inn, "dose": f"{drug.at_least_mg:g}", "limit": f"{limit.mg_a_day:g}"}
    severity, urgency, advice = "severe", "same_day", tables.say("dose.what_to_do")
    note = tables.say("dose.above", **said)
    if limit.condition:
        severity, urgency, advice = "moderate", "soon", tables.say("dose.what_to_do_condition")
        note = tables.say("dose.above_condition", risk=tables.term("risk_factor", limit.condition), **said)
    region = (tables.say("interaction.region", region=limit.region),) if limit.region else ()
    return Finding(
        "dose", (inn,), dose_mechanism(drug.drug_id, tables), severity, urgency, note, limit.note,
        (drug.drug_id,), reasons=(limit.note, *region, *assumed_reasons(drug, tables)), fit="fits",
        what_to_do=advice, sources=cited(limit.source_ids, tables),
        claim=limit,
    )  # fmt: skip


def dose_mechanism(drug_id: str, tables: Tables) -> str:
    """Return the mechanism that a high dose brings on: one that the table ties to the dose, before the others."""
    rows = tables.weakness.get(drug_id, ())
    tied = [row for row in rows if "high_dose" in row.risk_factors] or list(rows)
    order = list(tables.mechanisms)
    return min((row.mechanism for row in tied), key=order.index, default="muscle")


def duplicate_findings(current: Sequence[Taken], tables: Tables) -> Iterator[Finding]:
    """Yield the ingredients with a warning that stand in more than one line."""
    for drug in current:
        lines = [entry for entry in drug.entries if entry.status == "current"]
        rows = tables.weakness.get(drug.drug_id, ())
        if len(lines) > 1 and rows:
            inn = tables.inn(drug.drug_id)
            yield Finding(
                "dose", (inn,), dose_mechanism(drug.drug_id, tables), "moderate", "soon",
                tables.say("duplicate.patient", drug=inn, count=len(lines)),
                tables.say("duplicate.professional", drug=inn), (drug.drug_id,),
                reasons=tuple(entry.raw.strip() for entry in lines),
                what_to_do=tables.say("duplicate.what_to_do"),
            )  # fmt: skip
