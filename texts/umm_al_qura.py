"""How long the months of the Umm al-Qura calendar are, as its makers publish them year by year.

They follow from sightings that are computed, not from a rule that holds for ever: outside these
years the program does not guess. Tests compare every day with the calendar data of the world.
"""

from __future__ import annotations

from datetime import date
from typing import Final

FIRST_YEAR: Final = 1318
FIRST_DAY: Final = date(1900, 4, 30)
# Three signs a year: twelve bits, the first month lowest; a set bit is a month of 30 days.
LENGTHS: Final = (
    "56db5a752f25e8ad16a56ab56b4da9b92b2564ba9b35a6d95d4da5d4aa955369752f46e96d46a953525d"
    "4bd9ba3b4b69b2aa554ada5d2da6d9eaae94d2ac564aea6d56ad55d4aa9352ba5b53a6b5ea9d52d29a55"
    "4ad56daea6e4ed1da2aaa95a2da5b9bb27646c95552ab4dbaba5b4da9d52aa592d26d8ed2daad5aa5a4b"
    "4979372b6975d69d52c9592b25b4db9d55d2da5d4aa9554daad3aabd2bc4b89a9552d5adb6a6d4dc9d92"
    "aa69562ae56d36ab55aaa94d49d95d2ba5b55aad55a9a92e26e55dada6d46a5b27a4d4ad56db5a754f49"
    "e92d26a563566b5baab92b2568ba9b55aada5b4da9b52a9a536276575af26d46a95552ad4bd9ba574b69"
    "b52a9552da5d4daad96b2e95e2ac9692eaad56ad65d4a"
)
