"""Numbers inside text on paper: kept on one line and in the order in which they are said."""

from __future__ import annotations

from texts.kept_together import protect

__all__ = ["protect"]
