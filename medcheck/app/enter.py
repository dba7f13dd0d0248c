"""Step one: the list, typed, pasted, picked from suggestions or uploaded."""

import streamlit as st
from streamlit.runtime.uploaded_file_manager import UploadedFile

import medcheck
from medcheck.app.shared import plain, say, suggestions, tables
from medcheck.entries import Entry
from medcheck.readers import Choice, ReadError, Reading, read


def show() -> None:
    """Ask for the list."""
    st.session_state.setdefault("list", "")
    st.session_state.setdefault("round", 0)
    if not st.session_state["list"].strip():
        st.info(say("page.empty"))
    st.text_area(say("page.box"), key="list", height=180, placeholder=say("page.box_hint"))
    check, example, clear = st.columns(3)
    check.button(say("page.check"), type="primary", width="stretch", on_click=_ask_for_result)
    example.button(say("page.example"), width="stretch", on_click=_fill_example)
    clear.button(say("page.clear"), width="stretch", on_click=_clear)
    search()
    upload()


def _ask_for_result() -> None:
    st.session_state["asked"] = True


def _fill_example() -> None:
    st.session_state["list"] = say("example.list").replace("\\n", "\n")
    st.session_state["asked"] = True


def _clear() -> None:
    rounds = st.session_state.get("round", 0) + 1
    for key in list(st.session_state):
        del st.session_state[key]
    st.session_state.update({"list": "", "round": rounds, "asked": False})


@st.fragment
def search() -> None:
    """Suggest names while the person types one; a tap adds it to the list."""
    typed = st.text_input(say("page.search"), key=f"search_{st.session_state['round']}", type="search", live="200ms",
                          placeholder=say("page.search_hint"), max_chars=100)  # fmt: skip
    if not (typed or "").strip():
        return
    names = suggestions().suggest(typed or "")
    if not names:
        st.caption(say("page.no_suggestions"))
        return
    key = f"suggestion_{typed}"
    st.pills(say("page.suggestions"), names, key=key, format_func=plain, on_change=_add_suggestion, args=(key,))


def _add_suggestion(key: str) -> None:
    picked = st.session_state.get(key)
    if picked:
        add_lines([picked.split(" (")[0]])
        st.session_state["round"] += 1


def add_lines(lines: list[str]) -> None:
    """Append lines to the list in the box."""
    st.session_state["list"] = "\n".join(filter(None, [st.session_state["list"].rstrip("\n"), *lines]))


def upload() -> None:
    """Read uploaded files, show how they were read, and add their medicines to the list."""
    files = st.file_uploader(say("page.upload"), accept_multiple_files=True, key=f"upload_{st.session_state['round']}")
    for place, file in enumerate(files or []):
        show_file(file, place)


def show_file(file: UploadedFile, place: int) -> None:
    """Show what was read from one file, with the column to change, and the button that adds it."""
    column_key = f"column_{place}_{file.file_id}"
    try:
        reading = read(file.getvalue(), file.name, tables(), medcheck.shipped_matcher().recognises,
                       Choice(st.session_state.get(column_key)))  # fmt: skip
    except ReadError as error:
        st.error(plain(str(error)))
        return
    with st.container(border=True):
        st.text(say("page.upload_read", count=len(reading.entries), file=file.name, format=reading.format))
        if reading.columns:
            st.selectbox(say("page.upload_column"), reading.columns, reading.columns.index(reading.column or ""),
                         key=column_key, format_func=plain)  # fmt: skip
        st.text("\n".join(line_of(entry) for entry in reading.entries[:5]))
        if reading.unused:
            with st.expander(say("page.upload_unused", count=len(reading.unused), file=plain(file.name))):
                st.text("\n".join(f"{row.line}: {row.raw} ({row.reason})" for row in reading.unused[:200]))
        st.button(say("page.upload_add"), key=f"add_{place}_{file.file_id}", on_click=_add_reading, args=(reading,))


def _add_reading(reading: Reading) -> None:
    add_lines([line_of(entry) for entry in reading.entries])
    st.session_state["round"] += 1
    st.session_state["asked"] = True


def line_of(entry: Entry) -> str:
    """Return an entry as a line of the list, with the dates that stood in columns of their own."""
    dates = [f"started {entry.start}" if entry.start and str(entry.start) not in entry.raw else "",
             f"stopped {entry.stop}" if entry.stop and str(entry.stop) not in entry.raw else ""]  # fmt: skip
    return ", ".join(filter(None, [" ".join(entry.raw.split()), *dates]))
