"""Report -> CSV: one row an entry and finding, so that nothing of the list is missing."""

import csv
import io

from medcheck.exports.guard import guarded
from medcheck.findings import Finding
from medcheck.matches import Match
from medcheck.report import Report

COLUMNS = ["line", "entry", "verdict", "state", "drugs", "kind", "mechanism", "severity", "urgency", "fit", "frequency",
           "onset", "note", "what_to_do", "reasons", "sources", "not_checked", "data_version"]  # fmt: skip
BOM = "\ufeff"  # Excel takes a CSV without it for the local code page


def report_csv(report: Report) -> str:
    """Write a report as CSV for spreadsheets, guarded against formulas."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow(COLUMNS)
    for result in report.results:
        entry, match = result.match.entry, result.match
        own = [finding for finding in report.findings if belongs(finding, match)]
        gaps = " ".join(gap.reason for gap in report.unchecked if (gap.line, gap.raw) == (entry.line, entry.raw))
        start = [str(entry.line), entry.raw, match.verdict, result.state, "|".join(result.drugs)]
        for finding in own or [None]:
            told = [""] * 11 if finding is None else [
                finding.kind, finding.mechanism, finding.severity, finding.urgency, finding.fit, finding.frequency,
                finding.onset, finding.patient_note, finding.what_to_do, " ".join(finding.reasons),
                " ".join(source.url for source in finding.sources),
            ]  # fmt: skip
            writer.writerow([guarded(cell) for cell in (*start, *told, gaps, report.data_version)])
    return BOM + out.getvalue()


def belongs(finding: Finding, match: Match) -> bool:
    """Say whether a finding is about one of the drugs of a match, or about the class it names."""
    about_class = bool(match.class_id) and finding.class_id == match.class_id
    return about_class or not set(finding.drug_ids).isdisjoint(match.drugs)
