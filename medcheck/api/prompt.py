"""A connection -> one whose small packets leave at once."""

import socket
from collections.abc import Awaitable, Callable
from typing import Any

from medcheck.api.bodies import Receive, Scope

App = Callable[[Scope, Receive, Callable[[Any], Awaitable[None]]], Awaitable[None]]


class NoDelay:
    """Sends the parts of a response without waiting for the other side to acknowledge the part before.

    asyncio does so by itself, but not on the sockets that Streamlit binds; there each small answer on a connection that
    is kept open would wait some 40 ms. ASGI knows no sockets, so the server is asked for its own where it has one.
    """

    def __init__(self, app: App) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Callable[[Any], Awaitable[None]]) -> None:
        """Set the option on the connection and hand the request on."""
        transport = getattr(getattr(receive, "__self__", None), "transport", None)
        connection = transport.get_extra_info("socket") if transport else None
        if connection is not None:
            connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        await self.app(scope, receive, send)
