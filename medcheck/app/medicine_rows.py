"""A report -> a row for each pair and each medicine, which opens into what it does and what to do, with sources."""

from collections.abc import Mapping, Sequence

import streamlit as st

from medcheck.app import overview
from medcheck.app.shared import COLOURS, ICONS, keyed, plain, say, tables
from medcheck.exports.words import READERS, advice_word, note_for, source_line, standing
from medcheck.weighing.findings import Finding
from medcheck.weighing.levels import RAISED
from medcheck.weighing.report import Report

MOST_ROWS = 60
MOST_NAMED = 4
FEW_WAYS = 2  # that a row names; of more it says how many


@st.fragment
def show(report: Report) -> None:
    """Show the rows, what is raised first, in the words of the chosen reader."""
    if not report.findings and not silent(report):
        return
    st.subheader(say("rows.heading"), anchor=False)
    st.session_state.setdefault(keyed("reader"), READERS[0])
    reader = st.session_state[keyed("reader")]
    groups = grouped(report.findings)
    told = {subject: group for subject, group in groups.items() if any(one.level != "listed" for one in group)}
    recorded = {subject: group for subject, group in groups.items() if subject not in told}
    with st.container(gap="xsmall"):
        for subject, group in list(told.items())[:MOST_ROWS]:
            show_row(subject, group, report, reader)
        if recorded:
            show_recorded(recorded, reader)
    if len(told) > MOST_ROWS:
        st.text(say("page.more_in_report", count=sum(map(len, list(told.values())[MOST_ROWS:]))))
    if drugs := silent(report):
        st.text(say("rows.nothing", drugs=", ".join(drugs)))
    if report.findings:
        st.segmented_control(say("page.reader"), READERS, required=True, key=keyed("reader"),
                             format_func=lambda name: say(f"page.{name}"))  # fmt: skip


def grouped(findings: Sequence[Finding]) -> dict[str, list[Finding]]:
    """Group the findings by what they are about, in the order of the report: a pair, or a medicine by itself."""
    groups: dict[str, list[Finding]] = {}
    for finding in findings:
        groups.setdefault(" + ".join(finding.drugs), []).append(finding)
    return groups


def silent(report: Report) -> list[str]:
    """Return the medicines that were recognised and of which nothing is listed."""
    spoken = {drug for finding in report.findings for drug in finding.drugs}
    known = [drug for result in report.results if result.state != "unrecognised" for drug in result.drugs]
    return [drug for drug in dict.fromkeys(known) if drug not in spoken]


def show_row(subject: str, group: Sequence[Finding], report: Report, reader: str) -> None:
    """Show one row; its card is made when it is opened."""
    first = group[0]
    label = f"{ICONS[first.level]} **{plain(subject)}** · {plain(in_short(group))}"
    with st.container(key=f"row_{first.urgency if first.level in RAISED else first.level}_{place_of(first, report)}"):
        box = st.expander(label, key=keyed(f"group_{subject}"), on_change="rerun")
    if box.open:
        with box:
            show_card(group, report, reader)


def show_recorded(groups: Mapping[str, Sequence[Finding]], reader: str) -> None:
    """Show what is only on record in one row, for its medicines have nothing to do now."""
    label = say("rows.only_recorded", subjects=", ".join(list(groups)[:MOST_NAMED]), count=len(groups))
    with st.container(key="row_recorded"):
        box = st.expander(f"{ICONS['listed']} {plain(label)}", key=keyed("on_record"), on_change="rerun")
    if box.open:
        with box:
            for subject, group in groups.items():
                st.markdown(f"**{plain(subject)}**")
                show_listed(group, reader)


def place_of(finding: Finding, report: Report) -> int:
    """Return where a finding stands in the report."""
    return next(place for place, one in enumerate(report.findings) if one is finding)


def in_short(group: Sequence[Finding]) -> str:
    """Say in a few words what a row holds: how loud it is, and its ways of weakening or how many they are."""
    told = [finding for finding in group if finding.level != "listed"]
    level = tables().term("level", group[0].level)
    titles = list(dict.fromkeys(tables().mechanisms[finding.mechanism].title for finding in told if finding.mechanism))
    ways = ", ".join(titles) if len(titles) <= FEW_WAYS else say("rows.ways", count=len(titles))
    return ": ".join(filter(None, [level, ways]))


def show_card(group: Sequence[Finding], report: Report, reader: str) -> None:
    """Show what a row holds: each finding, and those that are only on record as lines."""
    told = [finding for finding in group if finding.level != "listed"]
    for finding in told:
        if finding.mechanism:
            st.markdown(f"**{plain(tables().mechanisms[finding.mechanism].title)}**")
        show_finding(finding, report, reader)
    if listed := [finding for finding in group if finding.level == "listed"]:
        st.markdown(f"**{say('rows.recorded')}**")
        show_listed(listed, reader)


def show_listed(listed: Sequence[Finding], reader: str) -> None:
    """Show findings that are only on record as lines: what, why folded, and in small what is known."""
    for finding in listed:
        title = tables().mechanisms[finding.mechanism].title if finding.mechanism else finding.patient_note
        st.markdown(
            f"{plain(title)}. {plain(finding.level_reason)}  \n:small[{plain(note_for(finding, reader, tables()))}]"
        )


def show_finding(finding: Finding, report: Report, reader: str) -> None:
    """Show one finding within its card."""
    badges(finding, report.patient.tells_symptoms or finding.fit != "unclear")
    st.text(note_for(finding, reader, tables()))
    st.markdown("  \n".join(details(finding)))
    overview.show_people(finding)
    st.markdown("  \n".join(f":small[{line}]" for line in origin(finding)))


def badges(finding: Finding, with_fit: bool) -> None:
    """Show severity, urgency and fit by icon, word and colour."""
    told = {"severity": finding.severity, "urgency": finding.urgency}
    if with_fit:
        told["fit"] = finding.fit
    with st.container(horizontal=True, gap="xsmall"):
        for kind, word in told.items():
            st.badge(tables().term(kind, word), icon=ICONS[word], color=COLOURS[word])


def details(finding: Finding) -> list[str]:
    """Return why, what to do, how often and when as lines of Markdown."""
    told = {advice_word(finding): finding.what_to_do, "word.how_often": finding.frequency,
            "word.when": finding.onset, "word.after": finding.after_stopping}  # fmt: skip
    return [*(f"• {plain(reason)}" for reason in (finding.level_reason, *finding.reasons)),
            *(f"**{say(word)}:** {plain(text)}" for word, text in told.items() if text)]  # fmt: skip


def origin(finding: Finding) -> list[str]:
    """Return the sources as links, then on what they rest and whether a clinician has reviewed the finding."""
    links = [f"[{plain(source_line(source, tables()).removesuffix(', ' + source.url))}](<{source.url}>)"
             for source in finding.sources]  # fmt: skip
    cited = f"**{say('word.sources')}:** {' · '.join(links)}" if links else ""
    return list(filter(None, [cited, plain(standing(finding, tables()))]))
