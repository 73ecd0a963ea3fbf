"""Why figures are not counted, or not published."""

from __future__ import annotations

from casework.refused import DeskRefused


class FiguresRefused(DeskRefused):
    """Raised for a plan, a period or a release that cannot be.

    Its facts are numbers, and words of a file of figures; never of a case.
    """
