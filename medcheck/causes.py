"""Other causes and red flags, and the medicines that mimic or worsen each."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from medcheck.findings import FITS, Taken, cited
from medcheck.patient import Patient, Signs, holds
from medcheck.tables import Tables
from medcheck.tables.rows import Cause, CauseDrug, Source, Test

BRINGS_ABOUT = "brings_about"


@dataclass(frozen=True)
class Flag:
    """A sign that needs care now, with what it may mean and what to do."""

    id: str
    urgency: str
    text: str
    sources: tuple[Source, ...] = ()


@dataclass(frozen=True)
class CauseFit:
    """Another cause beside the medicines: how it fits this person, and which of their medicines touch it."""

    cause: Cause
    fit: str
    reasons: tuple[str, ...]
    drugs: tuple[str, ...]
    tests: tuple[Test, ...]
    sources: tuple[Source, ...]


def raised_flags(taken: Sequence[Taken], patient: Patient, tables: Tables, today: date) -> list[Flag]:
    """Return the red flags of the answers, and those that a medicine of the list makes of a sign."""
    told = [
        Flag(flag.id, flag.urgency, f"{flag.meaning} {flag.action}", cited(flag.source_ids, tables))
        for flag in (tables.red_flags[flag_id] for flag_id in patient.red_flags)
    ]
    listed = {drug.drug_id for drug in taken}
    by_medicine = [
        Flag(rule.id, rule.urgency, rule.text, cited(rule.source_ids, tables))
        for rule in tables.red_flag_rules
        if listed & set(tables.expand(rule.drug)) and any(holds(clue, patient, today) for clue in rule.needs)
    ]
    return [*told, *by_medicine]


def other_causes(taken: Sequence[Taken], patient: Patient, tables: Tables, today: date) -> list[CauseFit]:
    """Return every cause with its fit, those that fit first, then those that the list touches."""
    fits = [cause_fit(cause, taken, patient, tables, today) for cause in tables.causes.values()]
    return sorted(fits, key=lambda one: (FITS.index(one.fit), not one.drugs, -len(one.reasons)))


def cause_fit(cause: Cause, taken: Sequence[Taken], patient: Patient, tables: Tables, today: date) -> CauseFit:
    """Hold one cause against the answers and the list."""
    true = [clue for clue in tables.cause_clues if clue.cause_id == cause.id and holds(clue.clue, patient, today)]
    signs = Signs(tuple(clue.reason for clue in true if clue.direction == "against"),
                  tuple(clue.reason for clue in true if clue.direction == "for"))  # fmt: skip
    touching = [(drug, row) for row in tables.cause_drugs if row.cause_id == cause.id
                for drug in taken if drug.drug_id in tables.expand(row.drug)]  # fmt: skip
    medicines = [tables.say(f"cause.{row.relation}", drug=tables.inn(drug.drug_id), reason=row.reason)
                 for drug, row in touching]  # fmt: skip
    brought = tuple(text for text, (_, row) in zip(medicines, touching, strict=True) if row.relation == BRINGS_ABOUT)
    rest = tuple(text for text, (_, row) in zip(medicines, touching, strict=True) if row.relation != BRINGS_ABOUT)
    signs = signs.plus(Signs(favour=brought))
    return CauseFit(
        cause, signs.fit, tuple(dict.fromkeys((*signs.favour, *signs.against, *rest))),
        tuple(dict.fromkeys(tables.inn(drug.drug_id) for drug, _ in touching)),
        tuple(tables.tests[test] for test in cause.tests), cited(_sources(cause, true, touching), tables),
    )  # fmt: skip


def _sources(cause: Cause, clues: Sequence, touching: Sequence[tuple[Taken, CauseDrug]]) -> tuple[str, ...]:
    cited_ids = [*cause.source_ids, *(source for clue in clues for source in clue.source_ids),
                 *(source for _, row in touching for source in row.source_ids)]  # fmt: skip
    return tuple(dict.fromkeys(cited_ids))
