"""How this program is started anew: out of its sources, or as the bundle that it is."""

from __future__ import annotations

import sys
from typing import Final

# Typed by the program alone: figures are proved in a process of their own.
PROVE: Final = "--prove"
# And printers are asked and given pages by one.
PRINT: Final = "--print"
OURS: Final = [sys.executable] if hasattr(sys, "frozen") else [sys.executable, "-m", "desktop"]
