"""FHIR of every release that circulates: what was ordered, told, given or dispensed, and what one is allergic to."""

import json
from datetime import date

import pytest
from read_files import left, reading, refusal, told

RXNORM = "http://www.nlm.nih.gov/research/umls/rxnorm"
SIMVASTATIN = {"coding": [{"system": RXNORM, "code": "312961", "display": "Simvastatin 20 MG Oral Tablet"}]}


def resource(kind: str, **parts: object) -> str:
    return json.dumps({"resourceType": kind, **parts})


def bundle(*resources: dict | str, urls: tuple[str, ...] = ()) -> str:
    parts = [json.loads(one) if isinstance(one, str) else one for one in resources]
    named = [*urls, *[""] * len(parts)]
    entry = [{"fullUrl": url, "resource": part} for url, part in zip(named, parts, strict=False)]
    return json.dumps({"resourceType": "Bundle", "type": "collection", "entry": entry})


def test_an_order_has_its_name_code_directions_dates_and_status():
    order = resource(
        "MedicationRequest", status="stopped", medicationCodeableConcept=SIMVASTATIN, authoredOn="2024-03-05T10:00:00Z",
        dosageInstruction=[{"timing": {"repeat": {"frequency": 2, "period": 1, "periodUnit": "d"}},
                            "doseAndRate": [{"doseQuantity": {"value": 20, "unit": "mg"}}]}],
    )  # fmt: skip
    (entry,) = reading(order).entries
    assert (entry.raw, entry.status, entry.start, entry.daily_mg, entry.code) == (
        "Simvastatin 20 MG Oral Tablet, 20 mg twice daily", "stopped", date(2024, 3, 5), 40.0, "RxNorm 312961",
    )  # fmt: skip
    assert reading(order).format == "FHIR JSON"


@pytest.mark.parametrize(
    ("named", "others"),
    [
        ({"medicationCodeableConcept": {"text": "Zocor"}}, []),
        ({"medication": {"concept": {"text": "Zocor"}}}, []),
        ({"medicationReference": {"reference": "#m"}, "contained": [{"resourceType": "Medication", "id": "m",
          "code": {"text": "Zocor"}}]}, []),
        ({"medicationReference": {"reference": "Medication/7"}}, [{"id": "7", "code": {"text": "Zocor"}}]),
        ({"medicationReference": {"reference": "https://x.example/fhir/Medication/7/_history/2"}},
         [{"id": "7", "code": {"text": "Zocor"}}]),
        ({"medicationReference": {"reference": "urn:uuid:1"}}, [{"code": {"text": "Zocor"}}]),
        ({"medication": {"reference": {"reference": "Medication/7"}}}, [{"id": "7", "code": {"text": "Zocor"}}]),
        ({"medication": {"reference": "Medication/7"}}, [{"id": "7", "code": {"text": "Zocor"}}]),
        ({"medicationReference": {"reference": "Medication/8", "display": "Zocor"}}, []),
    ],
)  # fmt: skip
def test_the_medicine_is_found_wherever_it_is_named(named, others):
    medications = [{"resourceType": "Medication", **other} for other in others]
    order = {"resourceType": "MedicationRequest", "status": "active", **named}
    assert told(bundle(*medications, order, urls=("urn:uuid:1",))) == [("Zocor", "current")]


def test_a_known_name_is_taken_before_one_that_is_not_known_and_ingredients_where_there_is_no_other():
    concept = {"text": "Tabs as discussed", "coding": [{"display": "Metformin 500 MG"}]}
    assert told(resource("MedicationStatement", medicationCodeableConcept=concept)) == [("Metformin 500 MG", "current")]
    held = {"resourceType": "Medication", "id": "m", "ingredient": [{"itemCodeableConcept": {"text": "Colchicine"}}]}
    order = resource("MedicationRequest", contained=[held], medicationReference={"reference": "#m"})
    assert told(order) == [("Colchicine", "current")]


def test_an_ingredient_is_known_by_its_atc_code_alone_and_any_other_code_is_reported():
    coded = {"coding": [{"system": "http://www.whocc.no/atc", "code": "C10AA01"}]}
    unknown = {"coding": [{"system": "http://hl7.org/fhir/sid/ndc", "code": "00093-0135"}]}
    found = bundle(
        resource("MedicationRequest", medicationCodeableConcept=coded),
        resource("MedicationRequest", id="x", medicationCodeableConcept=unknown),
    )
    assert told(found) == [("simvastatin", "current")]
    assert left(found) == [("MedicationRequest: x", True)]
    assert reading(found).unused[0].reason == "It names no medicine (NDC 00093-0135), so it could not be checked."


