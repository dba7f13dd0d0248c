"""A saved report is read back to the entries, the dates and the states that it was made of."""

import io
import json

import fhirkit
import pytest
from read_files import TABLES, reading, refusal

import medcheck
from medcheck.exports.as_csv import report_csv
from medcheck.exports.as_fhir import bundle, report_fhir
from medcheck.exports.as_html import report_html
from medcheck.exports.as_json import report_json
from medcheck.exports.as_markdown import report_markdown
from medcheck.reading.lines import Entry
from medcheck.weighing.report import Report

LIST = (
    "Medicine,Start,Stop,Status\n"
    "simvastatin 40 mg daily,2024-02-03,,\n"
    '"clarithromycin 500 mg, 1 bd",2024-03-01,2024-03-08,stopped\n'
    "Caduet | 5/10 *x* <b>,,,\n"
    "penicillin,,,allergy\n"
    "=metformin,,,\n"
    "'=aspirin,,,\n"
    "zyqqx,,,\n"
    ",,,call back\n"
)
WRITERS = {
    "JSON": report_json,
    "CSV": report_csv,
    "HTML": lambda report: report_html(report, TABLES),
    "Markdown": lambda report: report_markdown(report, TABLES),
    "FHIR": lambda report: report_fhir(report, TABLES),
}


def checked(data: str) -> Report:
    found = reading(data)
    return medcheck.check_entries(
        found.entries, {"sex": "female", "symptoms": {"red_flags": ["dark_urine"]}}, found.unused
    )


def parts(report: Report) -> tuple:
    def told(entry: Entry) -> tuple:
        return entry.line, entry.raw, entry.status, entry.start, entry.stop, entry.daily_mg, entry.name

    return ([told(result.match.entry) for result in report.results],
            sorted(map(repr, report.findings)), report.urgency)  # fmt: skip


@pytest.mark.parametrize("how", WRITERS)
def test_a_saved_list_is_read_to_the_same_report(how):
    first = checked(LIST)
    assert len(first.results) == 7
    again = checked(WRITERS[how](first))
    assert parts(again) == parts(first)


@pytest.mark.parametrize("how", ["JSON", "CSV"])
def test_json_and_csv_keep_the_rows_that_were_not_used(how):
    first = checked(LIST)
    assert [(row.line, row.maybe) for row in first.unused] == [(9, False)]
    assert checked(WRITERS[how](first)).unused == first.unused


@pytest.mark.parametrize("how", ["JSON", "CSV", "HTML", "Markdown"])
def test_a_saved_report_is_known_as_one(how):
    assert reading(WRITERS[how](checked(LIST))).format == f"saved medcheck report ({how})"


def test_a_csv_that_was_saved_again_by_a_spreadsheet_is_still_known():
    data = report_csv(checked("Medicine,n\nZocor,1\nmetformin,2\n")).replace("\r\n", "\n")
    assert [entry.raw for entry in reading(data).entries] == ["Zocor", "metformin"]


def test_a_saved_report_without_medicines_is_refused():
    empty = report_json(medcheck.check_entries([]))
    assert refusal(empty) == "list is a saved medcheck report without medicines."


def test_a_saved_report_that_was_tampered_with_is_read_as_far_as_it_makes_sense():
    told = json.loads(report_json(checked(LIST)))
    told["entries"] = [{"raw": "Zocor", "line": "x", "status": 5, "start": [1]}, 7, {"raw": ""}]
    told["unused"] = [{"line": "y"}, 3]
    found = reading(json.dumps(told))
    assert [(entry.line, entry.raw, entry.status) for entry in found.entries] == [(1, "Zocor", "current")]
    assert len(found.unused) == 2


def test_markdown_keeps_hostile_text_as_text():
    text = report_markdown(medcheck.check(["simvastatin `x` <script> [a](b) | c"]), TABLES)
    assert "<script>" not in text
    assert "\\<script\\> \\[a\\]\\(b\\) \\| c" in text


def found_in(report: Report, kind: str) -> list[dict]:
    resources = [part["resource"] for part in bundle(report, TABLES)["entry"]]
    return [resource for resource in resources if resource["resourceType"] == kind]


def test_the_fhir_bundle_is_valid_r4():
    report = checked(LIST)
    problems = [str(problem) for problem in fhirkit.validate(report_fhir(report, TABLES))]
    assert problems == []


def test_every_reference_of_the_bundle_leads_to_a_part_of_it():
    whole = bundle(checked(LIST), TABLES)
    urls = [part["fullUrl"] for part in whole["entry"]]
    assert len(set(urls)) == len(urls)
    asked: list[str] = []

    def look(value: object) -> None:
        if isinstance(value, dict):
            asked.extend([value["reference"]] if isinstance(value.get("reference"), str) else [])
            for one in value.values():
                look(one)
        elif isinstance(value, list):
            for one in value:
                look(one)

    look(whole)
    assert asked
    assert {one for one in asked if not one.startswith("#")} <= set(urls)


def test_statements_are_coded_and_combinations_hold_their_ingredients():
    statements = found_in(checked(LIST), "MedicationStatement")
    assert [one["status"] for one in statements] == ["active", "stopped", "active", "active", "active", "active"]
    coding = statements[0]["medicationCodeableConcept"]["coding"]
    assert {"system": "http://www.whocc.no/atc", "code": "C10AA01", "display": "simvastatin"} in coding
    assert statements[0]["effectivePeriod"] == {"start": "2024-02-03"}
    (held,) = statements[2]["contained"]
    assert len(held["ingredient"]) == 2
    assert [one["code"]["text"] for one in found_in(checked(LIST), "AllergyIntolerance")] == ["penicillin"]


def test_issues_have_severity_evidence_advice_and_the_medicines_they_are_about():
    report = checked("simvastatin 40 mg daily\nclarithromycin 500 mg bd")
    issues = found_in(report, "DetectedIssue")
    assert len(issues) == len(report.red_flags) + len(report.findings)
    pair = next(one for one in issues if one["code"]["text"].startswith("simvastatin + clarithromycin"))
    assert (pair["severity"], len(pair["implicated"])) == ("high", 2)
    assert pair["evidence"][0]["detail"][0]["identifier"]["value"].startswith("http")
    assert pair["mitigation"][0]["action"]["text"]
    assert len(found_in(report, "Provenance")[0]["target"]) == len(bundle(report, TABLES)["entry"]) - 1


def test_what_was_not_checked_stands_in_the_bundle_so_that_no_issue_is_no_all_clear():
    (outcome,) = found_in(checked(LIST), "OperationOutcome")
    assert "zyqqx" in [one["diagnostics"] for one in outcome["issue"]]
    assert found_in(medcheck.check(["simvastatin"]), "OperationOutcome") == []
    assert io.StringIO(report_fhir(medcheck.check(["simvastatin"]), TABLES)).readline() == "{\n"
