"""Takes the files of figures apart: every part of them as text, and the numbers that they tell."""

from __future__ import annotations

import io
import json
import re
import zipfile

import hxl
import openpyxl
import pikepdf
import pypdfium2

_NUMBER = re.compile(r"[0-9]+")
_GROUPED = re.compile(r"(?<=[0-9]),(?=[0-9]{3})")


def parts(data, kind):
    """Return everything in a file as text: its inflated parts, its metadata, what one reads."""
    if kind == ".xlsx":
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            told = {one.filename: archive.read(one) for one in archive.infolist()}
            told |= {f"{one.filename} apart": one.comment + one.extra for one in archive.infolist()}
            told["of the whole"] = archive.comment
        return {name: part.decode("utf-8", "replace") for name, part in told.items()}
    if kind == ".pdf":
        return _of_pdf(data)
    return {"whole": data.decode("utf-8-sig")}


def _of_pdf(data):
    told = {"whole": data.decode("latin-1")}
    with pypdfium2.PdfDocument(data) as document:
        told["read"] = "\n".join(page.get_textpage().get_text_range() for page in document)
        told["metadata"] = repr(document.get_metadata_dict(skip_empty=True))
    with pikepdf.open(io.BytesIO(data)) as document:
        for at, one in enumerate(document.objects):
            if isinstance(one, pikepdf.Stream):
                told[f"stream {at}"] = one.read_bytes().decode("latin-1")
    return told


def numbers(data, kind):
    """Return every number that a file tells of people, as it stands there."""
    if kind == ".csv":
        rows = hxl.read(data)
        return _in(cell for row in rows for tag, cell in row.items() if tag.startswith("#affected"))
    if kind == ".xlsx":
        return _in_cells(data)
    if kind == ".json":
        return {one["value"] for one in json.loads(data)["dataValues"]}
    return _in([_GROUPED.sub("", parts(data, kind)["read"])])


def _in_cells(data):
    """Return the numbers of every cell that is a number, and of all that HXL calls people."""
    book = openpyxl.load_workbook(io.BytesIO(data))
    cells = [cell for sheet in book for row in sheet.iter_rows() for cell in row]
    found = {str(cell.value) for cell in cells if isinstance(cell.value, int | float)}
    for sheet in book.worksheets[1:]:
        rows = [[str(cell or "") for cell in row] for row in sheet.iter_rows(values_only=True)]
        told = (row.items() for row in hxl.rows(rows))
        found |= _in(cell for row in told for tag, cell in row if tag.startswith("#affected"))
    return found | _in(one.attr_text for one in book.defined_names.values())


def printed(register):
    """Return every number that a register in JSON has printed, and those of its marks."""
    found = {str(end) for ends in register["marks"].values() for end in ends}
    found |= _in(register["marks"])
    for release in register["releases"]:
        for table in release["tables"]:
            for _codes, told in table["cells"]:
                found |= _in([told]) if isinstance(told, str) else _ends(told)
    return found


def _ends(told):
    if "value" not in told:
        return {str(told["lo"]), str(told["hi"])}
    half = told["base"] // 2
    low = max(told["min"], told["value"] - half)
    return {str(one) for one in (told["value"], low, told["value"] + half)}


def _in(texts):
    return {number for text in texts for number in _NUMBER.findall(text)}
