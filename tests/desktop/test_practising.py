"""What stands in a practice workbook when it is made."""

from __future__ import annotations

from desktop import practising
from desktop.bootstrap import now, open_workbook


def test_nothing_in_it_happened_in_the_future(tmp_path) -> None:
    home = tmp_path / "practice"
    user, *_ = practising.make(home, 3, 1)
    workbook = open_workbook(home, user.name, user.passphrase)
    lines = [
        line
        for case in workbook.office.cases.all()
        for line in workbook.office.history.of(case.code)
    ]
    workbook.close()
    assert lines
    assert max(line.at for line in lines) <= now()
