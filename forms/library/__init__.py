"""The forms that come with the program, as files that people can read."""

from __future__ import annotations

from importlib import resources

FORMS = ("intake", "consent", "episode", "service")


def library() -> dict[str, bytes]:
    """Return the source of every form by its id."""
    folder = resources.files("forms.library")
    return {form: (folder / f"{form}.yaml").read_bytes() for form in FORMS}
