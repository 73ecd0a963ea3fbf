"""The receipt of figures that were published: what they are, and what their files are known by."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING, Final

import texts

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from casework.figures.keeping import Receipt

# What its name ends with.
RECEIPT: Final = "-receipt.txt"
# What the name of a file of people who do not exist ends with.
INVENTED: Final = "-invented.csv"


def receipt_of(receipt: Receipt, files: Mapping[str, bytes]) -> bytes:
    """Return a receipt as a file, with the fingerprints of the files that were written."""
    return "\n".join([*_lines(receipt, files), ""]).encode()


def _lines(receipt: Receipt, files: Mapping[str, bytes]) -> Iterator[str]:
    release, wanted = receipt.release, receipt.release.wanted
    yield texts.say("receipt.title")
    yield texts.say("receipt.code", code=receipt.code)
    told = {"period": wanted.period, "plan": wanted.plan, "number": wanted.id}
    yield texts.say("receipt.what", **told)
    if wanted.recipient:
        yield texts.say("receipt.for", recipient=wanted.recipient)
    yield texts.say("receipt.rule", rule=release.rule, least=wanted.least)
    proposed, agreed = (f"{one:%Y-%m-%d}" for one in (wanted.at, release.at))
    yield texts.say("receipt.proposed", when=proposed)
    if release.second:
        yield texts.say("receipt.agreed", when=agreed)
    yield texts.say("receipt.digest", digest=release.digest)
    for file, content in files.items():
        digest = hashlib.sha256(content).hexdigest()
        yield texts.say("receipt.file", file=file, digest=digest)
        if file.endswith(INVENTED):
            yield texts.say("figures.invented_drawn")
    yield texts.say("receipt.keep")
