"""How many bytes go or come at once: few on a slow line, so that few are lost with it."""

from __future__ import annotations

from typing import Final

SMALLEST: Final = 1 << 12
# With what is said around it what breaks off is no more than 64 KiB, and all that comes twice.
LARGEST: Final = 56 << 10
# So many seconds sending a piece takes at most, where the line is slow.
_GOAL: Final = 10
# So many times as much may come as goes: of what breaks off on the way here all whole is used, and
# a far line has little to wait for.
_COMES: Final = 8


class Window:
    """The window of one exchange."""

    def __init__(self) -> None:
        self.size = SMALLEST

    @property
    def comes(self) -> int:
        """Return how many bytes to ask for at once."""
        return _COMES * self.size

    def took(self, size: int, seconds: float) -> None:
        """Fit the window to how fast so many bytes went and came; it grows twofold at most."""
        fits = int(size / max(seconds, 0.001) * _GOAL)
        if size >= self.size // 2 or fits < self.size:
            self.size = max(SMALLEST, min(LARGEST, 2 * self.size, fits))
