"""The page that asks for a list, calls one function and shows the answer."""

import streamlit as st

import medcheck
from medcheck.app import about_you, enter, result, understood
from medcheck.app.shared import say, tables

MOST_LINES = 300  # more take longer than a second; nobody takes so many


def show() -> None:
    """Show the page from top to bottom."""
    enter.show()
    patient = about_you.show()
    if st.session_state["asked"]:
        answer(patient)
    else:
        result.show_flags(medcheck.check_entries([], patient))


def answer(patient: medcheck.Patient) -> None:
    """Check the list in the box and show the result."""
    entries = medcheck.read_list(st.session_state["list"], tables())
    if not entries:
        st.warning(say("page.empty_list"))
        result.show_flags(medcheck.check_entries([], patient))
    elif len(entries) > MOST_LINES:
        st.warning(say("page.too_long", most=MOST_LINES))
    else:
        report = medcheck.check_entries(entries, patient, chosen=understood.chosen())
        result.show_urgency(report)
        understood.show(report)
        result.show(report)


show()
