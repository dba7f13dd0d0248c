"""What was read from a photo -> its lines to compare and correct; only then are they added to the list."""

import streamlit as st

from medcheck.app import steps
from medcheck.app.list_lines import add_lines
from medcheck.app.shared import plain, say, shown
from medcheck.reading.files import UnconfirmedError

LINE_HEIGHT, LEAST_HEIGHT, MOST_HEIGHT = 28, 120, 420  # points of the field


def show(seen: UnconfirmedError, name: str, key: str) -> None:
    """Show what was read in a field where it can be corrected, what is unsure marked above it."""
    st.warning(plain(shown(str(seen))))
    for line in seen.lines:
        if not line.sure:
            with st.container(horizontal=True, gap="small"):
                st.badge(say("photo.unsure"), icon=":material/help:", color="orange", width="content")
                st.text(shown(line.text), width="stretch")
    field = f"photo_{key}"
    text = "\n".join(line.text for line in seen.lines)
    height = min(MOST_HEIGHT, max(LEAST_HEIGHT, LINE_HEIGHT * (len(seen.lines) + 1)))
    st.text_area(say("photo.box", file=plain(name)), text, height=height, key=field)
    st.button(say("photo.add"), type="primary", key=f"add_{key}", on_click=_add, args=(field,))


def _add(field: str) -> None:
    add_lines([line.strip() for line in st.session_state[field].splitlines() if line.strip()])
    st.session_state["entered"] += 1
    steps.go(steps.RESULT)
