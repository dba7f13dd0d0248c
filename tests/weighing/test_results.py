"""Blood results that a person has at hand decide what fits, and how loudly it is told."""

import pytest
from test_levels import report

from medcheck.tables import shipped
from medcheck.weighing.patient import PatientError, read_patient

TABLES = shipped()


@pytest.mark.parametrize(("told", "word"), [
    ({"ck": {"value": 90}}, "ck_normal"),
    ({"ck": {"value": 800, "unit": "U/L"}}, "ck_high"),
    ({"ck": {"value": 12_000, "date": "2026-05-01"}}, "ck_very_high"),
    ({"potassium": {"value": 2.9, "unit": "mEq/L"}}, "potassium_low"),
    ({"vitamin_d": {"value": 12, "unit": "ng/mL"}}, "vitamin_d_low"),
    ({"vitamin_d": {"value": 30, "unit": "ng/mL"}}, "vitamin_d_normal"),
    ({"b12": {"value": 100, "unit": "pg/mL"}}, "b12_low"),
    ({"tsh": {"value": 0.01}}, "tsh_low"),
    ({"sodium": {"value": 140}}, "sodium_normal"),
])  # fmt: skip
def test_a_result_is_held_against_the_bounds_of_its_test(told, word):
    assert [result.word for result in read_patient({"results": told}, TABLES).results] == [word]


def test_a_low_egfr_stands_for_kidney_disease():
    assert read_patient({"results": {"egfr": {"value": 28}}}, TABLES).all_conditions == ("kidney_disease",)
    assert read_patient({"results": {"egfr": {"value": 95}}}, TABLES).all_conditions == ()


@pytest.mark.parametrize(("told", "why"), [
    ({"ck": 90}, "results.ck must be an object with any of: date, unit, value."),
    ({"ck": {"value": "high"}}, "results.ck.value is 'high'; write a number from 0 to 10,000,000 in U/L."),
    ({"ck": {"value": 1, "unit": "mg"}}, "results.ck.unit is 'mg'; use any of: U/L."),
    ({"ck": {"value": 1, "date": "2999-01-01"}}, "results.ck.date is '2999-01-01', which is later than today"),
    ({"iron": {"value": 1}}, "results has an unknown key 'iron'; use any of: b12, ck, egfr, potassium, sodium, tsh"),
])  # fmt: skip
def test_a_result_that_cannot_be_used_is_named(told, why):
    with pytest.raises(PatientError) as refused:
        read_patient({"results": told}, TABLES)
    assert str(refused.value).startswith(why)


SORE = {"where": ["hips_thighs"], "features": ["pain"]}


def test_a_normal_ck_points_away_from_muscle_breakdown():
    told = report("simvastatin 40 mg", **SORE, results={"ck": {"value": 90}})
    breakdown = next(one for one in told.findings if one.mechanism == "rhabdomyolysis")
    assert any("points away from muscle breakdown" in reason for reason in breakdown.reasons)
    assert breakdown.level not in {"act", "ask"}


def test_a_low_potassium_puts_the_medicine_that_lowers_it_first():
    told = report("simvastatin 40 mg; furosemide 40 mg", **SORE, results={"potassium": {"value": 2.6}})
    assert (told.findings[0].drugs, told.findings[0].mechanism) == (("furosemide",), "electrolyte")


def test_a_low_b12_makes_its_cause_stand_first():
    told = report("metformin 1 g bd", where=["feet"], features=["numbness"], results={"b12": {"value": 90}})
    assert told.causes[0].cause.id == "b12_deficiency"


def test_an_infection_before_makes_guillain_barre_fit():
    told = report("paracetamol 1 g", where=["feet"], features=["tingling"], recent=["infection"])
    assert "guillain_barre" in [one.cause.id for one in told.causes if one.fit == "fits"]
