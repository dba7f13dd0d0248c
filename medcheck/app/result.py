"""Step four: the answer, most urgent first, the other causes beside it, and the report to take along."""

import streamlit as st

from medcheck.app.shared import COLOURS, ICONS, plain, say, tables
from medcheck.causes import CauseFit
from medcheck.exports.as_csv import report_csv
from medcheck.exports.as_html import report_html
from medcheck.exports.as_json import report_json
from medcheck.exports.words import advice_word, questions, source_line, standing
from medcheck.findings import Finding
from medcheck.report import Report

MOST_SHOWN = 100
MOST_CAUSES = 8


def show_urgency(report: Report) -> None:
    """Announce the result, its urgency and the red flags."""
    st.success(say("page.result_ready", entries=len(report.results), findings=len(report.findings),
                   unchecked=len(report.unchecked)))  # fmt: skip
    banner = st.error if report.urgency == "emergency" else st.warning if report.urgency == "same_day" else st.info
    banner(say("report.urgency", urgency=tables().term("urgency", report.urgency)), icon=ICONS[report.urgency])
    for flag in report.red_flags:
        st.error(plain(flag.text), icon=ICONS[flag.urgency])
    st.text(say("report.always", signs=say("report.signs")))


def show(report: Report) -> None:
    """Show warnings and other causes side by side, then what to take along."""
    warnings, causes = st.columns([3, 2], gap="large")
    with warnings:
        st.subheader(f"{say('report.findings')} ({len(report.findings)})")
        if not report.findings:
            st.text(say("report.no_findings"))
        for finding in report.findings[:MOST_SHOWN]:
            show_finding(finding)
    with causes:
        st.subheader(say("report.causes"))
        near = [one for one in report.causes if one.fit == "fits" or (one.drugs and one.fit != "points_away")]
        for one in near[:MOST_CAUSES]:
            show_cause(one)
        st.text(say("report.causes_list"))
        for one in report.causes:
            if one not in near[:MOST_CAUSES]:
                show_cause(one)
    st.subheader(say("report.questions"))
    st.text("\n".join(f"• {question}" for question in questions(report, tables())))
    downloads(report)
    st.caption(
        plain(say("report.footer", version=report.version, data_version=report.data_version, day=report.made_on))
    )


def show_finding(finding: Finding) -> None:
    """Show one warning as a card: what, how bad, how soon, whether it fits, what to do, on which sources."""
    term = tables().term
    with st.container(border=True):
        st.markdown(f"**{plain(' + '.join(finding.drugs))}: {plain(tables().mechanisms[finding.mechanism].title)}**")
        with st.container(horizontal=True):
            st.badge(term("urgency", finding.urgency), icon=ICONS[finding.urgency], color=COLOURS[finding.urgency])
            st.badge(term("severity", finding.severity), color=COLOURS[finding.severity])
            st.badge(term("fit", finding.fit), color="gray")
        st.text(finding.patient_note)
        for word, text in (("word.how_often", finding.frequency), ("word.when", finding.onset),
                           ("word.after", finding.after_stopping)):  # fmt: skip
            if text:
                st.markdown(f"**{say(word)}:** {plain(text)}")
        for reason in finding.reasons:
            st.text(f"• {reason}")
        st.markdown(f"**{say(advice_word(finding))}:** {plain(finding.what_to_do)}")
        with st.expander(say("word.professional")):
            st.text(finding.professional_note)
            if finding.facts:
                st.text(say("word.facts", **finding.facts))
            for source in finding.sources:
                st.markdown(f"[{plain(source_line(source, tables()).removesuffix(', ' + source.url))}]({source.url})")
            st.caption(plain(standing(finding, tables())))


def show_cause(one: CauseFit) -> None:
    """Show one other cause with its clues, the medicines that touch it, tests and whom to see."""
    touched = f" · {', '.join(one.drugs)}" if one.drugs else ""
    with st.expander(f"{plain(one.cause.title)} · {tables().term('fit', one.fit)}{plain(touched)}"):
        st.text(one.cause.summary)
        st.text(one.cause.how_it_feels)
        for reason in one.reasons:
            st.text(f"• {reason}")
        st.markdown(f"**{say('word.tests')}:** {plain(', '.join(test.title for test in one.tests))}")
        st.markdown(f"**{say('word.who_to_see')}:** {plain(one.cause.who_to_see)}")
        for source in one.sources[:6]:
            st.markdown(f"[{plain(source.title)}]({source.url})")


def downloads(report: Report) -> None:
    """Offer the report as files."""
    kinds = {
        "html": ("text/html", lambda: report_html(report, tables())),
        "csv": ("text/csv", lambda: report_csv(report)),
        "json": ("application/json", lambda: report_json(report)),
    }
    for place, (ending, (mime, make)) in zip(st.columns(3), kinds.items(), strict=True):
        label, name = say(f"page.download_{ending}"), f"medcheck-report.{ending}"
        place.download_button(label, make, name, mime, on_click="ignore", width="stretch", key=f"download_{ending}")
