"""Few sealed bytes that open to many: little of it is open at a time, and none is lost by that."""

from __future__ import annotations

import os
import tracemalloc
from io import BytesIO

import cbor2
import pytest
from apart import Apart, case_of, summed_up
from forged import Forger, forger, nobody, stands
from laptops import Laptop
from nacl.signing import VerifyKey

from casework.team.worker import Role
from db.homes.settling import after_receiving
from db.homes.unsettled import is_unsettled, mark_unsettled
from ledger.columns import Section, Sort
from ledger.columns_read import Reader
from ledger.ops import MAX_CONTENT, Kind, OpId, OpRefused
from sync.members.member import caseload_of
from sync.sealed.lateness import late
from sync.wire.envelope import MOST_CONTENT

MANY = 240
LARGE = "a" * (MOST_CONTENT - 200)
# All of it at once would be more than twice as much.
LITTLE = 24 << 20


def text(n):
    """Return a long text that is another one for each number."""
    return f"{n:06}{LARGE[6:]}"


@pytest.fixture
def peak():
    """Return what tells the most memory that something took."""

    def of(act):
        tracemalloc.start()
        try:
            came = act()
            return came, tracemalloc.get_traced_memory()[1]
        finally:
            tracemalloc.stop()

    return of


def own(first, laptop):
    return caseload_of(first.post.membership.roster.org, laptop.user)


def made_of(signs, case, known):
    """Return batches of a few hundred bytes that say much of a case, each in place of the last."""
    made = []
    for _ in range(MANY):
        made.append(signs.says((Kind.SET, case, "casefile", "unheard_of", LARGE, known)))
        known = [OpId(signs.lane, signs.last, 0)]
    assert sum(map(len, made)) < MANY * 1024
    return made


def test_what_waits_is_not_opened_again_and_again(strangers, peak):
    first = strangers.first
    known = stands(first.store, strangers.case, "status")
    made = made_of(forger(strangers, "own"), strangers.case, known)
    came, most = peak(lambda: first.post.take(made))
    assert (came.early, most < LITTLE) == (MANY, True)
    # So it is with each exchange that follows.
    came, most = peak(lambda: first.post.take(()))
    assert (came.early, most < LITTLE) == (MANY, True)


def test_what_waits_is_verified_and_kept_once(pair, monkeypatch):
    """Each step of a stick verified and kept all of it again: two thousand took half a minute."""
    first, verified = pair.first, []
    signs = forger(pair, "own")
    # The first does not come: all others wait behind the gap.
    _, *made = [signs.says((Kind.CREATE, nobody(), "x", None, {"y": "z"})) for _ in range(MANY)]
    verify = VerifyKey.verify

    def counted(key, said, signature):
        verified.append(said)
        return verify(key, said, signature)

    monkeypatch.setattr(VerifyKey, "verify", counted)
    assert first.post.take(made).early == len(made)
    before = first.store.connection.total_changes
    for _ in range(2):
        assert first.post.take(made).early == len(made)
    assert len(verified) == len(made)
    # A few rows say that it was looked at.
    assert first.store.connection.total_changes - before < len(made) // 2


def test_what_counts_is_taken_in_a_little_at_a_time(pair, peak):
    signs = forger(pair, "own")
    made = [signs.says((Kind.CREATE, nobody(), "x", None, {"y": LARGE})) for _ in range(MANY)]
    came, most = peak(lambda: pair.first.post.take(made))
    assert (came.operations, most < LITTLE) == (MANY, True)


def test_what_waits_to_be_brought_to_its_place_is_looked_at_a_little_at_a_time(pair, peak):
    """As all of a summary does: it was read at once, and decided how much memory that took."""
    first, signs = pair.first, forger(pair, "own")
    made = [signs.says((Kind.CREATE, nobody(), "x", None, {"y": LARGE})) for _ in range(MANY)]
    first.post.take(made)
    mark_unsettled(first.store.connection.cursor(), signs.lane, 1)
    with first.store.at_hand() as ground:
        _came, most = peak(lambda: after_receiving(ground))
    assert most < LITTLE
    assert not is_unsettled(first.store.connection)


def test_a_summary_is_taken_in_a_little_at_a_time(pair, peak, tmp_path):
    """As many operations were held as if none of them were large."""
    first, signs = pair.first, forger(pair, "own")
    made = [signs.says((Kind.CREATE, nobody(), "x", None, {"y": text(n)})) for n in range(MANY)]
    first.post.take(made)
    fresh = Laptop(first, tmp_path / "fresh", "Supervisor 7", Role.SUPERVISOR)
    stick = b"".join(first.post.write(whole=True))
    with fresh.post() as post:
        came, most = peak(lambda: post.read(BytesIO(stick)))
    assert (came.summed > 0, most < 2 * LITTLE) == (True, True)
    with fresh.store() as store:
        told = "select count(*) from entity where type = 'x'"
        assert store.connection.execute(told).fetchone() == (MANY,)


