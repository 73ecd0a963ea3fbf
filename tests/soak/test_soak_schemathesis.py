"""Whatever the description of a server allows, and what it does not, is asked by schemathesis.

SOAK_ASKED is the number of random questions of each kind, beside those that it derives. What the
server counted itself is held against what may be answered to whom, and against its tables.
"""

from __future__ import annotations

import json
import os
import random
import re
import subprocess
import sys
from contextlib import ExitStack, closing
from dataclasses import replace

import pytest
from measure import HOUSE
from postgres import Cluster, libraries
from served import OPERATOR, WIDE, Organisation, found
from serving import Server
from sqlalchemy import select

from sync.server.engines import open_file, open_url
from sync.server.route import Asker
from sync.server.routes import ROUTES
from sync.server.tables import metadata
from sync.wire.documents import Right, Signs

pytestmark = pytest.mark.soak
EACH = os.environ.get("SOAK_ASKED", "50")
APART = HOUSE / ".venv/soak"
# Room is promised to files as they are announced: it is not to be the house that is full.
ROOMY = replace(WIDE, quota_blob=1 << 60)
# Whatever is sent is bytes of which no description says which are right, and more codes refuse it
# than the ones that are usual; that the operator's counts exist nobody else is told.
SET_UP = """
[parameters]
"path.org" = "{org}"
"query.stream" = "{stream}"
[checks]
positive_data_acceptance.enabled = false
negative_data_rejection.expected-statuses = ["4xx"]
missing_required_header.expected-statuses = ["4xx"]
[cache]
enabled = false
[[operations]]
include-path = "/metrics"
checks.ignored_auth.enabled = false
"""
# Boxes are for anybody; the day on which a workbook was seen changes at midnight.
BESIDE = {"rendezvous.box_id", "rendezvous.payload", "rendezvous.expires", "replica.last_seen_day"}
FILES = {"blob", "blob_part", "org_head.used_blob"}
OPEN = {(one.method, one.path) for one in ROUTES if one.asker is Asker.ANYONE}
READS = {(one.method, one.path) for one in ROUTES if one.right in {None, Right.READ}}
OPERATES = {(one.method, one.path) for one in ROUTES if one.asker is Asker.OPERATOR}
EVERYTHING = {(one.method, one.path) for one in ROUTES}
# Who asks, what may be answered to whom, and what may be another afterwards.
WHO = {
    "nobody": (OPEN, set()),
    "of another organisation": (OPEN, set()),
    "reader": (OPEN | READS - OPERATES, set()),
    "administrator": (EVERYTHING - OPERATES, FILES),
    "operator": (OPEN | OPERATES, set()),
}


@pytest.fixture(params=["sqlite", "postgresql"])
def served(request, tmp_path):
    """Lend a server and what opens its tables from outside."""
    with ExitStack() as stack:
        folder = tmp_path / "data"
        where, opened = ("--data", folder), lambda: open_file(folder)
        if request.param == "postgresql":
            lacking = libraries().without_postgres()
            if lacking:
                pytest.skip(lacking)
            run = f"asked{os.getpid()}"
            url = stack.enter_context(Cluster(run, tmp_path / "lock").lent()).fresh("asked")
            where, opened = ("--database", url), lambda: open_url(url)
        server = stack.enter_context(Server(tmp_path, where, measured=False, limits=ROOMY))
        yield server, opened


def tokens(http, office, stream):
    """Found two organisations; return the tokens of those who ask, by who they are."""
    chief, reader = office.workbook(Signs.ADMIN), office.workbook(rights=Right.READ)
    other = Organisation(random.Random(2))
    other.stream()
    outside = other.workbook(Signs.ADMIN)
    found(http, office)
    found(http, other)
    for one in (chief, reader, outside):
        assert one.enter(http).status_code == 200
    chief.sync(*(chief.batch(stream) for _ in range(5)))
    known = {"administrator": chief, "reader": reader, "of another organisation": outside}
    return {name: one.token for name, one in known.items()} | {"operator": OPERATOR, "nobody": ""}


def asks(server, folder, token, office, stream):
    """Let schemathesis ask; return what it tells of it."""
    set_up, told = folder / "asked.toml", folder / "asked.json"
    set_up.write_text(SET_UP.format(org=office.org.hex(), stream=stream.hex()), "utf-8")
    command = [sys.executable, "-m", "schemathesis.cli", "--config-file", set_up, "run"]
    command += [f"http://127.0.0.1:{server.port}/v1/openapi.json", "--max-examples", EACH]
    command += ["--continue-on-failure", "--generation-database", "none", "--no-color"]
    command += ["--report", "json", "--report-json-path", told]
    command += ["--header", f"Authorization: Bearer {token}"] if token else []
    done = subprocess.run(
        command,
        env=os.environ | {"PYTHONPATH": str(APART)},
        cwd=folder,
        capture_output=True,
        text=True,
        check=False,
    )
    shown = done.stdout.partition("= FAILURES")[2]
    # A question that it would ask again is of all the bytes that were sent.
    assert done.returncode == 0, "\n".join(line[:300] for line in shown.splitlines()[:200])
    return json.loads(told.read_text("utf-8"))


def answered(http):
    """Return how often the server says that it answered what in which way."""
    counts = http.get("/metrics", headers={"authorization": f"Bearer {OPERATOR}"}).text
    rows = re.findall(r'method="(.+?)",route="(.+?)",status="([0-9]+)"} ([0-9]+)', counts)
    return {(method, route, int(status)): int(n) for method, route, status, n in rows}


def kept(opened):
    """Return what stands in the tables, column by column."""
    with closing(opened()) as database, database.reading() as connection:
        columns = [one for table in metadata.sorted_tables for one in table.c]
        return {
            str(one): sorted(map(repr, connection.execute(select(one)).scalars()))
            for one in columns
            if str(one) not in BESIDE
        }


@pytest.mark.parametrize("who", WHO)
def test_nothing_that_is_asked_at_random_breaks_a_server_or_is_let_in(served, who, tmp_path):
    if not (APART / "schemathesis").is_dir():
        pytest.skip("schemathesis is not here; make soak brings it where it can be had")
    server, opened = served
    office = Organisation(random.Random(1))
    stream = office.stream()
    with server.client() as http:
        token = tokens(http, office, stream)[who]
        before, counted = kept(opened), answered(http)
        told = asks(server, tmp_path, token, office, stream)
        asked = {
            one: more for one, n in answered(http).items() if (more := n - counted.get(one, 0))
        }
    # What it reads first it does not ask again.
    assert told["operations"]["tested"] == len(EVERYTHING) - 1
    assert told["test_cases"]["generated"] > 20 * len(EVERYTHING)
    assert sum(asked.values()) > told["test_cases"]["generated"] // 2
    assert {(method, route) for method, route, _ in asked} >= EVERYTHING
    assert [one for one in asked if one[2] >= 500] == []
    may, changes = WHO[who]
    let_in = {(method, route) for method, route, status in asked if status < 400}
    # Our own looks at the counts are among them.
    assert let_in - {("GET", "/metrics")} <= may
    now = kept(opened)
    other = {name for name, column in before.items() if now[name] != column}
    assert {name for name in other if not {name, name.partition(".")[0]} & changes} == set()
