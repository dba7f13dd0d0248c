"""FHIR (R5, R4, STU3, DSTU2 and before; JSON, NDJSON or XML; resource, list or Bundle) -> entries."""

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from medcheck.reading.files.fhir_dosage import day_of, directions_of, route_told
from medcheck.reading.files.fhir_shapes import MEDICINES, from_xml, is_fhir_xml, is_untyped, typed
from medcheck.reading.files.outcome import ReadError, Reading, Unused
from medcheck.reading.files.statuses import NEVER_TAKEN, status_word
from medcheck.reading.files.upload import NOTHING, Upload
from medcheck.reading.files.values import dig, first_text, many, text
from medcheck.reading.lines import Entry, read_entry, with_dates
from medcheck.reading.lines.routes import route_of

SYSTEMS = {"rxnorm": "RxNorm", "2.16.840.1.113883.6.88": "RxNorm", "snomed": "SNOMED CT", "atc": "ATC", "ndc": "NDC",
           "pzn": "PZN", "unii": "UNII"}  # fmt: skip
SAVED_STATUSES = {"active": "current", "on-hold": "held", "intended": "planned", "not-taken": "not_taken"}
SAVED_LINE = "urn:medcheck:line"
DEEPEST = 5  # Bundles in Bundles
HANDED_OVER = frozenset({"MedicationDispense", "MedicationAdministration"})  # completed says that it was given


@dataclass
class Record:
    """The resources of one file, by number, and the Medications that others refer to."""

    upload: Upload
    resources: list[Mapping[str, Any]] = field(default_factory=list)
    medications: dict[str, Mapping[str, Any]] = field(default_factory=dict)
    odd: list[Unused] = field(default_factory=list)


def can_read(upload: Upload) -> bool:
    """Say whether this is FHIR in XML, or JSON, whole or a line each, that speaks of resources."""
    if is_fhir_xml(upload):
        return True
    if upload.head[:1] not in {"{", "["}:
        return False
    if '"resourceType"' not in upload.text:
        return isinstance(upload.json, dict | list) and is_untyped(upload)
    return isinstance(upload.json, dict | list) or upload.parsed(upload.head.partition("\n")[0]) is not NOTHING


def read(upload: Upload) -> Reading:
    """Read the medicines that were ordered, given or told of, and the allergies, with their dose and time."""
    record = Record(upload)
    if is_fhir_xml(upload):
        gather(from_xml(upload), 1, record)
        return read_resources(record, "FHIR XML")
    whole = upload.json
    if whole is not NOTHING and '"resourceType"' not in upload.text:
        gather(typed(whole), 1, record)
        return read_resources(record, "FHIR JSON")
    kind = "FHIR JSON" if whole is not NOTHING else "FHIR NDJSON"
    for number, value in enumerate(values_of(upload), start=1) if whole is NOTHING else [(1, whole)]:
        gather(value, number, record)
    return read_resources(record, kind)


def values_of(upload: Upload) -> Iterator[Any]:
    """Yield the value of each line of a bulk export; NOTHING where a line is no JSON."""
    for line in upload.in_time(upload.text.splitlines()):
        if line.strip():
            yield upload.parsed(line)


def gather(value: Any, number: int, record: Record, depth: int = 0) -> None:
    """Collect the resources of a value: itself, those of a list, or those of a Bundle."""
    if isinstance(value, list) and depth <= DEEPEST:
        for one in value:
            gather(one, number, record, depth + 1)
    elif text(value, "resourceType") == "Bundle" and depth <= DEEPEST:
        for entry in many(value, "entry"):
            resource = dig(entry, "resource")
            if isinstance(resource, Mapping):
                remember(text(entry, "fullUrl"), resource, record)
            gather(resource, number, record, depth + 1)
    elif isinstance(value, Mapping) and text(value, "resourceType"):
        remember("", value, record)
        record.resources.append(value)
    else:
        record.odd.append(record.upload.unused(number, str(value)[:80] if value is not NOTHING else "?", "no_resource"))


def remember(url: str, resource: Mapping[str, Any], record: Record) -> None:
    """Keep a Medication under the addresses by which others refer to it."""
    if text(resource, "resourceType") == "Medication":
        known = {url, f"Medication/{text(resource, 'id')}"} - {"", "Medication/"}
        record.medications.update(dict.fromkeys(known, resource))


