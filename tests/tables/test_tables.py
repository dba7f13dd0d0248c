"""The tables are loaded whole and checked, or every bad cell is reported at once."""

import json
import shutil
from pathlib import Path

import pytest

from medcheck.tables import TableError, folder, load, shipped
from medcheck.tables.checks import is_date

WEAKNESS = "weakness.csv"


@pytest.fixture(scope="module")
def small(tmp_path_factory) -> Path:
    """A data folder with few rows: one statin, one antibiotic, one class, and every closed vocabulary."""
    data = tmp_path_factory.mktemp("data")
    keep = {"drugs.csv": {"simvastatin", "clarithromycin"}, "classes.csv": {"statin"}}
    empty = {"names", "lookalikes", "entry_words", "weakness", "interactions", "dose_limits", "strengths",
             "registered", "stopping", "burdens",
             "class_members", "causes", "cause_clues", "cause_drugs", "fit_clues", "red_flags", "red_flag_rules",
             "sources"}  # fmt: skip
    for file in folder().glob("*.csv"):
        lines = file.read_text(encoding="utf-8").split("\n")
        if file.stem in empty:
            lines = [lines[0], ""]
        elif file.name in keep:
            lines = [lines[0], *(line for line in lines[1:] if line.partition(",")[0] in keep[file.name]), ""]
        (data / file.name).write_text("\n".join(lines), encoding="utf-8")
    package = json.loads((folder() / "datapackage.json").read_text(encoding="utf-8"))
    (data / "datapackage.json").write_text(json.dumps(package), encoding="utf-8")
    (data / "ordinary_words.txt").write_text("secretion\nlettuce\n", encoding="utf-8")
    write(data, "sources.csv", ["label-x,Label of X,Maker,2024,label,https://example.org/x,,2026-01-02"])
    write(data, "drugs.csv", ["clarithromycin,clarithromycin,,J01FA09,21212,,,", "simvastatin,simvastatin,,,,7,,"])
    return data


@pytest.fixture
def data(small, tmp_path) -> Path:
    return Path(shutil.copytree(small, tmp_path / "data"))


def write(data, file, rows):
    header = (data / file).read_text(encoding="utf-8").split("\n")[0]
    (data / file).write_text("\n".join([header, *rows, ""]), encoding="utf-8")


def problems(data):
    with pytest.raises(TableError) as refused:
        load(data)
    assert str(refused.value) == "\n".join(refused.value.problems)
    return list(refused.value.problems)


def weakness(**cells):
    row = {
        "drug_id": "simvastatin", "mechanism": "muscle", "severity": "moderate", "frequency_band": "rare",
        "frequency_percent": "0.05", "frequency_note": "", "onset_min_days": "7", "onset_max_days": "365",
        "onset_note": "", "after_stopping": "", "pattern": "proximal", "sensory_loss": "no", "pain": "yes",
        "ck": "raised", "risk_factors": "age_over_65|diabetes", "reversibility": "reversible", "urgency": "soon",
        "routes": "", "only_if": "", "ask_if": "", "act_if": "", "association": "established",
        "patient_note": "Sore legs.", "professional_note": "Check CK.", "source_ids": "label-x", "evidence": "label",
        "reviewed_on": "2026-01-02", "written_by": "me", "checked_by": "",
    }  # fmt: skip
    return ",".join({**row, **cells}.values())


def test_rows_become_typed_values(data):
    write(data, WEAKNESS, [weakness()])
    row = load(data).weakness["simvastatin"][0]
    assert (row.frequency_percent, row.onset_min_days, row.risk_factors, row.reviewed_on.isoformat()) == (
        0.05,
        7,
        ("age_over_65", "diabetes"),
        "2026-01-02",
    )


def test_blank_cells_become_none_or_nothing(data):
    write(data, WEAKNESS, [weakness(frequency_percent="", onset_min_days="", risk_factors="", source_ids="")])
    row = load(data).weakness["simvastatin"][0]
    assert (row.frequency_percent, row.onset_min_days, row.risk_factors, row.source_ids) == (None, None, (), ())


@pytest.mark.parametrize(
    ("column", "value", "why"),
    [
        ("drug_id", "simvastatine", "write an id of drugs, or add it there first"),
        ("drug_id", "", "it must not be blank"),
        ("mechanism", "magic", "write an id of mechanisms, or add it there first"),
        ("severity", "bad", "write one of severe, moderate, mild"),
        ("frequency_percent", "1 in 10", "write a number"),
        ("onset_min_days", "2.5", "write a whole number"),
        ("onset_min_days", "-1", "write 0 or more"),
        ("risk_factors", "age_over_65|bad luck", "write an id of terms of kind risk_factor, or add it there first"),
        ("source_ids", "label-x|label-y", "write an id of sources, or add it there first"),
        ("reviewed_on", "2026-02-30", "write a day written YYYY-MM-DD"),
        ("reviewed_on", "02/03/2026", "write a day written YYYY-MM-DD"),
        ("patient_note", "", "it must not be blank"),
    ],
)
def test_a_bad_cell_is_named_by_file_row_column_value_and_what_is_allowed(data, column, value, why):
    write(data, WEAKNESS, [weakness(drug_id="clarithromycin"), weakness(**{column: value})])
    assert problems(data) == [f"weakness.csv, row 3, column {column}: {value!r} is not allowed; {why}."]


