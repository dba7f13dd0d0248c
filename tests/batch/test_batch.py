import csv
from pathlib import Path

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pandas.testing import assert_frame_equal

import medcheck
from medcheck.batch import COLUMNS
from medcheck.cli import main

REGISTER = pd.DataFrame(
    {
        "patient": [3, 1, 2, 1],
        "medicine": ["simvastatin 40 mg", None, "=SUM(A1:B2)", "Vincristin"],
        "dose": [40.0, float("nan"), 1.5, 2.0],
        "when": pd.to_datetime(["2026-01-01", "2026-02-01", None, "2026-03-01"]),
    },
    index=pd.Index([10, 7, 7, "x"], name="row"),
)


def read_csv(file: Path) -> list[list[str]]:
    with file.open(encoding="utf-8", newline="") as lines:
        return list(csv.reader(lines))


def test_screen_keeps_columns_values_order_index_and_types():
    before = REGISTER.copy(deep=True)
    after = medcheck.screen(REGISTER, "medicine")
    assert list(after.columns) == [*REGISTER.columns, *COLUMNS]
    assert_frame_equal(after[list(REGISTER.columns)], before)
    assert_frame_equal(REGISTER, before)


def test_screen_says_what_it_found_in_each_row():
    told = medcheck.screen(REGISTER, "medicine")
    assert list(told["medcheck_verdict"]) == ["exact", "none", "none", "exact"]
    assert list(told["medcheck_drug"]) == ["simvastatin", "", "", "vincristine"]
    assert "rhabdomyolysis" in told["medcheck_mechanisms"].iloc[0].split("|")
    assert "nerve" in told["medcheck_mechanisms"].iloc[3].split("|")
    assert list(told["medcheck_severity"]) == ["severe", "", "", "severe"]
    assert list(told["medcheck_urgency"]) == ["routine", "", "", "routine"]
    assert list(told["medcheck_level"]) == ["watch", "", "", "watch"]


def test_the_column_is_found_by_its_content():
    frame = pd.DataFrame(
        {"town": ["Paris", "Lyon", "Nice"], "notes": ["x", "y", "z"], "rx": ["Lipitor", "aspirin", "x"]}
    )
    assert list(medcheck.screen(frame)["medcheck_drug"]) == ["atorvastatin", "acetylsalicylic acid", ""]


def test_a_combination_gives_all_its_ingredients():
    frame = pd.DataFrame({"rx": ["Caduet", "co-trimoxazole"]})
    assert [set(drugs.split("|")) for drugs in medcheck.screen(frame, "rx")["medcheck_drug"]] == [
        {"amlodipine", "atorvastatin"},
        {"sulfamethoxazole", "trimethoprim"},
    ]


@pytest.mark.parametrize(
    ("frame", "column", "message"),
    [
        (REGISTER, "drug", "there is no column 'drug'; the columns are: patient, medicine, dose, when."),
        (REGISTER[["patient", "dose"]], None, "no column holds medicines that were recognised; name one of: patient"),
        (pd.DataFrame(), None, "no column holds medicines that were recognised"),
        (pd.DataFrame({"rx": []}), None, "no column holds medicines that were recognised"),
    ],
)  # fmt: skip
def test_without_a_column_of_medicines_nothing_is_screened(frame, column, message):
    with pytest.raises(ValueError, match="column") as refused:
        medcheck.screen(frame, column)
    assert str(refused.value).startswith(message)


def test_an_empty_column_that_is_named_gives_no_rows():
    assert list(medcheck.screen(pd.DataFrame({"rx": []}), "rx").columns) == ["rx", *COLUMNS]


@settings(max_examples=60, deadline=None)
@given(st.lists(st.text(st.characters(exclude_categories=["Cs"]), max_size=30), min_size=1, max_size=8))
def test_whatever_the_cells_hold_each_keeps_its_row(cells):
    frame = pd.DataFrame({"rx": cells}, dtype="str")
    told = medcheck.screen(frame, "rx")
    assert list(told["rx"]) == cells
    assert set(told["medcheck_verdict"]) <= {"exact", "close", "unsure", "none"}


