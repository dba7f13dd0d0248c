"""A report -> its pictures: when what was taken, which medicine does what, and where it is felt."""

from collections.abc import Mapping
from pathlib import Path

import streamlit as st

from medcheck.app.shared import say, tables
from medcheck.exports import pictures
from medcheck.weighing.findings import Finding
from medcheck.weighing.report import Report

STYLE = Path(pictures.__file__).parents[1] / "pictures.css"
KEPT = "pictures_and_their_report"  # of this session only
MADE = {"picture.timeline": pictures.timeline, "picture.matrix": pictures.matrix, "picture.outlines": pictures.outlines}


def show(report: Report) -> None:
    """Show the pictures that the report has something for, and how to get the line of time where it has none."""
    for phrase, picture in drawn(report).items():
        if picture:
            st.subheader(say(phrase), anchor=False)
            st.html(picture)
        elif phrase == "picture.timeline":
            st.text(say("picture.add_dates"))


def drawn(report: Report) -> Mapping[str, str]:
    """Return the pictures of a report, those from before where it is still the same."""
    state = st.session_state
    if KEPT not in state or state[KEPT][0] is not report:
        state[KEPT] = (report, {phrase: make(report, tables(), pictures.as_image) for phrase, make in MADE.items()})
    return state[KEPT][1]


def show_people(finding: Finding) -> None:
    """Show how often an effect is as dots, where its percentage is known."""
    drawing = pictures.people(finding, tables())
    if drawing:
        st.html(pictures.as_image(drawing))
