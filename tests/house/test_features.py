"""What the table of features says is so: each row has tests that exist, or says what is missing."""

from __future__ import annotations

import re

from promised import is_there, text

TABLE = "docs/features.md"
# Rows without a true proof yet. This list may only shrink.
NOT_YET: set[str] = set()
WANTED = """
    A1 A2 A3 A4 A5 A6 A7 A8 B1 B2 B3 B4 B5 B6 B7 B8 B9 B10 B11 B12 C1 C2 C3 C4 C5 D1 D2 D3 E1 E2 E3
    E4 E5 E6 E7 E8 E9 E10 E11 E12 F1 F2 G1 G2 G3 H1 H2 H3 I1 I2 I3 I4 I5 I6 I7 J1 J2 K1 K2 K3 K4 L1
    L2 L3 M1 M2 M3 M4 M5 N1 N2 N3 N4 N5 N6 N7 N8 O1 O2 O3 P1 P2 P3 P4 P5 P6 Q1 Q2 R1 R2 R3 R4 S1 S2
    S3 S4 S5 T1 T2 T3 U1 U2
"""


def rows(page):
    """Return each row of the table: what it says, where it shows, and its proof."""
    found = re.findall(r"^\| ([A-Z]\d+) \| (.+?) \| (.+?) \| (.+) \|$", page, re.MULTILINE)
    return {row: (says, where, proof) for row, says, where, proof in found}


def named(proof):
    """Return the ids of the tests that a row names."""
    return re.findall(r"`(tests/[^`]+)`", proof)


def without_proof(page):
    """Return the rows that say what is missing, and those that name no test at all."""
    found = rows(page)
    open_rows = {row for row, (_, _, proof) in found.items() if proof.startswith("not yet: ")}
    return open_rows, {row for row in found if row not in open_rows and not named(found[row][2])}


def test_every_row_is_in_the_table_once_and_in_order():
    page = text(TABLE)
    wanted = WANTED.split()
    assert list(rows(page)) == wanted
    assert len(re.findall(r"^\| [A-Z]\d+ \|", page, re.MULTILINE)) == len(wanted)


def test_every_row_shows_somewhere_and_has_its_proof():
    open_rows, bare = without_proof(text(TABLE))
    assert bare == set()
    assert open_rows == NOT_YET


def test_every_test_that_a_row_names_exists():
    proofs = {row: named(proof) for row, (_, _, proof) in rows(text(TABLE)).items()}
    missing = {row: one for row, ids in proofs.items() for one in ids if not is_there(one)}
    assert missing == {}


def test_a_row_without_proof_is_seen():
    page = (
        "| A1 | so | page | `tests/a.py::test_x` |\n"
        "| A2 | so too | page | soon |\n"
        "| A3 | and so | page | not yet: a page; see `tests/a.py::test_y` |\n"
    )
    assert without_proof(page) == ({"A3"}, {"A2"})
    assert named(rows(page)["A1"][2]) == ["tests/a.py::test_x"]
    assert not is_there("tests/a.py::test_x")
