"""A body -> what is wrong with it by the OpenAPI description, which is also what is published."""

import json
from collections.abc import Iterable, Mapping
from functools import cache
from http import HTTPStatus
from typing import Any

from jsonschema import Draft202012Validator, ValidationError

import medcheck
from medcheck.api.problems import Problem
from medcheck.tables import folder

LONGEST_QUOTE = 60  # signs of what was sent that are said back
KINDS = {
    "string": "a text",
    "array": "a list",
    "object": "an object",
    "number": "a number",
    "integer": "a whole number",
    "null": "null",
}

Schema = dict[str, Any]


@cache
def description() -> Schema:
    """Return the description with this version and the schema of the report in their places."""
    told = json.loads((folder() / "openapi.json").read_text(encoding="utf-8"))
    report = json.loads((folder() / "report.schema.json").read_text(encoding="utf-8"))
    told["info"]["version"] = medcheck.__version__
    told["components"]["schemas"]["Report"] = moved(report, "#/components/schemas/Report")
    return told


def moved(value: Any, place: str) -> Any:
    """Return a schema whose references hold where it stands inside another document."""
    if isinstance(value, list):
        return [moved(one, place) for one in value]
    if not isinstance(value, dict):
        return value
    return {key: place + one.removeprefix("#") if key == "$ref" else moved(one, place)
            for key, one in value.items() if key != "$schema"}  # fmt: skip


def check_against(name: str, value: Any) -> None:
    """Raise a Problem that names the first place at which a value is not what its schema asks for."""
    if wrong := next(validator(name).iter_errors(value), None):
        raise Problem(HTTPStatus.UNPROCESSABLE_ENTITY, sentence(wrong))


@cache
def validator(name: str) -> Draft202012Validator:
    """Return the validator of one schema of the description."""
    return Draft202012Validator({"$ref": f"#/components/schemas/{name}", "components": description()["components"]})


def parameters(path: str) -> dict[str, Schema]:
    """Return the schema of each query parameter of a path by its name, none where it takes none."""
    return {one["name"]: one["schema"] for one in description()["paths"][path]["get"].get("parameters", [])}


def check_parameter(name: str, schema: Schema, value: str | int) -> None:
    """Raise a Problem where a query parameter is not what its schema asks for."""
    if wrong := next(Draft202012Validator(schema).iter_errors(value), None):
        raise Problem(HTTPStatus.UNPROCESSABLE_ENTITY, sentence(wrong, name))


def sentence(wrong: ValidationError, whole: str = "the body") -> str:
    """Say what is wrong and what belongs there, without repeating more than a few signs of what was sent."""
    place = place_of(wrong.absolute_path, whole)
    asked: Any = wrong.validator_value
    given: Any = wrong.instance
    told = {
        "type": lambda: f"{place} must be {kinds(asked)}.",
        "required": lambda: f"{place} needs {', '.join(key for key in asked if key not in given)}.",
        "additionalProperties": lambda: unknown_key(place, given, wrong.schema),
        "enum": lambda: f"{place} is {quoted(given)}; use any of: {', '.join(asked)}.",
        "const": lambda: f"{place} must be {quoted(asked)}.",
        "minItems": lambda: f"{place} is empty; give at least one.",
        "maxItems": lambda: f"{place} has {len(given):,} items; send at most {asked:,}.",
        "minLength": lambda: f"{place} is blank; write at least {asked} character.",
        "maxLength": lambda: f"{place} has {len(given):,} characters; send at most {asked:,}.",
        "minimum": lambda: f"{place} is {quoted(given)}; the least is {asked}.",
        "maximum": lambda: f"{place} is {quoted(given)}; the most is {asked}.",
        "pattern": lambda: f"{place} is {quoted(given)}; write a day as YYYY-MM-DD.",
    }
    return told[str(wrong.validator)]()


def place_of(path: Iterable[str | int], whole: str) -> str:
    """Return where something stands: entries[3], patient.age, or the whole by its name."""
    place = "".join(f"[{step}]" if isinstance(step, int) else f".{step}" for step in path)
    return place.lstrip(".") or whole


def kinds(asked: str | list[str]) -> str:
    """Say which kinds of value are allowed."""
    return " or ".join(KINDS[kind] for kind in ([asked] if isinstance(asked, str) else asked))


def unknown_key(place: str, given: Mapping[str, Any], schema: Any) -> str:
    """Say which key is unknown and which are known."""
    known = sorted(schema["properties"])
    unknown = next(key for key in given if key not in known)
    return f"{place} has an unknown key {quoted(unknown)}; use any of: {', '.join(known)}."


def quoted(value: object) -> str:
    """Return the beginning of what was sent, in quotes where it is a text."""
    said = value if isinstance(value, str) else json.dumps(value)
    cut = said if len(said) <= LONGEST_QUOTE else f"{said[:LONGEST_QUOTE]}…"
    return repr(cut) if isinstance(value, str) else cut
