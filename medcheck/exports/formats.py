"""Report -> the text of any format by its name, and what a file of that format is called."""

from dataclasses import dataclass

from medcheck.tables import Tables
from medcheck.weighing.report import Report


@dataclass(frozen=True)
class Format:
    """How a file of a format is named and what it tells a browser that it is."""

    ending: str
    mime: str


FORMATS = {
    "text": Format("txt", "text/plain"),
    "json": Format("json", "application/json"),
    "html": Format("html", "text/html"),
    "csv": Format("csv", "text/csv"),
    "markdown": Format("md", "text/markdown"),
    "fhir": Format("fhir.json", "application/fhir+json"),
}


def written(report: Report, tables: Tables, name: str, reader: str = "patient", *, whole: bool = False) -> str:
    """Return the report in one of the formats; `reader` and `whole` choose the words and the length of the text."""
    from medcheck.exports.as_csv import report_csv
    from medcheck.exports.as_fhir import report_fhir
    from medcheck.exports.as_html import report_html
    from medcheck.exports.as_json import report_json
    from medcheck.exports.as_markdown import report_markdown
    from medcheck.exports.as_text import report_text

    if name == "text":
        return report_text(report, tables, reader, whole=whole)
    if name in {"json", "csv"}:
        return report_json(report) if name == "json" else report_csv(report)
    writers = {"html": report_html, "markdown": report_markdown, "fhir": report_fhir}
    return writers[name](report, tables)
