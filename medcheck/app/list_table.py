"""The list in the box -> the same as a table to edit, and back."""

import streamlit as st

from medcheck.app.list_rows import COLUMNS, Line, changed, lines_of, text_of
from medcheck.app.shared import keyed, say, tables

BASE, TYPED, WRITTEN, ROUND = "table_base", "table_typed", "table_written", "table_round"


def take() -> None:
    """Write what was edited in the table into the box, before either is shown."""
    state = st.session_state
    edits = state.get(key_now())
    if edits is None:
        state.pop(WRITTEN, None)  # the table is not on the page: its rows are made anew when it comes back
    elif state.get(WRITTEN) == state["list"]:
        text = text_of(changed(state[BASE], edits)) if any(edits.values()) else state[TYPED]
        state.update({"list": text, WRITTEN: text})


def key_now() -> str:
    """Return the key of the table, which is a new one whenever its rows are made anew."""
    return f"table_{st.session_state.get(ROUND, 0)}"


def show() -> None:
    """Show the table where it is opened."""
    box = st.expander(say("table.heading"), key=keyed("table_open"), on_change="rerun")
    if box.open:
        with box:
            st.text(say("table.why"))
            edit(rows_now())


def rows_now() -> list[Line]:
    """Return the rows that the table began with, made anew where the box was changed by anything but the table.

    The table itself keeps what was edited since; given its own output it would forget every second edit.
    """
    state = st.session_state
    if state.get(WRITTEN) != state["list"]:
        state[BASE] = lines_of(state["list"], tables())
        state[TYPED] = state[WRITTEN] = state["list"]
        state[ROUND] = state.get(ROUND, 0) + 1
    return state[BASE]


def edit(rows: list[Line]) -> None:
    """Show rows to edit, add and delete."""
    import pandas as pd

    frame = pd.DataFrame({name: [getattr(row, name) for row in rows] for name in COLUMNS}, dtype="object")
    config = {
        "name": st.column_config.TextColumn(say("table.name"), width="medium"),
        "dose": st.column_config.TextColumn(say("table.dose"), width="medium"),
        "start": st.column_config.DateColumn(say("table.start"), format="YYYY-MM-DD"),
        "stop": st.column_config.DateColumn(say("table.stop"), format="YYYY-MM-DD"),
    }
    st.data_editor(frame, key=key_now(), num_rows="dynamic", hide_index=True, column_config=config,
                   placeholder="", alt=say("table.alt"))  # fmt: skip
