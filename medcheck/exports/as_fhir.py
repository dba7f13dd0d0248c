"""Report -> FHIR R4: a Bundle of what was read (MedicationStatement), found (DetectedIssue) and not checked."""

import json
from collections.abc import Sequence
from typing import Any
from uuid import NAMESPACE_URL, uuid5

from medcheck.exports.as_csv import belongs
from medcheck.exports.words import source_line
from medcheck.tables import Tables
from medcheck.tables.rows import Source
from medcheck.weighing.findings import Finding
from medcheck.weighing.report import Report, Result

LINE = "urn:medcheck:line"  # the line of the list that a resource was read from
MECHANISM, LEVEL = "urn:medcheck:mechanism", "urn:medcheck:level"
URL = "urn:ietf:rfc:3986"
ATC, RXNORM = "http://www.whocc.no/atc", "http://www.nlm.nih.gov/research/umls/rxnorm"
TERMS = "http://terminology.hl7.org/CodeSystem/"
SEVERITIES = {"severe": "high", "moderate": "moderate", "mild": "low"}
CATEGORIES = {"interaction": ("DRG", "Drug Interaction Alert"), "dose": ("DOSE", "Dosage problem")}
STATUSES = {"current": "active", "stopped": "stopped", "held": "on-hold", "planned": "intended",
            "not_taken": "not-taken", "other_person": "not-taken"}  # fmt: skip

Resource = dict[str, Any]


def report_fhir(report: Report, tables: Tables) -> str:
    """Write a report as a FHIR R4 Bundle of the type collection."""
    return json.dumps(bundle(report, tables), ensure_ascii=False, indent=1) + "\n"


def bundle(report: Report, tables: Tables) -> Resource:
    """Return the Bundle: the person, the entries, the issues, where they come from, and what was not checked."""
    person = full_url(report, "person", 0)
    listed = [(full_url(report, "entry", number), entry_resource(result, person, tables))
              for number, result in enumerate(report.results)]  # fmt: skip
    flags = [flag_issue(flag.text, flag.sources, person, report, tables) for flag in report.red_flags]
    found = [issue(finding, person, implicated(finding, report), report, tables) for finding in report.findings]
    issues = [(full_url(report, "issue", number), one) for number, one in enumerate((*flags, *found))]
    parts = [(person, patient(report)), *listed, *issues]
    parts.append((full_url(report, "provenance", 0), provenance(report, [url for url, _ in parts], tables)))
    if report.unchecked:
        parts.append((full_url(report, "unchecked", 0), not_checked(report)))
    return {
        "resourceType": "Bundle", "type": "collection", "timestamp": moment(report),
        "entry": [{"fullUrl": url, "resource": resource} for url, resource in parts],
    }  # fmt: skip


def full_url(report: Report, kind: str, number: int) -> str:
    """Return an address that is the same for the same list, and another for another one."""
    listed = "\n".join(result.match.entry.raw for result in report.results)
    return uuid5(NAMESPACE_URL, f"medcheck {report.made_on} {kind} {number}\n{listed}").urn


def moment(report: Report) -> str:
    """Return the day of the report as an instant."""
    return f"{report.made_on.isoformat()}T00:00:00Z"


def patient(report: Report) -> Resource:
    """Return the person, of whom only the sex is known here."""
    sex = {"gender": report.patient.sex} if report.patient.sex in {"female", "male"} else {}
    return {"resourceType": "Patient", **sex}


def entry_resource(result: Result, person: str, tables: Tables) -> Resource:
    """Return an entry as a MedicationStatement, or as an AllergyIntolerance where it was listed as an allergy."""
    entry = result.match.entry
    identifier = [{"system": LINE, "value": str(entry.line)}]
    days = {"start": entry.start, "end": entry.stop}
    period = {key: day.isoformat() for key, day in days.items() if day}
    if entry.status == "allergy":
        return {
            "resourceType": "AllergyIntolerance", "identifier": identifier, "category": ["medication"],
            "verificationStatus": {"coding": [{"system": f"{TERMS}allergyintolerance-verification",
                                               "code": "unconfirmed"}]},
            "code": concept(entry.raw, result.match.drugs, tables), "patient": {"reference": person},
            **({"onsetPeriod": period} if period else {}),
        }  # fmt: skip
    return {
        "resourceType": "MedicationStatement", "identifier": identifier, "status": STATUSES[entry.status],
        **medication(entry.raw, result.match.drugs, tables), "subject": {"reference": person},
        **({"effectivePeriod": period} if period else {}), "dosage": [{"text": entry.raw}],
    }  # fmt: skip


