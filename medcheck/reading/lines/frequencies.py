"""Directions -> how many a day: "2 tablets twice a day", "1-0-1", "every 8 hours"."""

import re

COUNTS = {
    "half": 0.5, "one": 1.0, "two": 2.0, "three": 3.0, "four": 4.0, "five": 5.0, "six": 6.0, "ein": 1.0, "eine": 1.0,
    "zwei": 2.0, "drei": 3.0, "une": 1.0, "deux": 2.0, "trois": 3.0, "mezza": 0.5, "mezzo": 0.5, "media": 0.5,
    "medio": 0.5, "halbe": 0.5, "demi": 0.5, "demie": 0.5, "meia": 0.5, "meio": 0.5, "un": 1.0, "um": 1.0, "uma": 1.0,
    "quattro": 4.0, "cuatro": 4.0, "quatre": 4.0, "vier": 4.0, "quatro": 4.0, "três": 3.0, "dois": 2.0, "una": 1.0,
    "uno": 1.0, "dos": 2.0, "tres": 3.0, "due": 2.0, "tre": 3.0, "duas": 2.0,
}  # fmt: skip
COUNT = rf"(?:[1-9]\s+[1-3]/[2-4]|[1-3]/[2-4]|0?[.,]5|[1-9](?:[.,]5)?|{'|'.join(COUNTS)})"
ONCE = {"once": 1, "twice": 2, "thrice": 3, "einmal": 1, "zweimal": 2, "dreimal": 3, "viermal": 4}
TIMES = rf"(?:(?P<times>{COUNT})\s*(?:x|×|mal|times?|fois|ve[cz]es|volte)|(?P<once>{'|'.join(ONCE)}))"
PERIODS = {
    1: r"da(?:y|ily)|d|tag|täglich|tgl|jour|d[ií]a|giorno",
    7: r"week(?:ly)?|wk|woche|wöchentlich|semaine|semana|settimana",
    28: r"month(?:ly)?|monat|monatlich|mois|mes|mese|mês",
}
DAYS_IN = (
    (1 / 24, r"h|hrs?|hourly|hours?|std|stunden?|heures?|horas?|ore"), (1, r"d|days?|tage?|jours?|d[ií]as?|giorni"),
    (7, r"w|wks?|weeks?|wochen?|semaines?|semanas?|settimane"), (28, r"months?|monate?|mois|meses|mesi"),
)  # fmt: skip
A = r"\s*(?:/|(?:a|per|each|every|pro|am|par|al|ao|por|à la|la|alla)(?!\w))?\s*"


def _word(pattern: str) -> re.Pattern[str]:
    return re.compile(rf"(?<![\w.])(?:{pattern})(?!\w)", re.IGNORECASE)


# Read in this order, the most exact first: "twice a week" holds "twice", and "four times a day" holds "a day".
A_PERIOD = tuple((days, _word(rf"{TIMES}{A}(?:{period})")) for days, period in PERIODS.items())
INTERVALS = tuple(
    (days, _word(rf"(?:every|each|q|alle|cada|toutes les|ogni)\s*(?P<every>\d+|{'|'.join(COUNTS)})"
                 rf"(?:\s*(?:-|–|to)\s*\d+)?\s*(?:{unit})"))
    for days, unit in DAYS_IN
)  # fmt: skip
RHYTHMS = tuple((times, _word(words)) for times, words in (
    (1 / 2, r"every (?:other|second|2nd) day|(?:on )?alternate days|eod|qod"),
    (4, r"qds|qid|q\.i\.d\.?"), (3, r"tds|tid|t\.i\.d\.?"), (2, r"bd|bid|b\.i\.d\.?"),
    (1 / 7, rf"weekly|wöchentlich|(?<!for )(?:a|per|every|each|pro|par)\s+(?:{PERIODS[7]})"),
    (1 / 28, rf"monthly|monatlich|(?<!for )(?:a|per|every|each|pro|par)\s+(?:{PERIODS[28]})"),
))  # fmt: skip
WEEKDAY = r"(?:mon|tue|tues|wed|wednes|thu|thur|thurs|fri|sat|satur|sun)"
WEEKDAYS_IN_A_ROW = rf"{WEEKDAY}(?:days?)?(?:\s*[/,&+]\s*(?:and )?{WEEKDAY}(?:days?)?)+"
ON_WEEKDAYS = _word(rf"(?:every|each|on) {WEEKDAY}(?:days?)?|{WEEKDAYS_IN_A_ROW}|{WEEKDAY}days")
A_WEEKDAY = _word(rf"({WEEKDAY})(?:days?)?")
BARE_TIMES = _word(rf"{TIMES}|x\s?(?P<after>[1-6])(?!\s*(?:/|days?|d|weeks?|w|months?|doses?)(?!\w))(?![\d.])")
DAILY = _word(
    r"od|qd|daily|every day|a day|per day|each day|/ ?d(?:ay)?|nocte|mane|qhs|qam|qpm|hs|(?-i:OM|ON)"
    r"|bedtime|nightly|morning|evening|night|(?<!i )am|pm"
    r"|tgl|täglich|morgens|mittags|abends|nachts|pro tag|am tag|par jour"
    r"|(?:le |au |chaque )?(?:soir|matin)|al d[ií]a|por la (?:noche|mañana)|al giorno|ao dia|sera|mattina"
)
MORNING_NOON_NIGHT = re.compile(r"(?<![\d.-])(\d(?:[.,]5)?)-(\d(?:[.,]5)?)-(\d(?:[.,]5)?)(?:-(\d(?:[.,]5)?))?(?![\d-])")
TIMES_COUNT = re.compile(r"(?<![\w.])([1-6])\s?[x×]\s?([1-6])(?![\w.])", re.IGNORECASE)
CLOCK = r"(?:at\s+\d{1,2}|[4-9]|1[0-2])(?:[.:]\d\d)?\s*"  # "8 am" is an hour, "2 am" of a list is two tablets
PART_OF_DAY = _word(
    rf"(?P<morning>mornings?|mane|(?:{CLOCK})?(?<!i )am|breakfast|morgens|matin|mañana|mattina)"
    r"|(?P<noon>noon|midday|lunch(?:time)?|mittags|midi)"
    rf"|(?P<evening>evenings?|(?:{CLOCK})?pm|dinner|supper|abends|soir|tarde|sera)"
    r"|(?P<night>nights?|nocte|bedtime|nachts|noche|notte)"
)
JOINED = re.compile(r"[,/&+]|(?<!\w)(?:and|und|et|y|e)(?!\w)", re.IGNORECASE)
PIECES = (
    r"(?:tab(?:let)?s?|tabletten?|cap(?:sule)?s?|kapseln?|pills?|puffs?|comprim[ié][dé]?[oe]?s?|cpr?s?|g[ée]lules?"
    r"|compress[ae]|sachets?|sprays?)(?!\w)"
)
HOW_MANY = re.compile(
    rf"(?<![\w./])(?P<count>{COUNT})(?![./]?\d)(?:\s*-?\s*(?:an?\s+|of\s+an?\s+)?{PIECES}|\s*[x×](?!\w)"
    r"|(?=\s+(?:at|in|once|twice|daily|every|nocte|mane|[bto]d|[btq]id|qhs|a|per|am|pm|morning|evening|night)(?!\w))"
    r"|(?=\s*$))"
    rf"|(?<!\w)(?P<ahead>{'|'.join(COUNTS)})\s*,",  # "take two 20 mg tablets": the strength has become a comma
    re.IGNORECASE,
)


