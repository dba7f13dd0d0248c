import csv
import io
import json
import re
from pathlib import Path

import pytest
from jsonschema import Draft202012Validator
from small_tables import TODAY, matched, patient, report, small_tables

from medcheck.exports.as_csv import BOM, COLUMNS, report_csv
from medcheck.exports.as_html import report_html
from medcheck.exports.as_json import report_json
from medcheck.exports.as_text import report_text
from medcheck.exports.guard import guarded
from medcheck.exports.matches_csv import matches_csv
from medcheck.exports.words import READERS, note_for, questions, to_write_down
from medcheck.reading.files import Unused
from medcheck.tables import folder
from medcheck.weighing.report import Report, report_on

TABLES = small_tables()
SCHEMA = json.loads((folder() / "report.schema.json").read_text(encoding="utf-8"))
HOSTILE = '<script>alert("x")</script> <img src=x onerror=y> &amp; {{ 7*7 }}'
LISTS = [
    ("amlodipine", {}),
    ("simvastatin 80 mg daily\nclarithromycin\nCaduet\nzzyzx\na statin", {}),
    ("VP\nvinbristine\nallergic to simvastatin\nfurosemide\nsalbutamol started 03/04/2024", {}),
    ("pembrolizumab started 2024-01-01 stopped 2024-03-01", {"where": ["eyes_face"], "red_flags": ["fever"]}),
    ("simvastatin 40 mg daily\nclarithromycin", {"onset": "2024-05-01", "features": ["pain"], "age": 71}),
    (HOSTILE, {}),
]


def rows(text: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(text.removeprefix(BOM))))


def with_gap() -> Report:
    gap = Unused(9, "=1+1", "Its medicine cell is blank.", maybe=True)
    return report_on(matched("amlodipine", TABLES), patient(TABLES), TABLES, "0", TODAY, [gap])


def test_the_schema_is_a_schema_and_refuses_what_it_does_not_know():
    Draft202012Validator.check_schema(SCHEMA)
    closed = [SCHEMA, *(part for part in SCHEMA["$defs"].values() if part.get("type") == "object")]
    assert len(closed) == 9
    for part in closed:
        assert part["additionalProperties"] is False
        assert set(part["required"]) == set(part["properties"])


@pytest.mark.parametrize(("text", "told"), LISTS)
def test_json_is_as_the_published_schema_says(text, told):
    told = json.loads(report_json(report(text, TABLES, **told)))
    assert [error.message for error in Draft202012Validator(SCHEMA).iter_errors(told)] == []


@pytest.mark.parametrize(
    "spoil",
    [
        lambda told: told.pop("unchecked"),
        lambda told: told.update(score=3),
        lambda told: told["findings"][0].update(urgency="now"),
        lambda told: told["entries"][0].update(state="safe"),
        lambda told: told["findings"][0].update(drugs=[]),
        lambda told: told["red_flags"].append({"id": "x"}),
    ],
)
def test_the_schema_refuses_a_spoilt_report(spoil):
    told = json.loads(report_json(report("simvastatin", TABLES)))
    spoil(told)
    assert list(Draft202012Validator(SCHEMA).iter_errors(told)) != []


def test_json_names_drugs_by_ingredient_and_keeps_what_was_typed():
    told = json.loads(report_json(report("Zocor 40 mg daily started 2024-02-01", TABLES)))
    assert told["entries"] == [
        {
            "line": 1, "raw": "Zocor 40 mg daily started 2024-02-01", "name": "Zocor", "verdict": "exact",
            "state": "listed", "drugs": ["simvastatin"], "candidates": [], "via": "brand Zocor", "status": "current",
            "route": "", "daily_mg": 40.0, "changing": False, "start": "2024-02-01", "stop": None,
        }
    ]  # fmt: skip
    assert [(one["drugs"], one["mechanism"]) for one in told["findings"]] == [
        (["simvastatin"], "rhabdomyolysis"),
        (["simvastatin"], "muscle"),
    ]


