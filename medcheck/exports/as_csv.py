"""Report -> CSV: the red flags, then one row an entry and finding, so that nothing is missing."""

import csv
import io
from collections.abc import Iterator, Mapping

from medcheck.exports.guard import guarded
from medcheck.naming.matches import Match
from medcheck.weighing.findings import Finding
from medcheck.weighing.report import Report, Result

COLUMNS = ["line", "entry", "status", "start", "stop", "verdict", "state", "drugs", "kind", "with", "mechanism",
           "level", "level_reason", "severity", "urgency", "fit", "frequency", "onset", "note", "what_to_do",
           "reasons", "sources", "not_checked", "data_version"]  # fmt: skip
UNUSED = "unused"  # the kind of a row that is no entry and no finding
BOM = "\ufeff"  # Excel takes a CSV without it for the local code page


def report_csv(report: Report) -> str:
    """Write a report as CSV for spreadsheets, guarded against formulas."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow(COLUMNS)
    for row in rows_of(report):
        writer.writerow([guarded(cell) for cell in (*row, report.data_version)])
    return BOM + out.getvalue()


def rows_of(report: Report) -> Iterator[list[str]]:
    """Yield the red flags, then each entry with each of its findings, then the rows of a file that gave no entry."""
    for flag in report.red_flags:
        urls = " ".join(source.url for source in flag.sources)
        yield row_of({"kind": "red_flag", "urgency": flag.urgency, "note": flag.text, "sources": urls})
    gaps: dict[tuple[int, str], list[str]] = {}
    for gap in report.unchecked:
        gaps.setdefault((gap.line, gap.raw), []).append(gap.reason)
    for result in report.results:
        entry = result.match.entry
        yield from entry_rows(result, report, " ".join(dict.fromkeys(gaps.get((entry.line, entry.raw), ()))))
    listed = {(result.match.entry.line, result.match.entry.raw) for result in report.results}
    for (line, raw), reasons in gaps.items():
        if (line, raw) not in listed:
            yield row_of({"line": str(line), "entry": raw, "not_checked": " ".join(reasons)})
    for row in report.unused:
        if not row.maybe:
            yield row_of({"line": str(row.line), "entry": row.raw, "kind": UNUSED, "not_checked": row.reason})


def row_of(cells: Mapping[str, str]) -> list[str]:
    """Return the cells of one row but the data version, blank where nothing is told."""
    return [cells.get(column, "") for column in COLUMNS[:-1]]


def entry_rows(result: Result, report: Report, gaps: str) -> Iterator[list[str]]:
    """Yield an entry once a finding, or once where there is none."""
    entry, match = result.match.entry, result.match
    own = [finding for finding in report.findings if belongs(finding, match)]
    start = {"line": str(entry.line), "entry": entry.raw, "status": entry.status, "start": str(entry.start or ""),
             "stop": str(entry.stop or ""), "verdict": match.verdict, "state": result.state,
             "drugs": "|".join(result.drugs), "not_checked": gaps}  # fmt: skip
    for finding in own or [None]:
        yield row_of(start | (finding_cells(finding) if finding else {}))


def finding_cells(finding: Finding) -> dict[str, str]:
    """Return what a row tells of one finding."""
    return {
        "kind": finding.kind, "with": "|".join(finding.drugs), "mechanism": finding.mechanism,
        "level": finding.level, "level_reason": finding.level_reason,
        "severity": finding.severity, "urgency": finding.urgency, "fit": finding.fit, "frequency": finding.frequency,
        "onset": finding.onset, "note": finding.patient_note, "what_to_do": finding.what_to_do,
        "reasons": " ".join(finding.reasons), "sources": " ".join(source.url for source in finding.sources),
    }  # fmt: skip


def belongs(finding: Finding, match: Match) -> bool:
    """Say whether a finding is about one of the drugs of a match, or about the class it names."""
    about_class = bool(match.class_id) and finding.class_id == match.class_id
    return about_class or not set(finding.drug_ids).isdisjoint(match.drugs)
