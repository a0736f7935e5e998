"""Spreadsheets for tests, by hand: rows of cells as XLSX or ODS, and what a template's XLSX says.

A cell is None, a text, a Number, Formula, Error or Shared; a Number's text is written as it is.
"""
import io
import re
import zipfile
from collections import namedtuple
from xml.etree import ElementTree
from xml.sax.saxutils import escape

Number = namedtuple("Number", "text style", defaults=[0])
Formula = namedtuple("Formula", "value")     # its value, or None where the file keeps none
Error = namedtuple("Error", "text")
Shared = namedtuple("Shared", "text")        # a text that stands in the table of texts, with runs
MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
REL = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE = "http://schemas.openxmlformats.org/package/2006/relationships"
EPOCH_1904 = 'date1904="1"'


def letters(column):
    text, rest = "", column + 1
    while rest:
        rest, digit = divmod(rest - 1, 26)
        text = chr(65 + digit) + text
    return text


def xlsx_cell(at, cell, shared):
    if cell is None:
        return ""
    if isinstance(cell, Number):
        return f'<c r="{at}" s="{cell.style}"><v>{cell.text}</v></c>'
    if isinstance(cell, Formula):
        value = "" if cell.value is None else f"<v>{cell.value}</v>"
        return f'<c r="{at}"><f>SUM(1,2)</f>{value}</c>'
    if isinstance(cell, Error):
        return f'<c r="{at}" t="e"><v>{cell.text}</v></c>'
    if isinstance(cell, Shared):
        shared.append(cell.text)
        return f'<c r="{at}" t="s"><v>{len(shared) - 1}</v></c>'
    return f'<c r="{at}" t="inlineStr"><is><t xml:space="preserve">{escape(cell)}</t></is></c>'


def xlsx_rows(rows, shared):
    for number, row in enumerate(rows, 1):
        cells = "".join(xlsx_cell(letters(i) + str(number), cell, shared) for i, cell in enumerate(row))
        yield f'<row r="{number}">{cells}</row>'


def packed(parts):
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in parts.items():
            archive.writestr(name, text)
    return out.getvalue()


def xlsx(rows, name="Faits", workbook="", sheet=None):
    shared = []
    data = sheet if sheet is not None else f"<sheetData>{''.join(xlsx_rows(rows, shared))}</sheetData>"
    texts = "".join(f'<si><r><t>{escape(t[:2])}</t></r><r><t xml:space="preserve">{escape(t[2:])}</t></r>'
                    f'<rPh sb="0" eb="1"><t>guide</t></rPh></si>' for t in shared)
    kinds = [("rId1", "worksheet", "worksheets/sheet1.xml"), ("rId2", "sharedStrings", "/xl/sharedStrings.xml"),
             ("rId3", "styles", "styles.xml")]
    relations = "".join(f'<Relationship Id="{i}" Type="{REL}/{kind}" Target="{to}"/>' for i, kind, to in kinds)
    return packed({
        "[Content_Types].xml": "<Types/>",
        "_rels/.rels": f'<Relationships xmlns="{PACKAGE}"><Relationship Id="r" Type="{REL}/officeDocument" '
                       f'Target="xl/workbook.xml"/></Relationships>',
        "xl/_rels/workbook.xml.rels": f'<Relationships xmlns="{PACKAGE}">{relations}</Relationships>',
        "xl/workbook.xml": f'<workbook xmlns="{MAIN}" xmlns:r="{REL}"><workbookPr {workbook}/><sheets>'
                           f'<sheet name="{name}" sheetId="1" r:id="rId1"/></sheets></workbook>',
        "xl/sharedStrings.xml": f'<sst xmlns="{MAIN}">{texts}</sst>',
        "xl/styles.xml": f'<styleSheet xmlns="{MAIN}"><numFmts><numFmt numFmtId="164" formatCode="000"/></numFmts>'
                         f'<cellXfs><xf numFmtId="0"/><xf numFmtId="164"/></cellXfs></styleSheet>',
        "xl/worksheets/sheet1.xml": f'<worksheet xmlns="{MAIN}">{data}</worksheet>'})


def ods_cell(cell):
    if cell is None:
        return "<table:table-cell/>"
    if isinstance(cell, Number):
        return (f'<table:table-cell office:value-type="float" office:value="{cell.text}"><text:p>x</text:p>'
                f'</table:table-cell>')
    if re.fullmatch(r"\d{4}-\d\d-\d\d", cell):
        return (f'<table:table-cell office:value-type="date" office:date-value="{cell}"><text:p>31/05/22</text:p>'
                f'</table:table-cell>')
    return (f'<table:table-cell office:value-type="string"><office:annotation><text:p>a note</text:p>'
            f'</office:annotation><text:p>{escape(cell)}</text:p></table:table-cell>')


def ods(rows, behind=""):
    names = ("office", "table", "text")
    spaces = " ".join(f'xmlns:{n}="urn:oasis:names:tc:opendocument:xmlns:{n}:1.0"' for n in names)
    body = "".join(f"<table:table-row>{''.join(map(ods_cell, row))}</table:table-row>" for row in rows)
    empty = ('<table:table-row table:number-rows-repeated="1048000"><table:table-cell '
             'table:number-columns-repeated="1024"/></table:table-row>')
    table = f'<table:table table:name="Faits">{body}{behind or empty}</table:table>'
    return packed({"mimetype": "application/vnd.oasis.opendocument.spreadsheet",
                   "content.xml": f"<office:document-content {spaces}><office:body><office:spreadsheet>{table}"
                                  "</office:spreadsheet></office:body></office:document-content>"})


def read_xlsx(data, sheet="xl/worksheets/sheet1.xml"):
    """The rows of a workbook as texts."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        texts = []
        if "xl/sharedStrings.xml" in archive.namelist():
            for one in ElementTree.fromstring(archive.read("xl/sharedStrings.xml")):
                texts.append("".join(t.text or "" for t in one.iter(f"{{{MAIN}}}t")))
        rows = []
        for row in ElementTree.fromstring(archive.read(sheet)).iter(f"{{{MAIN}}}row"):
            cells = {}
            for cell in row:
                value = cell.find(f"{{{MAIN}}}v")
                text = "" if value is None else value.text
                cells[re.match("[A-Z]+", cell.get("r"))[0]] = texts[int(text)] if cell.get("t") == "s" else text
            rows.append(cells)
        return rows
