"""Lines that break, answers of others, deaths, full disks: nothing is lost, little sent again."""

from __future__ import annotations

import os
import resource
import signal
import socket
import threading
from contextlib import closing, suppress
from dataclasses import replace

import pytest
from deaths import DISK, apart, dies_at, exchanges, hires
from lines import Quick

from desktop.saying.words import Refused
from sync.line.calls import CallRefused, Calls
from sync.line.talk import Caller, Talk
from sync.line.window import LARGEST, SMALLEST, Window
from sync.members.address import Address
from sync.wire import frames
from sync.wire.placed import PLACED

TWICE = 1 << 16
FRAMES = 10
# What a file may grow to on a disk that is nearly full.
ROOM = 1 << 16
ALL = "select * from {} order by 1, 2"


def state(post):
    """Return all that an exchange could have changed."""
    rows = [
        post.connection.execute(ALL.format(table)).fetchall()
        for table in ("line_log", "line_lane", "line_alarm", "roster_entry", "lane", "parked_batch")
    ]
    (ops,) = post.connection.execute("select count(*) from op").fetchone()
    cursor = post.connection.execute("select cursor from line_server").fetchall()
    return rows, ops, cursor


HTML = b"<html><body>Please accept the terms of this hotel.</body></html>"
PORTALS = {
    "a page": (b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Length: %d\r\n\r\n", HTML),
    "a page in place of batches": (
        b"HTTP/1.1 200 OK\r\nContent-Type: application/octet-stream\r\nContent-Length: %d\r\n\r\n",
        HTML,
    ),
    "batches of nobody": (
        b"HTTP/1.1 200 OK\r\nacl: 1\r\nContent-Type: application/octet-stream\r\n%s"
        % b"Content-Length: %d\r\n\r\n",
        HTML,
    ),
    "a way elsewhere": (
        b"HTTP/1.1 302 Found\r\nLocation: http://127.0.0.1:1/\r\nContent-Length: %d\r\n\r\n",
        b"",
    ),
    "nothing at all": (b"HTTP/1.1 204 No Content\r\n\r\n", b""),
    "no": (
        b"HTTP/1.1 403 Forbidden\r\nContent-Type: text/html\r\nContent-Length: %d\r\n\r\n",
        HTML,
    ),
    "another tongue": (b"220 mail.example ESMTP\r\n", b""),
    "numbers that are none": (
        b"HTTP/1.1 204 No Content\r\nacl: 1\r\ncursor: -7\r\n\r\n",
        b"",
    ),
    "more than was sent": (b"HTTP/1.1 204 No Content\r\nacl: 1\r\naccepted: 99\r\n\r\n", b""),
    "a book": (
        b"HTTP/1.1 500 No\r\nContent-Type: application/json\r\nContent-Length: %d\r\n\r\n",
        b"[" * 100_000,
    ),
}


def test_of_whoever_else_answers_nothing_is_believed(met, line):
    met.writes()
    post = met.first.post
    post.seal_all()
    before = state(post)
    for head, body in PORTALS.values():
        line.answer = (head % len(body) if b"%d" in head else head) + body
        with pytest.raises(Refused) as refused:
            met.meets(calls=line.calls)
        assert refused.value.code == "line_portal", body
        assert state(post) == before
    line.answer = b"HTTP/1.1 502 Bad Gateway\r\nContent-Length: 0\r\n\r\n"
    with pytest.raises(Refused) as refused:
        met.meets(calls=line.calls)
    assert refused.value.code == "line_away"
    line.answer = b""
    assert met.meets(calls=line.calls).waiting == 0


def test_a_server_that_is_busy_is_waited_for_and_comes_back_later(met, line):
    told = b"HTTP/1.1 %d No\r\nContent-Type: application/json\r\nretry-after: 7\r\n"
    body = b'{"code": "server.busy"}'
    line.answer = told % 503 + b"Content-Length: %d\r\n\r\n" % len(body) + body
    waits, shown = Quick(), []
    with pytest.raises(Refused) as refused:
        met.meets(calls=line.calls, pause=waits, told=shown.append)
    assert refused.value.code == "line_busy"
    # As long as was said, up to twice of it, and no longer than anybody may watch.
    assert 0 < sum(waits.waited) <= 60
    assert {one.waits for one in shown} >= set(range(1, 8))
    asked = []
    done = met.meets(calls=line.calls, pause=waits, stopped=lambda: len(asked) or asked.append(1))
    assert done.is_stopped


def test_a_full_house_keeps_what_it_has_and_the_rest_waits(met):
    orgs = met.server.database
    with orgs.writing() as connection:
        connection.exec_driver_sql("update org set quota_batch = 1")
    met.writes()
    done = met.meets()
    assert (done.is_full, done.sent, done.waiting > 0) == (True, 0, True)
    with orgs.writing() as connection:
        connection.exec_driver_sql("update org set quota_batch = 1000000000")
    done = met.meets()
    assert (done.is_full, done.waiting) == (False, 0)


def test_a_window_fits_the_line():
    window, sizes = Window(), []
    for _ in range(6):
        window.took(window.size, 0.1)
        sizes.append(window.size)
    assert sizes == [1 << 13, 1 << 14, 1 << 15, LARGEST, LARGEST, LARGEST]
    # 600 bytes a second are slow.
    window.took(1 << 16, 109)
    assert window.size == 6012
    # More is asked for than is sent: nothing of it comes twice.
    assert window.comes == 8 * 6012
    window.took(1 << 12, 1000)
    assert window.size == SMALLEST


def serving(answers):
    """Answer each connection with the next of some bytes and close it; return where."""
    door = socket.create_server(("127.0.0.1", 0))

    def serve():
        for answer in answers:
            near, _ = door.accept()
            with closing(near), suppress(OSError):
                near.recv(1 << 16)
                near.sendall(answer)

    threading.Thread(target=serve, daemon=True).start()
    return door


def test_of_an_answer_that_breaks_off_at_any_byte_all_that_is_whole_is_used():
    batches = [os.urandom(frames.OVERHEAD + 1) for _ in range(FRAMES)]
    places = [(n + 7, n + 1, batch) for n, batch in enumerate(batches)]
    body = b"".join(PLACED.pack(len(one), seq, n) + one for seq, n, one in places)
    head = b"HTTP/1.1 200 OK\r\nacl: 1\r\ncursor: 16\r\nContent-Type: application/octet-stream\r\n"
    head += b"Content-Length: %d\r\n\r\n" % len(body)
    whole = head + body
    step = PLACED.size + len(batches[0])
    with closing(serving(whole[:cut] for cut in range(len(whole)))) as door:
        where = replace(Address.of("http://127.0.0.1"), port=door.getsockname()[1])
        for cut in range(len(whole)):
            found = []
            with Calls(where, b"", lambda: False) as calls:
                talk = Talk(calls, Caller("", bytes(16), bytes(16), bytes(32)), "t" * 50)
                with pytest.raises(CallRefused) as refused:
                    collect(talk, found)
            assert [one.batch for one in found] == batches[: max(0, cut - len(head)) // step]
            assert str(refused.value) == "line.torn", cut


def collect(talk, found):
    """Keep what comes in a list, as long as it comes."""
    for some in talk.sync(6, 1 << 16, []).batches():
        found += some


def spread(total, count):
    return [1 + total * n // count for n in range(count)]


def test_what_breaks_off_on_the_way_here_goes_on_where_it_stopped(met, line):
    for _ in range(FRAMES):
        met.writes()
        met.first.post.seal_all()
    met.meets()
    for cut in (5000, *spread(800, 11)):
        line.count()
        line.cut_down = cut
        met.writes()
        met.meets()
        done = met.second_meets(calls=line.calls)
        assert (done.came.refused, done.alarms) == ({}, [])
        assert (line.connections, line.down < TWICE) == (2, True), cut
        line.cut_down = None
    with met.second.post() as post:
        assert post.seen(post.membership.config)[0]
    assert len(met.second.codes()) == FRAMES + 12


def test_what_breaks_off_on_the_way_there_is_sent_again_and_kept_once(met, line):
    sent = 0
    for cut in spread(1500, 12):
        met.writes()
        line.count()
        line.cut_up = cut
        done = met.meets(calls=line.calls)
        line.cut_up = None
        assert (done.waiting, done.alarms, done.refused) == (0, [], "")
        sent += line.up
    assert sent < 12 * TWICE
    met.second_meets()
    assert len(met.second.codes()) == 12


def test_whoever_is_killed_amid_an_exchange_goes_on_with_the_next(met):
    """Each point is a statement on the store, further on in each round."""
    ends, points = [], [*range(3, 60, 19), *range(60, 1200, 190)]
    for point in points:
        met.writes()
        with met.second.office() as office:
            hires(office, f"Caseworker {point + 100}")
        met.meets()
        ends.append(apart(lambda point=point: exchanges(met, dies_at(point))))
    assert set(ends) <= {-signal.SIGKILL, 0}
    assert ends.count(-signal.SIGKILL) >= len(points) // 2
    done = met.second_meets()
    assert (done.came.refused, done.alarms, done.waiting) == ({}, [], 0)
    met.meets()
    assert len(met.second.codes()) == len(points)
    office = met.first.office(met.first.template.supervisor)
    known = {one.name for one in office.people.members()}
    assert known >= {f"Caseworker {point + 100}" for point in points}
    with met.second.post() as post:
        config = post.membership.config
        assert post.seen(config) == met.first.post.seen(config)


def test_a_disk_that_is_full_stops_an_exchange_and_loses_nothing(met):
    codes = {met.writes(name_used="x" * 200) for _ in range(3)}
    met.meets()

    def no_room(_connection):
        resource.setrlimit(resource.RLIMIT_FSIZE, (ROOM, ROOM))

    assert apart(lambda: exchanges(met, no_room)) == DISK
    done = met.second_meets()
    assert (done.came.refused, done.alarms) == ({}, [])
    assert met.second.codes() == codes
