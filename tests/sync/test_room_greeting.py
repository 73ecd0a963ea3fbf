"""Whoever comes into the room proves to belong today, or is told nothing."""

from __future__ import annotations

import socket
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing, contextmanager
from dataclasses import replace
from hashlib import blake2b
from threading import Event, Thread

import pytest
from nacl.bindings import crypto_scalarmult
from nacl.bindings import crypto_secretstream_xchacha20poly1305_init_pull as hears
from nacl.bindings import crypto_secretstream_xchacha20poly1305_init_push as begins
from nacl.bindings import crypto_secretstream_xchacha20poly1305_pull as pull
from nacl.bindings import crypto_secretstream_xchacha20poly1305_push as push
from nacl.bindings import crypto_secretstream_xchacha20poly1305_state as stream_state
from nacl.public import PrivateKey
from nacl.signing import SigningKey, VerifyKey
from rosters import Member, Story, some

from sync.members.entries import Revoke
from sync.room import greeting as room_greeting
from sync.room.finding import RoomRefused
from sync.room.greeting import ANSWER, HELLO, PROOF, Us, Wire, answers, calls

ADA, BEA, CORA = Member("ada"), Member("bea"), Member("cora")
OLDEST, OLDER, NEWEST = (some(f"secret {n}", 32) for n in range(3))
ALL = (NEWEST, OLDER, OLDEST)
SEALED = PROOF + 17
SAID = {"caller": HELLO + 24 + SEALED, "answerer": ANSWER + 24 + SEALED}
LONG, SHORT = 5.0, 0.3


def told(*members):
    """Return a roster of some members."""
    story = Story()
    for one in members:
        story.joins(one, administers=one is ADA)
    return story


STORY = told(ADA, BEA)


def us(member, secrets=ALL, story=STORY, **facts):
    return Us(story.roster, member.workbook, member.public, member.seed, secrets, **facts)


class Bent:
    """A line that ends after so many bytes of what is sent, or of which one of them is changed."""

    def __init__(self, line, cut=None, changed=None):
        self._line, self._sent, self._cut, self._changed = line, 0, cut, changed

    def __getattr__(self, name):
        return getattr(self._line, name)

    def send(self, data):
        data, whole = bytearray(data), len(data)
        at = -1 if self._changed is None else self._changed - self._sent
        if 0 <= at < len(data):
            data[at] ^= 1 << at % 8
        if self._cut is not None:
            del data[max(0, self._cut - self._sent) :]
        if data:
            self._line.sendall(data)
            self._sent += len(data)
        if self._cut == self._sent:
            # Whoever says it does not notice.
            self._line.shutdown(socket.SHUT_WR)
        return whole


def end_of(greet, line, who, within=LONG):
    """Return whose key was proved at one end, or why nobody's was; what it holds is let go."""
    return end_with(greet, Wire(line, lambda: False), who, within)


def end_with(greet, wire, who=None, within=LONG):
    with closing(wire):
        try:
            return greet(wire, who or us(ADA), within).peer
        except RoomRefused as refused:
            return str(refused)


def greeted(caller, answerer, within=LONG, *, of_caller=None, of_answerer=None):
    """Return what two ends come to that greet each other."""
    near, far = socket.socketpair()
    with ThreadPoolExecutor(1) as pool:
        line = Bent(far, **(of_answerer or {}))
        other = pool.submit(end_of, answers, line, answerer, within)
        return end_of(calls, Bent(near, **(of_caller or {})), caller, within), other.result()


def test_two_that_belong_know_each_other_by_their_keys():
    assert greeted(us(ADA), us(BEA)) == (BEA.public, ADA.public)


@pytest.mark.parametrize(
    ("caller", "answerer"),
    [(ALL, ALL[1:]), (ALL[1:], ALL), (ALL, ALL[2:]), (ALL[2:], ALL), (ALL[2:], ALL[2:])],
)
def test_whoever_was_away_while_keys_turned_is_known_both_ways(caller, answerer):
    assert greeted(us(ADA, caller), us(BEA, answerer)) == (BEA.public, ADA.public)


@pytest.mark.parametrize("side", ["caller", "answerer"])
def test_cut_at_whichever_byte_whoever_lacks_it_believes_nobody(side):
    whole = 0
    for cut in range(SAID[side]):
        ends = greeted(us(ADA), us(BEA), **{f"of_{side}": {"cut": cut}})
        mine, theirs = ends if side == "answerer" else ends[::-1]
        assert mine == "room.torn", cut
        whole += theirs in {ADA.public, BEA.public}
    # What the caller says last is before anything is proved to it; the answerer has its proof.
    assert bool(whole) is (side == "answerer")


