"""Report -> one HTML page to print or to take along; everything typed is escaped."""

from functools import cache

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup

from medcheck.exports import pictures
from medcheck.exports.words import (
    advice_word,
    dose_and_dates,
    how,
    nothing_raised,
    questions,
    source_line,
    standing,
    to_write_down,
    what_was_told,
)
from medcheck.tables import Tables
from medcheck.weighing.findings import Finding
from medcheck.weighing.report import Report


@cache
def environment() -> Environment:
    """Return the template environment: every value escaped, every missing one an error."""
    return Environment(loader=PackageLoader("medcheck.exports", "."), autoescape=True, undefined=StrictUndefined,
                       trim_blocks=True, lstrip_blocks=True)  # fmt: skip


def report_html(report: Report, tables: Tables) -> str:
    """Write a report as a page of its own, with no outside files."""
    return environment().get_template("report.html.jinja").render(
        report=report, say=tables.say, term=tables.term, mechanisms=tables.mechanisms, how=lambda one: how(one, tables),
        questions=questions(report, tables), nothing_raised=nothing_raised(report, tables),
        to_write_down=to_write_down(tables), told=what_was_told(report, tables),
        dosed=lambda entry: dose_and_dates(entry, tables),
        source_line=lambda source: source_line(source, tables),
        advice_word=advice_word, standing=lambda finding: standing(finding, tables),
        pictures=drawn(report, tables), people=lambda finding: people(finding, tables),
    )  # fmt: skip


def drawn(report: Report, tables: Tables) -> dict[str, Markup]:
    """Return the pictures of a report by the phrase that is their heading, leaving out those that show nothing."""
    made = {"picture.timeline": pictures.timeline, "picture.matrix": pictures.matrix,
            "picture.outlines": pictures.outlines}  # fmt: skip
    drawings = {phrase: make(report, tables, pictures.inline) for phrase, make in made.items()}
    return {phrase: drawing for phrase, drawing in drawings.items() if drawing}


def people(finding: Finding, tables: Tables) -> Markup:
    """Return how often a finding is as dots, or nothing where no percentage is known."""
    drawing = pictures.people(finding, tables)
    return pictures.inline(drawing) if drawing else Markup("")
