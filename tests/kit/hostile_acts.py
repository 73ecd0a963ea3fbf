"""What a hostile server does, each by its name."""

from __future__ import annotations

import gzip
import json
import os
from itertools import chain, cycle, repeat
from time import sleep

from hostile import Said
from nacl.signing import SigningKey

from sync.wire import frames
from sync.wire.placed import PLACED

DRIP = 0.02
PAGE = b"<html><title>Welcome to our network</title></html>"
OK = b"HTTP/1.1 200 -\r\n"
OCTETS = b"content-type: application/octet-stream\r\n"
HUGE = 1 << 60
ACTS = {}


def act(body):
    """Keep something that a server does under its name."""
    ACTS[body.__name__] = body
    return body


def on_sync(body):
    """Keep something that it does with the answer to an exchange."""

    def done(asked, server):
        said = server.behind.says(asked)
        if asked.what != "sync" or said.status not in {200, 204}:
            return said
        changed = body(said)
        server.struck += changed != said
        return changed

    ACTS[body.__name__] = done
    return done


def instead(body):
    """Keep something that it writes instead of an answer to an exchange, which it never does."""

    def done(asked, server):
        if asked.what != "sync":
            return server.behind.says(asked)
        server.struck += 1
        said = body()
        return said if isinstance(said, Said) else Said(raw=server.counted(said))

    ACTS[body.__name__] = done
    return done


# ------------------------------------------------------------------ what is no answer at all


@instead
def hangs_up():
    return []


@act
def hangs_up_after_keeping(asked, server):
    said = server.behind.says(asked)
    if asked.what != "sync":
        return said
    server.struck += 1
    return Said(raw=[])


@instead
def shows_a_page():
    return Said(200, {"content-type": "text/html"}, PAGE)


@instead
def shows_a_page_as_ours():
    return Said(200, {"content-type": "application/octet-stream", "acl": "1"}, PAGE * 9)


@instead
def says_all_is_well():
    return Said(204)


@instead
def sends_elsewhere():
    return Said(302, {"location": "http://127.0.0.1:1/"}, PAGE)


@instead
def wants_a_login():
    return Said(511, {"content-type": "text/html"}, PAGE)


@instead
def speaks_another_language():
    return [b"SSH-2.0-OpenSSH_9.6\r\n"]


@instead
def never_ends():
    return chain([OK, OCTETS, b"acl: 2\r\n\r\n"], repeat(bytes(1 << 12)))


@instead
def never_ends_in_pieces():
    head = [OK, OCTETS, b"acl: 2\r\ntransfer-encoding: chunked\r\n\r\n"]
    return chain(head, repeat(b"1000\r\n" + bytes(1 << 12) + b"\r\n"))


@instead
def never_ends_with_batches():
    batch = PLACED.pack(584, 1, 1) + os.urandom(584)
    return chain([OK, OCTETS, b"acl: 2\r\n\r\n"], repeat(batch))


@instead
def never_ends_why_not():
    head = b"HTTP/1.1 400 -\r\ncontent-type: application/json\r\n\r\n"
    return chain([head], repeat(b'{"code":' * 512))


@instead
def never_comes_to_the_answer():
    return repeat(b"HTTP/1.1 100 Continue\r\n\r\n" * 64)


@instead
def drips_headers():
    return chain([OK], map(_slowly, cycle(b"x-wait: a little\r\n")))


@instead
def drips_a_body():
    head = [OK, OCTETS, b"acl: 2\r\ncontent-length: 60000\r\n\r\n"]
    return chain(head, map(_slowly, PLACED.pack(584, 1, 1) + bytes(584)))


def _slowly(byte):
    sleep(DRIP)
    return bytes([byte])


@instead
def has_ten_thousand_headers():
    return chain([OK], (b"x-%d: y\r\n" % n for n in range(10_000)), [b"\r\n"])


@instead
def has_an_endless_header():
    return chain([OK, b"x: "], repeat(b"y" * 4096))


