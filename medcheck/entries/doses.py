"""What a line says of dose: the strength, and how much of it a day."""

import re

NUMBER = r"(?:\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+(?:[.,]\d+)?)"
UNITS = r"(?:mg|mcg|µg|μg|ug|micrograms?|milligrams?|grams?|gr|g|ml|l|iu|ie|units?|u|%|meq|mmol)"
PER = rf"(?:\s*/\s*(?:{NUMBER}\s*)?(?:ml|l|hr?|hours?|dose|actuation|day|d|m2|kg|tab(?:let)?|cap(?:sule)?|mg|mcg|ug|g))"
STRENGTH = re.compile(
    rf"(?<![\w.,])(?P<amount>{NUMBER})(?:\s*[-/]\s*{NUMBER})*\s*-?(?P<unit>{UNITS})(?![a-z0-9]){PER}?(?![a-z0-9])",
    re.IGNORECASE,
)
MILLIGRAMS = {"mg": 1.0, "milligram": 1.0, "mcg": 0.001, "µg": 0.001, "μg": 0.001, "ug": 0.001, "microgram": 0.001,
              "g": 1000.0, "gr": 1000.0, "gram": 1000.0}  # fmt: skip

A_DAY = r"(?: (?:a|per|each))?(?: ?/? ?da(?:y|ily))?"
# Read in this order, the rarer rhythm first: "twice a week" holds "twice", and "four times a day" holds "a day".
RHYTHMS = (
    (1 / 7, r"(?:(?:once|1 ?x|one time)\s+)?(?:weekly|(?:a|per|every|each)\s+week)|1 ?x ?/ ?wk|pro woche|wöchentlich"),
    (2 / 7, r"(?:twice|2 ?x)\s+(?:weekly|(?:a|per|every|each)\s+week)"),
    (1 / 2, r"every other day|every second day|alternate days|every (?:2|two) days|eod|q2d"),
    (1 / 28, r"monthly|once a month|every (?:4|four) weeks"),
    (4, rf"(?:four times|4 times|4 ?x){A_DAY}|qds|qid|q\.i\.d\.?|q6h|every (?:6|six) hours"),
    (3, rf"(?:three times|3 times|3 ?x){A_DAY}|tds|tid|t\.i\.d\.?|q8h|every (?:8|eight) hours"),
    (2, rf"(?:twice|two times|2 times|2 ?x){A_DAY}|bd|bid|b\.i\.d\.?|q12h|every (?:12|twelve) hours"),
    (1, r"once|1 ?x|od|qd|q24h|daily|every day|a day|per day|each day|/ ?d(?:ay)?|nocte|mane|qhs|qam|qpm|hs"),
    (1, r"bedtime|nightly|morning|evening|night|täglich|abends|morgens|par jour|le soir|al día|al giorno|ao dia"),
)
TIMES_A_DAY = tuple((times, re.compile(rf"(?<!\w)(?:{words})(?!\w)", re.IGNORECASE)) for times, words in RHYTHMS)
MORNING_NOON_NIGHT = re.compile(r"(?<![\d.-])(\d(?:[.,]5)?)-(\d(?:[.,]5)?)-(\d(?:[.,]5)?)(?:-(\d(?:[.,]5)?))?(?![\d-])")
HOW_MANY = re.compile(
    r"(?<![\w.])(?P<count>[1-9](?:\.5)?|one|two|three|four|half|½)(?![.\d])"
    r"\s*-?\s*(?:(?:tab(?:let)?s?|cap(?:sule)?s?|pills?|puffs?)\b"
    r"|(?=\s+(?:at|in|once|twice|daily|every|nocte|mane|[bto]d|[btq]id|qhs|a)\b)|(?=\s*$))",
    re.IGNORECASE,
)
COUNTS = {"one": 1.0, "two": 2.0, "three": 3.0, "four": 4.0, "half": 0.5, "½": 0.5}


def take_strengths(text: str) -> tuple[str, float | None, str]:
    """Return the text without its strengths, and the first of them: amount and unit as written in lower case."""
    found = STRENGTH.search(text)
    if found is None:
        return text, None, ""
    rest = " ".join(STRENGTH.sub(" ", text).split())
    return rest, read_number(found["amount"]), re.sub(r"(?<=gram|unit)s$", "", found["unit"].lower())


def daily_milligrams(text: str, strength: float | None, unit: str) -> tuple[float | None, bool]:
    """Return the dose in mg a day, and whether once a day was assumed because the line does not say."""
    if strength is None or unit not in MILLIGRAMS:
        return None, False
    times = times_a_day(text)
    return round(strength * MILLIGRAMS[unit] * (1 if times is None else times), 4), times is None


def times_a_day(text: str) -> float | None:
    """Return how many of the stated strengths a day the directions come to, or None where they do not say."""
    directions = STRENGTH.sub(" , ", text)
    if found := MORNING_NOON_NIGHT.search(directions):
        return sum(read_number(part) for part in found.groups() if part)
    rhythm = next(((times, found) for times, pattern in TIMES_A_DAY if (found := pattern.search(directions))), None)
    if rhythm is None:
        return None
    times, where = rhythm
    count = HOW_MANY.search(directions[: where.start()] + " at " + directions[where.end() :])
    return times * _count(count["count"].lower()) if count else times


def _count(word: str) -> float:
    return COUNTS[word] if word in COUNTS else float(word)


def read_number(text: str) -> float:
    """Read a number written with a decimal point, a decimal comma or thousands commas."""
    if re.fullmatch(r"\d{1,3}(?:,\d{3})+(?:\.\d+)?", text):
        return float(text.replace(",", ""))
    return float(text.replace(",", "."))
