"""The list in the box -> a row a medicine: how it was read, whether it is taken, and a button that removes it."""

from collections.abc import Sequence

import streamlit as st

from medcheck.app.shared import keyed, plain, say, shown, tables
from medcheck.app.status_lines import said_as
from medcheck.exports.words import dose_and_dates
from medcheck.naming.matches import Match
from medcheck.reading.lines import Entry

MOST_ROWS = 40  # more are shown in the box alone
BEFORE_CHANGE = "list_before_change"


def show(matches: Sequence[Match]) -> None:
    """Show the rows where there are any and not too many, with the way back after a change."""
    if st.session_state.get(BEFORE_CHANGE) is not None:
        st.button(say("page.undo_change"), key="undo_change", icon=":material/undo:", on_click=_undo)
    if not matches or len(matches) > MOST_ROWS:
        return
    st.markdown(f"**{say('rows.line_heading', count=len(matches))}**")
    for place, match in enumerate(matches):
        show_row(match, place)


def show_row(match: Match, place: int) -> None:
    """Show one line of the list beside what it became."""
    entry = match.entry
    key = keyed(f"as_{place}_{hash((entry.line, entry.raw))}")
    with st.container(horizontal=True, vertical_alignment="center", gap="small", key=f"line_{place}", border=True):
        st.markdown(f"**{plain(shown(entry.raw))}**  \n:small[{plain(read_as(match))}]", width="stretch")
        st.session_state.setdefault(key, entry.status)
        st.selectbox(say("page.taken_as"), list(tables().terms["status"]), key=key, width=170, format_func=status_word,
                     on_change=_change, args=(match.entry, key), label_visibility="collapsed")  # fmt: skip
        st.button(say("page.remove"), key=f"remove_{place}_{hash(entry.raw)}", icon=":material/close:", type="tertiary",
                  on_click=_remove, args=(match.entry,))  # fmt: skip


def status_word(status: str) -> str:
    """Return a status in words."""
    return tables().term("status", status)


def read_as(match: Match) -> str:
    """Say in one line what a line was read as: the medicine, the dose, the way of taking and since when."""
    entry = match.entry
    name = " + ".join(map(tables().inn, match.drugs)) or tables().term("verdict", match.verdict)
    return " · ".join(filter(None, [name, dose_and_dates(entry, tables()), *entry.unclear_dates]))


def _change(entry: Entry, key: str) -> None:
    _put(entry, said_as(st.session_state[key], entry.raw, entry.line))


def _remove(entry: Entry) -> None:
    _put(entry, "")


def _undo() -> None:
    st.session_state["list"] = st.session_state.pop(BEFORE_CHANGE)


def _put(entry: Entry, line: str) -> None:
    """Put another line, or none, in the place of an entry in the box."""
    state = st.session_state
    state[BEFORE_CHANGE] = state["list"]
    lines = state["list"].split("\n")
    at = entry.line - 1
    if 0 <= at < len(lines):
        whole = lines[at]
        lines[at] = whole.replace(entry.raw, line, 1) if entry.raw in whole else line
        kept = [text for place, text in enumerate(lines) if place != at or text.strip(" ,;")]
        state["list"] = "\n".join(kept)