@instead
def says_more_than_comes():
    return [OK, OCTETS, b"acl: 2\r\ncontent-length: 1000\r\n\r\n", bytes(10)]


@instead
def says_a_negative_length():
    return [OK, OCTETS, b"acl: 2\r\ncontent-length: -1\r\n\r\n", PAGE]


@instead
def says_pieces_that_are_none():
    return [OK, OCTETS, b"acl: 2\r\ntransfer-encoding: chunked\r\n\r\nFFFFFFFFFFFFFFFFF\r\n", PAGE]


@instead
def packs_a_bomb():
    bomb = gzip.compress(bytes(8 << 20))
    heads = {"content-type": "application/octet-stream", "content-encoding": "gzip", "acl": "2"}
    return Said(200, heads, bomb)


@instead
def nests_its_reason():
    return Said(400, {"content-type": "application/json"}, b"[" * 60_000)


@instead
def counts_its_reason():
    return Said(400, {"content-type": "application/json"}, b'{"code": %s}' % (b"9" * 60_000))


# ------------------------------------------------------------------ what is refused wrongly


def _refusal(status, code, **headers):
    body = json.dumps({"code": code}).encode()
    spelled = {name.replace("_", "-"): value for name, value in headers.items()}
    return Said(status, {"content-type": "application/json"} | spelled, body)


@instead
def says_there_is_no_room():
    return _refusal(507, "quota.full", accepted="0")


@instead
def says_it_kept_more_than_came_and_is_full():
    return _refusal(507, "quota.full", accepted="99")


@instead
def says_to_come_back_in_a_thousand_years():
    return _refusal(503, "server.busy", retry_after="31557600000")


@instead
def says_to_come_back_yesterday():
    return _refusal(503, "server.busy", retry_after="-86400")


@instead
def says_it_knows_nobody():
    return _refusal(401, "auth.refused")


@instead
def says_one_was_removed():
    return _refusal(401, "auth.revoked")


@instead
def says_something_unheard_of():
    return _refusal(418, "tea.pot", accepted="99")


# ------------------------------------------------------------------ numbers


@on_sync
def says_a_cursor_below_nothing(said):
    return said.but(cursor=-1)


@on_sync
def says_a_cursor_that_no_store_holds(said):
    return said.but(cursor="9" * 19)


@on_sync
def says_a_cursor_far_ahead(said):
    return said.but(b"", cursor=10**9).with_batches([])


@on_sync
def says_a_cursor_of_long_ago(said):
    return said.but(cursor=1)


@on_sync
def says_there_is_always_more(said):
    return said.but(head=HUGE)


@on_sync
def gives_nothing_and_says_there_is_more(said):
    return said.but(head=HUGE, cursor=None, next_poll=0).with_batches([])


@on_sync
def says_a_head_that_no_store_holds(said):
    return said.but(head="9" * 19)


@on_sync
def says_it_kept_more_than_came(said):
    return said.but(accepted=99)


@on_sync
def says_places_without_end(said):
    return said.but(placed=f"1-{'9' * 19}") if "placed" in said.headers else said


@on_sync
def says_places_that_no_store_holds(said):
    if "placed" not in said.headers:
        return said
    count = int(said.headers["accepted"])
    return said.but(placed=",".join(["9" * 19] * count))


@on_sync
def says_one_place_twice(said):
    if "placed" not in said.headers:
        return said
    return said.but(placed=",".join(["1"] * int(said.headers["accepted"])))


@on_sync
def says_no_places(said):
    return said.but(placed=None)


@on_sync
def says_to_ask_before_now(said):
    return said.but(next_poll=-5)


@on_sync
def says_to_ask_in_a_thousand_years(said):
    return said.but(next_poll=31_557_600_000)


@on_sync
def says_other_rights_each_time(said):
    return said.but(acl=int.from_bytes(os.urandom(4), "big"))


