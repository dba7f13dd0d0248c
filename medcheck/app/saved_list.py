"""My list, what was told and what was confirmed -> a file, and back."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from medcheck.tables import Tables
from medcheck.weighing.patient import Patient, PatientError, read_patient

MARK = "medcheck_saved_list"
VERSION = 1
LONGEST = 1_000_000  # bytes


class SavedError(ValueError):
    """A saved list that cannot be used; the message says why."""


@dataclass(frozen=True)
class Saved:
    """What a saved file holds; `chosen` is the drugs that were confirmed, by the line as typed."""

    text: str
    patient: Patient
    chosen: Mapping[str, tuple[str, ...]]


def written(saved: Saved) -> str:
    """Return a list as the text of a file."""
    patient = saved.patient
    told = {
        "age": patient.age, "sex": patient.sex, "conditions": patient.conditions,
        "recent": patient.recent, "results": {result.test: {"value": result.value} for result in patient.results},
        "symptoms": {"onset": str(patient.onset or ""), "where": patient.where, "features": patient.features,
                     "red_flags": patient.red_flags},
    }  # fmt: skip
    return json.dumps({MARK: VERSION, "list": saved.text, "patient": told, "confirmed": saved.chosen},
                      ensure_ascii=False, indent=1)  # fmt: skip


def is_saved(data: bytes) -> bool:
    """Say whether the bytes of a file are a list that was saved here."""
    return data.lstrip()[: len(MARK) + 20].startswith(b"{") and MARK.encode() in data[:100]


def read_saved(data: bytes, tables: Tables) -> Saved:
    """Read a saved list, trusting nothing of it; SavedError says what is wrong."""
    try:
        told = json.loads(data[:LONGEST])
        patient = read_patient(told.get("patient") or {}, tables)
    except (ValueError, RecursionError, AttributeError) as error:
        raise SavedError(str(error) if isinstance(error, PatientError) else tables.say("saved.no_text")) from error
    if not isinstance(told.get("list"), str) or not told["list"].strip():
        raise SavedError(tables.say("saved.no_text"))
    return Saved(told["list"], patient, read_chosen(told.get("confirmed") or {}, tables))


def read_chosen(told: Any, tables: Tables) -> dict[str, tuple[str, ...]]:
    """Read what was confirmed: lists of known drugs by the line as typed."""
    known = isinstance(told, Mapping) and all(
        isinstance(drugs, list) and all(isinstance(drug, str) and drug in tables.drugs for drug in drugs)
        for drugs in told.values()
    )
    if not known:
        raise SavedError(tables.say("saved.bad_choice"))
    return {raw: tuple(drugs) for raw, drugs in told.items()}