def test_html_shows_hostile_text_as_text():
    page = report_html(report(HOSTILE, TABLES), TABLES)
    assert "&lt;script&gt;alert(&#34;x&#34;)&lt;/script&gt;" in page
    assert "&amp;amp; {{ 7*7 }}" in page
    for tag in ("<script", "<img", "<link", "<iframe", "javascript:", "src=", 'href="http'):
        assert tag not in page.replace("&lt;img src=x", "")


def test_html_is_one_page_with_everything_in_it():
    whole = report("simvastatin\nclarithromycin\nzzyzx", TABLES, red_flags=["dark_urine"], features=["pain"])
    page = report_html(whole, TABLES)
    assert page.startswith("<!doctype html>")
    assert page.rstrip().endswith("</html>")
    headings = re.findall("<h2>(.*?)</h2>", page)
    assert headings[:5] == ["Get help first", "What was told", "Warnings (3)", "Your list", "Not checked"]
    doctors_part, appendix = page.split(TABLES.say("report.appendix"))
    assert "simvastatin + clarithromycin" in doctors_part
    assert ("Tests to ask about" in doctors_part, "Sources" in doctors_part, "Sources" in appendix) == (
        True,
        False,
        True,
    )
    assert {"What to ask", "Tests to ask about", "Your list", "Other causes to think of"} < set(headings)
    assert headings[-1] == "Sources"
    assert page.count("not yet reviewed by a clinician") == 3


def test_html_says_so_where_nothing_is_listed():
    page = report_html(report("amlodipine", TABLES), TABLES)
    assert "No listing is no proof that a medicine is not the reason." in page
    assert "Every line of the list was recognised." in page


@pytest.mark.parametrize(("text", "told"), LISTS)
def test_no_format_calls_anything_safe(text, told):
    whole = report(text, TABLES, **told)
    for written in (report_text(whole, TABLES), report_html(whole, TABLES), report_json(whole), report_csv(whole)):
        assert not {"safe", "cleared", "ruled out"} & set(written.lower().replace(".", " ").split())


@pytest.mark.parametrize(("text", "told"), LISTS)
def test_text_holds_every_entry_finding_and_gap(text, told):
    whole = report(text, TABLES, **told)
    written = " ".join(report_text(whole, TABLES, whole=True).split())
    for result in whole.results:
        assert " ".join(result.match.entry.raw.split()) in written
    for finding in whole.findings:
        assert finding.patient_note in written
    for gap in whole.unchecked:
        assert gap.reason in written


def test_text_tells_in_short_what_does_not_fit_and_in_full_what_does():
    whole = report("simvastatin\nvincristine", TABLES, features=["numbness"])
    blocks = report_text(whole, TABLES, whole=True).split("Warnings\n--------\n")[1].split("\n\n")
    full, short = blocks[0], next(block for block in blocks if "simvastatin: Muscle damage" in block)
    assert "How often: very common" in full
    assert "How often" not in short
    assert "Only on record: what you told points away from it." in short


def test_a_medicine_that_stands_twice_rests_on_the_list_itself():
    written = report_text(report("simvastatin 10 mg daily\nZocor 10 mg daily", TABLES), TABLES, whole=True)
    assert "simvastatin stands in 2 lines of your list." in written
    assert "   Sources: your own list\n" in written


def test_text_is_no_wider_than_a_terminal():
    whole = report("simvastatin\nclarithromycin\n" + "word " * 60, TABLES, features=["pain"])
    assert max(map(len, report_text(whole, TABLES).splitlines())) <= 92


def test_csv_begins_with_a_mark_for_excel_and_its_columns():
    assert report_csv(report("simvastatin", TABLES)).startswith("\ufeff" + ",".join(COLUMNS) + "\r\n")


def test_csv_has_a_row_for_each_entry_and_finding():
    told = [(row["entry"], row["kind"], row["with"], row["mechanism"], row["not_checked"][:10])
            for row in rows(report_csv(report("simvastatin\nclarithromycin\namlodipine\nzzyzx", TABLES)))]  # fmt: skip
    pair, second = ("interaction", "simvastatin|clarithromycin"), ("interaction", "simvastatin|amlodipine")
    assert told == [
        ("simvastatin", *pair, "rhabdomyolysis", ""),
        ("simvastatin", *second, "rhabdomyolysis", ""),
        ("simvastatin", "weakness", "simvastatin", "rhabdomyolysis", ""),
        ("simvastatin", "weakness", "simvastatin", "muscle", ""),
        ("clarithromycin", *pair, "rhabdomyolysis", "We know th"),
        ("amlodipine", *second, "rhabdomyolysis", ""),
        ("zzyzx", "", "", "", "We do not "),
    ]


