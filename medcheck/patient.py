"""What the person tells us: age, conditions, symptom pattern, dates -> fits or does not fit."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any

from medcheck.findings import URGENCIES, Finding, Taken, spell_out
from medcheck.tables import Tables
from medcheck.tables.rows import CauseClue, FitClue

OLDEST = 120
LONG_AGO = 365  # days between the last dose and the first weakness that make a link unlikely
BACKGROUND = frozenset(
    {"age_min", "age_max", "sex", "condition", "duration_min", "duration_max"}
)  # no signs by themselves
OWN_DISEASE = "condition:myasthenia_gravis"  # the illness of the mechanism itself, so a sign and no background


class PatientError(ValueError):
    """The patient's data cannot be used; the message names the key, the value and what is allowed."""


@dataclass(frozen=True)
class Patient:
    """Everything optional; `onset` is the day the weakness began, the tuples hold ids of the vocabularies."""

    age: int | None = None
    sex: str = ""
    conditions: tuple[str, ...] = ()
    onset: date | None = None
    where: tuple[str, ...] = ()
    features: tuple[str, ...] = ()
    red_flags: tuple[str, ...] = ()

    @property
    def tells_symptoms(self) -> bool:
        """Whether anything was said of the weakness itself."""
        return bool(self.onset or self.where or self.features or self.red_flags)

    @property
    def risk_factors(self) -> frozenset[str]:
        """The conditions, and what follows from age, sex and habits, as ids of the risk factors."""
        ages = {f"age_over_{years}" for years in (65, 80) if self.age is not None and self.age >= years}
        return frozenset({*self.conditions, *ages, *filter(None, [self.sex])})


def read_patient(data: object, tables: Tables) -> Patient:
    """Read a patient from parsed JSON; PatientError names an unknown key or word and what is allowed."""
    top = _section(data, "patient", {"age", "sex", "conditions", "symptoms"})
    symptoms = _section(top.get("symptoms") or {}, "symptoms", {"onset", "where", "features", "red_flags"})
    return Patient(
        age=_age(top.get("age")),
        sex=next(iter(_words([top["sex"]] if top.get("sex") else [], "sex", tables.terms["sex"])), ""),
        conditions=_words(top.get("conditions"), "conditions", tables.terms["condition"]),
        onset=_day(symptoms.get("onset")),
        where=_words(symptoms.get("where"), "symptoms.where", tables.terms["where"]),
        features=_words(symptoms.get("features"), "symptoms.features", tables.terms["feature"]),
        red_flags=_words(symptoms.get("red_flags"), "symptoms.red_flags", tables.red_flags),
    )


def _section(data: object, name: str, keys: set[str]) -> Mapping[str, Any]:
    if not isinstance(data, Mapping):
        raise PatientError(f"{name} must be an object with any of: {', '.join(sorted(keys))}.")
    for key in data:
        if key not in keys:
            raise PatientError(f"{name} has an unknown key {key!r}; use any of: {', '.join(sorted(keys))}.")
    return data


def _age(value: object) -> int | None:
    if value is None:
        return None
    if isinstance(value, bool) or not isinstance(value, int) or not 0 <= value <= OLDEST:
        raise PatientError(f"age is {value!r}; write whole years from 0 to {OLDEST}.")
    return value


def _day(value: object) -> date | None:
    if value is None or value == "":
        return None
    try:
        day = date.fromisoformat(value) if isinstance(value, str) else None
    except ValueError:
        day = None
    if day is None:
        raise PatientError(f"symptoms.onset is {value!r}; write a day as YYYY-MM-DD.")
    if day > date.today():
        raise PatientError(f"symptoms.onset is {value!r}, which is later than today; write the day the weakness began.")
    return day


def _words(value: object, name: str, allowed: Iterable[str]) -> tuple[str, ...]:
    allowed = list(allowed)
    if value is None:
        return ()
    if not isinstance(value, Sequence) or isinstance(value, str):
        raise PatientError(f"{name} must be a list with any of: {', '.join(allowed)}.")
    for word in value:
        if word not in allowed:
            raise PatientError(f"{name} has an unknown word {word!r}; use any of: {', '.join(allowed)}.")
    return tuple(dict.fromkeys(value))


def holds(clue: str, patient: Patient, today: date) -> bool:
    """Say whether a clue such as `where:calves`, `age_min:60` or `duration_max:28` (days) is true of the person."""
    kind, _, value = clue.partition(":")
    if kind in {"age_min", "age_max"}:
        return patient.age is not None and (
            patient.age >= int(value) if kind == "age_min" else patient.age <= int(value)
        )
    if kind in {"duration_min", "duration_max"}:
        days = None if patient.onset is None else (today - patient.onset).days
        return days is not None and (days >= int(value) if kind == "duration_min" else days <= int(value))
    told = {"where": patient.where, "feature": patient.features, "condition": patient.conditions,
            "red_flag": patient.red_flags, "sex": (patient.sex,)}  # fmt: skip
    return value in told[kind]


@dataclass(frozen=True)
class Signs:
    """What speaks for and against, in plain words; `background` speaks for it, but is no sign of weakness."""

    against: tuple[str, ...] = ()
    favour: tuple[str, ...] = ()
    background: tuple[str, ...] = ()
    open: tuple[str, ...] = ()
    decisive: bool = field(default=False)

    def plus(self, other: "Signs") -> "Signs":
        """Return both together."""
        return Signs(self.against + other.against, self.favour + other.favour, self.background + other.background,
                     self.open + other.open, self.decisive or other.decisive)  # fmt: skip

    @property
    def fit(self) -> str:
        """Fits, points away or unclear: one decisive misfit outweighs all, otherwise both sides leave it unclear."""
        if self.decisive or (self.against and not self.favour):
            return "points_away"
        return "fits" if self.favour and not self.against else "unclear"


