"""A report -> a table of medicine by mechanism, whose cells say how severe."""

from collections.abc import Sequence
from functools import cache

from markupsafe import Markup

from medcheck.exports.pictures.drawing import FILL, LINE, Draw, Drawing, rectangle
from medcheck.tables import Tables
from medcheck.weighing.findings import SEVERITIES, Finding
from medcheck.weighing.report import Report

MOST_ROWS = 30
SIDE = 18
FILLED = {"severe": 3, "moderate": 2, "mild": 1}  # thirds


def matrix(report: Report, tables: Tables, draw: Draw) -> Markup:
    """Return the table as HTML, or nothing where nothing was found; pairs stand below the medicines."""
    findings = [finding for finding in report.findings if finding.kind in {"weakness", "interaction"}]
    if not findings:
        return Markup("")
    rows = worst_by_row(findings)
    mechanisms = [name for name in tables.mechanisms if any(name in cells for cells in rows.values())]
    head = Markup("").join(Markup('<th scope="col"><span>{}</span></th>').format(tables.term("mechanism_short", name))
                           for name in mechanisms)  # fmt: skip
    body = Markup("").join(
        line(name, cells, mechanisms, tables, draw) for name, cells in list(rows.items())[:MOST_ROWS]
    )
    more = len(rows) - MOST_ROWS
    rest = Markup('<p class="under">{}</p>').format(tables.say("picture.more", count=more)) if more > 0 else ""
    return Markup(
        '<table class="matrix"><thead><tr><th scope="col">{}</th>{}</tr></thead><tbody>{}</tbody></table>'
        '<div class="legend">{}</div>{}'
    ).format(tables.say("picture.medicine"), head, body, legend(tables, draw), rest)


def worst_by_row(findings: Sequence[Finding]) -> dict[str, dict[str, str]]:
    """Return the worst severity of each medicine or pair by mechanism, medicines first."""
    rows: dict[str, dict[str, str]] = {}
    for finding in sorted(findings, key=lambda one: (len(one.drugs), SEVERITIES.index(one.severity))):
        rows.setdefault(" + ".join(finding.drugs), {}).setdefault(finding.mechanism, finding.severity)
    return rows


def line(name: str, cells: dict[str, str], mechanisms: Sequence[str], tables: Tables, draw: Draw) -> Markup:
    """Return one row of the table."""
    filled = Markup("").join(Markup("<td>{}</td>").format(sign(cells.get(mechanism, ""), tables, draw))
                             for mechanism in mechanisms)  # fmt: skip
    return Markup('<tr><th scope="row">{}</th>{}</tr>').format(name, filled)


def sign(severity: str, tables: Tables, draw: Draw) -> Markup:
    """Return a square filled by thirds, or nothing."""
    return drawn(severity, tables.term("severity", severity), draw) if severity else Markup("")


@cache
def drawn(severity: str, alt: str, draw: Draw) -> Markup:
    """Return the square of a severity as it is drawn, made once for all cells."""
    return draw(square(severity, alt))


def square(severity: str, alt: str) -> Drawing:
    """Return the square of a severity."""
    height = (SIDE - 4) * FILLED[severity] / 3
    frame = Markup('<rect x="1" y="1" width="{0}" height="{0}" fill="none" stroke="{1}" stroke-width="1.5"/>')
    shapes = frame.format(SIDE - 2, LINE) + rectangle(2, SIDE - 2 - height, SIDE - 4, height, FILL)
    return Drawing(SIDE, SIDE, shapes, alt)


def legend(tables: Tables, draw: Draw) -> Markup:
    """Say what each square stands for."""
    return Markup("").join(Markup("<span>{} {}</span>").format(draw(square(severity, "")),
                                                              tables.term("severity", severity))
                           for severity in SEVERITIES)  # fmt: skip
