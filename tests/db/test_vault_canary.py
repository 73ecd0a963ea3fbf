"""The scanner must find what it looks for, or its silence means nothing."""

from __future__ import annotations

import base64
import gzip
import hashlib
import os
import subprocess
import sys
import zipfile
import zlib

import canary
import pytest
from canary import Watch, processes_of

WORD = "Nahla-7f3a-نهلة"
KEY = hashlib.sha256(b"a key").digest()
WATCH = Watch([WORD, KEY])
LINUX = pytest.mark.skipif(sys.platform != "linux", reason="reads /proc")


def dresses_in(data):
    return {(hit.word, hit.dress) for hit in WATCH.in_bytes(data, "here")}


@pytest.mark.parametrize("encoding", canary.ENCODINGS)
def test_a_word_is_found_in_every_encoding(encoding):
    assert (WORD, encoding) in dresses_in(b"noise" + WORD.encode(encoding) + b"noise")


@pytest.mark.parametrize("before", [b"", b"x", b"xy", b"xyz", b"xyzw"])
@pytest.mark.parametrize("encode", [base64.b64encode, base64.urlsafe_b64encode])
def test_a_word_is_found_in_base64_wherever_it_begins(before, encode):
    found = dresses_in(b"q" + encode(before + WORD.encode() + b" and more"))
    assert (WORD, f"base64 at {len(before) % 3}") in found


@pytest.mark.parametrize("level", [0, 1, 6, 9])
def test_a_word_is_found_in_streams(level):
    text = (WORD + " said so, and said it again. ").encode("utf-16-le") * 20
    packed = zlib.compress(text, level)
    assert (WORD, "utf-16-le") in dresses_in(os.urandom(500) + packed + os.urandom(500))
    assert (WORD, "utf-16-le") in dresses_in(b"..." + gzip.compress(packed, level))


def test_a_word_is_found_in_a_stream_that_was_cut():
    text = "".join(f"{n} lines, then {WORD}, then {n * n}. " for n in range(900)).encode()
    packed = zlib.compress(text)
    assert (WORD, "utf-8") in dresses_in(packed[: len(packed) // 2])


def test_a_word_is_found_in_an_archive_and_in_the_name_of_a_file(tmp_path):
    with zipfile.ZipFile(tmp_path / "a.zip", "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("inner.txt", f"{WORD} {WORD} {WORD}")
    (tmp_path / f"{WORD}.txt").write_bytes(b"")
    places = {hit.place for hit in WATCH.in_folders(tmp_path)}
    assert places == {"a.zip (inflated)", "a file's name"}


def test_a_word_is_found_in_a_zstd_frame_or_the_frame_is_suspect():
    frame = bytes.fromhex(
        "28b52ffd0458fd0000c8706c616e7465642d63616e6172792030313233343536373839010022ce3add04b708"
    )
    watch = Watch(["canary planted-canary planted"])
    assert list(watch.in_bytes(b"before" + frame + b"after", "here")) != []


def test_a_key_is_found_raw_and_spelled():
    assert ("key", "raw") in dresses_in(b"x" + KEY)
    assert ("key", "hex") in dresses_in(KEY.hex().upper().encode())


def test_noise_holds_nothing():
    assert dresses_in(os.urandom(1 << 20)) == set()


@LINUX
def test_a_word_is_found_in_the_memory_of_another_process():
    code = "import sys; kept = sys.stdin.readline(); print('ready', flush=True); sys.stdin.read()"
    with subprocess.Popen(
        [sys.executable, "-c", code],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        encoding="utf-8",
        start_new_session=True,
    ) as process:
        process.stdin.write(WORD + "\n")
        process.stdin.flush()
        assert process.stdout.readline() == "ready\n"
        assert processes_of(process.pid) == [process.pid]
        assert {hit.word for hit in WATCH.in_process(process.pid)} == {WORD}
        process.kill()
