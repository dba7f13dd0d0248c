"""One line of a list becomes its entries: name, dose, dates and status."""

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from medcheck.reading.lines import LONGEST_LINE, Entry, read_anew, read_entry, read_list, readable, with_dates
from medcheck.tables import shipped

TABLES = shipped()


def names(text):
    return [entry.name for entry in read_list(text, TABLES)]


def entry(text):
    return read_entry(text, 1, TABLES)


def test_a_full_line_becomes_name_strength_unit_form_daily_dose_and_start():
    line = "Lipitor 40mg tabs, 1 at night, started 3 Feb 2026"
    assert read_list(line, TABLES) == [
        Entry(
            1,
            line,
            "Lipitor",
            "Lipitor tabs, 1 at night,",
            40.0,
            "mg",
            "tabs",
            40.0,
            start=date(2026, 2, 3),
            route="oral",
        )
    ]


@pytest.mark.parametrize(
    ("line", "name"),
    [
        ("1. Metformin 500mg 1-0-1", "Metformin"),
        ("(2) Metformin 500mg", "Metformin"),
        ("• Metformin 500mg", "Metformin"),
        ("[x] Metformin 500mg", "Metformin"),
        ("- Metformin 500mg", "Metformin"),
        ("Take 2 tablets of paracetamol 500 mg four times a day", "paracetamol"),
        ("simvastatin (Zocor) 40 mg nocte since Jan 2025", "simvastatin Zocor"),
        ("Atorvastatin 40 MG Oral Tablet [Lipitor]", "Atorvastatin Lipitor"),
        ("insulin glargine 20 units at night", "insulin glargine"),
        ("simvastatina 20 mg 1 comprimido al día", "simvastatina"),
        ("Humulin 70/30", "Humulin"),
        ("co-codamol 30/500 2 qds prn", "co-codamol"),
        ("simvastatin/ezetimibe 40/10", "simvastatin/ezetimibe"),
        ("5-FU", "5-FU"),
        ("T-DM1", "T-DM1"),
        ("omega-3", "omega-3"),
        ("vitamin B12 1000 mcg", "vitamin B12"),
        ("vitamin D 1000 IU daily", "vitamin D"),
        ("Vitamin E", "Vitamin E"),
        ("Augmentin 1000 mg bd", "Augmentin"),
        ("take one daily", ""),
    ],
)
def test_the_name_is_what_is_left_when_doses_forms_and_directions_are_set_aside(line, name):
    assert names(line) == [name]


@pytest.mark.parametrize(
    ("line", "parts"),
    [
        ("aspirin and simvastatin", ["aspirin", "simvastatin"]),
        ("aspirin, simvastatin, metformin", ["aspirin", "simvastatin", "metformin"]),
        ("aspirin,simvastatin;metformin", ["aspirin", "simvastatin", "metformin"]),
        ("calcium and vitamin D", ["calcium", "vitamin D"]),
        ("vitamin e and vitamin c", ["vitamin e", "vitamin c"]),
        ("naproxeno e omeprazol", ["naproxeno", "omeprazol"]),
        ("simvastatin und metformin", ["simvastatin", "metformin"]),
        ("simvastatin 40 mg + clarithromycin 500 mg", ["simvastatin", "clarithromycin"]),
        ("simvastatin 40 mg qhs & clarithromycin 500 mg bid", ["simvastatin", "clarithromycin"]),
        ("simvastatin 40mg nocte. Clarithromycin 500mg bd.", ["simvastatin", "Clarithromycin"]),
        ("simvastatin 40 mg, at night, with water", ["simvastatin"]),
        ("ASPIRIN; 75 MG; DAILY", ["ASPIRIN"]),
        ("Vit. B12", ["Vit B12"]),
        ("losartan 50 mg / hydrochlorothiazide 12.5 mg", ["losartan hydrochlorothiazide"]),
        ("prednisolone 40 mg daily, reducing by 5 mg every week", ["prednisolone"]),
    ],
)
def test_a_line_is_parted_only_where_a_name_begins_anew(line, parts):
    assert names(line) == parts


def test_each_line_gives_its_entries_in_order_with_its_number():
    read = read_list("simvastatin 40 mg\n\n   \n———\nmetformin and aspirin\r\nramipril", TABLES)
    assert [(found.line, found.name) for found in read] == [
        (1, "simvastatin"),
        (5, "metformin"),
        (5, "aspirin"),
        (6, "ramipril"),
    ]


@pytest.mark.parametrize("text", ["", "   ", "\n\n", "———", "* * *", "🙂"])
def test_a_text_without_letters_or_numbers_gives_no_entries(text):
    assert read_list(text, TABLES) == []


def test_what_was_typed_is_kept_sign_by_sign():
    line = '<b>Simvastatin</b>  40 mg "at night" =1+1'
    assert [found.raw for found in read_list(line, TABLES)] == [line]


