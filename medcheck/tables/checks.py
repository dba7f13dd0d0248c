"""Cells and their description -> what is wrong with them, all at once."""

import re
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import Any

Schema = Mapping[str, Any]
Column = Sequence[str]


class TableError(ValueError):
    """The curated tables cannot be used; the message names file, row, column, value and what is allowed."""

    def __init__(self, problems: Sequence[str]) -> None:
        """Join all problems, one a line."""
        self.problems = tuple(problems)
        super().__init__("\n".join(problems))


def is_date(text: str) -> bool:
    """Say whether the text is a calendar day written YYYY-MM-DD."""
    try:
        return re.fullmatch(r"\d{4}-\d\d-\d\d", text) is not None and bool(date.fromisoformat(text))
    except ValueError:
        return False


PLAIN_TYPES = {
    "integer": (lambda text: re.fullmatch(r"-?\d+", text) is not None, "a whole number"),
    "number": (lambda text: re.fullmatch(r"-?\d+(\.\d+)?", text) is not None, "a number"),
    "date": (is_date, "a day written YYYY-MM-DD"),
}


def is_free(field: Schema) -> bool:
    """Say whether any text is allowed in a field, if it must not be blank."""
    return field["type"] == "string" and "refersTo" not in field and field.get("constraints", {}).keys() <= {"required"}


def refusal(field: Schema, value: str, known: Mapping[str, set[str]]) -> str:
    """Say what the field allows instead of this value, or nothing where the value is allowed."""
    rules = field.get("constraints", {})
    if value == "":
        return "it must not be blank" if rules.get("required") else ""
    items = value.split(field["delimiter"]) if field["type"] == "list" else [value]
    for item in items:
        if why := item_refusal(field, rules, item, known):
            return why
    return ""


def item_refusal(field: Schema, rules: Schema, item: str, known: Mapping[str, set[str]]) -> str:
    """Say what the field allows instead of this item of its cell, or nothing."""
    if field["type"] in PLAIN_TYPES and not PLAIN_TYPES[field["type"]][0](item):
        return f"write {PLAIN_TYPES[field['type']][1]}"
    if "enum" in rules and item not in rules["enum"]:
        return "write one of " + ", ".join(rules["enum"])
    if "pattern" in rules and not re.fullmatch(rules["pattern"], item):
        return f"write it like {field.get('example', rules['pattern'])}"
    if field["type"] == "integer" and int(item) < rules.get("minimum", int(item)):
        return f"write {rules['minimum']} or more"
    if "refersTo" in field and item not in known[field["refersTo"]]:
        return f"write an id of {field['refersTo']}, or add it there first"
    return ""


def cell_problems(
    file: Path, fields: Sequence[Schema], columns: Sequence[Column], known: Mapping[str, set[str]]
) -> Iterator[str]:
    """Yield a sentence for each bad cell; a value is judged once however often it stands."""
    for field, column in zip(fields, columns, strict=True):
        values = {""} & set(column) if is_free(field) else set(column)
        refused = {value: why for value in values if (why := refusal(field, value, known))}
        if refused:
            for row, value in enumerate(column, start=2):
                if value in refused:
                    yield f"{file.name}, row {row}, column {field['name']}: {value!r} is not allowed; {refused[value]}."


def key_problems(file: Path, schema: Schema, columns: Sequence[Column]) -> Iterator[str]:
    """Yield a sentence for each row whose primary key stands already in an earlier row."""
    names = [field["name"] for field in schema["fields"]]
    keys = [columns[names.index(part)] for part in schema["primaryKey"]]
    if len(set(zip(*keys, strict=True))) == len(columns[0]):
        return
    first: dict[tuple[str, ...], int] = {}
    for row, key in enumerate(zip(*keys, strict=True), start=2):
        if key in first:
            which = ", ".join(schema["primaryKey"])
            yield (
                f"{file.name}, row {row}, column {which}: {' / '.join(key)!r} stands already in row {first[key]};"
                " keep one of them."
            )
        first.setdefault(key, row)
