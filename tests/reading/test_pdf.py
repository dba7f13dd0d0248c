"""PDFs: a row of a table is one entry with its strength and directions, prose is read as if it were pasted."""

import sys
from datetime import date

import pytest
from pdf_files import column, form, locked, pdf, rules, table, whole, words
from read_files import archive, reading, refusal, told

TITLES = ("Medicine", "Dose", "Frequency")
ROWS = (("Simvastatin", "40 mg", "once daily at night"), ("Metformin", "500 mg", "twice daily with food"),
        ("Prednisolone", "5 mg", "every morning"))  # fmt: skip
LEFTS = (60, 200, 300)
MEDICINES = [
    ("Simvastatin 40 mg once daily at night", "current"),
    ("Metformin 500 mg twice daily with food", "current"),
    ("Prednisolone 5 mg every morning", "current"),
]
ONE = words([(60, 800, "simvastatin 40 mg")])


def grid(xs: tuple[float, ...], ys: tuple[float, ...]) -> str:
    """The frames of the cells between these places."""
    return rules([(x, ys[0], x, ys[-1]) for x in xs] + [(xs[0], y, xs[-1], y) for y in ys])


def turned(page: str, matrix: str) -> str:
    """A page drawn otherwise than upright."""
    return f"q {matrix} cm {page} Q"


def test_a_table_is_read_a_row_an_entry_with_strength_and_directions_in_place():
    assert told(pdf(words(table([TITLES, *ROWS], LEFTS)))) == MEDICINES


def test_dates_and_status_beside_a_medicine_are_taken():
    rows = [("Drug", "Start date", "Status"), ("Aspirin", "2023-05-01", "stopped"), ("Digoxin", "2024-01-02", "active")]
    found = reading(pdf(words(table(rows, LEFTS))))
    assert [(entry.raw, entry.status, entry.start) for entry in found.entries] == [
        ("Aspirin", "stopped", date(2023, 5, 1)),
        ("Digoxin", "current", date(2024, 1, 2)),
    ]
    assert found.format == "PDF"


def test_the_rows_of_a_ruled_table_are_told_by_its_rules_wherever_the_lines_of_a_cell_stand():
    cells = [
        *table([TITLES], LEFTS, top=800),
        (300, 780, "Take one tablet once"), (300, 768, "daily at night, not"), (300, 756, "with grapefruit"),
        (60, 756, "Simvastatin"), (200, 756, "40 mg"),  # at the foot of its cell
        (60, 740, "Co-amoxiclav"), (60, 728, "(amoxicillin and"), (60, 716, "clavulanic acid)"),
        (200, 728, "500 mg/125 mg"), (300, 740, "Three times a day"), (300, 728, "for seven days"),
    ]  # fmt: skip
    frames = grid((55, 195, 295, 500), (812, 794, 752, 712))
    assert told(pdf(frames + words(cells))) == [
        ("Simvastatin 40 mg Take one tablet once daily at night, not with grapefruit", "current"),
        ("Co-amoxiclav (amoxicillin and clavulanic acid) 500 mg/125 mg Three times a day for seven days", "current"),
    ]


def test_cells_that_are_shaded_or_framed_one_by_one_are_as_good_as_rules():
    frames = "".join(f"{x} {y} {wide} 18 re S\n" for y in (794, 776, 758, 740)
                     for x, wide in ((55, 140.5), (195, 100.5), (295, 200)))  # fmt: skip
    assert told(pdf(frames + words(table([TITLES, *ROWS], LEFTS, way=18)))) == MEDICINES


def test_where_every_other_row_is_shaded_the_first_one_is_kept_apart_from_the_titles():
    rows = [TITLES, ("Simvastatin", "", "at night"), *ROWS[1:]]
    shade = "0.9 g 55 767 400 14 re f 0 g\n"
    assert told(pdf(shade + words(table(rows, LEFTS)))) == [("Simvastatin at night", "current"), *MEDICINES[1:]]


def test_rules_above_and_below_the_titles_alone_leave_the_rows_to_the_lines():
    lines = rules([(50, y, 500, y) for y in (812, 796, 700)])
    assert told(pdf(lines + words(table([TITLES, *ROWS], LEFTS, way=16)))) == MEDICINES


