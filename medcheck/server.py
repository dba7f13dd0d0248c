"""A request -> the dashboard or the service beside it, on one address."""

import logging
import socket
import sys
import tomllib
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from streamlit import App

    from medcheck.api.limits import Limits

LEAST_TO_COMPRESS = 1_000  # bytes
PAGE = Path(__file__).parent / "app" / "page.py"


def serve(host: str, port: int, limits: "Limits | None" = None, log: bool = False) -> None:
    """Serve the dashboard and the service until interrupted; exit code 2 where the address is taken.

    `log` writes a line a request of the service to stderr, without what was asked.
    """
    if why := refusal(host, port):
        print(f"medcheck: {why}", file=sys.stderr)
        raise SystemExit(2)

    import medcheck

    medcheck.check("sinvistaten")  # reads tables and makes the index now, so that the first person need not wait
    if log:
        log_requests()
    print(f"medcheck: the dashboard is on http://{host}:{port} (Ctrl-C ends it)", flush=True)
    app(limits).run(config={**settings(), "server.address": host, "server.port": port})


def app(limits: "Limits | None" = None) -> "App":
    """Return the dashboard with the service beside it, and the security headers on both."""
    import streamlit as st
    from starlette.middleware import Middleware
    from starlette.middleware.gzip import GZipMiddleware
    from starlette.routing import Route

    from medcheck.api.headers import SecurityHeaders, policy
    from medcheck.api.operations import PATHS
    from medcheck.api.prompt import NoDelay
    from medcheck.api.service import Service
    from medcheck.app.kept import TO_AND_FROM_THE_TAB
    from medcheck.app.steps import TO_WHAT_CHANGED

    shell = (Path(st.__file__).with_name("static") / "index.html").read_text(encoding="utf-8")
    service = Service(limits)
    scripts = shell + TO_WHAT_CHANGED + TO_AND_FROM_THE_TAB
    return st.App(
        PAGE,
        routes=[Route(path, service) for path in PATHS],
        middleware=[
            Middleware(NoDelay),
            Middleware(GZipMiddleware, minimum_size=LEAST_TO_COMPRESS),
            Middleware(SecurityHeaders, policy=policy(scripts)),
        ],
    )


def log_requests() -> None:
    """Write what the service logs to stderr."""
    log = logging.getLogger("medcheck.api")
    line = logging.StreamHandler()
    line.setFormatter(logging.Formatter("%(asctime)s medcheck: %(message)s"))
    log.addHandler(line)
    log.setLevel(logging.INFO)
    log.propagate = False


def refusal(host: str, port: int) -> str:
    """Say why the dashboard cannot be served on this address, or nothing."""
    try:
        family, kind, _, _, address = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0]
        with socket.socket(family, kind) as trial:
            trial.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            trial.bind(address)
    except (OSError, OverflowError) as error:
        return f"{host}:{port} cannot be served ({error}); choose another with --port, and --host 127.0.0.1."
    return ""


def settings() -> dict[str, Any]:
    """Return the settings of .streamlit/config.toml, from the package or from the checkout, as `section.name`."""
    inside = PAGE.parent / ".streamlit" / "config.toml"
    file = inside if inside.is_file() else Path(__file__).parents[1] / ".streamlit" / "config.toml"
    return dict(flat(tomllib.loads(file.read_text(encoding="utf-8"))))


def flat(sections: Mapping[str, Any], start: str = "") -> Iterator[tuple[str, Any]]:
    """Yield each setting under its full name: {"theme": {"light": {"x": 1}}} gives theme.light.x."""
    for name, value in sections.items():
        if isinstance(value, dict):
            yield from flat(value, f"{start}{name}.")
        else:
            yield f"{start}{name}", value
