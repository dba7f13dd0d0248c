"""Spreadsheets: the sheet and the columns are told by their cells, whatever stands around them."""

from datetime import date
from pathlib import Path

import pytest
from read_files import archive, ods, reading, refusal, sheet_xml, told, xlsx

LIST = [["Medicine", "Dose", "Since"], ["simvastatin", "40 mg", "2025-02-03"], ["metformin", "500 mg", "2024-01-09"]]
MEDICINES = [("simvastatin 40 mg", "current"), ("metformin 500 mg", "current")]
OTHER = [["Date", "Steps"], ["2025-01-01", 4000], ["2025-01-02", 5200]]


def test_an_xlsx_is_read_with_dose_and_dates():
    found = reading(xlsx({"List": sheet_xml(LIST)}))
    assert [(entry.line, entry.raw, entry.start) for entry in found.entries] == [
        (2, "simvastatin 40 mg", date(2025, 2, 3)),
        (3, "metformin 500 mg", date(2024, 1, 9)),
    ]
    assert (found.format, found.columns, found.column) == ("spreadsheet", ("Medicine", "Dose", "Since"), "Medicine")


def test_an_ods_is_read():
    assert told(ods(LIST)) == MEDICINES


def test_an_old_xls_is_read_with_its_merged_title_set_apart_and_its_dates_as_dates():
    found = reading((Path(__file__).parents[1] / "files" / "list.xls").read_bytes())
    assert [(entry.raw, entry.start) for entry in found.entries] == [
        ("simvastatin 40 mg", date(2025, 2, 3)),
        ("metformin 500 mg", date(2024, 1, 9)),
    ]
    assert [row.raw for row in found.unused] == ["My medicines"]


def test_the_sheet_with_the_medicines_is_found_and_another_can_be_chosen():
    book = xlsx({"Steps": sheet_xml(OTHER), "Meds": sheet_xml(LIST), "Old": sheet_xml([["Drug", "n"], ["aspirin", 1]])})
    assert (told(book), reading(book).sheet, reading(book).sheets) == (MEDICINES, "Meds", ("Steps", "Meds", "Old"))
    assert told(book, sheet="Old") == [("aspirin", "current")]
    assert refusal(book, sheet="New") == "list has no sheet 'New'; it has: Steps, Meds, Old."


def test_a_name_merged_over_several_rows_stands_in_each_of_them():
    rows = [["Medicine", "Dose"], ["prednisolone", "20 mg"], ["", "10 mg"], ["metformin", "500 mg"]]
    assert [raw for raw, _ in told(xlsx({"List": sheet_xml(rows, merged="A2:A3")}))] == [
        "prednisolone 20 mg", "prednisolone 10 mg", "metformin 500 mg",
    ]  # fmt: skip


def test_numbers_are_shown_as_a_person_sees_them():
    rows = [["Medicine", "Dose (mg)", "Code"], ["simvastatin", 40.0, 36567], ["digoxin", 0.125, 3407]]
    found = reading(xlsx({"List": sheet_xml(rows)}))
    assert [(entry.raw, entry.daily_mg, entry.code) for entry in found.entries] == [
        ("simvastatin 40 mg", 40.0, "36567"),
        ("digoxin 0.125 mg", 0.125, "3407"),
    ]


def test_a_sheet_of_one_column_is_a_list():
    assert told(xlsx({"List": sheet_xml([["simvastatin 40 mg"], ["metformin, 500 mg"]])})) == [
        ("simvastatin 40 mg", "current"),
        ("metformin, 500 mg", "current"),
    ]


def test_a_workbook_without_medicines_says_what_it_seems_to_hold():
    rows = [["Test name", "Result"], ["CK", "250 U/l"], ["TSH", "2.1"]]
    assert "it seems to hold laboratory results" in refusal(xlsx({"Labs": sheet_xml(rows)}))


def far_apart() -> str:
    far = '<row r="1048576"><c r="XFD1048576"><v>1</v></c></row>'
    return sheet_xml([["simvastatin"]]).replace("</sheetData>", f"{far}</sheetData>")


@pytest.mark.parametrize(
    ("data", "what"),
    [
        (xlsx({"List": far_apart()}), "has a sheet of more than 4,000,000 cells"),
        (xlsx({"List": sheet_xml([])}), "is a workbook without filled cells"),
        (archive({"xl/workbook.xml": "<broken"}), "is a broken or locked workbook"),
        (ods(LIST)[:-30], "is a broken archive"),
    ],
)
def test_a_workbook_that_cannot_be_read_is_refused_in_one_sentence(data, what):
    assert what in refusal(data)


def test_a_repeated_cell_of_an_ods_is_no_way_to_fill_the_memory():
    text = '<table:table-cell table:number-columns-repeated="9000000" office:value-type="string">'
    plain = {"mimetype": "application/vnd.oasis.opendocument.spreadsheet", "content.xml": f"<a>{text}</a>"}
    assert "has a sheet of more than" in refusal(archive(plain))
