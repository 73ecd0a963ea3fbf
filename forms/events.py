"""What can happen to a form that its actions follow."""

from __future__ import annotations

from typing import Final

FIRST_LOAD: Final = "odk-instance-first-load"
LOAD: Final = "odk-instance-load"
READY: Final = "xforms-ready"
NEW_REPEAT: Final = "odk-new-repeat"
CHANGED: Final = "xforms-value-changed"
