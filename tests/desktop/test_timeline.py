"""The line of years: what is sure, what may be, and what belongs together; never an order."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from itertools import permutations

import pytest
from PySide6.QtCore import Qt

import texts
from casework.records.episodes import EpisodeLink, EpisodeView, FuzzyDate
from desktop.app import application
from desktop.look import Look, look, use
from desktop.look.tokens import experience_colours
from desktop.parts.tiles import by_name
from desktop.parts.timeline import Timeline
from desktop.parts.timeline_plan import UNNAMED, plan_of, years

TODAY, FIRST_CONTACT = date(2029, 6, 1), date(2029, 5, 6)
KINDS = ("survival_sex", "trafficking_sexual_exploitation", "transactional_sex")


@pytest.fixture(autouse=True)
def plain_look():
    application()
    before = look()
    use(Look())
    texts.use("en")
    yield
    use(before)


def episode(name, kinds=("survival_sex",), start=None, end=None, **more):
    plain = EpisodeView(
        id=name,
        continuum=frozenset(kinds),
        start=FuzzyDate("", *(start or (None, None))),
        end=FuzzyDate("", *(end or (None, None))),
        ongoing="over",
        region="",
        area="",
        setting=frozenset(),
        own_words="",
        summary="",
        source="",
        certainty="",
        exchange_given=frozenset(),
        exchange_promised=frozenset(),
        gains=frozenset(),
        control=frozenset(),
        recruitment=frozenset(),
        act=frozenset(),
        means=frozenset(),
        purpose=frozenset(),
        online=frozenset(),
        platforms=frozenset(),
        still_online="",
        gbv_other=frozenset(),
        forms=(),
        route=(),
        links=(),
    )
    return replace(plain, **more)


def day(year, month=1, of_month=1):
    return date(year, month, of_month)


def known(year):
    return day(year, 1, 1), day(year, 12, 31)


def plan(*episodes):
    return plan_of(episodes, FIRST_CONTACT, TODAY)


def span(*args, **asked):
    return plan(episode("a", *args, **asked)).bars[0].span


def test_what_is_known_to_the_day_is_sure_from_end_to_end():
    found = span(start=(day(2026, 3), day(2026, 3)), end=(day(2027, 5), day(2027, 5)))
    assert (found.begin, found.end, found.sure) == (
        day(2026, 3),
        day(2027, 5),
        (day(2026, 3), day(2027, 5)),
    )


def test_a_year_is_sure_only_after_its_last_day():
    found = span(start=known(2026), end=known(2028))
    assert (found.begin, found.end) == (day(2026), day(2028, 12, 31))
    assert found.sure == (day(2026, 12, 31), day(2028))


def test_dates_that_overlap_leave_nothing_sure():
    assert span(start=known(2027), end=known(2027)).sure is None


def test_an_unknown_beginning_reaches_back_to_the_edge():
    found = plan(episode("a", end=known(2026)))
    assert (found.bars[0].span.begin, found.bars[0].span.sure) == (found.first, None)


def test_an_unknown_end_may_be_any_day_until_today():
    found = span(start=(day(2026), day(2026)))
    assert (found.end, found.sure, found.going_on) == (TODAY, None, False)


def test_what_goes_on_is_sure_until_today():
    found = span(start=(day(2026), day(2026)), ongoing="ongoing")
    assert (found.end, found.sure, found.going_on) == (TODAY, (day(2026), TODAY), True)


def test_an_end_before_the_beginning_breaks_nothing():
    found = span(start=(day(2028), day(2028)), end=(day(2026), day(2026)))
    assert (found.begin, found.end, found.sure) == (day(2028), day(2028), None)


def test_lanes_stand_by_the_words_on_screen_and_what_has_no_name_last():
    found = plan(episode("a", KINDS), episode("b", ()))
    assert found.kinds == (*(code for code in by_name() if code in KINDS), UNNAMED)


def test_one_of_several_kinds_has_a_bar_in_each_lane_that_hang_together():
    found = plan(episode("a", KINDS, known(2026), known(2027)))
    assert [bar.row for bar in found.bars] == [0, 1, 2]
    assert [(one.row, other.row) for one, other in found.same] == [(0, 1), (1, 2)]


def test_bars_of_one_kind_share_a_line_only_where_they_do_not_cover_each_other():
    early = episode("a", start=known(2024), end=known(2024))
    late = episode("b", start=known(2026), end=known(2026))
    over_both = episode("c", start=known(2024), end=known(2026))
    assert plan(early, late).kinds == ("survival_sex",)
    assert plan(early, late, over_both).kinds == ("survival_sex", "survival_sex")


def test_a_link_is_told_once_and_between_the_nearest_lanes():
    first = episode("a", KINDS, known(2026), known(2027), links=(EpisodeLink("b", "led_to"),))
    other = episode(
        "b", KINDS[1:2], known(2026), known(2028), links=(EpisodeLink("a", "same_time"),)
    )
    (joint,) = plan(first, other).links
    assert joint.lower.row - joint.upper.row == 1
    assert day(2026) <= joint.day <= day(2027, 12, 31)


def test_a_link_to_what_is_not_there_is_left_out():
    assert plan(episode("a", links=(EpisodeLink("gone", "led_to"),))).links == ()


def test_the_order_in_which_episodes_come_changes_nothing():
    one = episode("a", KINDS[:2], known(2025), known(2026), links=(EpisodeLink("c", "led_to"),))
    two = episode("b", KINDS[1:], known(2026), known(2026))
    three = episode("c", (), known(2024), known(2028))
    plans = {
        (plan_.kinds, frozenset(plan_.bars), frozenset(plan_.links))
        for plan_ in (plan(*order) for order in permutations((one, two, three)))
    }
    assert len(plans) == 1


def test_years_are_written_no_closer_than_there_is_room_for():
    long = plan(episode("a", start=known(2000), end=known(2001)))
    assert [one.year for one in years(long, 40)] == list(range(2000, 2031))
    assert [one.year for one in years(long, 7)] == list(range(2000, 2031, 5))


def shown(found, direction=None):
    line = Timeline()
    if direction is not None:
        line.setLayoutDirection(direction)
    line.show_plan(found, "as a sentence")
    line.resize(600, line.sizeHint().height())
    return line


def test_lanes_have_one_height_and_time_runs_with_the_reading():
    found = plan(episode("a", KINDS, known(2025), known(2026)))
    line = shown(found)
    places = [line.places().place_of(bar) for bar in found.bars]
    assert {place.height() for place in places} == {23}
    assert [place.top() - places[0].top() for place in places] == [0, 38, 76]
    assert line.places().x_of(day(2025)) < line.places().x_of(day(2026))
    right_to_left = line.layoutDirection().RightToLeft
    assert shown(found, right_to_left).places().x_of(day(2025)) == 600 - line.places().x_of(
        day(2025)
    )
    assert line.accessibleName() == "as a sentence"


def colours(line):
    image = line.grab().toImage()
    across = range(0, image.width(), 2)
    return {image.pixelColor(x, y).name() for x in across for y in range(0, image.height(), 2)}


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_only_what_is_recorded_is_painted_in_its_colours(theme):
    use(Look(theme=theme))
    from_lane = {
        kind: colours(shown(plan(episode("a", (kind,), known(2025), known(2027)))))
        for kind in KINDS
    }
    for kind in KINDS:
        tones = experience_colours(kind, theme)
        assert {tones.fill.name(), tones.soft.name()} <= from_lane[kind]
        others = {experience_colours(other, theme).fill.name() for other in KINDS} - {
            tones.fill.name()
        }
        assert not others & from_lane[kind]


@pytest.mark.parametrize("way", list(Qt.LayoutDirection)[:2])
def test_each_year_stands_under_its_line(way):
    found = plan(episode("a", KINDS, known(2025), known(2026)))
    line = shown(found, way)
    image = line.grab().toImage()
    ground = image.pixel(0, image.height() - 1)
    foot = range(image.height() - 20, image.height() - 4)
    for each in years(found, 9):
        x = round(line.places().x_of(each))
        near = range(max(0, x - 24), min(image.width(), x + 25))
        inked = [at for at in near if any(image.pixel(at, y) != ground for y in foot)]
        assert inked
        assert abs((inked[0] + inked[-1]) / 2 - x) <= 2


def test_a_short_bar_can_still_be_hit_and_tells_which_it_is(qtbot):
    found = plan(episode("a", start=(day(2020), day(2020)), end=(day(2020), day(2020))))
    line = shown(found)
    qtbot.addWidget(line)
    line.grab()
    place = line.places().place_of(found.bars[0])
    assert place.width() >= 14
    with qtbot.waitSignal(line.pressed, timeout=1000) as told:
        qtbot.mouseClick(line, Qt.MouseButton.LeftButton, pos=place.center().toPoint())
    assert told.args == ["a"]


SHORT = (day(2021, 6), day(2021, 6)), (day(2021, 12), day(2021, 12))
CROSSED = day(2022, 6)


def written_at(found, bar, way):
    """Return where words stand in the lane of a bar: what is no more seen in discreet mode."""
    seen = []
    for discreet in (False, True):
        use(Look(discreet=discreet))
        line = shown(found, way)
        seen.append(line.grab().toImage())
    place = line.places().place_of(bar)
    lane = range(round(place.top()), round(place.bottom()))
    return {
        x
        for x in range(seen[0].width())
        if any(seen[0].pixel(x, y) != seen[1].pixel(x, y) for y in lane)
    }


@pytest.mark.parametrize("way", list(Qt.LayoutDirection)[:2])
@pytest.mark.parametrize("by", ["first contact", "one of two kinds"])
def test_no_line_crosses_the_words_beside_a_bar(way, by):
    """In a case of twelve experiences the words ran through lines that join others."""
    begins = day(2024) if by == "first contact" else CROSSED
    joined = episode("c", (KINDS[0], KINDS[2]), (begins, begins), known(2027))
    earlier = episode("b", KINDS[:1], known(2013), known(2014))
    short = episode("a", KINDS[1:2], *SHORT)
    contact = CROSSED if by == "first contact" else day(2028)
    found = plan_of([short, joined, earlier], contact, TODAY)
    (bar,) = (one for one in found.bars if one.episode_id == "a")
    places = shown(found, way).places()
    inwards = 0 if by == "first contact" else 6
    line = places.x_of(CROSSED) + (-inwards if places.mirrored else inwards)
    written = written_at(found, bar, way)
    assert written
    assert written & set(range(round(line) - 2, round(line) + 3)) == set()


def test_words_of_two_bars_do_not_stand_on_each_other():
    near_end = (day(2027, 6), day(2027, 6)), (day(2027, 12), day(2027, 12))
    early = (day(2023, 10), day(2023, 10)), (day(2024, 2), day(2024, 2))
    first, last = episode("a", KINDS[1:2], *early), episode("b", KINDS[1:2], *near_end)
    throughout = episode("c", KINDS[:1], known(2008), known(2028))
    found = plan_of([first, last, throughout], day(2009), TODAY)
    line = shown(found)
    bar, other = (one for one in found.bars if one.row == 1)
    ends, begins = line.places().place_of(bar).right(), line.places().place_of(other).left()
    wide = look().metrics("caption").horizontalAdvance("Trafficking") + 8
    # Between them is room for the words of one.
    assert wide < begins - ends < 2 * wide
    between = {x for x in written_at(found, bar, line.layoutDirection()) if ends < x < begins}
    assert between
    assert max(between) <= ends + wide
