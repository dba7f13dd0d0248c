"""What the tests of the readers share: reading bytes of our own, and workbooks made from rows."""

import io
import zipfile
from html import escape

import pytest

from medcheck.naming.matches import shipped_matcher
from medcheck.reading.files import Choice, ReadError, Reading, read
from medcheck.tables import shipped

TABLES = shipped()


def reading(data: bytes | str, column: str | None = None, sheet: str | None = None, file: str = "list") -> Reading:
    data = data.encode() if isinstance(data, str) else data
    return read(data, file, TABLES, shipped_matcher().recognises, Choice(column, sheet))


def told(data: bytes | str, **choice: str) -> list[tuple[str, str]]:
    """The entries as they stand and their status."""
    return [(entry.raw, entry.status) for entry in reading(data, **choice).entries]


def left(data: bytes | str) -> list[tuple[str, bool]]:
    """The rows that gave no entry, and whether they may hold a medicine."""
    return [(row.raw, row.maybe) for row in reading(data).unused]


def refusal(data: bytes | str, **choice: str) -> str:
    with pytest.raises(ReadError) as refused:
        reading(data, **choice)
    return str(refused.value)


def archive(files: dict[str, bytes | str]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as opened:
        for name, data in files.items():
            opened.writestr(name, data)
    return out.getvalue()


def cell_xml(place: str, value: object) -> str:
    if isinstance(value, int | float):
        return f'<c r="{place}"><v>{value}</v></c>'
    return f'<c r="{place}" t="inlineStr"><is><t>{escape(str(value))}</t></is></c>' if value else ""


def sheet_xml(rows: list[list[object]], merged: str = "") -> str:
    lines = (
        f'<row r="{number}">'
        + "".join(cell_xml(f"{chr(65 + at)}{number}", cell) for at, cell in enumerate(row))
        + "</row>"
        for number, row in enumerate(rows, start=1)
    )
    cells = f'<mergeCells count="1"><mergeCell ref="{merged}"/></mergeCells>' if merged else ""
    main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
    return f'<worksheet xmlns="{main}"><sheetData>{"".join(lines)}</sheetData>{cells}</worksheet>'


def xlsx(sheets: dict[str, str]) -> bytes:
    """A workbook of the sheets' XML by their names, with as little around it as a program needs."""
    office = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    package = "http://schemas.openxmlformats.org/package/2006"
    names = "".join(f'<sheet name="{name}" sheetId="{at}" r:id="rId{at}"/>' for at, name in enumerate(sheets, 1))
    links = "".join(f'<Relationship Id="rId{at}" Type="{office}/worksheet" Target="worksheets/sheet{at}.xml"/>'
                    for at, _ in enumerate(sheets, 1))  # fmt: skip
    return archive({
        "[Content_Types].xml": f'<Types xmlns="{package}/content-types"><Default Extension="xml" '
                               'ContentType="application/xml"/></Types>',
        "_rels/.rels": f'<Relationships xmlns="{package}/relationships"><Relationship Id="rId1" '
                       f'Type="{office}/officeDocument" Target="xl/workbook.xml"/></Relationships>',
        "xl/workbook.xml": '<workbook xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main" '
                           f'xmlns:r="{office}"><sheets>{names}</sheets></workbook>',
        "xl/_rels/workbook.xml.rels": f'<Relationships xmlns="{package}/relationships">{links}</Relationships>',
        **{f"xl/worksheets/sheet{at}.xml": xml for at, xml in enumerate(sheets.values(), 1)},
    })  # fmt: skip


def ods(rows: list[list[str]]) -> bytes:
    lines = "".join("<table:table-row>" + "".join(
        f'<table:table-cell office:value-type="string"><text:p>{escape(cell)}</text:p></table:table-cell>'
        for cell in row) + "</table:table-row>" for row in rows)  # fmt: skip
    space = "urn:oasis:names:tc:opendocument:xmlns"
    return archive({
        "mimetype": "application/vnd.oasis.opendocument.spreadsheet",
        "META-INF/manifest.xml": f'<manifest:manifest xmlns:manifest="{space}:manifest:1.0"/>',
        "content.xml": f'<office:document-content xmlns:office="{space}:office:1.0" xmlns:table="{space}:table:1.0" '
                       f'xmlns:text="{space}:text:1.0"><office:body><office:spreadsheet><table:table table:name="List">'
                       f"{lines}</table:table></office:spreadsheet></office:body></office:document-content>",
    })  # fmt: skip
