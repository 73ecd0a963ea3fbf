"""Two workbooks that exchange one stream: what she agreed to is there, and nothing else ever."""

from __future__ import annotations

import io
import itertools
from datetime import timedelta

import pytest
from elsewhere import STREAM, Elsewhere, Post
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from ledgers import USER, Workbook
from make import Clock, Desks
from scope_story import ELSEWHERE, KEEPER, Story, everything, living
from wall import words_in

from casework.consent.grant import Purpose
from casework.files.attachment import Sort
from casework.files.attachments import Coming
from casework.keeping.erasure import Basis
from db.checks.audit import check
from db.homes.late import without_content
from db.homes.scopes import ScopeRefused, outgoing, outgoing_piece, strays
from db.homes.unsettled import is_unsettled
from db.incoming.apply import Applying, Lane
from db.log.streams import follow, share
from desktop.bootstrap import Workbook as Opened
from ledger.clock import HybridClock
from ledger.ops import PLACE, Kind, Op, OpId


@pytest.fixture
def post(desks, tmp_path):
    """Return the post between this workbook and another."""
    share(
        desks.store.connection,
        desks.template.caseworker.id,
        STREAM,
        [desks.services()[KEEPER]],
    )
    there = Elsewhere(desks, tmp_path / "there")
    made = Post(desks, there)
    yield made
    there.store.close()


def play(template, folder, seed, steps):
    """Play a story in two new workbooks; return what happened in it."""
    desks = Desks(template, folder / "here", Clock(template.begins))
    story = Story(desks, folder / "there", seed)
    try:
        for _step in range(steps):
            story.step()
        story.exchanges()
    finally:
        story.close()
        desks.close()
    return story.done | {"exchanges"}


def test_whatever_is_agreed_only_that_is_elsewhere_and_nothing_is_lost(
    template, tmp_path_factory
) -> None:
    done = set()

    @given(st.integers(0, 2**32))
    @settings(
        max_examples=3,
        derandomize=True,
        deadline=None,
        database=None,
        suppress_health_check=list(HealthCheck),
    )
    def plays(seed) -> None:
        done.update(play(template, tmp_path_factory.mktemp("story"), seed, 14))

    plays()
    assert {"agrees", "exchanges"} <= done


@pytest.mark.soak
@pytest.mark.parametrize("seed", range(150))
def test_long_stories_of_what_is_elsewhere(template, tmp_path, seed) -> None:
    assert "exchanges" in play(template, tmp_path, seed, 40)


def test_whoever_is_known_at_another_laptop_is_looked_for_there_only_if_she_agreed(post) -> None:
    """Then a colleague is not told of her either, and a supervisor reads the code alone."""
    here, there = post.books
    supervisor = there.template.supervisor
    kept, other = here.visit(), there.visit()
    post.exchange()
    assert there.office(supervisor).likeness.pairs() == []
    here.agree(kept, KEEPER, **ELSEWHERE)
    post.exchange()
    assert there.office().likeness.pairs() == []
    (pair,) = there.office(supervisor).likeness.pairs()
    assert ({pair.one, pair.other}, pair.masked) == ({kept, other}, True)
    assert not any("CANARY" in word for word in words_in(pair))


def test_what_was_written_elsewhere_meanwhile_comes_home_and_goes_from_there(post) -> None:
    here, there = post.books
    case = here.visit()
    here.agree(case, KEEPER, **ELSEWHERE)
    post.exchange()
    assert living(here) == living(there)
    supervisor = there.template.supervisor
    there.step_in(case)
    here.office().grants.withdraw(case, Purpose.STORE_ELSEWHERE)
    post.seal(0)
    there.office(supervisor).answers.record(case, "note", {"text": "CANARY-MEANWHILE"}, "en")
    post.carry(1)
    assert "CANARY-ACCOUNT" not in everything(there)
    assert there.store.examine().faults == ()

    post.exchange()

    assert "CANARY-MEANWHILE" in everything(here)
    assert "CANARY" not in everything(there)
    assert case not in everything(there)
    said = "select reason from audit_entry where action = 'left_here'"
    assert there.store.connection.execute(said).fetchall() == [(case,)]
    for book in (here, there):
        assert book.store.examine().faults == ()


def test_what_was_sealed_and_given_to_nobody_is_given_to_nobody_once_it_came_home(post) -> None:
    here, there = post.books
    case = here.visit()
    here.agree(case, KEEPER, **ELSEWHERE)
    post.seal(0)
    sealed = "select content from outbox where content is not null"
    assert "CANARY" in repr(here.store.connection.execute(sealed).fetchall())

    here.office().grants.withdraw(case, Purpose.STORE_ELSEWHERE)
    post.seal(0)

    assert "CANARY" not in repr(here.store.connection.execute(sealed).fetchall())
    post.exchange()
    assert "CANARY" not in everything(there)


