"""Whatever is asked of the server: it answers as it is described, and lets nothing in."""

from __future__ import annotations

import json
import re
from contextlib import suppress

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from served import Near, Organisation, desks_on, found

from sync.server.gate import application
from sync.server.limits import Limits
from sync.server.openapi import described
from sync.server.routes import ROUTES
from sync.wire.documents import Purge, Right, Said, Signs, Snapshot, Why, sign
from sync.wire.frames import framed

DOCUMENT = json.loads(described(ROUTES, Limits()))
ASKED = [
    (method.upper(), path, operation)
    for path, methods in DOCUMENT["paths"].items()
    for method, operation in methods.items()
]
# What a busy or full server says belongs to it; a fault of ours does not.
OF_A_SERVER = {503, 507}
IDS = st.sampled_from(["00" * 16, "ff" * 16, "00" * 32, "0", "10000", "x", "", "AA" * 16, "%2e"])
NUMBERS = st.integers(-2, 1 << 65).map(str) | st.sampled_from(["", "1.0", "0x1", "\u0661", "00"])
CALM = {"deadline": None, "suppress_health_check": list(HealthCheck)}


def test_the_description_hangs_together(http):
    assert http.get("/v1/openapi.json").json() == DOCUMENT
    names = [operation["operationId"] for _, _, operation in ASKED]
    assert len(names) == len(set(names)) == len(ROUTES)
    for _, path, operation in ASKED:
        inside = {one["name"] for one in operation["parameters"] if one["in"] == "path"}
        assert inside == set(re.findall(r"\{(\w+)\}", path))
        assert operation["summary"].endswith(".")
    assert set(re.findall(r'"\$ref": "(.+?)"', json.dumps(DOCUMENT))) == {
        "#/components/schemas/Refusal"
    }


class Asking:
    """A server with one organisation, and whoever asks without having what it takes."""

    def __init__(self, database, portal):
        self.http = Near(application(desks_on(database)), portal)
        self.office = Organisation(__import__("random").Random())
        self.stream = self.office.stream()
        self.lead = self.office.workbook(Signs.ADMIN)
        # She belongs here and may nothing.
        self.guest = self.office.workbook(streams=())
        found(self.http, self.office)
        self.lead.enter(self.http)
        self.guest.enter(self.http)
        self.lead.sync(self.lead.batch(self.stream))
        self.asker = self.guest
        self.before = self.state()
        self.bodies = self._bodies()

    def state(self):
        """Return all that an intruder could have changed."""
        shown = self.lead.asks("GET", "acl").headers["acl"], self.lead.heads()
        newest = self.lead.asks("GET", "snapshots/latest", stream=self.stream)
        self.lead.sync()
        return *shown, newest.status_code, self.lead.cursor

    def _bodies(self):
        """Return what would be taken if it were whole, and asked by somebody else."""
        seed, org = self.lead.author.seed, self.office.org
        covered = self.lead.heads()[self.stream]
        snapshot = Snapshot(org, self.stream, 0, *covered, [bytes(32)])
        self.office.version += 1
        return [
            framed([self.lead.batch(self.stream)]),
            sign(Said.ACL, self.office.acl().pack(), seed),
            sign(Said.SNAPSHOT, snapshot.pack(), seed),
            sign(Said.PURGE, Purge(org, 1, Why.ERASE, [], [], []).pack(), seed),
            self.office.founding(),
            org + self.lead.name,
            org + self.lead.name + bytes(96),
        ]

    def ask(self, data):
        """Ask something of somebody's choice; judge the answer."""
        method, path, operation = data.draw(st.sampled_from(ASKED))
        query, headers = {}, {}
        for one in operation["parameters"]:
            value = data.draw(self._value(one))
            if one["in"] == "path":
                path = path.replace(f"{{{one['name']}}}", value)
            elif one["in"] == "query":
                query[one["name"]] = value
            else:
                headers[one["name"]] = data.draw(st.sampled_from(['"1"', "1", "x", "*"]))
        token, body = data.draw(self._tokens()), data.draw(self._content())
        if token is not None:
            headers["authorization"] = token
        if "requestBody" not in operation:
            body = data.draw(st.sampled_from([b"", body]))
        answer = self.http.request(method, path, body, headers, query)
        self._judge(answer, operation, token)

    def _judge(self, answer, operation, token):
        assert answer.status_code < 500 or answer.status_code in OF_A_SERVER
        assert str(answer.status_code) in operation["responses"], answer.text
        if answer.status_code >= 400 and answer.content:
            assert re.fullmatch(r'\{"code": "[a-z.-]+"\}', answer.text)
        let_in = operation["security"] == [] or token == f"Bearer {self.asker.token}"
        assert let_in or answer.status_code >= 400

    def _value(self, parameter):
        if parameter["schema"].get("type") == "integer":
            return NUMBERS | st.integers(0, 3000).map(str)
        good = {"org": self.office.org.hex(), "stream": self.stream.hex(), "n": "0"}
        named = good.get(parameter["name"], "07" * (32 if parameter["name"] == "blob" else 16))
        # Mostly what gets past the spelling.
        return st.sampled_from([named] * 9 + [""]).flatmap(lambda one: st.just(one) if one else IDS)

    def _tokens(self):
        mine = self.asker.token
        tried = [
            *[f"Bearer {mine}"] * 4,
            None,
            "",
            "Bearer",
            f"Bearer {mine}",
            f"Basic {mine}",
            f"Bearer {mine[:-3]}zzz",
        ]
        return st.sampled_from([*tried, "Bearer " + "A" * 400])

    def _content(self):
        whole = st.sampled_from(self.bodies)
        place = st.integers(0, 400)
        changed = st.builds(_changed, whole, place, st.integers(1, 255))
        cut = st.builds(lambda body, at: body[: at % len(body)], whole, place)
        return changed | cut | st.binary(max_size=300) | st.just(b"")


