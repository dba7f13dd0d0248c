"""A file becomes entries, whatever its encoding, delimiter or mess, or one sentence says why it cannot."""

from datetime import date

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from medcheck.naming.matches import shipped_matcher
from medcheck.reading.files import Choice, ReadError, Reading, read
from medcheck.tables import shipped

TABLES = shipped()
LIST = "Medicine,Strength\nsimvastatin,40 mg\nmetformin,500 mg\n"


def reading(data, column=None) -> Reading:
    data = data.encode() if isinstance(data, str) else data
    return read(data, "list.csv", TABLES, shipped_matcher().recognises, Choice(column))


def raws(data, column=None):
    return [entry.raw for entry in reading(data, column).entries]


def refusal(data, column=None):
    with pytest.raises(ReadError) as refused:
        reading(data, column)
    return str(refused.value)


def unused(data, column=None):
    return [(row.line, row.raw) for row in reading(data, column).unused]


def test_plain_text_is_read_one_medicine_a_line_or_several_parted_by_commas():
    read_text = reading("simvastatin 40 mg\n\nmetformin and aspirin\n")
    assert [(entry.line, entry.raw) for entry in read_text.entries] == [
        (1, "simvastatin 40 mg"),
        (3, "metformin"),
        (3, "aspirin"),
    ]
    assert (read_text.format, read_text.columns, read_text.column) == ("text", (), None)


def test_the_title_above_a_plain_list_is_no_medicine_and_is_kept_as_not_used():
    text = "My medicines:\n------\nsimvastatin\nmetformin\n"
    assert (raws(text), unused(text)) == (["simvastatin", "metformin"], [(1, "My medicines:"), (2, "------")])


def test_a_typed_list_with_commas_in_each_line_is_not_cut_into_columns():
    text = "Lipitor 40mg, 1 at night, started 3 Feb 2026\nMetformin 500mg, twice daily, since 2025-01-01\n"
    assert [(entry.raw, entry.daily_mg, entry.start) for entry in reading(text).entries] == [
        ("Lipitor 40mg, 1 at night, started 3 Feb 2026", 40.0, date(2026, 2, 3)),
        ("Metformin 500mg, twice daily, since 2025-01-01", 1000.0, date(2025, 1, 1)),
    ]


def test_the_first_line_of_a_typed_list_is_no_header_even_where_its_name_is_not_known():
    assert raws("zzyqx, at night\nmetformin, in the morning\n") == ["zzyqx, at night", "metformin, in the morning"]


def test_medicines_in_several_columns_without_a_header_are_a_list():
    assert raws("aspirin,simvastatin\nmetformin,ramipril\n") == ["aspirin", "simvastatin", "metformin", "ramipril"]


def test_a_csv_is_read_with_strength_directions_and_dates_beside_the_medicine():
    table = (
        "patient,drug_name,Dose,Directions,startDate,end_date,Gender\n"
        "7,Zocor,40 mg,one at night,2025-01-01,2025-06-01,F\n"
        "8,metformin,500 mg,twice daily,2025-02-02,ongoing,M\n"
    )
    assert [
        (entry.line, entry.raw, entry.daily_mg, entry.start, entry.stop, entry.unclear_dates)
        for entry in reading(table).entries
    ] == [
        (2, "Zocor 40 mg one at night", 40.0, date(2025, 1, 1), date(2025, 6, 1), ()),
        (3, "metformin 500 mg twice daily", 1000.0, date(2025, 2, 2), None, ()),
    ]


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|", "$"])
def test_every_usual_delimiter_is_told_by_its_content(delimiter):
    table = LIST.replace(",", delimiter)
    assert (raws(table), reading(table).columns) == (
        ["simvastatin 40 mg", "metformin 500 mg"],
        ("Medicine", "Strength"),
    )


@pytest.mark.parametrize("ending", ["\n", "\r\n", "\r"])
def test_every_line_ending_is_read(ending):
    assert raws(LIST.replace("\n", ending)) == ["simvastatin 40 mg", "metformin 500 mg"]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32", "cp1252"])
