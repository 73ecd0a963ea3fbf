"""How long the months of Bikram Sambat are, as they were published year by year.

The months begin when the sun enters another sign, and a committee in Nepal says for each year on
which day that is: no rule gives it. From 2085 on the tables in use differ from each other, some
have years of 364 days: beyond what they agree on the program does not guess.
"""

from __future__ import annotations

from datetime import date
from typing import Final

FIRST_YEAR: Final = 1975
FIRST_DAY: Final = date(1918, 4, 13)
# Six signs a year: two bits a month, the first month lowest; its days beyond 29.
LENGTHS: Final = (
    "5116fa9056ee8456ed511aba5116fa9056ee514aea511aba5116fa9056ee514aea511aba5116ee9056ee"
    "514aea511aba5056ee8456ee511aba511aba5056ee8456ee511aba511aba9056ee8456ed511aba5116fa"
    "9056ee8456ed511aba5116fa9056ee814aea511aba5116fa9056ee514aea511aba5116fa9056ee514aea"
    "511aba5116ee8456ee511aea511aba5056ee8456ee511aea511aba9056ee8456ed511aba5117ba9056ee"
    "8456ed511aba5116fa9056ee814aed511aba5116fa9056ee514aea511aba5116fa9056ee514aea511aba"
    "5116ee9056ee511aea511aba5056ee8456ee511aea511aba5056ee8456ee511aba5117ba9056ee8456ed"
    "511aba5116fa9056ee844aea511aba5116fa9056ee814aea511aba5116fa9056ee514aea511aba5116ee"
    "9056ee511aea511aba5056ee8456ee511aea511aba5056ee8456ee511aba511aba5456ba"
)
