"""What stands where nothing is keeps its icon whole, however little room there is."""

from __future__ import annotations

import pytest
from drive import open_window
from walking import complaints

from desktop.frame.settings import Settings
from desktop.parts.messages import Picture, Placeholder


@pytest.mark.parametrize("role", ["caseworker", "supervisor"])
@pytest.mark.parametrize("language", ["en", "ar", "fr"])
def test_nothing_is_cut_where_no_case_is_in_the_smallest_window(template, tmp_path, language, role):
    settings, who = Settings(language=language, scale=2.0), getattr(template, role)
    with open_window(template, tmp_path / "home", settings=settings, worker=who) as drive:
        drive.window.resize(1024, 640)
        drive.go("cases")
        drive.rest(6)
        (nothing,) = (one for one in drive.page.findChildren(Placeholder) if one.isVisible())
        (drawn,) = nothing.findChildren(Picture)
        assert drawn.height() >= drawn.pixmap().deviceIndependentSize().height()
        assert complaints(drive.window) == []
