"""How many signs somebody may write in one place: desks refuse more, and so does what comes in."""

from __future__ import annotations

from typing import Final

# What is to be done; why a case was opened in need; a word to a colleague who is to take it over.
TASK: Final = 200
GLASS: Final = 300
OFFER: Final = 300
# Why a case is kept from being erased; why everything is taken out.
HOLD: Final = 500
TAKING: Final = 500
# What help is asked for and what came of it; what a supervisor says of a plan.
REFERRAL: Final = 1_000
REVIEW: Final = 1_000
# An entry in the library of law, as far as the organisation words it itself.
TREATY: Final = 2_000
# What was asked from outside, by whom, and the number of an order; what was done about a breach.
REQUEST: Final = 2_000
REQUESTER: Final = 200
ORDER: Final = 100
BREACH: Final = 2_000
# Everywhere else, but for answers of forms: some ten pages. More than that no page can show.
MOST: Final = 20_000
