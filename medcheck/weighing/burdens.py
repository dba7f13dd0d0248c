"""Medicines of a list -> findings: several that add up on one mechanism or class."""

from collections.abc import Iterator, Sequence

from medcheck.tables import Tables
from medcheck.tables.rows import Burden
from medcheck.weighing.findings import Finding, Taken, cited, is_elsewhere


def burden_findings(current: Sequence[Taken], tables: Tables) -> Iterator[Finding]:
    """Yield the mechanisms on which several medicines of the list add up, named and counted."""
    for burden in tables.burdens:
        sharing = [drug for drug in current if shares(drug, burden, tables)]
        if len(sharing) >= burden.at_least:
            drug_ids = tuple(drug.drug_id for drug in sharing)
            names = tuple(map(tables.inn, drug_ids))
            yield Finding(
                "burden", names, burden.mechanism, burden.severity, burden.urgency, burden.patient_note,
                burden.professional_note, drug_ids,
                reasons=(tables.say("burden.count", count=len(names), names=", ".join(names)),),
                what_to_do=tables.mechanisms[burden.mechanism].what_to_do, sources=cited(burden.source_ids, tables),
                claim=burden,
            )  # fmt: skip


def shares(drug: Taken, burden: Burden, tables: Tables) -> bool:
    """Say whether the drug adds to the burden, by its class or by a mechanism that is more than mild."""
    if is_elsewhere(drug.route, burden.routes, tables):
        return False
    if burden.class_id:
        return burden.class_id in tables.classes_of.get(drug.drug_id, ())
    rows = tables.weakness.get(drug.drug_id, ())
    return any(row.mechanism == burden.mechanism and row.severity != "mild" for row in rows)
