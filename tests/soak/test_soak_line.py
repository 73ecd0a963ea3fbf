"""Killed before each statement of an exchange in turn, the next one goes on; nothing is lost."""

from __future__ import annotations

import signal
from contextlib import closing

import pytest
from deaths import apart, dies_at, exchanges, hires
from lines import listening
from met import Met

pytestmark = pytest.mark.soak
# An exchange ends by itself before it has carried out so many statements.
MOST = 20_000


def test_whoever_is_killed_before_any_statement_goes_on_with_the_next(template, tmp_path):
    (tmp_path / "server").mkdir()
    with listening(tmp_path / "server") as server, closing(Met(template, tmp_path, server)) as met:
        written = 0
        for point in range(1, MOST):
            with met.second.office() as office:
                hires(office, f"Caseworker {point + 100}")
            if point % 25 == 1:
                met.writes()
                written += 1
            met.meets()
            end = apart(lambda point=point: exchanges(met, dies_at(point)))
            if end == 0:
                break
            assert end == -signal.SIGKILL
        assert point > 100
        done = met.second_meets()
        assert (done.came.refused, done.alarms, done.waiting) == ({}, [], 0)
        assert len(met.second.codes()) == written
        assert met.meets().came.refused == {}
