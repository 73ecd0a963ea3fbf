"""Letters that were put together and not sent."""

from __future__ import annotations

import pytest

from casework.referrals.letters_begun import BegunLetter
from casework.team.seat import NotFound
from db.homes.erasing_here import forget_places

WISH = BegunLetter(
    "SERV-ICE1", "referral", "ar", frozenset({"own_phone"}), "EX-WISH-1", signed="office"
)


def test_what_was_begun_comes_back_for_whoever_began_it(desks) -> None:
    case = desks.visit()
    begun = desks.office().letters.begun
    assert begun.of(case) is None
    begun.keep(case, WISH)
    begun.keep(case, WISH)
    assert begun.of(case) == WISH
    begun.forget(case)
    begun.forget(case)
    assert begun.of(case) is None
    with pytest.raises(NotFound):
        begun.keep("AAAA-AAAA", WISH)


def test_an_erasure_that_forgets_places_forgets_begun_letters_of_the_case(desks) -> None:
    case, other = desks.visit(), desks.visit()
    begun = desks.office().letters.begun
    begun.keep(case, WISH)
    begun.keep(other, WISH)
    rows = "select count(*) from setting where key like 'place.letter.%'"
    assert desks.store.connection.execute(rows).fetchone() == (2,)
    forget_places(desks.store.connection.cursor(), case)
    assert begun.of(case) is None
    assert begun.of(other) == WISH
