"""A report -> the answer on the first screen: what to do and how soon, with which medicines, and why."""

from collections.abc import Sequence

import streamlit as st
from markupsafe import Markup, escape

from medcheck.app import names_read
from medcheck.app.saved_list import Saved, written
from medcheck.app.shared import ICONS, keyed, plain, say, shown, tables
from medcheck.exports import formats
from medcheck.exports.words import nothing_raised, why_in_short
from medcheck.weighing.findings import Finding
from medcheck.weighing.report import Report

MOST_RAISED = 4  # of lines beside the first; all of them stand below
MOST_UNCLEAR = 3
MOST_SIGNS = 4
CALL = Markup('<p class="call">{}</p>')
NUMBER = Markup('<a href="tel:{}">{}</a>{}')
NUMBERS = (("112", ""), ("999", "answer.uk"), ("911", "answer.us"))


def show(report: Report) -> None:
    """Say the answer, then offer it to print and to keep."""
    with st.container(key="answer", gap="small"):
        with st.container(key=f"answer_{report.urgency}", gap="xsmall"):
            st.header(f"{ICONS[report.urgency]} {plain(headline(report))}", anchor=False)
            for line in lines(report):
                st.markdown(line)
        with st.container(horizontal=True, gap="small", key="keep"):
            keep(report)


def headline(report: Report) -> str:
    """Return what to do and how soon in a few words."""
    if all(result.state == "unrecognised" for result in report.results) and not report.red_flags:
        return say("answer.unknown")
    return say(f"answer.{report.urgency}")


def lines(report: Report) -> list[str]:
    """Return the answer in lines of Markdown: the first finding with why, the others a line each, and the gaps."""
    first, others = report.raised[:1], one_a_line(report.raised[1:])
    told = [f"**{plain(named(one))}:** {plain(why_in_short(one))} {plain(one.what_to_do)}" for one in first]
    told += ["\n".join(others[:MOST_RAISED])] if others else []
    if len(others) > MOST_RAISED:
        told.append(plain(say("answer.more", count=len(others) - MOST_RAISED)))
    if not first:
        told += quiet(report)
    if unclear := unclear_names(report):
        told.append(plain(say("answer.unclear", names=", ".join(unclear))))
    return told


def one_a_line(findings: Sequence[Finding]) -> list[str]:
    """Return a line for each medicine or pair, with all that it does."""
    signs: dict[str, list[str]] = {}
    for finding in findings:
        signs.setdefault(named(finding), []).append(sign(finding))
    return [f"- **{plain(subject)}:** {plain(', '.join(dict.fromkeys(told)))}" for subject, told in signs.items()]


def quiet(report: Report) -> list[str]:
    """Return what is said where nothing is raised, and the signs of what is taken."""
    if all(result.state == "unrecognised" for result in report.results):
        return [plain(nothing_raised(report, tables()))]
    signs = list(dict.fromkeys(sign(one) for one in report.at("watch")))[:MOST_SIGNS]
    return [plain(say("answer.quiet")), *([plain(say("answer.watch", signs=", ".join(signs)))] if signs else [])]


def named(finding: Finding) -> str:
    """Return the medicines of a finding."""
    return " + ".join(finding.drugs)


def sign(finding: Finding) -> str:
    """Return in two words what a finding does."""
    return tables().mechanisms[finding.mechanism].title if finding.mechanism else finding.patient_note


def unclear_names(report: Report) -> list[str]:
    """Return the lines that were not understood, the first of them."""
    told = [result.match.entry.raw for result in report.results if result.match.verdict in {"none", "unsure"}]
    more = [f"+{len(told) - MOST_UNCLEAR}"] if len(told) > MOST_UNCLEAR else []
    return [*(f"“{shown(raw)[:40]}”" for raw in told[:MOST_UNCLEAR]), *more]


def keep(report: Report) -> None:
    """Offer the page to print, and the list to come back to."""
    st.download_button(say("page.print"), lambda: formats.written(report, tables(), "html"), "medcheck-report.html",
                       "text/html", type="primary", on_click="ignore", key="download_html",
                       icon=":material/print:")  # fmt: skip
    mine = Saved(st.session_state["list"], report.patient, names_read.chosen())
    st.download_button(say("page.save"), lambda: written(mine), "medcheck-list.json", "application/json",
                       on_click="ignore", key="download_save", icon=":material/save:")  # fmt: skip


def ask_signs() -> tuple[str, ...]:
    """Ask for the signs that need help now, with the numbers to call, and return those that were tapped."""
    numbers = Markup(" · ").join(
        NUMBER.format(number, number, f" ({say(where)})" if where else "") for number, where in NUMBERS
    )
    before, after = say("answer.call", numbers="\n").split("\n")
    st.html(CALL.format(escape(before) + numbers + after))
    flags = tables().red_flags
    tapped = st.pills(say("page.signs"), list(flags), selection_mode="multi", key=keyed("flags"),
                      format_func=lambda flag: plain(flags[flag].short), label_visibility="collapsed")  # fmt: skip
    return tuple(tapped)


def show_flags(report: Report) -> None:
    """Show what the tapped signs mean, alone or with a medicine of the list, and what to do."""
    for flag in report.red_flags:
        alert = st.error if flag.urgency == "emergency" else st.warning
        alert(plain(flag.text), icon=ICONS[flag.urgency], title=tables().term("urgency", flag.urgency))
