"""Functions of patterns, digests, signatures and chance names."""

from __future__ import annotations

import base64
import binascii
import hashlib
import math
import string
import uuid as uuids
from typing import TYPE_CHECKING, Final

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

from forms.errors import LimitExceeded, PatternRefused, ValueRefused
from forms.expr.code import Code, Kind, text_run
from forms.expr.functions.registry import Table
from forms.expr.patterns import compile_pattern, found_in, literal_pattern
from forms.expr.values import paid
from forms.limits import LIMITS

if TYPE_CHECKING:
    from collections.abc import Sequence

    from forms.expr.environment import Environment
    from forms.expr.syntax import Call
    from forms.expr.tree import Node

TABLE: Final = Table()
_DIGESTS: Final = frozenset({"md5", "sha1", "sha256", "sha384", "sha512"})
_LETTERS: Final = string.ascii_letters + string.digits
_LONGEST_NAME: Final = 1_000
_SIGNATURE_BYTES: Final = 64
_PATTERN_STEPS: Final = 100


@TABLE.built("regex", "text text", Kind.BOOLEAN)
def regex(_call: Call, arguments: Sequence[Code]) -> Code:
    """Return whether a pattern is found in a text."""
    text, pattern = arguments
    fixed = text.fixed and pattern.fixed
    texts = text_run(text)
    if pattern.constant and isinstance(pattern.value, str):
        ready = literal_pattern(pattern.value, LIMITS.pattern_length)

        def known(node: Node, position: int, size: int, environment: Environment) -> bool:
            return found_in(ready, paid(texts(node, position, size, environment), environment))

        return Code(known, Kind.BOOLEAN, fixed=fixed)
    patterns = text_run(pattern)

    def unknown(node: Node, position: int, size: int, environment: Environment) -> bool:
        environment.spend(_PATTERN_STEPS)
        written = patterns(node, position, size, environment)
        try:
            made = compile_pattern(written, environment.limits.pattern_length)
        except PatternRefused as refused:
            # An answer made it: nothing is wrong with the form, and the answer may stand.
            raise ValueRefused(refused.code) from None
        return found_in(made, paid(texts(node, position, size, environment), environment))

    return Code(unknown, Kind.BOOLEAN, fixed=fixed)


@TABLE.plain("digest", "text text text?", Kind.TEXT)
def digest(text: str, algorithm: str, encoding: str = "base64") -> str:
    """Return the digest of a text in hex or base64."""
    name = algorithm.lower().replace("-", "")
    if name not in _DIGESTS:
        raise ValueRefused("value.digest")
    made = hashlib.new(name, text.encode("utf-8", "surrogatepass"), usedforsecurity=False)
    if encoding.lower() == "hex":
        return made.hexdigest()
    if encoding.lower() == "base64":
        return base64.b64encode(made.digest()).decode()
    raise ValueRefused("value.encoding")


@TABLE.plain("base64-decode", "text", Kind.TEXT)
def base64_decode(text: str) -> str:
    """Return the text that base64 writes, '' when it writes none."""
    try:
        return base64.b64decode(text).decode("utf-8", "replace")
    except (binascii.Error, ValueError):
        return ""


@TABLE.plain("extract-signed", "text text", Kind.TEXT)
def extract_signed(signed: str, public_key: str) -> str:
    """Return a message whose Ed25519 signature is right, '' otherwise."""
    try:
        data = base64.b64decode(signed)
        key = Ed25519PublicKey.from_public_bytes(base64.b64decode(public_key))
        key.verify(data[:_SIGNATURE_BYTES], data[_SIGNATURE_BYTES:])
    except (binascii.Error, ValueError, InvalidSignature):
        return ""
    return data[_SIGNATURE_BYTES:].decode("utf-8", "replace")


@TABLE.environed("uuid", "number?", Kind.TEXT, folds=False)
def uuid(environment: Environment, length: float | None = None) -> str:
    """Return a name by chance: a UUID, or letters and digits of a length."""
    if length is None:
        return str(uuids.UUID(int=environment.random.getrandbits(128), version=4))
    if not math.isfinite(length) or length > _LONGEST_NAME:
        raise LimitExceeded("limit.text", limit=_LONGEST_NAME)
    return "".join(environment.random.choice(_LETTERS) for _ in range(int(length)))
