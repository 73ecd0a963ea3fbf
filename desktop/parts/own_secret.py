"""One's own passphrase, asked beside an act: the laptop may have been taken while it was open."""

from __future__ import annotations

from typing import Final

import texts
from desktop import doors
from desktop.parts.announce import announce
from desktop.parts.secret_field import SecretField
from desktop.parts.sight import bring_into_sight

# Why what was typed is not taken for her own.
NOT_HERS: Final = frozenset({"wrong_passphrase", "wrong_passphrase_previous"})


class OwnSecret(SecretField):
    """Asks for the passphrase of whoever is at work, and forgets it once it was taken."""

    def __init__(self) -> None:
        super().__init__(texts.say("own.secret"), hint=texts.say("own.secret_why"))

    def take(self) -> str:
        """Return what was typed, which stands here no more."""
        typed = self.text()
        self.forget()
        return typed

    def forget(self) -> None:
        """Let nothing of it stand here, and hide what is typed next."""
        self.secret.clear()
        self.secret.eye.setChecked(False)
        self.wrong("")

    def is_missing(self) -> bool:
        """Say here that it is needed, if nothing was typed; return whether that is so."""
        missing = not self.text().strip()
        self.wrong(texts.say("field.missing") if missing else "")
        if missing:
            bring_into_sight(self)
        return missing

    def refused(self, error: Exception) -> bool:
        """Say here why it was refused; return whether that is what the refusal is about."""
        code = doors.code_of(error)
        if code not in NOT_HERS:
            return False
        # No name is asked here; of keys that are damaged more is to be said.
        words = texts.say("own.wrong") if code == "wrong_passphrase" else doors.why(error)
        self.wrong(words)
        self.secret.setFocus()
        bring_into_sight(self)
        announce(self, words, at_once=True)
        return True
