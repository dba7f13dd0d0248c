"""A list as a file: how it was read, the column to change, and the button that adds it to the box."""

import streamlit as st
from streamlit.runtime.uploaded_file_manager import UploadedFile

import medcheck
from medcheck.app.shared import keyed, plain, say, shown, tables
from medcheck.entries import Entry
from medcheck.readers import Choice, ReadError, Reading, read

MOST_PREVIEWED = 5
MOST_UNUSED = 200


def show() -> None:
    """Read uploaded files, show how they were read, and add their medicines to the list."""
    files = st.file_uploader(say("page.upload"), accept_multiple_files=True, key=keyed("upload"))
    for place, file in enumerate(files or []):
        show_file(file, place)


def show_file(file: UploadedFile, place: int) -> None:
    """Show what was read from one file, with the column to change, and the button that adds it."""
    column_key = f"column_{place}_{file.file_id}"
    try:
        reading = read(file.getvalue(), shown(file.name), tables(), medcheck.shipped_matcher().recognises,
                       Choice(st.session_state.get(column_key)))  # fmt: skip
    except ReadError as error:
        st.error(plain(shown(str(error))))
        return
    with st.container(border=True, key=f"file_{place}"):
        st.text(say("page.upload_read", count=len(reading.entries), file=shown(file.name), format=reading.format))
        if reading.columns:
            st.selectbox(say("page.upload_column"), reading.columns, reading.columns.index(reading.column or ""),
                         key=column_key, format_func=lambda title: shown(str(title)))  # fmt: skip
        st.text("\n".join(shown(line_of(entry)) for entry in reading.entries[:MOST_PREVIEWED]))
        if reading.unused:
            with st.expander(say("page.upload_unused", count=len(reading.unused), file=plain(shown(file.name)))):
                st.text("\n".join(f"{row.line}: {shown(row.raw)} ({row.reason})"
                                  for row in reading.unused[:MOST_UNUSED]))  # fmt: skip
        st.button(say("page.upload_add"), type="primary", key=f"add_{place}_{file.file_id}", on_click=_add_reading,
                  args=(reading,))  # fmt: skip


def _add_reading(reading: Reading) -> None:
    add_lines([line_of(entry) for entry in reading.entries])
    st.session_state.update({"round": st.session_state["round"] + 1, "asked": True, "list_open": False})


def add_lines(lines: list[str]) -> None:
    """Append lines to the list in the box."""
    st.session_state["list"] = "\n".join(filter(None, [st.session_state["list"].rstrip("\n"), *lines]))


def line_of(entry: Entry) -> str:
    """Return an entry as a line of the list, with the dates that stood in columns of their own."""
    dates = [f"started {entry.start}" if entry.start and str(entry.start) not in entry.raw else "",
             f"stopped {entry.stop}" if entry.stop and str(entry.stop) not in entry.raw else ""]  # fmt: skip
    return ", ".join(filter(None, [" ".join(entry.raw.split()), *dates]))
