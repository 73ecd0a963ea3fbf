"""A form is one file: a workbook of before has it once somebody who administers opens it."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from textwrap import dedent

from make import WORDS
from measure import HOUSE

GUIDE = HOUSE / "docs" / "guide" / "add-a-form.md"
# Another program, the same workbook: each opening says what is told and what may be filled in.
OPENS = """
import sys
from pathlib import Path
from desktop.bootstrap import open_workbook
for name in sys.argv[2:]:
    workbook = open_workbook(Path(sys.argv[1]), name, sys.stdin.readline().rstrip())
    print(*workbook.notices, *(["housing"] if "housing" in workbook.office.answers.forms() else []))
    workbook.close()
"""


def example():
    """Return the form that the guide writes, as somebody would copy it."""
    return "".join(
        map(dedent, re.findall(r"```yaml\n(.*?)```", GUIDE.read_text("utf-8"), re.DOTALL))
    )


def opened_by_a_program_with(form, folder, home, *names):
    """Lay a file beside our forms in a copy of them, and open the workbook with that program."""
    shutil.copytree(HOUSE / "forms", folder / "forms", dirs_exist_ok=True)
    (folder / "forms" / "library" / "housing.yaml").write_text(form, "utf-8")
    done = subprocess.run(
        [sys.executable, "-c", OPENS, home, *names],
        env=os.environ | {"PYTHONPATH": os.pathsep.join([str(folder), str(HOUSE)])},
        input=f"{WORDS}\n" * len(names),
        cwd=folder,
        capture_output=True,
        text=True,
        check=True,
    )
    return [line.split() for line in done.stdout.splitlines()]


def test_a_file_is_a_form_of_workbooks_that_were_there_before(desks, tmp_path) -> None:
    desks.close()
    first, then = opened_by_a_program_with(
        example(), tmp_path / "new", desks.home, "Supervisor 1", "Supervisor 1"
    )
    assert first == ["forms_newer", "housing"]
    # It is said once.
    assert then == ["housing"]
    desks.opens()
    assert "housing" in desks.office().answers.forms()
    assert desks.workbook.notices == []
