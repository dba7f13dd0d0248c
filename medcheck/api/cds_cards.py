"""Report -> the cards of CDS Hooks: findings most urgent first, and what was not checked."""

from collections.abc import Iterator, Sequence, Set
from typing import Any
from uuid import NAMESPACE_URL, uuid5

from medcheck.exports.as_markdown import plain
from medcheck.exports.words import note_for, source_line, standing
from medcheck.tables import Tables
from medcheck.tables.rows import Source
from medcheck.weighing.findings import Finding
from medcheck.weighing.levels import RAISED
from medcheck.weighing.report import Report

INDICATORS = {"emergency": "critical", "same_day": "critical", "soon": "warning", "routine": "info"}
LONGEST_SUMMARY = 139  # signs; the specification asks for fewer than 140
LONGEST_LABEL = 200  # signs
MOST_CARDS = 10  # findings with a card of their own; the others share one
MOST_GAPS = 50  # lines of what was not checked
LONGEST_GAP = 200  # signs of an entry in such a line

Card = dict[str, Any]


def cards(report: Report, about: Set[str] | None, gaps: Sequence[str], call: str, tables: Tables) -> list[Card]:
    """Return the cards of a report; `about` are the drugs and classes that alone matter, `call` makes ids unique."""
    found = [finding for finding in report.findings
             if about is None or not about.isdisjoint({*finding.drug_ids, finding.class_id})]  # fmt: skip
    raised = [finding for finding in found if finding.level in RAISED]
    made = [
        *(flag_card(flag.text, flag.sources, tables) for flag in report.red_flags),
        *gap_card(report, gaps, tables),
        *(finding_card(finding, report, tables) for finding in raised[:MOST_CARDS]),
        *rest_card("card.rest", raised[MOST_CARDS:], report, tables),
        *rest_card("card.watch", [finding for finding in found if finding.level == "watch"], report, tables),
    ]
    return [{"uuid": str(uuid5(NAMESPACE_URL, f"{call} {number}")), **card} for number, card in enumerate(made)]


def finding_card(finding: Finding, report: Report, tables: Tables) -> Card:
    """Return the card of one finding, in the words for professionals."""
    title = tables.mechanisms[finding.mechanism].title
    told = {"word.how_often": finding.frequency, "word.when": finding.onset, "word.after": finding.after_stopping,
            "card.patient": finding.what_to_do}  # fmt: skip
    terms = [tables.term("severity", finding.severity), tables.term("urgency", finding.urgency)]
    lines = [
        f"**{plain(' · '.join(terms))}**",
        plain(note_for(finding, "professional", tables)),
        "\n".join(f"- **{plain(tables.say(word))}**: {plain(text)}" for word, text in told.items() if text),
        "\n".join(f"- {plain(reason)}" for reason in (finding.level_reason, *finding.reasons)),
        plain(standing(finding, tables)),
        footer(report, tables),
    ]
    return {
        "summary": summary(f"{' + '.join(finding.drugs)}: {title}"),
        "detail": "\n\n".join(filter(None, lines)),
        "indicator": INDICATORS[finding.urgency],
        **origin(finding.sources, tables),
    }


def flag_card(text: str, sources: Sequence[Source], tables: Tables) -> Card:
    """Return the card of a sign that needs help now."""
    return {"summary": summary(tables.say("report.red_flags")), "detail": plain(text), "indicator": "critical",
            **origin(sources, tables)}  # fmt: skip


def gap_card(report: Report, gaps: Sequence[str], tables: Tables) -> Iterator[Card]:
    """Yield a card that says what was not checked, where anything was not."""
    lines = [f"{' '.join(gap.raw.split())[:LONGEST_GAP]}: {gap.reason}" for gap in report.unchecked]
    told = [*gaps, *lines]
    if not told:
        return
    more = [tables.say("card.more_gaps", count=len(told) - MOST_GAPS)] if len(told) > MOST_GAPS else []
    detail = "\n".join(f"- {plain(line)}" for line in (*told[:MOST_GAPS], *more))
    yield {
        "summary": summary(tables.say("card.unchecked", count=len(told))),
        "detail": f"{detail}\n\n{footer(report, tables)}",
        "indicator": "warning",
        **origin((), tables),
    }


def rest_card(title: str, found: Sequence[Finding], report: Report, tables: Tables) -> Iterator[Card]:
    """Yield one card for findings that get none of their own."""
    if not found:
        return
    lines = [f"{' + '.join(one.drugs)}: {tables.mechanisms[one.mechanism].title}"
             f" ({tables.term('urgency', one.urgency)})" for one in found]  # fmt: skip
    detail = "\n".join(f"- {plain(line)}" for line in lines)
    sources = tuple({source.id: source for one in found for source in one.sources}.values())
    yield {
        "summary": summary(tables.say(title, count=len(found))),
        "detail": f"{detail}\n\n{footer(report, tables)}",
        "indicator": INDICATORS[found[0].urgency],
        **origin(sources, tables),
    }


def origin(sources: Sequence[Source], tables: Tables) -> dict[str, Any]:
    """Return the first source as that of the card, and the others as links; without any, medcheck's own tables."""
    if not sources:
        return {"source": {"label": tables.say("card.source")}}
    first, *others = sources
    links = [{"label": label(source, tables), "url": source.url, "type": "absolute"} for source in others if source.url]
    main = {"label": label(first, tables), **({"url": first.url} if first.url else {})}
    return {"source": main, **({"links": links} if links else {})}


def label(source: Source, tables: Tables) -> str:
    """Return a source as a line of text without its address."""
    return source_line(source, tables).removesuffix(source.url).rstrip(", ")[:LONGEST_LABEL]


def summary(text: str) -> str:
    """Return a text cut to the length of a summary."""
    return text if len(text) <= LONGEST_SUMMARY else f"{text[: LONGEST_SUMMARY - 1].rstrip()}…"


def footer(report: Report, tables: Tables) -> str:
    """Return what stands below every card: versions, day, and what medcheck is not."""
    said = tables.say("card.footer", version=report.version, data_version=report.data_version, day=report.made_on)
    return f"*{plain(said)}*"