def read_resources(record: Record, kind: str) -> Reading:
    """Return the reading of all resources, the others counted by what they are."""
    entries: list[Entry] = []
    unused = list(record.odd)
    for number, resource in enumerate(record.upload.in_time(record.resources), start=1):
        told = told_by(resource, number, record)
        if isinstance(told, Unused):
            unused.append(told)
        else:
            entries.append(told)
    if not entries:
        refuse(record, unused)
    return Reading(kind, tuple(entries), tuple(unused))


def refuse(record: Record, unused: Sequence[Unused]) -> None:
    """Raise ReadError that says what the file holds instead of medicines."""
    counts = Counter(text(resource, "resourceType") for resource in record.resources)
    holds = ", ".join(f"{count} {kind}" for kind, count in counts.most_common(5)) or "no resources"
    unnamed = sum(row.maybe for row in unused)
    more = f"; {unnamed} of them may be medicines, by a code and no name" if unnamed else ""
    raise ReadError(f"{record.upload.file} is FHIR without named medicines: it holds {holds}{more}.")


def told_by(resource: Mapping[str, Any], number: int, record: Record) -> Entry | Unused:
    """Return what one resource tells: an entry, or why it gives none."""
    kind = text(resource, "resourceType")
    if kind in MEDICINES:
        return medicine(resource, kind, number, record)
    if kind == "AllergyIntolerance":
        return allergy(resource, number, record)
    alone = kind == "Medication" and not any(text(one, "resourceType") in MEDICINES for one in record.resources)
    return record.upload.unused(number, label_of(resource), "other_resource", maybe=alone, kind=kind[:60])


def label_of(resource: Mapping[str, Any]) -> str:
    """Return a line by which a resource is found again."""
    named = first_text(resource, ("code", "text"), ("code", "coding", "display"), "title", "description", "id")
    return f"{text(resource, 'resourceType')[:60]}: {named[:200]}"


def medicine(resource: Mapping[str, Any], kind: str, number: int, record: Record) -> Entry | Unused:
    """Return the entry of one order, statement, dispense or administration."""
    concepts = concepts_of(resource, record)
    name, code = name_of(concepts, resource, record)
    if not name:
        return record.upload.unused(number, label_of(resource), "no_name", maybe=True, code=code or "?")
    if own := saved_entry(resource, record):
        return own
    status = state_of(resource, kind)
    if status == NEVER_TAKEN:
        return record.upload.unused(number, f"{kind}: {name}", "not_taken")
    start, stop = dates_of(resource)
    directions = directions_of(resource)
    raw = f"{name}, {directions}" if directions else name
    entry = with_dates(read_entry(raw, number, record.upload.tables), start, stop)
    route = route_of(route_told(resource), record.upload.tables)
    return replace(entry, status=status or entry.status, code=code, route=route or entry.route)


def saved_entry(resource: Mapping[str, Any], record: Record) -> Entry | None:
    """Return the entry of a resource that medcheck wrote itself as it was, or None where another program did."""
    line = next((text(one, "value") for one in many(resource, "identifier") if text(one, "system") == SAVED_LINE), "")
    raw = next((one for one in (dig(resource, "dosage", "text"), dig(resource, "code", "text")) if one), None)
    if not re.fullmatch(r"[0-9]{1,9}", line) or not isinstance(raw, str):
        return None
    start, stop = dates_of(resource)
    entry = with_dates(read_entry(raw, int(line), record.upload.tables), start, stop)
    allergic = text(resource, "resourceType") == "AllergyIntolerance"
    status = "allergy" if allergic else SAVED_STATUSES.get(text(resource, "status"), "stopped")
    return replace(entry, status=status)


def state_of(resource: Mapping[str, Any], kind: str) -> str:
    """Return stopped, held, planned or never taken where the resource says so, else blank."""
    refused = ("doNotPerform", "wasNotTaken", "wasNotGiven")
    if any(dig(resource, key) is True for key in refused) or text(resource, "taken") == "n":
        return NEVER_TAKEN
    adherence = first_text(resource, ("adherence", "code", "coding", "code"))
    if adherence in {"stopped", "not-taking", "not-taken"}:
        return "stopped"
    if text(resource, "intent") in {"proposal", "plan"}:
        return "planned"
    status = status_word(text(resource, "status"))
    return "" if kind in HANDED_OVER and status == "stopped" else status


