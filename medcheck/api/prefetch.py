"""A call of CDS Hooks -> the medicines of the record and of its draft orders, and the person."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from http import HTTPStatus
from typing import Any

import medcheck
from medcheck.api.answers import MOST_ENTRIES
from medcheck.api.problems import Problem
from medcheck.naming.matches import Match
from medcheck.reading.files import Unused, Upload, fhir
from medcheck.reading.files.values import many, text
from medcheck.reading.lines import Entry
from medcheck.tables import Tables, shipped
from medcheck.weighing.patient import OLDEST

PATIENT, MEDICATIONS, STATEMENTS = "patient", "medications", "statements"
TEMPLATES = {
    PATIENT: "Patient/{{context.patientId}}",
    MEDICATIONS: "MedicationRequest?patient={{context.patientId}}&status=active",
    STATEMENTS: "MedicationStatement?patient={{context.patientId}}&status=active",
}
LISTS = (MEDICATIONS, STATEMENTS)
DRAFT = "draft orders"
READABLE = frozenset({"Bundle", "MedicationRequest", "MedicationStatement"})
SEXES = frozenset({"female", "male"})


@dataclass(frozen=True)
class Called:
    """What a call is about: the matches of record and draft, those just selected, the person, and what is missing."""

    matches: tuple[Match, ...]
    selected: tuple[Match, ...]
    patient: medcheck.Patient
    unused: tuple[Unused, ...]
    gaps: tuple[str, ...]


@dataclass(frozen=True)
class Listed:
    """A resource of the call and the list that it came in."""

    resource: Mapping[str, Any]
    came_in: str


def called(asked: Mapping[str, Any], today: date) -> Called:
    """Read a call; a Problem of status 412 where the record's medicines were not prefetched."""
    prefetch = asked.get("prefetch", {})
    there = [name for name in LISTS if is_there(prefetch, name)]
    if not there:
        needed = "The prefetch holds no medicines; send medications, statements or both, null where there are none."
        raise Problem(HTTPStatus.PRECONDITION_FAILED, needed)
    tables, context = shipped(), asked["context"]
    record = fhir.Record(Upload(b"", "the call", tables, medcheck.shipped_matcher().recognises))
    listed = [*gathered([(name, prefetch[name]) for name in there], record),
              *gathered([(DRAFT, context.get("draftOrders"))], record)]  # fmt: skip
    if len(listed) > MOST_ENTRIES:
        many_sent = f"The call holds {len(listed):,} resources; send at most {MOST_ENTRIES:,}."
        raise Problem(HTTPStatus.REQUEST_ENTITY_TOO_LARGE, many_sent)
    told = [(one, fhir.told_by(one.resource, line, record)) for line, one in enumerate(listed, start=1)]
    read = [(one, entry) for one, entry in told if isinstance(entry, Entry)]
    matches = medcheck.shipped_matcher().match([entry for _, entry in read])
    pairs = once_each([(one, match) for (one, _), match in zip(read, matches, strict=True)])
    chosen = selections(context)
    return Called(
        tuple(match for _, match in pairs),
        tuple(match for one, match in pairs if one.came_in == DRAFT and is_selected(one.resource, chosen)),
        patient_of(prefetch.get(PATIENT), today),
        (*record.odd, *(row for _, row in told if isinstance(row, Unused))),
        tuple(gaps(prefetch, there, tables)),
    )


def is_there(prefetch: Mapping[str, Any], name: str) -> bool:
    """Say whether a list was prefetched: null says that the record holds none, an error that it is not known."""
    return name in prefetch and (prefetch[name] is None or text(prefetch[name], "resourceType") in READABLE)


def gathered(lists: Sequence[tuple[str, Any]], record: fhir.Record) -> Iterator[Listed]:
    """Yield the resources of some lists, and keep the Medications among them for reference."""
    for name, value in lists:
        before = len(record.resources)
        if value is not None:
            fhir.gather(value, 0, record)
        yield from (Listed(resource, name) for resource in record.resources[before:])


def once_each(pairs: Sequence[tuple[Listed, Match]]) -> list[tuple[Listed, Match]]:
    """Return the pairs without a statement of what was also requested, so that no dose is counted twice.

    Where both tell a dose, the larger one counts.
    """
    requested = {frozenset(match.drugs): place for place, (one, match) in enumerate(pairs)
                 if one.came_in == MEDICATIONS and match.drugs}  # fmt: skip
    kept = list(pairs)
    for place, (one, match) in enumerate(pairs):
        twin = requested.get(frozenset(match.drugs))
        if one.came_in != STATEMENTS or twin is None:
            continue
        kept[twin] = (kept[twin][0], max(kept[twin][1], match, key=lambda same: same.entry.daily_mg or 0))
        kept[place] = (Listed({}, ""), match)
    return [pair for pair in kept if pair[0].came_in]


def selections(context: Mapping[str, Any]) -> frozenset[str] | None:
    """Return the ids of the orders just selected, without their type; None where all of the draft counts."""
    chosen = context.get("selections")
    return None if chosen is None else frozenset(one.rpartition("/")[2] for one in chosen)


def is_selected(resource: Mapping[str, Any], chosen: frozenset[str] | None) -> bool:
    """Say whether an order of the draft was just selected."""
    return chosen is None or text(resource, "id") in chosen


def patient_of(resource: Any, today: date) -> medcheck.Patient:
    """Return the age and sex that a Patient tells."""
    sex = text(resource, "gender")
    return medcheck.Patient(age=age_of(text(resource, "birthDate"), today), sex=sex if sex in SEXES else "")


def age_of(born: str, today: date) -> int | None:
    """Return the age in whole years, at the least where only a month or year of birth is told; None without any."""
    latest = {len("YYYY"): f"{born}-12-31", len("YYYY-MM"): f"{born}-28"}
    try:
        day = date.fromisoformat(latest.get(len(born), born))
    except ValueError:
        return None
    age = today.year - day.year - ((today.month, today.day) < (day.month, day.day))
    return age if 0 <= age <= OLDEST else None


def gaps(prefetch: Mapping[str, Any], there: Sequence[str], tables: Tables) -> Iterator[str]:
    """Yield what is missing of the prefetch: a whole list, or the further pages of one."""
    for name in LISTS:
        if name not in there:
            yield tables.say("card.not_prefetched", list=name)
        elif any(text(link, "relation") == "next" for link in many(prefetch[name], "link")):
            yield tables.say("card.more_pages", list=name)