def _changed(body, place, by):
    place %= len(body)
    return body[:place] + bytes([body[place] ^ by]) + body[place + 1 :]


@pytest.mark.parametrize("much", [60, pytest.param(2000, marks=pytest.mark.soak)])
def test_whatever_is_asked_is_answered_as_described_and_changes_nothing(database, portal, much):
    asking = Asking(database, portal)

    @settings(max_examples=much, **CALM)
    @given(st.data())
    def ask(data):
        asking.ask(data)

    ask()
    assert asking.state() == asking.before
    # Who may nearly everything may change something, and finds no fault of ours either.
    asking.asker = asking.lead
    ask()


def test_no_bytes_of_a_document_may_be_others(two, office):
    lead, _ = two
    office.version += 1
    body = sign(Said.ACL, office.acl().pack(), lead.author.seed)
    for place in range(0, len(body), 23):
        answer = lead.asks("PUT", "acl", _changed(body, place, 255), {"if-match": "1"})
        assert answer.status_code in {400, 403}, place
    with suppress(KeyError):
        del office.rights[lead.name, Right.READ]
    assert lead.asks("GET", "acl").headers["acl"] == "1"


@pytest.mark.parametrize("number", [1 << 63, (1 << 64) - 1])
def test_a_number_that_no_store_holds_is_in_no_document(two, office, number):
    lead, _ = two
    stream = next(iter(office.streams))
    orders = [
        Purge(office.org, number, Why.ERASE, [], [], []),
        Purge(office.org, 1, Why.ERASE, [(stream, number)], [], []),
    ]
    far = Snapshot(office.org, stream, 0, number, bytes(32), [bytes(32)])
    said = [("purge", Said.PURGE, one, {}) for one in orders]
    for what, sort, one, query in [*said, ("snapshots", Said.SNAPSHOT, far, {"stream": stream})]:
        answer = lead.asks("POST", what, sign(sort, one.pack(), lead.author.seed), **query)
        assert (answer.status_code, answer.text) == (400, '{"code": "document.number"}'), what