def concepts_of(resource: Mapping[str, Any], record: Record) -> list[Any]:
    """Return the coded concepts that name the medicine, its ingredients last."""
    named = [*many(resource, "medicationCodeableConcept"), *many(resource, "medication", "concept")]
    if dig(resource, "medication", "coding") or text(resource, "medication", "text"):
        named += many(resource, "medication")
    for path in (("medicationReference",), ("medication", "reference"), ("medication",)):
        reference = text(resource, *path, "reference") or text(resource, *path)
        medication = referred(reference, resource, record)
        named += many(medication, "code")
        named += many(medication, "ingredient", "itemCodeableConcept")
        named += many(medication, "ingredient", "item", "concept")
        named += many(medication, "product", "ingredient", "item")
    return named


def referred(reference: str, resource: Mapping[str, Any], record: Record) -> Mapping[str, Any] | None:
    """Return the Medication that a reference means: one contained, or one elsewhere in the file."""
    if reference.startswith("#"):
        return next((one for one in many(resource, "contained") if text(one, "id") == reference[1:]), None)
    versionless = reference.partition("/_history/")[0]
    short = "/".join(versionless.split("/")[-2:])
    return record.medications.get(versionless) or record.medications.get(short)


def name_of(concepts: Sequence[Any], resource: Mapping[str, Any], record: Record) -> tuple[str, str]:
    """Return the first name that is a known medicine, else the first name, and the code beside it."""
    names = [name for concept in concepts
             for name in (text(concept, "text"), *(text(coding, "display") for coding in many(concept, "coding")))
             if name]  # fmt: skip
    names += filter(None, (first_text(resource, ("medicationReference", "display"), ("medication", "display"),
                                      ("medication", "reference", "display")),))  # fmt: skip
    known = [name for name, is_known in zip(names, record.upload.recognise(names), strict=True) if is_known]
    codings = [coding for concept in concepts for coding in many(concept, "coding")]
    codes = [(text(coding, "system"), text(coding, "code")) for coding in codings]
    code = next((f"{system_name(system)} {code}".strip() for system, code in codes if code), "")
    if not names:
        names = [found for system, value in codes if (found := by_code(system, value, record))]
    return (known or names or [""])[0], code


def system_name(system: str) -> str:
    """Return the short name of a code system."""
    return next((name for part, name in SYSTEMS.items() if part in system.lower()), "")


def by_code(system: str, code: str, record: Record) -> str:
    """Return by what a medicine with this RxNorm or ATC code is known to the tables, blank where it is not."""
    drugs = record.upload.tables.drugs.values()
    if "rxnorm" in system.lower():
        coded = f"RxCUI {code}"
        return next((drug.inn for drug in drugs if drug.rxcui and drug.rxcui == code),
                    coded if record.upload.recognise([coded])[0] else "")  # fmt: skip
    if "atc" in system.lower() or "whocc" in system.lower():
        return next((drug.inn for drug in drugs if drug.atc and drug.atc == code), "")
    return ""


def dates_of(resource: Mapping[str, Any]) -> tuple[str, str]:
    """Return the days on which taking began and ended, blank where the resource does not say."""
    bounds = ("timing", "repeat", "boundsPeriod")
    start = first_text(
        resource, ("dosageInstruction", *bounds, "start"), ("dosage", *bounds, "start"), ("effectivePeriod", "start"),
        "effectiveDateTime", ("occurencePeriod", "start"), "occurenceDateTime", ("effectiveTimePeriod", "start"),
        "effectiveTimeDateTime", "authoredOn", "dateWritten", "whenHandedOver", "dateAsserted",
        ("onsetPeriod", "start"),
    )  # fmt: skip
    stop = first_text(resource, ("dosageInstruction", *bounds, "end"), ("dosage", *bounds, "end"),
                      ("effectivePeriod", "end"), ("effectiveTimePeriod", "end"), "dateEnded",
                      ("onsetPeriod", "end"))  # fmt: skip
    return day_of(start), day_of(stop)


def allergy(resource: Mapping[str, Any], number: int, record: Record) -> Entry | Unused:
    """Return the entry of one allergy, marked as such, unless it is to something else or was ruled out."""
    if own := saved_entry(resource, record):
        return own
    concepts = [*many(resource, "code"), *many(resource, "substance"), *many(resource, "reaction", "substance")]
    name, code = name_of(concepts, resource, record)
    known = bool(name) and record.upload.recognise([name])[0]
    verified = first_text(resource, ("verificationStatus", "coding", "code"), "verificationStatus", "status")
    kinds = {text(kind) for kind in many(resource, "category")}
    other = bool(kinds) and kinds.isdisjoint({"medication", "biologic"}) and not known
    if not name or other or verified in {"entered-in-error", "refuted"}:
        return record.upload.unused(number, label_of(resource), "other_allergy")
    return replace(read_entry(name, number, record.upload.tables), status="allergy", code=code)
