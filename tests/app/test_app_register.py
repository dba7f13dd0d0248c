from io import BytesIO
from pathlib import Path

import pandas as pd
import pytest
from pages import opened, run, say, table, texts, widget
from read_files import archive, ods, sheet_xml, xlsx
from streamlit.testing.v1 import AppTest

import medcheck
from medcheck.app import register
from medcheck.app.register_file import read_register
from medcheck.reading.files import ReadError

ROOT = Path(__file__).parents[2]
REGISTER = b"patient,medicine\n1,Simvastatin 40 mg\n1,Clarithromycin\n2,prednisolne\n2,qzxqzx\n3,Simvastatin 40 mg\n"


def frame_of(data: bytes, file: str = "r.csv") -> pd.DataFrame:
    return read_register(data, file).sheets[0].frame


def uploaded(at: AppTest, data: bytes, name: str = "register.csv") -> AppTest:
    at.file_uploader[0].upload(name, data, "text/csv")
    return run(at)


def screened(at: AppTest) -> AppTest:
    return run(at.button(key="start").click())


def test_a_register_is_screened_summed_up_and_kept_while_the_pages_change() -> None:
    at = screened(uploaded(opened("bulk"), REGISTER))
    assert at.success[0].value == say("bulk.done", rows=5, recognised=3, unsure=1, unknown=1)
    entries = table(at, 2)
    assert [row[:2] for row in entries if row[0].startswith("Simva")] == [["Simvastatin 40 mg", "2"]]
    opened("bulk", opened("about", at))
    assert at.success[0].value == say("bulk.done", rows=5, recognised=3, unsure=1, unknown=1)


def test_what_could_not_be_read_is_not_checked_and_never_without_a_warning() -> None:
    at = screened(uploaded(opened("bulk"), REGISTER + b"4,hypromellose\n"))
    counts = dict(table(at))
    assert (counts[say("bulk.not_checked")], counts[say("bulk.nothing_listed")]) == ("2", "1")
    said = {row[0]: row[-1] for row in table(at, 2)}
    assert said["qzxqzx"] == said["prednisolne"] == say("bulk.not_checked")
    assert said["hypromellose"] == say("bulk.nothing_listed")


def test_clearing_forgets_the_register_too() -> None:
    at = screened(uploaded(opened("bulk"), REGISTER))
    run(at.button(key="clear").click())
    assert not at.success
    assert not at.file_uploader[0].value


def test_the_column_can_be_chosen_where_none_is_recognised() -> None:
    at = uploaded(opened("bulk"), b"a,b\nqzxqzx,1\nxzqxzq,2\n")
    assert [warning.value for warning in at.warning] == [say("bulk.no_column")]
    assert at.button(key="start").disabled
    run(widget(at.selectbox, "register_").select_index(0))
    at = screened(at)
    assert at.success[0].value == say("bulk.done", rows=2, recognised=0, unsure=0, unknown=2)


@pytest.mark.parametrize(("name", "data"), [
    ("empty.csv", b""), ("header.csv", b"medicine,dose\n"), ("odd.parquet", b"no parquet"), ("odd.csv", b"%PDF-1.7"),
])  # fmt: skip
def test_a_register_that_cannot_be_read_gets_one_sentence(name: str, data: bytes) -> None:
    at = uploaded(opened("bulk"), data, name)
    assert len(at.error) == 1
    assert name.split(".", maxsplit=1)[0] in at.error[0].value


def test_the_register_that_is_taken_along_keeps_every_row_and_runs_no_formula() -> None:
    frame = frame_of(b"note,medicine\n=1+1,simvastatin\n-5,qzxqzx\n+a,simvastatin\n")
    answers = pd.concat(list(register.screened_parts(register.different(frame, 1))))
    written = register.as_csv(register.joined(frame, 1, answers)).decode("utf-8-sig").splitlines()
    assert written[0] == ",".join(["note", "medicine", *register.COLUMNS])
    assert [line.split(",")[0] for line in written[1:]] == ["'=1+1", "-5", "'+a"]
    assert written[1].split(",")[1:] == written[3].split(",")[1:]