@pytest.mark.parametrize(
    ("kind", "parts", "status"),
    [
        ("MedicationRequest", {"status": "active"}, "current"),
        ("MedicationRequest", {"status": "completed"}, "stopped"),
        ("MedicationRequest", {"status": "on-hold"}, "held"),
        ("MedicationStatement", {"status": "intended"}, "planned"),
        ("MedicationRequest", {"status": "draft", "intent": "proposal"}, "planned"),
        ("MedicationStatement", {"status": "recorded", "adherence": {"code": {"coding": [{"code": "stopped"}]}}},
         "stopped"),
        ("MedicationStatement", {"status": "active", "effectivePeriod": {"end": "2020-01-01"}}, "stopped"),
        ("MedicationOrder", {"status": "active", "dateEnded": "2019-05-01"}, "stopped"),
        ("MedicationDispense", {"status": "completed"}, "current"),
        ("MedicationAdministration", {"status": "completed"}, "current"),
    ],
)  # fmt: skip
def test_the_status_says_whether_it_is_still_taken(kind, parts, status):
    found = resource(kind, medicationCodeableConcept={"text": "Zocor"}, **parts)
    assert [one for _, one in told(found)] == [status]


@pytest.mark.parametrize(
    "parts",
    [{"status": "entered-in-error"}, {"doNotPerform": True}, {"wasNotTaken": True}, {"taken": "n"},
     {"status": "not-taken"}],
)  # fmt: skip
def test_what_was_never_taken_is_no_entry(parts):
    never = resource("MedicationStatement", medicationCodeableConcept={"text": "Zocor"}, **parts)
    taken = resource("MedicationStatement", medicationCodeableConcept={"text": "Advil"})
    assert (told(bundle(never, taken)), left(bundle(never, taken))) == (
        [("Advil", "current")], [("MedicationStatement: Zocor", False)],
    )  # fmt: skip


@pytest.mark.parametrize(
    ("dosage", "words"),
    [
        ({"text": "one at night"}, "one at night"),
        ({"timing": {"repeat": {"frequency": 1, "period": 1, "periodUnit": "d"}}}, "once daily"),
        ({"timing": {"repeat": {"frequency": 3, "period": 1, "periodUnit": "d"}}}, "3 times a day"),
        ({"timing": {"repeat": {"frequency": 1, "period": 1, "periodUnits": "wk"}}}, "once a week"),
        ({"timing": {"repeat": {"period": 8, "periodUnit": "h"}}}, "every 8 hours"),
        ({"timing": {"code": {"text": "BID"}}, "asNeededBoolean": True}, "BID as needed"),
        ({"doseQuantity": {"value": 2, "unit": "tablets"}, "timing": {"code": {"coding": [{"code": "QD"}]}}},
         "2 tablets QD"),
        ({"quantityQuantity": {"value": 5, "code": "mg"}}, "5 mg"),
        ({"timing": {"repeat": {"frequency": "x", "period": -3, "periodUnit": "d"}}}, ""),
    ],
)  # fmt: skip
def test_dose_and_timing_are_put_into_words(dosage, words):
    order = resource("MedicationRequest", medicationCodeableConcept={"text": "Zocor"}, dosageInstruction=[dosage])
    assert told(order) == [(f"Zocor, {words}" if words else "Zocor", "current")]


def test_allergies_to_medicines_are_marked_and_others_are_set_aside():
    found = bundle(
        resource("AllergyIntolerance", code={"text": "Penicillin V"}, category=["medication"]),
        resource("AllergyIntolerance", id="nut", code={"text": "Peanut"}, category=["food"]),
        resource("AllergyIntolerance", id="no", code={"text": "Aspirin"},
                 verificationStatus={"coding": [{"code": "refuted"}]}),
        resource("AllergyIntolerance", substance={"text": "Codeine"}, status="active"),
    )  # fmt: skip
    assert told(found) == [("Penicillin V", "allergy"), ("Codeine", "allergy")]
    assert left(found) == [("AllergyIntolerance: Peanut", False), ("AllergyIntolerance: Aspirin", False)]


def test_a_bulk_export_is_read_a_line_each_and_a_broken_line_is_kept():
    lines = "\n".join([
        resource("MedicationRequest", medicationReference={"reference": "Medication/1"}),
        '{"resourceType": "Medication", "id": "1"',
        resource("Medication", id="1", code={"text": "Zocor"}),
        "",
        resource("Observation", code={"text": "Weight"}),
    ])  # fmt: skip
    assert (reading(lines).format, told(lines)) == ("FHIR NDJSON", [("Zocor", "current")])
    assert left(lines) == [("?", False), ("Medication: Zocor", False), ("Observation: Weight", False)]


