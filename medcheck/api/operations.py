"""A path and a method -> what the service does there."""

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from http import HTTPStatus
from typing import Any
from urllib.parse import parse_qsl

from medcheck.api import answers, hooks
from medcheck.api.bodies import Scope, parsed
from medcheck.api.description import Schema, check_against, check_parameter, description, parameters
from medcheck.api.problems import Problem

LARGEST_BODY, LARGEST_CALL = 256 * 1024, 2 * 1024 * 1024  # bytes: of our own, and of FHIR
MOST_PARAMETERS = 10
HOOKS_AT = "/cds-services"


@dataclass(frozen=True)
class Operation:
    """What answers one method on a path; `body` names the schema of what is sent, blank where nothing is."""

    answer: Callable[[Any], Any]
    body: str = ""
    largest: int = LARGEST_BODY
    free: bool = False  # of the rate: who watches over the service asks it too


OPERATIONS: dict[str, dict[str, Operation]] = {
    "/api/check": {"POST": Operation(answers.check, "CheckCall")},
    "/api/match": {"POST": Operation(answers.match, "MatchCall")},
    "/api/drugs": {"GET": Operation(answers.drugs)},
    "/api/openapi.json": {"GET": Operation(lambda _: description())},
    "/healthz": {"GET": Operation(answers.health, free=True)},
    HOOKS_AT: {"GET": Operation(hooks.discovery)},
    f"{HOOKS_AT}/{hooks.service_id('patient-view')}": {
        "POST": Operation(hooks.opened, "PatientViewCall", LARGEST_CALL)
    },
    f"{HOOKS_AT}/{hooks.service_id('order-select')}": {
        "POST": Operation(hooks.ordered, "OrderSelectCall", LARGEST_CALL)
    },
    f"{HOOKS_AT}/{hooks.service_id('order-sign')}": {"POST": Operation(hooks.ordered, "OrderSignCall", LARGEST_CALL)},
}
PATHS = ("/api", "/api/{rest:path}", "/healthz", HOOKS_AT, f"{HOOKS_AT}/{{rest:path}}")


def operation_of(scope: Scope) -> Operation:
    """Return what answers a request; a Problem where nothing is there, or not by this method."""
    methods = OPERATIONS.get(scope["path"])
    if methods is None:
        raise Problem(HTTPStatus.NOT_FOUND, "Nothing is here; /api/openapi.json says what is where.")
    operation = methods.get("GET" if scope["method"] == "HEAD" else scope["method"])
    if operation is None:
        allowed = ", ".join([*methods, *(["HEAD"] if "GET" in methods else [])])
        raise Problem(HTTPStatus.METHOD_NOT_ALLOWED, f"Use {allowed} here.", {"Allow": allowed})
    return operation


def body_answered(operation: Operation, body: bytes) -> bytes:
    """Return the answer to a body that is as its schema asks."""
    asked = parsed(body)
    check_against(operation.body, asked)
    return as_json(operation.answer(asked))


def query_answered(operation: Operation, scope: Scope) -> bytes:
    """Return the answer to the query of a request."""
    wanted = parameters(scope["path"])
    return as_json(operation.answer(query_of(scope["query_string"], wanted) if wanted else {}))


def query_of(query: bytes, wanted: Mapping[str, Schema]) -> dict[str, Any]:
    """Return the parameters of a query, each as its schema asks, with the defaults of those that are not given."""
    try:
        pairs = parse_qsl(
            query.decode("ascii"), keep_blank_values=True, errors="strict", max_num_fields=MOST_PARAMETERS
        )
    except ValueError:  # of which a UnicodeDecodeError is one
        raise Problem(HTTPStatus.BAD_REQUEST, "The query cannot be read; write it as %-encoded UTF-8.") from None
    given = dict(pairs)
    if len(given) < len(pairs) or not given.keys() <= wanted.keys():
        raise Problem(HTTPStatus.UNPROCESSABLE_ENTITY, f"Use any of these parameters once: {', '.join(wanted)}.")
    asked = {name: schema["default"] for name, schema in wanted.items() if "default" in schema}
    for name, text in given.items():
        whole = wanted[name]["type"] == "integer" and text.isdecimal() and len(text) < 10
        asked[name] = int(text) if whole else text
        check_parameter(name, wanted[name], asked[name])
    return asked


def as_json(value: Any) -> bytes:
    """Return a value as JSON in UTF-8."""
    return json.dumps(value, ensure_ascii=False, allow_nan=False).encode()
