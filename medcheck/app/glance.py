"""The result as pictures: when what was taken, which medicine does what, and where it is felt."""

from pathlib import Path

import streamlit as st

from medcheck.app.shared import say, tables
from medcheck.exports import pictures
from medcheck.findings import Finding
from medcheck.report import Report

STYLE = Path(pictures.__file__).parents[1] / "pictures.css"
MADE = {"picture.timeline": pictures.timeline, "picture.matrix": pictures.matrix, "picture.outlines": pictures.outlines}


def show(report: Report) -> None:
    """Show the pictures that the report has something for, and how to get the line of time where it has none."""
    for phrase, make in MADE.items():
        picture = make(report, tables(), pictures.as_image)
        if picture:
            st.header(say(phrase), anchor=False)
            st.html(picture)
        elif phrase == "picture.timeline" and report.findings:
            st.header(say(phrase), anchor=False)
            st.text(say("picture.add_dates"))


def show_people(finding: Finding) -> None:
    """Show how often an effect is as dots, where its percentage is known."""
    drawing = pictures.people(finding, tables())
    if drawing:
        st.html(pictures.as_image(drawing))
