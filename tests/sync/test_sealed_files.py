"""Bytes of files by stick: piece by piece, once, and never after they were erased."""

from __future__ import annotations

import io
import random
from hashlib import blake2b, sha256

import pytest
from laptops import First, Laptop
from make import Clock
from nacl.bindings import crypto_aead_xchacha20poly1305_ietf_encrypt
from sorted_parts import sorted_out

from casework.consent.grant import Purpose
from casework.files.attachment import Removal, Sort
from casework.files.attachments import Coming
from casework.team.worker import Role
from db.answers.attachments import PIECE_BYTES, damaged_attachments
from db.exchange.carried_files import File
from sync import carrying
from sync.sealed import reading
from sync.sealed.files import FileRefused, name_there, open_there, seal_there, size_there
from sync.wire import bundle

# Three pieces, the last of them short.
SAID = b"CANARY-IN-A-FILE " * (2 * PIECE_BYTES // 16)


@pytest.fixture
def first(template, tmp_path):
    made = First(template, tmp_path / "first", Clock())
    yield made
    made.close()


@pytest.fixture
def second(first, tmp_path):
    return Laptop(first, tmp_path / "second", "Supervisor 8", Role.SUPERVISOR)


@pytest.fixture
def kept(first):
    """Keep a file with a case that others may have; return the code and the file's id."""
    code = first.case(name_used="CANARY-TOLD")
    first.agrees(code)
    office = first.office(first.template.supervisor)
    return code, office.attachments.add(Coming(code, Sort.MESSAGE), io.BytesIO(SAID)).subject_id


def pieces(laptop):
    with laptop.store() as store:
        assert damaged_attachments(store.connection) == []
        rows = store.connection.execute("select content from attachment_piece order by number")
        return b"".join(content for (content,) in rows)


def blobs(post, stick):
    member = post.membership
    at = member.roster.org, member.me.workbook, *member.pairs
    return sorted_out(bundle.read(io.BytesIO(stick), *at)).get("blob", [])


def test_a_file_comes_once_and_again_only_to_who_asks(first, second, kept):
    came = second.takes(first.writes())
    assert (came.files, came.refused) == (1, {})
    assert pieces(second) == SAID
    with second.post() as post:
        assert blobs(post, first.writes()) == []
    # It was taken home, and came out again: there its bytes are lacking, and are asked for.
    code, _file = kept
    first.office(first.template.supervisor).grants.withdraw(code, Purpose.STORE_ELSEWHERE)
    second.takes(first.writes())
    assert pieces(second) == b""
    first.agrees(code)
    assert second.takes(first.writes()).files == 0
    first.takes(second.writes())
    assert second.takes(first.writes()).files == 1
    assert pieces(second) == SAID


@pytest.mark.usefixtures("kept")
def test_a_large_stick_is_read_a_few_pieces_at_a_time_and_goes_on_where_it_stopped(
    first, second, tmp_path, monkeypatch
):
    monkeypatch.setattr(reading, "_PARTS", 1)
    monkeypatch.setattr(carrying, "_BATCHES", 10_000)
    file = tmp_path / "stick"
    file.write_bytes(first.writes())
    with second.post() as post:
        # All batches come in one step, and then the first piece of the file.
        asked = iter([False, True])
        stopped = ended(carrying.read_stick(post, file, lambda: next(asked)))
    assert stopped.is_stopped
    assert pieces(second) == b""
    with second.post() as post:
        came = ended(carrying.read_stick(post, file, lambda: False))
    assert (came.is_stopped, came.refused) == (False, 0)
    assert pieces(second) == SAID


def ended(steps):
    """Go through all steps of something; return what came of it."""
    while True:
        try:
            next(steps)
        except StopIteration as end:
            return end.value


@pytest.mark.usefixtures("kept")
def test_pieces_come_in_any_order_and_nobody_sees_a_part(first, second):
    stick = first.writes()
    with second.post() as post:
        batches = first.post.exchange.sealed_since({})
        post.take([*first.post.exchange.roster(), *(batch for _, _, batch in batches)])
        found = blobs(post, stick)
        assert len(found) == 3
        changed = found[1][:-1] + bytes([found[1][-1] ^ 1])
        moved = found[0][:37] + found[1][37:41] + found[0][41:]
        # Shorter than what vouches for it, and nothing of it at all.
        torn = [found[0][:48], found[0][:45], b"\x01", b""]
        came = post.files.take([found[2], changed, moved, *torn, found[0], found[0]])
        assert came.refused == {"file.seal": 4, "file.sort": 2}
        assert (came.pieces, came.whole) == (2, 0)
    assert pieces(second) == b""
    with second.post() as post:
        came = post.files.take(found)
        assert (came.pieces, came.whole, came.refused) == (1, 1, {})
    assert pieces(second) == SAID


def test_what_was_erased_does_not_come_back_with_an_older_stick(first, second, kept):
    code, file = kept
    older = first.writes()
    second.takes(older)
    office = first.office(first.template.supervisor)
    office.attachments.remove(code, file, Removal.CONSENT_ENDED)
    second.takes(first.writes())
    assert pieces(second) == b""
    assert second.takes(older).files == 0
    assert pieces(second) == b""
    with second.post() as post:
        assert blobs(post, first.writes()) == []


@pytest.mark.usefixtures("kept", "second")
def test_whoever_does_not_read_the_stream_reads_no_file(first, tmp_path):
    third = Laptop(first, tmp_path / "third", "Caseworker 9")
    stick = first.writes()
    third.takes(stick)
    with third.post() as post:
        found = blobs(post, stick)
        assert len(found) == 3
        assert not any(b"CANARY" in piece for piece in found)
    assert pieces(third) == b""


def reckoned(file, said):
    """Return name and bytes of a file at a server as the page says, by no code of ours."""
    bound = file.stream + bytes(4) + file.id + sha256(said).digest()

    def mixed(person, size):
        return blake2b(bound, key=file.secret, person=person, digest_size=size).digest()

    cut = [said[at : at + 65536] for at in range(0, len(said), 65536)]
    count = PADDED[len(cut)]
    parts = []
    for number in range(count):
        inside = cut[number] if number < len(cut) else b""
        plain = (len(inside).to_bytes(4) + inside).ljust(PLAIN.get(len(said), 67_584), b"\0")
        named = file.stream + bytes(4) + mixed(b"file name", 16)
        named += number.to_bytes(4) + count.to_bytes(4)
        nonce, key = bytes(16) + number.to_bytes(8), mixed(b"file encryption", 32)
        parts.append(crypto_aead_xchacha20poly1305_ietf_encrypt(plain, named, nonce, key))
    return mixed(b"file at a server", 32), parts


# Of how many pieces a file is, and of how many it is there; how long a file of one piece is inside.
PADDED = {1: 1, 2: 2, 3: 3, 9: 10}
PLAIN = {1: 256, 252: 256, 253: 272, 5000: 5120}


@pytest.mark.parametrize(
    "size", [1, 252, 253, 5000, 1 << 16, (1 << 16) + 1, 3 << 16, (8 << 16) + 9]
)
def test_a_file_at_a_server_is_sealed_as_the_page_says(size):
    said = random.Random(size).randbytes(size)
    file = File(b"i" * 16, b"s" * 16, sha256(said).digest(), size, b"k" * 32)
    name, parts = reckoned(file, said)
    assert (name_there(file), size_there(file)) == (name, sum(map(len, parts)))
    cut = [said[at : at + PIECE_BYTES] for at in range(0, size, PIECE_BYTES)]
    cut += [b""] * (len(parts) - len(cut))
    assert [seal_there(file, *one) for one in enumerate(cut)] == parts
    assert [open_there(file, *one) for one in enumerate(parts)] == cut
    for number, part in enumerate(parts):
        for other, changed in ((number + 1, part), (number, part[:-1]), (number, part + b"x")):
            with pytest.raises(FileRefused):
                open_there(file, other, changed)
