"""Lines of a file, a photo or a suggestion -> the end of the list in the box."""

from collections.abc import Sequence

import streamlit as st


def add_lines(lines: Sequence[str]) -> None:
    """Append lines to the list in the box."""
    st.session_state["list"] = "\n".join(filter(None, [st.session_state["list"].rstrip("\n"), *lines]))