def clue_signs(clues: Iterable[FitClue | CauseClue], patient: Patient, today: date) -> Signs:
    """Hold a person's answers against clues."""
    true = [clue for clue in clues if holds(clue.clue, patient, today)]
    speaks_for = [clue for clue in true if clue.direction == "for"]
    return Signs(
        tuple(clue.reason for clue in true if clue.direction == "against"),
        tuple(clue.reason for clue in speaks_for if not is_background(clue.clue)),
        tuple(clue.reason for clue in speaks_for if is_background(clue.clue)),
    )


def is_background(clue: str) -> bool:
    """Say whether a clue tells of the person and not of the weakness."""
    return clue.partition(":")[0] in BACKGROUND and clue != OWN_DISEASE


def timing_signs(finding: Finding, taken: Taken, patient: Patient, tables: Tables) -> Signs:
    """Hold the start and stop of a medicine against the day the weakness began."""
    drug = finding.drugs[0]
    if patient.onset is None or taken.start is None:
        missing = "timing.no_start" if taken.start is None else "timing.no_onset"
        return Signs(open=(tables.say(missing, drug=drug),)) if patient.tells_symptoms else Signs()
    days = (patient.onset - taken.start).days
    if days < 0:
        reason = tables.say("timing.before", time=spell_out(-days, tables), drug=drug)
        return Signs(against=(reason,), decisive=True)
    if taken.stop and (patient.onset - taken.stop).days > LONG_AGO:
        since = spell_out((patient.onset - taken.stop).days, tables)
        return Signs(against=(tables.say("timing.long_after_stop", time=since, drug=drug),))
    return window_signs(finding, days, tables)


def window_signs(finding: Finding, days: int, tables: Tables) -> Signs:
    """Hold the days from the start of a medicine to the weakness against the time in which it usually starts."""
    said = {"drug": finding.drugs[0], "time": spell_out(days, tables)}
    first, last = (finding.row.onset_min_days, finding.row.onset_max_days) if finding.row else (None, None)
    if first is None or last is None:
        return Signs(open=(tables.say("timing.no_window", **said),))
    if first <= days <= last:
        return Signs(favour=(tables.say("timing.within", **said),))
    window = {"first": spell_out(first, tables), "last": spell_out(last, tables)}
    return Signs(open=(tables.say("timing.early" if days < first else "timing.late", **window, **said),))


def pair_signs(drugs: Sequence[Taken], patient: Patient, tables: Tables) -> Signs:
    """Hold the day from which a pair was taken together against the day the weakness began."""
    started = [(drug.start, tables.inn(drug.drug_id)) for drug in drugs if drug.start]
    if patient.onset is None or not started:
        return Signs()
    together, last = max(started)
    days = (patient.onset - together).days
    if days < 0:
        reason = tables.say("timing.pair_before", time=spell_out(-days, tables), drug=last)
        return Signs(against=(reason,), decisive=True)
    return Signs(open=(tables.say("timing.pair_after", time=spell_out(days, tables), drug=last),))


def risk_reasons(finding: Finding, patient: Patient, tables: Tables) -> tuple[str, ...]:
    """Name what of this person makes the effect more likely; it says nothing of whether the effect is there."""
    shared = [risk for risk in (finding.row.risk_factors if finding.row else ()) if risk in patient.risk_factors]
    return tuple(tables.say("risk.shared", risk=tables.term("risk_factor", risk)) for risk in shared)


@dataclass(frozen=True)
class Told:
    """What findings are held against: the drugs by id, the person, the day, and whether there is an emergency sign."""

    taken: Mapping[str, Taken]
    patient: Patient
    today: date
    danger: bool


def fitted(finding: Finding, told: Told, tables: Tables) -> Finding:
    """Return the finding with its fit to this person, the reasons, and the urgency that follows."""
    patient = told.patient
    if finding.kind == "dose":
        return finding
    clues = [clue for clue in tables.fit_clues if clue.mechanism == finding.mechanism]
    signs = clue_signs(clues, patient, told.today)
    drugs = [told.taken[drug_id] for drug_id in finding.drug_ids if drug_id in told.taken]
    if finding.kind == "weakness" and drugs:
        signs = signs.plus(timing_signs(finding, drugs[0], patient, tables))
    if finding.kind == "interaction":
        signs = signs.plus(pair_signs(drugs, patient, tables))
    stopped = tuple(tables.say("status.stopped", drug=tables.inn(drug.drug_id)) for drug in drugs if drug.stopped)
    reasons = (*finding.reasons, *signs.against, *signs.favour, *signs.background, *signs.open, *stopped,
               *risk_reasons(finding, patient, tables))  # fmt: skip
    fit = signs.fit if patient.tells_symptoms else "unclear"
    urgency = urgency_of(finding, fit, danger=told.danger)
    pressing = finding.kind == "interaction" and urgency == "emergency"
    what_to_do = tables.mechanisms[finding.mechanism].what_to_do if pressing else finding.what_to_do
    return replace(finding, fit=fit, reasons=reasons, urgency=urgency, what_to_do=what_to_do)


def urgency_of(finding: Finding, fit: str, *, danger: bool = False) -> str:
    """Return how soon to act: the urgency of a row holds where the symptoms fit, an emergency only in danger.

    `danger` says that a red flag was raised which is an emergency itself.
    """
    if fit == "fits" and (danger or finding.urgency != "emergency"):
        return finding.urgency
    calmest = "soon" if finding.kind == "weakness" and fit != "fits" else "same_day"
    return max(finding.urgency, calmest, key=URGENCIES.index)