def medication(raw: str, drugs: Sequence[str], tables: Tables) -> Resource:
    """Return the medicine as a concept, or as a contained Medication with its ingredients where there are several."""
    if len(drugs) < 2:
        return {"medicationCodeableConcept": concept(raw, drugs, tables)}
    ingredients = [{"itemCodeableConcept": concept(tables.inn(drug), (drug,), tables)} for drug in drugs]
    held = {"resourceType": "Medication", "id": "medicine", "code": {"text": raw}, "ingredient": ingredients}
    return {"contained": [held], "medicationReference": {"reference": "#medicine", "display": raw}}


def concept(text: str, drugs: Sequence[str], tables: Tables) -> Resource:
    """Return a name as it was written with the codes of the one ingredient that it is."""
    drug = tables.drugs[drugs[0]] if len(drugs) == 1 else None
    codes = [(RXNORM, drug.rxcui), (ATC, drug.atc)] if drug else []
    coding = [{"system": system, "code": code, "display": tables.inn(drugs[0])} for system, code in codes if code]
    return {"coding": coding, "text": text} if coding else {"text": text}


def implicated(finding: Finding, report: Report) -> list[Resource]:
    """Return references to the entries that a finding is about."""
    return [{"reference": full_url(report, "entry", number)} for number, result in enumerate(report.results)
            if belongs(finding, result.match)]  # fmt: skip


def issue(finding: Finding, person: str, about: list[Resource], report: Report, tables: Tables) -> Resource:
    """Return a finding as a DetectedIssue with its mechanism, severity, what to do and evidence."""
    code, display = CATEGORIES.get(finding.kind, ("", ""))
    category = [{"system": f"{TERMS}v3-ActCode", "code": code, "display": display}] if code else []
    title = tables.mechanisms[finding.mechanism].title
    told = {
        "resourceType": "DetectedIssue", "status": "final",
        "code": {"coding": [*category, {"system": MECHANISM, "code": finding.mechanism, "display": title},
                            {"system": LEVEL, "code": finding.level, "display": tables.term("level", finding.level)}],
                 "text": f"{' + '.join(finding.drugs)}: {title}"},
        "severity": SEVERITIES[finding.severity], "patient": {"reference": person},
        "identifiedDateTime": report.made_on.isoformat(), "implicated": about,
        "evidence": evidence(finding.sources, tables), "detail": f"{finding.patient_note} {finding.level_reason}",
        "mitigation": [{"action": {"text": finding.what_to_do}}],
    }  # fmt: skip
    return {key: value for key, value in told.items() if value}


def flag_issue(text: str, sources: Sequence[Source], person: str, report: Report, tables: Tables) -> Resource:
    """Return a red flag as a DetectedIssue of high severity."""
    told = {
        "resourceType": "DetectedIssue", "status": "final", "code": {"text": tables.say("report.red_flags")},
        "severity": "high", "patient": {"reference": person}, "identifiedDateTime": report.made_on.isoformat(),
        "evidence": evidence(sources, tables), "detail": text,
    }  # fmt: skip
    return {key: value for key, value in told.items() if value}


def evidence(sources: Sequence[Source], tables: Tables) -> list[Resource]:
    """Return the sources of an issue by their addresses."""
    return [{"detail": [{"display": source_line(source, tables), "identifier": {"system": URL, "value": source.url}}]}
            for source in sources]  # fmt: skip


def provenance(report: Report, targets: Sequence[str], tables: Tables) -> Resource:
    """Return who made all of this, when, and from which data."""
    return {
        "resourceType": "Provenance", "target": [{"reference": url} for url in targets], "recorded": moment(report),
        "agent": [{"type": {"coding": [{"system": f"{TERMS}provenance-participant-type", "code": "assembler"}]},
                   "who": {"display": f"medcheck {report.version}, data {report.data_version}"}}],
        "entity": [{"role": "source", "what": {"display": tables.say("report.footer", version=report.version,
                    data_version=report.data_version, day=report.made_on)}}],
    }  # fmt: skip


def not_checked(report: Report) -> Resource:
    """Return all that was not checked, so that no issue is never taken for nothing wrong."""
    return {
        "resourceType": "OperationOutcome",
        "issue": [{"severity": "warning", "code": "incomplete", "details": {"text": gap.reason},
                   "diagnostics": gap.raw or f"line {gap.line}"} for gap in report.unchecked],
    }  # fmt: skip
