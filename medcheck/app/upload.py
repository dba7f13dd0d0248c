"""A list as a file: how it was read, the sheet and column to change, and the button that adds it to the box."""

import streamlit as st
from streamlit.runtime.uploaded_file_manager import UploadedFile

import medcheck
from medcheck.app.shared import keyed, plain, say, shown, tables
from medcheck.entries import Entry, read_entry
from medcheck.readers import Choice, ReadError, Reading, read

MOST_PREVIEWED = 5
MOST_UNUSED = 200


def show() -> None:
    """Read uploaded files, show how they were read, and add their medicines to the list."""
    files = st.file_uploader(say("page.upload"), accept_multiple_files=True, key=keyed("upload"))
    for place, file in enumerate(files or []):
        show_file(file, place)


def show_file(file: UploadedFile, place: int) -> None:
    """Show what was read from one file, with the sheet and column to change, and the button that adds it."""
    sheet_key = f"sheet_{place}_{file.file_id}"
    sheet = st.session_state.get(sheet_key)
    column_key = f"column_{place}_{file.file_id}_{sheet}"  # the columns of another sheet are others
    try:
        with st.spinner(say("page.upload_reading", file=plain(shown(file.name)))):
            reading = read(file.getvalue(), shown(file.name), tables(), medcheck.shipped_matcher().recognises,
                           Choice(st.session_state.get(column_key), sheet))  # fmt: skip
    except ReadError as error:
        st.error(plain(shown(str(error))))
        return
    with st.container(border=True, key=f"file_{place}"):
        st.text(say("page.upload_read", count=len(reading.entries), file=shown(file.name), format=reading.format))
        if len(reading.sheets) > 1:
            st.selectbox(say("page.upload_sheet"), reading.sheets, key=sheet_key, format_func=shown,
                         index=reading.sheets.index(reading.sheet) if reading.sheet else None)  # fmt: skip
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
    """Return an entry as a line of the list, with the dates and the status that stood in columns of their own."""
    dates = [f"started {entry.start}" if entry.start and str(entry.start) not in entry.raw else "",
             f"stopped {entry.stop}" if entry.stop and str(entry.stop) not in entry.raw else ""]  # fmt: skip
    line = ", ".join(filter(None, [" ".join(entry.raw.split()), *dates]))
    if read_entry(line, entry.line, tables()).status == entry.status:
        return line
    return {"stopped": f"{line}, stopped", "allergy": f"allergic to {line}"}.get(entry.status, line)