@pytest.mark.parametrize(
    ("line", "statuses"),
    [
        ("simvastatin 40 mg", {"simvastatin": "current"}),
        (
            "continue simvastatin 40 mg nocte and prednisolone 5 mg, stop aspirin",
            {"simvastatin": "current", "prednisolone": "current", "aspirin": "stopped"},
        ),
        ("prednisolone 5mg (stopped 2026-01-10)", {"prednisolone": "stopped"}),
        ("simvastatin until 3 Mar 2026", {"simvastatin": "stopped"}),
        ("simvastatin until 3 Mar 2090", {"simvastatin": "current"}),
        ("no longer taking simvastatin", {"simvastatin": "stopped"}),
        ("d/c simvastatin", {"simvastatin": "stopped"}),
        ("switched from simvastatin to rosuvastatin", {"simvastatin": "stopped", "rosuvastatin": "current"}),
        ("simvastatin -> rosuvastatin", {"simvastatin": "stopped", "rosuvastatin": "current"}),
        ("simvastatin 20 mg -> 40 mg", {"simvastatin": "current"}),
        ("allergic to penicillin", {"penicillin": "allergy"}),
        ("Allergies: penicillin, codeine", {"penicillin codeine": "allergy"}),
        ("Allergic to penicillin; simvastatin 40 mg daily", {"penicillin": "allergy", "simvastatin": "current"}),
        ("simvastatin 40 mg, intolerant of codeine", {"simvastatin": "current", "codeine": "allergy"}),
    ],
)
def test_what_was_stopped_or_is_an_allergy_is_told_apart_from_what_is_taken(line, statuses):
    read = {found.name.removeprefix("switched "): found.status for found in read_list(line, TABLES)}
    assert read == statuses


@pytest.mark.parametrize(
    ("line", "daily"),
    [
        ("½ tablet simvastatin 40 mg nightly", 20.0),
        ("simvastatin 20 mg 1½ tablets nightly", 30.0),
        ("simvastatin 40 mg 1 on Mondays", round(40 / 7, 4)),
        ("simvastatin, 40 mg, at night, started 2026-02-01", 40.0),
    ],
)
def test_the_daily_dose_is_read_from_the_line_as_people_write_it(line, daily):
    assert [found.daily_mg for found in read_list(line, TABLES)] == [daily]


def test_an_ambiguous_date_is_reported_and_not_guessed():
    read = entry("simvastatin 40 mg started 03/04/2026")
    assert (read.start, read.unclear_dates) == (None, ("03/04/2026",))


@pytest.mark.parametrize(
    ("start", "stop", "expected"),
    [
        ("2025-01-01", "", {"start": date(2025, 1, 1)}),
        ("2025-01-01", "2025-06-01", {"start": date(2025, 1, 1), "stop": date(2025, 6, 1), "status": "stopped"}),
        ("2025-01-01", "2090-06-01", {"start": date(2025, 1, 1), "stop": date(2090, 6, 1)}),
        ("01/02/2025", "", {"unclear_dates": ("01/02/2025",)}),
        (" ", "ongoing", {}),
        ("N/A", "-", {}),
        ("", "NaN", {}),
    ],
)
def test_dates_from_columns_are_added_and_blanks_of_every_kind_are_none(start, stop, expected):
    assert with_dates(entry("simvastatin 40 mg"), start, stop) == replace(entry("simvastatin 40 mg"), **expected)


def test_control_and_direction_marks_leave_the_text_and_wide_letters_become_plain():
    assert readable("\u202esimva\u200bstatin\x00 ４０\u00a0mg\t½ tab") == "simvastatin 40 mg 1/2 tab"


def test_a_line_longer_than_any_is_read_up_to_its_limit_and_kept_whole():
    line = "simvastatin 40 mg " + "x" * LONGEST_LINE
    read = entry(line)
    assert (read.strength, read.raw == line, len(read.text) <= LONGEST_LINE) == (40.0, True, True)


def test_ten_thousand_lines_are_all_read():
    assert len(read_list("simvastatin 40 mg\n" * 10_000, TABLES)) == 10_000


@settings(max_examples=100, deadline=None)
@given(st.lists(st.text(alphabet=st.characters(codec="utf-8"), max_size=60), max_size=4))
def test_no_letter_of_a_list_is_lost(lines):
    text = "\n".join(lines)
    kept = "".join(found.raw for found in read_list(text, TABLES))
    assert {sign for sign in text if sign.isalpha()} - set(kept) <= set("andunetylsAND UNETYLS")


@settings(max_examples=100, deadline=None)
@given(st.text(max_size=200))
def test_every_text_is_one_entry_with_a_known_status(text):
    read = entry(text)
    assert (read.raw, read.status in TABLES.terms["status"]) == (text, True)


@given(
    st.sampled_from(["simvastatin", "Zocor", "Metformin", "stopped", "täglich", "vitamin", "depuis", "xyzzyq"]),
    st.lists(st.sampled_from(["20 mg", "1-0-1", "tablet", "bd", "for", "two weeks", "stopped", "D", "40mg am",
                              "twice", "a day", "2 tablets at night", "since 2024", "ER", "(old)", "-", "1/2"])),
)  # fmt: skip
def test_a_line_that_ends_like_another_is_read_as_if_it_were_the_first(name, rest):
    line = " ".join([name, *rest])
    assert read_entry(line, 3, TABLES) == read_anew(line, 3, TABLES)
