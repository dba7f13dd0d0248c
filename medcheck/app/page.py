"""The dashboard page: it asks for a list, calls one function and shows the answer."""

from pathlib import Path

import streamlit as st

import medcheck
from medcheck.app import about_you, enter, glance, result, understood
from medcheck.app.shared import say, tables

MOST_LINES = 300  # more take longer than a second; nobody takes so many
STYLE = Path(__file__).with_name("page.css")


def show() -> None:
    """Show the page from top to bottom."""
    st.set_page_config(say("page.title"), "💊", layout="wide")
    st.html(STYLE)
    st.html(glance.STYLE)
    enter.begin()
    head()
    enter.show()
    patient = about_you.show()
    if st.session_state["asked"]:
        answer(patient)
    else:
        result.show_flags(medcheck.check_entries([], patient))


def head() -> None:
    """Say what the page is and that it keeps nothing, with the button that forgets everything."""
    st.title(say("page.title"), anchor=False)
    st.markdown(f"**{say('page.tagline')}**")
    with st.container(horizontal=True, vertical_alignment="center", key="private"):
        st.text(say("page.private"))
        st.button(say("page.clear"), type="tertiary", icon=":material/delete:", key="clear", on_click=enter.clear)


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


if __name__ == "__main__":
    show()
