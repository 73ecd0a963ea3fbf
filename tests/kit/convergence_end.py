"""When everything was brought to everybody: whoever may read a thing shows the same bytes of it."""

from __future__ import annotations

from convergence_oracle import is_elsewhere
from convergence_removed import counted, got_nothing, is_whole, told_home
from looked_through import looked_through
from second import REPEATED

from casework.team.worker import Role
from db.log.cells import read_cells, read_entity
from db.rows.rowplan import plans

ROW = "select id from {} where case_id = ?"
OF_CASE = ("task", "form_instance", "consent_event", "consent_grant", "assignment")
DERIVED = (
    "select area, due, sharing, review_on, agreed, experiences, safe_way, code_word, worker"
    " from casefile where id = ?"
)
LIFE = "select life from entity where id = ?"
DOCUMENT = "select doc from form_instance where id = ?"
REPEATS = "select * from {} where case_id = ?"
LOGGED = "select value from op"
THERE = "select 1 from casefile where id = ?"


def see_all_the_same(story) -> None:
    """See that nothing waits anywhere, and that all are sound and show the same of each thing."""
    books = story.belonging()
    assert [book.number for book in books if book.waits()] == []
    # It takes as long as all else here: one of them in each story.
    one = books[len(story.said) % len(books)]
    assert looked_through(one.store) == 0
    faults = one.store.examine(pages=False).faults
    assert faults == (), (one.number, faults)
    for case in story.cases.values():
        if case.id in story.erased:
            for book in books:
                is_nowhere(story, book, case)
        else:
            _case_is_the_same(story, case)
    for key in (key for key, (_, case) in story.things.items() if not case):
        for book in books:
            story.shows(book, key, counted(story, book, key))
        rows_are_the_same(story.things[key][0], key, books)
    if story.removed is not None:
        got_nothing(story)


def _case_is_the_same(story, case) -> None:
    """See that all who may read a case show the same, and nobody else anything."""
    holds = _who_holds(story, case, story.books[story.homes[case.id]])
    for book in story.belonging():
        if book not in holds:
            is_nowhere(story, book, case)
    if not holds:
        return
    for table in OF_CASE:
        found = [sorted(book.rows(ROW.format(table), case.id)) for book in holds]
        assert all(one == found[0] for one in found), (case.home, table, found)
        for (key,) in found[0]:
            rows_are_the_same(table, key, holds)
    rows_are_the_same("casefile", case.id, holds)


def _who_holds(story, case, home):
    """Return the laptops that hold a case; see that home shows what was said of it."""
    is_adopted = story.homes[case.id] != case.home
    if is_adopted and not home.rows(THERE, case.id):
        # It had not come there when it was lost, or had left again.
        assert case.id not in story.whole, (case.home, home.number)
        return []
    if is_whole(story, home, case.id):
        for key in (key for key, (_, whose) in story.things.items() if whose == case.id):
            story.shows(home, key, counted(story, home, key))
    shared = is_elsewhere(told_home(story, home, story.words[case.id]), home.clock())
    return [
        one for one in story.belonging() if one is home or (shared and one.role is Role.SUPERVISOR)
    ]


def rows_are_the_same(table, key, books) -> None:
    """See that some laptops show a thing in the same bytes, with all that repeats it."""
    first, *others = [_all_of(table, key, book) for book in books]
    for book, row in zip(books[1:], others, strict=True):
        differ = [pair for pair in zip(first, row, strict=True) if pair[0] != pair[1]]
        assert differ == [], (table, key, books[0].number, book.number)


def _all_of(table, key, book) -> list[object]:
    """Return all that a laptop shows of a thing, and on which operations that rests."""
    cursor = book.store.connection.cursor()
    cells = read_cells(cursor, read_entity(cursor, key))
    found = [book.rows(plans()[table].select_one, key), book.rows(LIFE, key)]
    found.append(sorted((name, sorted(op.id for op in ops)) for name, ops in cells.items()))
    if table == "form_instance":
        found.append(book.rows(DOCUMENT, key))
    if table == "casefile":
        found.append(book.rows(DERIVED, key))
        of_case = sorted(set(REPEATED) - {"episode_tag", "episode_element"})
        found += [sorted(book.rows(REPEATS.format(one), key), key=repr) for one in of_case]
    return found


def is_nowhere(story, book, case) -> None:
    """See that nothing of a case is in the rows or in the log of a laptop."""
    things = [key for key, (_table, whose) in story.things.items() if whose == case.id]
    words = [one.value for key in things for one in story.said[key]]
    there = b"".join(value for (value,) in book.rows(LOGGED))
    told = [one for one in words if str(one).startswith("say") and one.encode() in there]
    assert told == [], (book.number, case.home)
    assert book.rows(THERE, case.id) == [], (book.number, case.home)
