"""What is said of verbs and of what is typed after them."""

from __future__ import annotations

import texts


def help_of(name: str) -> str:
    """Return what is said of a verb or an option; argparse reads % as its own sign."""
    return texts.say(f"help.{name}").replace("%", "%%")


def or_line(name: str) -> str:
    """Return what is said of words that nobody should see in the list of programs."""
    return f"{help_of(name)} ({help_of('option_line')})"