def test_a_csv_keeps_its_cells_as_they_were_written(tmp_path, capsys):
    source, target = tmp_path / "in.csv", tmp_path / "out" / "new.csv"
    source.write_text('id,drug,note\n007,"simvastatin",=1+1\n008,Zzyzx,"a, ""b"""\n009,,NA\n', encoding="utf-8")
    assert main(["screen", str(source), "-o", str(target)]) == 0
    assert [row[:3] for row in read_csv(target)] == [
        ["id", "drug", "note"],
        ["007", "simvastatin", "=1+1"],
        ["008", "Zzyzx", 'a, "b"'],
        ["009", "", "NA"],
    ]
    assert [row[3] for row in read_csv(target)] == ["medcheck_verdict", "exact", "none", "none"]
    assert capsys.readouterr().out == f"{source}: 3 rows screened into {target}\n"


@pytest.mark.parametrize(
    ("encoding", "separator"), [("utf-8-sig", ";"), ("cp1252", ";"), ("utf-16", ","), ("utf-8", "\t"), ("utf-8", "|")]
)
def test_any_encoding_and_delimiter_is_read(tmp_path, encoding, separator):
    source = tmp_path / "in.csv"
    text = f"Präparat{separator}Menge\nSimvastatin{separator}1\nVincristin{separator}2\n"
    source.write_bytes(text.encode(encoding))
    assert main(["screen", str(source), "-o", str(tmp_path / "out.csv"), "--column", "Präparat"]) == 0
    assert [row[3] for row in read_csv(tmp_path / "out.csv")] == ["medcheck_drug", "simvastatin", "vincristine"]


def test_parquet_keeps_its_types(tmp_path):
    source, target = tmp_path / "in.parquet", tmp_path / "out.parquet"
    frame = REGISTER.reset_index(drop=True)
    frame.to_parquet(source)
    assert main(["screen", str(source), "-o", str(target), "--column", "medicine"]) == 0
    after = pd.read_parquet(target)
    assert_frame_equal(after[list(frame.columns)], pd.read_parquet(source))
    assert list(after["medcheck_drug"]) == ["simvastatin", "", "", "vincristine"]


def test_a_folder_of_parts_becomes_a_folder_of_parts(tmp_path):
    source, target = tmp_path / "parts", tmp_path / "screened"
    source.mkdir()
    pd.DataFrame({"rx": ["simvastatin"]}).to_csv(source / "a.csv", index=False)
    pd.DataFrame({"rx": ["vincristine"]}).to_parquet(source / "b.parquet")
    pd.DataFrame({"rx": ["docetaxel"], "n": [1]}).to_csv(source / "c.tsv", index=False, sep="\t")
    (source / "readme.md").write_text("not a part")
    (source / "._a.csv").write_bytes(b"\x00\x01")
    assert main(["screen", str(source), "-o", str(target), "--column", "rx"]) == 0
    assert sorted(part.name for part in target.iterdir()) == ["a.csv", "b.parquet", "c.tsv"]
    drugs = [*pd.read_csv(target / "a.csv")["medcheck_drug"], *pd.read_parquet(target / "b.parquet")["medcheck_drug"],
             *pd.read_csv(target / "c.tsv", sep="\t")["medcheck_drug"]]  # fmt: skip
    assert drugs == ["simvastatin", "vincristine", "docetaxel"]


def refused(capsys, *arguments: object) -> str:
    assert main(["screen", *map(str, arguments)]) == 2
    told = capsys.readouterr().err
    assert told.startswith("medcheck: ")
    assert told.count("\n") == 1
    return told.removeprefix("medcheck: ").rstrip()