def choices(count, **changed):
    """Return a part in which one long text stands in a field of many things."""
    told = {"which": None, "name": "y", "table": "x", "text": LARGE} | changed
    return cbor2.dumps(
        [
            int(Section.ROWS),
            [bytes(16)],
            [
                [[0] * count, [1] + [0] * (count - 1), [0] + [1] * (count - 1)],
                [[1] + [0] * (count - 1), [0] * count],
                [[0] * count, [], [], []],
            ],
            [told["table"], 0, os.urandom(16 * count)],
            [[told["name"], told["which"], int(Sort.CHOICES), [told["text"]], bytes(count)]],
        ],
        canonical=True,
    )


def test_a_text_that_is_said_once_stands_in_no_more_things_than_can_be_held():
    """A few hundred bytes of a part were written down as as many gigabytes."""
    _section, rows = Reader().read(choices(16))
    assert [len(one.value["y"]) for one in rows] == [len(LARGE)] * 16
    with pytest.raises(OpRefused, match="size"):
        Reader().read(choices(10_000))


@pytest.mark.parametrize("changed", [{"table": "x" * 65}, {"name": "y" * 65}])
def test_what_is_named_in_a_summary_is_no_longer_than_in_a_batch(changed):
    with pytest.raises(OpRefused, match="name"):
        Reader().read(choices(2, **changed))


def test_fields_of_which_few_things_have_one_take_no_more_room_than_others():
    count, fields = 4_000, 4_000
    part = cbor2.loads(choices(count))
    which = bytes(-(-count // 8))
    part[4] = [[f"f{n:04}", which, int(Sort.PLAIN), []] for n in range(fields)]
    with pytest.raises(OpRefused, match="size"):
        Reader().read(cbor2.dumps(part, canonical=True))


def test_of_what_came_too_late_no_more_is_kept_than_how_much_it_is(three, peak):
    first, third = three.first, three.third
    signs = Forger(third, own(first, third))
    first.post.membership.revoke(third.unlocked().store_id)
    made = [signs.says((Kind.CREATE, nobody(), "x", None, {"y": LARGE})) for _ in range(MANY)]
    assert first.post.take(made).late == MANY
    (told,), most = peak(lambda: late(first.post.membership))
    assert (told.batches, told.changes, most < LITTLE) == (MANY, MANY, True)
    assert told.first < told.last


def test_what_waited_unopened_counts_with_what_it_waited_for(template, tmp_path):
    """A case is given to her; others hear of that only after much of what she writes of it."""
    made = Apart.begun(template, tmp_path, Role.SUPERVISOR)
    first, other = made.first, made.other
    third = Laptop(first, tmp_path / "third", "Worker 8", Role.CASEWORKER)
    third.takes(first.writes())
    code = first.case()
    first.agrees(code)
    case = case_of(first, code)
    other.takes(first.writes())
    first.takes(third.writes())
    first.office(first.template.supervisor).caseload.assign(code, third.user.hex())
    gives = [first.writes()]
    third.takes(gives[0])
    first.takes(third.writes())
    gives.append(first.writes())
    third.takes(gives[1])
    with third.store() as store:
        known = stands(store, case, "status")
    batches = made_of(Forger(third, own(first, third)), case, known)
    other.takes(third.writes())
    with other.post() as post:
        assert post.take(batches).early >= MANY
    other.takes(gives[0])
    came = other.takes(gives[1])
    assert (came.early, came.refused) == (0, {})
    with other.store() as store:
        told = "select count(*) from op where field = 'unheard_of'"
        assert store.connection.execute(told).fetchone() == (MANY,)
    first.close()


def test_texts_that_repeat_themselves_are_summed_up_too(template, tmp_path):
    """Together they are more than a part may open to, and take no more than a few bytes sealed."""
    made = Apart.begun(template, tmp_path, Role.SUPERVISOR)
    code = made.first.case()
    made.first.agrees(code)
    long, several = "a" * 90_000, MAX_CONTENT // 80_000
    for _time in range(several):
        made.here.answers.record(code, "note", {"text": long}, "en")
    stick = summed_up(made.first.post)
    came = made.other.takes(stick)
    assert (came.refused, code in made.other.codes()) == ({}, True)
    with made.other.store() as store:
        query = "select count(*) from form_instance where form_id = 'note' and length(doc) > ?"
        assert store.connection.execute(query, (len(long),)).fetchone() == (several,)
    made.first.close()
