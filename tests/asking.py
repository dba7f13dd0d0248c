"""How the tests of the service ask it: one request through ASGI, without a socket."""

import asyncio
import json
from collections.abc import AsyncIterator, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from medcheck.api.limits import Limits
from medcheck.api.service import Service

JSON = {"Content-Type": "application/json"}
FREE = Limits(rate=0)


@dataclass(frozen=True)
class Told:
    status: int
    headers: Mapping[str, str]
    body: bytes

    @property
    def json(self) -> Any:
        return json.loads(self.body)

    @property
    def refusal(self) -> tuple[int, str]:
        """The status and the sentence of a problem, which is one as RFC 9457 describes it."""
        problem = self.json
        assert self.headers["content-type"] == "application/problem+json"
        assert (problem.keys(), problem["status"]) == ({"type", "title", "status", "detail"}, self.status)
        return self.status, problem["detail"]


def ask(
    method: str,
    path: str,
    body: object = b"",
    headers: Mapping[str, str] = JSON,
    query: str = "",
    service: Any = None,
    client: str = "192.0.2.1",
) -> Told:
    """Ask once; a body that is neither bytes nor a list of parts is sent as JSON, an exception ends it."""
    sent = body if isinstance(body, bytes | Parts) else json.dumps(body).encode()
    return asyncio.run(asked(method, path, sent, headers, query, service or Service(FREE), client))


class Parts(list):
    """The parts of a body; a number is a pause of so many seconds, None is a client that goes away."""


async def asked(method, path, body, headers, query, service, client) -> Told:
    scope = {
        "type": "http", "asgi": {"version": "3.0"}, "http_version": "1.1", "method": method, "scheme": "http",
        "path": path, "raw_path": path.encode(), "root_path": "", "query_string": query.encode("latin-1"),
        "headers": [(name.lower().encode(), value.encode()) for name, value in headers.items()],
        "client": (client, 50000), "server": ("127.0.0.1", 8501),
    }  # fmt: skip
    parts = messages([body] if isinstance(body, bytes) else body)
    sent: list[dict] = []

    async def receive() -> dict:
        return await anext(parts)

    async def send(message: dict) -> None:
        sent.append(message)

    await service(scope, receive, send)
    if not sent:
        return Told(0, {}, b"")
    told = {name.decode(): value.decode() for name, value in sent[0]["headers"]}
    return Told(sent[0]["status"], told, b"".join(message.get("body", b"") for message in sent[1:]))


async def messages(parts: Iterable[bytes | float | None]) -> AsyncIterator[dict]:
    for part in parts:
        if part is None:
            yield {"type": "http.disconnect"}
        elif isinstance(part, bytes):
            yield {"type": "http.request", "body": part, "more_body": True}
        else:
            await asyncio.sleep(part)
    yield {"type": "http.request", "body": b"", "more_body": False}
