"""What was written elsewhere of cases that had left, and how it comes home."""

from __future__ import annotations

import pytest
from apart import comes_home, opened, summed_up, titled, to_do_at, told_apart
from make import VISIT

from casework.consent.grant import Purpose
from casework.keeping.erasure import Basis
from db.rows.tables import TaskRow
from sync.wire import frames

SERVER = b"some server....."
TITLES = "select value from cell_conflict where entity = ? and field = 'title' order by value"
SAYS = "select 1 from op where instr(value, cast(? as blob)) > 0"
WORDS = ("call tomorrow", "call back", "2026-01-02")
DAYS = "select opened_on from casefile where id = ?"


def days_of(store, case):
    return [day for (day,) in store.connection.execute(DAYS, (case,))]


def is_said(laptop, words):
    """Return whether words stand in the log of a laptop, which is sound."""
    with laptop.store() as store:
        assert store.examine().faults == ()
        return bool(store.connection.execute(SAYS, (words,)).fetchall())


def case_at(laptop, code):
    """Return a case by its code, once somebody sits down at a laptop."""
    with laptop.store() as store:
        store.welcome(laptop.unlocked())
        query = "select id from casefile where code = ?"
        return store.connection.execute(query, (code,)).fetchone()[0]


def sealed(post):
    """Return what is sealed at a laptop, as a server has it."""
    post.seal_all()
    batches = [batch for *_at, batch in post.exchange.sealed_since({})]
    post.exchange.mark_sent([frames.batch_id(batch) for batch in batches], SERVER)
    return batches


def test_what_is_written_of_cases_of_two_laptops_that_left_at_once_comes_home_to_each(
    three,
) -> None:
    """Home took it for something of somebody else's case in a summary, and never asked for it."""
    first, other, third = three.first, three.other, three.third
    mine = first.case()
    first.agrees(mine)
    with other.office() as office:
        theirs = office.answers.record(None, "intake", VISIT, "en").case_code
        first.agrees(theirs, office=office)
    three.carry()
    third.takes(first.writes())
    third.takes(other.writes())
    cases = case_at(third, mine), case_at(third, theirs)
    opened(third, cases[0], "2026-01-02")
    opened(third, cases[1], "2026-01-03")
    comes_home(first, mine)
    with other.office() as office:
        office.grants.withdraw(theirs, Purpose.STORE_ELSEWHERE)

    with other.post() as home, third.post() as post:
        assert post.take([*sealed(first.post), *sealed(home)]).refused == {}
        late, summed = sealed(post), summed_up(post)
    first.takes(summed)
    other.takes(summed)
    first.post.take(late)
    with other.post() as post:
        post.take(late)

    assert days_of(first.store, cases[0]) == ["2026-01-02"]
    with other.store() as store:
        assert days_of(store, cases[1]) == ["2026-01-03"]


def test_what_left_again_is_gone_although_not_all_came_that_its_return_knew_of(three) -> None:
    """It passed for something of a time when it would be back, and stayed where it had left."""
    first, other, third = three.first, three.other, three.third
    code, case = three.both_hold()
    third.takes(first.writes())
    opened(other, case, "2026-01-02")
    first.takes(other.writes())
    comes_home(first, code)
    first.agrees(code)
    with third.post() as post:
        post.take(sealed(first.post))
    assert third.codes() == {code}
    assert third.finds("2026-01-02")

    comes_home(first, code)
    with third.post() as post:
        post.take(sealed(first.post))

    assert third.codes() == set()
    assert not third.finds("2026-01-02")
    third.takes(other.writes())
    assert third.codes() == set()
    first.agrees(code)
    third.takes(first.writes())
    assert third.codes() == {code}


def test_home_is_not_asked_about_what_somebody_replaced_whose_words_came_summed_up(three) -> None:
    first, other, third = three.first, three.other, three.third
    code, case = three.both_hold()
    third.takes(first.writes())
    for day in ("2026-01-02", "2026-01-03"):
        opened(other, case, day)
    third.takes(other.writes())
    comes_home(first, code)

    with third.post() as post:
        first.takes(summed_up(post))

    asked = "select 1 from cell_conflict where entity = ? and field = 'opened_on'"
    assert first.store.connection.execute(asked, (case,)).fetchall() == []
    assert days_of(first.store, case) == ["2026-01-03"]


def test_what_somebody_replaced_of_her_own_before_others_heard_that_it_is_back_stays(three) -> None:
    """It knew of nothing but what had come, and passed for something of before it had left."""
    first, other, third = three.first, three.other, three.third
    code, case = three.both_hold()
    comes_home(first, code)
    other.takes(first.writes())
    first.agrees(code)
    third.takes(first.writes())
    for day in ("2026-01-02", "2026-01-03"):
        opened(third, case, day)

    with third.post() as there, other.post() as post:
        post.take(sealed(there))
        post.take(sealed(first.post))

    with other.store() as store:
        assert days_of(store, case) == ["2026-01-03"]
        assert told_apart(store, case) == set()


