"""The coverage -> HTML: a row a class, a column a mechanism, in each cell how many medicines."""

from collections.abc import Sequence

from markupsafe import Markup

from medcheck.tables import Tables
from medcheck.tables.class_coverage import Coverage, Covered

TABLE = Markup(
    '<div class="wide" role="region" tabindex="0" aria-label="{}"><table class="matrix covered"><thead><tr>'
    '<th scope="col">{}</th>{}</tr></thead><tbody>{}</tbody></table></div>'
)


def matrix(found: Coverage, tables: Tables) -> Markup:
    """Return the table of all medicines, each class, and the medicines of no class."""
    mechanisms = list(found.rows_by_mechanism)
    heads = [tables.say("coverage.medicines"), *(tables.term("mechanism_short", name) for name in mechanisms),
             *(tables.say(f"coverage.{state}") for state in found.every.by_state)]  # fmt: skip
    head = Markup("").join(Markup('<th scope="col"><span>{}</span></th>').format(title) for title in heads)
    named = [(tables.say("coverage.all"), found.every), *((group.title, group) for group in found.classes),
             (tables.say("coverage.classless"), found.classless)]  # fmt: skip
    body = Markup("").join(line(title, group, mechanisms) for title, group in named)
    return TABLE.format(tables.say("coverage.classes"), tables.say("explore.class"), head, body)


def line(title: str, group: Covered, mechanisms: Sequence[str]) -> Markup:
    """Return the row of one group; the more of its medicines have a warning, the stronger the colour."""
    cells = [cell(group.drugs, 0), *(cell(group.by_mechanism.get(name, 0), group.drugs) for name in mechanisms),
             *(cell(count, 0) for count in group.by_state.values())]  # fmt: skip
    return Markup('<tr><th scope="row">{}</th>{}</tr>').format(title, Markup("").join(cells))


def cell(count: int, of: int) -> Markup:
    """Return a count, shaded by its share of a whole where there is one; a zero is left blank."""
    share = round(100 * count / of) if of else 0
    shade = Markup(' style="--share: {}%"').format(share) if share else ""
    return Markup("<td{}>{}</td>").format(shade, f"{count:,}" if count else "")
