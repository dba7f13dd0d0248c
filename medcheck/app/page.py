"""The dashboard page: it asks for a list, calls one function and shows the answer."""

import streamlit as st

import medcheck
from medcheck.app import about_you, enter, result, understood
from medcheck.app.shared import say, tables

MOST_LINES = 2_000


def show() -> None:
    """Show the page from top to bottom."""
    st.set_page_config(say("page.title"), "💊", layout="wide")
    st.title(say("page.title"))
    st.markdown(f"#### {say('page.tagline')}")
    st.caption(say("page.private"))
    enter.show()
    patient = about_you.show()
    if not st.session_state.get("asked"):
        return
    entries = medcheck.read_list(st.session_state["list"], tables())
    if not entries:
        st.warning(say("page.empty_list"))
        return
    if len(entries) > MOST_LINES:
        st.warning(say("page.too_long", most=f"{MOST_LINES:,}"))
        return
    report = medcheck.check_entries(entries, patient, chosen=understood.chosen())
    result.show_urgency(report)
    understood.show(report)
    result.show(report)


if __name__ == "__main__":
    show()