@pytest.mark.parametrize("side", ["caller", "answerer"])
def test_whichever_byte_is_changed_it_is_refused(side):
    for changed in range(SAID[side]):
        ends = greeted(us(ADA), us(BEA), **{f"of_{side}": {"changed": changed}})
        assert ends[1 if side == "caller" else 0] in {"room.stranger", "room.torn"}, changed


@contextmanager
def stranger(act):
    """Give the end of a line at whose other end somebody does something else."""
    near, far = socket.socketpair()
    thread = Thread(target=act, args=(far,))
    thread.start()
    with closing(far):
        yield near
        thread.join()


def says_nothing(line):
    line.settimeout(LONG)
    while line.recv(1 << 16):
        pass


def drips(line):
    """Say one byte after the other, always in time for the next and never done."""
    line.settimeout(LONG)
    over = Event()
    while not over.wait(SHORT / 10):
        try:
            line.send(b"x")
        except OSError:
            over.set()


def never_ends(line):
    line.settimeout(LONG)
    try:
        while True:
            line.sendall(bytes(1 << 16))
    except OSError:
        pass


def echoes(line):
    """Give back what comes: our own question as the answer to it."""
    line.settimeout(LONG)
    try:
        while data := line.recv(1 << 16):
            line.sendall(data)
    except OSError:
        pass


@pytest.mark.parametrize("act", [says_nothing, drips, never_ends, echoes])
@pytest.mark.parametrize("greet", [calls, answers])
def test_whoever_proves_nothing_is_refused_in_time(act, greet):
    with stranger(act) as line:
        assert end_of(greet, line, us(ADA), SHORT) in {"room.stalled", "room.stranger", "room.torn"}


def test_to_a_stranger_who_comes_in_not_a_byte_is_said():
    near, far = socket.socketpair()
    with closing(near), ThreadPoolExecutor(1) as pool:
        other = pool.submit(end_of, answers, far, us(ADA))
        near.sendall(some("noise", HELLO))
        near.settimeout(LONG)
        assert near.recv(1 << 16) == b""
        assert other.result() == "room.stranger"


def recorded(monkeypatch):
    """Return what a caller of ours says to one of ours who answers."""
    said = []
    real = Wire.send
    with monkeypatch.context() as patch:
        patch.setattr(Wire, "send", lambda *has: (said.append(has[1]), real(*has)))
        near, far = socket.socketpair()
        with ThreadPoolExecutor(1) as pool:
            other = pool.submit(end_of, answers, far, us(BEA))
            end_of(calls, near, us(ADA))
            other.result()
    return next(one for one in said if len(one) == HELLO), [one for one in said if len(one) > HELLO]


def test_what_was_said_once_opens_nothing_when_it_is_said_again(monkeypatch):
    hello, proofs = recorded(monkeypatch)
    for proof in proofs:
        near, far = socket.socketpair()
        with closing(near), ThreadPoolExecutor(1) as pool:
            other = pool.submit(end_of, answers, far, us(BEA))
            near.sendall(hello + proof)
            assert other.result() == "room.stranger"


def test_a_copy_of_this_workbook_and_this_one_itself_are_told_apart_from_others():
    assert greeted(us(ADA), us(ADA)) == ("room.torn", "room.same")
    twin = Member("twin")
    twin.workbook = ADA.workbook
    story = told(ADA)
    story.says(twin.authored())
    assert greeted(us(twin, story=story), us(ADA, story=story))[1] == "room.same"


def removed(member):
    """Return the story in which a member was removed after all had met."""
    story = told(ADA, BEA, CORA)
    before = story.twin()
    story.says(Revoke("workbook", member.workbook, story.last(member)), by=ADA)
    return before, story


@pytest.mark.parametrize("knows_newest", [True, False])
def test_whoever_was_removed_is_refused_on_both_sides(knows_newest):
    before, after = removed(CORA)
    hers = us(CORA, ALL if knows_newest else ALL[1:], before)
    assert greeted(hers, us(ADA, story=after))[1] == "room.removed"
    assert greeted(us(ADA, story=after), hers)[0] == "room.removed"


