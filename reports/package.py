"""Files packed as one and sealed: what leaves the workbook as the organisation's own copy."""

from __future__ import annotations

from io import BytesIO
from typing import TYPE_CHECKING, Final
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

import pyrage

from reports.errors import NoRecipient

if TYPE_CHECKING:
    from collections.abc import Mapping

# No moment of writing stands in the file.
_NEVER: Final = (1980, 1, 1, 0, 0, 0)


class Packer:
    """Packs files and seals them with age."""

    def packed(self, files: Mapping[str, bytes]) -> bytes:
        """Return files as one ZIP, the same bytes for the same files."""
        whole = BytesIO()
        with ZipFile(whole, "w", ZIP_DEFLATED) as archive:
            for name in sorted(files):
                entry = ZipInfo(name, _NEVER)
                entry.compress_type = ZIP_DEFLATED
                archive.writestr(entry, files[name])
        return whole.getvalue()

    def sealed(self, content: bytes, *, passphrase: str = "", recipient: str = "") -> bytes:
        """Return content that opens with a passphrase, or by whoever is the recipient.

        Raises NoRecipient for a recipient that is no age key.
        """
        if not recipient:
            return bytes(pyrage.passphrase.encrypt(content, passphrase))
        try:
            key = pyrage.x25519.Recipient.from_str(recipient)
        except pyrage.RecipientError as refused:
            raise NoRecipient from refused
        return bytes(pyrage.encrypt(content, [key]))
