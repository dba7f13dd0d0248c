"""A report -> the medicines as bars of time, when each effect usually starts, and the weakness."""

from dataclasses import dataclass
from datetime import date, timedelta

from markupsafe import Markup

from medcheck.exports.pictures.drawing import ALARM, FILL, Draw, Drawing, rectangle
from medcheck.tables import Tables
from medcheck.weighing.findings import Taken, taken_drugs
from medcheck.weighing.report import Report

WIDTH, HEIGHT = 1_000, 30
MOST_ROWS = 30
MARGIN = 0.03  # of the time shown, free before its first day
LATEST = timedelta(days=366 * 5)  # dates typed far in the future would press the rest into a corner


@dataclass(frozen=True)
class Span:
    """The days that the picture shows."""

    first: date
    last: date

    def at(self, day: date) -> float:
        """Return how far from the left a day stands, within the picture."""
        share = (day - self.first).days / max((self.last - self.first).days, 1)
        return WIDTH * min(max(share, 0), 1)


def timeline(report: Report, tables: Tables, draw: Draw) -> Markup:
    """Return the timeline as HTML, or nothing where no day is told of any medicine."""
    taken = taken_drugs([result.match for result in report.results])
    dated = [drug for drug in taken if drug.start or drug.stop][:MOST_ROWS]
    if not dated:
        return Markup("")
    span = span_of(report, dated)
    rows = Markup("").join(row(drug, span, report, tables, draw) for drug in dated)
    undated = [tables.inn(drug.drug_id) for drug in taken if not (drug.start or drug.stop)]
    rest = said(tables.say("picture.undated", drugs=", ".join(undated)) if undated else "")
    return Markup('<div class="timeline">{}{}</div>{}{}').format(rows, axis(span), legend(report, tables, draw), rest)


def span_of(report: Report, dated: list[Taken]) -> Span:
    """Return the days from the first that is told until today."""
    days = [day for drug in dated for day in (drug.start, drug.stop) if day]
    days += filter(None, [report.patient.onset])
    first, last = min(days), min(max(*days, report.made_on), report.made_on + LATEST)
    margin = timedelta(days=max(round((last - first).days * MARGIN), 1))
    return Span(first - margin if first - date.min > margin else first, last)


def windows(drug: Taken, report: Report) -> list[tuple[date, date]]:
    """Return from when to when each effect of a medicine usually starts, where its start and this are known."""
    if drug.start is None:
        return []
    rows = [finding.row for finding in report.findings if finding.row and finding.drug_ids == (drug.drug_id,)]
    told = {(row.onset_min_days, row.onset_max_days) for row in rows
            if row.onset_min_days is not None and row.onset_max_days is not None}  # fmt: skip
    return sorted((later(drug.start, first), later(drug.start, last)) for first, last in told)


def later(day: date, days: int) -> date:
    """Return a day so many days later, or the last day there is."""
    return day + timedelta(days=min(days, (date.max - day).days))


def row(drug: Taken, span: Span, report: Report, tables: Tables, draw: Draw) -> Markup:
    """Return one medicine: its name and days in words, and its bar."""
    usual = windows(drug, report)
    shapes = Markup("").join(rectangle(span.at(first), 0, span.at(last) - span.at(first), HEIGHT, FILL, 0.3 / len(usual)
                                       + 0.05) for first, last in usual)  # fmt: skip
    left, right = span.at(drug.start or span.first), span.at(drug.stop or span.last)
    shapes += rectangle(left, 10, max(right - left, 4), 10, FILL)
    if report.patient.onset:
        shapes += rectangle(span.at(report.patient.onset) - 2, 0, 4, HEIGHT, ALARM)
    drawing = Drawing(WIDTH, HEIGHT, shapes, alternative(drug, usual, report, tables), stretched=True)
    return Markup('<div class="name"><strong>{}</strong> <span>{}</span></div><div class="bar">{}</div>').format(
        tables.inn(drug.drug_id), days_of(drug, tables), draw(drawing)
    )


def days_of(drug: Taken, tables: Tables) -> str:
    """Say from when to when a medicine was taken."""
    start = drug.start or tables.say("picture.no_start")
    return tables.say("picture.from_to", start=start, stop=drug.stop or tables.say("picture.no_stop"))


def alternative(drug: Taken, usual: list[tuple[date, date]], report: Report, tables: Tables) -> str:
    """Say in words what a row shows."""
    parts = [f"{tables.inn(drug.drug_id)}: {days_of(drug, tables)}."]
    if usual:
        first, last = min(first for first, _ in usual), max(last for _, last in usual)
        parts.append(tables.say("picture.window", first=first, last=last))
    if report.patient.onset:
        parts.append(tables.say("picture.weakness", day=report.patient.onset))
    return " ".join(parts)


def axis(span: Span) -> Markup:
    """Return the first, the middle and the last day under the bars."""
    middle = span.first + (span.last - span.first) / 2
    return Markup(
        '<div class="name"></div><div class="axis"><span>{}</span><span>{}</span><span>{}</span></div>'
    ).format(span.first, middle, span.last)


def legend(report: Report, tables: Tables, draw: Draw) -> Markup:
    """Say what bar, shade and line stand for."""
    shapes = {"picture.taken": rectangle(0, 5, 24, 6, FILL), "picture.usual": rectangle(0, 0, 24, 16, FILL, 0.35)}
    if report.patient.onset:
        shapes["picture.began"] = rectangle(10, 0, 3, 16, ALARM)
    signs = Markup("").join(Markup("<span>{} {}</span>").format(draw(Drawing(24, 16, shape, "")), tables.say(phrase))
                            for phrase, shape in shapes.items())  # fmt: skip
    return Markup('<div class="legend">{}</div>').format(signs)


def said(text: str) -> Markup:
    """Return a sentence under a picture, or nothing."""
    return Markup('<p class="under">{}</p>').format(text) if text else Markup("")