def test_whoever_was_removed_comes_in_by_no_fresh_key_either():
    _, after = removed(CORA)
    fresh = Member("fresh")
    # Keys have turned since: the key that all have by now is not hers.
    hers = us(fresh, ALL[1:], told(ADA, BEA, CORA, fresh))
    assert greeted(hers, us(ADA, story=after))[1] == "room.stranger"
    assert greeted(us(ADA, story=after), hers)[0] == "room.stranger"
    # Until they have, nobody comes in who is not known.
    early = replace(hers, secrets=ALL)
    assert greeted(early, us(ADA, story=after, is_present=False))[1] == "room.stranger"


def test_whoever_was_let_in_meanwhile_is_let_in_by_the_key_that_all_have():
    grown = told(ADA, BEA, CORA)
    for secrets in (ALL, ALL[1:]):
        # Bea heard of nothing since: she knows neither Cora nor perhaps the newest key.
        assert greeted(us(CORA, story=grown), us(BEA, secrets)) == (BEA.public, CORA.public)
        assert greeted(us(BEA, secrets), us(CORA, story=grown)) == (CORA.public, BEA.public)


def test_another_organisation_is_a_stranger():
    theirs = us(CORA, [some("their secret", 32)], told(CORA))
    assert greeted(theirs, us(ADA)) == ("room.torn", "room.stranger")
    # Nor does it help to have got hold of every secret of the first laptops' list.
    forged = replace(us(CORA), roster=replace(STORY.roster, org=some("theirs")))
    assert greeted(forged, us(ADA))[1] == "room.stranger"


def test_nobody_says_to_be_somebody_whose_key_she_has_not():
    liar = replace(us(BEA), seed=CORA.seed)
    assert greeted(liar, us(ADA))[1] == "room.stranger"
    assert greeted(us(ADA), liar)[0] == "room.stranger"


def test_keys_that_agree_with_anybody_are_refused(monkeypatch):
    monkeypatch.setattr(room_greeting, "kx_pair", lambda: (bytes(32), bytes(32)))
    assert "room.stranger" in greeted(us(ADA), us(BEA))


def keyed(secret, person, said=b"", size=32):
    return blake2b(said, key=secret, person=person, digest_size=size).digest()


def by_the_page(line, who, present, oldest):
    """Greet as docs/exchange.md says, with nothing of the program; return who was proved."""
    mine = PrivateKey.generate()
    key = bytes(mine.public_key)
    hello = key + keyed(oldest, b"room comes", key) + keyed(present, b"room calls", key)
    line.sendall(hello)
    answer = heard(line, 64)
    assert answer[32:] == keyed(present, b"room answers", answer[:32])
    agreed = crypto_scalarmult(bytes(mine), answer[:32])
    halves = blake2b(agreed + key + answer[:32]).digest()
    theirs, ours = (keyed(present, b"room line", halves[at : at + 32]) for at in (0, 32))
    bound = blake2b(hello + answer, person=b"room greeting", digest_size=32).digest()
    out, come = stream_state(), stream_state()
    header = begins(out, ours)
    said = b"alongside room 1\x01" + some("org") + hello + answer
    signature = SigningKey(who.seed).sign(blake2b(said, digest_size=32).digest()).signature
    line.sendall(header + push(out, who.public + signature, bound, 0))
    hears(come, heard(line, 24), theirs)
    proof, tag = pull(come, heard(line, 113), bound)
    assert tag == 0
    said = b"alongside room 1\x02" + some("org") + hello + answer
    VerifyKey(proof[:32]).verify(blake2b(said, digest_size=32).digest(), proof[32:])
    return proof[:32]


def heard(line, size):
    found = b""
    while len(found) < size:
        found += line.recv(size - len(found))
    return found


@pytest.mark.parametrize("present", [ALL, ALL[1:]])
def test_another_program_greets_by_the_page(present):
    near, far = socket.socketpair()
    near.settimeout(LONG)
    with closing(near), ThreadPoolExecutor(1) as pool:
        other = pool.submit(end_of, answers, far, us(BEA, present))
        assert by_the_page(near, ADA, present[0], ALL[-1]) == BEA.public
        assert other.result() == ADA.public


def test_greeting_ends_as_soon_as_somebody_stops_it():
    near, far = socket.socketpair()
    with closing(near):
        wire = Wire(far, lambda: True)
        assert end_with(answers, wire) == "room.stopped"
