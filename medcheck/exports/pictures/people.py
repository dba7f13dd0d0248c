"""A finding -> how often, as people: so many dots, and those filled whom it happens to."""

from markupsafe import Markup

from medcheck.exports.pictures.drawing import FILL, LINE, Drawing
from medcheck.tables import Tables
from medcheck.weighing.findings import Finding, one_in

COLUMNS = {100: 25, 1_000: 50, 10_000: 125}  # dots in a row, by how many there are
MOST = 10_000
RING_AT = 8  # dots from the corner
WIDTH = 200


def people(finding: Finding, tables: Tables) -> Drawing | None:
    """Return the dots of a finding whose percentage is known and not below 1 in 10,000."""
    if not finding.frequency_percent:
        return None
    number = one_in(finding.frequency_percent)
    struck, among = (int(part.replace(",", "")) for part in number.split(" in "))
    if among not in COLUMNS:
        return None
    columns = COLUMNS[among]
    struck_dots = ringed(struck, columns) if among == MOST else dots(struck, columns, FILL, 1)
    shapes = dots(among, columns, LINE, 0.4) + struck_dots
    return Drawing(WIDTH, round(WIDTH / columns * among / columns), shapes, tables.say("picture.people", number=number))


def ringed(count: int, columns: int) -> Markup:
    """Return a few dots with a ring around them: among ten thousand they would not be seen."""
    step = WIDTH / columns
    half = step * count / 2
    ring = Markup('<circle cx="{0:.2f}" cy="{1:.2f}" r="{2:.2f}" fill="none" stroke="{3}" stroke-width="1.5"/>')
    moved = Markup('<g transform="translate({0:.2f} {0:.2f})">{1}{2}</g>')
    return moved.format(step * RING_AT, dots(count, columns, FILL, 1), ring.format(half, step / 2, half + 5, FILL))


def dots(count: int, columns: int, colour: str, opacity: float) -> Markup:
    """Return so many dots, row by row: each row is one line, whose dashes have no length but round ends."""
    step = WIDTH / columns
    rows = [min(columns, count - begun) for begun in range(0, count, columns)]
    path = "".join(f"M{step / 2:.2f} {step * (place + 0.5):.2f}h{step * (row - 1) + 0.01:.2f}"
                   for place, row in enumerate(rows))  # fmt: skip
    return Markup(
        '<path d="{}" fill="none" stroke="{}" stroke-opacity="{:g}" stroke-width="{:.2f}" stroke-linecap="round" '
        'stroke-dasharray="0 {:.3f}"/>'
    ).format(path, colour, opacity, step * 0.7, step)  # fmt: skip
