"""What was asked -> what is answered: checks, matches, the medicines that are known, and how the service is."""

from collections.abc import Mapping
from functools import cache
from http import HTTPStatus
from typing import Any, NamedTuple

import medcheck
from medcheck.api.problems import Problem
from medcheck.exports.as_json import as_dict
from medcheck.exports.matches_csv import said
from medcheck.naming.index import key_of
from medcheck.naming.matches import Match
from medcheck.reading.files import Unused
from medcheck.reading.lines import Entry, read_entry
from medcheck.tables import Tables, shipped
from medcheck.tables.rows import Drug

MOST_ENTRIES = 1_000


class Spelling(NamedTuple):
    """A name of a drug beside the key under which it is looked up."""

    key: str
    name: str
    drug_id: str


def check(asked: Mapping[str, Any]) -> dict[str, Any]:
    """Answer a list with the report of it, as `medcheck check --format json` writes it."""
    entries, unused = read(asked["entries"])
    try:
        return as_dict(medcheck.check_entries(entries, asked.get("patient"), unused))
    except medcheck.PatientError as error:
        raise Problem(HTTPStatus.UNPROCESSABLE_ENTITY, f"patient: {error}") from error


def read(given: str | list[str]) -> tuple[list[Entry], list[Unused]]:
    """Return the entries of a text, or of a list with one medicine a string."""
    if isinstance(given, list):
        return [read_entry(raw, line, shipped()) for line, raw in enumerate(given, start=1)], []
    reading = medcheck.read_text(given)
    if not reading.entries:
        raise Problem(HTTPStatus.UNPROCESSABLE_ENTITY, "entries names no medicine; give at least one.")
    if len(reading.entries) > MOST_ENTRIES:
        many = f"entries reads as {len(reading.entries):,} entries; send at most {MOST_ENTRIES:,}."
        raise Problem(HTTPStatus.UNPROCESSABLE_ENTITY, many)
    return [*reading.entries], [*reading.unused]


def match(asked: Mapping[str, Any]) -> dict[str, Any]:
    """Answer one entry or several with a match each."""
    given = asked["entries"]
    matches = medcheck.match_entries([given] if isinstance(given, str) else given)
    return {"matches": [match_dict(one, shipped()) for one in matches]}


def match_dict(one: Match, tables: Tables) -> dict[str, Any]:
    """Return a match as plain values, medicines by their INN."""
    candidates = dict.fromkeys(name for candidate in one.candidates for name in said(candidate, tables))
    return {
        "entry": one.entry.raw, "verdict": one.verdict, "drugs": list(map(tables.inn, one.drugs)), "via": one.via,
        "score": one.score, "candidates": list(candidates),
    }  # fmt: skip


def drugs(asked: Mapping[str, Any]) -> dict[str, Any]:
    """Answer with the medicines of which a name begins with or holds what is searched, the most used first."""
    key = key_of(asked.get("q", ""))
    found: dict[str, Spelling] = {}
    fitting = [spelling for spelling in spellings() if key in spelling.key] if key or not asked.get("q") else []
    for spelling in sorted(fitting, key=lambda one: not one.key.startswith(key)):
        found.setdefault(spelling.drug_id, spelling)
    ranked = sorted(found.values(), key=lambda one: (not one.key.startswith(key), shipped().use_order(one.drug_id)))
    shown = ranked[: asked["limit"]]
    return {"total": len(ranked), "drugs": [drug_dict(shipped().drugs[one.drug_id], one.name) for one in shown]}


@cache
def spellings() -> tuple[Spelling, ...]:
    """Return every name of every drug: its INN and US name first, then those that people type."""
    own = [(name, drug.id) for drug in shipped().drugs.values() for name in (drug.inn, drug.us_name) if name]
    typed = [(row.name, row.drug_id) for row in shipped().names]
    return tuple(Spelling(key_of(name), name, drug_id) for name, drug_id in (*own, *typed))


def drug_dict(drug: Drug, name: str) -> dict[str, str]:
    """Return a medicine with its codes, the name that was found, and how much of it was reviewed."""
    listed = "listed" if drug.id in shipped().weakness else "nothing_listed" if drug.label_read_on else "not_reviewed"
    return {"id": drug.id, "inn": drug.inn, "us_name": drug.us_name, "atc": drug.atc, "rxcui": drug.rxcui,
            "name": name, "state": listed}  # fmt: skip


def health(_: object) -> dict[str, str]:
    """Answer that the service runs, with the versions that it runs on."""
    return {"status": "ok", "version": medcheck.__version__, "data_version": shipped().version}
