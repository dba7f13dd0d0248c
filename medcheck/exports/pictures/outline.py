"""A report -> outlines of a body with the places of weakness marked."""

from collections.abc import Collection

from markupsafe import Markup

from medcheck.exports.pictures.drawing import FILL, LINE, Draw, Drawing
from medcheck.tables import Tables
from medcheck.weighing.report import Report

WIDTH, HEIGHT = 84, 190
MOST_NAMES = 4

# Paths of the parts of a body seen from the front; "left" and "right" are those of the picture.
PARTS = {
    "face": "M42 4a12 14 0 1 0 .1 0z",
    "trunk": "M28 36h28q4 0 4 4l-4 48h-28l-4-48q0-4 4-4z",
    "left shoulder": "M22 37l-9 6-3 30h9l5-26z",
    "right shoulder": "M62 37l9 6 3 30h-9l-5-26z",
    "left hand": "M10 76h9l-4 32h-8z",
    "right hand": "M74 76h-9l4 32h8z",
    "left thigh": "M27 91h14l-2 42h-13z",
    "right thigh": "M57 91h-14l2 42h13z",
    "left calf": "M26 136h13l-2 36h-9z",
    "right calf": "M58 136h-13l2 36h9z",
    "left foot": "M28 175h9v8h-13q0-4 4-8z",
    "right foot": "M56 175h-9v8h13q0-4-4-8z",
}
EVERYWHERE = frozenset(PARTS)


def pair(*parts: str) -> frozenset[str]:
    """Return the parts of both sides."""
    return frozenset(f"{side} {part}" for side in ("left", "right") for part in parts)


PATTERNS = {
    "proximal": pair("thigh", "shoulder"),
    "distal": pair("foot", "calf", "hand"),
    "generalised": EVERYWHERE,
    "fatigable": pair("thigh", "shoulder") | {"face"},
    "focal": frozenset({"right thigh", "right calf", "right foot"}),
    "cramps": pair("calf", "foot"),
}
PLACES = {
    "hips_thighs": pair("thigh"),
    "calves": pair("calf"),
    "feet": pair("foot"),
    "hands": pair("hand"),
    "shoulders_arms": pair("shoulder"),
    "eyes_face": frozenset({"face"}),
    "whole_body": EVERYWHERE,
    "one_side": frozenset(part for part in PARTS if part.startswith("right")),
}


def outlines(report: Report, tables: Tables, draw: Draw) -> Markup:
    """Return what was told and each pattern of the warnings as outlines, or nothing where there is neither."""
    figures = list(filter(None, [told(report, tables, draw), *patterns(report, tables, draw)]))
    return Markup('<div class="outlines">{}</div>').format(Markup("").join(figures)) if figures else Markup("")


def told(report: Report, tables: Tables, draw: Draw) -> Markup:
    """Return the outline of the places that the person named."""
    if not report.patient.where:
        return Markup("")
    places = ", ".join(tables.term("where", place) for place in report.patient.where)
    marked = frozenset().union(*(PLACES[place] for place in report.patient.where))
    return figure(marked, tables.say("picture.yours"), places, tables, draw)


def patterns(report: Report, tables: Tables, draw: Draw) -> list[Markup]:
    """Return an outline for each pattern that the warnings name, with the medicines of it."""
    names: dict[str, list[str]] = {}
    for finding in report.findings:
        if finding.row and finding.fit != "points_away" and finding.row.pattern in PATTERNS:
            names.setdefault(finding.row.pattern, []).append(finding.drugs[0])
    return [figure(PATTERNS[pattern], tables.term("pattern", pattern), some(names[pattern], tables), tables, draw)
            for pattern in PATTERNS if pattern in names]  # fmt: skip


def some(drugs: list[str], tables: Tables) -> str:
    """Name the first few medicines, and count the others."""
    distinct = list(dict.fromkeys(drugs))
    more = len(distinct) - MOST_NAMES
    rest = [tables.say("picture.and_more", count=more)] if more > 0 else []
    return ", ".join([*distinct[:MOST_NAMES], *rest])


def figure(marked: Collection[str], title: str, text: str, tables: Tables, draw: Draw) -> Markup:
    """Return one outline with its words."""
    drawing = Drawing(WIDTH, HEIGHT, body(marked), tables.say("picture.outline", places=f"{title}; {text}"))
    return Markup("<figure>{}<figcaption><strong>{}</strong><br>{}</figcaption></figure>").format(
        draw(drawing), title, text
    )


def body(marked: Collection[str]) -> Markup:
    """Return the parts of a body, the marked ones filled."""
    path = Markup('<path d="{}" fill="{}" stroke="{}" stroke-width="1.5" stroke-linejoin="round"/>')
    return Markup("").join(path.format(shape, FILL if part in marked else "none", FILL if part in marked else LINE)
                           for part, shape in PARTS.items())  # fmt: skip
