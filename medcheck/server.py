"""The dashboard as a service: the page of medcheck.app on one address."""

import socket
import sys
import tomllib
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

PAGE = Path(__file__).parent / "app" / "page.py"


def serve(host: str, port: int) -> None:
    """Serve the dashboard on this address until interrupted; exit code 2 with one line where it cannot be had."""
    if why := refusal(host, port):
        print(f"medcheck: {why}", file=sys.stderr)
        raise SystemExit(2)

    import streamlit as st

    import medcheck

    medcheck.check("")  # reads the tables now, so that the first person need not wait for them
    print(f"medcheck: the dashboard is on http://{host}:{port} (Ctrl-C ends it)", flush=True)
    st.App(PAGE).run(config={**settings(), "server.address": host, "server.port": port})


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