@pytest.mark.parametrize("again", ["opened", "came", "given"])
def test_what_came_before_the_power_went_is_brought_to_its_place_next_time(post, again) -> None:
    here, there = post.books
    case = here.visit()
    here.agree(case, KEEPER, **ELSEWHERE)
    post.exchange()
    there.step_in(case)
    note = {"text": "CANARY-MEANWHILE"}
    there.office(there.template.supervisor).answers.record(case, "note", note, "en")
    post.seal(1)
    here.office().grants.withdraw(case, Purpose.STORE_ELSEWHERE)
    post.hand_in(0)
    assert strays(here.store.connection)

    if again == "opened":
        here.workbook = Opened(here.home, here.template.unlocked(), here.store, here.clock)
    elif again == "came":
        post.carry(0)
    else:
        post.seal(0)

    assert strays(here.store.connection) == []
    assert not is_unsettled(here.store.connection)
    assert "CANARY-MEANWHILE" in everything(here)
    post.exchange()
    assert "CANARY" not in everything(there)


def test_an_erasure_goes_wherever_the_case_ever_was(post) -> None:
    here, there = post.books
    kept, left, never = (here.visit() for _case in range(3))
    for case in (kept, left):
        here.agree(case, KEEPER, **ELSEWHERE)
    post.exchange()
    here.office().grants.withdraw(left, Purpose.STORE_ELSEWHERE)
    ids = {}
    with here.store.begin(here.template.caseworker) as work:
        for case in (kept, left, never):
            ids[case] = work.cases.by_code(case).id
            work.erasures.destroy(ids[case], case, Basis.HER_WISH.value)
        work.save()

    post.exchange()

    stones = {
        key.hex() for (key,) in there.store.connection.execute("select entity from tombstone")
    }
    assert {ids[kept], ids[left]} <= stones
    assert ids[never] not in stones
    assert "CANARY" not in everything(there)
    for book in (here, there):
        assert book.store.examine().faults == ()


@pytest.mark.usefixtures("post")
def test_the_store_hands_nothing_out_that_should_have_come_home(desks) -> None:
    """Also when nobody looked at what stands today before it was to go."""
    case = desks.visit()
    desks.agree(case, KEEPER, **ELSEWHERE)
    cursor = desks.store.connection.cursor()
    ((lane,),) = cursor.execute("select id from lane where stream = ?", (STREAM,)).fetchall()
    day = desks.clock.moment.date()
    assert outgoing(cursor, lane, 1, day.isoformat())
    with pytest.raises(ScopeRefused, match=r"scopes\.not_agreed"):
        outgoing(cursor, lane, 1, (day + timedelta(days=91)).isoformat())
    ((local,),) = cursor.execute("select id from stream where kind = 'caseload'").fetchall()[:1]
    cursor.execute("update entity set stream = ? where type = 'consent_event'", (local,))
    assert [fault[:9] for fault in desks.store.examine().faults] == ["elsewhere"]


@pytest.mark.usefixtures("post")
def test_bytes_of_files_are_handed_out_as_their_case_is(desks) -> None:
    case = desks.visit()
    office = desks.office(desks.template.caseworker)
    file = office.attachments.add(Coming(case, Sort.MESSAGE), io.BytesIO(b"CANARY")).subject_id
    cursor, entity = desks.store.connection.cursor(), bytes.fromhex(file)
    day = desks.clock.moment.date()
    with pytest.raises(ScopeRefused, match=r"scopes\.local"):
        outgoing_piece(cursor, entity, 0, day.isoformat())
    desks.agree(case, KEEPER, **ELSEWHERE)
    assert outgoing_piece(cursor, entity, 0, day.isoformat()) == b"CANARY"
    with pytest.raises(ScopeRefused, match=r"scopes\.not_agreed"):
        outgoing_piece(cursor, entity, 0, (day + timedelta(days=91)).isoformat())
    for gone, number in ((entity, 1), (bytes(16), 0)):
        with pytest.raises(ScopeRefused):
            outgoing_piece(cursor, gone, number, day.isoformat())


A, B, C = (one * 16 for one in (b"a", b"b", b"c"))
SERVICE = {"code": "1", "name": "CANARY", "kind": "clinic", "active": "yes"}
THING = b"one thing of two"


def op(place, kind, said, parents=(), thing=THING):
    (lane, idx), (field, value) = place, said
    return Op(OpId(lane, 1, idx), kind, thing, "service", field, value, 10 * idx + 1, parents)


MADE = op((A, 0), Kind.CREATE, (None, SERVICE))
EDIT = op((B, 0), Kind.SET, ("cost", "CANARY-COST"), (MADE.id,))
LEFT = op((A, 1), Kind.MOVE, (None, None), (MADE.id,))
AFTER = SERVICE | {"name": "South", PLACE: STREAM}
BACK = op((A, 2), Kind.CREATE, (None, AFTER), (MADE.id, LEFT.id))
AGAIN = op((A, 3), Kind.SET, ("cost", "CANARY-COST"), (EDIT.id, LEFT.id))
# What somebody wrote who had read the edit, and had not heard that it left.
LATER = op((C, 0), Kind.SET, ("cost", "CANARY-LATER"), (EDIT.id,))
ALSO = b"added with that."
ADDED = op((C, 1), Kind.CREATE, (None, SERVICE | {"code": "2"}), (EDIT.id,), ALSO)
CHANGED = op((C, 2), Kind.SET, ("name", "CANARY-NAME"), (ADDED.id,), ALSO)


