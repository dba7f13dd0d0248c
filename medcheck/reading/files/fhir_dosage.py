"""FHIR dose and time -> the words that a list would use: "40 mg once daily"."""

import re
from collections.abc import Mapping
from typing import Any

from medcheck.reading.files.values import dig, first_text, many, text

DAY = re.compile(r"(\d{4})(?:-(\d\d))?(?:-(\d\d))?")
TIMES = {1: "once", 2: "twice"}
UNITS = {"h": "hours", "d": "days", "wk": "weeks", "mo": "months"}
A_PERIOD = {"d": "a day", "wk": "a week", "mo": "a month"}


def day_of(moment: str) -> str:
    """Return the day, month or year of a FHIR date or time."""
    found = DAY.match(moment)
    return "-".join(filter(None, found.groups())) if found else ""


def directions_of(resource: Mapping[str, Any]) -> str:
    """Return the directions of a resource: as they are written, else put together from dose and timing."""
    for dosage in (*many(resource, "dosageInstruction"), *many(resource, "dosage")):
        written = first_text(dosage, "text", "patientInstruction")
        if told := written or " ".join(filter(None, (dose_of(dosage), timing_of(dosage)))):
            return told
    return first_text(resource, "renderedDosageInstruction")


def route_told(resource: Mapping[str, Any]) -> str:
    """Return the words and codes by which a resource tells the way of taking."""
    told = [route for key in ("dosageInstruction", "dosage") for route in many(resource, key, "route")]
    coded = [text(coding, key) for route in told for coding in many(route, "coding") for key in ("display", "code")]
    return " , ".join(filter(None, (*(text(route, "text") for route in told), *coded)))


def dose_of(dosage: Any) -> str:
    """Return the dose taken each time with its unit: "40 mg", "2"."""
    for path in (("doseAndRate", "doseQuantity"), ("doseQuantity",), ("quantityQuantity",), ("quantity",), ("dose",)):
        quantity = dig(dosage, *path)
        if amount := text(quantity, "value"):
            return f"{amount} {first_text(quantity, 'unit', 'units', 'code')}".strip()
    return ""


def timing_of(dosage: Any) -> str:
    """Return how often: "twice daily", "every 8 hours", "once a week", blank where it does not say."""
    coded = first_text(dosage, ("timing", "code", "text"), ("timing", "code", "coding", "code"))
    repeat = dig(dosage, "timing", "repeat")
    return (_often(repeat) or coded) + (" as needed" if dig(dosage, "asNeededBoolean") is True else "")


def _often(repeat: Any) -> str:
    count, period = _number(repeat, "frequency") or 1.0, _number(repeat, "period")
    unit = first_text(repeat, "periodUnit", "periodUnits")
    if not period or unit not in UNITS:
        return ""
    if period == 1 and unit in A_PERIOD:
        how_many = TIMES.get(int(count), f"{count:g} times")
        return f"{how_many} daily" if unit == "d" and count <= 2 else f"{how_many} {A_PERIOD[unit]}"
    return f"every {period / count:g} {UNITS[unit]}"


def _number(value: Any, key: str) -> float | None:
    found = dig(value, key)
    whole = isinstance(found, int | float) and not isinstance(found, bool)
    return float(found) if whole and 0 < found < 10_000 else None
