"""A time told from today, in six languages -> its day: "3 weeks ago", "last month", "im Mai", "ieri"."""

import re
from datetime import date, timedelta

MONTHS = (
    "january jan januar jänner janvier janv enero ene gennaio gen janeiro",
    "february feb februar février fevrier févr febrero febbraio fevereiro",
    "march mar märz mrz mars marzo março",
    "april apr avril avr abril abr aprile",
    "may mai mayo maggio mag maio",
    "june jun juni juin junio giugno junho",
    "july jul juli juillet juil julio luglio julho",
    "august aug août aout agosto ago",
    "september sept sep septembre septiembre settembre setembro",
    "october oct oktober okt octobre octubre ottobre outubro",
    "november nov novembre noviembre novembro",
    "december dec dezember dez décembre déc diciembre dic dicembre dezembro",
)
MONTH_NUMBERS = {name: number for number, names in enumerate(MONTHS, start=1) for name in names.split()}
# Whole names only: "Augmentin 1000" is no day in August.
MONTH = rf"(?:{'|'.join(sorted(MONTH_NUMBERS, key=len, reverse=True))})(?![^\W\d_])\.?"

SPANS = {
    1: r"days?|tage?n?|jours?|d[ií]as?|giorn[oi]",
    7: r"weeks?|wks?|wochen?|semaines?|semanas?|settiman[ae]",
    30: r"months?|monate?n?|mois|mes(?:es?|i)?|mês",
    365: r"years?|yrs?|jahre?n?|ans?|années?|años?|anos?|ann[oi]",
}  # days
FEW = {
    word: count
    for count, words in enumerate((
        "a an one ein eine einem einer un une uno una um uma", "two zwei deux dos due dois duas",
        "three drei trois tres tre três", "four vier quatre cuatro quattro quatro", "five fünf cinq cinco cinque",
        "six sechs seis sei",
    ), start=1)
    for word in words.split()
}  # fmt: skip
COUNT = rf"(?:\d{{1,3}}|{'|'.join(sorted(FEW, key=len, reverse=True))})"
SPAN = rf"(?P<count>{COUNT})\s+(?:{'|'.join(SPANS.values())})(?!\w)"
UNNAMED_SPAN = SPAN.replace("?P<count>", "?:")
LAST = {
    0: r"today|heute|aujourd['’]hui|hoy|oggi|hoje|this morning|stamattina|heute morgen|ce matin|esta mañana",
    1: r"yesterday|gestern|hier|ayer|ieri|ontem|last night",
    7: r"last week|letzten?r? woche|la semaine (?:dernière|passée)|la semana pasada|la settimana scorsa"
       r"|(?:n?a )?semana passada",
    30: r"last month|letzten monat|le mois (?:dernier|passé)|el mes pasado|il mese scorso|(?:n?o )?mês passado",
    365: r"last year|letztes jahr|l['’]an(?:née)? (?:derni(?:er|ère)|passée?)|el año pasado|l['’]anno scorso"
         r"|(?:n?o )?ano passado",
}  # fmt: skip
NAMED = rf"(?:{'|'.join(LAST.values())})(?!\w)"
AGO = (
    rf"(?:{UNNAMED_SPAN}\s+(?:ago|fa)(?!\w)|(?:vor|il y a|hace|há|faz)\s+{UNNAMED_SPAN}"
    rf"|{UNNAMED_SPAN}\s+(?:atrás|zuvor))"
)
SINCE_FOR = r"(?:(?:hace|há|vor|más de|über|oltre|plus de|more than|over|about|circa|etwa|environ|ca\.?)\s+)?"


def day_of(text: str) -> date | None:
    """Return the day that a span before today, a day like yesterday, or a month of the year gone by stands for."""
    text = text.strip().lower()
    for days, words in LAST.items():
        if re.fullmatch(words, text):
            return date.today() - timedelta(days=days)
    if found := re.search(SPAN, text):
        days = next(days for days, words in SPANS.items() if re.search(rf"\s(?:{words})$", found[0]))
        return date.today() - timedelta(days=days * int(FEW.get(found["count"]) or found["count"]))
    month = re.fullmatch(MONTH, text)
    return last_month_called(MONTH_NUMBERS[month[0].rstrip(".")]) if month else None


def last_month_called(number: int) -> date:
    """Return the first day of that month, in this year or, where it is still to come, in the year before."""
    today = date.today()
    return date(today.year - (number > today.month), number, 1)
