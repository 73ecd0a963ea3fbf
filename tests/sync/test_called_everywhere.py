"""What a person is called is said once for an office, and reaches its other laptops."""

import pytest
from apart import Apart

from casework.team.worker import NotPermitted, Role
from texts.language import PERSON


@pytest.fixture
def made(template, tmp_path):
    """Return three laptops, two of them of supervisors."""
    made = Apart.three(template, tmp_path)
    yield made
    made.first.close()


def test_a_word_that_a_supervisor_chose_is_that_of_all_laptops(made):
    with made.other.office() as office:
        office.people.set_called("client")
    assert made.first.store.spoken()[1] == PERSON
    stick = made.other.writes()
    made.first.takes(stick)
    assert made.first.store.spoken()[1] == "client"
    made.third.takes(stick)
    with made.third.store() as store:
        assert store.spoken()[1] == "client"


def test_two_laptops_that_chose_differently_come_to_one_word(made):
    with made.other.office() as office:
        office.people.set_called("client")
    made.first.office(made.first.template.supervisor).people.set_called("survivor")
    mine, hers = made.first.writes(), made.other.writes()
    made.first.takes(hers)
    made.other.takes(mine)
    with made.other.store() as store:
        assert store.spoken()[1] == made.first.store.spoken()[1] in {"client", "survivor"}


def test_whoever_does_not_see_to_the_office_chooses_nothing(template, tmp_path):
    two = Apart.begun(template, tmp_path, Role.CASEWORKER)
    with two.other.office() as office, pytest.raises(NotPermitted):
        office.people.set_called("client")
    two.first.close()
