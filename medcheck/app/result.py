"""Step four: the answer, most urgent first, the other causes beside it, and the report to take along."""

import streamlit as st

from medcheck.app import beside, cards, glance, understood
from medcheck.app.saved import Saved, written
from medcheck.app.shared import ICONS, plain, say, tables
from medcheck.exports.as_csv import report_csv
from medcheck.exports.as_html import report_html
from medcheck.exports.as_json import report_json
from medcheck.exports.words import questions, to_write_down
from medcheck.report import Report


def show_urgency(report: Report) -> None:
    """Announce the result, its urgency and the red flags."""
    counts = say("page.result_ready", entries=len(report.results), findings=len(report.findings),
                 unchecked=len(report.unchecked))  # fmt: skip
    if report.findings or report.red_flags:
        banner = st.error if report.urgency == "emergency" else st.warning if report.urgency == "same_day" else st.info
        banner(counts, icon=ICONS[report.urgency],
               title=say("report.urgency", urgency=tables().term("urgency", report.urgency)))  # fmt: skip
    elif all(result.state == "unrecognised" for result in report.results):
        st.warning(counts, icon=":material/help:", title=say("page.nothing_checked"))
    else:
        st.info(counts, icon=":material/help:", title=say("report.no_findings"))
    show_flags(report)
    st.text(say("report.always", signs=say("report.signs")))


def show_flags(report: Report) -> None:
    """Show the red flags that the answers raise, alone or with a medicine of the list."""
    if report.red_flags:
        st.header(say("report.red_flags"), anchor=False)
    for flag in report.red_flags:
        alert = st.error if flag.urgency == "emergency" else st.warning
        alert(plain(flag.text), icon=ICONS[flag.urgency], title=tables().term("urgency", flag.urgency))


def show(report: Report) -> None:
    """Show the warnings, and beside them the other causes, what to ask and what to take along."""
    warnings, aside = st.columns([3, 2], gap="large")
    with warnings:
        cards.show(report)
    with aside:
        glance.show(report)
        beside.show(report)
        st.header(say("report.questions"), anchor=False)
        st.markdown("\n".join(f"- {plain(question)}" for question in questions(report, tables())))
        st.header(say("report.write_down"), anchor=False)
        st.markdown("\n".join(f"- {plain(what)}" for what in to_write_down(tables())))
        st.header(say("page.take_along"), anchor=False)
        downloads(report)
    st.text(say("report.footer", version=report.version, data_version=report.data_version, day=report.made_on))


def downloads(report: Report) -> None:
    """Offer the report as files."""
    mine = Saved(st.session_state["list"], report.patient, understood.chosen())
    kinds = {
        "html": ("text/html", ":material/print:", lambda: report_html(report, tables())),
        "csv": ("text/csv", ":material/table:", lambda: report_csv(report)),
        "json": ("application/json", ":material/data_object:", lambda: report_json(report)),
        "save": ("application/json", ":material/save:", lambda: written(mine)),
    }
    for ending, (mime, icon, make) in kinds.items():
        label = say(f"page.download_{ending}")
        name = f"medcheck-report.{ending}" if ending != "save" else "medcheck-list.json"
        st.download_button(label, make, name, mime, on_click="ignore", width="stretch", key=f"download_{ending}",
                           icon=icon)  # fmt: skip
