"""A report -> its warnings as cards: what is raised open, the others folded by medicine."""

from collections.abc import Sequence

import streamlit as st

from medcheck.app import overview
from medcheck.app.shared import COLOURS, ICONS, keyed, plain, say, tables
from medcheck.exports.words import READERS, advice_word, note_for, nothing_raised, source_line, standing
from medcheck.weighing.findings import SEVERITIES, Finding
from medcheck.weighing.levels import LEVELS, RAISED
from medcheck.weighing.report import Report

MOST_OPEN = 12
MOST_GROUPS = 60


@st.fragment
def show(report: Report) -> None:
    """Show all warnings in the words of the chosen reader, most urgent first."""
    st.header(f"{say('report.findings')} ({len(report.findings)})", anchor=False)
    if not report.findings:
        st.text(say("report.no_findings"))
        return
    st.session_state.setdefault(keyed("reader"), READERS[0])
    reader = st.segmented_control(say("page.reader"), READERS, required=True, key=keyed("reader"),
                                  format_func=lambda name: say(f"page.{name}"))  # fmt: skip
    if not report.patient.tells_symptoms:
        st.text(say("page.tell_more"))
    if not report.raised:
        st.text(nothing_raised(report, tables()))
    for level in LEVELS:
        show_level(level, report, reader or READERS[0])


def show_level(level: str, report: Report, reader: str) -> None:
    """Show the warnings of one level: what is raised as open cards, the others folded by medicine."""
    findings = report.at(level)
    if not findings:
        return
    st.subheader(f"{ICONS[level]} {tables().term('level', level)} ({len(findings)})", anchor=False)
    opened = findings[:MOST_OPEN] if level in RAISED else ()
    for group in one_a_medicine(opened):
        show_card(group, report, reader)
    if level != "listed":
        show_folded(findings[len(opened) :], report, reader)
        return
    box = st.expander(say("page.folded", count=len(findings)), key=keyed("on_record"), on_change="rerun")
    if box.open:
        with box:
            st.text(say("page.folded_why"))
            st.markdown("\n".join(f"- {plain(on_record(finding))}" for finding in findings))


def on_record(finding: Finding) -> str:
    """Return a finding that is only on record as a line: what, and why it is folded."""
    return f"{' + '.join(finding.drugs)}: {tables().mechanisms[finding.mechanism].title}. {finding.level_reason}"


def show_folded(findings: Sequence[Finding], report: Report, reader: str) -> None:
    """Show warnings folded by medicine; the cards of a group are made when it is opened."""
    groups: dict[str, list[Finding]] = {}
    for finding in findings:
        groups.setdefault(subject_of(finding), []).append(finding)
    for subject, group in list(groups.items())[:MOST_GROUPS]:
        worst = min((finding.severity for finding in group), key=SEVERITIES.index)
        key = keyed(f"group_{group[0].level}_{subject}")
        label = f"{ICONS[worst]} **{plain(subject)}** ({len(group)}) · {plain(about(group))}"
        box = st.expander(label, key=key, on_change="rerun")
        if box.open:
            with box:
                for card in one_a_medicine(group):
                    show_card(card, report, reader)
    left_out = sum(map(len, list(groups.values())[MOST_GROUPS:]))
    if left_out:
        st.text(say("page.more_in_report", count=left_out))


def subject_of(finding: Finding) -> str:
    """Return under which heading a finding is folded: its medicine, or its kind where there are several."""
    return finding.drugs[0] if finding.kind == "weakness" else tables().term("kind", finding.kind)


def about(group: Sequence[Finding]) -> str:
    """Say what a group holds in a few words: its mechanisms, and the medicines where they are not its heading."""
    if group[0].kind == "weakness":
        return ", ".join(dict.fromkeys(tables().mechanisms[finding.mechanism].title for finding in group))
    return ", ".join(dict.fromkeys(" + ".join(finding.drugs) for finding in group))


def one_a_medicine(findings: Sequence[Finding]) -> list[list[Finding]]:
    """Group the warnings by what a card is about: one medicine with its ways of weakening, one pair, one dose."""
    groups: dict[tuple[str, ...], list[Finding]] = {}
    for finding in findings:
        way = "" if finding.kind == "weakness" else finding.mechanism
        groups.setdefault((finding.kind, *finding.drugs, way), []).append(finding)
    return list(groups.values())


def show_card(group: Sequence[Finding], report: Report, reader: str) -> None:
    """Show the warnings of one card: what, how bad, how soon, whether it fits, what to do, on which sources."""
    first = group[0]
    place = next(place for place, one in enumerate(report.findings) if one is first)
    with st.container(border=True, key=f"card_{first.urgency}_{place}", gap="xsmall"):
        titles = ", ".join(tables().mechanisms[finding.mechanism].title for finding in group)
        title = f"{' + '.join(first.drugs)}: {titles}"
        st.markdown(f"#### {plain(title)}", anchors=False)
        for finding in group:
            if len(group) > 1:
                st.markdown(f"**{plain(tables().mechanisms[finding.mechanism].title)}**")
            show_finding(finding, report, reader)


def show_finding(finding: Finding, report: Report, reader: str) -> None:
    """Show one warning within its card."""
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
    """Return the sources as links, then on what they rest and whether a clinician has reviewed the warning."""
    links = [f"[{plain(source_line(source, tables()).removesuffix(', ' + source.url))}](<{source.url}>)"
             for source in finding.sources]  # fmt: skip
    cited = f"**{say('word.sources')}:** {' · '.join(links)}" if links else ""
    return list(filter(None, [cited, plain(standing(finding, tables()))]))
