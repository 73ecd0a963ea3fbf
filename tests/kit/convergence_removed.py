"""A laptop is removed in the midst of a story: it gets nothing afterwards; what it gave counts."""

from __future__ import annotations

from datetime import timedelta

from convergence_book import has_come

from sync.members.member import MemberRefused
from sync.members.tending import GRACE
from sync.sealed.lateness import late, take_late

LOGGED = "select value from op"
EMPTY = "select 1 from op where lane = ? and aseq = ? and idx = ? and kind = 7"
STONE = "select 1 from tombstone where entity = ?"
EVENT = "select 1 from consent_event where id = ?"
THERE = "select 1 from casefile where id = ?"
MOVED = "select 1 from op where kind = 5 and entity = ?"
# What whoever was removed said last of where a grant lives: that it left, or that it is back.
PLACED = (
    "select o.kind from op as o join lane as l on l.id = o.lane join consent_grant as g"
    " on g.id = o.entity where g.event_id = ? and l.author in ({}) and o.kind in (2, 5)"
    " order by o.hlc desc, o.aseq desc, o.idx desc limit 1"
)


def removes(turn):
    """Remove a laptop, at the first one: whoever administers there does that."""
    story, chance, _book = turn
    return lets_go(story, chance.choice(story.books[1:]))


def lets_go(story, gone) -> bool:
    """Remove one laptop, if that can be now."""
    first = story.books[0]
    # What it erased and nobody heard of is erased nowhere else.
    heard = all(first.rows(STONE, case) for case in story.erased)
    if story.removed is not None or story.turn < 100 or first.seat or not heard:
        return False
    try:
        first.post.membership.revoke(gone.post.membership.me.workbook)
    except MemberRefused:
        return False
    # Who hears of it without its keys turns them herself when so much time has passed.
    story.latest = min(
        story.latest, story.organisation.clock.moment + 2 * GRACE - timedelta(days=1)
    )
    story.removed = gone.number
    for case in story.cases.values():
        if case.home == gone.number:
            # Whoever founded the organisation was let in before all others.
            story.homes[case.id] = first.number
            left = any(one.rows(MOVED, case.id) for one in (first, gone))
            is_whole = case.agreed and first.rows(THERE, case.id) and not left
            story.whole.update([case.id] if is_whole else [])
    return True


def is_whole(story, book, case) -> bool:
    """Return whether a laptop has at home all that was said of a case and came there.

    Of what had left before it was at home there others had let go.
    """
    if book.number == story.cases[case].home:
        return True
    return book.number == story.homes[case] and case in story.whole


def with_words(story, book, key):
    """Return all that is known of a thing but what a removed laptop gave away without its words."""
    known = story.known(book, key)
    if story.removed in {None, book.number}:
        return known
    # Of what was replaced where it was summed up not even the number is here.
    lacks = {
        one
        for one in known
        if story.by.get(one) == story.removed and all(book.rows(EMPTY, *at) for at in one.told)
    }
    return known - lacks | (lacks & _replaced(known - lacks))


def still_there(story, book, some):
    """Return some of what was said but what the removed laptop took home: it alone has that."""
    if story.removed is None:
        return some
    replaced = _replaced(some)
    return {one for one in some if one in replaced or not _is_taken_along(story, book, one)}


def _replaced(some):
    """Return what some of it had replaced: that says on what it had replaced itself."""
    return {before for one in some for before in one.sees if before.field == one.field}


def _is_taken_along(story, book, one) -> bool:
    if any(not book.rows(EMPTY, *at) for at in one.told):
        return False
    has = [other.number for other in story.books if any(other.logs(at, one) for at in one.told)]
    return has == [story.removed]


def counts_at(story, book, some, said):
    """Return of some that stands all but what a home that adopted the case takes for replaced.

    The removed laptop had said it once more, and somebody who knew it from before replaced it. And
    with what stands there yet: the removed laptop had replaced it by what did not come there.
    """
    case = story.things[next(iter(said)).entity][1]
    if story.removed is None or not case or book.number != story.homes[case]:
        return some
    if book.number == story.cases[case].home:
        return some
    replaced = _replaced([one for one in said if story.by.get(one) != story.removed])
    shown = {one.field: story.visible(book, one.entity, one.field) for one in some}
    lately = {one for one in _replaced(some) if _has_no_words(story, book, one)}
    yet = {
        before
        for before in _replaced(lately)
        if before.value in shown.get(before.field, ())
        and not any(_replaces(one, before, lately) for one in set(said) - lately)
    }
    # What a known one replaced had replaced something itself: whoever got it summed up knows.
    over = _replaced(replaced - set(said))
    return yet | {
        one
        for one in some
        if story.by.get(one) != story.removed
        or one.value in shown[one.field]
        or not (
            one in over
            or any(before.value == one.value and before in replaced for before in one.sees)
        )
    }


