"""The gate: one spelling for each thing, limits before work, and answers that say nothing more."""

from __future__ import annotations

import random
from dataclasses import replace

import anyio
import pytest
from served import NAME, WIDE, Hands, Near, Organisation, desks_on, found

from sync.server.buckets import Buckets
from sync.server.gate import application
from sync.server.limits import Limits
from sync.server.route import Asker
from sync.server.routes import ROUTES
from sync.server.watching import near
from sync.wire import frames
from sync.wire.documents import Signs


class Raw:
    """Asks with bytes that no client would send."""

    def __init__(self, app, portal):
        self._app, self._portal = app, portal

    def ask(self, method, path, query=b"", headers=(), body=()):
        """Return status and body; the path is taken as it stands."""
        return self._portal.call(self._asked, method, path, query, dict(headers), list(body))

    async def _asked(self, method, path, query, headers, body):
        coming = [{"type": "http.request", "body": part, "more_body": True} for part in body]
        coming.append({"type": "http.request", "body": b"", "more_body": False})
        told = []

        async def receive():
            return coming.pop(0) if coming else await anyio.sleep_forever()

        async def send(message):
            told.append(message)

        scope = {
            "type": "http",
            "method": method,
            "path": path.decode("latin-1"),
            "raw_path": path,
            "query_string": query,
            "headers": [(name.encode(), value.encode()) for name, value in headers.items()],
            "client": ("192.0.2.77", 4000),
        }
        await self._app(scope, receive, send)
        return told[0]["status"], b"".join(one.get("body", b"") for one in told[1:])


def gate(database, portal, limits=WIDE, clock=None):
    desks = desks_on(database, limits, clock)
    app = application(desks)
    return Near(app, portal), Raw(app, portal)


def member(http):
    office = Organisation(random.Random())
    stream = office.stream()
    laptop = office.workbook(Signs.ADMIN)
    found(http, office)
    laptop.enter(http)
    return laptop, stream


def test_a_path_has_one_spelling(database, portal):
    http, raw = gate(database, portal)
    laptop, _ = member(http)
    headers = {"authorization": f"Bearer {laptop.token}"}
    path = f"/v1/orgs/{laptop.org.org.hex()}/streams".encode()
    assert raw.ask("GET", path, headers=headers)[0] == 200
    others = (
        path.replace(b"/v1", b"//v1"),
        path.replace(b"/streams", b"//streams"),
        path + b"/",
        path.replace(b"streams", b"Streams"),
        path.replace(b"/v1", b"/V1"),
        path.replace(b"s", b"%73"),
        path.replace(b"/streams", b"%2Fstreams"),
        path.replace(b"/streams", b"/./streams"),
        path.replace(b"/streams", b"/x/../streams"),
        path + b"%00",
        path + b";a=b",
        b"http://" + NAME.encode() + path,
        path.replace(laptop.org.org.hex().encode(), laptop.org.org.hex().upper().encode()),
        path + b"\n",
        b"",
    )
    for other in others:
        assert raw.ask("GET", other, headers=headers) == (404, b'{"code": "route.unknown"}'), other
    assert raw.ask("GET", b"/v1/openapi-json")[0] == 404
    for method in ("POST", "HEAD", "get", "OPTIONS", "TRACE", "PROPFIND"):
        assert raw.ask(method, path, headers=headers)[0] == 405
    for name in ("x-http-method-override", "X-HTTP-Method", "x-method-override"):
        overridden = headers | {name.lower(): "GET"}
        assert raw.ask("GET", path, headers=overridden) == (400, b'{"code": "method.override"}')


def test_a_query_says_each_thing_once_and_nothing_else(database, portal):
    http, raw = gate(database, portal)
    laptop, stream = member(http)
    headers = {"authorization": f"Bearer {laptop.token}"}
    path = f"/v1/orgs/{laptop.org.org.hex()}/batches".encode()
    good = b"stream=" + stream.hex().encode()
    assert raw.ask("GET", path, good, headers)[0] == 204
    wrong = {
        b"": "query.name",
        good + b"&" + good: "query.twice",
        good + b"&x=1": "query.unknown",
        good + b"&from=-1": "query.number",
        good + b"&from=9999999999999999999": "query.number",
        good + b"&from=\xb2": "query.number",
        good + b"&to=1e3": "query.number",
        good + b"&max=": "query.number",
        good.upper(): "query.name",
        good + b"&": "query.unknown",
    }
    for query, code in wrong.items():
        assert raw.ask("GET", path, query, headers) == (400, f'{{"code": "{code}"}}'.encode())


