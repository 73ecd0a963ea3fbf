"""What a hostile server does with files, each by its name."""

from __future__ import annotations

import json
import os
from dataclasses import replace
from itertools import chain, count, repeat

from hostile import Said

from sync.wire.placed import FILE, FILES_AT_ONCE

FILE_ACTS = {}
_FROM = count(1)
_PAGE = b"<html><title>Welcome to our network</title></html>"


def _is(asked, method):
    """Return whether a question is about files, and which."""
    parts = asked.path.partition("?")[0].split("/")[4:]
    kind = {("GET", 1): "list", ("POST", 1): "begin", ("PATCH", 2): "send", ("GET", 2): "give"}
    return parts[0] == "blobs" and kind.get((asked.method, len(parts))) == method


def on(method):
    """Keep something that it does with the answer to one kind of question about files."""

    def kept(body):
        def done(asked, server):
            if not _is(asked, method):
                return server.behind.says(asked)
            said = body(asked, server)
            server.struck += 1
            return said

        FILE_ACTS[body.__name__] = done
        return body

    return kept


def _refusal(status, code, **headers):
    body = json.dumps({"code": code}).encode()
    return Said(status, {"content-type": "application/json"} | headers, body)


# ------------------------------------------------------------------ what is there


@on("list")
def hides_every_file(_asked, _server):
    return Said(204)


@on("list")
def lists_files_without_end(_asked, _server):
    first = next(_FROM) * FILES_AT_ONCE
    rows = [FILE.pack((first + n).to_bytes(32), 9, 9) for n in range(FILES_AT_ONCE)]
    return Said(200, {"content-type": "application/octet-stream"}, b"".join(rows))


@on("list")
def lists_what_is_no_list(asked, server):
    return server.behind.says(asked).but(os.urandom(100))


@on("list")
def lists_more_of_a_file_than_there_is(asked, server):
    said = server.behind.says(asked)
    rows = [FILE.pack(name, size, size + 1) for name, size, _ in FILE.iter_unpack(said.body)]
    return replace(said, body=b"".join(rows))


@on("list")
def lists_every_file_as_longer(asked, server):
    said = server.behind.says(asked)
    rows = [FILE.pack(name, 9 << 30, 9 << 30) for name, _, _ in FILE.iter_unpack(said.body)]
    return replace(said, body=b"".join(rows))


# ------------------------------------------------------------------ what is sent


@on("begin")
def says_it_has_every_file(asked, _server):
    return Said(200, {"offset": asked.path.rpartition("size=")[2]})


@on("begin")
def says_it_has_more_than_all_of_a_file(_asked, _server):
    return Said(200, {"offset": str(1 << 61)})


@on("begin")
def has_no_room_for_files(_asked, _server):
    return _refusal(507, "quota.full")


@on("begin")
def finds_every_file_too_large(_asked, _server):
    return _refusal(413, "blob.size")


@on("send")
def keeps_no_byte_of_a_file(asked, _server):
    offset = int(asked.path.rpartition("offset=")[2])
    return Said(204, {"offset": str(offset + len(asked.body))})


@on("send")
def says_it_kept_more_of_a_file(asked, server):
    return server.behind.says(asked).but(offset=1 << 40)


@on("send")
def goes_back_in_a_file(_asked, _server):
    return _refusal(409, "blob.offset", offset="0")


@on("send")
def goes_on_bit_by_bit(asked, _server):
    offset = int(asked.path.rpartition("offset=")[2])
    return _refusal(409, "blob.offset", offset=str(offset + 1))


@on("send")
def hangs_up_on_a_file(_asked, _server):
    return Said(raw=[])


@on("send")
def keeps_other_bytes_of_a_file(asked, server):
    return server.behind.says(replace(asked, body=os.urandom(len(asked.body))))


# ------------------------------------------------------------------ what is given


@on("give")
def changes_a_byte_of_a_file(asked, server):
    said = server.behind.says(asked)
    return said.but(said.body[:-1] + bytes([said.body[-1] ^ 1]))


@on("give")
def swaps_pieces_of_a_file(asked, server):
    said = server.behind.says(asked)
    half = len(said.body) // 2
    return said.but(said.body[half:] + said.body[:half])


@on("give")
def gives_zeros_for_a_file(asked, server):
    said = server.behind.says(asked)
    return said.but(bytes(len(said.body)))


@on("give")
def cuts_a_file(asked, server):
    said = server.behind.says(asked)
    return said.but(said.body[:-9])


@on("give")
def gives_more_of_a_file(asked, server):
    said = server.behind.says(asked)
    return said.but(said.body + bytes(1 << 16))


@on("give")
def never_ends_a_file(asked, server):
    said = server.behind.says(asked)
    lines = [f"HTTP/1.1 {said.status} -", *(f"{n}: {v}" for n, v in said.headers.items())]
    head = "\r\n".join([*lines, "transfer-encoding: chunked", "", ""]).encode()
    return Said(raw=server.counted(chain([head], repeat(b"1000\r\n" + bytes(1 << 12) + b"\r\n"))))


@on("give")
def gives_a_file_byte_by_byte(asked, server):
    said = server.behind.says(asked)
    first = int(asked.headers["range"].removeprefix("bytes=").partition("-")[0])
    size = len(said.body) if said.status == 200 else said.headers["content-range"].split("/")[1]
    one = {**said.headers, "content-range": f"bytes {first}-{first}/{size}"}
    return Said(206, one, said.body[:1])


@on("give")
def gives_a_span_that_was_not_asked_for(asked, server):
    return server.behind.says(asked).but(content_range="bytes 1-9/10")


@on("give")
def gives_a_page_for_a_file(_asked, _server):
    return Said(200, {"content-type": "text/html"}, _PAGE)


@on("give")
def says_a_file_is_not_there(_asked, _server):
    return _refusal(404, "not.found")
