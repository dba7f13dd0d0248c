"""Blood results that were told -> words that the tables speak of: `ck_very_high`, `potassium_low`, `tsh_normal`."""

from dataclasses import dataclass
from datetime import date

from medcheck.tables.rows import LabResult


@dataclass(frozen=True)
class Measured:
    """The result of one blood test, in the unit of the tables; `taken_on` is the day of the sample, where told."""

    test: str
    value: float
    word: str
    implies: str = ""
    taken_on: date | None = None


def measured(test: LabResult, value: float, unit: str = "", taken_on: date | None = None) -> Measured:
    """Hold a value against the bounds of its test; a value in the other unit is turned into that of the tables."""
    if unit and unit == test.other_unit and test.factor:
        value *= test.factor
    bound = bound_of(test, value)
    return Measured(test.id, value, f"{test.id}_{bound}", test.implies_low if bound == "low" else "", taken_on)


def bound_of(test: LabResult, value: float) -> str:
    """Say where a value stands: low, normal, high or very_high."""
    if test.low is not None and value < test.low:
        return "low"
    if test.very_high is not None and value > test.very_high:
        return "very_high"
    return "high" if test.high is not None and value > test.high else "normal"


def units_of(test: LabResult) -> tuple[str, ...]:
    """Return the units in which a result may be told."""
    return tuple(filter(None, (test.unit, test.other_unit)))
