"""A file -> how it was read, the sheet and column to change, and its lines for the box."""

from collections.abc import Sequence
from dataclasses import dataclass

import streamlit as st
from streamlit.runtime.uploaded_file_manager import UploadedFile

import medcheck
from medcheck.app import photo_box, steps, unused_lines
from medcheck.app.kept import fill
from medcheck.app.list_lines import add_lines
from medcheck.app.saved_list import Saved, SavedError, is_saved, read_saved
from medcheck.app.shared import counted, plain, renewed, say, shown, tables
from medcheck.app.status_lines import said_as
from medcheck.reading.files import Choice, ReadError, Reading, UnconfirmedError, read
from medcheck.reading.lines import Entry

MOST_PREVIEWED = 5
READINGS = "readings_of_files"  # of this session only


def show() -> None:
    """Read uploaded files, show how they were read, and add their medicines to the list."""
    files = st.file_uploader(say("page.upload"), accept_multiple_files=True, key=renewed("upload"))
    keys = {key_of(file, place) for place, file in enumerate(files or [])}
    kept = st.session_state.get(READINGS, {})
    st.session_state[READINGS] = {key: reading for key, reading in kept.items() if key in keys}
    for place, file in enumerate(files or []):
        show_file(file, place)


def key_of(file: UploadedFile, place: int) -> str:
    """Return the key of what belongs to one uploaded file."""
    return f"{place}_{file.file_id}"


def show_file(file: UploadedFile, place: int) -> None:
    """Show what was read from one file, with the sheet and column to change, and the button that adds it."""
    if is_saved(file.getvalue()):
        show_saved(file, place)
        return
    asked = Asked(file, key_of(file, place))
    answer = read_once(asked)
    with st.container(border=True, key=f"file_{place}"):
        if isinstance(answer, UnconfirmedError):
            photo_box.show(answer, asked.name, asked.key)
        elif isinstance(answer, ReadError):
            show_refusal(answer, asked)
        else:
            show_reading(answer, asked)


@dataclass(frozen=True)
class Asked:
    """One uploaded file, and the keys of what was chosen for it."""

    file: UploadedFile
    key: str

    @property
    def name(self) -> str:
        """The name of the file as it is shown."""
        return shown(self.file.name)

    @property
    def sheet_key(self) -> str:
        """The key of the field that asks for the sheet."""
        return f"sheet_{self.key}"

    @property
    def column_key(self) -> str:
        """The key of the field that asks for the column; the columns of another sheet are others."""
        return f"column_{self.key}_{self.choice_of_sheet}"

    @property
    def choice_of_sheet(self) -> str | None:
        """The sheet that was chosen, if one was."""
        return st.session_state.get(self.sheet_key)

    @property
    def choice(self) -> Choice:
        """What was chosen so far."""
        return Choice(st.session_state.get(self.column_key), self.choice_of_sheet)


def read_once(asked: Asked) -> Reading | ReadError:
    """Return what a file holds or why it cannot be used, as before where nothing else was chosen."""
    kept = st.session_state[READINGS]
    choice = asked.choice
    if asked.key not in kept or kept[asked.key][0] != choice:
        with st.spinner(say("page.upload_reading", file=plain(asked.name))):
            kept[asked.key] = (choice, read_or_refused(asked, choice))
    return kept[asked.key][1]


def read_or_refused(asked: Asked, choice: Choice) -> Reading | ReadError:
    """Return what a file holds, or why it cannot be used."""
    try:
        return read(asked.file.getvalue(), asked.name, tables(), medcheck.shipped_matcher().recognises, choice)
    except ReadError as error:
        return error


def show_refusal(error: ReadError, asked: Asked) -> None:
    """Say why a file cannot be used, and ask for the sheet and column where that would help."""
    banner = st.warning if error.columns or error.sheets else st.error
    banner(plain(shown(str(error))))
    ask_for_place(error.sheets, None, error.columns, None, asked)


def ask_for_place(sheets: Sequence[str], sheet: str | None, columns: Sequence[str], column: str | None,
                  asked: Asked) -> None:  # fmt: skip
    """Ask in which sheet and column the medicines stand, where there are several."""
    if len(sheets) > 1:
        st.selectbox(say("page.upload_sheet"), sheets, sheets.index(sheet) if sheet else None, key=asked.sheet_key,
                     format_func=shown)  # fmt: skip
    if columns:
        st.selectbox(say("page.upload_column"), columns, columns.index(column) if column else None,
                     key=asked.column_key, format_func=lambda title: shown(str(title)))  # fmt: skip


def show_reading(reading: Reading, asked: Asked) -> None:
    """Show what was read, and the button that adds it."""
    st.text(counted("page.upload_read", len(reading.entries), file=asked.name, format=reading.format))
    ask_for_place(reading.sheets, reading.sheet, reading.columns, reading.column, asked)
    st.text("\n".join(shown(line_of(entry)) for entry in reading.entries[:MOST_PREVIEWED]))
    unused_lines.show(reading.unused, counted("page.upload_unused", len(reading.unused), file=plain(asked.name)))
    st.button(say("page.upload_add"), type="primary", key=f"add_{asked.key}", on_click=_add_reading, args=(reading,))


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
    fill(saved)
    steps.go(steps.RESULT)


def _add_reading(reading: Reading) -> None:
    add_lines([line_of(entry) for entry in reading.entries])
    st.session_state["entered"] += 1
    steps.go(steps.RESULT)


def line_of(entry: Entry) -> str:
    """Return an entry as a line of the list, with the dates and the status that stood in columns of their own."""
    dates = [f"started {entry.start}" if entry.start and str(entry.start) not in entry.raw else "",
             f"stopped {entry.stop}" if entry.stop and str(entry.stop) not in entry.raw else ""]  # fmt: skip
    line = ", ".join(filter(None, [" ".join(entry.raw.split()), *dates]))
    return said_as(entry.status, line, entry.line)
