"""The verb: a server started as people start it, ended, moved to another database."""

from __future__ import annotations

import ast
import random
import subprocess
import sys

import pytest
from measure import HOUSE, PRODUCT, imports, sources
from served import Near, Organisation, desks_on, found
from serving import Server
from typed import Typist

from desktop.command.parser import build
from sync.server.engines import open_file, open_url
from sync.server.gate import application
from sync.server.limits import Limits
from sync.server.migrating import copied
from sync.wire.documents import Signs


@pytest.fixture
def typist(tmp_path, monkeypatch, capsys):
    return Typist(tmp_path / "nowhere", monkeypatch, capsys)


def office_on(http):
    office = Organisation(random.Random())
    stream = office.stream()
    laptop = office.workbook(Signs.ADMIN)
    found(http, office)
    laptop.enter(http)
    return laptop, stream


def test_a_server_listens_alone_answers_and_ends_when_it_is_told_to(tmp_path, typist):
    with Server(tmp_path) as server, server.client() as http:
        laptop, stream = office_on(http)
        assert laptop.sync(laptop.batch(stream)).headers["accepted"] == "1"
        if sys.platform == "linux":
            names = " ".join(server.opened)
            assert "sqlcipher" in names or "dbapi2" in names or "_sqlite3" in names
            assert "Qt" not in names
            assert "PySide" not in names
        where = f"127.0.0.1:{server.port}"
        told = typist.types("serve", "--data", tmp_path / "data", "--listen", where)
        assert told.refused == "serve_listen"
        assert server.stop() == 0
    assert (tmp_path / "data" / "server.db").stat().st_mode & 0o077 == 0


def test_no_other_verb_brings_a_server_along():
    asked = (
        "import sys; from desktop.__main__ import main\n"
        "import desktop.bootstrap, desktop.saying.words\n"
        "from desktop.command.parser import build; build()\n"
        "print({'starlette', 'uvicorn', 'sync', 'PySide6'} & set(sys.modules))"
    )
    told = subprocess.run(
        [sys.executable, "-c", asked], cwd=HOUSE, capture_output=True, text=True, check=True
    )
    assert told.stdout == "set()\n"


def test_of_ours_the_server_knows_only_what_it_and_clients_say_to_each_other():
    ours = frozenset(one.module for one in sources(*PRODUCT))
    known = {name for one in sources("sync/server") for name in imports(one, ours)}
    others = {name for name in known if not name.startswith("sync.server")}
    assert others == {"sync.wire.documents", "sync.wire.frames", "sync.wire.placed"}


def test_every_limit_that_can_be_set_is_heeded():
    rest = [one for one in sources("sync/server") if not one.path.endswith("/limits.py")]
    nodes = [node for one in rest for node in one.nodes]
    heeded = {node.attr for node in nodes if isinstance(node, ast.Attribute)}
    heeded |= {node.value for node in nodes if isinstance(node, ast.Constant)}
    assert Limits().told().keys() - heeded == set()


def test_what_cannot_be_served_is_said_in_a_sentence(typist, tmp_path):
    file = tmp_path / "file"
    file.write_text("\n", "utf-8")
    data = ("serve", "--data", tmp_path / "data")
    assert typist.types("serve", "--data", file).refused == "serve_folder"
    assert typist.types("serve", "--database", "mysql://x/y").refused == "serve_database"
    assert typist.types("serve", "--database", "not an address").refused == "serve_database"
    nobody = "postgresql://127.0.0.1:1/x?connect_timeout=1"
    assert typist.types("serve", "--database", nobody).refused == "serve_database"
    assert typist.types(*data, "--token-file", file).refused == "serve_token"
    assert typist.types(*data, "--token-file", tmp_path).refused == "file_unreadable"
    for said in ("requests = 1", "box_bytes = -1", "box_bytes = 1.5", "?"):
        file.write_text(said, "utf-8")
        assert typist.types(*data, "--limits", file).refused == "serve_limits"
    assert typist.types(*data, "--listen", "here").code == 2
    assert len(typist.types(*data, "--invite", "--json").facts["invite"]) == 24
    opened = open_file(tmp_path / "data")
    with opened.writing() as connection:
        connection.exec_driver_sql("UPDATE setting SET value = x'39' WHERE name = 'schema'")
    opened.close()
    assert typist.types(*data, "--invite").refused == "serve_schema"


def test_an_address_may_be_one_of_six_parts():
    typed = build().parse_args(["serve", "--data", "x", "--listen", "[::1]:80"])
    assert typed.listen == ("::1", 80)


def test_everything_moves_to_the_other_database_and_goes_on_there(
    tmp_path, cluster, typist, portal
):
    data, new = tmp_path / "data", open_url(cluster.url())
    http = Near(application(desks_on(new)), portal)
    # There is somebody already, who stays.
    other, _ = office_on(http)
    old = open_file(data)
    laptop, stream = office_on(Near(application(desks_on(old)), portal))
    laptop.sync(*(laptop.batch(stream) for _ in range(3)))
    before = laptop.heads()
    old.close()
    moving = ("serve", "--data", data, "--migrate", cluster.url(), "--json")
    assert typist.types(*moving).facts == {"copied": 1}
    assert typist.types(*moving).facts == {"copied": 0}
    laptop.enter(http)
    laptop.catch_up()
    assert laptop.heads() == before == {stream: laptop.log(stream)}
    assert laptop.sync(laptop.batch(stream)).headers["accepted"] == "1"
    assert other.sync().status_code == 204
    new.close()


def test_tokens_and_codes_that_were_given_out_hold_where_everything_moved_first(tmp_path, portal):
    old, new = open_file(tmp_path / "old"), open_file(tmp_path / "new")
    desks = desks_on(old)
    laptop, stream = office_on(Near(application(desks), portal))
    laptop.sync(laptop.batch(stream))
    invited = {"invite": desks.orgs.invite()}
    assert copied(old, new) == 1
    laptop.http = http = Near(application(desks_on(new)), portal)
    laptop.catch_up()
    assert laptop.log(stream)[0] == 1
    other = Organisation(random.Random())
    other.workbook(Signs.ADMIN)
    assert http.post("/v1/orgs", other.founding(), invited).status_code == 201
    old.close()
    new.close()
