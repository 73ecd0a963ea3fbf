"""Two workbooks, one exchanged stream, and a story of what was agreed to: whose words may go."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import dataclass, field
from datetime import timedelta
from random import Random

from elsewhere import STREAM, Elsewhere, Post

from casework.consent.grant import Pause, Purpose
from casework.persons.pair import PairAnswer
from casework.team.glass import GlassRefused
from casework.team.supervision import Why
from casework.team.wall import Nearness
from db.log.streams import share
from db.rows.rowplan import plans
from ledger.ops import decode_batch

KEEPER = "Example Clinic A"
ELSEWHERE = {"purpose": "store_elsewhere", "items": None, "categories": None}
ALL = "select * from {}"
DAYS = (3, 20, 60)
MOST = 3
DOUBT = Pause.CAPACITY_DOUBT


@dataclass
class Told:
    """One case as the story knows it: what was said when, and by which words one knows it."""

    code: str
    said: list[tuple[int, str, object]] = field(default_factory=list)
    words: set[str] = field(default_factory=set)
    # Words that others may have taken the place of before the case left.
    changed: set[str] = field(default_factory=set)
    inside: set[str] = field(default_factory=set)
    walls: set[str] = field(default_factory=set)
    with_: set[int] = field(default_factory=set)


class Story:
    """An office whose cases may be kept elsewhere, a colleague's workbook, and the oracle."""

    def __init__(self, desks, folder, seed) -> None:
        self.here, self.there, self.chance = desks, Elsewhere(desks, folder), Random(seed)
        user = desks.template.caseworker.id
        share(desks.store.connection, user, STREAM, [desks.services()[KEEPER]])
        self.post = Post(desks, self.there)
        self.cases: list[Told] = []
        self.turn = 0
        self.done: set[str] = set()
        self.present: set[int] = set()

    # What the story says of a case, told without the rules of the program.

    def may(self, number: int) -> bool:
        """Return whether a case and all others of its person may be elsewhere today."""
        hers = self._hers(number)
        ends = [turn for one in hers for turn, kind, _ in self.cases[one].said if kind == "no"]
        pauses = [turn for one in hers for turn, kind, _ in self.cases[one].said if kind == "doubt"]
        for one in hers:
            given = [(turn, until) for turn, kind, until in self.cases[one].said if kind == "yes"]
            if not given or self.cases[one].walls:
                return False
            turn, until = given[-1]
            if max([0, *ends, *pauses]) > turn or self.here.clock.moment.date() > until:
                return False
        return True

    def _hers(self, number: int) -> set[int]:
        found, more = {number}, {number}
        while more:
            more = set().union(*(self.cases[one].with_ for one in more)) - found
            found |= more
        return found

    def step(self) -> str:
        """Let something happen, drawn by chance; return what."""
        self.turn += 1
        self.here.clock.pass_days(0.01)
        act = self.chance.choice(ACTS)
        if act is not meets and not self.cases:
            act = meets
        if act(self):
            self.done.add(act.__name__)
        return act.__name__

    def some(self) -> int:
        """Draw a case."""
        return self.chance.randrange(len(self.cases))

    def word(self, number: int, kind: str = "words") -> str:
        """Return a new word by which one knows a case; those `inside` are for nobody elsewhere."""
        word = f"CANARY{number}x{self.turn}x{self.chance.randrange(10**6)}x"
        getattr(self.cases[number], kind).add(word)
        return word

    # What is looked at.

    def seals(self) -> None:
        """Seal what is here for others; nothing of a case that may not go is in it."""
        new = self.post.seal(0)
        content = b"".join(batch for *_at, batch in new).decode("utf-8", "replace")
        for number, case in enumerate(self.cases):
            of_it = {case.code, *case.words, *case.changed, *case.inside}
            stays = case.inside if self.may(number) else of_it
            assert not [word for word in stays if word in content], number
        shared = self.here.store.connection.execute(
            "select id from lane where stream = ?", (STREAM,)
        ).fetchall()
        for lane, aseq, batch in new:
            named = {one.lane for op in decode_batch(batch, lane, aseq) for one in op.parents}
            assert named <= {key for (key,) in shared}

    def exchanges(self) -> None:
        """Send everything both ways: elsewhere stands what may, here stands everything."""
        self.seals()
        self.post.exchange()
        self.present = {number for number in range(len(self.cases)) if self.may(number)}
        here, there = everything(self.here), everything(self.there)
        for number, case in enumerate(self.cases):
            assert all(word in here for word in case.words | case.changed | case.inside), number
            assert not any(word in there for word in case.inside), number
            stands = {word for word in case.words if word in there}
            meant = case.words if number in self.present else set()
            assert stands == meant, (number, stands ^ meant)
            changed = [word for word in case.changed if word in there]
            assert number in self.present or not changed, (number, changed)
        for book in (self.here, self.there):
            faults = book.store.examine(pages=False).faults
            assert faults == (), (book is self.here, faults)
        assert living(self.here) == living(self.there)

    def close(self) -> None:
        """Close the other workbook."""
        self.there.store.close()