def test_every_route_but_the_open_ones_asks_who_it_is(database, portal):
    http, _ = gate(database, portal)
    named = {"{org}": "0" * 32, "{n}": "0", "{snap}": "0" * 32, "{blob}": "0" * 64}
    stream = {"stream": "0" * 32}
    for route in ROUTES:
        if route.asker is not Asker.ANYONE:
            path = route.path
            for name, value in named.items():
                path = path.replace(name, value)
            asked = {name: stream.get(name, "0" * 64) for name in route.asked}
            asked |= {one.name: 1 for one in route.numbers}
            answer = http.request(route.method, path, params=asked)
            assert answer.status_code == 401, route
            assert answer.headers["www-authenticate"] == "Bearer"
            basic = http.request(
                route.method, path, headers={"authorization": "Basic eDp5"}, params=asked
            )
            assert basic.status_code == 401
    assert {route.path for route in ROUTES if route.asker is Asker.ANYONE} <= {
        *("/healthz", "/readyz", "/v1/limits", "/v1/openapi.json", "/v1/boxes/{box}"),
        *("/v1/auth/challenge", "/v1/auth/token", "/v1/orgs"),
    }


def test_a_body_is_refused_before_it_is_read_and_while_it_is(database, portal):
    http, raw = gate(database, portal, replace(WIDE, request_bytes=1000, patience_seconds=1))
    laptop, _ = member(http)
    headers = {"authorization": f"Bearer {laptop.token}"}
    path = f"/v1/orgs/{laptop.org.org.hex()}/sync".encode()

    def told(body=(), **more):
        return raw.ask("POST", path, b"", headers | more, body)

    assert told(**{"content-length": "1001"}) == (413, b'{"code": "body.length"}')
    for odd in ("-1", "1e2", "9" * 30, "\u0661".encode().decode("latin-1")):
        assert told(**{"content-length": odd})[0] == 413
    chunked = {"transfer-encoding": "chunked"}
    assert told([b"x" * 600] * 2, **chunked) == (413, b'{"code": "body.length"}')
    assert told([b"x" * 600], **chunked) == (400, b'{"code": "frame.length"}')
    assert told(**{"content-encoding": "gzip"}) == (415, b'{"code": "body.encoding"}')
    streams = path.replace(b"sync", b"streams")
    assert raw.ask("GET", streams, b"", headers | chunked, [b"x"])[0] == 413


def test_a_body_that_comes_too_slowly_is_given_up(database, portal):
    desks = desks_on(database, replace(WIDE, patience_seconds=0))
    app = application(desks)
    laptop, _ = member(Near(app, portal))

    async def asked():
        told = []

        async def receive():
            await anyio.sleep_forever()

        async def send(message):
            told.append(message)

        await app(_scope(laptop, {"content-length": "500"}), receive, send)
        return told[0]["status"]

    async def gone():
        async def receive():
            return {"type": "http.disconnect"}

        await app(_scope(laptop, {"content-length": "500"}), receive, None)

    assert portal.call(asked) == 408
    portal.call(gone)


def _scope(laptop, headers):
    path = f"/v1/orgs/{laptop.org.org.hex()}/sync"
    known = {"authorization": f"Bearer {laptop.token}"} | headers
    return {
        "type": "http",
        "method": "POST",
        "path": path,
        "raw_path": path.encode(),
        "query_string": b"",
        "headers": [(name.encode(), value.encode()) for name, value in known.items()],
        "client": None,
    }


def test_who_comes_too_often_waits(database, portal):
    hands = Hands()
    tight = Limits(requests_per_minute=2, requests_at_once=1, pushed_per_minute=2000)
    http, _ = gate(database, portal, tight, hands)
    laptop, stream = member(http)
    big = [laptop.batch(stream, bytes(900)) for _ in range(2)]
    assert laptop.sync(big[0]).status_code == 204
    answer = laptop.sync(big[1])
    assert (answer.status_code, answer.json()) == (429, {"code": "rate.pushed"})
    assert 1 <= int(answer.headers["retry-after"]) <= 60
    assert laptop.sync().status_code == 204
    answer = laptop.sync()
    assert (answer.status_code, answer.json()) == (429, {"code": "rate.requests"})
    hands.now += int(answer.headers["retry-after"])
    assert laptop.sync().status_code == 204
    for _ in range(50):
        last = http.get("/v1/limits")
    assert (last.status_code, last.json()) == (429, {"code": "rate.address"})
    assert http.get("/healthz").status_code == 200


