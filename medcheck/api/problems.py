"""A refusal -> one sentence as problem+json (RFC 9457)."""

from collections.abc import Mapping
from http import HTTPStatus

MEDIA = "application/problem+json"


class Problem(Exception):
    """A refusal: its HTTP status, one sentence that says what to do, and headers that go with it."""

    def __init__(self, status: HTTPStatus, detail: str, headers: Mapping[str, str] | None = None) -> None:
        super().__init__(detail)
        self.status = status
        self.detail = detail
        self.headers = dict(headers or {})

    def as_dict(self) -> dict[str, str | int]:
        """Return the members of the problem."""
        return {"type": "about:blank", "title": self.status.phrase, "status": int(self.status), "detail": self.detail}
