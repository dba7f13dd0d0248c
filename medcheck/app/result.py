"""A report -> what stands below the answer: a row a medicine, then what is folded, and what to take along."""

from collections.abc import Callable

import streamlit as st

from medcheck.app import medicine_rows, names_read, other_causes, overview
from medcheck.app.shared import keyed, plain, say, tables
from medcheck.exports import formats
from medcheck.exports.words import questions, to_write_down
from medcheck.weighing.report import Report

FOR_PROGRAMS = ("csv", "json", "fhir", "markdown")
MOST_NAMED = 3  # causes in the title of their fold


def show(report: Report) -> None:
    """Show the names to confirm, the rows, and the folds."""
    names_read.show_gaps(report)
    medicine_rows.show(report)
    with st.container(gap="xsmall"):
        show_folds(report)
    st.caption(say("report.footer", version=report.version, data_version=report.data_version, day=report.made_on))


def show_folds(report: Report) -> None:
    """Show what is folded: the other causes, the pictures, the names, what to ask, other formats."""
    fold("causes", causes_title(report), lambda: other_causes.show(report))
    fold("pictures", say("fold.pictures"), lambda: overview.show(report))
    fold("names", say("fold.names", count=len(report.results)), lambda: names_read.show_lines(report))
    fold("ask", say("fold.ask"), lambda: show_questions(report))
    fold("take_along", say("fold.take_along"), lambda: downloads(report))


def fold(name: str, title: str, content: Callable[[], None]) -> None:
    """Show something folded; it is made when it is opened."""
    box = st.expander(title, key=keyed(f"fold_{name}"), on_change="rerun")
    if box.open:
        with box:
            content()


def causes_title(report: Report) -> str:
    """Name the causes that fit what was told, or say how many there are."""
    fitting = [plain(one.cause.title) for one in report.causes if one.fit == "fits"][:MOST_NAMED]
    if fitting:
        return say("fold.causes_fit", titles=", ".join(fitting))
    return say("fold.causes", count=len(report.causes))


def show_questions(report: Report) -> None:
    """Show what to ask, and what to write down before."""
    for phrase, told in (
        ("report.questions", questions(report, tables())),
        ("report.write_down", to_write_down(tables())),
    ):
        st.markdown(f"**{say(phrase)}**\n" + "\n".join(f"- {plain(line)}" for line in told))


def downloads(report: Report) -> None:
    """Offer the report in the formats of other programs."""
    with st.container(horizontal=True, gap="small", key="downloads"):
        for name in FOR_PROGRAMS:
            download(report, name)


def download(report: Report, name: str) -> None:
    """Offer the report in one format, written when it is asked for."""
    kind = formats.FORMATS[name]
    st.download_button(say(f"page.download_{name}"), lambda: formats.written(report, tables(), name),
                       f"medcheck-report.{kind.ending}", kind.mime, on_click="ignore",
                       key=f"download_{name}")  # fmt: skip
