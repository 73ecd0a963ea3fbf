"""A laptop is removed in the midst of a story: it gets nothing afterwards; what it gave counts."""

from __future__ import annotations

from sync.lateness import late, take_late
from sync.member import MemberRefused

LOGGED = "select value from op"
STONE = "select 1 from tombstone where entity = ?"
EVENT = "select 1 from consent_event where id = ?"


def removes(turn):
    """Remove a laptop, at the first one: whoever administers there does that."""
    story, chance, _book = turn
    first, gone = story.books[0], chance.choice(story.books[1:])
    # What it erased and nobody heard of is erased nowhere else.
    heard = all(first.rows(STONE, case) for case in story.erased)
    if story.removed is not None or story.turn < 100 or first.seat or not heard:
        return False
    try:
        first.post.membership.revoke(gone.post.membership.me.workbook)
    except MemberRefused:
        return False
    story.removed = gone.number
    return True


def note_removed(story, book) -> None:
    """Take note when a laptop has heard of it, and has the keys that were made for that."""
    if story.removed is None or book.number in (*story.heard_of_it, story.removed):
        return
    roster = book.post.membership.roster
    gone = story.books[story.removed].post.membership.me.author
    if not roster.is_active(gone) and not roster.due():
        story.heard_of_it[book.number] = story.turn


def decide_late(story) -> int:
    """Let what the removed laptop gave count, where that is decided; return how much did."""
    first = story.books[0]
    if story.removed is None:
        return 0
    if first.seat:
        first.sits_down()
    waiting = late(first.post.membership)
    for one in waiting:
        take_late(first.post, one.workbook)
        story.anew(first)
    return len(waiting)


def counted(story, home, key):
    """Return all that was said of a thing but what a removed laptop kept to itself."""
    said = story.said[key]
    if story.removed is None:
        return said
    known = story.known(home, key)
    return [one for one in said if story.by.get(one) != story.removed or one in known]


def told_home(story, home, words):
    """Return what she said of where her case is kept but what a removed laptop kept to itself."""
    return [
        one
        for one in words
        if story.by.get(one) != story.removed
        or story.removed is None
        or home.rows(EVENT, bytes.fromhex(one.value[2]))
    ]


def got_nothing(story) -> None:
    """See that the removed laptop has no word that was said after others had heard of it."""
    gone = story.books[story.removed]
    there = b"".join(value for (value,) in gone.rows(LOGGED))
    since = story.heard_of_it
    for said in story.said.values():
        for one in said:
            word, by = str(one.value), story.by.get(one)
            if by in since and word.startswith("say") and int(word[3:]) > since[by]:
                assert word.encode() not in there, (by, gone.number, word)
