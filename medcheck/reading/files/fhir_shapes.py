"""FHIR as older programs and converters write it -> the JSON of today: each resource with its `resourceType`.

Early profiles name a resource by the key it stands under (`"MedicationPrescription": {...}`) or not at all, and files
converted from XML wrap every value (`{"@value": "active"}`). FHIR in XML is read into the same values.
"""

from collections.abc import Iterator, Mapping
from typing import Any
from xml.etree.ElementTree import Element

from medcheck.reading.files import xml
from medcheck.reading.files.upload import Upload

DEEPEST = 30
MEDICINES = frozenset({"MedicationRequest", "MedicationOrder", "MedicationPrescription", "MedicationStatement",
                       "MedicationUsage", "MedicationDispense", "MedicationAdministration"})  # fmt: skip
NAMED_BY_KEY = MEDICINES | {"AllergyIntolerance", "Medication"}
KEYS_OF_A_MEDICINE = ("medicationCodeableConcept", "medicationReference", "dosageInstruction")
KEYS_OF_A_NAME = frozenset({"coding", "text", "display", "reference"})
WRAPPED = ("@value", "value")


def is_untyped(upload: Upload) -> bool:
    """Say whether JSON without resource types has what only FHIR has."""
    speaks = any(f'"{key}"' in upload.text for key in (*KEYS_OF_A_MEDICINE, *sorted(MEDICINES)))
    return speaks or any(has_medicine(value) for value in objects(upload.json))


def typed(value: Any) -> list[Mapping[str, Any]]:
    """Return the resources among some values, at any depth, each with its type."""
    return [resource for one in objects(unwrapped(value)) for resource in resources_at(one)]


def resources_at(value: Mapping[str, Any]) -> Iterator[Mapping[str, Any]]:
    """Yield the resources that an object holds under the names of their types, or the untyped one that it is."""
    for kind in sorted(NAMED_BY_KEY & value.keys()):
        for one in value[kind] if isinstance(value[kind], list) else [value[kind]]:
            if isinstance(one, Mapping) and "resourceType" not in one:
                yield {"resourceType": kind, **one}
    if has_medicine(value) and "resourceType" not in value:
        yield {"resourceType": "MedicationStatement", **value}


def has_medicine(value: Mapping[str, Any]) -> bool:
    """Say whether an object is an order or statement: it has a medication, as a concept or by reference."""
    medication = value.get("medication")
    named = isinstance(medication, Mapping) and bool(KEYS_OF_A_NAME & medication.keys())
    return named or any(key in value for key in KEYS_OF_A_MEDICINE)


def objects(value: Any, depth: int = 0, key: str = "") -> Iterator[Mapping[str, Any]]:
    """Yield the objects within a value from the outside in; those named by a type are left to what holds them."""
    if depth > DEEPEST:
        return
    if isinstance(value, list):
        for one in value:
            yield from objects(one, depth + 1, key)
    elif isinstance(value, Mapping):
        if key not in NAMED_BY_KEY:
            yield value
        for name, one in value.items():
            yield from objects(one, depth + 1, name)


def unwrapped(value: Any, depth: int = 0) -> Any:
    """Return a value without the wrappers of a converter."""
    if depth > DEEPEST:
        return None
    if isinstance(value, list):
        return [unwrapped(one, depth + 1) for one in value]
    if not isinstance(value, Mapping):
        return value
    wrapped = next((value[key] for key in WRAPPED if value.keys() == {key}), None)
    if wrapped is not None and not isinstance(wrapped, Mapping | list):
        return wrapped
    return {key: unwrapped(one, depth + 1) for key, one in value.items()}


def is_fhir_xml(upload: Upload) -> bool:
    """Say whether this is FHIR in XML."""
    return upload.head.startswith("<") and "http://hl7.org/fhir" in upload.head


def from_xml(upload: Upload) -> Any:
    """Return the values of FHIR in XML as its JSON has them."""
    return resource_of(xml.parsed(upload))


def resource_of(element: Element) -> dict[str, Any]:
    """Return a resource: its element names its type."""
    return {"resourceType": xml.name(element), **parts_of(element)}


def parts_of(element: Element) -> dict[str, Any]:
    """Return the elements within an element by name, a list where a name stands more than once."""
    parts: dict[str, Any] = {}
    for child in element:
        told = value_of(child)
        name = xml.name(child)
        parts[name] = told if name not in parts else [*listed(parts[name]), told]
    return parts


def value_of(element: Element) -> Any:
    """Return what an element says: a value, a resource within it, or its parts."""
    if xml.name(element) in {"resource", "contained"} and len(element) == 1:
        return resource_of(element[0])
    value = xml.attribute(element, "value")
    if len(element) == 0:
        return {"true": True, "false": False}.get(value, value)
    return parts_of(element)


def listed(value: Any) -> list[Any]:
    """Return a value as a list."""
    return value if isinstance(value, list) else [value]
