"""A cell -> the same, so that no spreadsheet takes it for a formula."""

FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r", "\n")
QUOTED_STARTS = ("'=", "'+", "'-", "'@", "'\t", "'\r", "'\n", "''")  # quoted once more, so that it can be undone


def guarded(cell: str) -> str:
    """Return the cell with a quote before it where a spreadsheet would run it."""
    return f"'{cell}" if cell.startswith(FORMULA_STARTS + QUOTED_STARTS) else cell