def test_without_rules_what_goes_on_in_the_next_line_belongs_to_the_row_above():
    rows = [
        ("Medicine", "Dose", "Directions", "Reason"),
        ("Prednisolone", "20 mg", "every morning for two", "polymyalgia"),
        ("", "", "weeks, then 15 mg", "rheumatica"),
        ("Hydroxychloroquine", "200 mg", "twice daily", "lupus"),
        ("sulfate", "", "", ""),
        ("Vitamin D", "800 IU", "once daily", ""),
    ]
    assert told(pdf(words(table(rows, (60, 200, 260, 430), way=12)))) == [
        ("Prednisolone 20 mg every morning for two weeks, then 15 mg", "current"),
        ("Hydroxychloroquine sulfate 200 mg twice daily", "current"),
        ("Vitamin D 800 IU once daily", "current"),
    ]


def test_without_rules_a_wider_distance_parts_the_rows():
    cells = [*table([TITLES], LEFTS, top=800), (300, 780, "Take one tablet"), (60, 768, "Simvastatin"),
             (200, 768, "40 mg"), (300, 768, "at night"), (60, 740, "Metformin"), (200, 740, "500 mg"),
             (300, 740, "twice daily")]  # fmt: skip
    assert told(pdf(words(cells))) == [
        ("Simvastatin 40 mg Take one tablet at night", "current"),
        ("Metformin 500 mg twice daily", "current"),
    ]


def test_two_medicines_never_become_one_where_a_group_stands_apart():
    rows = [TITLES, *ROWS[:2], ("Qzxqzx", "5 mg", "daily")]
    cells = [*table(rows, LEFTS, way=12), *table(ROWS[2:], LEFTS, top=730)]
    assert told(pdf(words(cells))) == [*MEDICINES[:2], ("Qzxqzx 5 mg daily", "current"), MEDICINES[2]]


def test_a_name_broken_at_a_hyphen_is_made_whole():
    rows = [("Predni-", "5 mg", "daily"), ("solone",), ("Co-", "30/500", "daily"), ("codamol",)]
    assert told(pdf(words(table([TITLES, *rows], LEFTS, way=12)))) == [
        ("Prednisolone 5 mg daily", "current"),
        ("Co-codamol 30/500 daily", "current"),
    ]


def test_a_heading_within_a_table_holds_for_the_rows_below_it():
    rows = [TITLES, ("Regular medicines",), ROWS[0], ("Stopped medicines:",), ROWS[1], ("Allergies: nil",)]
    assert told(pdf(words(table(rows, LEFTS, way=15)))) == [MEDICINES[0], (MEDICINES[1][0], "stopped")]


def test_a_heading_above_a_table_holds_for_all_of_it():
    page = words([(60, 800, "Allergies")]) + words(table([("Medicine", "Reaction"), ("Codeine", "rash"),
                                                          ("Penicillin", "swelling")], LEFTS, top=770))  # fmt: skip
    assert told(pdf(page)) == [("Codeine", "allergy"), ("Penicillin", "allergy")]


def test_a_table_goes_on_over_pages_under_the_titles_of_the_first_and_heads_and_feet_are_left_out():
    def page(rows: list[tuple[str, ...]], number: int) -> str:
        return words(
            [(60, 830, "St Elsewhere Hospital"), (300, 20, f"Page {number} of 2"), *table(rows, LEFTS, top=780)]
        )

    found = reading(pdf(page([TITLES, *ROWS[:2]], 1), page(list(ROWS[2:] * 2), 2)))
    assert [entry.raw for entry in found.entries] == [raw for raw, _ in [*MEDICINES, MEDICINES[2]]]
    assert [row.raw for row in found.unused] == [
        "St Elsewhere Hospital", "Page 1 of 2", "St Elsewhere Hospital", "Page 2 of 2",
    ]  # fmt: skip


def test_text_in_two_columns_is_read_one_column_after_the_other():
    left = ["Simvastatin 40 mg at night", "Metformin 500 mg twice daily", "Prednisolone 5 mg daily"]
    right = ["Amiodarone 200 mg daily", "Colchicine 500 micrograms", "Lithium 400 mg at night"]
    assert [raw for raw, _ in told(pdf(words(column(left) + column(right, left=320))))] == left + right


def test_a_list_with_a_gap_before_the_dose_is_read_line_by_line():
    rows = [("Simvastatin", "40 mg at night"), ("Metformin", "500 mg twice daily")]
    assert told(pdf(words(table(rows, (60, 220))))) == [
        ("Simvastatin 40 mg at night", "current"),
        ("Metformin 500 mg twice daily", "current"),
    ]


