"""What desks refuse is said in words, whichever desk it was."""

from __future__ import annotations

import ast

import pytest
from measure import sources

import texts
from casework.consent.override import OverrideRefused
from casework.refused import DeskRefused
from casework.tasks.task import TaskStatus, TaskStepNotAllowed
from desktop.saying.words import refusal_of


def kinds_in(source):
    """Return the names under which a file defines refusals of desks."""
    named = DeskRefused.__name__
    return {one.name for one in source.classes if named in map(ast.unparse, one.bases)}


def codes_in(source, kinds):
    """Return the codes that a file refuses with, where it says them itself."""
    calls = (one for one in source.nodes if isinstance(one, ast.Call) and one.args)
    given = (one.args[0] for one in calls if ast.unparse(one.func) in kinds)
    return {one.value for one in given if isinstance(one, ast.Constant)}


def test_every_code_that_a_desk_refuses_with_has_its_sentence():
    files = sources("casework", "db")
    kinds = set().union(*map(kinds_in, files))
    codes = set().union(*(codes_in(one, kinds) for one in files))
    assert {"override_step", "referral_no_appointment", "seal_no_key"} <= codes
    assert sorted(code for code in codes if not texts.known(f"error.{code}")) == []


@pytest.mark.parametrize("code", ["override_step", "override_other_eyes"])
def test_a_step_that_a_decision_cannot_take_is_said_and_is_no_fault(code):
    said = refusal_of(OverrideRefused(code))
    assert said is not None
    assert (said.code, said.sentences) == (code, (texts.say(f"error.{code}"),))


def test_a_task_that_is_done_or_void_by_then_is_said_and_is_no_fault():
    said = refusal_of(TaskStepNotAllowed(TaskStatus.VOID, TaskStatus.DONE))
    assert said is not None
    assert said.sentences == (texts.say("error.task_step"),)
