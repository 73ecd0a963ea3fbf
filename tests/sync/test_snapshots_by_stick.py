"""Snapshots on sticks: they bridge what nobody can give any more, and bring nothing back."""

from __future__ import annotations

import io

import pytest
from laptops import First, Laptop
from make import Clock
from sorted_parts import sorted_out

from casework.consent.grant import Purpose
from casework.team.worker import Role
from db.exchange.snapshots import State
from db.guards.lifting import lifted
from db.rows.tables import CaseRow
from sync.sealed.summaries import Sort
from sync.wire import bundle
from sync.wire.bundle import Part
from sync.wire.documents import Said, sign
from sync.wire.lanes import SEALED

# Behind the first byte, the signer and her signature.
_SAID = 1 + 16 + 64


@pytest.fixture
def first(template, tmp_path):
    made = First(template, tmp_path / "first", Clock())
    yield made
    made.close()


@pytest.fixture
def second(first, tmp_path):
    joined = Laptop(first, tmp_path / "second", "Supervisor 8", Role.SUPERVISOR)
    joined.takes(first.writes())
    return joined


def told(first, **answers):
    """Return the code of a case that may be kept elsewhere."""
    code = first.case(**answers)
    first.agrees(code)
    return code


def whole_of(post):
    return b"".join(post.write(whole=True))


def whole(first):
    return whole_of(first.post)


def opened(post, stick):
    """Return what a stick holds of snapshots, as those who read it find it."""
    member = post.membership
    at = member.roster.org, member.me.workbook, *member.pairs
    parts = bundle.read(io.BytesIO(stick), *at)
    return sorted_out(parts).get("snapshot", [])


def test_a_gap_that_a_coming_home_left_is_bridged_and_the_lane_goes_on(first, second):
    home, stays = told(first, name_used="CANARY-HOME"), told(first, name_used="CANARY-STAYS")
    first.writes()
    first.office(first.template.supervisor).grants.withdraw(home, Purpose.STORE_ELSEWHERE)
    # The stick of before is lost, and of what was on it nobody has the bytes any more.
    stick = first.writes()
    came = second.takes(stick)
    assert (came.summed, came.early, came.refused) == (1, 0, {})
    assert second.codes() == {stays}
    assert not second.finds("CANARY-HOME")
    later = told(first, name_used="CANARY-LATER")
    came = second.takes(first.writes())
    assert (came.early, came.refused) == (0, {})
    assert second.codes() == {stays, later}
    with second.store() as store:
        assert store.examine().faults == ()
    # Who says that she is past the gap is given no more of it.
    first.takes(second.writes())
    assert first.post.summaries.needed() == []


def test_nothing_that_left_comes_back_with_an_older_snapshot(first, second):
    home = told(first, name_used="CANARY-HOME")
    before = whole(first)
    second.takes(before)
    assert second.codes() == {home}
    first.office(first.template.supervisor).grants.withdraw(home, Purpose.STORE_ELSEWHERE)
    second.takes(first.writes())
    assert second.codes() == set()
    second.takes(before)
    assert second.codes() == set()
    assert not second.finds("CANARY-HOME")


def test_what_leaves_by_a_summary_takes_nothing_of_that_summary_away(first, second):
    home, stays = told(first, name_used="CANARY-HOME"), told(first, name_used="CANARY-STAYS")
    second.takes(first.writes())
    first.office(first.template.supervisor).grants.withdraw(home, Purpose.STORE_ELSEWHERE)
    later = told(first, name_used="CANARY-LATER")
    with first.store.at_hand() as ground:
        query = "select id from casefile where code = ?"
        ((case,),) = first.store.connection.execute(query, (stays,)).fetchall()
        ground.session.get_one(CaseRow, case).opened_on = "2026-02-03"
    first.post.seal_all()
    lanes = {lane: at.aseq for lane, at in first.post.exchange.lanes().items()}

    assert second.takes(b"".join(first.post.write(lanes, whole=True))).summed

    assert second.codes() == {stays, later}
    assert second.finds("CANARY-LATER")
    assert not second.finds("CANARY-HOME")
    with second.store() as store:
        days = store.connection.execute("select opened_on from casefile where code = ?", (stays,))
        assert days.fetchall() == [("2026-02-03",)]
        assert store.examine().faults == ()


def test_a_newcomer_sees_the_list_before_the_rest_is_there(first, tmp_path):
    codes = {told(first, name_used=f"CANARY-{number}") for number in range(3)}
    third = Laptop(first, tmp_path / "third", "Supervisor 9", Role.SUPERVISOR)
    stick = whole(first)
    with third.post() as post:
        post.take(first.post.exchange.roster())
        bodies = opened(post, stick)
        manifests = [body for body in bodies if body[0] == Sort.MANIFEST]
        parts = [body for body in bodies if body[0] == Sort.PART]
        # Config is summed up too; without it no form can be read.
        for at in (manifests, *([body] for body in reversed(parts))):
            came = post.summaries.take(at)
            assert came.refused == {}
            listed = {one.state for one in post.exchange.coming()}
            shown = {code for (code,) in post.connection.execute("select code from casefile")}
            assert shown <= codes
            assert shown == codes or State.LISTED not in listed
        assert post.exchange.coming() == []
    assert third.codes() == codes
    with third.store() as store:
        assert store.examine().faults == ()


