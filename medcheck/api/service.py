"""A request over HTTP (ASGI) -> an answer: who may ask how much, and every failure told as a problem."""

import asyncio
import logging
import math
import time
import traceback
from collections.abc import Awaitable, Callable, Mapping
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass, field
from functools import partial
from http import HTTPStatus
from pathlib import Path
from threading import BoundedSemaphore
from typing import Any

from medcheck.api.bodies import JSON, Gone, Receive, Scope, received
from medcheck.api.limits import Allowance, Limits
from medcheck.api.operations import (
    HOOKS_AT,
    OPERATIONS,
    Operation,
    as_json,
    body_answered,
    operation_of,
    query_answered,
)
from medcheck.api.problems import MEDIA, Problem

LOG = logging.getLogger("medcheck.api")
ANY_ORIGIN = {
    "Access-Control-Allow-Origin": "*",
    "Access-Control-Allow-Methods": "GET, POST, OPTIONS",
    "Access-Control-Allow-Headers": "Authorization, Content-Type, X-Requested-With",
    "Access-Control-Expose-Headers": "Origin, Accept, Content-Location, Location, X-Requested-With",
    "Access-Control-Max-Age": "600",
}

Send = Callable[[dict[str, Any]], Awaitable[None]]


@dataclass(frozen=True)
class Answer:
    """A response as it is sent."""

    status: HTTPStatus
    content: bytes
    headers: Mapping[str, str] = field(default_factory=dict)


class Service:
    """Answers what is asked over HTTP, the work in threads so that the dashboard beside it stays quick."""

    def __init__(self, limits: Limits | None = None, clock: Callable[[], float] = time.monotonic) -> None:
        self.limits = limits or Limits()
        self.allowance = Allowance(self.limits.rate, clock)
        self.pool = ThreadPoolExecutor(self.limits.workers, "medcheck-api")
        self.places = BoundedSemaphore(self.limits.under_way)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""
        if scope["type"] != "http":
            return
        began = time.monotonic()
        try:
            answer = await self.answered(scope, receive)
        except Gone:
            return
        path = scope["path"] if scope["path"] in OPERATIONS else "another path"
        LOG.info("%s %s %d %.0f ms", method_of(scope), path, answer.status, 1000 * (time.monotonic() - began))
        await sent(answer, scope, send)

    async def answered(self, scope: Scope, receive: Receive) -> Answer:
        """Return the answer to a request, a problem where there is none."""
        try:
            if is_preflight(scope):
                return Answer(HTTPStatus.NO_CONTENT, b"")
            operation = operation_of(scope)
            self.take_turn(operation, scope)
            work = await self.work_of(operation, scope, receive)
            return Answer(HTTPStatus.OK, await self.worked(work), {"Content-Type": JSON})
        except Problem as problem:
            return answer_of(problem)
        except Gone:
            raise
        except Exception as error:  # whose words may hold what was sent, and are told to nobody
            LOG.error("%s failed: %s", scope["path"] if scope["path"] in OPERATIONS else "a request", place_of(error))
            return answer_of(Problem(HTTPStatus.INTERNAL_SERVER_ERROR, "The service failed; it is no fault of yours."))

    def take_turn(self, operation: Operation, scope: Scope) -> None:
        """Raise a Problem where this client asks more often than allowed."""
        client = scope.get("client") or ("", 0)
        if not operation.free and (wait := self.allowance.wait(client[0])):
            seconds = str(math.ceil(wait))
            often = f"More than {self.limits.rate:g} requests a second came from you; wait {seconds} s."
            raise Problem(HTTPStatus.TOO_MANY_REQUESTS, often, {"Retry-After": seconds})

    async def work_of(self, operation: Operation, scope: Scope, receive: Receive) -> Callable[[], bytes]:
        """Return what is to be done in a thread: reading what was asked, and answering it."""
        if operation.body:
            body = await received(scope, receive, operation.largest, self.limits.seconds)
            return partial(body_answered, operation, body)
        return partial(query_answered, operation, scope)

    async def worked(self, work: Callable[[], bytes]) -> bytes:
        """Return what the work gives; a Problem where too much is under way, or where it takes too long."""
        if not self.places.acquire(blocking=False):
            raise Problem(HTTPStatus.SERVICE_UNAVAILABLE, "The service is busy; try again.", {"Retry-After": "1"})
        under_way = self.pool.submit(work)
        under_way.add_done_callback(self.leave)
        try:
            return await asyncio.wait_for(asyncio.wrap_future(under_way), self.limits.seconds)
        except TimeoutError:
            long = f"The answer took longer than {self.limits.seconds:g} s; send less at once."
            raise Problem(HTTPStatus.SERVICE_UNAVAILABLE, long, {"Retry-After": "1"}) from None

    def leave(self, _: "Future[bytes]") -> None:
        """Give the place of some work to the next, once the work has ended and not before."""
        self.places.release()


def method_of(scope: Scope) -> str:
    """Return the method of a request; one that is not known is not repeated."""
    known = {"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS", "TRACE"}
    return scope["method"] if scope["method"] in known else "another method"


def is_preflight(scope: Scope) -> bool:
    """Say whether a browser asks if a page of another origin may call a CDS service."""
    return scope["method"] == "OPTIONS" and scope["path"] in OPERATIONS and scope["path"].startswith(HOOKS_AT)


def answer_of(problem: Problem) -> Answer:
    """Return the answer that tells a problem."""
    return Answer(problem.status, as_json(problem.as_dict()), {"Content-Type": MEDIA, **problem.headers})


def place_of(error: Exception) -> str:
    """Return the kind of an error and the line of code where it came up."""
    frames = traceback.extract_tb(error.__traceback__)
    return f"{type(error).__name__} in {Path(frames[-1].filename).name}, line {frames[-1].lineno}"


async def sent(answer: Answer, scope: Scope, send: Send) -> None:
    """Send an answer, to CDS clients of any origin where it is theirs."""
    headers = {**answer.headers, "Content-Length": str(len(answer.content))}
    if scope["path"].startswith(HOOKS_AT):
        headers |= ANY_ORIGIN
    if answer.status == HTTPStatus.NO_CONTENT:
        del headers["Content-Length"]
    raw = [(name.lower().encode("latin-1"), value.encode("latin-1")) for name, value in headers.items()]
    await send({"type": "http.response.start", "status": int(answer.status), "headers": raw})
    content = b"" if scope["method"] == "HEAD" else answer.content
    await send({"type": "http.response.body", "body": content})
