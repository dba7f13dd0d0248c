"""What a fuzzing run found, and the limits that hold for every reader."""

import json
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path

import pytest
from read_files import TABLES, archive, reading, refusal, sheet_xml, told, xlsx

import medcheck
from medcheck.exports.as_csv import report_csv
from medcheck.exports.as_markdown import report_markdown
from medcheck.reading.files import ReadError, Upload, upload, workbook
from medcheck.reading.files import archive as archives


def endless_workbook() -> bytes:
    """An old workbook whose directory is said to go on with its own first sector, on and on."""
    data = bytearray((Path(__file__).parents[1] / "files" / "list.xls").read_bytes())
    table = 512 * (1 + int.from_bytes(data[0x4C:0x50], "little"))
    directory = int.from_bytes(data[0x30:0x34], "little")
    data[table + 4 * directory : table + 4 * directory + 4] = directory.to_bytes(4, "little")
    return bytes(data)


def test_a_workbook_whose_parser_would_run_without_end_is_given_up_by_time_or_memory():
    assert refusal(endless_workbook()).endswith(("save it anew.", "save it anew, or as CSV."))


def test_a_workbook_that_takes_too_long_is_given_up(monkeypatch):
    monkeypatch.setattr(workbook, "LONGEST", 0.001)
    assert "is a workbook that cannot be opened in time" in refusal(xlsx({"List": sheet_xml([["simvastatin"]])}))


def test_a_workbook_that_ends_its_process_is_broken(monkeypatch):
    monkeypatch.setattr(workbook, "__file__", "/no/such/script")
    with pytest.raises(workbook.WorkbookError, match=workbook.BROKEN):
        workbook.sheets_of(b"")


def test_cells_are_shown_as_a_person_sees_them():
    values = [
        True,
        False,
        40.0,
        0.125,
        datetime(2025, 1, 2, 3, tzinfo=UTC),
        date(2025, 1, 2),
        time(3, 4),
        timedelta(1),
        "x",
    ]
    assert [workbook.shown(value) for value in values] == [
        "TRUE", "FALSE", "40", "0.125", "2025-01-02", "2025-01-02", "03:04:00", "", "x",
    ]  # fmt: skip


def test_the_rows_of_a_workbook_are_read_in_this_process_too():
    assert workbook.opened(b"no workbook") == workbook.BROKEN
    data = (Path(__file__).parents[1] / "files" / "list.xls").read_bytes()
    assert workbook.opened(data)["Medication"][2] == ["simvastatin", "40 mg", "2025-02-03"]


def test_a_line_of_blanks_is_no_riddle():
    assert told("simvastatin\n{" + " " * 5000 + "x\n" + "#" * 3000 + " " * 3000 + ":")[0] == ("simvastatin", "current")


def test_a_replacement_sign_that_was_written_is_no_broken_encoding():
    assert told("m\ufffdtformin\n") == [("m\ufffdtformin", "current")]


def test_the_same_medicine_twice_on_a_line_is_twice_in_a_saved_csv():
    report = medcheck.check("Zocor, Zocor, aspirin")
    assert [raw for raw, _ in told(report_csv(report))] == ["Zocor", "Zocor", "aspirin"]


def test_signs_of_markdown_come_back_as_they_were():
    raw = "Zocor_20 \\_ <br> \\| *x*"
    assert [one for one, _ in told(report_markdown(medcheck.check([raw]), TABLES))] == [raw]
    odd = "\u00a0Zocor\u2003"
    assert [one for one, _ in told(report_markdown(medcheck.check([odd]), TABLES))] == [odd]


def test_a_list_that_speaks_of_a_saved_report_is_none():
    assert reading("Zocor <!-- medcheck-report -->").format == "text"


def test_a_combination_with_a_name_in_brackets_between_unknown_words_is_resolved():
    (match,) = medcheck.match_entries(["zyqqxab [Zocor] wertyui / simvastatin 20 mg"])
    assert "simvastatin" in match.drugs


def test_files_of_too_many_lines_or_bytes_and_too_little_time_are_refused(monkeypatch):
    assert "more than 400,000 lines" in refusal("a\n" * 400_001)
    monkeypatch.setattr(upload, "LONGEST_READING", -1.0)
    assert "takes longer than" in refusal("simvastatin\n")


def test_a_member_larger_than_it_may_be_is_not_opened(monkeypatch):
    monkeypatch.setattr(archives, "LARGEST_MEMBER", 5)
    assert "unfolds to more than" in refusal(archive({"list.csv": "simvastatin"}))


def test_an_upload_that_is_no_json_says_so():
    one = Upload(b"[1, 2", "list", TABLES, medcheck.shipped_matcher().recognises)
    assert one.json is upload.NOTHING
    with pytest.raises(ReadError):
        reading(json.dumps({"a": {"b": {"c": {"d": {"e": {"f": ["Zocor"]}}}}}}))
