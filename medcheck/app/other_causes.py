"""A report -> the other causes beside the warnings: those that fit or that the list touches, then any other."""

import streamlit as st

from medcheck.app.shared import ICONS, keyed, plain, say, tables
from medcheck.weighing.causes import CauseFit
from medcheck.weighing.report import Report

MOST_NEAR = 8
MOST_SOURCES = 6


@st.fragment
def show(report: Report) -> None:
    """Show the likeliest other causes, and the others to choose from."""
    st.header(say("report.causes"), anchor=False)
    near = [one for one in report.causes if one.fit == "fits" or (one.drugs and one.fit != "points_away")][:MOST_NEAR]
    for place, one in enumerate(near):
        told = report.patient.tells_symptoms
        fit = f" · {ICONS[one.fit]} {tables().term('fit', one.fit)}" if told else ""
        label = f"**{plain(one.cause.title)}**{fit}"
        box = st.expander(label, key=keyed(f"cause_{place}_{one.cause.id}"), on_change="rerun")
        if box.open:
            with box:
                show_cause(one)
    others = {one.cause.id: one for one in report.causes if one not in near}
    picked = st.selectbox(say("page.cause_pick", count=len(others)), list(others), None, key=keyed("cause"),
                          format_func=lambda cause: others[cause].cause.title)  # fmt: skip
    if picked in others:
        with st.container(border=True, key="card_routine_cause"):
            st.markdown(f"#### {plain(others[picked].cause.title)}", anchors=False)
            show_cause(others[picked])


def show_cause(one: CauseFit) -> None:
    """Show one other cause with its clues, the medicines that touch it, tests and whom to see."""
    st.text(one.cause.summary)
    st.text(one.cause.how_it_feels)
    if one.reasons:
        st.markdown("\n".join(f"- {plain(reason)}" for reason in one.reasons))
    told = {"word.tests": ", ".join(test.title for test in one.tests), "word.who_to_see": one.cause.who_to_see}
    st.markdown("  \n".join(f"**{say(word)}:** {plain(text)}" for word, text in told.items()))
    links = " · ".join(f"[{plain(source.title)}](<{source.url}>)" for source in one.sources[:MOST_SOURCES])
    name = one.cause.checked_by
    reviewed = say("report.checked_by", name=name) if name else say("report.not_checked_by")
    st.markdown(f":small[**{say('word.sources')}:** {links}. {plain(reviewed)}]")