def times_a_day(directions: str) -> float | None:
    """Return how many of the stated strengths a day the directions come to, or None where they do not say."""
    if found := MORNING_NOON_NIGHT.search(directions):
        return sum(read_number(part) for part in found.groups() if part)
    if found := TIMES_COUNT.search(directions):
        return float(int(found[1]) * int(found[2]))
    if parts := _by_part_of_day(directions):
        return parts
    rhythm = _rhythm(directions)
    if rhythm is None:
        return None
    times, where = rhythm
    count = HOW_MANY.search(directions[: where.start()] + " at " + directions[where.end() :])
    return times * read_count(count["count"] or count["ahead"]) if count else times


def pieces_of(directions: str) -> float:
    """Return how many tablets directions without a rhythm speak of: one where they do not say."""
    count = HOW_MANY.search(directions)
    return read_count(count["count"] or count["ahead"]) if count else 1.0


def _by_part_of_day(directions: str) -> float | None:
    """Add up the counts of "2 in the morning and 1 at night"; None where fewer than two parts of the day stand."""
    total, count, last, parts = 0.0, 1.0, 0, []
    for found in PART_OF_DAY.finditer(directions):
        before = directions[last : found.start()]
        if found.lastgroup in parts or (parts and not JOINED.search(before)):
            continue
        if told := HOW_MANY.search(f"{before} at "):
            count = read_count(told["count"] or told["ahead"])
        total, last = total + count, found.end()
        parts.append(found.lastgroup)
    return total if len(parts) > 1 else None


def _rhythm(directions: str) -> tuple[float, re.Match[str]] | None:
    """Return how often a day, and where it says so."""
    for days, pattern in A_PERIOD:
        if found := pattern.search(directions):
            return _times_of(found) / days, found
    for days, pattern in INTERVALS:
        if (found := pattern.search(directions)) and (count := read_count(found["every"])):
            return 1 / (days * count), found
    if found := ON_WEEKDAYS.search(directions):
        return len({day[:3].lower() for day in A_WEEKDAY.findall(directions)}) / 7, found
    for times, pattern in RHYTHMS:
        if found := pattern.search(directions):
            return times, found
    if found := BARE_TIMES.search(directions):
        return _times_of(found), found
    return (1.0, found) if (found := DAILY.search(directions)) else None


def _times_of(found: re.Match[str]) -> float:
    groups = found.groupdict()
    if groups.get("once"):
        return float(ONCE[groups["once"].lower()])
    return read_count(groups.get("times") or groups.get("after") or "1")


def read_count(text: str) -> float:
    """Read how many: a number, a fraction or a word."""
    text = text.lower()
    if text in COUNTS:
        return COUNTS[text]
    whole, _, part = text.rpartition(" ") if "/" in text else (text, "", "")
    above, _, below = part.partition("/")
    return (read_number(whole) if whole.strip() else 0.0) + (int(above) / int(below) if below else 0.0)


def read_number(text: str) -> float:
    """Read a number written with a decimal point, a decimal comma or thousands commas."""
    if re.fullmatch(r"[1-9]\d{0,2}(?:,\d{3})+(?:\.\d+)?", text):
        return float(text.replace(",", ""))
    return float(text.replace(",", "."))
