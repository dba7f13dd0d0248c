"""A bare number is a dose where the medicine is sold in that strength, and never where it counts something."""

import pytest

import medcheck
from medcheck.naming.matches import Match


def one(line: str) -> Match:
    return medcheck.match_entries([line])[0]


def dose(line: str) -> tuple[float | None, str, float | None, bool]:
    entry = one(line).entry
    return entry.strength, entry.unit, entry.daily_mg, entry.once_daily_assumed


@pytest.mark.parametrize(
    ("line", "told"),
    [
        ("crestor 10", (10.0, "mg", 10.0, True)),
        ("switched to crestor 10", (10.0, "mg", 10.0, True)),
        ("Metformin 1000 1-0-1", (1000.0, "mg", 2000.0, False)),
        ("L-Thyroxin 75 1-0-0-0", (75.0, "mcg", 0.075, False)),
        ("Eutirox 100", (100.0, "mcg", 0.1, True)),
        ("Simvastatin 40 abends", (40.0, "mg", 40.0, False)),
        ("bisoprololo 2,5 una volta al giorno", (2.5, "mg", 2.5, False)),
        ("ATORVASTATIN 20 TABLET", (20.0, "mg", 20.0, True)),
        ("digoxin 0.25 od", (0.25, "mg", 0.25, False)),
        ("enalapril 20 cada 12 horas", (20.0, "mg", 40.0, False)),
        ("losartana 50 à noite", (50.0, "mg", 50.0, True)),
    ],
)
def test_a_bare_number_that_is_a_strength_of_the_medicine_is_its_dose(line, told):
    assert dose(line) == told


@pytest.mark.parametrize(
    "line",
    [
        "methotrexate 10 tablets weekly",
        "warfarin 5 days a week",
        "prednisone 20 x 5 days",
        "amlodipine 7",
        "simvastatin 20/40",
        "co-codamol 30/500",
        "Simvastatin 20 Simvastatin 40",
        "insulin lispro 10-0-8",
        "2 simvastatin",
    ],
)
def test_any_other_number_gives_no_dose(line):
    assert dose(line)[2] is None


def test_a_brand_that_is_an_ordinary_word_is_taken_with_its_strength_and_asked_about_without():
    assert [(one(line).verdict, one(line).drugs) for line in ("Soma 350", "soma")] == [
        ("exact", ("carisoprodol",)), ("unsure", ()),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("line", "drugs"),
    [
        ("INH 300 mg", ("isoniazid",)),
        ("inh 300 mg daily", ("isoniazid",)),
        ("salbutamol inh", ("salbutamol",)),
        ("beclometasone 100 mcg inh 2 puffs bd", ("beclometasone",)),
        ("inh 2 puffs", ()),
    ],
)
def test_an_abbreviation_that_is_a_form_elsewhere_is_a_name_where_it_stands_alone(line, drugs):
    assert one(line).drugs == drugs


@pytest.mark.parametrize(
    ("line", "route"),
    [
        ("Brimogen", "eye"),
        ("Auricularum", "ear"),
        ("Mycoster", "skin"),
        ("Mycoster oral", "oral"),
        ("Zocor", ""),
    ],
)
def test_a_product_that_is_only_put_on_one_place_tells_the_route_where_the_line_does_not(line, route):
    assert one(line).entry.route == route
