"""The tables -> the page of what they cover, by mechanism, by evidence, and class by class."""

from collections.abc import Mapping

import streamlit as st

from medcheck.app.class_matrix import matrix
from medcheck.app.shared import plain, say, tables
from medcheck.tables.class_coverage import Coverage, coverage


def show() -> None:
    """Show the counts, then the classes by mechanisms."""
    found = made()
    st.text(say("coverage.tagline"))
    states, mechanisms, evidence = st.columns(3, gap="large")
    with states:
        counted("coverage.states", "state", found.every.by_state)
    with mechanisms:
        counted("coverage.mechanisms", "mechanism_short", found.rows_by_mechanism)
    with evidence:
        counted("coverage.evidence", "evidence", found.rows_by_evidence)
    st.header(say("coverage.classes"), anchor=False)
    st.text(say("coverage.classes_why"))
    st.html(matrix(found, tables()))


@st.cache_resource(show_spinner=False)
def made() -> Coverage:
    """Return the counts, made once for all sessions; they hold nothing of a person."""
    return coverage(tables())


def counted(heading: str, kind: str, counts: Mapping[str, int]) -> None:
    """Show counts by the words of a vocabulary under a heading."""
    st.header(say(heading), anchor=False)
    cells = {say("coverage.kind"): [plain(tables().term(kind, name)) for name in counts],
             say("coverage.count"): [f"{count:,}" for count in counts.values()]}  # fmt: skip
    st.table(cells, border="horizontal", hide_index=True)


show()
