"""Parsed JSON and XML -> a value or nothing: ways in that never fail."""

from collections.abc import Mapping, Sequence
from typing import Any

LONGEST_VALUE = 2_000  # signs of one text


def dig(value: Any, *path: str) -> Any:
    """Return what lies under these keys, the first where there are several, or None."""
    for key in path:
        value = first(value)
        value = value.get(key) if isinstance(value, Mapping) else None
    return first(value)


def many(value: Any, *path: str) -> list[Any]:
    """Return all that lies under these keys as a list, whether one or several were given."""
    values = [value] if not isinstance(value, list) else value
    for key in path:
        found = [one.get(key) for one in values if isinstance(one, Mapping)]
        values = [one for part in found for one in (part if isinstance(part, list) else [part]) if one is not None]
    return values


def first(value: Any) -> Any:
    """Return the first of a list, or the value itself."""
    return (value[0] if value else None) if isinstance(value, list) else value


def text(value: Any, *path: str) -> str:
    """Return what lies under these keys as one line of text, blank where it is none."""
    found = dig(value, *path)
    if isinstance(found, str):
        return " ".join(found[:LONGEST_VALUE].split())
    if isinstance(found, bool) or not isinstance(found, int | float):
        return ""
    return f"{found:g}" if abs(found) < 1e15 else str(found)[:30]


def first_text(value: Any, *keys: Sequence[str] | str) -> str:
    """Return the first text that is not blank under some keys or paths of keys."""
    paths = [(key,) if isinstance(key, str) else tuple(key) for key in keys]
    return next((found for path in paths if (found := text(value, *path))), "")
