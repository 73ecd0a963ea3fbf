"""What a question costs a server that has nothing new, in its own process, over HTTP.

The yardstick is a raw application of ASGI under the same uvicorn that carries out the two queries
of the question, in a thread as a database has to be waited for, and answers as short. Ours writes
its line into the log besides, as it does wherever it is served. Run as a program it is either:
`bench_asking.py FOLDER PORT ORG WORKBOOK ours|raw`.
"""

from __future__ import annotations

import os
import random
import subprocess
import sys
import tempfile
from contextlib import ExitStack, closing, contextmanager
from http.client import HTTPConnection
from pathlib import Path

from doors import free_port
from measure import HOUSE
from served import Organisation, desks_on
from starlette.concurrency import run_in_threadpool

from sync.server.engines import open_file
from sync.server.gate import application
from sync.server.orgs import head_of
from sync.server.serving import _Announced, configured
from sync.server.tokens import _STANDING, Member
from sync.wire.documents import Signs, prove

TURNS, EACH = 12, 300
GOAL = 1.1
TICK = 1 / os.sysconf("SC_CLK_TCK")


def run():
    """Yield the time of the processor that a question takes, in our server and in a raw one."""
    out = HOUSE / "out"
    out.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory(dir=out) as folder, ExitStack() as stack:
        place = Path(folder)
        who, token = _office(place)
        servers = [stack.enter_context(_served(place, who, kind)) for kind in ("ours", "raw")]
        took = [0.0, 0.0]
        for turn in range(TURNS + 1):
            for number, (process, port) in enumerate(servers):
                before = _worked(process)
                _asks(port, who, token)
                # The first turn only warms up.
                took[number] += (_worked(process) - before) if turn else 0
    ours, raw = (one / (TURNS * EACH) for one in took)
    name = "processor of a server for a question without news, of raw ASGI and the queries"
    yield {"name": name, "ours": ours, "yardstick": raw, "goal": GOAL, "unit": "s"}


def _office(place):
    """Make an organisation; return one of its workbooks and its token."""
    with closing(open_file(place)) as database:
        desks = desks_on(database)
        office = Organisation(random.Random(1))
        office.stream()
        laptop = office.workbook(Signs.ADMIN)
        desks.orgs.create(office.founding(), None)
        return Member(office.org, laptop.name), _token(desks, office.org, laptop)


def _token(desks, org, laptop):
    challenge = desks.door.challenge(org + laptop.name)
    name = desks.settings.name
    return desks.door.token(prove(name, org, laptop.name, challenge, laptop.transport))[0]


@contextmanager
def _served(place, who, kind):
    port = free_port()
    words = [str(place), str(port), who.org.hex(), who.replica.hex(), kind]
    path = os.environ | {"PYTHONPATH": os.pathsep.join(sys.path)}
    command = [sys.executable, __file__, *words]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True, env=path) as process:
        process.stdout.readline()
        try:
            yield process, port
        finally:
            process.kill()


def _worked(process):
    """Return for how long a process has worked."""
    told = Path(f"/proc/{process.pid}/stat").read_text("ascii").rpartition(")")[2].split()
    return (int(told[11]) + int(told[12])) * TICK


def _asks(port, who, token):
    with closing(HTTPConnection("127.0.0.1", port)) as line:
        for _ in range(EACH):
            path = f"/v1/orgs/{who.org.hex()}/sync?after=0&max=65536"
            line.request("POST", path, headers={"Authorization": f"Bearer {token}"})
            answer = line.getresponse()
            answer.read()
            if answer.status != 204:
                raise ValueError(answer.status)


def _raw(database, who):
    """Return an application that looks whether a workbook belongs, and how far all is."""
    named = {"of_org": who.org, "of_workbook": who.replica}

    def looks():
        with database.reading() as connection:
            connection.execute(_STANDING, named).scalar_one()
        with database.reading() as connection:
            return head_of(connection, who.org).acl_version

    async def answers(scope, receive, send):
        if scope["type"] != "http":
            return
        await receive()
        version = await run_in_threadpool(looks)
        headers = [(b"acl", b"%d" % version)]
        await send({"type": "http.response.start", "status": 204, "headers": headers})
        await send({"type": "http.response.body", "body": b""})

    return answers


def _says(_where):
    sys.stdout.write("listens\n")
    sys.stdout.flush()


def _serves(place, port, who, kind):
    database = open_file(Path(place))
    desks = desks_on(database, log=Path(place) / "log")
    app = application(desks) if kind == "ours" else _raw(database, who)
    _Announced(configured(app, "127.0.0.1", port), _says).run()


if __name__ == "__main__":
    place, port, org, workbook, kind = sys.argv[1:]
    _serves(place, int(port), Member(bytes.fromhex(org), bytes.fromhex(workbook)), kind)
