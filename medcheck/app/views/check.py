"""A list and answers -> the page of the result: asks, calls one function and shows."""

from datetime import date

import streamlit as st

import medcheck
from medcheck.app import about_you, enter, names_read, result, steps, unused_lines
from medcheck.app.shared import say
from medcheck.reading.files import Reading

REPORT = "report_and_what_it_rests_on"  # of this session only
READING = "reading_and_its_list"
MOST_LINES = 300  # more take longer than a second; nobody takes so many


def show() -> None:
    """Show the steps, and of each what belongs to it."""
    steps.show()
    enter.show()
    patient = about_you.show()
    if steps.at() in {steps.UNDERSTOOD, steps.RESULT}:
        answer(patient)
    else:
        result.show_flags(medcheck.check_entries([], patient))
    if steps.at() == steps.ABOUT:
        st.text(say("step.about_optional"))
    if steps.at() != steps.MEDICINES:
        steps.onward()


def answer(patient: medcheck.Patient) -> None:
    """Check the list in the box and show what was understood, or the whole result."""
    reading = reading_now()
    if not reading.entries:
        st.warning(say("page.nothing_named" if reading.unused else "page.empty_list"))
        unused_lines.show(reading.unused, say("page.unused", count=len(reading.unused)))
        result.show_flags(medcheck.check_entries([], patient))
    elif len(reading.entries) > MOST_LINES:
        st.warning(say("page.too_long", most=MOST_LINES))
    elif steps.at() == steps.UNDERSTOOD:
        report = report_on(patient)
        result.show_flags(report)
        names_read.show(report, alone=True)
    else:
        report = report_on(patient)
        result.show_urgency(report)
        names_read.show(report)
        result.show(report)


def reading_now() -> Reading:
    """Return how the list in the box was read, as before where it has not changed."""
    state = st.session_state
    rests_on = (state["list"], date.today())  # "three weeks ago" is another day tomorrow
    if READING not in state or state[READING][0] != rests_on:
        state[READING] = (rests_on, medcheck.read_text(state["list"]))
    return state[READING][1]


def report_on(patient: medcheck.Patient) -> medcheck.Report:
    """Return the report on the list, the one from before where nothing it rests on has changed."""
    state = st.session_state
    rests_on = (state["list"], patient, dict(names_read.chosen()), date.today())
    if REPORT not in state or state[REPORT][0] != rests_on:
        reading = reading_now()
        report = medcheck.check_entries(reading.entries, patient, reading.unused, names_read.chosen())
        state[REPORT] = (rests_on, report)
    return state[REPORT][1]


show()
