"""At a real terminal: what is typed unseen, what no keyboard should send, and who stops."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest
from make import WORDS
from vaults import run_child

from desktop.bootstrap import open_workbook
from desktop.crash import REPORT

if sys.platform == "win32":
    pytest.skip("there is no such terminal", allow_module_level=True)

HERE = Path(__file__).parents[2]
NEW = "plainly other words for tests only"
STOP, END = "\x03", "\x04"
# Type one answer after each prompt, at a terminal of its own; print the status and what was said.
AT_A_TERMINAL = """
import json, os, pty, signal, sys
pairs, *words = json.loads(sys.argv[1])
child, end = pty.fork()
if child == 0:
    signal.signal(signal.SIGINT, signal.SIG_DFL)
    os.execv(sys.executable, [sys.executable, "-m", "desktop", *words])
said = b""
def read():
    try:
        return os.read(end, 4096)
    except OSError:
        return b""
for prompt, typed in pairs:
    since = len(said)
    while prompt.encode() not in said[since:]:
        more = read()
        if not more:
            break
        said += more
    os.write(end, typed.encode("latin-1"))
while more := read():
    said += more
status = os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
print(json.dumps([status, said.decode("utf-8", "replace")]))
"""


@pytest.fixture
def home(template, tmp_path):
    home = template.copy(tmp_path / "home")
    yield home
    assert not (home / REPORT).exists()


def types(home, *words, answers):
    line = [[list(pair) for pair in answers], "--home", str(home), *map(str, words)]
    child = run_child(AT_A_TERMINAL, json.dumps(line))
    return json.loads(child.stdout)


NAME = ("--user", "Supervisor 1")


@pytest.mark.parametrize(
    ("words", "answers", "code"),
    [
        ((*NAME, "cases"), [("Passphrase:", END)], "no_passphrase"),
        ((*NAME, "cases"), [("Passphrase:", "M\xfcller\n")], "typed_unreadable"),
        (("cases",), [("name:", END)], "no_user"),
        (("cases",), [("name:", "M\xfcller\n")], "typed_unreadable"),
        (("cases",), [("name:", "  \n")], "no_user"),
    ],
)
def test_what_is_not_typed_or_can_not_be_read_ends_in_words(home, words, answers, code):
    status, said = types(home, *words, answers=answers)
    assert status == 1
    assert f"\n{code}: " in said.replace("\r", "") or f" {code}: " in said


def test_a_name_that_holds_no_letters_is_a_slip_of_the_line(home):
    words = [sys.executable, "-m", "desktop", "--home", str(home), "--user", b"\xff\xfe", "cases"]
    done = subprocess.run(words, capture_output=True, text=True, check=False, cwd=HERE)
    assert (done.returncode, "UTF-8" in done.stderr) == (2, True)


def changed(home, again):
    first = [("Passphrase:", f"{WORDS}\n"), ("passphrase:", f"{NEW}\n")]
    return types(home, *NAME, "passphrase", answers=[*first, ("again:", f"{again}\n")])


def test_a_new_passphrase_is_typed_twice(home):
    status, said = changed(home, f"{NEW} ")
    assert (status, "not_the_same: " in said) == (1, True)
    open_workbook(home, "Supervisor 1", WORDS).close()
    assert changed(home, NEW)[0] == 0
    open_workbook(home, "Supervisor 1", NEW).close()


def test_who_stops_at_a_question_is_told_nothing(home):
    status, said = types(home, *NAME, "cases", answers=[("Passphrase:", STOP)])
    assert (status, "Traceback" in said) == (130, False)


# The system interrupts at a certain import: nothing of ours stands there yet. What was started in
# the background hears no interrupts, and neither does what it starts, if it is not told to.
INTERRUPTED = """
import os, signal, sys
class Interrupts:
    def find_spec(self, name, *_):
        if name == sys.argv[1]:
            os.kill(os.getpid(), signal.SIGINT)
sys.meta_path.insert(0, Interrupts())
signal.signal(signal.SIGINT, signal.default_int_handler)
from desktop.__main__ import main
sys.exit(main(["cases"]))
"""


@pytest.mark.parametrize("module", ["desktop.command.typed", "casework.office", "sqlcipher3"])
def test_who_stops_it_while_it_begins_sees_nothing_of_it(module):
    child = run_child(INTERRUPTED, module)
    assert (child.returncode, child.stdout, child.stderr) == (130, "", "")


@pytest.mark.parametrize("sign", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP])
def test_whoever_ends_it_from_outside_closes_the_window(home, sign):
    words = [sys.executable, "-m", "desktop", "--home", str(home), "--after", "lock"]
    with subprocess.Popen(words, stdout=subprocess.PIPE, cwd=HERE, env=os.environ) as window:
        assert window.stdout.readline() == b"standing\n"
        window.send_signal(sign)
        try:
            assert window.wait(60) == 0
        finally:
            window.kill()
