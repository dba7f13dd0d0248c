"""A response -> the same with what it tells the browser: load nothing from elsewhere, keep no copy."""

import base64
import hashlib
import re
from collections.abc import Awaitable, Callable
from typing import Any

from medcheck.api.bodies import Receive, Scope

INLINE_SCRIPT = re.compile(r"<script>(.*?)</script>", re.DOTALL)
FOR_GOOD = b"immutable"  # in the Cache-Control of files whose name changes with their content

App = Callable[[Scope, Receive, Callable[[Any], Awaitable[None]]], Awaitable[None]]


def policy(page: str) -> str:
    """Return the Content-Security-Policy of a page: its own files, its own inline scripts, nothing else.

    Styles may be inline, for Streamlit makes them in the browser.
    """
    scripts = (hashlib.sha256(script.encode()).digest() for script in INLINE_SCRIPT.findall(page))
    hashes = " ".join(f"'sha256-{base64.b64encode(digest).decode()}'" for digest in scripts)
    directives = {
        "default-src": "'none'",
        "script-src": f"'self' {hashes}".strip(),
        "style-src": "'self' 'unsafe-inline'",
        "img-src": "'self' data: blob:",
        "font-src": "'self' data:",
        "connect-src": "'self'",
        "manifest-src": "'self'",
        "base-uri": "'none'",
        "form-action": "'self'",
        "frame-ancestors": "'none'",
    }
    return "; ".join(f"{name} {sources}" for name, sources in directives.items())


class SecurityHeaders:
    """Puts the headers on every response, and no-store on all but files that never change."""

    def __init__(self, app: App, policy: str) -> None:
        self.app = app
        self.headers = [
            (b"content-security-policy", policy.encode("ascii")),
            (b"x-content-type-options", b"nosniff"),
            (b"referrer-policy", b"no-referrer"),
            (b"x-frame-options", b"DENY"),
        ]

    async def __call__(self, scope: Scope, receive: Receive, send: Callable[[Any], Awaitable[None]]) -> None:
        """Hand a request on and put the headers on its response."""

        async def send_with_headers(message: Any) -> None:
            if message["type"] == "http.response.start":
                message = {**message, "headers": self.with_ours(message.get("headers", []))}
            await send(message)

        await self.app(scope, receive, send_with_headers if scope["type"] == "http" else send)

    def with_ours(self, headers: Any) -> list[tuple[bytes, bytes]]:
        """Return the headers of a response with ours in the place of others of the same name."""
        given = [(name.lower(), value) for name, value in headers]
        kept = any(name == b"cache-control" and FOR_GOOD in value for name, value in given)
        ours = self.headers if kept else [*self.headers, (b"cache-control", b"no-store")]
        names = {name for name, _ in ours}
        return [*((name, value) for name, value in given if name not in names), *ours]
