"""Experiences are linked and never ranked: no code compares, weighs, scores or orders them."""

from __future__ import annotations

import ast
import re

import pytest
from measure import HOUSE, sources

from desktop.look.marks import codes
from forms.codelists import code_list

PRODUCT = ("desktop", "reports", "db", "casework", "forms", "texts", "ledger")
# Names by which code speaks of experiences.
ABOUT = re.compile(r"experience|continuum|episode_tag", re.IGNORECASE)
WEIGHS = re.compile(r"weight|score|severit|rank|grade|level|priorit|worst|heav", re.IGNORECASE)
ORDERS = {"sorted", "sort", "min", "max"}
# Sorting by the words on screen is the one order there is: A to Z, in the language read.
BY_WORDS = re.compile(r"sort_key|label|short_name|in_display_order|by_name")


def speaks_of_experiences(node):
    return ABOUT.search(ast.unparse(node)) is not None


def comparisons(nodes):
    """Return where something of an experience is compared by more or less."""
    more_or_less = (ast.Lt, ast.Gt, ast.LtE, ast.GtE)
    for node in nodes:
        if not isinstance(node, ast.Compare):
            continue
        if any(isinstance(one, more_or_less) for one in node.ops) and speaks_of_experiences(node):
            yield node


def orders(nodes):
    """Return where experiences are put in an order that is not that of their words."""
    for node in nodes:
        if not isinstance(node, ast.Call):
            continue
        name = (
            node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
        )
        if name not in ORDERS:
            continue
        if speaks_of_experiences(node) and not BY_WORDS.search(ast.unparse(node)):
            yield node


def weights(nodes):
    """Return names that would weigh an experience."""
    for node in nodes:
        name = getattr(node, "id", getattr(node, "attr", getattr(node, "name", "")))
        if isinstance(name, str) and ABOUT.search(name) and WEIGHS.search(name):
            yield node


@pytest.mark.parametrize("find", [comparisons, orders, weights])
def test_no_code_compares_orders_or_weighs_experiences(find):
    found = [
        f"{source.path}:{node.lineno} {ast.unparse(node)[:80]}"
        for source in sources(*PRODUCT)
        for node in find(source.nodes)
    ]
    assert found == []


@pytest.mark.parametrize(
    ("find", "code"),
    [
        (comparisons, "experience_a < experience_b"),
        (orders, "sorted(experiences)"),
        (orders, "max(continuum, key=len)"),
        (weights, "experience_weight = 1"),
    ],
)
def test_the_search_finds_what_it_is_for(find, code):
    assert list(find(ast.walk(ast.parse(code))))


def test_no_file_of_lists_carries_a_number_with_an_experience():
    text = (HOUSE / "forms" / "codes" / "continuum.toml").read_text("utf-8")
    assert not re.search(r"^\s*(order|rank|weight|level|score|number)\s*=", text, re.MULTILINE)


def test_the_marks_are_those_of_the_list_and_of_one_size():
    assert set(codes()) == set(code_list("continuum").codes)
