"""Whoever looks at an office from outside gets what two people let out, and nothing else at all."""

from __future__ import annotations

from dataclasses import replace

import pytest
from archive import Archive
from canary import Watch
from figured import OUTSIDE, VIEWER, some_agreed
from laptops import First, Laptop
from make import Clock

from casework.changes import Change
from casework.figures.released import packed
from casework.team.worker import Role
from ledger.ops import decode, encode
from sync.sealed.figures import FiguresRefused, content_of, figures_of, release_of
from sync.wire import frames
from sync.wire.frames import Kind

WORDS = ("CANARY-NOBODY", "CANARY-AGREED", "CANARY-ACCOUNT", "Example Clinic A", "Supervisor 1")

COUNT = 'select count(*) from "{}"'


@pytest.fixture(scope="module")
def year(template, tmp_path_factory):
    return some_agreed(template, tmp_path_factory.mktemp("agreed") / "home")


class Office(First):
    """An office of which people agreed to be counted, and some others did not."""

    def __init__(self, year, folder):
        made, moment = year
        super().__init__(made, folder / "first", Clock(moment))
        self.folder, self.month = folder, moment.strftime("%Y-%m")
        # Who agreed to nothing, and who agreed to be counted, each with words of her own.
        self.visit(name_used=WORDS[0], account=WORDS[2], gender="non_binary")
        self.agree(self.visit(name_used=WORDS[1], account=WORDS[2], gender="woman"), **OUTSIDE)
        self.clock.pass_days(60)
        self.outside = self.joins("Viewer 9")

    def joins(self, name):
        return Laptop(self, self.folder / name, name, Role.VIEWER)

    def publishes(self, recipient=""):
        figures = self.office(self.template.supervisor).figures
        wanted = figures.propose("month", self.month, recipient)
        return self.office(VIEWER).figures.agree(wanted.subject_id).release


@pytest.fixture
def office(year, tmp_path):
    made = Office(year, tmp_path)
    yield made
    made.close()


def register(laptop):
    with laptop.office() as desks:
        return desks.figures.register()


def figures_in(office):
    """Return the batches of the stream of figures, as they were sealed."""
    stream = figures_of(office.post.membership.roster.org)
    sealed = [batch for _lane, _aseq, batch in office.post.exchange.sealed_since({})]
    return [batch for batch in sealed if frames.parse(batch).stream == stream]


def test_what_two_people_let_out_is_seen_outside_cell_by_cell_as_it_was_printed(office):
    office.outside.takes(office.writes())
    assert register(office.outside) == []

    release = office.publishes()
    came = office.outside.takes(office.writes())
    assert came.refused == {}
    (seen,) = register(office.outside)
    assert (seen.wanted.id, seen.cells, seen.areas) == (
        release.wanted.id,
        release.cells,
        release.areas,
    )
    # Once is once, however often it comes.
    office.outside.takes(office.writes())
    assert len(register(office.outside)) == len(figures_in(office)) == 1


def test_nothing_else_can_be_opened_there_and_no_word_of_anybody_is_in_it(office):
    office.agrees(office.case(name_used=WORDS[0]))
    release = office.publishes()
    stick = office.writes()
    archive = Archive()
    archive.overhear(office.post)
    with office.outside.store() as store:
        opened = archive.opened(store)
    office.outside.takes(stick)

    # What she opens of all that was written: the roster, which is of keys, and this release.
    watch = Watch(WORDS)
    assert not any(True for content in opened for _ in watch.in_bytes(content, ""))
    contents = [one for one in opened if isinstance(decode(one), tuple)]
    assert contents == [content_of(release)]
    with office.outside.store() as store:
        ask = store.connection.execute
        for table in ("casefile", "form_instance", "service", "person", "letter", "referral"):
            known = ask("select 1 from sqlite_schema where name = ?", (table,)).fetchone()
            assert not known or ask(COUNT.format(table)).fetchone() == (0,)
        assert ask("select name from app_user").fetchall() == [("Viewer 9",)]


def test_the_office_itself_finds_those_words_in_the_same_way(office):
    """What is looked for above would be found."""
    office.agrees(office.case(name_used=WORDS[0]))
    office.publishes()
    archive = Archive()
    office.writes()
    archive.overhear(office.post)
    opened = archive.opened(office.store)
    assert any(True for one in opened for _ in Watch(WORDS).in_bytes(one, ""))