def test_what_cannot_be_screened_is_named(tmp_path, capsys):
    good, target = tmp_path / "in.csv", tmp_path / "out.csv"
    good.write_text("rx,n\nsimvastatin,1\n")
    bad, empty, folder = tmp_path / "bad.parquet", tmp_path / "empty.csv", tmp_path / "none"
    bad.write_bytes(b"no parquet at all")
    empty.write_bytes(b"")
    folder.mkdir()
    missing = tmp_path / "missing.parquet"
    assert refused(capsys, good, "-o", target, "--column", "drug") == (
        f"{good}: there is no column 'drug'; the columns are: rx, n."
    )
    assert refused(capsys, good, "-o", good) == f"{good} would be written over {good}; choose another place for -o."
    assert refused(capsys, bad, "-o", target).startswith(f"{bad} is no Parquet file that can be read (")
    assert refused(capsys, empty, "-o", target).startswith(f"{empty} is empty;")
    assert refused(capsys, missing, "-o", target).startswith(f"{missing} cannot be read (")
    assert refused(capsys, folder, "-o", target) == (
        f"{folder} holds no CSV or Parquet files; name a file or another folder."
    )
    assert not target.exists()


def test_a_place_that_cannot_be_written_is_named_and_nothing_is_left_behind(tmp_path, capsys):
    good, folder = tmp_path / "in.csv", tmp_path / "folder"
    good.write_text("rx,n\nsimvastatin,1\n")
    folder.mkdir()
    assert refused(capsys, good, "-o", folder).startswith(f"{folder} cannot be written (")
    assert sorted(part.name for part in tmp_path.iterdir()) == ["folder", "in.csv"]


def test_two_columns_of_one_name_cannot_become_parquet(tmp_path, capsys):
    good, target = tmp_path / "in.csv", tmp_path / "out.parquet"
    good.write_text("rx,rx\nsimvastatin,aspirin\n")
    assert refused(capsys, good, "-o", target, "--column", "rx").startswith(f"{target} cannot be written (")


def screened(file: Path, *options: str) -> list[list[str]]:
    """The rows of a file after screening it to CSV."""
    goal = file.with_name("screened.csv")
    assert main(["screen", str(file), "-o", str(goal), *options]) == 0
    return read_csv(goal)


def test_a_row_with_a_cell_too_many_loses_nothing(tmp_path):
    file = tmp_path / "in.csv"
    file.write_text("drug,n\nsimvastatin,1\nvincristine,2,more\ndocetaxel\n")
    assert [row[:2] for row in screened(file)] == [
        ["drug", "n"], ["simvastatin", "1"], ["vincristine", "2,more"], ["docetaxel", ""],
    ]  # fmt: skip


def test_lines_above_the_header_a_table_without_one_and_blank_lines_are_read_as_they_are(tmp_path):
    file = tmp_path / "in.csv"
    file.write_text("Report of May,,\n\ndrug,n,m\nsimvastatin,1,a\n,,\nvincristine,2,b\n")
    assert [row[0] for row in screened(file)] == ["drug", "simvastatin", "vincristine"]
    file.write_text("simvastatin,1\nvincristine,2\n")
    assert [row[0] for row in screened(file)] == ["column 1", "simvastatin", "vincristine"]


def test_a_header_without_rows_is_named(tmp_path, capsys):
    file = tmp_path / "in.csv"
    file.write_text("rx,n\n")
    assert (
        refused(capsys, file, "-o", tmp_path / "out.csv") == f"{file} has no rows below its header; give at least one."
    )


def many(tmp_path: Path, rows: int = 4_000, ending: str = ".csv") -> Path:
    file = tmp_path / f"many{ending}"
    names = ["simvastatin 40 mg", "vincristin", "lettuce", 'a, "b"', "Caduet", ""]
    frame = pd.DataFrame({"id": range(rows), "rx": [names[row % 6] for row in range(rows)]})
    frame.to_csv(file, index=False) if ending == ".csv" else frame.to_parquet(file)
    return file


@pytest.fixture
def small_parts(monkeypatch):
    monkeypatch.setattr("medcheck.batch.streams.BLOCK", 8_000)
    monkeypatch.setattr("medcheck.batch.streams.ROWS", 300)