def _replaces(one, before, lately) -> bool:
    """Return whether something replaced another one, and not only by what has no words."""
    return before in one.sees and not any(before in each.sees for each in lately & one.sees)


def _has_no_words(story, book, one) -> bool:
    """Return whether something that the removed laptop said did not come to a laptop as it was.

    So nobody there knows what it had replaced itself.
    """
    reached = book.reached()
    return story.by.get(one) == story.removed and not any(
        (has_come(place, reached) and not book.rows(EMPTY, *place)) or book.logs(place, one)
        for place in one.told
    )


def with_before(story, book, some):
    """Return some of what was said with all that was replaced by what one laptop itself said.

    What says that anew names both, as nobody else may ever hear of what stood in between.
    """
    found, todo = set(some), list(some)
    while todo:
        one = todo.pop()
        if story.by.get(one) == book.number:
            new = {before for before in one.sees if before.field == one.field} - found
            found |= new
            todo += new
    return frozenset(found)


def note_removed(story, book) -> None:
    """Take note when a laptop has heard of it."""
    if story.removed is None or book.number in (*story.heard_of_it, story.removed):
        return
    roster = book.post.membership.roster
    gone = story.books[story.removed].post.membership.me.author
    if not roster.is_active(gone):
        story.heard_of_it[book.number] = story.turn


def decide_late(story) -> int:
    """Let what the removed laptop gave count, where that is decided; return how much went on.

    What stands behind something that never came goes on by no decision.
    """
    first = story.books[0]
    if story.removed is None:
        return 0
    if first.seat:
        first.sits_down()
    waiting = late(first.post.membership)
    for one in waiting:
        take_late(first.post, one.workbook)
        story.anew(first)
    left = late(first.post.membership)
    return sum(one.batches for one in waiting) - sum(one.batches for one in left)


def counted(story, home, key):
    """Return all that was said of a thing but what a removed laptop kept to itself."""
    said = story.said[key]
    if story.removed is None:
        return said
    known = with_words(story, home, key)
    return [one for one in said if story.by.get(one) != story.removed or one in known]


def told_home(story, home, words):
    """Return what she said of where her case is kept but what a removed laptop kept to itself.

    Where it is at home since then, also without what never came there, or was over by its word.
    """
    if story.removed is None:
        return words
    found, over = [], []
    for one in words:
        event = bytes.fromhex(one.value[2])
        if story.homes[one.entity] != story.cases[one.entity].home:
            counts = home.rows(EVENT, event) and not is_over(story, home, event)
            over += [one] if home.rows(EVENT, event) and not counts else []
        else:
            counts = story.by.get(one) != story.removed or home.rows(EVENT, event)
        found += [one] if counts else []
    # What is over by its word stood in place of what she had agreed to before; a no stays one.
    return [one for one in found if not any(_is_agreed_before(one, other) for other in over)]


def _is_agreed_before(one, other) -> bool:
    return one.value[0] == "yes" and one.value[1:] < other.value[1:]


def is_over(story, home, event) -> bool:
    """Return whether whoever was removed had taken home what somebody agreed to."""
    gone = story.organisation.keys[story.removed]
    authors = ", ".join(f"x'{one.author_key.hex()}'" for one in gone)
    return home.rows(PLACED.format(authors), event)[:1] == [(5,)]


def got_nothing(story) -> None:
    """See that the removed laptop has no word that was said after others had heard of it."""
    gone = story.books[story.removed]
    there = b"".join(value for (value,) in gone.rows(LOGGED))
    since = story.heard_of_it
    # Others say again where her cases are at home since: whose word it is says who said it first.
    first: dict[str, int | None] = {}
    for one in (one for said in story.said.values() for one in said):
        first.setdefault(str(one.value), story.by.get(one))
    for word, by in first.items():
        if by in since and word.startswith("say") and int(word[3:]) > since[by]:
            assert word.encode() not in there, (by, gone.number, word)