def taken(tmp_path, ops, name):
    """Return a store that took operations in, one after the other."""
    book = Workbook(tmp_path / f"{name}.db", guarded=False)
    follow(book.connection, STREAM)
    lanes = [Lane(lane, STREAM, lane * 2) for lane in (A, B, C)]
    for one in ops:
        some = one if isinstance(one, list) else [one]
        Applying(book.connection, HybridClock(book.wall), USER).take(lanes, some)
    return book


def test_what_left_is_gone_in_whatever_order_the_news_arrive(tmp_path) -> None:
    for number, ops in enumerate(itertools.permutations([MADE, EDIT, LEFT])):
        book = taken(tmp_path, ops, number)
        assert book.rows("select count(*) from service") == [(0,)]
        assert "CANARY" not in repr(book.rows("select * from op"))
        assert book.rows("select count(*) from cell_conflict") == [(0,)]
        assert check(book.connection).clean
        book.close()


def test_what_comes_back_is_the_same_in_whatever_order_the_news_arrive(tmp_path) -> None:
    """Also an edit of before that others had emptied: it is said again, and stands beside."""
    for number, ops in enumerate(itertools.permutations([MADE, EDIT, LEFT, BACK])):
        book = taken(tmp_path, [*ops, AGAIN], number)
        assert book.rows("select name, cost from service") == [("South", "CANARY-COST")]
        heads = book.rows("select lane, aseq, idx from cell_meta where field = 'cost'")
        assert heads == [tuple(AGAIN.id)]
        assert check(book.connection).clean
        book.close()


def test_what_knows_of_something_late_is_gone_in_whatever_order_the_news_arrive(tmp_path) -> None:
    """Also where it came before that which it knew of: it was kept until then, and for ever."""
    orders = [*itertools.permutations([MADE, EDIT, LATER, LEFT]), (MADE, LEFT, [EDIT, LATER])]
    for number, ops in enumerate(orders):
        book = taken(tmp_path, ops, number)
        assert book.rows("select count(*) from service") == [(0,)]
        assert "CANARY" not in repr(book.rows("select * from op"))
        assert book.rows("select * from cell_superseded") == []
        assert check(book.connection).clean
        book.close()


@pytest.mark.parametrize("emptied", [False, True])
def test_what_was_added_by_somebody_who_knew_of_something_late_goes_too(tmp_path, emptied) -> None:
    """Also where whoever wrote that had emptied it herself."""
    late = without_content(EDIT, THING) if emptied else EDIT
    for number, rest in enumerate(itertools.permutations([LATER, ADDED, CHANGED])):
        book = taken(tmp_path, [MADE, *rest, LEFT], number)
        assert "CANARY" in repr(book.rows("select * from op"))
        Applying(book.connection, HybridClock(book.wall), USER).take(
            [Lane(B, STREAM, B * 2)], [late]
        )
        assert book.rows("select count(*) from service") == [(0,)]
        assert "CANARY" not in repr(book.rows("select * from op"))
        assert book.rows("select id from entity where type = 'service'") == [(THING,)]
        assert check(book.connection).clean
        book.close()


def test_what_knows_of_more_than_what_is_late_stays_and_is_shown_when_it_came_back(
    tmp_path,
) -> None:
    """What was emptied had brought it back too early: now that does which came after it."""
    early = op((C, 0), Kind.CREATE, (None, SERVICE | {"name": "CANARY"}), (EDIT.id,))
    book = taken(tmp_path, [MADE, LEFT, early, BACK], "back")
    assert "CANARY" in repr(book.rows("select * from op"))
    Applying(book.connection, HybridClock(book.wall), USER).take([Lane(B, STREAM, B * 2)], [EDIT])
    assert book.rows("select name from service") == [("South",)]
    assert "CANARY" not in repr(book.rows("select * from op"))
    assert check(book.connection).clean
    book.close()


@pytest.mark.parametrize("first", ["late", "summary"])
def test_what_knows_of_something_that_was_summed_up_without_it_is_gone(tmp_path, first) -> None:
    book = taken(tmp_path, [MADE, LEFT, *([LATER] if first == "late" else ())], "summed")
    # A summary goes that far and has not got what somebody else replaced.
    reached = "insert or replace into lane values (?, ?, ?, 1, null, 1)"
    book.connection.execute(reached, (B, STREAM, B * 2))
    applying = Applying(book.connection, HybridClock(book.wall), USER)
    if first == "late":
        assert "CANARY" in repr(book.rows("select * from op"))
        applying.let_go_within(book.connection.cursor())
    else:
        applying.take([Lane(C, STREAM, C * 2)], [LATER])
    assert "CANARY" not in repr(book.rows("select * from op"))
    assert check(book.connection).clean
    book.close()
