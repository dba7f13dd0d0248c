"""Parsed JSON -> the patient: age, sex, conditions, results, and where, how and since when they are weak."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from medcheck.tables import Tables
from medcheck.tables.rows import LabResult
from medcheck.weighing.results import Measured, measured, units_of

OLDEST = 120
HIGHEST = 10_000_000  # of any result


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
    recent: tuple[str, ...] = ()
    results: tuple[Measured, ...] = ()

    @property
    def all_conditions(self) -> tuple[str, ...]:
        """The conditions that were told, and those for which a result stands (a low eGFR for kidney disease)."""
        implied = (result.implies for result in self.results if result.implies)
        return tuple(dict.fromkeys((*self.conditions, *implied)))

    @property
    def tells_symptoms(self) -> bool:
        """Whether anything was said of the weakness itself."""
        return bool(self.onset or self.where or self.features or self.red_flags)

    @property
    def tells_pattern(self) -> bool:
        """Whether anything was said of where the weakness is or what it is like."""
        return bool(self.where or self.features)

    @property
    def risk_factors(self) -> frozenset[str]:
        """The conditions, and what follows from age, sex and habits, as ids of the risk factors."""
        ages = {f"age_over_{years}" for years in (65, 80) if self.age is not None and self.age >= years}
        return frozenset({*self.all_conditions, *ages, *filter(None, [self.sex])})


def read_patient(data: object, tables: Tables) -> Patient:
    """Read a patient from parsed JSON; PatientError names an unknown key or word and what is allowed."""
    top = _section(data, "patient", {"age", "sex", "conditions", "recent", "results", "symptoms"})
    symptoms = _section(top.get("symptoms") or {}, "symptoms", {"onset", "where", "features", "red_flags"})
    return Patient(
        age=_age(top.get("age")),
        sex=next(iter(_words([top["sex"]] if top.get("sex") else [], "sex", tables.terms["sex"])), ""),
        conditions=_words(top.get("conditions"), "conditions", tables.terms["condition"]),
        onset=_day(symptoms.get("onset"), "symptoms.onset", "the day the weakness began"),
        where=_words(symptoms.get("where"), "symptoms.where", tables.terms["where"]),
        features=_words(symptoms.get("features"), "symptoms.features", tables.terms["feature"]),
        red_flags=_words(symptoms.get("red_flags"), "symptoms.red_flags", tables.red_flags),
        recent=_words(top.get("recent"), "recent", tables.terms["recent"]),
        results=_results(top.get("results"), tables),
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


def _day(value: object, name: str, what: str) -> date | None:
    if value is None or value == "":
        return None
    try:
        day = date.fromisoformat(value) if isinstance(value, str) else None
    except ValueError:
        day = None
    if day is None:
        raise PatientError(f"{name} is {value!r}; write a day as YYYY-MM-DD.")
    if day > date.today():
        raise PatientError(f"{name} is {value!r}, which is later than today; write {what}.")
    return day


def _results(value: object, tables: Tables) -> tuple[Measured, ...]:
    told = _section(value or {}, "results", set(tables.results))
    return tuple(_result(tables.results[test], told[test]) for test in tables.results if test in told)


def _result(test: LabResult, told: object) -> Measured:
    name = f"results.{test.id}"
    given = _section(told, name, {"value", "unit", "date"})
    value, unit = given.get("value"), given.get("unit") or test.unit
    if isinstance(value, bool) or not isinstance(value, int | float) or not 0 <= value <= HIGHEST:
        raise PatientError(f"{name}.value is {value!r}; write a number from 0 to {HIGHEST:,} in {test.unit}.")
    if unit not in units_of(test):
        raise PatientError(f"{name}.unit is {unit!r}; use any of: {', '.join(units_of(test))}.")
    return measured(test, value, unit, _day(given.get("date"), f"{name}.date", "the day of the sample"))


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
    told = {"where": patient.where, "feature": patient.features, "condition": patient.all_conditions,
            "recent": patient.recent, "result": tuple(result.word for result in patient.results),
            "red_flag": patient.red_flags, "sex": (patient.sex,)}  # fmt: skip
    return value in told[kind]
