"""What a member's own program writes into what all hold ends nobody's day and no register."""

from __future__ import annotations

import pytest
from apart import Apart
from forged import forger, nobody, stands

from casework import lengths
from casework.records.conflict import ConflictRefused
from casework.team.worker import Role
from ledger.ops import Kind

AT = "2026-03-10T09:00:00.000000Z"
WAITING = "select why, count(*) from opaque_op group by why"


@pytest.fixture
def team(template, tmp_path):
    """Return two who lead, of whom the second has a program of her own."""
    made = Apart.begun(template, tmp_path, Role.SUPERVISOR)
    made.forger = forger(made, "config")
    yield made
    made.first.close()


def request(team, **odd):
    """Return what is said of a request from outside."""
    facts = {"asked_on": "2026-03-09", "asker": "police", "in_writing": "yes", "who": "EXWHO"}
    return facts | {"words": "EXWORDS", "noted_by": team.other.user, "noted_at": AT} | odd


def breach(team, **odd):
    """Return what is said of a breach."""
    facts = {"noticed_on": "2026-03-09", "kind": "paper_gone", "words": "EXWORDS", "recipients": ""}
    return facts | {"noted_by": team.other.user, "noted_at": AT} | odd


def says(team, table, *things):
    """Let the second one say of new things, in what all hold, whatever she likes."""
    made = [(Kind.CREATE, nobody(), table, None, facts) for facts in things]
    came = team.first.post.take([team.forger.says(*made)])
    assert (came.operations, came.refused) == (len(things), {})


@pytest.mark.parametrize(
    "odd",
    [
        {"asked_on": "not a day"},
        {"asked_on": "9999-12-31"},
        {"noted_at": "never"},
        {"noted_at": "2026-03-10T09:00:00"},
    ],
    ids=str,
)
def test_a_request_at_no_day_ends_nobodys_day(team, odd):
    says(team, "outside_request", request(team, **odd), request(team))
    (line,) = team.here.requests.all()
    assert line.request.words == "EXWORDS"
    assert team.here.tasks.today()
    assert team.here.tasks.week()
    assert team.first.store.connection.execute(WAITING).fetchall() == [("table", 1)]


def test_what_was_done_at_no_day_about_a_breach_is_not_shown(team):
    says(team, "breach", breach(team))
    (line,) = team.here.breaches.all()
    facts = {"words": "EXDONE", "told": "no", "by": team.other.user, "at": AT}
    facts |= {"breach_id": bytes.fromhex(line.breach.id), "taken_on": "then"}
    says(team, "breach_action", facts)
    (line,) = team.here.breaches.all()
    assert line.taken == ()


def test_what_fits_no_field_is_not_chosen_among_what_was_said(team):
    rows = team.first.store.connection.execute("select id, code from service").fetchall()
    (key, code), day = rows[0], "last_verified"
    said = Kind.SET, key, "service", day, "then", stands(team.first.store, key, day)
    team.here.services.checked(code)
    assert team.first.post.take([team.forger.says(said)]).operations == 1
    (one,) = team.here.conflicts.of("", "en")
    (bad,) = (at for at, head in enumerate(one.heads) if head.value == "then")
    assert one.takes[bad] is False
    with pytest.raises(ConflictRefused):
        team.here.conflicts.take("", one.line.id, bad + 1)
    team.here.conflicts.take("", one.line.id, 2 - bad)
    today = team.clock().date().isoformat()
    assert team.here.services.page(code).service.details[day] == today


def test_texts_that_no_desk_would_take_wait(team):
    for _number in range(5):
        says(team, "breach", breach(team, words="x" * 250_000))
    says(team, "outside_request", request(team, who="x" * (lengths.REQUESTER + 1)))
    assert list(team.here.breaches.all()) == list(team.here.requests.all()) == []


def test_rows_that_lack_something_are_not_tried_with_each_exchange(team):
    lacking = breach(team)
    del lacking["kind"]
    says(team, "breach", lacking, *(breach(team, words=None) for _ in range(3)))
    # What clashes with another row is looked at whenever something comes; this waits for words.
    assert team.first.store.connection.execute(WAITING).fetchall() == [("table", 4)]
    assert list(team.here.breaches.all()) == []
