"""Cases that were given one code: whoever holds which of them, and meets in whatever order."""

from __future__ import annotations

from collections import Counter
from random import Random

import pytest
from second import Second, written

from casework.ids import another_case_code, as_case_code, new_case_code
from db.incoming.apply import Lane
from ledger.ops import Kind, Op, OpId, lane_id

SOAK = pytest.mark.soak
SEEDS = [1, 2, 3, 4, *(pytest.param(n, marks=SOAK) for n in range(5, 40))]
STATED = "select id, code, ifnull(code_before, '') from casefile"
TASKS = "select count(*) from task where title = 'CANARY'"
# Whatever else two say differently somebody has to decide.
TWICE = (
    "select entity, field from cell_conflict group by entity, field"
    " having count(distinct value) > 1"
)


class Book(Second):
    """One of several workbooks; each reads some streams, and signs by a key of its own."""

    def __init__(self, desks, home, streams):
        super().__init__(home, desks.template.unlocked(), desks.clock)
        self.know(desks.store.connection)
        self.streams = streams
        rows = [(stream, "shared") for stream in sorted(streams)]
        self.connection.executemany("insert into stream values (?, ?)", rows)
        author = home.name.encode().ljust(32)
        self.applying.author = lambda: author
        self.take(*written(desks.store.connection))

    def asked(self, query):
        return self.connection.execute(query).fetchall()

    def hears(self, other):
        """Take in what another one has of what both read."""
        lanes, ops = written(other.connection)
        both = {one.id: one for one in lanes if one.stream in self.streams}
        self.take(both.values(), [op for op in ops if op.id.lane in both])


def begun(number, code):
    """Return a case that somebody began in a stream of its own, and a part that waits for it."""
    stream, author, case = (bytes([number]) * size for size in (16, 32, 16))
    lane = Lane(lane_id(author, stream), stream, author)
    made = {"code": code, "status": "draft", "opened_on": "2026-03-10"}
    task = {"case_id": case, "kind": "own", "title": "CANARY", "due": "", "at": "", "source": ""}
    task |= {"status": "open", "worker": bytes(16), "rests_on": ""}
    part = bytes([number, 9]) * 8
    return lane, [
        Op(OpId(lane.id, 1, 0), Kind.CREATE, case, "casefile", None, made, number << 16),
        Op(OpId(lane.id, 1, 1), Kind.CREATE, part, "task", None, task, 1 << 24),
    ]


@pytest.mark.parametrize("seed", SEEDS)
def test_whoever_holds_which_of_them_each_is_called_the_same_everywhere(desks, tmp_path, seed):
    chance, code = Random(seed), new_case_code()
    count = chance.choice((2, 2, 3, 4))
    made = {lane.stream: (lane, ops) for lane, ops in (begun(60 + n, code) for n in range(count))}
    # Somebody reads all, the others some of it.
    read = [set(made), *({one for one in made if chance.random() < 0.7} for _ in range(2))]
    books = [Book(desks, tmp_path / f"{n}", some) for n, some in enumerate(read)]
    for stream, (lane, ops) in made.items():
        chance.choice([one for one in books if stream in one.streams]).take([lane], ops)
    pairs = [(one, other) for one in books for other in books if one is not other]
    for _ in range(3):
        chance.shuffle(pairs)
        for one, other in pairs:
            one.hears(other)

    whole = {case: (now, before) for case, now, before in books[0].asked(STATED)}
    others = {case: (another_case_code(case, code), code) for case in made}
    kept = [case for case in whole if whole[case] != others[case]]
    # Where two had others before the third came, that one may be the only one with the code.
    assert [whole[case] for case in kept] in ([], [(code, "")])
    assert not kept or count > 2
    for book in books:
        said = {case: (now, before) for case, now, before in book.asked(STATED)}
        assert said == {case: whole[case] for case in book.streams}
        assert book.asked(TASKS) == [(len(book.streams),)]
        assert book.asked("select * from opaque_op") == book.asked(TWICE) == []


def test_another_code_is_whole_and_says_nothing() -> None:
    case, code = b"one".ljust(16), new_case_code()
    assert another_case_code(case, code) == another_case_code(case, code) != code
    drawn = [another_case_code(bytes([n]) * 16, code) for n in range(200)]
    assert all(as_case_code(one) == one for one in drawn)
    assert len(set(drawn)) == 200
    assert all(len(Counter(one[place] for one in drawn)) > 20 for place in (0, 1, 2, 3, 5, 6, 7, 8))
