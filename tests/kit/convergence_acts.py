"""What happens between laptops that are seldom together, drawn by chance."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import replace
from datetime import date, timedelta
from typing import TYPE_CHECKING, NamedTuple

from convergence_oracle import GONE, SAFE, Said, standing
from convergence_removed import removes
from convergence_returned import backs_up, is_lost

from casework.keeping.erasure import Basis
from casework.team.seat import NotFound
from casework.team.worker import Role
from db.rows.tables import CaseRow, ServiceRow, TaskRow

if TYPE_CHECKING:
    from random import Random

    from convergence import Story
    from convergence_book import Book

ROWS = {"task": TaskRow, "casefile": CaseRow, "service": ServiceRow}
YEARS = timedelta(days=50 * 365)


class Turn(NamedTuple):
    """What happens next: in which story, drawn by what, at which laptop."""

    story: Story
    chance: Random
    book: Book


def word(story) -> str:
    """Return a word that nobody said before."""
    return f"say{story.turn:05}"


def a_thing(story, chance, book, *tables):
    """Draw a thing of some tables that is there on a laptop, or nothing."""
    keys = [key for key, (table, _) in story.things.items() if table in tables]
    there = [key for key in keys if story.is_there(book, key)]
    return chance.choice(there) if there else None


def a_case(story, chance, book):
    """Draw a case that is there on a laptop, or nothing."""
    return story.cases.get(a_thing(story, chance, book, "casefile"))


def changes(turn):
    """Change a field of a task, a case or a service."""
    story, chance, book = turn
    key = a_thing(story, chance, book, chance.choice(("task", "task", "casefile", "service")))
    if key is None:
        return False
    table = story.things[key][0]
    # Who administers writes what all hold.
    if table == "service" and book.worker.role is not Role.SUPERVISOR:
        return False
    name, value = chance.choice(NEW[table]), word(story)
    if name in SAFE:
        unsaid = set(SAFE[name]) - {one.value for one in story.said[key]}
        if not unsaid:
            return False
        value = chance.choice(sorted(unsaid))
    if name in {"due", "opened_on"}:
        value = (date(2030, 1, 1) + timedelta(days=story.turn)).isoformat()
    if name == "limits_explained_at":
        at = story.organisation.clock.moment - timedelta(days=chance.randrange(2000))
        value = f"{at:%Y-%m-%dT%H:%M:%S}.{story.turn:06}Z"
    story.says(book, key, name, value, lambda: book.write(ROWS[table], key, name, value))
    return True


NEW = {
    "task": ("title", "title", "due", "status"),
    "casefile": ("opened_on", "limits_explained_at"),
    "service": ("hours", "team_notes", "active"),
}


def amends(turn):
    """Change an answer of the first visit."""
    story, chance, book = turn
    case = a_case(story, chance, book)
    # What is said of her birth can not be said half a century ago.
    if case is None or book.skew < timedelta():
        return False
    name, value = chance.choice(("intake.name_used", "intake.account")), word(story)

    def act():
        filling = book.office().filling
        sheet = filling.amend(case.code, case.form.hex())
        doc = replace(sheet.doc, values={**sheet.doc.values, name: value})
        filling.finish(sheet, doc)

    with suppress(NotFound):
        # Whoever gave a case to the other one sees it masked.
        story.says(book, case.form, name, value, act)
        return True
    return False


def makes(turn):
    """Make a new task."""
    story, chance, book = turn
    case = a_case(story, chance, book)
    if case is None:
        return False
    key = book.new_task(case, word(story))
    story.knows(book, key, "task", case.id)
    # Whoever has the case at home may say it anew in the moment in which it comes there.
    made = book.sight().made[key]
    for number in {book.number, case.home, story.homes[case.id]}:
        story.made[number, key] = made
    for one in story.said[key]:
        one.told.add(made)
        story.by[one] = book.number
    return True


def takes_away(turn):
    """Delete a task."""
    story, chance, book = turn
    key = a_thing(story, chance, book, "task")
    if key is None or len(story.things) < 8:
        return False

    story.says(book, key, "", GONE, lambda: book.delete(TaskRow, key))
    return True


def decides(turn):
    """Decide something that stands side by side, at the desk where that is done."""
    story, chance, book = turn
    with book.work() as work:
        found = [one for one in work.conflicts.found() if one.place.name in DECIDED]
        if book.skew < timedelta():
            # As with amending: an answer is decided by saying the form again.
            found = [one for one in found if one.place.table != "form_instance"]
        if not found:
            return False
        one = chance.choice(found)
        place, key = one.place, bytes.fromhex(one.place.entity)
        value = None if one.is_life else chance.choice([head.value for head in one.heads])

        def act():
            if one.is_life:
                work.conflicts.keep(place)
                work.save()
            elif place.table == "form_instance":
                work._ground.close()
                number = next(n for n, h in enumerate(one.heads, 1) if h.value == value)
                book.office().conflicts.take(place.case_code, place.id, number)
            else:
                if value != one.shown:
                    work.conflicts.write(place, value)
                work.conflicts.settle(place, value)
                work.save()

        if one.is_life:
            # Who takes a thing away names that others did: it is not named with this once more.
            ends = standing(story.known(book, key)).get((key, ""), ())
            sees = {each for each in ends if each.value is GONE and story.has_words(book, each)}
        else:
            sees = story.sees(book, key, place.name)
        story.keeps_of(book, Said(key, place.name, value, frozenset(sees)), act)
    return True


DECIDED = frozenset(
    {*("", "title", "due", "status", "opened_on", "limits_explained_at")}
    | {"intake.name_used", "intake.account"}
)


def agrees(turn):
    """Say that a case may be kept elsewhere."""
    return _says(turn, "yes")


def takes_back(turn):
    """Take back that a case is kept elsewhere."""
    return _says(turn, "no")


def _says(turn, word_of_it):
    story, chance, book = turn
    case = a_case(story, chance, book)
    if case is None:
        return False
    there = {key.hex() for (key,) in book.rows("select id from consent_event")}
    sees = {one for one in story.words[case.id] if one.value[2] in there}
    said = book.says(case, word_of_it)
    story.words[case.id].append(one := Said(case.id, "", said, frozenset(sees)))
    story.by[one] = book.number
    return True


def erases(turn):
    """Erase a case for good."""
    story, chance, book = turn
    case = a_case(story, chance, book)
    # Who erases and hears nothing for two weeks, or has a wrong clock, turns keys herself: two who
    # do part the roster, and people have to settle that.
    may = book.number == 0 or book.role is not Role.SUPERVISOR
    if case is None or len(story.erased) > 1 or not may or book.number == story.removed:
        return False
    with book.work() as work:
        work.erasures.destroy(case.id.hex(), case.code, Basis.HER_WISH.value)
        work.save()
    story.erased.add(case.id)
    return True


def is_handed_over(turn):
    """Give a case to the other one at this laptop: it goes over into another caseload."""
    story, chance, book = turn
    case = a_case(story, chance, book)
    if case is None or not story.is_home(book, case.id) or len(book.people) < 2:
        return False
    # Who looks after a case does what there is to do in it.
    tasks = [key for key, what in story.things.items() if what == ("task", case.id)]
    before = [(key, story.sees(book, key, "worker"), written(story, book, key)) for key in tasks]
    with book.work() as work:
        worker = work.caseload.worker_of(case.id.hex())
        other = next(one for one in book.people if one != worker)
        work.caseload.assign(case.id.hex(), other, "assigned")
        work.save()
    for key, sees, told in before:
        if new := written(story, book, key) - told:
            story.keeps(book, Said(key, "worker", bytes.fromhex(other), frozenset(sees)), new)
    return True


def written(story, book, key):
    """Return by which operations a task was given to somebody by whoever sits at a laptop."""
    return story.written(book, key, "worker")


def somebody_else_sits_down(turn):
    """Let the other one sit at a laptop that two work at; else it is opened again."""
    turn.book.sits_down()
    return True


def goes_wrong(turn):
    """Let the clock of a laptop be half a century off, or right again."""
    _story, chance, book = turn
    book.skew = chance.choice((-YEARS, YEARS, timedelta(), timedelta()))
    return True


def days_pass(turn):
    """Let days pass everywhere, so many that one laptop alone gives old streams new keys."""
    story, chance, _book = turn
    clock = story.organisation.clock
    later = clock.moment + timedelta(days=chance.choice((0.1, 1, 15)))
    if later > story.latest:
        return False
    clock.moment = later
    return True


def gives(turn):
    """Let a laptop give away what it has."""
    story, _chance, book = turn
    return bool(story.gives(book))


def comes(turn):
    """Let some of what was given away come, in any order, and some of it again."""
    story, chance, book = turn
    others = [one for one, by in story.carried.items() if by != book.number]
    new = [one for one in others if one not in story.brought[book.number]]
    some = new[: chance.randrange(1, 9)] if chance.random() < 0.6 else new
    if new and chance.random() < 0.3:
        some = chance.sample(new, chance.randrange(1, min(len(new), 6) + 1))
    again = [one for one in others if one in story.brought[book.number]]
    some += chance.sample(again, min(len(again), chance.randrange(3)))
    if not some:
        return False
    chance.shuffle(some)
    story.comes(book, some)
    return True


def stick(turn):
    """Carry a real stick from one laptop to another, sometimes torn."""
    story, chance, book = turn
    other = chance.choice([one for one in story.books if one is not book])
    story.stick(book, other, chance)
    return True


def dies(turn):
    """Let a laptop lose its power while it takes something in, or gives it away."""
    story, chance, book = turn
    others = [one for one, by in story.carried.items() if by != book.number]
    new = [one for one in others if one not in story.brought[book.number]]
    act = story.comes if chance.random() < 0.7 else story.gives
    told = (book, new) if act == story.comes else (book,)
    return book.dies_in(lambda: act(*told), chance.choice((1, 2, 4, 8, 15, 30, 60)))


ACTS = [
    *(changes,) * 16,
    *(amends,) * 2,
    *(makes,) * 2,
    *(takes_away,) * 2,
    *(decides,) * 4,
    *(agrees,) * 2,
    *(takes_back,),
    *(is_handed_over,),
    *(somebody_else_sits_down,),
    goes_wrong,
    days_pass,
    *(gives,) * 12,
    *(comes,) * 14,
    stick,
    *(dies,) * 2,
    erases,
]


# Stories that are drawn from these are others: a seed means something else in them.
WIDER = [*ACTS, removes]

# So are these, in which a laptop is lost of which there is a backup.
LOSING = [*ACTS, *(backs_up,) * 4, *(is_lost,) * 4]

# What changes nothing that is shown.
UNSEEN = frozenset({days_pass, gives, goes_wrong})


def step(story, chance, acts=ACTS) -> str:
    """Let something happen; return what."""
    story.turn += 1
    act, book = chance.choice(acts), chance.choice(story.books)
    if act(Turn(story, chance, book)):
        story.done[act.__name__] += 1
        story.anew(book)
        if act not in UNSEEN:
            story.looks(book)
        return f"{act.__name__} {book.number}"
    return ""
