"""The tables -> the page about the method, its limits, the counts, privacy and the licence."""

import streamlit as st

import medcheck
from medcheck.app.shared import page, say, tables

TOLD = ("method", "limits", "privacy", "licence")
COUNTED = ("drugs", "names", "weakness", "interactions", "dose_limits", "burdens", "stopping", "causes", "cause_drugs",
           "red_flags", "lookalikes", "sources")  # fmt: skip
CLAIMS = ("weakness", "interactions", "dose_limits", "burdens")


def show() -> None:
    """Show the texts, and the tables with how many rows each holds."""
    texts, counts = st.columns([3, 2], gap="large")
    with texts:
        for part in TOLD:
            st.header(say(f"about.{part}"), anchor=False)
            st.text(say(f"about.{part}_text"))
    with counts:
        st.header(say("about.counts"), anchor=False)
        rows = tables().counts()
        cells = {say("about.table"): [say(f"about.{name}") for name in COUNTED],
                 say("about.rows"): [f"{rows[name]:,}" for name in COUNTED]}  # fmt: skip
        st.table(cells, border="horizontal", hide_index=True)
        claims = [row for name in CLAIMS for row in tables().by_name[name]]
        checked = sum(bool(row.checked_by) for row in claims)
        st.page_link(page("coverage"), icon=":material/grid_on:")
        st.text(say("about.reviewed", checked=f"{checked:,}", of=f"{len(claims):,}"))
        st.text(say("about.version", version=medcheck.__version__, data_version=tables().version))


show()
