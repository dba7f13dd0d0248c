"""A register -> the page that screens it: upload, progress, summary, table, download."""

from collections import Counter
from typing import Any

import streamlit as st
from streamlit.runtime.uploaded_file_manager import UploadedFile

from medcheck.app import register
from medcheck.app.register_file import ENDINGS, Register, Sheet, read_register
from medcheck.app.shared import keyed, plain, say, shown, tables
from medcheck.reading.files import ReadError
from medcheck.reading.files.columns import titles
from medcheck.weighing.findings import URGENCIES

MOST_SHOWN = 100
MOST_UNREAD = 50
KEPT, READ = "register_screened", "register_and_its_file"  # of this session only
UNREAD = ("unsure", "none")
VERDICTS = ("exact", "close", "unsure", "none")


def show() -> None:
    """Ask for a register and show what was found in it."""
    st.text(say("bulk.tagline"))
    st.text(say("bulk.private"))
    st.text(say("bulk.single"))
    file = st.file_uploader(say("bulk.upload"), ENDINGS, key=keyed("register"))
    if file is not None:
        try:
            ask(read_once(file), file.file_id)
        except ReadError as error:
            st.error(plain(shown(str(error))))
    if KEPT in st.session_state:
        show_result(*st.session_state[KEPT])


def read_once(file: UploadedFile) -> Register:
    """Return the register in an upload, read when it came and kept as long as the session."""
    state = st.session_state
    if READ not in state or state[READ][0] != file.file_id:
        name = shown(file.name)
        with st.spinner(say("page.upload_reading", file=plain(name))):
            state[READ] = (file.file_id, read_register(file.getvalue(), name))
    return state[READ][1]


def ask(uploaded: Register, file_id: str) -> None:
    """Ask for the sheet where there are several, and go on to its column."""
    place = uploaded.likely
    if len(uploaded.sheets) > 1:
        place = st.selectbox(say("bulk.sheet"), range(len(uploaded.sheets)), place, key=keyed(f"sheet_{file_id}"),
                             format_func=lambda number: shown(uploaded.sheets[number].name))  # fmt: skip
    if uploaded.unread:
        with st.expander(say("bulk.unread", count=len(uploaded.unread))):
            st.text("\n".join(map(shown, uploaded.unread[:MOST_UNREAD])))
    frame = uploaded.sheets[place].frame
    st.text(say("bulk.read", rows=f"{len(frame):,}", columns=len(frame.columns), file=uploaded.file))
    screen(uploaded.sheets[place], f"{file_id}_{place}")


def screen(sheet: Sheet, key: str) -> None:
    """Ask for the column and screen it when the person says so."""
    if sheet.likely_column is None:
        st.warning(say("bulk.no_column"))
    told = titles(list(map(str, sheet.frame.columns)))
    place = st.selectbox(say("bulk.column"), range(len(told)), sheet.likely_column, key=keyed(f"register_{key}"),
                         format_func=lambda number: shown(told[number]))  # fmt: skip
    count = f"{len(sheet.frame):,}"
    started = st.button(say("bulk.start", count=count), type="primary", key="start", disabled=place is None)
    if started and place is not None:
        st.session_state[KEPT] = run(sheet.frame, place)


def run(frame: Any, place: int) -> tuple[Any, Any, Counter[str]]:
    """Screen the different entries of a column with a bar of progress."""
    import pandas as pd

    entries = register.different(frame, place)
    done, parts = 0, []
    bar = st.progress(0.0, say("bulk.progress", done=0, total=f"{len(entries):,}"))
    for part in register.screened_parts(entries):
        parts.append(part)
        done += len(part)
        bar.progress(done / len(entries), say("bulk.progress", done=f"{done:,}", total=f"{len(entries):,}"))
    bar.empty()
    answers = pd.concat(parts, ignore_index=True)
    counts = Counter(frame.iloc[:, place].astype("string").fillna(""))
    return register.joined(frame, place, answers), answers, counts


def show_result(frame: Any, answers: Any, counts: Counter[str]) -> None:
    """Show the summary, the entries and the download."""
    verdicts = Counter(frame["medcheck_verdict"])
    st.success(say("bulk.done", rows=f"{len(frame):,}", recognised=f"{verdicts['exact'] + verdicts['close']:,}",
                   unsure=f"{verdicts['unsure']:,}", unknown=f"{verdicts['none']:,}"))  # fmt: skip
    st.download_button(say("bulk.download"), lambda: register.as_csv(frame), "medcheck-screened.csv", "text/csv",
                       type="primary", on_click="ignore", key="download_register",
                       icon=":material/download:")  # fmt: skip
    st.text(say("bulk.guarded"))
    urgencies = Counter(zip(frame["medcheck_urgency"], frame["medcheck_verdict"], strict=True))
    left, right = st.columns(2, gap="large")
    with left:
        counted("bulk.urgencies", by_urgency(urgencies))
    with right:
        counted("bulk.verdicts", {tables().term("verdict", word): verdicts[word] for word in VERDICTS})
    show_entries(register.ordered(answers, counts))


def counted(heading: str, rows: dict[str, int]) -> None:
    """Show counts under a heading."""
    st.header(say(heading), anchor=False)
    st.table({say("bulk.kind"): list(map(plain, rows)), say("bulk.count"): [f"{count:,}" for count in rows.values()]},
             border="horizontal", hide_index=True)  # fmt: skip


def show_entries(rows: list[tuple[str, ...]]) -> None:
    """Show the first entries, the most urgent first."""
    st.header(say("bulk.entries"), anchor=False)
    first = rows[:MOST_SHOWN]
    st.text(say("bulk.first", shown=len(first), of=f"{len(rows):,}"))
    columns = {
        "bulk.entry": [shown(row[0]) for row in first],
        "bulk.count": [row[1] for row in first],
        "page.how": [tables().term("verdict", row[2]) for row in first],
        "bulk.drug": [row[3].replace("|", " + ") for row in first],
        "bulk.mechanisms": [", ".join(tables().mechanisms[name].title for name in filter(None, row[4].split("|")))
                            for row in first],
        "bulk.severity": [tables().term("severity", row[5]) if row[5] else "" for row in first],
        "bulk.urgency": [said(row[6], row[2]) for row in first],
    }  # fmt: skip
    st.table({say(head): list(map(plain, cells)) for head, cells in columns.items()}, border="horizontal",
             hide_index=True)  # fmt: skip


def by_urgency(counts: Counter[tuple[str, str]]) -> dict[str, int]:
    """Return how many rows are how urgent, and how many without a warning were checked or not."""
    rows = {tables().term("urgency", word): 0 for word in URGENCIES}
    rows |= {say("bulk.nothing_listed"): 0, say("bulk.not_checked"): 0}
    for (urgency, verdict), count in counts.items():
        rows[said(urgency, verdict)] += count
    return rows


def said(urgency: str, verdict: str) -> str:
    """Say an urgency, or that nothing is listed, or that nothing could be checked."""
    if urgency:
        return tables().term("urgency", urgency)
    return say("bulk.not_checked" if verdict in UNREAD else "bulk.nothing_listed")


show()