def test_every_usual_encoding_is_told_by_its_bytes(encoding):
    table = "Médicament,Stärke\nparacétamol,500 mg\nmetformine,1 g\n"
    assert (raws(table.encode(encoding)), reading(table.encode(encoding)).columns) == (
        ["paracétamol 500 mg", "metformine 1 g"],
        ("Médicament", "Stärke"),
    )


def test_utf8_that_is_cut_off_or_broken_in_a_place_keeps_its_accents():
    data = "Médicament\nparacétamol\nlévothyroxine\nmétformine é".encode()[:-1]
    assert raws(data) == ["paracétamol", "lévothyroxine", "métformine \ufffd"]


def test_lines_above_the_header_are_kept_as_not_used():
    table = f"Printed 2026-01-01\nWard 5\n{LIST}"
    assert (raws(table), unused(table)) == (
        ["simvastatin 40 mg", "metformin 500 mg"],
        [(1, "Printed 2026-01-01"), (2, "Ward 5")],
    )


def test_rows_without_a_medicine_are_kept_as_not_used():
    table = "Medicine,Note\nsimvastatin,ok\n,call back\nmetformin,ok\n"
    assert (raws(table), unused(table)) == (["simvastatin", "metformin"], [(3, "call back")])


def test_short_rows_are_padded_and_long_rows_lose_nothing():
    table = "Note,Medicine,Directions\na,simvastatin,one,at night\nb,metformin\nc,ramipril,od\nd,aspirin,od\n"
    assert raws(table) == ["simvastatin one,at night", "metformin", "ramipril od", "aspirin od"]


def test_a_table_without_a_header_keeps_its_first_row():
    table = "1,simvastatin,2025-01-01\n2,metformin,2025-02-01\n"
    assert (raws(table), reading(table).columns, reading(table).column) == (
        ["simvastatin", "metformin"],
        ("column 1", "column 2", "column 3"),
        "column 2",
    )


def test_columns_of_the_same_name_can_each_be_chosen():
    table = "drug,drug,n\nward,simvastatin,a\nward,metformin,b\n"
    assert (reading(table).columns, reading(table).column) == (("drug", "drug (2)", "n"), "drug (2)")
    assert (raws(table), raws(table, "drug")) == (["simvastatin", "metformin"], ["ward", "ward"])


def test_a_quoted_line_break_stays_in_its_cell_and_the_next_row_knows_its_line():
    table = 'Medicine,Note\n"simvastatin\n40 mg","a, b"\nmetformin,c\n'
    assert [(entry.line, entry.raw, entry.strength) for entry in reading(table).entries] == [
        (2, "simvastatin\n40 mg", 40.0),
        (4, "metformin", None),
    ]


def test_a_quote_that_never_closes_swallows_no_rows():
    rows = "".join(f'metformin,"note {number}"\n' for number in range(100))
    table = f'Medicine,Note\nsimvastatin,"see note\n{rows}ramipril,end\n'
    assert raws(table) == ["simvastatin", *["metformin"] * 100, "ramipril"]


def test_a_separator_inside_a_cell_that_is_no_line_ending_breaks_no_row():
    assert raws("Medicine,Note\nsimvastatin,a\u2028b\nmetformin,c\x0bd\n") == ["simvastatin", "metformin"]


def test_the_column_is_found_by_its_content_and_can_be_changed():
    table = "id,what,also\n1,simvastatin,aspirin\n2,metformin,unknown thing\n"
    assert (reading(table).column, raws(table, "also"), raws(table, " ALSO ")) == (
        "what",
        ["aspirin", "unknown thing"],
        ["aspirin", "unknown thing"],
    )
    assert reading(table).preview == (("1", "simvastatin", "aspirin"), ("2", "metformin", "unknown thing"))


def test_a_column_can_be_chosen_where_it_is_the_only_one():
    assert raws("What I take\nsimvastatin\nmetformin\n", "What I take") == ["simvastatin", "metformin"]


@pytest.mark.parametrize("table", [LIST, "simvastatin\nmetformin\n"])
def test_an_unknown_column_is_refused_by_name_with_those_there_are(table):
    assert refusal(table, "Drug").startswith("list.csv has no column 'Drug'; it has: ")


def test_a_csv_without_medicines_is_refused_with_its_columns():
    assert refusal("town,people\nParis,2000\nRome,3000\n") == (
        "list.csv has no column in which medicines were recognised; name the column that holds them, of: town, people."
    )