def test_whoever_has_the_same_says_so_and_whoever_has_not_tells_people(first, second):
    code = told(first, name_used="CANARY-TOLD")
    second.takes(first.writes())
    stick = whole(first)
    with second.post() as post:
        came = post.summaries.take(opened(post, stick))
        assert (came.same, came.differs, came.taken) == (2, 0, 0)
    first.takes(second.writes())
    assert len(first.post.exchange.vouched()) == 2
    # A page that was put back makes the two differ: nothing is mended by itself.
    stick = whole(first)
    with second.store() as store, lifted(store.connection.cursor()):
        store.connection.execute(
            "update op set hlc = hlc + 1 where kind = 2 and \"table\" = 'casefile'"
        )
    with second.post() as post:
        came = post.summaries.take(opened(post, stick))
        assert (came.same, came.differs, came.taken) == (1, 1, 0)
    assert second.codes() == {code}


def test_nobody_sums_up_what_she_may_not_write(first, second, tmp_path):
    told(first, name_used="CANARY-TOLD")
    third = Laptop(first, tmp_path / "third", "Caseworker 9")
    third.takes(first.writes())
    second.takes(first.writes())
    stick = whole(first)
    with third.post() as post, second.post() as other:
        mine = set(post.summaries.possible())
        theirs = set(other.summaries.possible())
        assert mine < theirs
        manifests = [body for body in opened(other, stick) if body[0] == Sort.MANIFEST]
        manifest = next(body for body in manifests if body[_SAID:][16:32] in theirs - mine)
        forged = sign(Said.SNAPSHOT, manifest[_SAID:], post.membership.me.seed)
        came = other.summaries.take([bytes([Sort.MANIFEST]) + forged])
        changed = manifest[:-1] + bytes([manifest[-1] ^ 1])
        came.refused.update(other.summaries.take([changed]).refused)
        assert set(came.refused) == {"snapshot.right", "snapshot.manifest"}
        assert other.exchange.coming() == []


def forgets(post, stream):
    """Let a workbook be one that the present key of a stream did not reach yet; return that key."""
    key = post.membership.key(stream, post.membership.roster.epoch(stream))
    post.connection.execute(
        "delete from stream_key where stream = ? and epoch = ?", (stream, key.epoch)
    )
    return key


def test_a_stream_whose_present_key_is_not_here_stops_no_stick(first, second):
    told(first, name_used="CANARY-TOLD")
    second.takes(first.writes())
    with second.post() as post:
        cases = next(one for one in post.membership.caseloads if post.exchange.reached(one))
        assert cases in post.summaries.possible()
        key = forgets(post, cases)
        assert cases not in post.summaries.possible()
        # Asked for all the same it is left out, and what else there is goes on.
        manifests = [
            one.body
            for one in post.summaries.parts([cases, post.membership.config])
            if one.body[0] == Sort.MANIFEST
        ]
        assert len(manifests) == 1
        assert opened(first.post, whole_of(post))
        post.membership.keep_keys([key])
        assert cases in post.summaries.possible()


def test_a_snapshot_under_a_key_that_is_not_here_yet_waits_for_it(first, tmp_path):
    code = told(first, name_used="CANARY-TOLD")
    third = Laptop(first, tmp_path / "third", "Supervisor 9", Role.SUPERVISOR)
    stick = whole(first)
    with third.post() as post:
        post.take(first.post.exchange.roster())
        summed = opened(post, stick)
        streams = [*post.membership.caseloads, post.membership.config]
        held = [forgets(post, stream) for stream in streams]
        came = post.summaries.take(summed)
        assert (came.taken, came.refused) == (0, {})
        # Without the key trying again changes nothing, and nothing that waits is lost.
        kept = post.exchange.laid_aside(SEALED)
        assert kept
        assert post.summaries.try_again().refused == {}
        assert post.exchange.laid_aside(SEALED) == kept
        # What waits so is no gap that others are to fill.
        assert post.exchange.parked() == []
        post.membership.keep_keys(held)
        # A stick with nothing else on it is enough.
        me = post.membership.me
        nothing = [Part(99, b"of a newer program")]
        readers = {me.workbook: me.pair.public}
        stick = b"".join(bundle.write(nothing, post.membership.roster.org, readers))
        rest = post.read(io.BytesIO(stick))
        assert (rest.summed, rest.early, rest.refused) == (2, 0, {})
    assert third.codes() == {code}
    with third.post() as post:
        assert post.exchange.laid_aside(SEALED) == []
        assert post.exchange.coming() == []
    with third.store() as store:
        assert store.examine().faults == ()


def test_what_waits_for_a_key_goes_with_the_list_that_it_belongs_to(first, second):
    told(first, name_used="CANARY-TOLD")
    stick = whole(first)
    with second.post() as post:
        summed = opened(post, stick)
        for stream in (*post.membership.caseloads, post.membership.config):
            forgets(post, stream)
        post.summaries.take(summed)
        before = post.exchange.laid_aside(SEALED)
        assert before
        # Another one of the same stream takes its place.
        post.summaries.take(opened(post, whole(first)))
        post.summaries.try_again()
        after = post.exchange.laid_aside(SEALED)
        assert after
        assert not {one.batch_id for one in before} & {one.batch_id for one in after}