def test_csv_keeps_red_flags_and_rows_that_were_not_used():
    flagged = rows(report_csv(report("amlodipine", TABLES, red_flags=["breathing"])))
    assert (flagged[0]["kind"], flagged[0]["urgency"]) == ("red_flag", "emergency")
    last = rows(report_csv(with_gap()))[-1]
    assert (last["line"], last["entry"], last["not_checked"]) == ("9", "'=1+1", "Its medicine cell is blank.")


def test_csv_shows_the_findings_of_a_class_word_under_it():
    told = rows(report_csv(report("a statin", TABLES)))
    assert [(row["entry"], row["with"]) for row in told] == [("a statin", "Statins"), ("a statin", "Statins")]


@pytest.mark.parametrize("start", ["=", "+", "-", "@", "\t", "\r", "\n"])
def test_a_cell_that_a_spreadsheet_would_run_is_guarded(start):
    assert guarded(f"{start}HYPERLINK(1)") == f"'{start}HYPERLINK(1)"
    assert guarded(f"x{start}") == f"x{start}"


@pytest.mark.parametrize("formula", ["=1+1", "+1", "@SUM(A1)", '=cmd|"/c calc"!A1'])
def test_formulas_in_a_list_are_guarded_in_every_csv(formula):
    whole = report(formula, TABLES)
    cells = [cell for text in (report_csv(whole), matches_csv(matched(formula, TABLES), TABLES))
             for row in csv.reader(io.StringIO(text.removeprefix(BOM))) for cell in row]  # fmt: skip
    assert f"'{formula}" in cells
    assert [cell for cell in cells if cell.startswith(("=", "+", "@"))] == []


def test_the_csv_of_matches_has_one_row_an_entry_in_order():
    text = matches_csv(matched("Caduet\nzzyzx\nvinbristine\na statin", TABLES), TABLES)
    assert [[row[name] for name in ("entry", "verdict", "drug", "via", "candidates")] for row in rows(text)] == [
        ["Caduet", "exact", "amlodipine|atorvastatin", "brand Caduet", ""],
        ["zzyzx", "none", "", "", ""],
        ["vinbristine", "unsure", "", "spelling of vincristine", "vincristine|vinblastine"],
        ["a statin", "unsure", "", "class word", "simvastatin|atorvastatin"],
    ]


def test_questions_name_the_pairs_and_the_causes_that_fit():
    asked = questions(report("simvastatin\nclarithromycin", TABLES, features=["pain"]), TABLES)
    assert "Are simvastatin + clarithromycin right for me together, at these doses?" in asked
    assert asked[-1] == "Could something else be the reason, such as Statins?"
    assert questions(report("amlodipine", TABLES), TABLES) == []


def test_the_schema_travels_with_the_tables():
    assert (Path(folder()) / "report.schema.json").is_file()


def test_the_same_findings_are_told_in_the_words_of_each_reader():
    whole = report("simvastatin", TABLES)
    finding = whole.findings[0]
    told = {reader: note_for(finding, reader, TABLES) for reader in READERS}
    assert told["patient"] == finding.patient_note
    assert told["professional"].startswith(finding.professional_note)
    assert told["physio"] == TABLES.mechanisms[finding.mechanism].physio
    for reader, note in told.items():
        page = " ".join(report_text(whole, TABLES, reader, whole=True).split())
        assert note in page
        assert all(one in page for one in to_write_down(TABLES))


@pytest.mark.parametrize("write", [report_text, report_html])
def test_a_list_in_which_nothing_was_recognised_is_no_all_clear(write):
    page = " ".join(write(report("zzyzx\nqqwwzz", TABLES), TABLES).split())
    assert TABLES.say("report.nothing_checked") in page or TABLES.say("report.no_findings") in page
    assert TABLES.say("report.nothing_raised") not in page
