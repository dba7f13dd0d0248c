"""What a line says of dose: strength and milligrams a day, or honestly nothing."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from medcheck.reading.lines.courses import course_of
from medcheck.reading.lines.daily_dose import DailyDose, daily_dose, daily_milligrams, take_strengths
from medcheck.reading.lines.frequencies import read_count, read_number, times_a_day

ONCE_A_WEEK = round(1 / 7, 4)


@pytest.mark.parametrize(
    ("text", "strength", "unit"),
    [
        ("simvastatin 40 mg", 40.0, "mg"),
        ("simvastatin 40mg", 40.0, "mg"),
        ("simvastatin,40mg,od", 40.0, "mg"),
        ("2x20 mg simvastatin", 20.0, "mg"),
        ("simvastatin 1,000 mg", 1000.0, "mg"),
        ("digoxin 0,125 mg", 0.125, "mg"),
        ("levothyroxine 100 micrograms", 100.0, "microgram"),
        ("insulin glargine 20 units", 20.0, "unit"),
        ("fentanyl 25 mcg/hr", 25.0, "mcg"),
        ("amoxicillin/clavulanate 875/125 mg", 875.0, "mg"),
        ("simvastatin", None, ""),
        ("co-codamol 30/500", None, ""),
        ("vitamin B12", None, ""),
        ("5-FU", None, ""),
    ],
)
def test_the_first_strength_is_read_with_its_unit(text, strength, unit):
    assert take_strengths(text)[1:] == (strength, unit)


def test_the_strengths_are_taken_out_of_the_text():
    assert take_strengths("losartan 50 mg / hydrochlorothiazide 12.5 mg daily")[0] == (
        "losartan / hydrochlorothiazide daily"
    )


@pytest.mark.parametrize(
    ("directions", "times"),
    [
        ("once daily", 1),
        ("od", 1),
        ("nocte", 1),
        ("at bedtime", 1),
        ("OM", 1),
        ("1 comprimido al día", 1),
        ("1 Tablette morgens", 1),
        ("1 cp le soir", 1),
        ("twice a day", 2),
        ("bd", 2),
        ("x2 daily", 2),
        ("x 2", 2),
        ("zweimal täglich", 2),
        ("2 fois par jour", 2),
        ("dos veces al día", 2),
        ("every 12 hours", 2),
        ("alle 8 Stunden", 3),
        ("tds", 3),
        ("four times a day", 4),
        ("q6h", 4),
        ("every 4-6 hours", 6),
        ("5 times daily", 5),
        ("every other day", 0.5),
        ("every 72 hours", round(1 / 3, 4)),
        ("weekly", ONCE_A_WEEK),
        ("once a week", ONCE_A_WEEK),
        ("every Monday", ONCE_A_WEEK),
        ("on Mondays and Fridays", round(2 / 7, 4)),
        ("3 times a week", round(3 / 7, 4)),
        ("q3w", round(1 / 21, 4)),
        ("every 2 weeks", round(1 / 14, 4)),
        ("monthly", round(1 / 28, 4)),
        ("1-0-1", 2),
        ("0-0-1", 1),
        ("1-1-1-1", 4),
        ("0,5-0-0,5", 1),
        ("1x1", 1),
        ("2 x 1", 2),
        ("one tablet at night", 1),
        ("2 tablets twice daily", 4),
        ("6 tablets once a week", round(6 / 7, 4)),
        ("1/2 tablet nightly", 0.5),
        ("1 1/2 tablets daily", 1.5),
        ("half a tablet daily", 0.5),
        ("1.5 tabs tid", 4.5),
        ("2 qds prn", 8),
        ("2 x daily", 2),
        ("every morning and evening", 2),
        ("with breakfast, lunch and dinner", 3),
        ("2 in the morning and 1 at night", 3),
        ("8 am and 8 pm", 2),
        ("in the evening at bedtime", 1),
        ("daily for a week", 1),
        ("daily x 30 days", 1),
        ("I am on it at night", 1),
    ],
)
def test_directions_come_to_times_a_day(directions, times):
    assert round(times_a_day(directions) or 0, 4) == times


@pytest.mark.parametrize("directions", ["", "as needed", "after food", "with water", "every 0 hours"])
def test_directions_that_do_not_say_how_often_say_nothing(directions):
    assert times_a_day(directions) is None


@pytest.mark.parametrize(
    ("text", "milligrams", "assumed"),
    [
        ("simvastatin 40 mg at night", 40.0, False),
        ("Take 2 tablets of paracetamol 500 mg four times a day", 4000.0, False),
        ("metformin 1 g twice daily", 2000.0, False),
        ("colchicine 500mcg bd", 1.0, False),
        ("2 x simvastatin 20 mg daily", 40.0, False),
        ("methotrexate 2.5 mg 6 tablets every Monday", 2.1429, False),
        ("furosemide 40 mg am and 20 mg pm", 60.0, False),
        ("quetiapine 25 mg morning, 50 mg night", 75.0, False),
        ("simvastatin 40 mg tablets, take 20 mg nightly", 20.0, False),
        ("half a tablet of simvastatin 40 mg", 20.0, True),
        ("simvastatin 40 mg", 40.0, True),
    ],
)
def test_a_daily_dose_is_given_in_milligrams_and_says_when_once_a_day_was_assumed(text, milligrams, assumed):
    assert daily_milligrams(text) == (milligrams, assumed)


@pytest.mark.parametrize(
    "text",
    [
        "simvastatin daily",
        "insulin 20 units at night",
        "docetaxel 75 mg/m2 every 3 weeks",
        "simvastatin 20 mg/5 ml, 10 ml daily",
        "simvastatin 20-40 mg daily",
        "lisinopril-hydrochlorothiazide 20-25 mg daily",
        "clopidogrel loading dose 300 mg then 75 mg daily",
        "prednisone taper 60->5 over 3 months",
        "warfarin 3 mg 5 mg",
    ],
)
def test_a_dose_that_cannot_be_told_is_left_open_and_not_guessed(text):
    assert daily_dose(text).milligrams is None


@pytest.mark.parametrize(
    ("text", "dose"),
    [
        ("amiodarone 200 mg tid for 1 week then 200 mg daily", DailyDose(600.0, changing=True)),
        ("prednisolone 40 mg daily, reducing by 5 mg every week", DailyDose(40.0, changing=True)),
        ("predniSONE 10 mg tablet Take 4 tablets daily for 3 days, then 3 tablets", DailyDose(40.0, changing=True)),
        ("prednisone tapering from 20 mg daily", DailyDose(20.0, changing=True)),
        ("Prednisolon 30 mg morgens, dann 20 mg", DailyDose(30.0, changing=True)),
        ("prednisona 20 mg al día, luego 10 mg", DailyDose(20.0, changing=True)),
        ("deltacortene 25 mg al giorno, poi 12,5 mg", DailyDose(25.0, changing=True)),
        ("prednisolone 20 mg par jour, puis 10 mg", DailyDose(20.0, changing=True)),
        ("simvastatin 20 mg increased to 40 mg at night", DailyDose(40.0)),
        ("simvastatin 40 mg at night", DailyDose(40.0)),
    ],
)
def test_a_dose_that_changes_is_told_as_its_first_step_and_one_that_was_changed_as_the_new_one(text, dose):
    assert daily_dose(text) == dose


@pytest.mark.parametrize(
    ("text", "number"), [("40", 40.0), ("0.5", 0.5), ("0,5", 0.5), ("1,000", 1000.0), ("12,500.5", 12500.5)]
)
def test_numbers_are_read_with_a_decimal_point_a_decimal_comma_or_thousands_commas(text, number):
    assert read_number(text) == number


@pytest.mark.parametrize(
    ("text", "count"), [("2", 2.0), ("Two", 2.0), ("half", 0.5), ("1/2", 0.5), ("1 1/2", 1.5), ("1,5", 1.5)]
)
def test_counts_are_read_as_numbers_fractions_or_words(text, count):
    assert read_count(text) == count


@settings(max_examples=150, deadline=None)
@given(st.text(alphabet="0123456789 .,/-x×mgcuhdaybqtwevronfi½", max_size=40))
def test_every_text_has_a_dose_of_nought_or_more_or_none(text):
    dose, assumed = daily_milligrams(text)
    assert (dose is None and not assumed) or dose >= 0


@pytest.mark.parametrize(
    ("text", "milligrams"),
    [
        ("fentanyl 25 mcg/hr patch every 72 hours", 0.6),
        ("Durogesic 75 microgram/hour patches, one every 3 days", 1.8),
        ("gabapentin 300 mg capsule, 2 capsules (600 mg total) 3 (three) times daily", 1800.0),
        ("take two 20 mg atorvastatin tablets at night", 40.0),
        ("due compresse di Lasix 25 mg al giorno", 50.0),
        ("Lasix 25 mg mezza compressa al mattino", 12.5),
        ("Concor 5 mg halbe Tablette morgens", 2.5),
        ("bisoprolol 5 mg medio comprimido por la mañana", 2.5),
        ("bisoprolol 5 mg un demi comprimé le matin", 2.5),
        ("methotrexate 2.5 mg 6 tablets once a week", 2.1429),
        ("furosemide 40 mg mon/wed/fri", 17.1429),
        ("prednisolone 5mg tablets take 8 tablets once a day for 5 days", 40.0),
    ],
)
def test_what_was_misread_before_is_read_as_it_was_meant(text, milligrams):
    assert daily_milligrams(text)[0] == milligrams


@pytest.mark.parametrize(
    ("text", "days"),
    [
        ("amoxicillin 500 mg tds for 5 days", 5),
        ("prednisolone 40 mg for 2 weeks", 14),
        ("Augmentin 1 g due volte al giorno per 7 giorni", 7),
        ("amoxicilina 500 mg durante 8 días", 8),
        ("Amoxicillin 1000 für 10 Tage", 10),
        ("amoxicilline 1 g pendant 6 jours", 6),
        ("colchicine 500 mcg bd for three days", 3),
        ("simvastatin 40 mg daily", None),
    ],
)
def test_the_length_of_a_course_is_read(text, days):
    assert course_of(text) == days