def meets(story) -> bool:
    """Record a first visit."""
    if len(story.cases) >= MOST:
        return False
    number = len(story.cases)
    word = f"CANARY{number}x0x"
    case = story.here.visit(account=word, name_used=word, staff_notes=word)
    story.cases.append(Told(case, words={word}))
    return True


def agrees(story) -> bool:
    """Say that a case may be kept elsewhere, for some days."""
    number, days = story.some(), story.chance.choice(DAYS)
    until = (story.here.clock.moment + timedelta(days=days)).date()
    case = story.cases[number]
    story.here.agree(case.code, KEEPER, **ELSEWHERE, valid_until=until.isoformat())
    case.said.append((story.turn, "yes", until))
    return True


def takes_back(story) -> bool:
    """Take back that a case is kept elsewhere."""
    case = story.cases[story.some()]
    story.here.office().grants.withdraw(case.code, Purpose.STORE_ELSEWHERE)
    case.said.append((story.turn, "no", None))
    return True


def doubts(story) -> bool:
    """Suspend all that was agreed in a case, or lift that again."""
    case = story.cases[story.some()]
    office = story.here.office().suspensions
    paused = [one for one in case.said if one[1] == "doubt"]
    if paused and not case.with_:
        office.lift(case.code, DOUBT)
        case.said = [one for one in case.said if one[1] != "doubt"]
    elif not paused and not case.with_ and any(one[1] == "yes" for one in case.said):
        office.suspend(case.code, DOUBT)
        case.said.append((story.turn, "doubt", None))
    return bool(paused)


def walls(story) -> bool:
    """Put up a wall around a case, or take it down."""
    here, number = story.here, story.some()
    case, office = story.cases[number], here.office(here.template.supervisor)
    sees(office, case.code)
    # A wall around one case stands around all of its person: each is named in each of them.
    before = {line.id for line in office.walls.of(case.code)}
    assert before == set().union(*(story.cases[one].walls for one in story._hers(number)))
    if case.walls:
        office.walls.lift(case.code, case.walls.pop())
        return False
    office.walls.keep_from(case.code, here.template.colleague.id, Nearness.HER_WISH)
    case.walls |= {line.id for line in office.walls.of(case.code)} - before
    return True


def joins(story) -> bool:
    """Say of two cases that they are one person's, or take them apart again."""
    if len(story.cases) < 2:
        return False
    one, other = story.chance.sample(range(len(story.cases)), 2)
    first, second = story.cases[one], story.cases[other]
    if first.walls or second.walls:
        return False
    together = other in first.with_
    if not together and (first.with_ or second.with_):
        return False
    answer = PairAnswer.APART if together else PairAnswer.SAME
    story.here.office().likeness.say(first.code, second.code, answer)
    for case, number in ((first, other), (second, one)):
        case.with_ = set() if together else {number}
    return not together


