"""Where a server is, as the roster says it: how it is reached, and the name it is known by."""

from __future__ import annotations

import ipaddress
import re
from dataclasses import dataclass
from typing import Final, NoReturn, Self

_HTTPS: Final = "https"
_HTTP: Final = "http"
_PORTS: Final = {_HTTPS: 443, _HTTP: 80}
_HOST: Final = re.compile(r"[a-z0-9](?:[a-z0-9.-]{0,251}[a-z0-9])?")
_ADDRESS: Final = re.compile(
    r"(?:(?P<scheme>https?)://)?(?P<host>[A-Za-z0-9.-]+|\[[A-Fa-f0-9:.]+\])(?::(?P<port>[0-9]{1,5}))?/?"
    r"(?:#(?P<name>[A-Za-z0-9.:\[\]-]{1,200}))?"
)
_PORTS_END: Final = 1 << 16


class AddressRefused(ValueError):
    """What was typed is no address of a server; the message is a code."""


@dataclass(frozen=True, slots=True)
class Address:
    """A host and a port, whether the way there is sealed, and what the server is called.

    It is called like its host, unless the address says otherwise behind a `#`: one server may be
    reached by several ways, and workbooks prove who they are to the name, not to the way.
    """

    secure: bool
    host: str
    port: int
    name: str

    @classmethod
    def of(cls, typed: str) -> Self:
        """Return what an address says, or refuse it.

        Without TLS whoever is on the way could read ids and keep batches back; so it is only for a
        server on this machine, and for onion services, whose address is the key they answer with.
        A pin does not help there: nothing shows a key that could be compared with it.
        """
        found = _ADDRESS.fullmatch(typed.strip())
        if found is None:
            _refuse("address.wrong")
        scheme, shown = found["scheme"] or _HTTPS, found["host"].lower()
        host, port = shown.strip("[]"), int(found["port"] or _PORTS[scheme])
        if not (_is_host(host) and 0 < port < _PORTS_END):
            _refuse("address.wrong")
        if scheme == _HTTP and not (_is_here(host) or host.endswith(".onion")):
            _refuse("address.open")
        usual = shown if port == _PORTS[scheme] else f"{shown}:{port}"
        return cls(scheme == _HTTPS, host, port, found["name"] or usual)

    @property
    def where(self) -> str:
        """Return host and port as a question names them, the port only where it is unusual."""
        shown = f"[{self.host}]" if ":" in self.host else self.host
        return shown if self.port == _PORTS[self._scheme] else f"{shown}:{self.port}"

    def __str__(self) -> str:
        """Return the address in its one spelling."""
        plain = f"{self._scheme}://{self.where}"
        return plain if self.name == self.where else f"{plain}#{self.name}"

    @property
    def _scheme(self) -> str:
        return _HTTPS if self.secure else _HTTP


def _is_host(host: str) -> bool:
    if _HOST.fullmatch(host) is not None:
        return True
    try:
        return ipaddress.ip_address(host).version > 0
    except ValueError:
        return False


def _is_here(host: str) -> bool:
    if host == "localhost":
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


def _refuse(code: str) -> NoReturn:
    raise AddressRefused(code) from None
