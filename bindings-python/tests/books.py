"""Excel files, as small as they can be: the standard library knows their containers and not their contents."""

import io
import zipfile
from xml.sax.saxutils import escape, quoteattr

TYPES = """<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">
<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>
<Default Extension="xml" ContentType="application/xml"/>
<Override PartName="/xl/workbook.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"/>
</Types>"""
RELATIONS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"


def relations(targets):
    links = "".join(f'<Relationship Id="r{n}" Type="{RELATIONS}/{kind}" Target="{target}"/>' for n, (kind, target) in enumerate(targets))
    return f'<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">{links}</Relationships>'


def letters(column):
    return (letters(column // 26 - 1) if column > 25 else "") + chr(ord("A") + column % 26)


def cell(row, column, value, strings):
    at = f'{letters(column)}{row}'
    if value is None:
        return ""
    if isinstance(value, bool):
        return f'<c r="{at}" t="b"><v>{int(value)}</v></c>'
    if isinstance(value, (int, float)):
        return f'<c r="{at}"><v>{value}</v></c>'
    if value.startswith("#"):
        return f'<c r="{at}" t="e"><v>{value}</v></c>'
    if value.startswith("date:"):
        return f'<c r="{at}" s="1"><v>{value[5:]}</v></c>'
    if row % 2:
        strings.append(value)
        return f'<c r="{at}" t="s"><v>{len(strings) - 1}</v></c>'
    return f'<c r="{at}" t="inlineStr"><is><t xml:space="preserve">{escape(value)}</t></is></c>'


def book(sheets, hidden=()):
    """The bytes of an Excel file with sheets by name, each a list of rows; a row that is None is left out."""
    strings, parts, listed = [], {}, []
    targets = [("worksheet", f"worksheets/sheet{n}.xml") for n, _ in enumerate(sheets)]
    for number, (name, rows) in enumerate(sheets.items()):
        state = ' state="hidden"' if name in hidden else ""
        listed.append(f'<sheet name={quoteattr(name)} sheetId="{number + 1}" r:id="r{number}"{state}/>')
        data = "".join(
            f'<row r="{n}">{"".join(cell(n, column, value, strings) for column, value in enumerate(row))}</row>'
            for n, row in enumerate(rows, 1)
            if row is not None
        )
        parts[f"xl/worksheets/sheet{number}.xml"] = f'<worksheet xmlns="{MAIN}"><sheetData>{data}</sheetData></worksheet>'
    items = "".join(f'<si><t xml:space="preserve">{escape(text)}</t></si>' for text in strings)
    parts["xl/sharedStrings.xml"] = f'<sst xmlns="{MAIN}" count="{len(strings)}" uniqueCount="{len(strings)}">{items}</sst>'
    parts["xl/styles.xml"] = (
        f'<styleSheet xmlns="{MAIN}"><cellXfs count="2"><xf numFmtId="0"/><xf numFmtId="22" applyNumberFormat="1"/></cellXfs></styleSheet>'
    )
    parts["xl/workbook.xml"] = f'<workbook xmlns="{MAIN}" xmlns:r="{RELATIONS}"><sheets>{"".join(listed)}</sheets></workbook>'
    parts["xl/_rels/workbook.xml.rels"] = relations([*targets, ("sharedStrings", "sharedStrings.xml"), ("styles", "styles.xml")])
    parts["_rels/.rels"] = relations([("officeDocument", "xl/workbook.xml")])
    parts["[Content_Types].xml"] = TYPES
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        for path, text in parts.items():
            archive.writestr(path, '<?xml version="1.0" encoding="UTF-8"?>' + text)
    return file.getvalue()
