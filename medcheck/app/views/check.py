"""A list and answers -> the page: asks, calls one function and shows; the answer stands first once it was asked for."""

from datetime import date

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

import medcheck
from medcheck.app import about_you, answer, enter, kept, names_read, result, steps, unused_lines
from medcheck.app.shared import page, say
from medcheck.reading.files import Reading

REPORT = "report_and_what_it_rests_on"  # of this session only
READING = "reading_and_its_list"
MOST_LINES = 300  # more take longer than a second; nobody takes so many


def show() -> None:
    """Show what belongs to the step: the answer before all else where it was asked for, else the questions."""
    asked = steps.at() in {steps.UNDERSTOOD, steps.RESULT}
    first, signs, rest, fields = st.container(), st.container(), st.container(), st.container()
    with fields:
        if steps.at() == steps.RESULT:
            st.subheader(say("page.change"), anchor=False)
        if steps.at() != steps.MEDICINES:
            steps.show()
        below = enter.show(reading_now)
        signs = below if steps.at() == steps.MEDICINES else signs
        with signs.container(key="signs"):
            flags = answer.ask_signs()
            alerts = st.container(key="alerts")
        patient = about_you.show(flags)
        if steps.at() == steps.ABOUT:
            st.text(say("step.about_optional"))
        if steps.at() == steps.MEDICINES:
            steps.show()
        else:
            steps.onward()
    kept.show(patient)
    report = checked(patient, first, rest) if asked else medcheck.check_entries([], patient)
    with alerts:
        answer.show_flags(report)
    steps.arrive()


def checked(patient: medcheck.Patient, first: DeltaGenerator, rest: DeltaGenerator) -> medcheck.Report:
    """Check the list in the box and show what was understood, or the whole result; return the report."""
    reading = reading_now()
    with first:
        if not reading.entries:
            st.warning(say("page.nothing_named" if reading.unused else "page.empty_list"))
            unused_lines.show(reading.unused, say("page.unused", count=len(reading.unused)))
            return medcheck.check_entries([], patient)
        if len(reading.entries) > MOST_LINES:
            st.warning(say("page.too_long", most=MOST_LINES))
            st.page_link(page("bulk"), icon=":material/table:")
            return medcheck.check_entries([], patient)
        report = report_on(patient)
        if steps.at() == steps.UNDERSTOOD:
            names_read.show(report)
            return report
        answer.show(report)
    with rest:
        result.show(report)
    return report


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