@on_sync
def says_rights_that_no_store_holds(said):
    return said.but(acl="9" * 19)


@on_sync
def says_no_rights(said):
    return said.but(acl=None)


@on_sync
def calls_itself_a_copy(said):
    return said.but(b"", role="replica", cursor=1, head=None).with_batches([])


# ------------------------------------------------------------------ what comes, and in which order


@on_sync
def cuts_a_batch_in_two(said):
    return said.but(said.body[:-100]) if said.body else said


@on_sync
def turns_the_order_round(said):
    return said.with_batches(said.placed[::-1])


@on_sync
def gives_each_twice(said):
    return said.with_batches([one for one in said.placed for _ in range(2)])


@on_sync
def changes_a_signature(said):
    return said.with_batches([(a, b, _flipped(batch, -1)) for a, b, batch in said.placed])


@on_sync
def changes_a_word(said):
    return said.with_batches([(a, b, _flipped(batch, 200)) for a, b, batch in said.placed])


@on_sync
def changes_who_wrote_it(said):
    return said.with_batches([(a, b, _flipped(batch, 40)) for a, b, batch in said.placed])


@on_sync
def changes_the_stream(said):
    return said.with_batches([(a, b, _flipped(batch, 24)) for a, b, batch in said.placed])


@on_sync
def changes_the_organisation(said):
    return said.with_batches([(a, b, _flipped(batch, 8)) for a, b, batch in said.placed])


@on_sync
def changes_the_version(said):
    return said.with_batches([(a, b, _flipped(batch, 3)) for a, b, batch in said.placed])


@on_sync
def changes_the_suite(said):
    return said.with_batches([(a, b, _flipped(batch, 4)) for a, b, batch in said.placed])


@on_sync
def changes_what_was_seen(said):
    changed = [(a, b, batch[:116] + b"\xff" * 40 + batch[156:]) for a, b, batch in said.placed]
    return said.with_batches(changed)


def _flipped(batch, at):
    changed = bytearray(batch)
    changed[at] ^= 1
    return bytes(changed)


@on_sync
def leaves_the_first_out(said):
    return said.with_batches(said.placed[1:])


@on_sync
def leaves_the_last_out(said):
    return said.with_batches(said.placed[:-1])


@on_sync
def leaves_everything_out(said):
    return said.with_batches([])


@on_sync
def numbers_with_gaps(said):
    return said.with_batches([(seq, 2 * number, batch) for seq, number, batch in said.placed])


@on_sync
def numbers_all_alike(said):
    return said.with_batches([(seq, 1, batch) for seq, _, batch in said.placed])


@on_sync
def numbers_that_no_store_holds(said):
    return said.with_batches([(seq, (1 << 64) - 1, batch) for seq, _, batch in said.placed])


@on_sync
def places_that_no_store_holds(said):
    return said.with_batches([((1 << 64) - 1, number, batch) for _, number, batch in said.placed])


@on_sync
def places_far_ahead(said):
    if not said.body:
        return said
    far = [(10**9, number, batch) for _, number, batch in said.placed]
    return said.with_batches(far[:1])


@on_sync
def says_a_batch_of_four_gigabytes(said):
    return said.but(PLACED.pack((1 << 32) - 1, 1, 1) + said.body) if said.body else said


@on_sync
def mixes_in_what_is_no_batch(said):
    junk = [(seq, number, os.urandom(600)) for seq, number, _ in said.placed]
    return said.with_batches(junk)


@on_sync
def mixes_in_somebody_unknown(said):
    return said.with_batches([(a, b, stranger(batch)) for a, b, batch in said.placed])


def stranger(batch):
    """Return a batch as good as another, signed by somebody whom nobody let in."""
    seed = b"s" * 32
    author = frames.author_id(bytes(SigningKey(seed).verify_key))
    return frames.sign(batch[:40] + author + batch[56 : -frames.SIGNATURE_SIZE], seed)
