"""The body of a request -> its values: within its size and time, and strictly JSON."""

import asyncio
import json
import math
from collections.abc import Awaitable, Callable, MutableMapping, Sequence
from http import HTTPStatus
from typing import Any, NoReturn

from medcheck.api.problems import Problem

JSON = "application/json"
DEEPEST = 64  # objects and lists in each other
HALF_SIGN = b"\\ud"  # how JSON begins half a character, which is no text without its other half

Scope = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[MutableMapping[str, Any]]]


class Gone(Exception):
    """The client has gone away."""


async def received(scope: Scope, receive: Receive, most: int, seconds: float) -> bytes:
    """Return the body of a JSON request of at most so many bytes, received in so many seconds."""
    headers = {name.lower(): value for name, value in scope["headers"]}
    if headers.get(b"content-type", b"").partition(b";")[0].strip().lower() != JSON.encode():
        raise Problem(HTTPStatus.UNSUPPORTED_MEDIA_TYPE, f"Send the body as {JSON}.", {"Accept": JSON})
    if headers.get(b"content-encoding", b"identity").strip().lower() not in {b"", b"identity"}:
        raise Problem(HTTPStatus.UNSUPPORTED_MEDIA_TYPE, "Send the body without a Content-Encoding.")
    announced = headers.get(b"content-length", b"")
    if announced.isdigit() and int(announced[:20]) > most:
        too_large(most)
    try:
        return await asyncio.wait_for(gathered(receive, most), seconds)
    except TimeoutError:
        slow = f"The body took longer than {seconds:g} s; send it faster or in parts."
        raise Problem(HTTPStatus.REQUEST_TIMEOUT, slow, {"Connection": "close"}) from None


async def gathered(receive: Receive, most: int) -> bytes:
    """Return all parts of a body."""
    parts: list[bytes] = []
    size, more = 0, True
    while more:
        message = await receive()
        if message["type"] == "http.disconnect":
            raise Gone
        parts.append(message.get("body", b""))
        size += len(parts[-1])
        if size > most:
            too_large(most)
        more = message.get("more_body", False)
    return b"".join(parts)


def too_large(most: int) -> NoReturn:
    """Refuse a body that is larger than allowed."""
    raise Problem(
        HTTPStatus.REQUEST_ENTITY_TOO_LARGE,
        f"The body is larger than {most:,} bytes; send it in parts.",
        {"Connection": "close"},
    )


def parsed(body: bytes) -> Any:
    """Return the values of a body; a Problem where it is not UTF-8, not JSON, ambiguous or nested too deeply."""
    try:
        text = body.decode("utf-8")
        value = json.loads(text, object_pairs_hook=once, parse_constant=no_number, parse_float=finite)
        if HALF_SIGN in body.lower():
            json.dumps(value, ensure_ascii=False).encode("utf-8")
    except UnicodeDecodeError as error:
        refuse(f"The body is not UTF-8 at byte {error.start}.")
    except UnicodeEncodeError:
        refuse("The body holds half a character (a lone surrogate).")
    except json.JSONDecodeError as error:
        refuse(f"The body is no JSON at character {error.pos}: {error.msg}.")
    except RecursionError:
        refuse(f"The body is nested deeper than {DEEPEST} levels.")
    except ValueError as error:
        refuse(f"The body cannot be read: {error}.")
    if is_deep(value):
        refuse(f"The body is nested deeper than {DEEPEST} levels.")
    return value


def refuse(why: str) -> NoReturn:
    """Refuse a body that is no JSON as it is meant here."""
    raise Problem(HTTPStatus.BAD_REQUEST, why)


def once(pairs: Sequence[tuple[str, Any]]) -> dict[str, Any]:
    """Return an object, unless a name stands in it twice, of which programs read one or the other."""
    found = dict(pairs)
    if len(found) < len(pairs):
        raise ValueError("an object has a name twice")
    return found


def no_number(_: str) -> NoReturn:
    """Refuse NaN and Infinity, which are no JSON."""
    raise ValueError("NaN and Infinity are no JSON")


def finite(digits: str) -> float:
    """Return a number that is not beyond all bounds."""
    number = float(digits)
    if not math.isfinite(number):
        raise ValueError("a number is too large")
    return number


def is_deep(value: Any) -> bool:
    """Say whether objects and lists are nested deeper than allowed."""
    level = [value]
    for _ in range(DEEPEST + 1):
        level = [inner for one in level if isinstance(one, dict | list)
                 for inner in (one.values() if isinstance(one, dict) else one)]  # fmt: skip
        if not level:
            return False
    return True
