"""What a page needs is read on other threads: the window goes on hearing keys meanwhile."""

from __future__ import annotations

import pytest
from listing import given, told

HEARD = """
import sys, threading
import window_start
from desktop.frame.places import Place

made, window = window_start.shown(sys.argv[1], covered=True)
window_start.listed(made, window, sys.argv[1], sys.argv[2:])
own, others = [], []


class Hears:
    def find_spec(self, name, *_where):
        is_own = threading.current_thread() is threading.main_thread()
        (own if is_own else others).append(name)


sys.meta_path.insert(0, Hears())
"""
GONE = """
for page in ("letters", "devices"):
    window.workspace.go(Place(page))
    assert window.workspace.page.here().page == page
    while not window.jobs.idle:
        made.processEvents()
    print(page, *own)
"""
WAITED = """
while "desktop.pages.history.page" not in others:
    window_start.turn(made)
while not window.jobs.idle:
    made.processEvents()
print(*others)
print(*own)
"""
# What draws letters, and what an exchange is made of.
HEAVY = ("desktop.exchange.exchanging", "pikepdf", "reportlab", "reports.papers", "sync.post")


@pytest.fixture
def heard(desks):
    """Return what says what a program imports whose window has just opened its list."""
    desks.agree(desks.visit())
    desks.store.close()
    return lambda script: [set(line.split()) for line in told(HEARD + script, *given(desks))]


def test_no_page_draws_paper_or_exchanges_to_be_shown(heard):
    """The page of the exchange took half a second, in which nothing hid."""
    for page, *names in map(sorted, heard(GONE)):
        assert not [name for name in HEAVY if name in {page, *names}]


def test_pages_one_comes_to_from_the_list_are_read_while_nobody_waits(heard):
    others, own = heard(WAITED)

    assert {"desktop.pages.case.page", "desktop.pages.consent.page"} <= others
    assert not [name for name in own if name.startswith("desktop.pages")]
