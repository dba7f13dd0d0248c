"""What is taken and told -> the other causes with their fit, and the red flags."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from medcheck.tables import Tables
from medcheck.tables.rows import Cause, CauseClue, CauseDrug, Source, Test
from medcheck.weighing.findings import FITS, Taken, cited
from medcheck.weighing.fits import OWN_DISEASE, Signs, clue_signs, is_background
from medcheck.weighing.patient import Patient, holds

BRINGS_ABOUT = "brings_about"
MOST_SHARED = 2  # reasons that are still too few where each is shared by much else
# What a person was exposed to or not, with the answer that says so; a medicine of the list says so too.
EXPOSURES = {"alcohol": "condition:heavy_alcohol", "chemotherapy": "", "radiotherapy": "condition:radiotherapy",
             "statins": ""}  # fmt: skip


@dataclass(frozen=True)
class Flag:
    """A sign that needs care now, with what it may mean and what to do; `drug_ids` are those that make it one."""

    id: str
    urgency: str
    text: str
    sources: tuple[Source, ...] = ()
    drug_ids: frozenset[str] = frozenset()


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
    """Another cause beside the medicines: how it fits this person, and which of their medicines touch it.

    `explains` is how much of what was told it explains (the points of data/fit_points.csv, added up).
    """

    cause: Cause
    fit: str
    reasons: tuple[str, ...]
    drugs: tuple[str, ...]
    tests: tuple[Test, ...]
    sources: tuple[Source, ...]
    explains: float


def raised_flags(taken: Sequence[Taken], patient: Patient, tables: Tables, today: date) -> list[Flag]:
    """Return the red flags of the answers, and those that a medicine of the list makes of a sign."""
    told = [
        Flag(flag.id, flag.urgency, f"{flag.meaning} {flag.action}", cited(flag.source_ids, tables))
        for flag in (tables.red_flags[flag_id] for flag_id in patient.red_flags)
    ]
    listed = {drug.drug_id for drug in taken}
    by_medicine = [
        Flag(
            rule.id,
            rule.urgency,
            rule.text,
            cited(rule.source_ids, tables),
            frozenset(listed & set(tables.expand(rule.drug))),
        )
        for rule in tables.red_flag_rules
        if listed & set(tables.expand(rule.drug)) and any(holds(clue, patient, today) for clue in rule.needs)
    ]
    return [*told, *by_medicine]


def other_causes(taken: Sequence[Taken], patient: Patient, tables: Tables, today: date) -> list[CauseFit]:
    """Return every cause with its fit, those that fit first, then those that explain most of what was told."""
    fits = [cause_fit(cause, taken, patient, tables, today) for cause in tables.causes.values()]
    return sorted(fits, key=lambda one: (FITS.index(one.fit), -one.explains))


def cause_fit(cause: Cause, taken: Sequence[Taken], patient: Patient, tables: Tables, today: date) -> CauseFit:
    """Hold one cause against the answers and the list."""
    told = [clue for clue in tables.cause_clues if clue.cause_id == cause.id and holds(clue.clue, patient, today)]
    touching = touches(cause.id, taken, tables)
    brought = tuple(touch.said(tables) for touch in touching if touch.row.relation == BRINGS_ABOUT)
    others = tuple(touch.said(tables) for touch in touching if touch.row.relation != BRINGS_ABOUT)
    signs = clue_signs(told, patient, today).plus(Signs(favour=brought))
    marks = (*signs.marks, *dict.fromkeys(f"cause:{touch.row.relation}" for touch in touching))
    reasons = dict.fromkeys((*signs.favour, *signs.background, *signs.against, *others))
    sources = [source for row in (cause, *told, *(touch.row for touch in touching)) for source in row.source_ids]
    return CauseFit(
        cause,
        fit_of(cause.id, signs, told, patient, brought=bool(brought)),
        tuple(reasons),
        tuple(dict.fromkeys(tables.inn(touch.drug_id) for touch in touching)),
        tuple(tables.tests[test] for test in cause.tests),
        cited(tuple(dict.fromkeys(sources)), tables),
        sum(tables.fit_points[mark].points for mark in marks),
    )


def touches(cause_id: str, taken: Sequence[Taken], tables: Tables) -> list[Touch]:
    """Return what each drug of the list has to do with a cause, in the order of the table and of the list."""
    places = {drug.drug_id: place for place, drug in enumerate(taken)}
    return [Touch(drug_id, row) for row in tables.cause_drugs if row.cause_id == cause_id
            for drug_id in sorted(places.keys() & set(tables.expand(row.drug)), key=places.__getitem__)]  # fmt: skip


def fit_of(cause_id: str, signs: Signs, told: Sequence[CauseClue], patient: Patient, *, brought: bool) -> str:
    """Return the fit of a cause: one shared symptom is too common to fit, two reasons or a red flag are not.

    Illness, age, sex and time count as second reasons; age, sex and time alone do not. Signs shared by much else
    need a third reason. An exposure fits where there was one. No other sign speaks louder than a red flag.
    """
    speaks_for = {clue.clue: clue.direction for clue in told if clue.direction != "against"}
    exposed = cause_id not in EXPOSURES or brought or EXPOSURES[cause_id] in speaks_for
    if not patient.tells_symptoms:
        return "unclear"
    if exposed and any(clue.startswith("red_flag:") for clue in speaks_for):
        return "fits"
    if signs.against:
        return "unclear" if signs.favour or f"condition:{cause_id}" in speaks_for else "points_away"
    fitting = exposed and (OWN_DISEASE in speaks_for or enough(signs, speaks_for, brought=brought))
    return "fits" if fitting else "unclear"


def enough(signs: Signs, speaks_for: Mapping[str, str], *, brought: bool) -> bool:
    """Say whether the reasons for a cause are enough, given its clues that hold and what they are worth.

    The list alone is never enough: some answer has to point there.
    """
    answers = [clue for clue in speaks_for if not is_background(clue) or clue.startswith("condition:")]
    seconds = [clue for clue, worth in speaks_for.items() if worth == "for" and is_background(clue)]
    telling = brought or any(speaks_for[clue] == "for" for clue in answers)
    reasons = len(signs.favour) + len(seconds)
    return bool(answers) and (reasons > 1 if telling else len(signs.favour) > 1 and reasons > MOST_SHARED)
