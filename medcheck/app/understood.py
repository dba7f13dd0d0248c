"""Step three: each line as typed beside what it became, and the unsure ones to confirm."""

import streamlit as st

from medcheck.app.shared import plain, say, tables
from medcheck.exports.words import how
from medcheck.report import Report, Result

MOST_SHOWN = 300


def chosen() -> dict[str, tuple[str, ...]]:
    """Return what the person confirmed: the line as typed, and the ingredients it stands for."""
    return st.session_state.setdefault("chosen", {})


def show(report: Report) -> None:
    """Show what was not understood first, then every line."""
    for gap in report.unchecked[:MOST_SHOWN]:
        with st.container(border=True):
            st.badge(say("report.unchecked"), icon="❓", color="violet")
            st.text(gap.raw)
            st.text(gap.reason)
    for place, result in enumerate(report.results[:MOST_SHOWN]):
        if result.match.verdict == "unsure":
            confirm(result, place)
    with st.expander(f"{say('page.list_heading')} ({len(report.results)})", expanded=len(report.results) <= 12):
        for place, result in enumerate(report.results[:MOST_SHOWN]):
            show_entry(result, place)


def confirm(result: Result, place: int) -> None:
    """Ask which medicine an unsure line means."""
    key = f"confirm_{place}_{hash(result.match.entry.raw)}"
    options = {candidate.drugs: candidate for candidate in result.match.candidates[:8] if candidate.drugs}
    st.text(say("page.confirm", raw=result.match.entry.raw))
    st.pills(
        say("page.confirm", raw=""), [*options, ()], key=key, label_visibility="collapsed",
        format_func=lambda drugs: plain(said(drugs)) if drugs else say("page.none_of_these"),
        on_change=_choose, args=(key, result.match.entry.raw),
    )  # fmt: skip


def said(drugs: tuple[str, ...]) -> str:
    """Return the ingredients of a choice."""
    return " + ".join(map(tables().inn, drugs))


def _choose(key: str, raw: str) -> None:
    picked = st.session_state.get(key)
    if picked is not None:
        st.session_state.setdefault("chosen", {})[raw] = tuple(picked)


def _undo(raw: str) -> None:
    st.session_state["chosen"].pop(raw, None)


def show_entry(result: Result, place: int) -> None:
    """Show one line beside what it became."""
    typed, became, state = st.columns([3, 3, 2])
    typed.text(result.match.entry.raw)
    became.text(f"{', '.join(result.drugs) or '?'}\n{how(result, tables())}")
    state.text(tables().term("state", result.state))
    if result.match.entry.raw in chosen():
        state.button(say("page.undo"), key=f"undo_{place}", on_click=_undo, args=(result.match.entry.raw,))
