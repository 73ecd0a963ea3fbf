"""What a screen reader finds of the first program on the bus, depth first, as a JSON list."""

import json
import sys

import pyatspi


def below(one):
    """Yield role, name and whether it takes the focus, of everything that shows."""
    for child in one:
        if child is None or not child.getState().contains(pyatspi.STATE_SHOWING):
            continue
        focusable = child.getState().contains(pyatspi.STATE_FOCUSABLE)
        yield child.getRoleName(), child.name, focusable
        yield from below(child)


if __name__ == "__main__":
    desk = pyatspi.Registry.getDesktop(0)
    programs = [program for program in desk if program]
    # What is asked is the window below the program: the program itself always shows.
    json.dump([line for window in programs[0] for line in below(window)], sys.stdout)