def test_bundles_in_lists_and_in_bundles_are_opened():
    inner = json.loads(bundle(resource("MedicationStatement", medicationCodeableConcept={"text": "Zocor"})))
    assert told(json.dumps([inner, 7])) == [("Zocor", "current")]
    assert left(json.dumps([inner, 7])) == [("7", False)]
    assert told(bundle(inner)) == [("Zocor", "current")]


def test_fhir_without_medicines_says_what_it_holds():
    assert refusal(bundle(resource("Observation"), resource("Observation"), resource("Patient"))) == (
        "list is FHIR without named medicines: it holds 2 Observation, 1 Patient."
    )
    assert "1 of them may be medicines, by a code and no name" in refusal(resource("Medication", id="1"))


def test_values_of_another_kind_than_they_should_be_are_passed_over():
    odd = {"coding": "x", "text": ["Zocor", 3]}
    assert told(resource("MedicationRequest", status=7, medicationCodeableConcept=odd, dosageInstruction="y",
                         authoredOn={"a": 1}, contained=[1])) == [("Zocor", "current")]  # fmt: skip


def test_json_that_is_nested_without_end_is_refused():
    assert "nested too deeply" in refusal('{"resourceType": ' + "[" * 100_000)
    assert "more than 3,000,000 parts" in refusal('{"resourceType": [' + "[]," * 3_000_001)


@pytest.mark.parametrize(
    "untyped",
    [
        {"entry": [{"content": {"MedicationPrescription": {"status": "active", "medication": {"display": "Zocor"}}}}]},
        {"entry": [{"content": {"status": "active", "medication": {"display": "Zocor"}}}]},
        {"Bundle": {"entry": [{"resource": {"MedicationOrder": {"status": {"@value": "active"},
                    "medicationCodeableConcept": {"text": {"@value": "Zocor"}}}}}]}},
        [{"medicationReference": {"display": "Zocor"}, "status": "active"}],
        {"contained": [{"id": "m", "code": {"text": "Zocor"}}], "medication": {"reference": "#m"}, "status": "active"},
        {"MedicationStatement": [{"medicationReference": {"display": "Zocor"}, "status": {"value": "active"}}]},
    ],
)  # fmt: skip
def test_resources_of_older_programs_are_known_by_their_key_or_by_what_they_hold(untyped):
    assert told(json.dumps(untyped)) == [("Zocor", "current")]
    assert reading(json.dumps(untyped)).format == "FHIR JSON"


def test_json_that_only_has_a_key_of_that_name_is_no_fhir():
    assert reading(json.dumps({"medication": ["Zocor", "Plavix"]})).format == "JSON list"


def test_fhir_in_xml_is_read_as_its_json_is():
    order = """<Bundle xmlns="http://hl7.org/fhir"><type value="collection"/>
    <entry><fullUrl value="urn:uuid:1"/><resource><Medication><code><text value="Zocor"/></code></Medication>
    </resource></entry>
    <entry><resource><MedicationRequest><status value="stopped"/><doNotPerform value="false"/>
    <medicationReference><reference value="urn:uuid:1"/></medicationReference>
    <dosageInstruction><text value="20 mg twice daily"/></dosageInstruction></MedicationRequest></resource></entry>
    <entry><resource><AllergyIntolerance><code><text value="penicillin"/></code></AllergyIntolerance></resource></entry>
    </Bundle>"""
    assert told(order) == [("Zocor, 20 mg twice daily", "stopped"), ("penicillin", "allergy")]
    assert reading(order).format == "FHIR XML"


@pytest.mark.parametrize(
    ("route", "means"),
    [
        ({"text": "eye drops"}, "eye"),
        ({"coding": [{"system": "http://snomed.info/sct", "code": "54485002"}]}, "eye"),
        ({"coding": [{"system": "http://snomed.info/sct", "code": "6064005", "display": "Topical route"}]}, "skin"),
        ({"coding": [{"code": "47625008", "display": "Intravenous use"}]}, "injected"),
        ({"coding": [{"code": "C38288"}]}, "oral"),
        ({"coding": [{"code": "TRNSDERM"}]}, "patch"),
        ({"text": "as told"}, ""),
    ],
)
def test_the_route_is_told_by_words_or_codes(route, means):
    order = resource("MedicationRequest", status="active", medicationCodeableConcept={"text": "Tobramycin"},
                     dosageInstruction=[{"text": "as directed", "route": route}])  # fmt: skip
    assert [entry.route for entry in reading(order).entries] == [means]
