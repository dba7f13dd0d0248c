"""What a line says of time: start and stop, and the dates that cannot be told."""

from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from medcheck.reading.lines import read_entry
from medcheck.reading.lines.dates import Dates, read_date, take_dates
from medcheck.tables import shipped


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("2026-02-03", date(2026, 2, 3)),
        ("2026-2-3", date(2026, 2, 3)),
        ("2026-02-03T08:30:00Z", date(2026, 2, 3)),
        ("2026/02/03", date(2026, 2, 3)),
        ("20260203", date(2026, 2, 3)),
        ("2026-02", date(2026, 2, 1)),
        ("02/2026", date(2026, 2, 1)),
        ("3 Feb 2026", date(2026, 2, 3)),
        ("3rd February, 2026", date(2026, 2, 3)),
        ("03-FEB-26", date(2026, 2, 3)),
        ("03FEB2026", date(2026, 2, 3)),
        ("Feb 3, 2026", date(2026, 2, 3)),
        ("Feb 2026", date(2026, 2, 1)),
        ("3 de febrero de 2026", date(2026, 2, 3)),
        ("3. März 2026", date(2026, 3, 3)),
        ("1er août 2025", date(2025, 8, 1)),
        ("janvier 2025", date(2025, 1, 1)),
        ("12 dicembre 2025", date(2025, 12, 12)),
        ("03.02.2026", date(2026, 2, 3)),
        ("25/12/2025", date(2025, 12, 25)),
        ("12/25/2025", date(2025, 12, 25)),
        ("05/05/2025", date(2025, 5, 5)),
        ("13/6/24", date(2024, 6, 13)),
        ("13/6/99", date(1999, 6, 13)),
        ("12/25/2025 12:00:00 AM", date(2025, 12, 25)),
    ],
)
def test_a_date_is_read_in_the_ways_people_and_programs_write_it(text, day):
    assert read_date(text) == day


@pytest.mark.parametrize(
    "text", ["03/04/2026", "1/6/24", "2026", "2026-13-01", "31/02/2026", "30 Feb 2026", "soon", "", "Augmentin 1000"]
)
def test_a_date_that_is_ambiguous_impossible_or_none_is_not_guessed(text):
    assert read_date(text) is None


@pytest.mark.parametrize(
    ("text", "days"), [("3 weeks ago", 21), ("a month ago", 30), ("two years ago", 730), ("10 days ago", 10)]
)
def test_a_span_is_counted_back_from_today(text, days):
    assert date.today() - read_date(text) in {timedelta(days=days), timedelta(days=days + 1)}


@pytest.mark.parametrize(
    ("text", "start", "stop"),
    [
        ("started 3 Feb 2026", date(2026, 2, 3), None),
        ("since Jan 2025", date(2025, 1, 1), None),
        ("start date: 2026-02-03", date(2026, 2, 3), None),
        ("started on about May 3rd, 2026", date(2026, 5, 3), None),
        ("since mid-January 2025", date(2025, 1, 1), None),
        ("seit 01.02.2025", date(2025, 2, 1), None),
        ("depuis janvier 2025", date(2025, 1, 1), None),
        ("desde el 3 de febrero de 2025", date(2025, 2, 3), None),
        ("(since 12/2024)", date(2024, 12, 1), None),
        ("(stopped 2026-01-10)", None, date(2026, 1, 10)),
        ("until 3 Mar 2026", None, date(2026, 3, 3)),
        ("(from 2024-01 to 2025-03)", date(2024, 1, 1), date(2025, 3, 1)),
        ("01.02.2026 - 03.03.2026", date(2026, 2, 1), date(2026, 3, 3)),
        ("2024-01-05 to present", date(2024, 1, 5), None),
        ("started 2026-02-01, stopped 2026-05-01", date(2026, 2, 1), date(2026, 5, 1)),
        ("every 2 months", None, None),
    ],
)
def test_start_and_stop_are_told_by_their_words(text, start, stop):
    assert take_dates(f"simvastatin 40 mg {text}")[1] == Dates(start, stop)


@pytest.mark.parametrize(
    ("text", "unclear"),
    [
        ("since 2024", ("2024",)),
        ("2019-present", ("2019",)),
        ("started 03/04/2026", ("03/04/2026",)),
        ("3 Feb 2026", ("3 Feb 2026",)),
        ("since my operation", ("my operation",)),
        ("seit der Operation, abends", ("der Operation",)),
        ("started 2026-02-30", ("2026-02-30",)),
        ("since 03/04/2025 until 05/06/2025", ("03/04/2025", "05/06/2025")),
    ],
)
def test_a_date_that_cannot_be_told_is_kept_as_unclear(text, unclear):
    assert take_dates(f"simvastatin 40 mg {text}")[1] == Dates(unclear=unclear)


def month(number: int) -> date:
    """The first day of the month of that number that has begun last."""
    today = date.today()
    return date(today.year - (number > today.month), number, 1)


def ago(days: int) -> date:
    return date.today() - timedelta(days=days)


