"""Report -> one HTML page to print or to take along; everything typed is escaped."""

from functools import cache

from jinja2 import Environment, PackageLoader, StrictUndefined

from medcheck.exports.words import advice_word, how, questions, source_line, standing
from medcheck.report import Report
from medcheck.tables import Tables


@cache
def environment() -> Environment:
    """Return the template environment: every value escaped, every missing one an error."""
    return Environment(loader=PackageLoader("medcheck.exports", "."), autoescape=True, undefined=StrictUndefined,
                       trim_blocks=True, lstrip_blocks=True)  # fmt: skip


def report_html(report: Report, tables: Tables) -> str:
    """Write a report as a page of its own, with no outside files."""
    return environment().get_template("report.html.jinja").render(
        report=report, say=tables.say, term=tables.term, mechanisms=tables.mechanisms, how=lambda one: how(one, tables),
        questions=questions(report, tables), source_line=lambda source: source_line(source, tables),
        advice_word=advice_word, standing=lambda finding: standing(finding, tables),
    )  # fmt: skip