def test_what_changes_something_that_was_added_too_late_is_asked_of_all_who_have_it(three) -> None:
    """Home said it again after nothing but what was empty for others, and was asked alone."""
    first, other, third = three.first, three.other, three.third
    code, case = three.both_hold()
    third.takes(first.writes())
    key = b"something to do."
    to_do_at(other, case, key)
    with other.post() as post:
        added = sealed(post)
    comes_home(first, code)
    third.takes(first.writes())
    first.agrees(code)
    first.post.take(added)
    with other.store() as store, store.at_hand() as ground:
        ground.session.get_one(TaskRow, key).title = "call tomorrow"
    with other.post() as there, third.post() as post:
        late = sealed(there)
        first.post.take(late)
        post.take([*late, *sealed(first.post)])

    with third.store() as store:
        told = [one.connection.execute(TITLES, (key,)).fetchall() for one in (first.store, store)]
    assert len(told[0]) == 2
    assert told[1] == told[0]


def test_what_still_goes_home_of_a_case_that_was_erased_meanwhile_is_no_fault(three) -> None:
    """What had left was erased too: nothing said any more why what is given is empty here."""
    first, other = three.first, three.other
    code, case = three.both_hold()
    to_do_at(other, case, b"something to do.")
    comes_home(first, code)
    other.takes(first.writes())
    with first.store.begin(first.template.supervisor) as work:
        work.erasures.destroy(case.hex(), code, Basis.HER_WISH.value)
        work.save()
    other.takes(first.writes())
    with other.post() as post:
        first.post.take(sealed(post))
    with other.store() as store:
        assert store.examine().faults == ()
    assert first.store.examine().faults == ()


@pytest.mark.parametrize("is_known_at_home", [True, False])
def test_what_waits_to_go_home_of_a_case_is_gone_as_soon_as_its_erasure_is_heard(
    three, is_known_at_home
) -> None:
    """What changed a part that home had never heard of was named by nobody."""
    first, other, third = three.first, three.other, three.third
    code, case = three.both_hold()
    third.takes(first.writes())
    to_do_at(third, case, key := b"something to do.")
    batches = third.writes()
    other.takes(batches)
    if is_known_at_home:
        first.takes(batches)
    to_do_at(other, case, b"more to do......")
    with other.store() as store, store.at_hand() as ground:
        ground.session.get_one(TaskRow, key).title = "call tomorrow"
    opened(other, case, "2026-01-02")
    comes_home(first, code)
    other.takes(first.writes())
    assert [is_said(other, words) for words in WORDS] == [True] * 3

    with first.store.begin(first.template.supervisor) as work:
        work.erasures.destroy(case.hex(), code, Basis.HER_WISH.value)
        work.save()
    other.takes(first.writes())

    assert not any(is_said(other, words) for words in WORDS)
    with other.post() as post:
        assert first.post.take(sealed(post)).refused == {}
    assert not any(is_said(other, words) for words in WORDS)
    assert first.store.examine().faults == ()


def test_what_changes_a_part_that_left_with_a_case_erased_since_keeps_no_word(three) -> None:
    """Its id was forgotten as it left, and what made it was emptied: it waited with its words."""
    first, other, third = three.first, three.other, three.third
    code, case = three.both_hold()
    third.takes(first.writes())
    to_do_at(third, case, key := b"something to do.")
    other.takes(third.writes())
    comes_home(first, code)
    other.takes(first.writes())
    with first.store.begin(first.template.supervisor) as work:
        work.erasures.destroy(case.hex(), code, Basis.HER_WISH.value)
        work.save()
    erased = first.writes()
    other.takes(erased)

    titled(third, key, "call tomorrow")
    stick = third.writes()
    assert is_said(third, "call tomorrow")
    for laptop in (other, first):
        laptop.takes(stick)
    third.takes(erased)

    for laptop in (other, third):
        assert not any(is_said(laptop, words) for words in WORDS)
    assert first.store.examine().faults == ()
    assert first.store.connection.execute(SAYS, ("call tomorrow",)).fetchall() == []


@pytest.mark.parametrize("change_first", [False, True])
def test_no_word_stays_of_a_part_that_was_erased_before_whoever_erased_it_ever_had_it(
    three, change_first
) -> None:
    """What summed it up had nothing of it: a later change waited for it, with its words."""
    first, other, third = three.first, three.other, three.third
    code, case = three.both_hold()
    third.takes(first.writes())
    with first.store.begin(first.template.supervisor) as work:
        work.erasures.destroy(case.hex(), code, Basis.HER_WISH.value)
        work.save()
    to_do_at(third, case, key := b"something to do.")
    other.takes(third.writes())
    other.takes(first.writes())
    titled(third, key, "call tomorrow")
    change = third.writes()

    with other.post() as post:
        summed = summed_up(post)
    for stick in (change, summed) if change_first else (summed, change):
        first.takes(stick)

    assert first.store.connection.execute(SAYS, ("call tomorrow",)).fetchall() == []
    assert first.store.examine().faults == ()
