"""Files packed as one and sealed: what leaves the workbook as the organisation's own copy."""

from __future__ import annotations

from contextlib import suppress
from importlib import import_module
from typing import TYPE_CHECKING, BinaryIO, Final
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from reports.errors import NoRecipient, NotOpened, SealingMissing, TooLargeForWords, TornOff

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from types import ModuleType

# No moment of writing stands in the file.
_NEVER: Final = (1980, 1, 1, 0, 0, 0)
# What is sealed to words is sealed in memory, twice as large as this.
MOST_FOR_WORDS: Final = 256 << 20
_PIECE: Final = 64 << 10


class Packer:
    """Packs files and seals them with age, piece by piece; raises SealingMissing without it."""

    def demand(self, recipient: str) -> None:
        """Refuse a recipient that is no age key: raises NoRecipient."""
        _key(recipient)

    def sealed(self, recipient: str, paper: bytes) -> bytes:
        """Return a paper that opens for a recipient only; raises NoRecipient."""
        whole: bytes = _age().encrypt(paper, [_key(recipient)])
        return whole

    def sealed_to(
        self, recipient: str, files: Iterable[tuple[str, Iterable[bytes]]], target: BinaryIO
    ) -> None:
        """Write files as one ZIP that opens for a recipient; little of it is ever in memory."""
        age = _age()
        source, out = _Reading(_packed(files)), _Writing(target)
        try:
            age.encrypt_io(source, out, [_key(recipient)])
        except (age.EncryptError, OSError):
            raise (source.fault or out.fault or TornOff()) from None

    def sealed_with(
        self, passphrase: str, files: Iterable[tuple[str, Iterable[bytes]]], target: BinaryIO
    ) -> None:
        """Write files as one ZIP that opens with a passphrase; raises TooLargeForWords."""
        age, whole = _age(), bytearray()
        for piece in _packed(files):
            whole += piece
            if len(whole) > MOST_FOR_WORDS:
                raise TooLargeForWords
        target.write(age.passphrase.encrypt(bytes(whole), passphrase))

    def opened(self, source: BinaryIO, identity: str, target: BinaryIO) -> None:
        """Write the ZIP in a sealed file for whoever has its key; raises NotOpened."""
        age, out = _age(), _Writing(target)
        try:
            age.decrypt_io(source, out, [age.x25519.Identity.from_str(identity)])
        except (age.DecryptError, OSError):
            raise (out.fault or NotOpened()) from None


def _age() -> ModuleType:
    """Return what seals; some machines have none, and all but sealing works on them."""
    try:
        return import_module("pyrage")
    except ImportError:
        raise SealingMissing from None


def _key(recipient: str) -> object:
    age = _age()
    try:
        return age.x25519.Recipient.from_str(recipient)
    except age.RecipientError as refused:
        raise NoRecipient from refused


def _packed(files: Iterable[tuple[str, Iterable[bytes]]]) -> Iterator[bytes]:
    """Yield a ZIP of files piece by piece, the same bytes for the same files."""
    sink = _Sink()
    with ZipFile(sink, "w", ZIP_DEFLATED) as archive:
        for name, pieces in files:
            entry = ZipInfo(name, _NEVER)
            entry.compress_type = ZIP_DEFLATED
            with archive.open(entry, "w", force_zip64=True) as file:
                for piece in pieces:
                    file.write(piece)
                    if sink.size > _PIECE:
                        yield sink.emptied()
    yield sink.emptied()


class _Sink:
    """Takes what is written until somebody takes it away; there is no way back in it."""

    def __init__(self) -> None:
        self._held = bytearray()

    @property
    def size(self) -> int:
        """Return how much waits."""
        return len(self._held)

    def write(self, data: bytes, /) -> int:
        """Take bytes."""
        self._held += data
        return len(data)

    def flush(self) -> None:
        """Do nothing: nothing lies behind."""

    def close(self) -> None:
        """Do nothing: what waits is still to be taken."""

    def emptied(self) -> bytes:
        """Return what waits, and forget it."""
        held = bytes(self._held)
        self._held.clear()
        return held


class _Noting:
    """Notes what goes wrong behind it; the library between would say it in words of its own."""

    fault: Exception | None = None

    def __enter__(self) -> None:
        """Begin."""

    def __exit__(self, _kind: object, fault: BaseException | None, _trace: object) -> None:
        """Note the fault and let it go on."""
        if isinstance(fault, Exception):
            self.fault = fault


class _Reading(_Noting):
    """Pieces as a file that is read once from its beginning."""

    def __init__(self, pieces: Iterator[bytes]) -> None:
        self._pieces, self._held = pieces, bytearray()

    def read(self, size: int = -1, /) -> bytes:
        """Return the next bytes, nothing at the end."""
        with self, suppress(StopIteration):
            while size < 0 or len(self._held) < size:
                self._held += next(self._pieces)
        found = bytes(self._held[: size if size >= 0 else None])
        del self._held[: len(found)]
        return found


class _Writing(_Noting):
    """A file that is written to, and what went wrong there."""

    def __init__(self, target: BinaryIO) -> None:
        self._target = target

    def write(self, data: bytes, /) -> int:
        """Write bytes."""
        with self:
            return self._target.write(data)

    def flush(self) -> None:
        """Leave nothing behind."""
        self._target.flush()