def test_a_letter_is_read_as_pasted_prose_with_its_list_and_headings():
    letter = [
        "Dear Dr Smith,",
        "She was switched from ramipril to losartan 50 mg, her prednisolone was",
        "increased to 20 mg daily because of polymyalgia.",
        "",
        "Medications on discharge:",
        "- Losartan 50 mg once daily",
        "- Prednisolone 20 mg every morning",
        "Stopped:",
        "- Ramipril 5 mg",
        "",
        "Yours sincerely, Dr Jones",
    ]
    assert told(pdf(words(column(letter)))) == [
        ("She was switched from ramipril", "stopped"),
        ("losartan 50 mg", "current"),
        ("her prednisolone was increased to 20 mg daily because of polymyalgia.", "current"),
        ("Losartan 50 mg once daily", "current"),
        ("Prednisolone 20 mg every morning", "current"),
        ("Ramipril 5 mg", "stopped"),
    ]


def test_a_point_of_a_list_that_goes_on_further_in_is_one_entry():
    lines = [(60, 800, "- Prednisolone 20 mg every morning for two weeks, then"),
             (72, 788, "reduce by 5 mg every week"), (60, 776, "- Simvastatin 40 mg at night")]  # fmt: skip
    assert [raw for raw, _ in told(pdf(words(lines)))] == [
        "Prednisolone 20 mg every morning for two weeks, then reduce by 5 mg every week",
        "Simvastatin 40 mg at night",
    ]


@pytest.mark.parametrize("matrix", ["0 1 -1 0 842 0", "0 -1 1 0 0 842", "-1 0 0 -1 595 842"])
def test_a_page_is_read_however_it_is_turned(matrix):
    assert told(pdf(turned(words(table([TITLES, *ROWS], LEFTS)), matrix))) == MEDICINES


def test_what_was_typed_into_the_fields_of_a_form_is_read():
    assert told(form("Simvastatin 40 mg at night", "Metformin 500 mg")) == [
        ("Simvastatin 40 mg at night", "current"),
        ("Metformin 500 mg", "current"),
    ]


def test_a_pdf_that_only_forbids_copying_is_read_and_one_that_asks_for_a_password_is_refused():
    assert told(locked(ONE, "")) == [("simvastatin 40 mg", "current")]
    assert refusal(locked(ONE, "secret")) == (
        "list is a PDF that is locked with a password; open it with the password and print it as a PDF without one, "
        "or copy its text into the box."
    )


def test_a_scan_says_that_it_has_no_text_and_what_to_do_where_nothing_reads_photos(monkeypatch):
    monkeypatch.setitem(sys.modules, "rapidocr", None)
    picture = "q 500 0 0 700 40 40 cm BI /W 1 /H 1 /CS /G /BPC 8 ID ~ EI Q"
    assert refusal(pdf(picture)) == (
        "list is a PDF of pictures without text (a scan); type the list, or take the text out of it with the text "
        "recognition of a phone or of a PDF program and paste it."
    )


@pytest.mark.parametrize(
    "data",
    [b"%PDF-1.7\n", pdf(), pdf(ONE)[:300], pdf(ONE).replace(b"/Kids [4 0 R]", b"/Kids [2 0 R]"), whole([b"null"])],
    ids=["mark only", "no pages", "cut off", "pages in a circle", "no catalogue"],
)
def test_a_broken_pdf_says_so(data):
    assert refusal(data) == "list is a broken PDF; open it and print it anew as a PDF, or copy its text into the box."


def test_a_pdf_whose_table_of_places_is_lost_is_read_nevertheless():
    data = pdf(words(table([TITLES, *ROWS], LEFTS)))
    assert told(data.replace(b"startxref\n", b"startxref\n9")) == MEDICINES


def test_a_pdf_behind_other_bytes_is_read_and_one_spoken_of_is_not():
    assert told(b"\0\0\0" + pdf(ONE)) == [("simvastatin 40 mg", "current")]
    assert told("simvastatin 40 mg\nsee list.pdf, %PDF-1.7") != []


def test_ten_pages_are_read_whole():
    data = pdf(*[words(table([TITLES, *(ROWS * 15)], LEFTS, way=16))] * 10)
    assert len(reading(data).entries) == 450


def test_more_pages_than_any_list_has_are_not_opened():
    assert refusal(pdf(*[ONE] * 10_000)) == (
        "list is a PDF of more than 200 pages; print the pages with the list as a PDF of their own."
    )


def test_a_pdf_in_a_zip_is_read():
    assert told(archive({"list.pdf": pdf(ONE)})) == [("simvastatin 40 mg", "current")]