@pytest.mark.parametrize(
    ("line", "start"),
    [
        ("prednisone since February", month(2)),
        ("started Crestor in May", month(5)),
        ("Crestor started 2 weeks ago", ago(14)),
        ("simvastatin, a month ago", ago(30)),
        ("levofloxacin since yesterday", ago(1)),
        ("amlodipine last week", ago(7)),
        ("prednisone for the last 3 months", ago(90)),
        ("Torvast da marzo", month(3)),
        ("Lasix 25 mg da 2 settimane", ago(14)),
        ("levofloxacina da ieri", ago(1)),
        ("Eutirox un mese fa", ago(30)),
        ("Cardioaspirina dall'anno scorso", ago(365)),
        ("Metformin seit März", month(3)),
        ("Metformin seit 3 Wochen", ago(21)),
        ("Ramipril ab April", month(4)),
        ("Simvastatin vor zwei Monaten begonnen", ago(60)),
        ("Amlodipin seit gestern", ago(1)),
        ("enalapril desde enero", month(1)),
        ("enalapril hace 3 semanas", ago(21)),
        ("simvastatina desde hace dos meses", ago(60)),
        ("omeprazol el mes pasado", ago(30)),
        ("metformine depuis février", month(2)),
        ("metformine depuis 3 mois", ago(90)),
        ("ramipril il y a 10 jours", ago(10)),
        ("ramipril depuis l'an dernier", ago(365)),
        ("metformina desde março", month(3)),
        ("metformina há 2 meses", ago(60)),
        ("losartana desde ontem", ago(1)),
    ],
)
def test_a_start_told_by_the_month_or_from_today_is_read_in_six_languages(line, start):
    entry = read_entry(line, 1, shipped())
    assert (entry.start, entry.stop) == (start, None)


@pytest.mark.parametrize(
    ("line", "stop"),
    [
        ("stopped amlodipine last week", ago(7)),
        ("amlodipine, stopped 3 weeks ago", ago(21)),
        ("ho smesso Norvasc 5 mg a maggio", month(5)),
        ("abgesetzt vor 2 Wochen: Amlodipin 5", ago(14)),
        ("dejé de tomar amlodipino hace un mes", ago(30)),
        ("j'ai arrêté le ramipril en mai", month(5)),
        ("parei de tomar anlodipino em abril", month(4)),
    ],
)
def test_the_same_time_is_the_end_of_what_is_no_longer_taken(line, stop):
    entry = read_entry(line, 1, shipped())
    assert (entry.status, entry.start, entry.stop) == ("stopped", None, stop)


def test_a_time_of_something_planned_is_neither_start_nor_stop():
    entry = read_entry("will start clarithromycin today", 1, shipped())
    assert (entry.status, entry.start, entry.stop) == ("planned", None, None)


@pytest.mark.parametrize(
    "line", ["simvastatin 40 mg in the morning", "muscle pain since starting simvastatin", "may help"]
)
def test_words_that_only_look_like_a_time_are_none(line):
    assert take_dates(line) == (line, Dates())


@pytest.mark.parametrize(
    "text",
    [
        "Augmentin 1000 mg bd",
        "Marevan 2000",
        "Septra 1600",
        "Junior aspirin 2000 mg",
        "insulin aspart 5/5/8 units",
        "Trelegy 100/62.5/25",
        "co-codamol 30/500",
        "metformin 1-0-1",
    ],
)
def test_names_and_doses_are_not_taken_for_dates(text):
    assert take_dates(text) == (text, Dates())


def test_dates_leave_the_text_and_the_word_of_stopping_stays():
    text, dates = take_dates("prednisolone 5 mg started 2025-01-01, stopped 2026-01-10")
    assert (text.split(), dates) == (
        ["prednisolone", "5", "mg", ",", "stopped"],
        Dates(date(2025, 1, 1), date(2026, 1, 10)),
    )


@settings(max_examples=200, deadline=None)
@given(st.dates(min_value=date(1900, 1, 1), max_value=date(2099, 12, 31)))
def test_every_day_written_in_a_clear_way_is_read_back(day):
    written = [day.isoformat(), f"{day:%d %B %Y}", f"{day:%B %d, %Y}", f"{day:%d.%m.%Y}", f"{day:%d-%b-%Y}"]
    assert [read_date(text) for text in written] == [day] * 5


@settings(max_examples=200, deadline=None)
@given(st.text(alphabet="0123456789 ./-TZfebjanmydagoswk,", max_size=25))
def test_every_text_is_a_day_or_none(text):
    assert read_date(text) is None or isinstance(read_date(text), date)


@pytest.mark.parametrize(
    ("line", "changed"),
    [
        ("simvastatin 40 mg, started 2020-01-01, increased to 80 mg on 2026-02-01", date(2026, 2, 1)),
        ("prednisolone 5 mg, dose reduced in March 2026", date(2026, 3, 1)),
        ("simvastatin 40 mg, started 2020-01-01", None),
    ],
)
def test_the_day_of_a_change_of_dose_is_read(line, changed):
    _, dates = take_dates(line)
    assert dates.changed == changed