@pytest.mark.parametrize(("ending", "goal"), [(".csv", ".csv"), (".csv", ".parquet"), (".parquet", ".parquet"),
                                              (".parquet", ".csv")])  # fmt: skip
def test_a_file_in_many_parts_becomes_the_file_that_one_part_becomes(tmp_path, monkeypatch, ending, goal):
    file = many(tmp_path, ending=ending)
    whole, parted = tmp_path / f"whole{goal}", tmp_path / f"parted{goal}"
    assert main(["screen", str(file), "-o", str(whole), "--column", "rx"]) == 0
    monkeypatch.setattr("medcheck.batch.streams.BLOCK", 8_000)
    monkeypatch.setattr("medcheck.batch.streams.ROWS", 300)
    assert main(["screen", str(file), "-o", str(parted), "--column", "rx"]) == 0
    if goal == ".csv":
        assert parted.read_bytes() == whole.read_bytes()
    else:
        assert_frame_equal(pd.read_parquet(parted), pd.read_parquet(whole))
    assert sorted(path.name for path in tmp_path.iterdir()) == sorted({file.name, whole.name, parted.name})


def test_a_ragged_row_far_down_loses_nothing(tmp_path, small_parts):
    file = many(tmp_path)
    with file.open("a") as lines:
        lines.write("4000,simvastatin,too,many\n4001\n4002,docetaxel\n")
    rows = screened(file, "--column", "rx")
    assert len(rows) == 1 + 4_003
    assert [row[:2] for row in rows[-3:]] == [["4000", "simvastatin,too,many"], ["4001", ""], ["4002", "docetaxel"]]


def test_a_run_that_was_broken_off_is_continued_and_ends_alike(tmp_path, small_parts, monkeypatch, capsys):
    file, goal = many(tmp_path), tmp_path / "out.csv"
    whole = screened(file, "--column", "rx")
    from medcheck.batch import runs

    write, written = runs.Kept.write, []

    def broken_off(self, number, table):
        if len(written) == 3:
            raise KeyboardInterrupt
        written.append(number)
        write(self, number, table)

    monkeypatch.setattr(runs.Kept, "write", broken_off)
    assert main(["screen", str(file), "-o", str(goal), "--column", "rx"]) == 130
    assert capsys.readouterr().err == "medcheck: broken off; the same command with --resume goes on.\n"
    assert not goal.exists()
    monkeypatch.setattr(
        runs.Kept, "write", lambda self, number, table: written.append(number) or write(self, number, table)
    )
    assert main(["screen", str(file), "-o", str(goal), "--column", "rx", "--resume"]) == 0
    assert read_csv(goal) == whole
    assert written == sorted(set(written))
    assert not list(tmp_path.glob(".*"))


def test_what_is_left_of_a_run_over_another_file_is_not_used(tmp_path, small_parts):
    file, goal = many(tmp_path), tmp_path / "out.csv"
    left = tmp_path / ".out.csv.parts"
    left.mkdir()
    (left / "state.json").write_text('{"source": "elsewhere"}')
    (left / "000000.csv").write_text("rubbish")
    assert main(["screen", str(file), "-o", str(goal), "--column", "rx", "--resume"]) == 0
    assert read_csv(goal) == screened(file, "--column", "rx")


def test_options_that_do_not_fit_are_refused(tmp_path, capsys):
    file, goal = many(tmp_path, 10), tmp_path / "out.csv"
    assert (
        refused(capsys, file, "-o", goal, "--workers", "0") == "--workers 0 is no number of processes; give 1 or more."
    )
    told = refused(capsys, file, "-o", goal, "--scheduler", "tcp://127.0.0.1:9")
    assert told == "--scheduler is that of a Dask cluster; add --engine dask."


def test_processes_give_what_one_process_gives(tmp_path, small_parts):
    file = many(tmp_path)
    assert screened(file, "--column", "rx", "--workers", "2") == screened(file, "--column", "rx")
