"""Hostile JSON: refused in one sentence or answered, and never a failure of the service."""

import json
from collections.abc import Iterator

import pytest
from asking import ask

ODD = (
    None,
    True,
    0,
    -1,
    1.5,
    10**30,
    "",
    "x",
    "\x00",
    "\ud800\udc00",
    "x" * 3000,
    [],
    [[]],
    [None],
    {},
    {"a": {}},
    {"": []},
)
DEEP = 100_000
BUNDLE = {"resourceType": "Bundle", "entry": [{"fullUrl": "urn:uuid:1", "resource": {
    "resourceType": "MedicationRequest", "id": "1", "status": "draft", "intent": "order", "authoredOn": "2026-01-01",
    "medicationCodeableConcept": {"text": "Zocor", "coding": [{"system": "s", "code": "1", "display": "Zocor"}]},
    "contained": [{"resourceType": "Medication", "id": "m", "code": {"text": "Zocor"}}],
    "dosageInstruction": [{"text": "1 daily", "timing": {"repeat": {"frequency": 2, "period": 1, "periodUnit": "d"}},
                           "doseAndRate": [{"doseQuantity": {"value": 20, "unit": "mg"}}]}]}}],
    "link": [{"relation": "self", "url": "x"}]}  # fmt: skip
CHECK = {"entries": ["Zocor"], "patient": {"age": 71, "sex": "female", "conditions": ["diabetes"], "symptoms": {
    "onset": "2026-03-01", "where": ["calves"], "features": ["pain"], "red_flags": ["dark_urine"]}}}  # fmt: skip
CALL = {"hook": "order-select", "hookInstance": "1", "fhirServer": "https://x.example",
        "context": {"userId": "u", "patientId": "p", "selections": ["MedicationRequest/1"], "draftOrders": BUNDLE},
        "prefetch": {"patient": {"resourceType": "Patient", "gender": "male", "birthDate": "1950-01-01"},
                     "medications": BUNDLE, "statements": BUNDLE}}  # fmt: skip
BODIES = {"/api/check": CHECK, "/api/match": {"entries": ["Zocor"]}, "/cds-services/medcheck-order-select": CALL}


def places(value: object, path: tuple = ()) -> Iterator[tuple]:
    yield path
    for key in value if isinstance(value, dict) else range(len(value)) if isinstance(value, list) else ():
        yield from places(value[key], (*path, key))


def with_odd(value: object, path: tuple, odd: object) -> object:
    if not path:
        return odd
    copy = dict(value) if isinstance(value, dict) else list(value)
    copy[path[0]] = with_odd(value[path[0]], path[1:], odd)
    return copy


@pytest.mark.parametrize("path", BODIES)
def test_a_value_of_any_kind_in_any_place_is_answered_or_refused(path):
    wrong = []
    for place in places(BODIES[path]):
        for odd in ODD:
            told = ask("POST", path, with_odd(BODIES[path], place, odd))
            if told.status not in {200, 412} and told.refusal[0] != 422:
                wrong.append((place, odd, told.body))
    assert wrong == []


@pytest.mark.parametrize("path", BODIES)
@pytest.mark.parametrize(
    ("body", "why"),
    [
        (b"", "The body is no JSON at character 0"),
        (b"{", "The body is no JSON at character 1"),
        (b"{'entries': 'a'}", "The body is no JSON at character 1"),
        (b'{"entries": "a"} x', "The body is no JSON at character 17"),
        (b'{"entries": "\xff"}', "The body is not UTF-8 at byte 13."),
        ('{"entries": "a"}'.encode("utf-16"), "The body is not UTF-8 at byte 0."),
        (b'\xef\xbb\xbf{"entries": "a"}', "The body is no JSON at character 0"),
        (b'{"entries": NaN}', "The body cannot be read: NaN and Infinity are no JSON."),
        (b'{"entries": -Infinity}', "The body cannot be read: NaN and Infinity are no JSON."),
        (b'{"entries": 1e999}', "The body cannot be read: a number is too large."),
        (b'{"entries": ' + b"9" * 5000 + b"}", "The body cannot be read: "),
        (b'{"entries": "a", "entries": "b"}', "The body cannot be read: an object has a name twice."),
        (b'{"a": {"b": 1, "b": 1}}', "The body cannot be read: an object has a name twice."),
        (b'{"entries": "\\ud800"}', "The body holds half a character (a lone surrogate)."),
        (b'{"\\uDFFF": "a"}', "The body holds half a character (a lone surrogate)."),
        (b"[" * 66 + b"]" * 66, "The body is nested deeper than 64 levels."),
        (b'{"a":' * 66 + b"1" + b"}" * 66, "The body is nested deeper than 64 levels."),
        (b"[" * DEEP + b"]" * DEEP, "The body is nested deeper than 64 levels."),
        (b"[" * DEEP, "The body is "),
        (b'{"a":' * 40_000 + b"1" + b"}" * 40_000, "The body is nested deeper than 64 levels."),
    ],
)  # fmt: skip
def test_what_is_no_plain_json_is_refused(path, body, why):
    status, told = ask("POST", path, body).refusal
    assert (status, told[: len(why)]) == (400, why)
    assert len(told) < 200


def test_a_whole_character_in_two_halves_is_read():
    told = ask("POST", "/api/match", b'{"entries": "\\ud83d\\udc8a Zocor"}').json
    assert told["matches"][0]["entry"] == "💊 Zocor"


def test_an_entry_of_signs_comes_back_as_it_was_sent():
    signs = "\x00\x1b[31m\u202e<script>alert(1)</script>=1+1|\r\n'\"\\ Zocor"
    (told,) = ask("POST", "/api/match", {"entries": [signs]}).json["matches"]
    assert (told["entry"], told["drugs"]) == (signs, ["simvastatin"])


def test_a_refusal_repeats_only_the_beginning_of_what_was_sent():
    told = ask("POST", "/api/check", {"entries": "a", "x" * 10_000: 1}).refusal[1]
    assert told == f"the body has an unknown key '{'x' * 60}…'; use any of: entries, patient."


def test_a_million_of_something_is_refused_and_not_unfolded():
    told = ask("POST", "/api/match", json.dumps({"entries": ["a"] * 50_000}).encode())
    assert told.refusal == (422, "entries has 50,000 items; send at most 1,000.")
