"""A server on each database, asked in this process; an organisation of two workbooks on it.

And one that listens, with laptops that have met there.
"""

from __future__ import annotations

import os
import random
from contextlib import closing

import pytest
from anyio.from_thread import start_blocking_portal
from apart import Apart
from back_again import Returned, saves
from given import Team
from hostile import hostile_line
from hostile_office import Made
from lines import listening
from met import Met
from postgres import Cluster, libraries
from relay import Relay
from served import Hands, Near, Organisation, desks_on, found

from casework.team.worker import Role
from sync.server.engines import open_file, open_url
from sync.server.gate import application
from sync.wire.documents import Signs

DATABASES = ("sqlite", "postgresql")


@pytest.fixture(scope="session")
def cluster(tmp_path_factory):
    lacking = libraries().without_postgres()
    if lacking:
        pytest.skip(lacking)
    run = os.environ.get("PYTEST_XDIST_TESTRUNUID", str(os.getpid()))
    # Processes of one run have the folder above theirs in common.
    lock = tmp_path_factory.getbasetemp().parent / f"cluster-{run}.lock"
    with Cluster(run, lock).lent() as lent:
        yield lent


@pytest.fixture(scope="session", params=DATABASES)
def database(request, tmp_path_factory):
    if request.param == "sqlite":
        opened = open_file(tmp_path_factory.mktemp("server"))
    else:
        opened = open_url(request.getfixturevalue("cluster").url())
    yield opened
    opened.close()


@pytest.fixture
def hands():
    return Hands()


@pytest.fixture
def desks(database, hands, tmp_path):
    made = desks_on(database, clock=hands, log=tmp_path / "log")
    yield made
    made.watch.close()


@pytest.fixture(scope="module")
def portal():
    with start_blocking_portal() as opened:
        yield opened


@pytest.fixture
def http(desks, portal):
    return Near(application(desks), portal)


@pytest.fixture
def office():
    """Return an organisation with a roster and a caseload."""
    made = Organisation(random.Random(os.urandom(16)))
    made.stream(kind=1)
    made.stream()
    return made


@pytest.fixture
def two(office, http):
    """Return the laptop of an administrator and one of a colleague, both let in."""
    laptops = office.workbook(Signs.ADMIN), office.workbook()
    found(http, office)
    for one in laptops:
        assert one.enter(http).status_code == 200
    return laptops


@pytest.fixture
def server(request, tmp_path, hands):
    if "met" in request.fixturenames:
        yield request.getfixturevalue("met").server
        return
    (tmp_path / "server").mkdir()
    with listening(tmp_path / "server", clock=hands) as made:
        yield made


@pytest.fixture
def met(template, tmp_path, hands):
    with Met.begun(template, tmp_path, hands) as made:
        yield made


@pytest.fixture
def line(met):
    with closing(Relay(met.server.port)) as relay:
        yield relay


@pytest.fixture(scope="module")
def deceived(template, tmp_path_factory):
    """Make an office once whose server does what it should not, to be opened by each test."""
    with hostile_line() as hostile:
        yield Made(template, tmp_path_factory.mktemp("made"), hostile)


@pytest.fixture
def team(template, tmp_path):
    """Return four laptops of a team that have heard of each other."""
    made = Team.begun(template, tmp_path)
    yield made
    made.first.close()


@pytest.fixture
def three(request, template, tmp_path):
    """Return three laptops that know one another, with nothing left to carry."""
    begun = Apart.with_a_case if "saved" in request.fixturenames else Apart.three
    made = begun(template, tmp_path)
    yield made
    made.first.close()


@pytest.fixture
def pair(template, tmp_path):
    """Return a supervisor and a caseworker, of whom one may be hostile."""
    made = Apart.begun(template, tmp_path, Role.CASEWORKER)
    yield made
    made.first.close()


@pytest.fixture
def strangers(template, tmp_path):
    """Return a supervisor and two caseworkers who have nothing in common."""
    made = Apart.strangers(template, tmp_path)
    yield made
    made.first.close()


@pytest.fixture
def file(tmp_path):
    return tmp_path / "one.backup"


@pytest.fixture
def saved(three, file, tmp_path):
    """Let the second laptop hold a case that others have too; return what loses it and back."""

    def is_lost():
        first.post.membership.revoke(other.unlocked().store_id)
        three.comes_back = returns

    def comes_back():
        is_lost()
        return returns()

    def returns():
        back = Returned(other, file, sheet[0], tmp_path / "back")
        back.joins(first)
        return back

    def backs_up():
        sheet.append(saves(other, file))

    first, other, sheet = three.first, three.other, []
    three.is_lost, three.comes_back, three.backs_up = is_lost, comes_back, backs_up
    return three
