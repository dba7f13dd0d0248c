"""Other causes and red flags, and the medicines that mimic or worsen each."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from medcheck.findings import FITS, Taken, cited
from medcheck.patient import Patient, Signs, clue_signs, holds
from medcheck.tables import Tables
from medcheck.tables.rows import Cause, CauseClue, CauseDrug, Source, Test

BRINGS_ABOUT = "brings_about"
TREATMENTS = frozenset({"statins", "chemotherapy", "radiotherapy"})


@dataclass(frozen=True)
class Flag:
    """A sign that needs care now, with what it may mean and what to do."""

    id: str
    urgency: str
    text: str
    sources: tuple[Source, ...] = ()


@dataclass(frozen=True)
class Touch:
    """A drug of the list that mimics, worsens or brings about a cause."""

    drug_id: str
    row: CauseDrug

    def said(self, tables: Tables) -> str:
        """Say what the drug has to do with the cause."""
        return tables.say(f"cause.{self.row.relation}", drug=tables.inn(self.drug_id), reason=self.row.reason)


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
    told = [clue for clue in tables.cause_clues if clue.cause_id == cause.id and holds(clue.clue, patient, today)]
    touching = [Touch(drug.drug_id, row) for row in tables.cause_drugs if row.cause_id == cause.id
                for drug in taken if drug.drug_id in tables.expand(row.drug)]  # fmt: skip
    brought = tuple(touch.said(tables) for touch in touching if touch.row.relation == BRINGS_ABOUT)
    others = tuple(touch.said(tables) for touch in touching if touch.row.relation != BRINGS_ABOUT)
    signs = clue_signs(told, patient, today).plus(Signs(favour=brought))
    reasons = dict.fromkeys((*signs.favour, *signs.background, *signs.against, *others))
    sources = [source for row in (cause, *told, *(touch.row for touch in touching)) for source in row.source_ids]
    return CauseFit(
        cause,
        fit_of(cause.id, signs, told, patient, brought=bool(brought)),
        tuple(reasons),
        tuple(dict.fromkeys(tables.inn(touch.drug_id) for touch in touching)),
        tuple(tables.tests[test] for test in cause.tests),
        cited(tuple(dict.fromkeys(sources)), tables),
    )


def fit_of(cause_id: str, signs: Signs, told: Sequence[CauseClue], patient: Patient, *, brought: bool) -> str:
    """Return the fit of a cause: one shared symptom is too common to fit, two reasons or a red flag are not.

    Illness, age, sex and time count as second reasons; age, sex and time alone do not. A treatment fits where it was
    given.
    """
    if not patient.tells_symptoms or (signs.against and signs.favour):
        return "unclear"
    if signs.against:
        return "points_away"
    speaks_for = [clue.clue for clue in told if clue.direction == "for"]
    if cause_id in TREATMENTS and not brought and f"condition:{cause_id}" not in speaks_for:
        return "unclear"
    if any(clue.startswith("red_flag:") for clue in speaks_for):
        return "fits"
    ill = any(clue.startswith("condition:") for clue in speaks_for)
    return "fits" if (signs.favour or ill) and len(signs.favour) + len(signs.background) > 1 else "unclear"
