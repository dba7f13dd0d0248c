"""A report -> what could not be checked, the unsure names to confirm, and each line beside what it became."""

from collections.abc import Sequence

import streamlit as st

from medcheck.app import unused_lines
from medcheck.app.shared import plain, say, shown, tables
from medcheck.exports.words import how
from medcheck.weighing.report import Report, Result, Unchecked

MOST_CARDS = 30  # what is beyond is still listed, one a line
MOST_CHOICES = 8
FIRST = ("none", "unsure")


def chosen() -> dict[str, tuple[str, ...]]:
    """Return what the person confirmed: the line as typed, and the ingredients it stands for."""
    return st.session_state.setdefault("chosen", {})


def show(report: Report) -> None:
    """Show what was not understood first, then every line beside what it became."""
    if report.unchecked:
        st.header(f"{say('report.unchecked')} ({len(report.unchecked)})", anchor=False)
        show_gaps(report)
    else:
        st.success(say("step.nothing_unsure"))
    st.subheader(f"{say('page.list_heading')} ({len(report.results)})", anchor=False)
    show_lines(report)


def show_lines(report: Report) -> None:
    """Show every line beside what it became, with what was confirmed to be undone, and the lines that gave nothing."""
    show_table(report.results)
    for place, raw in enumerate(chosen()):
        st.button(say("page.undo", raw=plain(shown(raw))), key=f"undo_{place}", icon=":material/undo:",
                  on_click=_undo, args=(raw,))  # fmt: skip
    unused_lines.show(report.unused, say("page.unused", count=len(report.unused)))


def show_gaps(report: Report) -> None:
    """Show unknown names and questions as cards, the unknown ones first, and other gaps as lines of one card."""
    results = {(result.match.entry.line, result.match.entry.raw): result for result in report.results}
    first: dict[tuple[int, str], Unchecked] = {}
    for gap in report.unchecked:
        first.setdefault((gap.line, gap.raw), gap)
    asked = [(results[key], gap) for key, gap in first.items() if results[key].match.verdict in {"none", "unsure"}]
    asked.sort(key=lambda pair: (FIRST.index(pair[0].match.verdict), bool(pair[0].match.class_id)))
    for place, (result, gap) in enumerate(asked[:MOST_CARDS]):
        show_gap(result, gap, place)
    cards = {id(gap) for _, gap in asked[:MOST_CARDS]}
    others = [gap for gap in report.unchecked if id(gap) not in cards]
    if others:
        with st.container(border=True, key="gap_others"):
            st.text("\n".join(f"• {shown(gap.raw)}: {shown(gap.reason)}" for gap in others))


def show_gap(result: Result, gap: Unchecked, place: int) -> None:
    """Show one line that was not understood, with the names to choose from where there are any."""
    with st.container(border=True, key=f"gap_{place}", gap="xsmall"):
        st.badge(tables().term("verdict", result.match.verdict), icon=":material/help:", color="violet")
        with st.container(key=f"typed_{place}"):
            st.text(shown(gap.raw))
        st.text(shown(gap.reason))
        if result.match.verdict == "unsure":
            confirm(result, place)


def confirm(result: Result, place: int) -> None:
    """Ask which medicine an unsure line means."""
    raw = result.match.entry.raw
    key = f"confirm_{place}_{hash(raw)}"
    choices = [candidate.drugs for candidate in result.match.candidates if candidate.drugs][:MOST_CHOICES]
    st.pills(
        say("page.confirm", raw=plain(shown(raw))), [*dict.fromkeys(choices), ()], key=key,
        format_func=lambda drugs: plain(said(drugs)) if drugs else say("page.none_of_these"),
        label_visibility="collapsed", on_change=_choose, args=(key, raw),
    )  # fmt: skip


def said(drugs: Sequence[str]) -> str:
    """Return the ingredients of a choice."""
    return " + ".join(map(tables().inn, drugs))


def _choose(key: str, raw: str) -> None:
    chosen()[raw] = tuple(st.session_state[key] or ())


def _undo(raw: str) -> None:
    chosen().pop(raw, None)


def show_table(results: Sequence[Result]) -> None:
    """Show lines beside what they became, how, and what the tables say of them."""
    columns = {
        "page.you_wrote": [shown(result.match.entry.raw) for result in results],
        "page.became": [", ".join(result.drugs) or "?" for result in results],
        "page.how": [how(result, tables()) for result in results],
        "page.state": [tables().term("state", result.state) for result in results],
    }
    cells = {say(title): [plain(cell) for cell in column] for title, column in columns.items()}
    st.table(cells, border="horizontal", hide_index=True)