def test_every_bad_cell_of_every_table_is_reported_at_once(data):
    write(data, WEAKNESS, [weakness(severity="bad", ck="high"), weakness(mechanism="nerve", severity="bad")])
    write(data, "drugs.csv", ["clarithromycin,,,X,,0,,", "simvastatin,simvastatin,,,,,,"])
    write(data, "class_members.csv", ["statin,simvastatin", "stattin,simvastatin"])
    one_of = "write one of severe, moderate, mild"
    assert sorted(problems(data)) == sorted([
        "drugs.csv, row 2, column inn: '' is not allowed; it must not be blank.",
        "drugs.csv, row 2, column atc: 'X' is not allowed; write it like C10AA01.",
        "drugs.csv, row 2, column use_rank: '0' is not allowed; write 1 or more.",
        ("class_members.csv, row 3, column class_id: 'stattin' is not allowed; write an id of classes,"
        " or add it there first."),
        f"weakness.csv, row 2, column severity: 'bad' is not allowed; {one_of}.",
        f"weakness.csv, row 3, column severity: 'bad' is not allowed; {one_of}.",
        ("weakness.csv, row 2, column ck: 'high' is not allowed; write one of normal, raised, very_raised, variable,"
        " unknown."),
    ])  # fmt: skip


def test_an_interaction_may_name_drugs_or_classes_and_nothing_else(data):
    rest = "muscle,severe,soon,,,,,,,,,established,Sore legs.,Check CK.,label-x,label,2026-01-02,me,"
    write(data, "interactions.csv", [f"class:statin,clarithromycin,{rest}", f"class:antibiotic,simvastatin,{rest}"])
    assert problems(data) == [
        (
            "interactions.csv, row 3, column a: 'class:antibiotic' is not allowed; write an id of drugs or classes,"
            " or add it there first."
        )
    ]


def test_a_key_that_stands_twice_is_named_with_both_rows(data):
    write(data, WEAKNESS, [weakness(), weakness(mechanism="nerve"), weakness()])
    assert problems(data) == [
        (
            "weakness.csv, row 4, column drug_id, mechanism: 'simvastatin / muscle' stands already in row 2;"
            " keep one of them."
        )
    ]


def test_a_row_with_a_comma_too_many_is_named(data):
    write(data, WEAKNESS, [weakness(), weakness(mechanism="nerve", patient_note="Sore, weak legs.")])
    assert problems(data) == ["weakness.csv, row 3: 30 cells where 29 belong; quote the commas."]


def test_changed_columns_are_named(data):
    (data / "classes.csv").write_text("id,name\nstatin,Statins\n", encoding="utf-8")
    assert problems(data) == ["classes.csv, row 1: the columns must be id,title,kind,words,topics."]


@pytest.mark.parametrize("content", [b"", b"\xff\xfe\x00broken"])
def test_a_broken_file_is_named(data, content):
    (data / "classes.csv").write_bytes(content)
    assert problems(data)[0].startswith("classes.csv")


@pytest.mark.parametrize("file", ["classes.csv", "ordinary_words.txt", "datapackage.json"])
def test_a_missing_file_is_named_and_never_reads_as_nothing_found(data, file):
    (data / file).unlink()
    assert problems(data)[0].startswith(f"{file} cannot be read")


def test_a_broken_description_of_the_tables_is_named(data):
    (data / "datapackage.json").write_text("{", encoding="utf-8")
    assert problems(data)[0].startswith("datapackage.json cannot be read")


@pytest.mark.parametrize(
    ("text", "is_day"),
    [("2026-02-28", True), ("2026-02-29", False), ("20260228", False), ("2026-W01-1", False), ("", False)],
)
def test_a_day_is_a_calendar_day_written_in_one_way(text, is_day):
    assert is_date(text) is is_day


def test_the_shipped_tables_load_and_hold_what_they_say():
    tables = shipped()
    assert tables.drugs["simvastatin"].inn == tables.inn("simvastatin") == "simvastatin"
    assert "simvastatin" in tables.members["statin"]
    assert "statin" in tables.classes_of["simvastatin"]
    assert tables.expand("class:statin") == tables.members["statin"]
    assert tables.expand("simvastatin") == ("simvastatin",)
    assert tables.expand("class:unheard_of") == ()
    assert tables.counts() == {name: len(rows) for name, rows in tables.by_name.items()}
    assert tables.term("severity", "severe") == "Severe"
    assert tables.say("count.days", count=3) == "3 days"


def test_the_most_used_drug_of_a_class_comes_first():
    members = shipped().members["statin"]
    ranks = [shipped().drugs[drug_id].use_rank or 10_000 for drug_id in members]
    assert ranks == sorted(ranks)


def test_an_unknown_phrase_is_an_error_and_no_blank():
    with pytest.raises(KeyError):
        shipped().say("no.such.phrase")
