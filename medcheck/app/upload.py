"""A list as a file: how it was read, the sheet and column to change, and the button that adds it to the box."""

import streamlit as st
from streamlit.runtime.uploaded_file_manager import UploadedFile

import medcheck
from medcheck.app import steps
from medcheck.app.saved import Saved, SavedError, is_saved, read_saved
from medcheck.app.shared import keyed, plain, renewed, say, shown, tables
from medcheck.entries import Entry, read_entry
from medcheck.readers import Choice, ReadError, Reading, read

MOST_PREVIEWED = 5
MOST_UNUSED = 200


def show() -> None:
    """Read uploaded files, show how they were read, and add their medicines to the list."""
    files = st.file_uploader(say("page.upload"), accept_multiple_files=True, key=renewed("upload"))
    for place, file in enumerate(files or []):
        show_file(file, place)


def show_file(file: UploadedFile, place: int) -> None:
    """Show what was read from one file, with the sheet and column to change, and the button that adds it."""
    if is_saved(file.getvalue()):
        show_saved(file, place)
        return
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


def show_saved(file: UploadedFile, place: int) -> None:
    """Show what a saved list holds, with the button that opens it."""
    try:
        saved = read_saved(file.getvalue(), tables())
    except SavedError as error:
        st.error(plain(shown(say("saved.unreadable", file=file.name, reason=error))))
        return
    with st.container(border=True, key=f"file_{place}"):
        lines = saved.text.splitlines()
        st.text(say("saved.found", file=shown(file.name), count=len(lines)))
        st.text("\n".join(map(shown, lines[:MOST_PREVIEWED])))
        st.button(say("saved.open"), type="primary", key=f"open_{place}_{file.file_id}", on_click=_open_saved,
                  args=(saved,))  # fmt: skip


def _open_saved(saved: Saved) -> None:
    """Put a saved list into the fields, instead of what was there."""
    state, patient = st.session_state, saved.patient
    state.update({"list": saved.text, "chosen": dict(saved.chosen), "entered": state["entered"] + 1})
    steps.go(steps.RESULT)
    told = {"age": patient.age, "sex": patient.sex or None, "onset": patient.onset, "where": list(patient.where),
            "features": list(patient.features), "conditions": list(patient.conditions)}  # fmt: skip
    flags = {f"flag_{flag}": flag in patient.red_flags for flag in tables().red_flags}
    state.update({keyed(name): value for name, value in {**told, **flags}.items()})


def _add_reading(reading: Reading) -> None:
    add_lines([line_of(entry) for entry in reading.entries])
    st.session_state["entered"] += 1
    steps.go(steps.RESULT)


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
