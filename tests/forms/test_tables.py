"""Tables of any origin: what is read, what is refused and where, and what is written."""

from __future__ import annotations

import codecs
import csv
import random
import tracemalloc
from io import BytesIO, StringIO
from zipfile import ZIP_DEFLATED, ZipFile

import openpyxl
import pytest

from forms.errors import SourceRefused
from forms.tables.reading import read_tables
from forms.tables.table import TableLimits, column_name, column_place
from forms.tables.xlsx_out import write_xlsx

ROWS = (("code", "when", "number"), ("EX-1", "2024-03-05", "7"), ("EX-2, وَصل", "", "-0.5"))
MOST_MEMORY = 60_000_000


def lines(table):
    return [line.cells for line in table.lines]


def refused(source, **options):
    with pytest.raises(SourceRefused) as caught:
        read_tables(source, **options)
    return caught.value


def workbook(change=lambda _sheet: None, **sheets):
    """Return a workbook as another program writes it."""
    book = openpyxl.Workbook()
    book.remove(book.active)
    for name, rows in (sheets or {"Cases": ROWS}).items():
        sheet = book.create_sheet(name)
        for row in rows:
            sheet.append([cell or None for cell in row])
        change(sheet)
    packed = BytesIO()
    book.save(packed)
    return packed.getvalue()


def comma(rows, **dialect):
    text = StringIO()
    csv.writer(text, **dialect).writerows(rows)
    return text.getvalue()


def repacked(source, change):
    """Return a workbook whose parts were changed by somebody."""
    packed = BytesIO()
    with ZipFile(BytesIO(source)) as before, ZipFile(packed, "w", ZIP_DEFLATED) as after:
        for name, data in change({one: before.read(one) for one in before.namelist()}).items():
            after.writestr(name, data)
    return packed.getvalue()


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-32"])
def test_a_text_is_read_whatever_its_marks_and_delimiter(encoding, delimiter):
    (table,) = read_tables(comma(ROWS, delimiter=delimiter).encode(encoding))
    assert table.head == ROWS[0]
    assert lines(table) == [ROWS[1], ROWS[2]]


def test_letters_of_an_older_way_are_read_when_it_is_named():
    source = comma([("head",), ("Zoë",)]).encode("windows-1252")
    assert refused(source).code == "table.encoding"
    assert refused(source, encoding="idna").code == "table.encoding_unknown"
    assert lines(read_tables(source, encoding="windows-1252")[0]) == [("Zoë",)]
    marked = codecs.BOM_UTF8 + "head\nZoë".encode()
    assert lines(read_tables(marked, encoding="windows-1252")[0]) == [("Zoë",)]


def test_a_workbook_of_another_program_is_read_as_text():
    def change(sheet):
        sheet["B2"].number_format = "dd/mm/yyyy"
        sheet["B2"] = 45356
        sheet["C2"] = 7.0

    (table,) = read_tables(workbook(change))
    assert (table.sheet, table.head) == ("Cases", ROWS[0])
    assert lines(table) == [ROWS[1], ROWS[2]]
    assert [line.number for line in table.lines] == [2, 3]


def test_what_we_write_others_read_and_we_read_again():
    written = write_xlsx({"One & only": ROWS, "Notes": [("=1+1", "+cmd", " kept ")]})
    assert written == write_xlsx({"One & only": ROWS, "Notes": [("=1+1", "+cmd", " kept ")]})
    assert [table.head for table in read_tables(written)] == [ROWS[0], ("=1+1", "+cmd", "kept")]
    book = openpyxl.load_workbook(BytesIO(written))
    assert book.sheetnames == ["One & only", "Notes"]
    assert {cell.data_type for row in book["Notes"] for cell in row} == {"s"}, "no formula"


def test_a_formula_is_never_worked_out():
    def change(sheet):
        sheet["B3"] = "=1+1"
        sheet["C2"] = "#REF!"
        sheet["C2"].data_type = "e"

    faults = [(one.number, one.column, one.fault) for one in read_tables(workbook(change))[0].lines]
    assert faults == [(2, "C", "table.formula_error"), (3, "B", "table.formula")]


def test_a_bad_row_is_named_and_the_others_are_read():
    source = b"a,b\n1,2\n3,\x01\n4,5,6\n\n7,8\n"
    (table,) = read_tables(source)
    faults = [(one.number, one.column, one.fault) for one in table.lines]
    assert faults == [
        (2, "", ""),
        (3, "B", "table.not_text"),
        (4, "C", "table.beyond_head"),
        (6, "", ""),
    ]