def test_tokens_of_one_workbook_are_counted(database, portal):
    http, _ = gate(database, portal, replace(WIDE, tokens_per_minute=1))
    laptop, _ = member(http)
    answer = laptop.enter(http)
    assert (answer.status_code, answer.json()) == (429, {"code": "rate.tokens"})


def test_a_bucket_leaks_and_forgets_who_was_not_seen_for_long():
    hands = Hands()
    buckets = Buckets(1.0, 2.0, hands, most=2)
    assert [buckets.wait("a"), buckets.wait("a"), buckets.wait("a")] == [0, 0, 1]
    hands.now += 1
    assert [buckets.wait("a"), buckets.wait("a")] == [0, 1]
    # What is larger than all that it holds goes into an empty one.
    assert [buckets.wait("b", 9), buckets.wait("b", 1)] == [0, 8]
    buckets.wait("c")
    assert buckets.wait("a") == 0


def test_a_process_with_too_much_to_do_says_when_to_come_back(database, portal):
    http, _ = gate(database, portal, replace(WIDE, working=0))
    answer = http.get("/healthz")
    assert (answer.status_code, answer.json()) == (503, {"code": "server.busy"})
    assert answer.headers["retry-after"] == "5"


def test_a_full_house_takes_no_more_and_still_gives(database, portal):
    http, _ = gate(database, portal, replace(WIDE, quota_batch=1200, quota_blob=2000))
    laptop, stream = member(http)
    batches = [laptop.batch(stream) for _ in range(3)]
    answer = laptop.sync(*batches)
    assert (answer.status_code, answer.json()) == (507, {"code": "quota.full"})
    assert answer.headers["accepted"] == "2"
    laptop.catch_up()
    assert laptop.log(stream)[0] == 2
    # Files have room of their own, counted when they are begun.
    for size, status in ((1000, 201), (1001, 507)):
        begun = laptop.asks(
            "POST", "blobs", stream=stream, blob=bytes([status % 256]) * 32, size=size
        )
        assert begun.status_code == status


def test_a_fault_of_ours_is_a_code_and_a_place(database, portal, tmp_path, monkeypatch):
    desks = desks_on(database, log=tmp_path)
    http = Near(application(desks), portal)
    monkeypatch.setattr(desks.orgs, "create", lambda *_: 1 / 0)
    answer = http.post("/v1/orgs", b"a secret of somebody", {"invite": "x"})
    assert (answer.status_code, answer.json()) == (500, {"code": "server.fault"})
    desks.watch.close()
    (log,) = tmp_path.glob("*.log")
    assert "fault ZeroDivisionError" in log.read_text("ascii")
    assert "secret" not in log.read_text("ascii")


def test_the_log_of_a_day_says_little_and_goes_after_two_weeks(two, office, hands, tmp_path):
    lead, _ = two
    _, stream = office.streams
    lead.asks("GET", "batches", stream=stream)
    (log,) = (tmp_path / "log").glob("*.log")
    said = log.read_text("ascii")
    assert "GET /v1/orgs/{org}/batches 204" in said
    assert not {stream.hex(), office.org.hex(), "127.0.0.1", "192.0.2.77"} & set(said.split())
    assert {int(line.split()[0]) % 3600 for line in said.splitlines()} == {0}
    hands.now += 15 * 86_400
    lead.asks("GET", "streams")
    assert [one.name for one in (tmp_path / "log").glob("*.log")] != [log.name]
    assert not log.exists()


@pytest.mark.parametrize(
    ("address", "roughly"),
    [
        ("192.0.2.77", "192.0.2.0"),
        ("2001:db8:1:2:3:4:5:6", "2001:db8:1::"),
        ("", "-"),
        ("no address", "-"),
    ],
)
def test_an_address_is_kept_roughly(address, roughly):
    assert near(address) == roughly


def test_what_is_asked_of_the_machine_itself(http):
    assert http.get("/healthz").text == "ok\n"
    assert http.get("/readyz").text == "ok\n"
    told = http.get("/v1/limits").json()
    assert told["server"] == NAME
    assert told["request_bytes"] >= frames.LARGEST_BATCH