def test_what_is_proposed_or_dropped_is_told_to_nobody(office):
    figures = office.office(office.template.supervisor).figures
    figures.propose("month", office.month)
    dropped = figures.propose("month", office.month)
    figures.drop(dropped.subject_id)
    office.outside.takes(office.writes())
    assert register(office.outside) == []
    assert figures_in(office) == []


def test_what_was_for_a_named_office_is_read_on_no_other_laptop(office):
    """It tells of fewer people than everybody may be told of."""
    office.publishes("Example Ministry")
    office.outside.takes(office.writes())
    assert register(office.outside) == []
    assert figures_in(office) == []
    everybody = office.publishes()
    office.outside.takes(office.writes())
    (seen,) = register(office.outside)
    assert (seen.wanted.id, seen.cells) == (everybody.wanted.id, everybody.cells)
    assert seen.wanted.least == 10


def test_what_no_two_people_let_out_goes_to_nobody(office):
    """A register that was read again says nothing of who agreed, so it may be anybody's."""
    release = office.publishes()
    alone = replace(release.wanted, id="cd" * 16)
    own = replace(release.wanted, id="ce" * 16)
    with office.store.begin(VIEWER) as work:
        work.figures.take_in(replace(release, wanted=alone, second=""))
        work.figures.take_in(replace(release, wanted=own, second=own.by))
        work.commit(Change("figures_entered"))
    office.outside.takes(office.writes())
    assert [one.wanted.id for one in register(office.outside)] == [release.wanted.id]


def test_whoever_comes_to_look_later_sees_what_was_published_before(office):
    release = office.publishes()
    office.outside.takes(office.writes())
    late = office.joins("Viewer 8")
    late.takes(office.writes())
    assert [one.wanted.id for one in register(late)] == [release.wanted.id]


def test_of_what_else_somebody_puts_into_that_stream_nothing_is_taken_in(office):
    release = office.publishes()
    office.outside.takes(office.writes())
    figures = office.post.figures
    stream = figures_of(office.post.membership.roster.org)
    for content in (
        b"no list",
        encode((1, b"short")),
        content_of(replace(release, wanted=replace(release.wanted, plan="unheard of"))),
    ):
        assert figures._seal(stream, content)
    came = office.outside.takes(office.writes())
    assert came.refused.total() == 3
    assert len(register(office.outside)) == 1
    # The lane goes on behind it.
    assert figures._seal(stream, content_of(release))
    assert office.outside.takes(office.writes()).refused == {}
    assert {frames.parse(one).kind for one in figures_in(office)} == {Kind.STATS}


def test_a_release_says_neither_who_asked_for_it_nor_who_let_it_out(office):
    release = office.publishes()
    named = replace(
        release, wanted=replace(release.wanted, recipient="CANARY-MINISTRY"), second=VIEWER.id
    )
    content = content_of(named)
    for one in (b"CANARY-MINISTRY", bytes.fromhex(VIEWER.id), bytes.fromhex(release.wanted.by)):
        assert one not in content
    assert release_of(content).cells == release.cells


def test_a_release_of_another_shape_is_refused(office):
    sound = list(decode(content_of(office.publishes())))
    for place, wrong in enumerate(["2", "words", "unheard of", 7, 1, "no moment", 3, "{}"]):
        parts = [*sound[:place], wrong, *sound[place + 1 :]]
        with pytest.raises(FiguresRefused, match=r"figures\."):
            release_of(encode(tuple(parts)))


def test_a_release_that_would_be_written_otherwise_is_refused(office):
    sound = list(decode(content_of(office.publishes())))
    cell = '{"areas":{},"cells":[["people",[],%s]]}'
    wrong = {
        5: ["2026-03-10T09:00:00", "2026-03-10T10:00:00.000000+01:00", "0001-01-01T00:00+23:00"],
        7: ["[" * 100_000, cell % '{"below":"CANARY"}', cell % '{"hi":8.5,"lo":1}'],
    }
    for place, said in wrong.items():
        for one in said:
            with pytest.raises(FiguresRefused, match=r"figures\."):
                release_of(encode((*sound[:place], one, *sound[place + 1 :])))


def test_words_beside_the_cells_are_refused(office):
    release = office.publishes()
    *parts, printed = decode(content_of(release))
    assert printed == packed(release.cells, release.areas)
    more = printed.replace('{"areas"', '{"a":"CANARY","areas"')
    with pytest.raises(FiguresRefused, match=r"figures\.printed"):
        release_of(encode((*parts, more)))