@pytest.mark.parametrize(
    ("source", "code", "place"),
    [
        (b"", "table.empty", "table"),
        (b"a,a\n", "table.head_twice", "table!B1"),
        (b'a,b\n1,"2\n', "table.csv", "table!2"),
        (b"\xd0\xcf\x11\xe0 old", "table.protected", ""),
        (b"PK\x03\x04 torn", "table.broken", ""),
        (b'\xef\xbb\xbf \n{"name": "EX"}', "table.other_kind", ""),
        (b'[{"name": "EX"}]', "table.other_kind", ""),
        (b'<?xml version="1.0"?><data/>', "table.other_kind", ""),
        (b"a\n" + b"1\n" * 9, "table.rows", "table!10"),
    ],
)
def test_a_file_that_is_refused_says_why_and_where(source, code, place):
    found = refused(source, limits=TableLimits(rows=8))
    assert (found.code, found.where.words() if found.where else "") == (code, place)


def test_a_workbook_that_unpacks_to_far_more_is_refused_unopened():
    bomb = repacked(workbook(), lambda parts: parts | {"xl/more.xml": b"\0" * 50_000_000})
    tracemalloc.start()
    assert refused(bomb).code == "table.unpacked"
    assert tracemalloc.get_traced_memory()[1] < 1_000_000
    tracemalloc.stop()


@pytest.mark.parametrize(
    ("name", "part", "code"),
    [
        ("xl/vbaProject.bin", b"x", "table.alive"),
        ("xl/externalLinks/externalLink1.xml", b"x", "table.alive"),
        ("xl/workbook.xml", b'<!DOCTYPE a [<!ENTITY e "x">]><a>&e;</a>', "table.alive"),
        ("xl/workbook.xml", b"<a>" * 100, "table.broken"),
    ],
)
def test_parts_that_could_act_are_refused(name, part, code):
    assert refused(repacked(workbook(), lambda parts: parts | {name: part})).code == code


def test_columns_have_the_letters_of_other_programs():
    assert [column_name(place) for place in (0, 25, 26, 701, 702)] == ["A", "Z", "AA", "ZZ", "AAA"]
    assert all(column_place(column_name(place)) == place for place in range(2_000))


def mutated(source, chance):
    """Return a file that somebody or something has damaged."""
    data = bytearray(source)
    for _time in range(chance.randint(1, 6)):
        place = chance.randrange(len(data))
        match chance.randrange(5):
            case 0:
                data[place] = chance.randrange(256)
            case 1:
                del data[place : place + chance.randint(1, 40)]
            case 2:
                data[place:place] = chance.randbytes(chance.randint(1, 20))
            case 3:
                data[place:place] = data[place : place + chance.randint(1, 200)]
            case _:
                data[place:] = data[place:] if chance.random() < 0.9 else b""
        data = data or bytearray(b"x")
    return bytes(data)


SIGNS = (b"<", b">", b'r="', b'r="ZZZ9999999"', b'"', b"&#0;", b"&amp;", b"<c/>", b"9" * 30, b"-")


def mutated_inside(source, chance):
    """Return a workbook one part of which was damaged, and packed again as if it were whole."""

    def change(parts):
        name = chance.choice(sorted(parts))
        data = bytearray(parts[name])
        for _time in range(chance.randint(1, 4)):
            place = chance.randrange(len(data) + 1)
            data[place : place + chance.choice((0, 1, 8))] = chance.choice(SIGNS)
        kept = bytes(data) if chance.random() < 0.7 else mutated(bytes(data) or b"x", chance)
        return parts | {name: kept}

    return repacked(source, change)


def fuzz(times, seed):
    chance = random.Random(seed)
    plain = [comma(ROWS).encode(), comma(ROWS, delimiter=";").encode("utf-16")]
    books = [workbook(), workbook(Cases=ROWS, More=ROWS), write_xlsx({"Ours": ROWS})]
    read = turned_away = 0
    for _time in range(times):
        damage = chance.choice((mutated, mutated, mutated_inside))
        source = chance.choice(books if damage is mutated_inside else books + plain)
        try:
            read_tables(damage(source, chance))
            read += 1
        except SourceRefused:
            turned_away += 1
    assert min(read, turned_away) > times // 20, "both happen"


def test_damaged_files_are_read_or_refused_and_nothing_else_happens():
    tracemalloc.start()
    fuzz(400, seed=16)
    assert tracemalloc.get_traced_memory()[1] < MOST_MEMORY
    tracemalloc.stop()


@pytest.mark.soak
def test_ten_thousand_damaged_files_crash_nothing():
    fuzz(10_000, seed=4)
