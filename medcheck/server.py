"""The dashboard as a service: the page of medcheck.app on one address."""

import tomllib
from pathlib import Path
from typing import Any

PAGE = Path(__file__).parent / "app" / "page.py"


def serve(host: str, port: int) -> None:
    """Serve the dashboard on this address until interrupted."""
    import streamlit as st

    print(f"medcheck: the dashboard is on http://{host}:{port} (Ctrl-C ends it)", flush=True)
    st.App(PAGE).run(config={**settings(), "server.address": host, "server.port": port})


def settings() -> dict[str, Any]:
    """Return the settings of .streamlit/config.toml, from the package or from the checkout, as `section.name`."""
    inside = PAGE.parent / ".streamlit" / "config.toml"
    file = inside if inside.is_file() else Path(__file__).parents[1] / ".streamlit" / "config.toml"
    sections = tomllib.loads(file.read_text(encoding="utf-8"))
    return {f"{section}.{name}": value for section, values in sections.items() for name, value in values.items()}
