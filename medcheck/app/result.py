"""A report -> step four: the answer, the other causes beside it, and what to take along."""

import streamlit as st

from medcheck.app import finding_cards, names_read, other_causes, overview
from medcheck.app.saved_list import Saved, written
from medcheck.app.shared import ICONS, plain, say, tables
from medcheck.exports import formats
from medcheck.exports.words import nothing_raised, questions, to_write_down
from medcheck.weighing.report import Report

MOST_RAISED = 3  # in the banner; all of them stand below
FOR_PROGRAMS = ("csv", "json", "fhir", "markdown")


def show_urgency(report: Report) -> None:
    """Announce the result, its urgency and the red flags."""
    counts = say("page.result_ready", entries=len(report.results), raised=len(report.raised),
                 findings=len(report.findings) - len(report.raised), unchecked=len(report.unchecked))  # fmt: skip
    told = "\n\n".join([*map(plain, raised_lines(report)), plain(counts)])
    if report.findings or report.red_flags:
        banner = st.error if report.urgency == "emergency" else st.warning if report.urgency == "same_day" else st.info
        banner(told, icon=ICONS[report.urgency],
               title=say("report.urgency", urgency=tables().term("urgency", report.urgency)))  # fmt: skip
    elif all(result.state == "unrecognised" for result in report.results):
        st.warning(counts, icon=":material/help:", title=say("page.nothing_checked"))
    else:
        st.info(counts, icon=":material/help:", title=say("report.no_findings"))
    show_flags(report)
    st.text(say("report.always", signs=say("report.signs")))


def raised_lines(report: Report) -> list[str]:
    """Return what is raised first, each with its medicines and what to do; or that nothing is."""
    if not report.raised:
        return [nothing_raised(report, tables())]
    return [say("page.raised", drugs=" + ".join(finding.drugs), what_to_do=finding.what_to_do)
            for finding in report.raised[:MOST_RAISED]]  # fmt: skip


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
        finding_cards.show(report)
    with aside:
        overview.show(report)
        other_causes.show(report)
        st.header(say("report.questions"), anchor=False)
        st.markdown("\n".join(f"- {plain(question)}" for question in questions(report, tables())))
        st.header(say("report.write_down"), anchor=False)
        st.markdown("\n".join(f"- {plain(what)}" for what in to_write_down(tables())))
        with st.container(key="take_along"):
            st.header(say("page.take_along"), anchor=False)
            downloads(report)
    st.text(say("report.footer", version=report.version, data_version=report.data_version, day=report.made_on))


def downloads(report: Report) -> None:
    """Offer the report to print, the list to come back to, and the report in the formats of other programs."""
    st.download_button(say("page.download_html"), lambda: formats.written(report, tables(), "html"),
                       "medcheck-report.html", "text/html", type="primary", on_click="ignore", width="stretch",
                       key="download_html", icon=":material/print:")  # fmt: skip
    mine = Saved(st.session_state["list"], report.patient, names_read.chosen())
    st.download_button(say("page.download_save"), lambda: written(mine), "medcheck-list.json", "application/json",
                       on_click="ignore", width="stretch", key="download_save", icon=":material/save:")  # fmt: skip
    with st.container(horizontal=True, gap="small", key="downloads"):
        for name in FOR_PROGRAMS:
            download(report, name)


def download(report: Report, name: str) -> None:
    """Offer the report in one format, written when it is asked for."""
    kind = formats.FORMATS[name]
    st.download_button(say(f"page.download_{name}"), lambda: formats.written(report, tables(), name),
                       f"medcheck-report.{kind.ending}", kind.mime, on_click="ignore",
                       key=f"download_{name}")  # fmt: skip