def test_a_screened_register_says_the_same_as_the_command_line() -> None:
    sheet = read_register(REGISTER, "r.csv").sheets[0]
    frame, place = sheet.frame, sheet.likely_column
    answers = pd.concat(list(register.screened_parts(register.different(frame, place))))
    expected = medcheck.screen(frame, "medicine")
    pd.testing.assert_frame_equal(register.joined(frame, place, answers), expected, check_dtype=False)


def test_a_register_may_be_parquet() -> None:
    out = BytesIO()
    pd.DataFrame({"medicine": ["simvastatin", None]}).to_parquet(out)
    assert len(frame_of(out.getvalue(), "r.parquet")) == 2
    with pytest.raises(ReadError, match="cannot be read as a table"):
        read_register(b"x", "r.parquet")


def test_hostile_cells_of_a_register_are_shown_as_text() -> None:
    at = screened(
        uploaded(opened("bulk"), b"id,medicine\n1,simvastatin\n2,**qzx** ![x](http://qzx.test)\n3,metformin\n")
    )
    cell = next(row[0] for row in table(at, 2) if "qzx" in row[0])
    assert not [sign for place, sign in enumerate(cell) if sign in "<>[]*`$" and cell[place - 1] != "\\"]


ROWS = [["patient", "medicine"], ["1", "Simvastatin 40 mg"], ["1", "Clarithromycin"], ["2", "qzxqzx"]]
STEPS = [["day", "steps"], ["2026-01-01", "4000"], ["2026-01-02", "5200"]]


@pytest.mark.parametrize(("name", "data"), [
    ("r.xlsx", xlsx({"Rows": sheet_xml(ROWS)})),
    ("r.ods", ods(ROWS)),
    ("r.zip", archive({"rows.csv": "\n".join(map(",".join, ROWS))})),
    ("named-wrongly.csv", xlsx({"Rows": sheet_xml(ROWS)})),
])  # fmt: skip
def test_a_register_may_be_a_spreadsheet_or_an_archive(name: str, data: bytes) -> None:
    at = screened(uploaded(opened("bulk"), data, name))
    assert at.success[0].value == say("bulk.done", rows=3, recognised=2, unsure=0, unknown=1)
    assert widget(at.selectbox, "register_").value == 1


def test_an_old_workbook_is_a_register_too() -> None:
    frame = frame_of((ROOT / "tests" / "files" / "list.xls").read_bytes(), "list.xls")
    assert [cell for cell in frame.iloc[:, 0] if "statin" in cell] == ["simvastatin"]


def test_the_sheet_with_most_medicines_is_taken_and_another_can_be_chosen() -> None:
    other = [["code", "drug"], ["7", "metformin"]]
    book = xlsx({"Steps": sheet_xml(STEPS), "Rows": sheet_xml(ROWS), "Other": sheet_xml(other)})
    at = uploaded(opened("bulk"), book, "book.xlsx")
    sheet = widget(at.selectbox, "sheet_")
    assert (sheet.options, sheet.value) == (["Steps", "Rows", "Other"], 1)
    at = run(sheet.select_index(2))
    assert say("bulk.read", rows=1, columns=2, file="book.xlsx") in texts(at)
    assert screened(at).success[0].value == say("bulk.done", rows=1, recognised=1, unsure=0, unknown=0)


def test_the_parts_of_an_archive_that_hold_no_table_are_named() -> None:
    data = archive({"a.pdf": b"%PDF-1.7", "b.csv": "medicine\nsimvastatin\nmetformin\n", "c.xlsx": "no workbook"})
    at = uploaded(opened("bulk"), data, "parts.zip")
    assert [box.label for box in at.expander if box.label == say("bulk.unread", count=1)]
    assert "a.pdf" in texts(at)


def test_an_archive_without_a_table_is_refused_with_what_it_holds() -> None:
    with pytest.raises(ReadError, match=r"a\.pdf"):
        read_register(archive({"a.pdf": b"%PDF-1.7"}), "parts.zip")


def test_a_register_is_read_once_and_not_at_every_rerun() -> None:
    at = uploaded(opened("bulk"), REGISTER)
    first = at.session_state["register_and_its_file"][1]
    assert screened(at).session_state["register_and_its_file"][1] is first
