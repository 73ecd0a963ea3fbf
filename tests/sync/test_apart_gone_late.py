"""What somebody made and took away while the case was away stays known where the case is at home.

For others it came too late, and their summary has it as a number: by that home forgot that it had
been taken away.
"""

from __future__ import annotations

from apart import keep_to_do, summed_up, takes_away, tasks_of, to_do_at
from given import at, post_at

KEY, OTHER = b"to do of a while", b"another to do..."


def lives(store):
    return store.connection.execute("select life from entity where id = ?", (KEY,)).fetchall()


def test_what_was_taken_away_too_late_for_others_stays_known_at_home(team) -> None:
    team.records(team.one)
    to_do_at(team.other, team.case, KEY)
    # The case goes home and out, of which whoever writes hears last.
    team.takes_back(team.one)
    team.carry(team.other)
    with team.one.office() as office:
        team.first.agrees(team.code, office=office)
    team.carry(team.other)
    with at(team.other) as store:
        takes_away(store, KEY)
    said = team.other.writes()
    team.one.takes(said)
    team.first.takes(said)
    with at(team.first) as store:
        assert lives(store) == []
    # That is why home takes in what the first sums up.
    keep_to_do(team.first.store, team.first.template.supervisor, team.case, OTHER)

    with post_at(team.first) as post:
        whole = summed_up(post)
    assert team.one.takes(whole).refused == {}

    with at(team.one) as store:
        assert (lives(store), tasks_of(store)) == ([(1,)], [OTHER])
        assert store.examine(pages=False).faults == ()