def test_a_column_with_a_telling_title_is_read_though_no_name_in_it_is_known():
    assert raws("n,Medicine\n1,zzyqx\n2,qqwxz\n") == ["zzyqx", "qqwxz"]


def test_blue_button_text_gives_its_labelled_medicines_and_keeps_the_rest():
    text = "MY HEALTHEVET PERSONAL INFORMATION\n\nDrug Name: CARVEDILOL 25MG\nStatus: Active\nMedication: Zocor\n"
    assert [(entry.line, entry.raw) for entry in reading(text).entries] == [(3, "CARVEDILOL 25MG"), (5, "Zocor")]
    assert (reading(text).format, unused(text)) == (
        "Blue Button text",
        [(1, "MY HEALTHEVET PERSONAL INFORMATION")],
    )


@pytest.mark.parametrize(
    ("data", "what"),
    [
        (b"", "is empty"),
        (b" \n\t\r\n", "is empty"),
        (b"%PDF-1.7 ...", "a broken PDF"),
        (b"PK\x03\x04....", "a broken archive"),
        (b"\xd0\xcf\x11\xe0....", "an old Word or other office file"),
        (b"\x89PNG\r\n\x1a\n", "a broken picture"),
        (b"\xff\xd8\xff\xe0JFIF", "a broken picture"),
        (b"GIF89a", "a broken picture"),
        (b"\x1f\x8b\x08", "a compressed file"),
        (b"{\\rtf1\\ansi simvastatin}", "a rich-text file"),
        (b"PAR1....", "a Parquet file"),
        (bytes(range(256)) * 4, "is no text"),
        (b"\xef\xbb\xbf", "is empty"),
        (b"---\n***\n", "holds no medicines"),
        (b"simvastatin\n" * 4_200_000, "is larger than 50 MB"),
    ],
)
def test_what_is_no_list_is_refused_in_one_sentence_that_names_the_file(data, what):
    message = refusal(data)
    assert message.startswith("list.csv ")
    assert what in message
    assert message.count("\n") == 0


def test_a_table_of_blank_cells_is_refused():
    assert refusal(",,\n,,\n", "Drug").startswith("list.csv has no cells with text; ")


def test_a_cell_without_end_is_refused():
    assert "cell that cannot be read" in refusal("Medicine,Note\nsimvastatin," + "x" * 1_000_001 + "\nmetformin,b\n")


def test_formulas_and_markup_are_kept_as_text():
    table = "Medicine,Note\n=simvastatin,<b>x</b>\n<i>metformin</i>,=1+1\n"
    assert raws(table) == ["=simvastatin", "<i>metformin</i>"]


@pytest.mark.parametrize("row", ["simvastatin\n", "simvastatin,40 mg,at night\n"])
def test_ten_thousand_lines_are_all_read(row):
    assert len(reading(row * 10_000).entries) == 10_000


@settings(max_examples=100, deadline=None)
@given(st.binary(max_size=300))
def test_all_bytes_end_in_entries_or_in_one_sentence(data):
    try:
        end = "entries" if reading(data).entries else "nothing"
    except ReadError as error:
        end = str(error)
    assert end == "entries" or (end.startswith("list.csv ") and "\n" not in end)


CELL = st.text(alphabet=st.characters(codec="utf-8", exclude_categories=["Cc", "Cs", "Zl", "Zp"]), max_size=12)


@settings(max_examples=100, deadline=None)
@example([("", "0"), ("", "0"), ("", "1"), ("", "00"), ("", "000"), ("", "CYA")])  # the title outweighs a chance name
@given(st.lists(st.tuples(CELL, CELL), max_size=8))
def test_every_row_of_a_table_is_an_entry_or_kept_as_not_used(rows):
    lines = [f'"{one.replace(chr(34), "")}","{two.replace(chr(34), "")}"' for one, two in rows]
    filled = [number for number, row in enumerate(rows, start=3) if any(c.replace('"', "").strip() for c in row)]
    got = reading("\n".join(["Medicine,Note", "simvastatin,a", *lines]))
    assert sorted({found.line for found in (*got.entries, *got.unused)} - {1, 2}) == filled
