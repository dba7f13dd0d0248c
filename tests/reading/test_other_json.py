"""JSON of drug event reports and of no known kind, and Blue Button text."""

import json
from datetime import date

import pytest
from read_files import left, reading, refusal, told


def event(*drugs: dict) -> str:
    return json.dumps({"meta": {}, "results": [{"patient": {"drug": list(drugs)}}]})


def test_drug_event_reports_give_their_drugs_with_dose_and_dates():
    found = event(
        {
            "medicinalproduct": "ZOCOR",
            "drugdosagetext": "40 MG DAILY",
            "drugstartdate": "20240203",
            "drugenddate": "2024",
        },
        {"medicinalproduct": "STUDY MIX", "activesubstance": {"activesubstancename": "COLCHICINE"}},
        {"activesubstance": {"activesubstancename": "METFORMIN"}},
        {"drugindication": "GOUT"},
    )
    assert [(one.raw, one.start) for one in reading(found).entries] == [
        ("ZOCOR 40 MG DAILY", date(2024, 2, 3)), ("STUDY MIX (COLCHICINE)", None), ("METFORMIN", None),
    ]  # fmt: skip
    assert (reading(found).format, [maybe for _, maybe in left(found)]) == ("openFDA drug events", [True])
    assert "name no medicine" in refusal(event({"medicinalproduct": ""}))


@pytest.mark.parametrize(
    ("value", "entries"),
    [
        (["simvastatin 40 mg", "metformin"], [("simvastatin 40 mg", "current"), ("metformin", "current")]),
        ({"meds": ["Zocor"], "n": 1}, [("Zocor", "current")]),
        ({"a": {"list": [{"name": "Zocor", "dose": "40 mg"}, {"name": "metformin", "dose": None}]}},
         [("Zocor 40 mg", "current"), ("metformin", "current")]),
        ([{"drug": "Zocor", "status": "stopped"}, {"drug": "aspirin", "status": "active"}],
         [("Zocor", "stopped"), ("aspirin", "current")]),
    ],
)  # fmt: skip
def test_a_json_list_of_names_or_records_is_read(value, entries):
    assert told(json.dumps(value)) == entries


def test_json_without_a_list_is_refused():
    assert "is JSON without a list of medicines" in refusal('{"a": 1}')


def test_json_that_is_broken_is_read_as_text():
    assert told("[simvastatin 40 mg") == [("[simvastatin 40 mg", "current")]


VA = """My HealtheVet Blue Button
-------------- ALLERGIES --------------
Allergy Name: Penicillin V
Allergy Name: Pollen
Type: Environmental
Severity: mild

-------------- VA MEDICATION HISTORY --------------
Medication: SIMVASTATIN 40MG TAB
Instructions: TAKE ONE TABLET BY MOUTH AT BEDTIME
Status: Discontinued
Initially Ordered On: 13 Aug 2024 @ 1200
Quantity: 45

Medication: METFORMIN
Strength: 500 mg
Start Date: 02/03/2024
Stop Date: 03/04/2024
Prescription Number: 12
Immunization: FLU
Comments: Zocor
"""


def test_blue_button_medicines_have_directions_status_and_us_dates():
    assert [(one.line, one.raw, one.status, one.start, one.stop) for one in reading(VA).entries] == [
        (3, "Penicillin V", "allergy", None, None),
        (9, "SIMVASTATIN 40MG TAB TAKE ONE TABLET BY MOUTH AT BEDTIME", "stopped", date(2024, 8, 13), None),
        (15, "METFORMIN 500 mg", "stopped", date(2024, 2, 3), date(2024, 3, 4)),
    ]
    rows = {row.line: row.reason for row in reading(VA).unused}
    assert rows[4] == "It is an allergy to something else than a medicine, or it was withdrawn."
    assert {1, 4, 5, 6, 13, 19, 20, 21} <= set(rows)


def test_a_medicine_in_the_comment_of_an_allergy_is_named_with_it():
    text = "Blue Button\nAllergy Name: Antibiotic\nType: Drugs\nComments: Erythromycin\n"
    assert told(text) == [("Antibiotic (Erythromycin)", "allergy")]
