"""A line -> its dose: the strength, and how much of it a day."""

import re
from dataclasses import dataclass

from medcheck.reading.lines.frequencies import pieces_of, read_number, times_a_day

NUMBER = r"(?:[1-9]\d{0,2}(?:,\d{3})+(?:\.\d+)?|\d+(?:[.,]\d+)?)"
UNITS = r"(?:mg|mcg|µg|μg|ug|micrograms?|milligrams?|grams?|gr|g|ml|l|iu|ie|units?|u|%|meq|mmol)"
PER = (
    rf"(?:\s*/\s*(?:{NUMBER}\s*)?"
    r"(?:(?P<rate>ml|l|hr?|hours?|m2|kg|mg|mcg|ug|g)|dose|actuation|day|d|tab(?:let)?|cap(?:sule)?))"
)
STRENGTH = re.compile(
    rf"(?:(?<![\w.,])|(?<=\d[x×])|(?<=[^\W\d_],)|(?<=[^\W\d_]{{4}}))(?P<amount>{NUMBER})(?P<more>(?:\s*[-–/]\s*{NUMBER}){{0,3}})"
    rf"\s*-?(?P<unit>{UNITS})(?![a-z0-9]){PER}?(?![a-z0-9])",
    re.IGNORECASE,
)
MILLIGRAMS = {"mg": 1.0, "milligram": 1.0, "mcg": 0.001, "µg": 0.001, "μg": 0.001, "ug": 0.001, "microgram": 0.001,
              "g": 1000.0, "gr": 1000.0, "gram": 1000.0}  # fmt: skip
TOTAL = re.compile(rf"\(\s*{NUMBER}\s*{UNITS}\s+(?:in )?total\s*\)", re.IGNORECASE)  # "(600 mg total)"
SAID_TWICE = re.compile(r"\b(\d)\s*\((?:one|two|three|four|five|six|\d)\)", re.IGNORECASE)  # "3 (three) times"
NEXT_STEP = r"then|followed by|afterwards|danach|dann|puis|ensuite|luego|después|poi|depois"
CHANGING = re.compile(
    rf"\b(?:{NEXT_STEP}|(?:in|de)creasing|reducing|(?:(?:in|de)creas|reduc)e[sd]? (?:by|to)|changed? (?:from|to)"
    r"|taper\w*|titrat\w+|wean\w*|loading|escalating|ausschleichen\w*|a scalare|en pauta descendente)\b|->|→",
    re.IGNORECASE,
)
NOW_CHANGED = re.compile(
    r"\b(?:increased|raised|doubled|reduced|decreased|lowered|halved|changed)\b[^;]*?\bto\b(?=\s*\d)", re.IGNORECASE
)
LOADING = re.compile(r"\bloading\b", re.IGNORECASE)


@dataclass(frozen=True)
class DailyDose:
    """A dose in mg a day; of one that changes it is the first step."""

    milligrams: float | None
    once_daily_assumed: bool = False
    changing: bool = False


def daily_dose(told: str) -> DailyDose:
    """Return the dose a day that a line tells: the new one where it was changed, the first step where it changes."""
    if changed := list(NOW_CHANGED.finditer(told)):
        return daily_dose(told[changed[-1].end() :])
    change = CHANGING.search(told)
    if change is None:
        return DailyDose(*daily_milligrams(told))
    if LOADING.search(told):
        return DailyDose(None, changing=True)
    first = told[: change.start()] if STRENGTH.search(told[: change.start()]) else told[change.end() :]
    following = CHANGING.search(first)
    return DailyDose(*daily_milligrams(first[: following.start()] if following else first), changing=True)


def take_strengths(text: str) -> tuple[str, float | None, str]:
    """Return the text without its strengths, and the first of them: amount and unit as written in lower case."""
    found = STRENGTH.search(text)
    if found is None:
        return text, None, ""
    rest = " ".join(STRENGTH.sub(" ", text).split())
    return rest, read_number(found["amount"]), _unit(found)


def _unit(found: re.Match[str]) -> str:
    return re.sub(r"(?<=gram|unit)s$", "", found["unit"].lower())


def daily_milligrams(told: str) -> tuple[float | None, bool]:
    """Return the dose in mg a day, and whether once a day was assumed because the line does not say.

    None where the line gives no weight, gives it per volume, body size or as a range.
    """
    text = SAID_TWICE.sub(r"\1", TOTAL.sub(" ", told))
    strengths = list(STRENGTH.finditer(text))
    if not strengths:
        return None, False
    if len(strengths) == 1:
        if by_hour := _milligrams_by_hour(strengths[0]):
            return by_hour, False
        amount, times = _milligrams(strengths[0]), times_a_day(without(text))
        each = pieces_of(without(text)) if times is None else times
        return (None, False) if amount is None else (round(amount * each, 4), times is None)
    return _sum_of_doses(text, strengths), False


def _sum_of_doses(text: str, strengths: list[re.Match[str]]) -> float | None:
    """Add up the strengths that have directions of their own: "40 mg am and 20 mg pm", "40 mg tablets, 20 mg daily"."""
    ends = [*(found.start() for found in strengths[1:]), len(text)]
    directions = [text[found.end() : end] for found, end in zip(strengths, ends, strict=True)]
    directions[0] = f"{text[: strengths[0].start()]} , {directions[0]}"
    doses = [(_milligrams(found), times) for found, told in zip(strengths, directions, strict=True)
             if (times := times_a_day(without(told))) is not None]  # fmt: skip
    known = [amount * times for amount, times in doses if amount is not None]
    return round(sum(known), 4) if known and len(known) == len(doses) else None


def _milligrams(found: re.Match[str]) -> float | None:
    """Return what a strength weighs in mg, or None where it is no weight, a range, or one per volume, hour or size."""
    if _unit(found) not in MILLIGRAMS or found["more"] or found["rate"]:
        return None
    return read_number(found["amount"]) * MILLIGRAMS[_unit(found)]


def _milligrams_by_hour(found: re.Match[str]) -> float | None:
    """Return what a patch that gives so much an hour comes to in mg a day, or None where it is no such strength."""
    rate = (found["rate"] or "").lower()
    if not rate.startswith("h") or _unit(found) not in MILLIGRAMS or found["more"]:
        return None
    return round(24 * read_number(found["amount"]) * MILLIGRAMS[_unit(found)], 4)


def without(text: str) -> str:
    """Return the directions of a text: a comma in place of each strength."""
    return STRENGTH.sub(" , ", text)