def writes(story) -> bool:
    """Write a note for everybody."""
    number = story.some()
    said = {"text": story.word(number)}
    story.here.office().answers.record(story.cases[number].code, "note", said, "en")
    return True


def writes_for_few(story) -> bool:
    """Write what few may read, or what is said of an alleged exploiter."""
    number = story.some()
    word, code = story.word(number, "inside"), story.cases[number].code
    answers = story.here.office().answers
    if story.chance.random() < 0.5:
        answers.record(code, "note", {"text": word, "restricted": "yes"}, "en")
    else:
        answers.record(code, "exploiter", {"known_as": word}, "en")
    return True


def changes(story) -> bool:
    """Change the same answer of a first visit here and, where the case is, elsewhere."""
    number = story.some()
    code = story.cases[number].code
    change(story.here.office(), code, story.word(number, "changed"))
    if number in story.present:
        there = story.there.office(story.there.template.supervisor)
        sees(there, code)
        change(there, code, story.word(number, "changed"))
    return number in story.present


def sees(office, code) -> None:
    """Let a supervisor see a case as it is, unless she does already."""
    with suppress(GlassRefused):
        office.glass.open(code, Why.DANGER)


def change(office, code, word) -> None:
    """Change the notes of the first visit."""
    filling = office.filling
    sheet = filling.amend(code, filling.entries(code, "intake")[0].id)
    values = {**sheet.doc.values, "intake.staff_notes": word}
    filling.finish(sheet, type(sheet.doc)(sheet.form_id, sheet.doc.version, values, "en"))


def writes_there(story) -> bool:
    """Let a supervisor elsewhere write into a case that is there."""
    if not story.present:
        return False
    number = story.chance.choice(sorted(story.present))
    code, there = story.cases[number].code, story.there
    office = there.office(there.template.supervisor)
    sees(office, code)
    office.answers.record(code, "note", {"text": story.word(number)}, "en")
    return True


def takes_back_there(story) -> bool:
    """Tell the colleague elsewhere that it is taken back; it counts here once it has come."""
    if not story.present:
        return False
    number = story.chance.choice(sorted(story.present))
    code, there = story.cases[number].code, story.there
    office = there.office(there.template.supervisor)
    sees(office, code)
    office.grants.withdraw(code, Purpose.STORE_ELSEWHERE)
    story.post.exchange()
    story.cases[number].said.append((story.turn, "no", None))
    story.exchanges()
    return True


def days_pass(story) -> bool:
    """Let some days pass."""
    story.here.clock.pass_days(story.chance.choice((1, 10, 25)))
    return True


def seals(story) -> bool:
    """Seal what is here."""
    story.seals()
    return True


def exchanges(story) -> bool:
    """Exchange everything."""
    story.exchanges()
    return True


ACTS = (
    *(meets, agrees, agrees, takes_back, doubts, walls, joins, writes, writes_for_few, changes),
    *(writes_there, writes_there, takes_back_there, days_pass, seals, exchanges, exchanges),
)


def everything(desks) -> str:
    """Return all that a store holds as text, but what it says of who did what."""
    rows = desks.store.connection.execute
    found = []
    for (table,) in rows(
        "select name from sqlite_master where type = 'table' and sql not like '%fts5%'"
    ).fetchall():
        if not table.startswith("case_search") and table != "audit_entry":
            found += map(repr, rows(ALL.format(table)))
    return "\n".join(found)


def living(desks) -> dict[bytes, object]:
    """Return each thing that lives in the exchanged stream, with its row and its document."""
    cursor = desks.store.connection.cursor()
    found = {}
    for entity, table in cursor.execute(
        "select id, type from entity where stream = ? and life in (0, 2) and lane is not null",
        (STREAM,),
    ).fetchall():
        plan = plans().get(table)
        found[entity] = table, plan and cursor.execute(plan.select_one, (entity,)).fetchone()
        if table == "form_instance":
            doc = cursor.execute("select doc from form_instance where id = ?", (entity,))
            found[entity] += tuple(doc.fetchone())
    return found
