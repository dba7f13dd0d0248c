"""The page that screens a register: upload, progress, summary, table, download."""

from collections import Counter
from typing import Any

import streamlit as st

from medcheck.app import register
from medcheck.app.shared import keyed, plain, say, shown, tables
from medcheck.findings import URGENCIES
from medcheck.readers import ReadError

MOST_SHOWN = 100
KEPT = "register_screened"
VERDICTS = ("exact", "close", "unsure", "none")


def show() -> None:
    """Ask for a register and show what was found in it."""
    st.text(say("bulk.tagline"))
    st.text(say("bulk.private"))
    st.text(say("bulk.single"))
    file = st.file_uploader(say("bulk.upload"), ["csv", "tsv", "txt", "parquet", "pq"], key=keyed("register"))
    if file is not None:
        try:
            screen(register.read_register(file.getvalue(), shown(file.name)), shown(file.name), file.file_id)
        except ReadError as error:
            st.error(plain(shown(str(error))))
    if KEPT in st.session_state:
        show_result(*st.session_state[KEPT])


def screen(frame: Any, file: str, file_id: str) -> None:
    """Ask for the column and screen it when the person says so."""
    st.text(say("bulk.read", rows=f"{len(frame):,}", columns=len(frame.columns), file=file))
    likely = register.likely_column(frame)
    if likely is None:
        st.warning(say("bulk.no_column"))
    place = st.selectbox(say("bulk.column"), range(len(frame.columns)), likely, key=keyed(f"register_{file_id}"),
                         format_func=lambda number: shown(str(frame.columns[number])))  # fmt: skip
    started = st.button(say("bulk.start", count=f"{len(frame):,}"), type="primary", key="start", disabled=place is None)
    if started and place is not None:
        st.session_state[KEPT] = run(frame, place)


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
    urgencies = Counter(frame["medcheck_urgency"])
    left, right = st.columns(2, gap="large")
    with left:
        counted("bulk.urgencies", {said(word): urgencies[word] for word in (*URGENCIES, "")})
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
        "bulk.urgency": [said(row[6]) for row in first],
    }  # fmt: skip
    st.table({say(head): list(map(plain, cells)) for head, cells in columns.items()}, border="horizontal",
             hide_index=True)  # fmt: skip


def said(urgency: str) -> str:
    """Say an urgency, or that nothing is listed."""
    return tables().term("urgency", urgency) if urgency else say("bulk.nothing_listed")


show()
