"""Numbers and times as they are typed: what the form takes, its expressions read the same way."""

from __future__ import annotations

import pytest
from scenarios import ask, clock, opened, value

from forms.session import open_session

DOSE = (
    "<dose/><mg/><each/>",
    (
        '<bind nodeset="/data/dose" type="decimal" constraint=". &lt; 1"/>'
        '<bind nodeset="/data/mg" type="decimal" calculate="/data/dose * 1000"/>'
        '<bind nodeset="/data/each" type="decimal" calculate="50 div 1000000"/>'
    ),
    ask("/data/dose"),
)


@pytest.mark.parametrize("given", ["0.00005", 0.00005])
def test_a_small_number_is_the_same_when_its_form_is_opened_again(given):
    session = opened(*DOSE)
    session.set("/data/dose", given)
    again = open_session(session.model, session.draft(), clock)
    for one in (session, again):
        assert value(one, "/data/dose") == "0.00005"
        assert value(one, "/data/mg") == "0.05"
        assert value(one, "/data/each") == "0.00005"
        assert one.check("/data/dose") is None
    assert again.finish().values["/data/dose"] == 0.00005
