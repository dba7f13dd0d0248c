"""Report -> JSON after data/report.schema.json (JSON Schema, draft 2020-12)."""

import json
from typing import Any

from medcheck.tables.rows import Source
from medcheck.weighing.findings import Finding
from medcheck.weighing.report import Report, Result


def report_json(report: Report) -> str:
    """Write a report as JSON."""
    return json.dumps(as_dict(report), ensure_ascii=False, indent=1) + "\n"


def as_dict(report: Report) -> dict[str, Any]:
    """Return a report as the plain values of its JSON."""
    return {
        "version": report.version,
        "data_version": report.data_version,
        "made_on": report.made_on.isoformat(),
        "urgency": report.urgency,
        "entries": [entry_dict(result) for result in report.results],
        "findings": [finding_dict(finding) for finding in report.findings],
        "red_flags": [{"id": flag.id, "urgency": flag.urgency, "text": flag.text,
                       "sources": [source_dict(source) for source in flag.sources]} for flag in report.red_flags],
        "causes": [{"id": one.cause.id, "title": one.cause.title, "fit": one.fit, "reasons": list(one.reasons),
                    "drugs": list(one.drugs), "tests": [test.title for test in one.tests],
                    "who_to_see": one.cause.who_to_see,
                    "sources": [source_dict(source) for source in one.sources]} for one in report.causes],
        "unchecked": [{"line": gap.line, "raw": gap.raw, "reason": gap.reason} for gap in report.unchecked],
        "unused": [{"line": row.line, "raw": row.raw, "reason": row.reason, "maybe": row.maybe}
                   for row in report.unused],
        "tests": [{"id": test.id, "title": test.title, "reason": test.plain_reason} for test in report.tests],
    }  # fmt: skip


def entry_dict(result: Result) -> dict[str, Any]:
    """Return one entry as plain values; doses in mg a day, dates as YYYY-MM-DD or null."""
    entry = result.match.entry
    return {
        "line": entry.line, "raw": entry.raw, "name": entry.name, "verdict": result.match.verdict,
        "state": result.state, "drugs": list(result.drugs), "candidates": list(result.candidates),
        "via": result.match.via, "status": entry.status, "route": entry.route,
        "daily_mg": entry.daily_mg,
        "changing": entry.changing,
        "start": entry.start.isoformat() if entry.start else None,
        "stop": entry.stop.isoformat() if entry.stop else None,
    }  # fmt: skip


def finding_dict(finding: Finding) -> dict[str, Any]:
    """Return one finding as plain values."""
    return {
        "kind": finding.kind, "drugs": list(finding.drugs), "mechanism": finding.mechanism, "level": finding.level,
        "level_reason": finding.level_reason,
        "severity": finding.severity, "frequency": finding.frequency,
        "frequency_percent": finding.frequency_percent, "urgency": finding.urgency, "onset": finding.onset,
        "after_stopping": finding.after_stopping, "fit": finding.fit, "reasons": list(finding.reasons),
        "note": finding.patient_note, "professional_note": finding.professional_note,
        "what_to_do": finding.what_to_do, "evidence": finding.evidence,
        "reviewed_on": finding.reviewed_on.isoformat() if finding.reviewed_on else None,
        "checked_by": finding.checked_by, "sources": [source_dict(source) for source in finding.sources],
    }  # fmt: skip


def source_dict(source: Source) -> dict[str, str]:
    """Return a source as plain values; `via` names the mirror that was read, where it was one."""
    return {"title": source.title, "publisher": source.publisher, "year": source.year, "kind": source.kind,
            "url": source.url, "via": source.via}  # fmt: skip
